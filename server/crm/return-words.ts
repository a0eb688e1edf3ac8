import type { Locale } from "../platform/index.ts";

interface ReturnWords {
  columns: string[];
  sheet: string;
  sent: string;
  bounceHard: string;
  bounceSoft: string;
  bounceOther: string;
  afterAcceptance: string;
  retained: string;
  excluded: string;
  cancelled: string;
  uncertain: string;
  open: string;
  withdrawals: Record<"unsubscribe" | "objection" | "profiling" | "erasure", string>;
  opener: string;
  clicker: string;
  totals: string;
  totalOpens: string;
  totalClicks: string;
  notCounted: string;
  fewer(k: number): string;
  base(base: string): string;
  byHand(line: number, file: string): string;
}

/** Words of the return file; the definitions of CRM-20 stand beside it in the workplace. */
export const returnWords: Record<Locale, ReturnWords> = {
  de: {
    columns: [
      "Personennummer",
      "Satznummer",
      "Rückmeldung",
      "Grund oder Link",
      "Code oder Anzahl",
      "Zeitpunkt (UTC)",
      "Zustell-ID",
      "Mailing",
      "Hinweis",
    ],
    sheet: "Rückmeldung",
    sent: "Versendet",
    bounceHard: "Bounce (hart)",
    bounceSoft: "Bounce (weich)",
    bounceOther: "Bounce (andere)",
    afterAcceptance: "nach der Annahme gemeldet",
    retained: "Zurückgehaltene Adresse",
    excluded: "Nicht versendet",
    cancelled: "Mailing abgebrochen",
    uncertain: "Ungewiss",
    open: "Offen",
    withdrawals: {
      unsubscribe: "Abmeldung",
      objection: "Widerspruch gegen Werbung",
      profiling: "Widerruf der Auswertung",
      erasure: "geloescht",
    },
    opener: "Öffner",
    clicker: "Klicker",
    totals: "Summe ohne Profiling",
    totalOpens: "Summe ohne Profiling: Öffnungen",
    totalClicks: "Summe ohne Profiling: Klicks",
    notCounted: "nicht gezählt",
    fewer: (k) => `weniger als ${k}`,
    base: (base) => `von ${base} Versendeten ohne Profiling`,
    byHand: (line, file) => `von Hand bearbeiten: Zeile ${line} in ${file}`,
  },
  en: {
    columns: [
      "Person number",
      "Record number",
      "Response",
      "Reason or link",
      "Code or count",
      "Time (UTC)",
      "Delivery id",
      "Mailing",
      "Note",
    ],
    sheet: "Responses",
    sent: "Sent",
    bounceHard: "Bounce (hard)",
    bounceSoft: "Bounce (soft)",
    bounceOther: "Bounce (other)",
    afterAcceptance: "reported after acceptance",
    retained: "Retained address",
    excluded: "Not sent",
    cancelled: "mailing cancelled",
    uncertain: "Uncertain",
    open: "Open",
    withdrawals: {
      unsubscribe: "Unsubscribe",
      objection: "Objection to advertising",
      profiling: "Withdrawal of analysis",
      erasure: "erased",
    },
    opener: "Opener",
    clicker: "Clicker",
    totals: "Total without Profiling",
    totalOpens: "Total without Profiling: opens",
    totalClicks: "Total without Profiling: clicks",
    notCounted: "not counted",
    fewer: (k) => `fewer than ${k}`,
    base: (base) => `of ${base} sent without Profiling`,
    byHand: (line, file) => `by hand: line ${line} in ${file}`,
  },
};
