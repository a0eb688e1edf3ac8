import type { PageRoute } from "../../ui/index.ts";

export const routes: PageRoute[] = [
  {
    path: "/erfassen",
    title: { de: "Erfassen", en: "Record" },
    permission: "intake.record",
    nav: "intake",
    keywords:
      "Einwilligung Widerruf Widerspruch Abmeldung Brief Telefon Fax SMS Filiale consent withdrawal objection unsubscribe letter phone branch",
    load: () => import("./intake-page.tsx"),
  },
];
