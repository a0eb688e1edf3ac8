import type { PageRoute } from "../../ui/index.ts";

export const routes: PageRoute[] = [
  {
    path: "/einladung/$token",
    title: { de: "Einladung", en: "Invitation" },
    load: () => import("./invitation-page.tsx"),
    frame: "bare",
  },
];
