import type { PageRoute } from "../../ui/index.ts";

export const routes: PageRoute[] = [
  {
    path: "/berichte",
    title: { de: "Berichte", en: "Reports" },
    permission: "reports.read",
    nav: "reports",
    keywords:
      "Wachstum Reichweite Abmeldungen Beschwerden Wochentag Uhrzeit Öffnungsrate growth reach unsubscribes weekday dashboard",
    load: () => import("./reports-page.tsx"),
  },
  {
    path: "/berichte/vergleich",
    title: { de: "Mailings vergleichen", en: "Compare mailings" },
    permission: "reports.read",
    keywords: "Vergleich Mailings nebeneinander comparison",
    load: () => import("./comparison-page.tsx"),
  },
];
