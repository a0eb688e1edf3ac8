/** What an author may insert, in the order of need. The content check knows the same names. */
export const mergeFields = [
  { name: "footer", group: "block", de: "Fußzeile mit Impressum", en: "Footer with imprint" },
  {
    name: "tracking_question",
    group: "block",
    de: "Frage zur Auswertung",
    en: "Tracking question",
  },
  { name: "imprint", group: "block", de: "Impressum allein", en: "Imprint alone" },
  { name: "contact.salutation_line", group: "contact", de: "Anrede", en: "Salutation" },
  { name: "contact.first_name", group: "contact", de: "Vorname", en: "First name" },
  { name: "contact.last_name", group: "contact", de: "Nachname", en: "Last name" },
  { name: "contact.title", group: "contact", de: "Titel", en: "Title" },
  { name: "contact.company", group: "contact", de: "Firma", en: "Company" },
  { name: "contact.email", group: "contact", de: "E-Mail-Adresse", en: "E-mail address" },
  { name: "list.name", group: "mailing", de: "Name der Liste", en: "Name of the list" },
  { name: "account.name", group: "mailing", de: "Name Ihres Hauses", en: "Name of your house" },
  { name: "mailing.date", group: "mailing", de: "Tag des Versands", en: "Day of sending" },
  { name: "unsubscribe_url", group: "link", de: "Abmelden", en: "Unsubscribe" },
  { name: "manage_url", group: "link", de: "Daten ändern", en: "Manage data" },
  {
    name: "tracking_question_url",
    group: "link",
    de: "Frage zur Auswertung",
    en: "Tracking question",
  },
  { name: "privacy_url", group: "link", de: "Datenschutzhinweise", en: "Privacy notice" },
] as const;

export const mergeGroups = ["block", "contact", "mailing", "link"] as const;

/** `{{ contact.first_name }}` */
export function placeholderOf(name: string): string {
  return `{{ ${name} }}`;
}
