import { useLocale } from "../../ui/index.ts";

/** Cents as people read them: "49,00 €". */
export function useMoney(): (cents: number) => string {
  const locale = useLocale();
  const format = new Intl.NumberFormat(locale === "de" ? "de-DE" : "en-GB", {
    style: "currency",
    currency: "EUR",
  });
  return (cents) => format.format(cents / 100);
}
