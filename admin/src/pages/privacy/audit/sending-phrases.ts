import type { Locale } from "../../../ui/index.ts";

/** What is done to sending: stops, limits, ways out and looks at seed addresses. */
export const sendingPhrases: Record<string, Record<Locale, string>> = {
  "relay.hook_created": {
    de: "Meldeadresse eines Versandwegs angelegt",
    en: "Report address of a sending route created",
  },
  "relay.hook_removed": {
    de: "Meldeadresse eines Versandwegs entfernt",
    en: "Report address of a sending route removed",
  },
  "seed_test.noted": {
    de: "Ergebnis an Kontrolladressen eingetragen",
    en: "Result at seed addresses noted",
  },
  "seed_test.sent": {
    de: "Mailing an Kontrolladressen gesendet",
    en: "Mailing sent to seed addresses",
  },
  "sending.alarm_acknowledged": { de: "Alarm zur Kenntnis genommen", en: "Alarm acknowledged" },
  "sending.checks_green": {
    de: "Werbung wieder freigegeben: Pflichtprüfungen bestanden",
    en: "Advertising released: mandatory checks pass",
  },
  "sending.checks_held": {
    de: "Werbung angehalten: Pflichtprüfung nicht bestanden",
    en: "Advertising held: mandatory check failed",
  },
  "sending.complaints_noted": { de: "Spam-Rate eingetragen", en: "Spam rate noted" },
  "sending.resumed": { de: "Not-Aus aufgehoben", en: "Emergency stop lifted" },
  "sending.settings_changed": { de: "Grenzen des Versands geändert", en: "Sending limits changed" },
  "sending.stopped": { de: "Not-Aus ausgelöst", en: "Emergency stop triggered" },
  "slow_down.ended": { de: "Bremse eines Anbieters gelöst", en: "Slow-down of a provider ended" },
};
