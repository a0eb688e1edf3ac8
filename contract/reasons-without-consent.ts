import { nothing, type ReasonText, type Text } from "./reason-text.ts";

const sevenThreeData: Text = {
  de: "Der vollständige Beleg in den Vertragsdaten des Kontakts, oder eine Einwilligung.",
  en: "Complete proof in the contact's contract data, or consent.",
};

/** Reasons of the mails that may go without consent: personal mail and § 7(3) UWG. */
export const reasonsWithoutConsent = {
  one_to_one_reason: {
    rule: "LEG-12",
    label: { de: "Grund der Ansprache fehlt", en: "Reason of contact missing" },
    explanation: {
      de: "Eine persönliche E-Mail muss sagen, warum die Person sie bekommt.",
      en: "A personal mail must say why the person receives it.",
    },
    unblocks: {
      de: "Den Grund der Ansprache angeben.",
      en: "State the reason of contact.",
    },
  },
  one_to_one_origin: {
    rule: "LEG-12",
    label: { de: "Datenherkunft fehlt", en: "Origin of the data missing" },
    explanation: {
      de: "Eine persönliche E-Mail muss sagen, woher und seit wann die Daten stammen.",
      en: "A personal mail must say where the data come from and since when.",
    },
    unblocks: {
      de: "Quelle und Datum der Daten angeben.",
      en: "State source and date of the data.",
    },
  },
  one_to_one_basis: {
    rule: "LEG-13",
    label: { de: "Kaltansprache", en: "Cold mail" },
    explanation: {
      de: "Werbung an eine einzelne Person braucht ihre Einwilligung, eine Kundenbeziehung oder ihre eigene Anfrage.",
      en: "Advertising to a single person needs their consent, a customer relation or their own inquiry.",
    },
    unblocks: {
      de: "Eine Einwilligung für persönliche Ansprache oder eine verknüpfte Anfrage der Person.",
      en: "Consent to personal contact, or a linked inquiry of the person.",
    },
  },
  one_to_one_limit: {
    rule: "LEG-12",
    label: { de: "Tagesgrenze erreicht", en: "Daily limit reached" },
    explanation: {
      de: "Ohne Einwilligung darf ein Benutzer nur wenige persönliche E-Mails am Tag schreiben.",
      en: "Without consent an operator may write only a few personal mails a day.",
    },
    unblocks: { de: "Morgen weiterschreiben.", en: "Go on tomorrow." },
  },
  one_to_one_bulk: {
    rule: "LEG-12",
    label: { de: "Zu viele gleiche E-Mails", en: "Too many alike mails" },
    explanation: {
      de: "Fast gleiche E-Mails an viele Personen sind ein Mailing und keine persönliche Ansprache.",
      en: "Nearly identical mails to many people are a mailing and not personal contact.",
    },
    unblocks: {
      de: "Den Text persönlich schreiben oder ein Mailing mit Einwilligung senden.",
      en: "Write a personal text, or send a mailing on consent.",
    },
  },
  "7_3_sale": {
    rule: "LEG-04",
    label: { de: "Kein Kauf belegt", en: "No sale proven" },
    explanation: {
      de: "Bestandskundenwerbung setzt einen abgeschlossenen, nicht stornierten Kauf voraus.",
      en: "Mail to existing customers needs a concluded purchase that was not cancelled.",
    },
    unblocks: sevenThreeData,
  },
  "7_3_address": {
    rule: "LEG-04",
    label: { de: "Adresse nicht vom Kauf", en: "Address not from the sale" },
    explanation: {
      de: "Nur die Adresse zählt, die die Person selbst beim Kauf angegeben hat.",
      en: "Only the address the person gave with the sale counts.",
    },
    unblocks: sevenThreeData,
  },
  "7_3_similar": {
    rule: "LEG-05",
    label: { de: "Angebot nicht ähnlich", en: "Offer not similar" },
    explanation: {
      de: "Das Angebot ist dem Gekauften nach Ihrer Zuordnung nicht ähnlich.",
      en: "By your similarity map, the offer is not similar to what was bought.",
    },
    unblocks: {
      de: "Ein ähnliches Angebot, oder eine Einwilligung.",
      en: "A similar offer, or consent.",
    },
  },
  "7_3_entity": {
    rule: "LEG-06",
    label: { de: "Angebot eines anderen Hauses", en: "Offer of another company" },
    explanation: {
      de: "Ohne Einwilligung darf nur das Haus werben, bei dem gekauft wurde, und nur für Eigenes.",
      en: "Without consent only the company that made the sale may advertise, and only its own.",
    },
    unblocks: {
      de: "Eine Einwilligung, die den Anbieter nennt.",
      en: "A consent that names the provider.",
    },
  },
  "7_3_objection": {
    rule: "LEG-15",
    label: { de: "Bestandskundenwerbung widersprochen", en: "Objected to customer mail" },
    explanation: {
      de: "Die Person hat dieser Werbung widersprochen oder sich von einem Newsletter abgemeldet.",
      en: "The person objected to this mail or unsubscribed from a newsletter.",
    },
    unblocks: nothing,
  },
  "7_3_notice": {
    rule: "LEG-07",
    label: { de: "Hinweis beim Kauf fehlt", en: "Notice at the sale missing" },
    explanation: {
      de: "Beim Kauf wurde nicht belegbar auf das Widerspruchsrecht hingewiesen.",
      en: "There is no proof that the right to object was pointed out at the sale.",
    },
    unblocks: sevenThreeData,
  },
  "7_3_age": {
    rule: "LEG-10",
    label: { de: "Kauf zu lange her", en: "Sale too long ago" },
    explanation: {
      de: "Der letzte Vertrag liegt länger zurück, als Ihr Haus für diese Werbung erlaubt.",
      en: "The last contract is older than your organisation allows for this mail.",
    },
    unblocks: {
      de: "Ein neuer Vertrag oder eine Einwilligung.",
      en: "A new contract, or consent.",
    },
  },
} as const satisfies Record<string, ReasonText>;
