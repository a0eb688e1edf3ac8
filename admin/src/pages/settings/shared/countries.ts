import { useMemo } from "react";
import { useLocale, type Locale } from "../../../ui/index.ts";

/** EU and EEA: where personal data may lie without a further basis (ORG-09). */
const EEA =
  "AT BE BG HR CY CZ DK EE FI FR DE GR HU IE IT LV LT LU MT NL PL PT RO SK SI ES SE IS LI NO";
const OTHERS =
  "AL AD AR AU BA BR BY CA CH CL CN EG GB GE GG GI HK ID IL IM IN JE JP KR MA MC MD ME MK MX MY NZ PH RS RU SA SG SM TH TN TR TW UA AE US UY VA VN ZA";

/** Countries for a choice, by name, with Germany, Austria and Switzerland first. */
export function useCountries(within: "world" | "eea"): { value: string; label: string }[] {
  const locale = useLocale();
  return useMemo(() => countries(within, locale), [within, locale]);
}

function countries(within: "world" | "eea", locale: Locale): { value: string; label: string }[] {
  const names = new Intl.DisplayNames([locale], { type: "region" });
  const first = within === "eea" ? ["DE", "AT"] : ["DE", "AT", "CH"];
  const codes = `${EEA}${within === "eea" ? "" : ` ${OTHERS}`}`.split(" ");
  const option = (code: string) => ({ value: code, label: names.of(code) ?? code });
  return [
    ...first.map(option),
    ...codes
      .filter((code) => !first.includes(code))
      .map(option)
      .toSorted((a, b) => a.label.localeCompare(b.label, locale)),
  ];
}
