import { defineTexts } from "../../ui/index.ts";

export const texts = defineTexts("invitation", {
  de: {
    title: "Sie sind eingeladen",
    intro: "Arbeiten Sie in Klarpost für „{{account}}“ mit.",
    introKnown:
      "Arbeiten Sie in Klarpost für „{{account}}“ mit. Sie haben schon einen Zugang; bestätigen Sie die Einladung mit Ihrem Passwort.",
    email: "Ihre E-Mail-Adresse",
    name: "Ihr Name",
    nameHelp: "So erscheinen Sie im Protokoll und bei Freigaben.",
    password: "Passwort",
    submit: "Einladung annehmen",
    failed: "Die Einladung wurde nicht angenommen",
    badCredentials: "Das Passwort stimmt nicht.",
    tooMany: "Zu viele Versuche. Warten Sie einige Minuten, dann können Sie es wieder versuchen.",
    invalidTitle: "Diese Einladung gilt nicht mehr",
    invalidText:
      "Einladungen gelten sieben Tage und nur einmal. Bitten Sie die Person, die Sie eingeladen hat, um eine neue.",
    toLogin: "Zur Anmeldung",
    factorTitle: "Sind Sie es?",
    factorIntro: "Die Einladung ist angenommen. Noch ein Schritt: Ihr zweiter Faktor.",
  },
  en: {
    title: "You are invited",
    intro: "Work in Klarpost for “{{account}}”.",
    introKnown:
      "Work in Klarpost for “{{account}}”. You have a login already; confirm the invitation with your password.",
    email: "Your e-mail address",
    name: "Your name",
    nameHelp: "This is how you appear in the log and in approvals.",
    password: "Password",
    submit: "Accept the invitation",
    failed: "The invitation was not accepted",
    badCredentials: "The password is wrong.",
    tooMany: "Too many attempts. Wait a few minutes, then you can try again.",
    invalidTitle: "This invitation is no longer valid",
    invalidText:
      "Invitations are valid for seven days, and once. Ask the person who invited you for a new one.",
    toLogin: "To the sign-in",
    factorTitle: "Is it you?",
    factorIntro: "The invitation is accepted. One more step: your second factor.",
  },
});
