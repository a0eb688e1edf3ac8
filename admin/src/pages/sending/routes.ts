import type { PageRoute } from "../../ui/index.ts";

export const routes: PageRoute[] = [
  {
    path: "/versand",
    title: { de: "Versand steuern", en: "Control sending" },
    permission: "mailings.read",
    keywords: "Not-Aus Stopp Notfall Beschwerden Bounces Grenzen emergency stop complaints limits",
    load: () => import("./sending-page.tsx"),
  },
];
