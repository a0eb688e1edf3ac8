import type { PageRoute } from "../../ui/index.ts";

export const routes: PageRoute[] = [
  {
    path: "/contacts/freigaben",
    title: { de: "Freigaben", en: "Second person" },
    permission: "account.read",
    keywords:
      "Vier-Augen zweite Person Export reaktivieren zustimmen approve second person four eyes",
    load: () => import("./second-person-page.tsx"),
  },
];
