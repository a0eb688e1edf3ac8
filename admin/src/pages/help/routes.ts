import type { PageRoute } from "../../ui/index.ts";

export const routes: PageRoute[] = [
  {
    path: "/hilfe",
    title: { de: "Hilfe", en: "Help" },
    keywords: "Anleitung Erklärung guide manual",
    load: () => import("./help-page.tsx"),
  },
  {
    path: "/hilfe/mit-einwilligung-auswerten",
    title: {
      de: "In sechs Schritten mit Einwilligung auswerten",
      en: "Analysing with consent in six steps",
    },
    keywords: "Anleitung Profiling Erlaubnis Tracking guide consent",
    load: () => import("./guide/guide-page.tsx"),
  },
  {
    path: "/hilfe/oeffnungen",
    title: { de: "Was eine Öffnung bedeutet", en: "What an open means" },
    keywords: "Öffnungsrate Maschine Bilderdienst Apple Gmail machine proxy open rate",
    load: () => import("./opens/opens-page.tsx"),
  },
  {
    path: "/hilfe/begriffe",
    title: { de: "Begriffe und Zahlen", en: "Terms and figures" },
    keywords: "Glossar Formel Definition glossary formula",
    load: () => import("./glossary/glossary-page.tsx"),
  },
];
