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
