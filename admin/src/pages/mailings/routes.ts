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
    path: "/mailings/kalender",
    title: { de: "Kalender", en: "Calendar" },
    permission: "mailings.read",
    keywords: "Redaktionsplan Termine Monat Woche verschieben plan schedule month week",
    load: () => import("./calendar/calendar-page.tsx"),
  },
  {
    path: "/mailings/kampagnen",
    title: { de: "Kampagnen", en: "Campaigns" },
    permission: "mailings.read",
    keywords: "Gruppe Aktion Ziel campaign group",
    load: () => import("./campaigns/campaigns-page.tsx"),
  },
  {
    path: "/mailings/kampagnen/$id",
    title: { de: "Kampagne", en: "Campaign" },
    permission: "mailings.read",
    load: () => import("./campaigns/campaign-page.tsx"),
  },
  {
    path: "/mailings/wiederkehrend",
    title: { de: "Wiederkehrend", en: "Recurring" },
    permission: "mailings.read",
    keywords: "regelmäßig wöchentlich monatlich RSS Feed Serie Ausgabe weekly monthly series issue",
    load: () => import("./recurring/recurring-page.tsx"),
  },
  {
    path: "/mailings/wiederkehrend/$id",
    title: { de: "Wiederkehrendes Mailing", en: "Recurring mailing" },
    permission: "mailings.read",
    load: () => import("./recurring/detail-page.tsx"),
  },
  {
    path: "/einstellungen/haeufigkeit",
    title: { de: "Häufigkeit und Freigabe", en: "Frequency and approval" },
    permission: "mailings.read",
    keywords: "Grenze Vier-Augen Freigabe Mails pro Woche cap frequency four eyes approval",
    load: () => import("./rules/rules-page.tsx"),
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
