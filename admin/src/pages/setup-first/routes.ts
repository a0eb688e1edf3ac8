import type { PageRoute } from "../../ui/index.ts";

export const routes: PageRoute[] = [
  {
    path: "/setup",
    title: { de: "Klarpost einrichten", en: "Set up Klarpost" },
    load: () => import("./setup-first-page.tsx"),
    frame: "bare",
  },
];
