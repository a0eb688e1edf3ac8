import type { PageRoute } from "../../ui/index.ts";

export const routes: PageRoute[] = [
  {
    path: "/lists/forms",
    title: { de: "Anmeldeformulare", en: "Sign-up forms" },
    permission: "forms.read",
    keywords: "Formular Anmeldung Newsletter bestellen Website einbetten embed signup subscribe",
    load: () => import("./forms-page.tsx"),
  },
  {
    path: "/lists/forms/new",
    title: { de: "Neues Anmeldeformular", en: "New sign-up form" },
    permission: "forms.write",
    load: () => import("./new-form-page.tsx"),
  },
  {
    path: "/lists/forms/$id",
    title: { de: "Anmeldeformular", en: "Sign-up form" },
    permission: "forms.read",
    load: () => import("./form-page.tsx"),
  },
];
