import i18next, { type i18n } from "i18next";
import { initReactI18next, useTranslation } from "react-i18next";

export type Locale = "de" | "en";

/** A tree of texts. Leaves are i18next strings: `{{name}}`, `{{count, number}}`, keys `x_one` and `x_other` for plurals. */
export interface TextTree {
  [key: string]: string | TextTree;
}

/** The same keys as `T` with any string as leaf: so that English cannot lack a German text or add one. */
type SameKeys<T> = { [K in keyof T]: T[K] extends string ? string : SameKeys<T[K]> };

type WithoutPlural<K extends string> = K extends `${infer Base}_one` | `${infer Base}_other`
  ? Base
  : K;

/** All dotted paths to leaves, plural endings removed: "people_one" and "people_other" become "people". */
export type TextKey<T> = {
  [K in keyof T & string]: T[K] extends string ? WithoutPlural<K> : `${K}.${TextKey<T[K]>}`;
}[keyof T & string];

/** The texts of one folder, as defineTexts() returns them. Give it to useTexts(). */
export interface Texts<T extends TextTree> {
  readonly namespace: string;
  readonly de: T;
  readonly en: SameKeys<T>;
}

/** Looks a text up; the second argument fills the `{{…}}` places. */
export type Translate<T> = (
  key: TextKey<T>,
  values?: Record<string, string | number | undefined>,
) => string;

const STORED_LOCALE = "klarpost.locale";

const instance: i18n = i18next.createInstance();
void instance.use(initReactI18next).init({
  lng: initialLocale(),
  fallbackLng: "de",
  supportedLngs: ["de", "en"],
  resources: {},
  initAsync: false,
  interpolation: { escapeValue: false },
  returnNull: false,
});
instance.services.formatter?.add("number", (value, lng) =>
  typeof value === "number"
    ? new Intl.NumberFormat(lng === "en" ? "en-GB" : "de-DE").format(value)
    : String(value),
);
document.documentElement.lang = instance.language;

/**
 * Registers the texts of a folder under its name and returns the handle for useTexts().
 *
 *     export const texts = defineTexts("lists", { de: { title: "Listen" }, en: { title: "Lists" } });
 */
export function defineTexts<const T extends TextTree>(
  namespace: string,
  both: { de: T; en: SameKeys<T> },
): Texts<T> {
  instance.addResourceBundle("de", namespace, both.de, true, true);
  instance.addResourceBundle("en", namespace, both.en, true, true);
  return { namespace, ...both };
}

/** The texts of a folder in the operator's language: `const t = useTexts(texts); t("title")`. */
export function useTexts<T extends TextTree>(texts: Texts<T>): Translate<T> {
  const { t } = useTranslation(texts.namespace, { i18n: instance });
  return t as unknown as Translate<T>;
}

/** The same outside a component, in the language set at the time of the call. */
export function text<T extends TextTree>(
  texts: Texts<T>,
  key: TextKey<T>,
  values?: Record<string, string | number>,
): string {
  const t = instance.getFixedT(null, texts.namespace) as unknown as Translate<T>;
  return t(key, values);
}

/** The language of the interface. */
export function useLocale(): Locale {
  const { i18n: current } = useTranslation(undefined, { i18n: instance });
  return current.language === "en" ? "en" : "de";
}

/** Changes the language of the interface at once; `remember` keeps it in this browser. */
export function setLocale(locale: Locale, remember = true): void {
  try {
    if (remember) localStorage.setItem(STORED_LOCALE, locale);
  } catch {
    // Without storage the choice lasts until the page is reloaded.
  }
  if (instance.language === locale) return;
  void instance.changeLanguage(locale);
  document.documentElement.lang = locale;
}

/** The language chosen in this browser, if any: it wins over the one of the operator's record. */
export function storedLocale(): Locale | undefined {
  try {
    const stored = localStorage.getItem(STORED_LOCALE);
    return stored === "de" || stored === "en" ? stored : undefined;
  } catch {
    return undefined;
  }
}

function initialLocale(): Locale {
  return storedLocale() ?? (navigator.language.toLowerCase().startsWith("en") ? "en" : "de");
}
