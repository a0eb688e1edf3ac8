import { defineTexts } from "../../ui/index.ts";

export const texts = defineTexts("login", {
  de: {
    title: "Anmelden",
    intro: "Willkommen zurück.",
    email: "E-Mail-Adresse",
    password: "Passwort",
    submit: "Anmelden",
    withPasskey: "Mit Passkey anmelden",
    withProvider: "Mit {{name}} anmelden",
    or: "oder",
    badCredentials: "E-Mail-Adresse oder Passwort stimmen nicht.",
    passkeyUnknown: "Dieser Passkey gehört zu keinem Zugang hier.",
    passkeyFailed:
      "Der Passkey ließ sich nicht benutzen. Versuchen Sie es noch einmal oder melden Sie sich mit Ihrem Passwort an.",
    providerAway: "{{name}} antwortet gerade nicht. Versuchen Sie es gleich noch einmal.",
    tooMany: "Zu viele Versuche. Warten Sie einige Minuten, dann können Sie es wieder versuchen.",
    failed: "Anmeldung nicht möglich",
    forgot: "Passwort vergessen?",
    forgotHere:
      "Passwort vergessen? Eine Inhaberin oder ein Inhaber Ihres Mandanten gibt Ihnen einen Link, oder die Person, die Klarpost bei Ihnen betreibt.",
    factorTitle: "Sind Sie es?",
    factorIntro: "Noch ein Schritt: Ihr zweiter Faktor.",
    again: "Als andere Person anmelden",
    forgotTitle: "Passwort vergessen",
    forgotIntro: "Wir schicken Ihnen einen Link, mit dem Sie ein neues setzen.",
    sendLink: "Link anfordern",
    sentTitle: "Sehen Sie in Ihr Postfach",
    sentText:
      "Wenn jemand mit der Adresse {{email}} hier arbeitet, ist jetzt ein Link unterwegs. Er gilt eine Stunde und nur einmal. Kommt nichts an, wenden Sie sich an eine Inhaberin oder einen Inhaber Ihres Mandanten.",
    toLogin: "Zur Anmeldung",
    newTitle: "Neues Passwort",
    newIntro: "Danach enden alle Ihre Sitzungen; Sie melden sich mit dem neuen Passwort an.",
    setPassword: "Passwort setzen",
    setTitle: "Ihr neues Passwort gilt",
    setText: "Alle bisherigen Sitzungen sind beendet. Melden Sie sich jetzt damit an.",
    linkTitle: "Dieser Link gilt nicht mehr",
    linkText: "Ein Link gilt kurze Zeit und nur einmal. Fordern Sie einen neuen an.",
    providerTitle: "Einen Moment, bitte",
    providerText: "Sie werden angemeldet.",
    problems: {
      provider_failed:
        "Die Anmeldung des Hauses hat nicht bestätigt, wer Sie sind. Versuchen Sie es noch einmal.",
      email_unverified:
        "Die Anmeldung des Hauses bürgt nicht für Ihre E-Mail-Adresse. Die Person, die sie betreibt, muss „email“ und „email_verified“ freigeben.",
      person_unknown:
        "Unter Ihrer Adresse arbeitet hier niemand. Bitten Sie eine Inhaberin oder einen Inhaber um eine Einladung.",
      identity_conflict:
        "Ihr Zugang gehört zu einer anderen Kennung der Anmeldung des Hauses. Lassen Sie Ihren zweiten Faktor zurücksetzen; dann gilt die neue.",
      sign_in_over:
        "Das hat zu lange gedauert oder begann in einem anderen Browser. Beginnen Sie bitte neu.",
      provider_off: "Die Anmeldung des Hauses ist hier ausgeschaltet.",
    },
    secureTitle: "Anmeldung absichern",
    secureIntro:
      "„{{account}}“ ist im Echtbetrieb: Daten von Kontakten öffnen sich nur mit einem zweiten Faktor. Das dauert zwei Minuten.",
    secureIntroOpen:
      "Ein zweiter Faktor schützt Ihren Zugang, auch wenn jemand Ihr Passwort kennt.",
    proveTitle: "Zuerst: Sind Sie es?",
    signOut: "Abmelden",
    later: "Später",
  },
  en: {
    title: "Sign in",
    intro: "Welcome back.",
    email: "E-mail address",
    password: "Password",
    submit: "Sign in",
    withPasskey: "Sign in with a passkey",
    withProvider: "Sign in with {{name}}",
    or: "or",
    badCredentials: "E-mail address or password is wrong.",
    passkeyUnknown: "This passkey belongs to no login here.",
    passkeyFailed: "The passkey could not be used. Try again, or sign in with your password.",
    providerAway: "{{name}} does not answer at the moment. Try again shortly.",
    tooMany: "Too many attempts. Wait a few minutes, then you can try again.",
    failed: "Sign-in not possible",
    forgot: "Forgotten your password?",
    forgotHere:
      "Forgotten your password? An owner of your account gives you a link, or the person who runs Klarpost in your organisation.",
    factorTitle: "Is it you?",
    factorIntro: "One more step: your second factor.",
    again: "Sign in as another person",
    forgotTitle: "Forgotten password",
    forgotIntro: "We send you a link with which you set a new one.",
    sendLink: "Ask for a link",
    sentTitle: "Look into your mailbox",
    sentText:
      "If somebody with the address {{email}} works here, a link is on its way. It is valid for one hour, and once. If nothing arrives, ask an owner of your account.",
    toLogin: "To the sign-in",
    newTitle: "New password",
    newIntro: "After that all your sessions end; you sign in with the new password.",
    setPassword: "Set the password",
    setTitle: "Your new password is valid",
    setText: "All former sessions have ended. Sign in with it now.",
    linkTitle: "This link is no longer valid",
    linkText: "A link is valid for a short time, and once. Ask for a new one.",
    providerTitle: "One moment, please",
    providerText: "You are being signed in.",
    problems: {
      provider_failed: "The house's sign-on did not confirm who you are. Please try again.",
      email_unverified:
        "The house's sign-on does not vouch for your e-mail address. The person who runs it has to release “email” and “email_verified”.",
      person_unknown: "Nobody works here under your address. Ask an owner for an invitation.",
      identity_conflict:
        "Your login belongs to another identity of the house's sign-on. Have your second factor reset; then the new one counts.",
      sign_in_over: "That took too long, or began in another browser. Please begin again.",
      provider_off: "The house's sign-on is switched off here.",
    },
    secureTitle: "Secure your sign-in",
    secureIntro:
      "“{{account}}” is live: data of contacts opens with a second factor only. This takes two minutes.",
    secureIntroOpen: "A second factor protects your login, even if somebody knows your password.",
    proveTitle: "First: is it you?",
    signOut: "Sign out",
    later: "Later",
  },
});
