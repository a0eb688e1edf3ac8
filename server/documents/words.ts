import type { DocumentSummary } from "../../contract/documents.ts";
import type { Locale } from "../platform/index.ts";

/** A day in words: "22. November 2026". */
export const longDay = (at: Date | string, locale: Locale, timeZone = "UTC"): string =>
  new Intl.DateTimeFormat(locale === "de" ? "de-DE" : "en-GB", {
    dateStyle: "long",
    timeZone,
  }).format(new Date(at));

/** Where a document stands, in one sentence. */
export function stateWords(
  summary: Pick<
    DocumentSummary,
    "state" | "version" | "confirmedBy" | "confirmedAt" | "validUntil" | "open"
  >,
  locale: Locale,
  timeZone: string,
): string {
  const { state, version, confirmedBy, confirmedAt, validUntil } = summary;
  const german = locale === "de";
  const confirmed =
    version === null || confirmedAt === null || validUntil === null
      ? ""
      : german
        ? `Fassung ${version}, bestätigt von ${confirmedBy} am ${longDay(confirmedAt, locale, timeZone)}, gültig bis ${longDay(validUntil, locale)}`
        : `version ${version}, confirmed by ${confirmedBy} on ${longDay(confirmedAt, locale, timeZone)}, valid until ${longDay(validUntil, locale)}`;
  const after = confirmed === "" ? "" : `; ${german ? "zuletzt" : "last"} ${confirmed}`;
  switch (state) {
    case null:
      return german ? "Wird jedes Mal neu erzeugt." : "Made anew each time.";
    case "current":
      return capital(confirmed);
    case "changed":
      return german
        ? `Erneut zu bestätigen: Die Konfiguration hat sich geändert${after}`
        : `To be confirmed again: the configuration has changed${after}`;
    case "expired":
      return german ? `Bestätigung abgelaufen${after}` : `Confirmation expired${after}`;
    case "never":
      return german ? "Noch nicht bestätigt" : "Not confirmed yet";
    case "incomplete":
      return german ? `Noch unvollständig${after}` : `Still incomplete${after}`;
  }
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
