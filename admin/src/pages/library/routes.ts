import type { PageRoute } from "../../ui/index.ts";

export const routes: PageRoute[] = [
  {
    path: "/bilder",
    title: { de: "Bilder", en: "Images" },
    permission: "mailings.read",
    nav: "library",
    keywords: "Bild Foto Mediathek Bibliothek Lizenz Alternativtext images media library",
    load: () => import("./images-page.tsx"),
  },
];
