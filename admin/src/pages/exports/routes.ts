import type { PageRoute } from "../../ui/index.ts";

export const routes: PageRoute[] = [
  {
    path: "/contacts/export",
    title: { de: "Kontakte exportieren", en: "Export contacts" },
    permission: "contacts.export",
    keywords: "CSV Excel JSON Datei herunterladen download file",
    load: () => import("./exports-page.tsx"),
  },
  {
    path: "/datenschutz/nachweisexporte",
    title: { de: "Nachweisexporte", en: "Evidence exports" },
    permission: "consents.read",
    keywords: "Prüfung Aufsicht Datei herunterladen evidence auditors download file",
    load: () => import("./evidence-exports-page.tsx"),
  },
];
