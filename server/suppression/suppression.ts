import { parseEmailAddress, parseMailDomain } from "../platform/index.ts";

/**
 * How far a suppression reaches:
 * - `list_address`: this address leaves this list (UNS-06, UNS-11);
 * - `newsletters_address`: this address leaves all newsletters (UNS-09);
 * - `customer_7_3_address`: no mails to existing customers on § 7(3) UWG (LEG-15);
 * - `account_address`, `account_person`: no advertising at all (Art. 21(2) GDPR, LEG-14);
 * - `source_person`: no core-system campaigns to this person (UNS-12);
 * - `blacklist`: address or domain the account never mails (UNS-24);
 * - `retained`: undeliverable address (SND-09); `complaint`: reported as spam (UNS-20);
 * - `held`: one newsletter, or all where the list is not known, until somebody has decided what a reply meant (LEG-17).
 */
export type SuppressionScope =
  | "list_address"
  | "newsletters_address"
  | "customer_7_3_address"
  | "account_address"
  | "account_person"
  | "source_person"
  | "blacklist"
  | "retained"
  | "complaint"
  | "held";

/** Who said so: the person by a link, the header, the manage page; staff by letter, phone, in person; a bounce; an import. */
export type SuppressionOrigin =
  | "link"
  | "header"
  | "mailto"
  | "manage_page"
  | "letter"
  | "phone"
  | "fax"
  | "sms"
  | "in_person"
  | "reply"
  | "bounce"
  | "complaint"
  | "operator"
  | "import"
  | "api";

export interface Suppression {
  id: number;
  publicId: string;
  scope: SuppressionScope;
  listId: number | null;
  emailNormalised: string | null;
  domain: string | null;
  sourceSystem: string | null;
  personNumber: string | null;
  contactId: number | null;
  reason: string;
  origin: SuppressionOrigin;
  entryId: number | null;
  createdAt: Date;
  reviewOn: Date | null;
  liftedAt: Date | null;
  /** Only where entries are listed. */
  listName?: string | null;
  ownerName?: string | null;
  liftRequest?: string | null;
  liftBy?: string | null;
  liftAt?: Date | null;
  liftUntil?: Date | null;
}

export interface NewSuppression {
  scope: SuppressionScope;
  listId?: number;
  emailNormalised?: string;
  addressHash?: Buffer;
  domain?: string;
  sourceSystem?: string;
  personNumber?: string;
  contactId?: number;
  reason: string;
  origin: SuppressionOrigin;
  entryId?: number;
  createdBy?: number;
  reviewOn?: string;
  at: Date;
}

/** UNS-17, UNS-24: on what the account bases the keeping of a list of blocks. */
export type KeptList = "unsubscribe_lists" | "blacklist";
export type KeepingGround = "art_6_1_c" | "art_6_1_f";

export interface Grounds {
  subject: KeptList;
  ground: KeepingGround;
  /** Null: as long as the entry is needed. */
  retentionMonths: number | null;
  reasoning: string;
  reviewOn: Date | null;
  decidedByName: string | null;
  /** Null while nobody decided and the default holds. */
  decidedAt: Date | null;
}

/** Art. 6(1)(c) with Art. 21(3) and 17(3)(b) GDPR, until the account decides otherwise. */
export const defaultGrounds = (subject: KeptList): Grounds => ({
  subject,
  ground: "art_6_1_c",
  retentionMonths: null,
  reasoning: "",
  reviewOn: null,
  decidedByName: null,
  decidedAt: null,
});

export type BlacklistTarget = { domain: string } | { emailNormalised: string };

/**
 * What a blacklist line says (UNS-24): an address; `@example.com` or `*@example.com` for all addresses of a domain;
 * `@*.example.com` or `*@*.example.com` for all domains below it. Undefined when it is none of these. A domain below
 * stands as `*.example.com`.
 */
export function parseBlacklistLine(line: string): BlacklistTarget | undefined {
  const text = line.trim();
  const wild = /^\*?@(\*\.)?([^*@]+)$/.exec(text);
  if (wild) {
    const domain = parseMailDomain(wild[2]!);
    return domain === undefined ? undefined : { domain: `${wild[1] ?? ""}${domain}` };
  }
  if (text.includes("*")) return undefined;
  const address = parseEmailAddress(text);
  return address.ok ? { emailNormalised: address.normalised } : undefined;
}
