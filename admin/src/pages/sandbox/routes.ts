import type { PageRoute } from "../../ui/index.ts";

export const routes: PageRoute[] = [
  {
    path: "/testpostfach",
    title: { de: "Testpostfach", en: "Test mailbox" },
    permission: "mailbox.read",
    nav: "sandbox",
    keywords: "Testbetrieb Mails Eingang sandbox inbox mailbox",
    load: () => import("./sandbox-page.tsx"),
  },
];
