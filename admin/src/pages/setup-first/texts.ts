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
    password: "Passwort",
    passwordHelp: "Mindestens 12 Zeichen. Ein Satz ist besser als ein Wort mit Sonderzeichen.",
    passwordShort_one: "Noch ein Zeichen.",
    passwordShort_other: "Noch {{count}} Zeichen.",
    submit: "Zugang anlegen und loslegen",
    failed: "Der Zugang wurde nicht angelegt",
    usedTitle: "Dieser Link gilt nicht mehr",
    usedText:
      "Der Link zur Einrichtung gilt einmal. Gibt es schon einen Zugang, melden Sie sich an. Sonst zeigt ein Neustart von Klarpost auf dem Server einen neuen Link.",
    toLogin: "Zur Anmeldung",
    missingTitle: "Hier fehlt der Schlüssel",
    missingText:
      "Öffnen Sie den vollständigen Link, den Klarpost beim ersten Start auf dem Server ausgegeben hat.",
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
    password: "Password",
    passwordHelp:
      "At least 12 characters. A sentence is better than a word with special characters.",
    passwordShort_one: "One more character.",
    passwordShort_other: "{{count}} more characters.",
    submit: "Create the login and begin",
    failed: "The login was not created",
    usedTitle: "This link is no longer valid",
    usedText:
      "The set-up link works once. If there is a login already, sign in. Otherwise a restart of Klarpost on the server shows a new link.",
    toLogin: "To the sign-in",
    missingTitle: "The key is missing",
    missingText:
      "Open the complete link that Klarpost printed on the server when it was first started.",
  },
});
