import type { PageRoute } from "../../ui/index.ts";

export const routes: PageRoute[] = [
  {
    path: "/einstellungen/feeds",
    title: { de: "Feeds", en: "Feeds" },
    permission: "mailings.read",
    keywords: "RSS Atom JSON Produkte Beiträge Blog News products articles",
    load: () => import("./feeds-page.tsx"),
  },
];
