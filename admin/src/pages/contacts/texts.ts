import { defineTexts } from "../../ui/index.ts";

/** Words that the directory and the contact page share. */
export const texts = defineTexts("contacts", {
  de: {
    title: "Kontakte",
    states: {
      confirmed: "bestätigt",
      pending: "wartet auf Bestätigung",
      unsubscribed: "abgemeldet",
    },
    profiling: {
      granted: "erlaubt",
      unknown: "nicht gefragt",
      refused: "abgelehnt",
      withdrawn: "widerrufen",
    },
    fields: {
      email: "E-Mail-Adresse",
      salutation: "Anrede",
      title: "Titel",
      firstName: "Vorname",
      lastName: "Nachname",
      company: "Firma",
      locale: "Sprache",
    },
    salutations: { none: "Ohne Angabe", frau: "Frau", herr: "Herr", divers: "Neutral" },
    locales: { none: "Ohne Angabe", de: "Deutsch", en: "Englisch" },
    sources: {
      form: "Anmeldeformular",
      formNamed: "Anmeldeformular „{{name}}“",
      import: "Import",
      staff: "Von Ihrem Haus eingetragen",
      intake: "Von Filiale oder Servicestelle erfasst",
      manage: "Von der Person selbst, über „Verwalten“",
      question: "Von der Person selbst, über die Frage im Newsletter",
      api: "Über die Schnittstelle",
      coreSystem: "Kernsystem",
      unknown: "Nicht vermerkt",
    },
    cancel: "Abbrechen",
    errors: {
      address_not_valid:
        "Das ist keine gültige E-Mail-Adresse. Erwartet wird eine Form wie name@beispiel.de.",
      address_locked:
        "Diese Adresse lässt sich zurzeit nicht anlegen. Fragen Sie den Datenschutz Ihres Hauses.",
    },
  },
  en: {
    title: "Contacts",
    states: {
      confirmed: "confirmed",
      pending: "waiting for confirmation",
      unsubscribed: "unsubscribed",
    },
    profiling: {
      granted: "granted",
      unknown: "not asked",
      refused: "refused",
      withdrawn: "withdrawn",
    },
    fields: {
      email: "E-mail address",
      salutation: "Salutation",
      title: "Title",
      firstName: "First name",
      lastName: "Last name",
      company: "Company",
      locale: "Language",
    },
    salutations: { none: "Not given", frau: "Ms", herr: "Mr", divers: "Neutral" },
    locales: { none: "Not given", de: "German", en: "English" },
    sources: {
      form: "Sign-up form",
      formNamed: "Sign-up form “{{name}}”",
      import: "Import",
      staff: "Entered by your organisation",
      intake: "Recorded by branch or service desk",
      manage: "By the person, through “Manage”",
      question: "By the person, through the question in the newsletter",
      api: "Through the API",
      coreSystem: "Core system",
      unknown: "Not recorded",
    },
    cancel: "Cancel",
    errors: {
      address_not_valid:
        "This is not a valid e-mail address. Expected is a form such as name@example.org.",
      address_locked:
        "This address cannot be added at the moment. Ask the person responsible for data protection.",
    },
  },
});
