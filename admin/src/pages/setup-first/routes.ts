import type { PageRoute } from "../../ui/index.ts";

export const routes: PageRoute[] = [
  {
    path: "/einrichten/$token",
    title: { de: "Klarpost einrichten", en: "Set up Klarpost" },
    load: () => import("./setup-first-page.tsx"),
    frame: "bare",
  },
];
