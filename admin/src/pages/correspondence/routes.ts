import type { PageRoute } from "../../ui/index.ts";

export const routes: PageRoute[] = [
  {
    path: "/vorgangsmails",
    title: { de: "Vorgangsmails", en: "Transactional mails" },
    permission: "transactional.read",
    nav: "transactional",
    keywords: "Vorlagen Bestellung Rechnung Vertrag templates order invoice API",
    load: () => import("./templates-page.tsx"),
  },
  {
    path: "/vorgangsmails/$id",
    title: { de: "Vorlage", en: "Template" },
    permission: "transactional.read",
    load: () => import("./template-page.tsx"),
  },
  {
    path: "/einstellungen/persoenliche-mails",
    title: { de: "Persönliche E-Mails: Länder", en: "Personal e-mails: countries" },
    permission: "account.manage",
    keywords: "Länder berechtigtes Interesse Kaltansprache countries legitimate interest",
    load: () => import("./countries-page.tsx"),
  },
];
