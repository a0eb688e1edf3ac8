import type { Locale } from "../../../ui/index.ts";

/** ISO 3166-1 alpha-2 of all countries, and EU for a provider that promises the Union without naming one. */
const CODES =
  "EU AD AE AF AG AL AM AO AR AT AU AZ BA BB BD BE BF BG BH BI BJ BN BO BR BS BT BW BY BZ CA CD CF CG CH CI CL CM CN CO CR CU CV CY CZ DE DJ DK DM DO DZ EC EE EG ER ES ET FI FJ FM FO FR GA GB GD GE GG GH GM GN GQ GR GT GW GY HK HN HR HT HU ID IE IL IM IN IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MG MH MK ML MM MN MO MR MT MU MV MW MX MY MZ NA NE NG NI NL NO NP NR NZ OM PA PE PG PH PK PL PT PW PY QA RO RS RU RW SA SB SC SD SE SG SI SK SL SM SN SO SR SS ST SV SY SZ TD TG TH TJ TL TM TN TO TR TT TV TW TZ UA UG US UY UZ VA VC VE VN VU WS YE ZA ZM ZW".split(
    " ",
  );
const EEA = new Set(
  "EU AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK IS LI NO".split(
    " ",
  ),
);

export const isEea = (code: string): boolean => EEA.has(code);

/** "Frankreich"; the code itself where the browser knows no name. */
export function countryName(code: string, locale: Locale): string {
  if (code === "XX") return "?";
  return new Intl.DisplayNames([locale], { type: "region", fallback: "code" }).of(code) ?? code;
}

/** Countries to choose from, Germany and its neighbours in the Union first. */
export const countryChoices = (locale: Locale): { value: string; label: string }[] => {
  const all = CODES.map((value) => ({ value, label: countryName(value, locale) })).toSorted(
    (a, b) => a.label.localeCompare(b.label, locale),
  );
  const first = ["DE", "AT", "FR", "NL", "IE", "EU", "CH", "US"];
  return [
    ...first.map((code) => all.find(({ value }) => value === code)!),
    ...all.filter(({ value }) => !first.includes(value)),
  ];
};
