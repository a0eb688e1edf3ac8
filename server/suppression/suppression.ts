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

/** What a blacklist line may be: an address, or `@domain` for all addresses of a domain. */
export function parseBlacklistLine(line: string): { domain: string } | { address: string } {
  const text = line.trim();
  return text.startsWith("@") ? { domain: text.slice(1).toLowerCase() } : { address: text };
}
