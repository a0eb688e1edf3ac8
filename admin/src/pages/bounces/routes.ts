import type { PageRoute } from "../../ui/index.ts";

export const routes: PageRoute[] = [
  {
    path: "/lists/retained",
    title: { de: "Zurückgehaltene Adressen", en: "Retained addresses" },
    permission: "suppression.read",
    keywords:
      "Bounce unzustellbar Rückläufer Postfach voll unbekannt reaktivieren undeliverable retained mailbox",
    load: () => import("./retained-page.tsx"),
  },
];
