import type { Term } from "./terms.ts";

/** Terms of sending and of deliverability. */
export const sendingTerms = {
  gate: {
    label: { de: "Versandprüfung", en: "Gate" },
    text: {
      de: "Sie entscheidet für jeden Menschen, ob er eine Mail bekommen darf: beim Vorbereiten und noch einmal im Augenblick der Übergabe. Fehlt eine Angabe, wird nicht versendet.",
      en: "It decides for each person whether they may get a mail: at preparation and once more at the moment of hand-over. Where a fact is missing nothing is sent.",
    },
  },
  excluded: {
    label: { de: "Ausgeschlossen", en: "Excluded" },
    text: {
      de: "Die Versandprüfung hat Nein gesagt. Der Grund nennt die Regel, und ein Klick zeigt, was ihn aufheben würde.",
      en: "The gate said no. The reason names the rule, and a click shows what would lift it.",
    },
  },
  rejected: {
    label: { de: "Abgelehnt", en: "Rejected" },
    text: {
      de: "Der empfangende Server hat die Mail endgültig nicht angenommen.",
      en: "The receiving server refused the mail for good.",
    },
  },
  acceptedRate: {
    label: { de: "Annahmequote", en: "Acceptance rate" },
    formula: {
      de: "Angenommene Mails, geteilt durch alle entschiedenen (angenommene und abgelehnte).",
      en: "Accepted mails, divided by all decided ones (accepted and refused).",
    },
  },
  refusedRate: {
    label: { de: "Ablehnungsquote", en: "Refusal rate" },
    formula: {
      de: "Abgelehnte Mails, geteilt durch alle entschiedenen.",
      en: "Refused mails, divided by all decided ones.",
    },
  },
  deferredRate: {
    label: { de: "Vertagt", en: "Deferred" },
    text: {
      de: "Der Anbieter möchte die Mail später. Sie wird von selbst wieder versucht.",
      en: "The provider wants the mail later. It is tried again by itself.",
    },
    formula: {
      de: "Vertagungen, geteilt durch alle Versuche.",
      en: "Deferrals, divided by all attempts.",
    },
  },
  complaintRate: {
    label: { de: "Spam-Beschwerdeen", en: "Complaints" },
    text: {
      de: "Jemand hat in seinem Postfach „Spam“ gedrückt, und sein Anbieter meldet es. Nicht jeder Anbieter meldet. Warnung ab 0,1 %, Halt ab 0,3 %.",
      en: "Somebody pressed “spam” in their mailbox, and the provider reports it. Not every provider does. Warning from 0.1 %, stop from 0.3 %.",
    },
    formula: {
      de: "Meldungen, geteilt durch angenommene Mails.",
      en: "Complaints, divided by accepted mails.",
    },
  },
  bounceRate: {
    label: { de: "Rückläuferquote", en: "Bounce rate" },
    formula: {
      de: "Mails an Adressen, die es nicht gibt oder die dauerhaft ablehnen, geteilt durch alle entschiedenen.",
      en: "Mails to addresses that do not exist or refuse for good, divided by all decided ones.",
    },
  },
  retained: {
    label: { de: "Zurückgehaltene Adresse", en: "Retained address" },
    text: {
      de: "Eine Adresse, die nicht zustellbar ist. Das ist keine Abmeldung und kein Widerspruch.",
      en: "An address that is undeliverable. That is neither an unsubscribe nor an objection.",
    },
  },
} as const satisfies Record<string, Term>;
