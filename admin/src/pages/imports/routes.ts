import type { PageRoute } from "../../ui/index.ts";

export const routes: PageRoute[] = [
  {
    path: "/contacts/import",
    title: { de: "Kontakte importieren", en: "Import contacts" },
    permission: "contacts.import",
    keywords: "CSV Excel Datei Adressen hochladen Nachweis upload file",
    load: () => import("./imports-page.tsx"),
  },
  {
    path: "/contacts/import/from/$system",
    title: { de: "So wechseln Sie", en: "How to move" },
    permission: "contacts.import",
    load: () => import("./guide-page.tsx"),
  },
  {
    path: "/contacts/import/$id",
    title: { de: "Import", en: "Import" },
    permission: "contacts.import",
    load: () => import("./import-page.tsx"),
  },
];
