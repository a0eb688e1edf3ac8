import type { PageRoute } from "../../ui/index.ts";

export const routes: PageRoute[] = [
  {
    path: "/einrichtung",
    title: { de: "Einrichtung", en: "Set-up" },
    permission: "account.read",
    keywords: "Mandant einrichten Impressum Absender setup account imprint sender",
    load: () => import("./setup/setup-page.tsx"),
  },
  {
    path: "/einrichtung/$step",
    title: { de: "Einrichtung", en: "Set-up" },
    permission: "account.read",
    load: () => import("./setup/setup-step-page.tsx"),
  },
];
