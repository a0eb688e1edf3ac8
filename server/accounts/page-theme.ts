import { voiceOf, type Locale, type Voice } from "../platform/index.ts";
import type { Account } from "./account.ts";
import { imprintLines } from "./imprint-lines.ts";

/** The theme of pages and system mails, in the form that `server/pages` takes. */
export interface AccountTheme {
  accountName: string;
  legalName: string;
  logoUrl?: string;
  colour: string;
  colourDark?: string;
  /** Without the legal name; the first line is the postal address. */
  imprintLines: string[];
  imprintUrl?: string;
  privacyUrl?: string;
  accessibilityUrl?: string;
  contactEmail?: string;
  homeUrl?: string;
  locales: Locale[];
  /** German with du instead of Sie (A11Y-08). */
  informal: boolean;
}

const DEFAULT_COLOUR = "#0B6E6E";

/** Path of the account's logo on our own host, or undefined when it has none. */
export function logoPath(account: Pick<Account, "publicId" | "theme">): string | undefined {
  const file = account.theme.logoFileId;
  return file === undefined ? undefined : `/logo/${account.publicId}/${file}`;
}

/** Whether an account says du: the third of its forms of address (A11Y-08). Only German has both. */
export function addressesInformally({ theme }: Pick<Account, "theme">): boolean {
  return theme.salutation === "informal";
}

/** The voice in which an account speaks to its readers in this language (A11Y-08). */
export function accountVoice(account: Pick<Account, "theme">, locale: Locale): Voice {
  return voiceOf(locale, { informal: addressesInformally(account) });
}

/** What an account gives to its public pages: name, colours, and who answers for them (§ 5 DDG, Art. 13 GDPR). */
export function pageTheme(account: Account, locale: Locale): AccountTheme {
  const [legalName = account.name, ...lines] = imprintLines(account, locale);
  const other: Locale = account.locale === "de" ? "en" : "de";
  const optional = {
    logoUrl: logoPath(account),
    colourDark: account.theme.colourDark,
    imprintUrl: account.imprint.imprintUrl,
    privacyUrl: account.privacy.noticeUrl,
    accessibilityUrl: account.imprint.accessibilityUrl,
    contactEmail: account.privacy.contactEmail || account.imprint.email,
    homeUrl: account.theme.homeUrl,
  };
  return {
    accountName: account.name,
    legalName,
    colour: account.theme.colour ?? DEFAULT_COLOUR,
    imprintLines: lines,
    locales: account.theme.locales ?? [account.locale, other],
    informal: addressesInformally(account),
    ...Object.fromEntries(
      Object.entries(optional).filter(([, value]) => value !== undefined && value !== ""),
    ),
  };
}
