import { domainToUnicode } from "node:url";
import { judgeSender } from "../content/index.ts";
import { AppError, parseEmailAddress, type Locale } from "../platform/index.ts";
import { isFreemail } from "./freemail.ts";
import { imitates, imitatesOwn } from "./look-alike.ts";

/** Who mails come from: a name, an address whose domain the account owns, and where answers go. */
export interface Sender {
  id: number;
  publicId: string;
  fromName: string;
  fromAddress: string;
  /** Domain of `fromAddress`, which signs (DKIM). */
  domain: string;
  replyTo: string;
  isDefault: boolean;
  warningsAcknowledgedAt: Date | null;
  createdAt: Date;
}

export interface SenderProblem {
  path: "/fromName" | "/fromAddress" | "/replyTo";
  rule: string;
  message: Record<Locale, string>;
}

type Words = Record<Locale, string>;
export type SenderInput = Pick<Sender, "fromName" | "fromAddress" | "replyTo">;

/**
 * Why this may not be a sender (`problems`), and what its owner should think about (`warnings`): no-reply
 * addresses (CNT-01), cryptic names (CNT-02), names of others (CNT-08), domains of others (SND-15). Pure.
 *
 * @param ownDomains domains of the account's other senders, which a new one must not be mistaken for
 */
export function judge(
  input: SenderInput,
  accountName: string,
  ownDomains: readonly string[] = [],
): { problems: SenderProblem[]; warnings: { rule: string; message: Words }[] } {
  const problems: SenderProblem[] = [];
  for (const [path, address] of [
    ["/fromAddress", input.fromAddress],
    ["/replyTo", input.replyTo],
  ] as const) {
    if (!parseEmailAddress(address).ok)
      problems.push({
        path,
        rule: "SND-05",
        message: {
          de: "Das ist keine gültige E-Mail-Adresse.",
          en: "This is not a valid e-mail address.",
        },
      });
  }
  if (/[\r\n\0]/.test(input.fromName))
    problems.push({
      path: "/fromName",
      rule: "SND-05",
      message: {
        de: "Der Name enthält einen Zeilenumbruch.",
        en: "The name contains a line break.",
      },
    });
  if (problems.length > 0) return { problems, warnings: [] };
  const from = domainProblem(input.fromAddress, ownDomains);
  if (from) problems.push({ path: "/fromAddress", rule: "SND-15", message: from });
  const found = judgeSender(
    { name: input.fromName, address: input.fromAddress, replyTo: input.replyTo },
    accountName,
  );
  for (const { rule, message } of found.filter((each) => each.severity === "block")) {
    const path =
      rule !== "CNT-01"
        ? "/fromName"
        : message.de.includes(`„${input.fromAddress}“`)
          ? "/fromAddress"
          : "/replyTo";
    problems.push({ path, rule, message });
  }
  return {
    problems,
    warnings: found
      .filter((each) => each.severity === "warn")
      .map(({ rule, message }) => ({ rule, message })),
  };
}

function domainProblem(address: string, ownDomains: readonly string[]): Words | undefined {
  const parsed = parseEmailAddress(address);
  if (!parsed.ok) return undefined;
  if (isFreemail(parsed.domain))
    return {
      de: `Adressen bei ${parsed.domain} gehören dem Anbieter; für sie lässt sich der Versand nicht absichern. Nehmen Sie eine Adresse Ihrer eigenen Domain.`,
      en: `Addresses at ${parsed.domain} belong to the provider; sending from them cannot be secured. Use an address of your own domain.`,
    };
  const imitated = imitates(parsed.domain, domainToUnicode(parsed.domain));
  const own = imitated === undefined ? imitatesOwn(parsed.domain, ownDomains) : undefined;
  if (own !== undefined)
    return {
      de: `Die Domain ${parsed.domain} sieht Ihrer Domain ${own} zum Verwechseln ähnlich. Bitte prüfen Sie die Schreibweise.`,
      en: `The domain ${parsed.domain} can be mistaken for your domain ${own}. Please check the spelling.`,
    };
  if (imitated === undefined) return undefined;
  return {
    de: `Die Domain ${parsed.domain} sieht einer bekannten zum Verwechseln ähnlich. Nehmen Sie eine Domain, die unverkennbar Ihre ist.`,
    en: `The domain ${parsed.domain} can be mistaken for a well-known one. Use a domain that is unmistakably yours.`,
  };
}

/** Throws `sender_refused` (400) with all `problems` in both languages; gives the input in its normal form. */
export function requireGoodSender(
  input: SenderInput,
  accountName: string,
  ownDomains: readonly string[] = [],
): SenderInput & { domain: string } {
  const { problems } = judge(input, accountName, ownDomains);
  const from = parseEmailAddress(input.fromAddress);
  const replyTo = parseEmailAddress(input.replyTo);
  if (problems.length > 0 || !from.ok || !replyTo.ok)
    throw new AppError("sender_refused", 400, problems.map((each) => each.message.en).join(" "), {
      hint: `Rules: ${[...new Set(problems.map((each) => each.rule))].join(", ")}.`,
      errors: problems.map(({ path, message }) => ({ path, message: message.en })),
      extra: { problems },
    });
  return {
    fromName: input.fromName.trim(),
    fromAddress: from.address,
    replyTo: replyTo.address,
    domain: from.domain,
  };
}
