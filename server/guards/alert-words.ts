import type { AlertKind } from "../../contract/guards.ts";
import type { Locale } from "../platform/index.ts";
import type { Alert } from "./alert.ts";

const TITLES: Record<AlertKind, Record<Locale, string>> = {
  many_people: { de: "Viele Personen angesehen", en: "Many people viewed" },
  many_listed: { de: "Viele Personen in Listen angesehen", en: "Many people viewed in lists" },
  large_export: { de: "Großer Export", en: "Large export" },
  many_exports: { de: "Viele Exporte", en: "Many exports" },
  new_device: { de: "Anmeldung mit neuem Browser", en: "Sign-in with a new browser" },
  new_place: { de: "Anmeldung aus neuem Netz", en: "Sign-in from a new network" },
  failed_sign_ins: { de: "Viele fehlgeschlagene Anmeldungen", en: "Many failed sign-ins" },
  wrong_recipients: { de: "Viele unbekannte Empfänger", en: "Many unknown recipients" },
  guard_loosened: { de: "Schutzgrenzen gelockert", en: "Safeguards loosened" },
};

/** What happened, as a heading. */
export const alertTitle = (kind: AlertKind, locale: Locale): string => TITLES[kind][locale];

const GUARDS: Record<string, Record<Locale, string>> = {
  export: { de: "zweite Person bei Exporten", en: "second person for exports" },
  release: { de: "zweite Person bei Freigaben", en: "second person for releases" },
};

/** What happened, as a sentence; names colleagues and keys, never contacts. */
export function alertSentence(
  alert: Pick<Alert, "kind" | "who" | "counted" | "detail">,
  locale: Locale,
): string {
  const number = (value: number) => new Intl.NumberFormat(locale).format(value);
  const { who, counted, detail } = alert;
  const browser = detail.browser ? ` (${detail.browser})` : "";
  const people = detail.people ?? 1;
  const off = locale === "de" ? "aus" : "off";
  const changes = (detail.changes ?? [])
    .map(({ name, before, after }) => {
      const what = GUARDS[name] ?? TITLES[name as AlertKind];
      const value = (one: number | null) => (one === null ? off : number(one));
      return `${what?.[locale] ?? name} ${value(before)} → ${value(after)}`;
    })
    .join(", ");
  const words: Record<Locale, Record<AlertKind, string>> = {
    de: {
      many_people: `${who} hat innerhalb einer Stunde ${number(counted)} Personen angesehen.`,
      many_listed: `${who} hat sich innerhalb einer Stunde ${number(counted)} Personen in Listen anzeigen lassen; mehrfach gezeigte zählen mehrfach.`,
      large_export: `${who} hat einen Export mit ${number(counted)} Personen angefordert: „${detail.reason ?? ""}“.`,
      many_exports: `${who} hat innerhalb eines Tages ${number(counted)} Exporte angefordert.`,
      new_device: `${who} hat sich mit einem Browser angemeldet, den wir von dieser Person noch nicht kennen${browser}.`,
      new_place: `${who} hat sich aus einem Netz angemeldet, das wir von dieser Person noch nicht kennen${browser}.`,
      failed_sign_ins: `Innerhalb einer Stunde sind ${number(counted)} Anmeldungen gescheitert, bei ${number(people)} ${people === 1 ? "Person" : "Personen"}.`,
      wrong_recipients: `Innerhalb eines Tages gab es ${number(counted)} Adressen beim Empfänger nicht. Vielleicht stimmt eine importierte Liste nicht.`,
      guard_loosened: `${who} hat gelockert, ab wann etwas auffällt oder eine zweite Person nötig ist: ${changes}.`,
    },
    en: {
      many_people: `${who} viewed ${number(counted)} people within an hour.`,
      many_listed: `${who} was shown ${number(counted)} people in lists within an hour; whoever was shown twice counts twice.`,
      large_export: `${who} asked for an export of ${number(counted)} people: “${detail.reason ?? ""}”.`,
      many_exports: `${who} asked for ${number(counted)} exports within a day.`,
      new_device: `${who} signed in with a browser we do not know of this person yet${browser}.`,
      new_place: `${who} signed in from a network we do not know of this person yet${browser}.`,
      failed_sign_ins: `Within an hour ${number(counted)} sign-ins failed, of ${number(people)} ${people === 1 ? "person" : "people"}.`,
      wrong_recipients: `Within a day ${number(counted)} addresses did not exist at their receivers. Perhaps an imported list is wrong.`,
      guard_loosened: `${who} loosened from when on something is unusual or needs a second person: ${changes}.`,
    },
  };
  return words[locale][alert.kind];
}
