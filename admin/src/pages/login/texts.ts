import { defineTexts } from "../../ui/index.ts";

export const texts = defineTexts("login", {
  de: {
    title: "Anmelden",
    intro: "Willkommen zurück.",
    email: "E-Mail-Adresse",
    password: "Passwort",
    submit: "Anmelden",
    badCredentials: "E-Mail-Adresse oder Passwort stimmen nicht.",
    tooMany: "Zu viele Versuche. Warten Sie einige Minuten, dann können Sie es wieder versuchen.",
    failed: "Anmeldung nicht möglich",
    forgot:
      "Passwort vergessen? Die Person, die Klarpost bei Ihnen betreibt, setzt es auf dem Server neu.",
  },
  en: {
    title: "Sign in",
    intro: "Welcome back.",
    email: "E-mail address",
    password: "Password",
    submit: "Sign in",
    badCredentials: "E-mail address or password is wrong.",
    tooMany: "Too many attempts. Wait a few minutes, then you can try again.",
    failed: "Sign-in not possible",
    forgot:
      "Forgotten your password? The person who runs Klarpost in your organisation resets it on the server.",
  },
});
