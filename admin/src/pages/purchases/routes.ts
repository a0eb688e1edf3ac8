import type { PageRoute } from "../../ui/index.ts";

export const routes: PageRoute[] = [
  {
    path: "/contacts/purchases",
    title: { de: "Käufe und Verträge", en: "Purchases and contracts" },
    permission: "contacts.read",
    keywords: "Bestandskunden Bestellung Kauf Vertrag customers orders UWG",
    load: () => import("./purchases-page.tsx"),
  },
  {
    path: "/contacts/purchases/import",
    title: { de: "Käufe einlesen", en: "Import purchases" },
    permission: "contacts.import",
    keywords: "CSV Bestellungen einspielen orders upload",
    load: () => import("./import-page.tsx"),
  },
  {
    path: "/contacts/purchases/similar",
    title: { de: "Ähnliche Produkte", en: "Similar products" },
    permission: "lists.read",
    keywords: "Kategorien Ähnlichkeit Sortiment Bestandskunden categories similarity",
    load: () => import("./similar-page.tsx"),
  },
  {
    path: "/contacts/purchases/companies",
    title: { de: "Gesellschaften", en: "Companies" },
    permission: "lists.read",
    keywords: "Konzern Partner Rechtsträger Verkäufer legal entities group",
    load: () => import("./companies-page.tsx"),
  },
];
