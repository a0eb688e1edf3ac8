import { createHash } from "node:crypto";
import { pageTheme, type Account } from "../accounts/index.ts";
import { buildSystemMail, type BuiltMail, type SignupOrigin } from "../content/index.ts";
import type { Locale } from "../platform/index.ts";
import type { Declaration } from "./consent-request.ts";
import { pageForMail } from "./form.ts";

/** Stands where the token will be, so that the stored mail proves and does not open anything (DOI-08). */
export const TOKEN_PLACEHOLDER = "{token}";

/**
 * The opt-in mail of a declaration, with a placeholder for the token (T-5). Pure: the same declaration gives the
 * same bytes, so that the stored hash can be checked later.
 */
export function writeOptInMail(
  account: Account,
  input: {
    declaration: Declaration;
    locale: Locale;
    pagesUrl: string;
    validDays: number;
    expiresAt: Date;
  },
): BuiltMail {
  const { declaration, locale, pagesUrl } = input;
  const theme = pageTheme(account, locale);
  return buildSystemMail(
    theme,
    { locale, timeZone: account.timezone },
    {
      kind: "opt_in",
      origin: originOf(declaration),
      requestedAt: new Date(declaration.requestedAt),
      lists: declaration.lists.map((list) => ({
        name: list.name,
        description: describeList(list),
      })),
      wordings: wordingsOf(declaration),
      confirmUrl: `${pagesUrl}/b/${TOKEN_PLACEHOLDER}`,
      notMeUrl: `${pagesUrl}/n/${TOKEN_PLACEHOLDER}`,
      validDays: input.validDays,
      expiresAt: input.expiresAt,
    },
  );
}

/** T-5 names the page, T-5b how else the declaration came. */
function originOf({ offline, page }: Declaration): SignupOrigin {
  return offline === undefined
    ? { channel: "page", page: pageForMail(page ?? "") }
    : { channel: offline.channel };
}

/** SHA-256 over subject, HTML and text of the mail with its placeholder. */
export function mailSha256(mail: BuiltMail): Buffer {
  return createHash("sha256")
    .update(JSON.stringify([mail.subject, mail.html, mail.text]), "utf8")
    .digest();
}

export function withToken(mail: BuiltMail, token: string): BuiltMail {
  const fill = (text: string) => text.replaceAll(TOKEN_PLACEHOLDER, token);
  return { subject: mail.subject, html: fill(mail.html), text: fill(mail.text) };
}

/** Every declaration once, the one for the analysis last. */
export function wordingsOf({ lists, tracking }: Declaration): string[] {
  return [
    ...new Set([
      ...lists.map((list) => list.declaration.text),
      ...(tracking === null ? [] : [tracking.text]),
    ]),
  ];
}

/** Topics and rhythm in one line. */
export function describeList(list: { topics: string; frequency: string }): string | undefined {
  return [list.topics, list.frequency].filter((part) => part !== "").join(" · ") || undefined;
}
