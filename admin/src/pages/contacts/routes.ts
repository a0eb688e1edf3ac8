import type { PageRoute } from "../../ui/index.ts";

export const routes: PageRoute[] = [
  {
    path: "/contacts",
    title: { de: "Kontakte", en: "Contacts" },
    permission: "contacts.read",
    nav: "contacts",
    keywords: "Personen Abonnenten Empfänger Adressen people subscribers recipients addresses",
    load: () => import("./directory-page.tsx"),
  },
  {
    path: "/contacts/meine",
    title: { de: "Meine Kontakte", en: "My contacts" },
    permission: "one_to_one.send",
    nav: "mine",
    keywords: "Betreuung Berater Interessenten Kunden adviser prospects customers pipeline",
    load: () => import("./mine-page.tsx"),
  },
  {
    path: "/contacts/schlagwoerter",
    title: { de: "Schlagwörter", en: "Tags" },
    permission: "contacts.read",
    keywords: "Tags Etiketten Gruppen labels groups",
    load: () => import("./tags-page.tsx"),
  },
  {
    path: "/contacts/felder",
    title: { de: "Eigene Felder", en: "Own fields" },
    permission: "contacts.read",
    keywords: "Attribute Zusatzfelder Zweck Aufbewahrung custom fields attributes retention",
    load: () => import("./fields-page.tsx"),
  },
  {
    path: "/contacts/dubletten",
    title: { de: "Dubletten", en: "Duplicates" },
    permission: "contacts.read",
    keywords: "doppelte zusammenführen merge",
    load: () => import("./duplicates-page.tsx"),
  },
  {
    path: "/contacts/dubletten/$id/$other",
    title: { de: "Kontakte zusammenführen", en: "Merge contacts" },
    permission: "contacts.read",
    load: () => import("./merge-page.tsx"),
  },
  {
    path: "/contacts/$id",
    title: { de: "Kontakt", en: "Contact" },
    permission: "contacts.read",
    load: () => import("./contact-page.tsx"),
  },
  {
    path: "/contacts/$id/write",
    title: { de: "E-Mail schreiben", en: "Write an e-mail" },
    permission: "one_to_one.send",
    load: () => import("./write-page.tsx"),
  },
];
