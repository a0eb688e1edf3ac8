import type { PageRoute } from "../../ui/index.ts";

export const routes: PageRoute[] = [
  {
    path: "/vorlagen",
    title: { de: "Vorlagen", en: "Templates" },
    permission: "mailings.read",
    nav: "library",
    keywords: "Design Gestaltung Vorlage Muster Master template layout",
    load: () => import("./templates-page.tsx"),
  },
  {
    path: "/vorlagen/$id",
    title: { de: "Vorlage", en: "Template" },
    permission: "mailings.read",
    load: () => import("./template-page.tsx"),
  },
  {
    path: "/vorlagen/bilder",
    title: { de: "Bilder", en: "Images" },
    permission: "mailings.read",
    keywords: "Bild Foto Mediathek Bibliothek Lizenz Alternativtext images media library",
    load: () => import("./images-page.tsx"),
  },
];
