import { defaultColour, voiceOf, type Locale, type Voice } from "../platform/index.ts";

export type { Locale };

/** What an account gives to its pages: its name, its colour, and who answers for them (§ 5 DDG, Art. 13 GDPR). */
export interface PageTheme {
  /** Short name beside the sign, for example "Musterbank". */
  accountName: string;
  /** Full legal name, for example "Musterbank eG". */
  legalName: string;
  /** Address of the logo on our own host, or a `data:` picture. Without it the initial letter stands in a sign. */
  logoUrl?: string | undefined;
  /** Accent as `#rrggbb`; darkened or lightened where contrast asks for it. */
  colour: string;
  /** Accent of dark pages; derived from `colour` when it is missing. */
  colourDark?: string | undefined;
  /** The imprint, one fact a line, without the legal name. The first line is the postal address. */
  imprintLines: readonly string[];
  imprintUrl?: string | undefined;
  privacyUrl?: string | undefined;
  /** Accessibility statement (§ 14 BFSG), A11Y-09. */
  accessibilityUrl?: string | undefined;
  contactEmail?: string | undefined;
  /** Where the sign in the head leads, usually the sign-up page. */
  homeUrl?: string | undefined;
  /** Languages the account offers, in the order of the switch. */
  locales: readonly Locale[];
  /** German with du instead of Sie (A11Y-08). */
  informal: boolean;
}

/** What every page view gets: whose page, in which language, in which time zone. */
export interface PageContext {
  theme: PageTheme;
  locale: Locale;
  /** IANA name; days and times are those of the account. */
  timeZone: string;
}

/** How a page speaks to its visitor: in its language, and in German as the account addresses people. */
export function pageVoice({ locale, theme }: Pick<PageContext, "locale" | "theme">): Voice {
  return voiceOf(locale, theme);
}

/** For requests of which nobody knows the account: a wrong token on the instance's own host. */
export function neutralTheme(name = "Klarpost"): PageTheme {
  return {
    accountName: name,
    legalName: name,
    colour: defaultColour,
    imprintLines: [],
    locales: ["de", "en"],
    informal: false,
  };
}

/**
 * The language of a page: what the visitor chose (`?lang=`), else the browser's first language that the
 * account offers, else the account's first. `acceptLanguage` is the header as it came.
 */
export function chooseLocale(
  offered: readonly Locale[],
  chosen: string | undefined,
  acceptLanguage: string | undefined,
): Locale {
  const pick = (tag: string): Locale | undefined =>
    offered.find((locale) => locale === tag.trim().slice(0, 2).toLowerCase());
  const direct = chosen === undefined ? undefined : pick(chosen);
  if (direct !== undefined) return direct;
  const wishes = (acceptLanguage ?? "")
    .split(",")
    .slice(0, 20)
    .map((part) => {
      const [tag = "", ...parameters] = part.split(";");
      const weight = parameters.map((p) => /^\s*q=([\d.]+)/.exec(p)?.[1]).find(Boolean);
      return { tag, weight: weight === undefined ? 1 : Number(weight) };
    })
    .filter((wish) => wish.weight > 0)
    .toSorted((a, b) => b.weight - a.weight);
  for (const wish of wishes) {
    const locale = pick(wish.tag);
    if (locale !== undefined) return locale;
  }
  return offered[0] ?? "de";
}
