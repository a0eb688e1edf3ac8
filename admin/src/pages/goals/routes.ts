import type { PageRoute } from "../../ui/index.ts";

export const routes: PageRoute[] = [
  {
    path: "/einstellungen/ziele",
    title: { de: "Ziele", en: "Goals" },
    permission: "reports.read",
    keywords: "Conversion Bestellung Termin Website Parameter kp_goal goals",
    load: () => import("./goals-page.tsx"),
  },
];
