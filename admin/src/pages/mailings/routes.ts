import type { PageRoute } from "../../ui/index.ts";

export const routes: PageRoute[] = [
  {
    path: "/mailings",
    title: { de: "Mailings", en: "Mailings" },
    permission: "mailings.read",
    nav: "mailings",
    keywords: "Newsletter Entwurf Versand senden draft send campaign",
    load: () => import("./list/mailings-page.tsx"),
  },
  {
    path: "/mailings/$id",
    title: { de: "Mailing", en: "Mailing" },
    permission: "mailings.read",
    load: () => import("./mailing-page.tsx"),
  },
  {
    path: "/mailings/$id/check",
    title: { de: "Bordkarte", en: "Boarding pass" },
    permission: "mailings.read",
    load: () => import("./check/check-page.tsx"),
  },
  {
    path: "/mailings/$id/report",
    title: { de: "Bericht", en: "Report" },
    permission: "reports.read",
    load: () => import("./report/report-page.tsx"),
  },
];
