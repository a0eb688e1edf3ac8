/** Why a purchase is not taken, or a part of it; the words stand beside the code wherever it is shown. */
export const refusals = {
  order_number_missing: {
    de: "Die Bestell- oder Vertragsnummer fehlt.",
    en: "The order or contract number is missing.",
  },
  duplicate_in_file: {
    de: "Diese Nummer steht weiter oben in der Datei schon einmal.",
    en: "This number stands further up in the file already.",
  },
  email_not_valid: {
    de: "Das ist keine E-Mail-Adresse.",
    en: "This is not an e-mail address.",
  },
  category_unknown: {
    de: "Diese Produktkategorie gibt es nicht. Legen Sie sie zuerst an.",
    en: "There is no such product category. Add it first.",
  },
  category_whole_range: {
    de: "Das Gesamtsortiment kann niemand kaufen. Nennen Sie, was gekauft wurde.",
    en: "Nobody can buy the whole range. Name what was bought.",
  },
  entity_unknown: {
    de: "Diese Gesellschaft gibt es nicht. Legen Sie sie zuerst an.",
    en: "There is no such company. Add it first.",
  },
  entity_missing: {
    de: "Es gibt mehrere eigene Gesellschaften. Nennen Sie die, bei der gekauft wurde.",
    en: "There are several own companies. Name the one that made the sale.",
  },
  date_not_valid: {
    de: "Das ist kein Datum. Gemeint ist eines wie 21.11.2026 oder 2026-11-21.",
    en: "This is not a date. Write it as 21.11.2026 or 2026-11-21.",
  },
  date_in_future: {
    de: "Dieses Datum liegt in der Zukunft.",
    en: "This date lies in the future.",
  },
  cancelled_before_sale: {
    de: "Storniert wurde vor dem Abschluss.",
    en: "It was cancelled before it was concluded.",
  },
  kind_unknown: {
    de: "Die Art ist unbekannt. Möglich sind Kauf, Vertrag, kostenloses Konto und Probezeit.",
    en: "This kind is not known. Possible are purchase, contract, free account and trial.",
  },
  yes_or_no: {
    de: "Hier steht weder ja noch nein.",
    en: "This is neither yes nor no.",
  },
  notice_incomplete: {
    de: "Der Hinweis beim Kauf braucht Textfassung, Datum und Stelle im Bestellformular.",
    en: "The notice at the sale needs its version, its date and its place in the order form.",
  },
  notice_privacy_policy: {
    de: "Ein Verweis auf die Datenschutzhinweise ist kein Hinweis auf das Widerspruchsrecht (LEG-07).",
    en: "A reference to a privacy notice is no notice of the right to object (LEG-07).",
  },
  notice_after_sale: {
    de: "Der Hinweis wurde erst nach dem Abschluss gezeigt. Er zählt nur, wenn er bei der Erhebung der Adresse da war.",
    en: "The notice was shown after the sale only. It counts only where it was there when the address was collected.",
  },
  address_fixed: {
    de: "Unter dieser Nummer steht eine andere Adresse. Die Adresse vom Kauf ist ein Beleg und wird nicht geändert.",
    en: "This number has another address. The address given at the sale is evidence and is not changed.",
  },
  order_of_another_contact: {
    de: "Diese Nummer gehört zum Kauf eines anderen Kontakts.",
    en: "This number belongs to another contact's purchase.",
  },
  too_many_columns: {
    de: "Die Zeile hat mehr Spalten als die Überschrift.",
    en: "The row has more columns than the headings.",
  },
  too_long: {
    de: "Dieser Wert ist zu lang.",
    en: "This value is too long.",
  },
} as const;
export type RefusalReason = keyof typeof refusals;
