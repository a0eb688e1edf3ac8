import type { PageRoute } from "../../ui/index.ts";

export const routes: PageRoute[] = [
  {
    path: "/kampagnenlisten",
    title: { de: "Kampagnenlisten", en: "Core-system lists" },
    permission: "lists.read",
    nav: "coreLists",
    keywords: "Kernsystem OSPlus KMM IAM Personennummer Rückmeldedatei Select return file",
    load: () => import("./core-lists-page.tsx"),
  },
  {
    path: "/kampagnenlisten/neu",
    title: { de: "Kampagnenliste importieren", en: "Import a core-system list" },
    permission: "contacts.import",
    keywords: "CSV Excel Kernsystem Personennummer Profiling",
    load: () => import("./import-page.tsx"),
  },
  {
    path: "/kampagnenlisten/$id",
    title: { de: "Kampagnenliste", en: "Core-system list" },
    permission: "lists.read",
    load: () => import("./core-list-page.tsx"),
  },
];
