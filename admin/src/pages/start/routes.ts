import type { PageRoute } from "../../ui/index.ts";

export const routes: PageRoute[] = [
  {
    path: "/",
    title: { de: "Start", en: "Start" },
    permission: "account.read",
    nav: "start",
    keywords: "Übersicht heute Dashboard overview today",
    load: () => import("./start-page.tsx"),
  },
];
