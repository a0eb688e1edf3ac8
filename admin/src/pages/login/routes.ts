import type { PageRoute } from "../../ui/index.ts";

export const routes: PageRoute[] = [
  {
    path: "/login",
    title: { de: "Anmelden", en: "Sign in" },
    load: () => import("./login-page.tsx"),
    frame: "bare",
  },
  {
    path: "/login/oidc",
    title: { de: "Anmelden", en: "Sign in" },
    load: () => import("./provider-page.tsx"),
    frame: "bare",
  },
  {
    path: "/passwort-vergessen",
    title: { de: "Passwort vergessen", en: "Forgotten password" },
    load: () => import("./forgot-page.tsx"),
    frame: "bare",
  },
  {
    path: "/passwort/$token",
    title: { de: "Neues Passwort", en: "New password" },
    load: () => import("./new-password-page.tsx"),
    frame: "bare",
  },
  {
    path: "/anmeldung-absichern",
    title: { de: "Anmeldung absichern", en: "Secure your sign-in" },
    load: () => import("./secure-page.tsx"),
    frame: "bare",
  },
];
