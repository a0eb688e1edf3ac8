import type { PageRoute } from "../../ui/index.ts";

export const routes: PageRoute[] = [
  {
    path: "/$",
    title: { de: "Nicht gefunden", en: "Not found" },
    load: () => import("./not-found-page.tsx"),
    unlisted: true,
  },
];
