import type { PageRoute } from "../../ui/index.ts";

export const routes: PageRoute[] = [
  {
    path: "/zustellbarkeit",
    title: { de: "Zustellbarkeit", en: "Deliverability" },
    permission: "reports.read",
    nav: "deliverability",
    keywords:
      "Anbieter Gmail Bounce Spam Beschwerden Reputation Sperrliste provider bounces complaints blocklist",
    load: () => import("./deliverability-page.tsx"),
  },
  {
    path: "/zustellbarkeit/kontrolladressen",
    title: { de: "Kontrolladressen", en: "Seed tests" },
    permission: "mailings.read",
    keywords: "Testversand Posteingang Spamordner seed inbox placement",
    load: () => import("./seed-tests-page.tsx"),
  },
];
