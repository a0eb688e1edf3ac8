import type { PageRoute } from "../../ui/index.ts";

export const routes: PageRoute[] = [
  {
    path: "/segmente",
    title: { de: "Segmente", en: "Segments" },
    permission: "lists.read",
    nav: "segments",
    keywords: "Zielgruppe Filter Auswahl Bedingungen audience target group filter",
    load: () => import("./segments-page.tsx"),
  },
  {
    path: "/segmente/neu",
    title: { de: "Neues Segment", en: "New segment" },
    permission: "lists.write",
    load: () => import("./segment-page.tsx"),
  },
  {
    path: "/segmente/$id",
    title: { de: "Segment", en: "Segment" },
    permission: "lists.read",
    load: () => import("./segment-page.tsx"),
  },
];
