import type { PageRoute } from "../../ui/index.ts";

export const routes: PageRoute[] = [
  {
    path: "/lists",
    title: { de: "Listen & Formulare", en: "Lists & forms" },
    permission: "lists.read",
    nav: "lists",
    keywords: "Newsletter Verteiler Abonnenten subscribers",
    load: () => import("./lists-page.tsx"),
  },
  {
    path: "/lists/blocks",
    title: { de: "Abmeldungen und Sperren", en: "Unsubscribes and blocks" },
    permission: "suppression.read",
    keywords:
      "Abmeldeliste Blacklist Sperrliste Widerspruch zurückgehalten suppression unsubscribe blocklist",
    load: () => import("./blocks-page.tsx"),
  },
  {
    path: "/lists/$id",
    title: { de: "Liste", en: "List" },
    permission: "lists.read",
    load: () => import("./list-page.tsx"),
  },
];
