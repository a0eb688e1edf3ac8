import { defineTexts } from "../../ui/index.ts";

export const texts = defineTexts("setup-first", {
  de: {
    title: "Willkommen bei Klarpost",
    intro:
      "Legen Sie den ersten Zugang an. Er gehört der Person, die diese Installation verwaltet.",
    accountName: "Name Ihrer Organisation",
    accountNameHelp: "So heißt Ihr Mandant. Weitere Mandanten können Sie später anlegen.",
    name: "Ihr Name",
    nameHelp: "So erscheinen Sie im Protokoll und bei Freigaben.",
    email: "Ihre E-Mail-Adresse",
    emailHelp: "Damit melden Sie sich an.",
    submit: "Zugang anlegen und loslegen",
    failed: "Der Zugang wurde nicht angelegt",
    usedTitle: "Dieser Link gilt nicht mehr",
    usedText:
      "Der Link zur Einrichtung gilt einmal und 24 Stunden lang. Gibt es schon einen Zugang, melden Sie sich an. Sonst zeigt ein Neustart von Klarpost auf dem Server einen neuen Link.",
    toLogin: "Zur Anmeldung",
  },
  en: {
    title: "Welcome to Klarpost",
    intro: "Create the first login. It belongs to the person who manages this installation.",
    accountName: "Name of your organisation",
    accountNameHelp: "This is what your account is called. You can add further accounts later.",
    name: "Your name",
    nameHelp: "This is how you appear in the log and in approvals.",
    email: "Your e-mail address",
    emailHelp: "You sign in with it.",
    submit: "Create the login and begin",
    failed: "The login was not created",
    usedTitle: "This link is no longer valid",
    usedText:
      "The set-up link works once, for 24 hours. If there is a login already, sign in. Otherwise a restart of Klarpost on the server shows a new link.",
    toLogin: "To the sign-in",
  },
});
