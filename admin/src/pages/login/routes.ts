import type { PageRoute } from "../../ui/index.ts";

export const routes: PageRoute[] = [
  {
    path: "/login",
    title: { de: "Anmelden", en: "Sign in" },
    load: () => import("./login-page.tsx"),
    frame: "bare",
  },
];
