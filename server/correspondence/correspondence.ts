import type { LetterState, LetterView, TransactionalView } from "../../contract/correspondence.ts";
import type { Contact } from "../contacts/index.ts";
import type { Keys, Locale } from "../platform/index.ts";

export type LetterKind = "one_to_one" | "transactional" | "privacy_notice";
export type Advertising = "none" | "open" | "sent" | "removed";

/** A mail to one person as it is stored. What it says about the person leaves after 90 days (RET-08). */
export interface LetterRow {
  id: number;
  publicId: string;
  kind: LetterKind;
  contactId: number | null;
  emailNormalised: string | null;
  sentBy: string;
  category: string | null;
  law: string | null;
  templateId: number | null;
  templateName: string | null;
  advertising: Advertising;
  subject: string | null;
  bodySealed: Buffer | null;
  locale: Locale;
  basis: string | null;
  deliveryId: number | null;
  /** A notice's entry in the ledger. */
  entryId: number | null;
  createdAt: Date;
}

/** How a delivery ended; without a row it is on its way. */
export type Ends = ReadonlyMap<number, { outcome: string; reason: string | null; at: Date }>;

const BODY_LABEL = "correspondence/body/v1";
/** Days for which an answer to an inquiry is no advertising (LEG-13). */
export const INQUIRY_DAYS = 90;

export function sealBody(keys: Keys, text: string): Buffer {
  return keys.seal(BODY_LABEL, Buffer.from(text, "utf8"));
}

export function openBody(keys: Keys, sealed: Buffer): string {
  return keys.open(BODY_LABEL, sealed).toString("utf8");
}

export function stateOf(row: Pick<LetterRow, "deliveryId">, ends: Ends): LetterState {
  const end = row.deliveryId === null ? undefined : ends.get(row.deliveryId);
  return (end?.outcome as LetterState | undefined) ?? "queued";
}

/** One mail for a contact's page. The words are for those who may write to persons; others see that it went. */
export function presentLetter(
  row: LetterRow,
  ends: Ends,
  options: { keys: Keys; seesText: boolean },
): LetterView {
  return {
    id: row.publicId,
    kind: row.kind,
    at: row.createdAt.toISOString(),
    sentBy: row.sentBy,
    subject: row.subject,
    text: options.seesText && row.bodySealed ? openBody(options.keys, row.bodySealed) : null,
    basis: row.basis,
    state: stateOf(row, ends),
    reason: (row.deliveryId === null ? undefined : ends.get(row.deliveryId)?.reason) ?? null,
  };
}

/** One line of the log of transactional mails: what became of it, not to whom it went. */
export function presentTransactional(row: LetterRow, ends: Ends): TransactionalView {
  return {
    id: row.publicId,
    template: row.templateName,
    category: row.category ?? "",
    law: row.law,
    at: row.createdAt.toISOString(),
    sentBy: row.sentBy,
    state: stateOf(row, ends),
    reason: (row.deliveryId === null ? undefined : ends.get(row.deliveryId)?.reason) ?? null,
    advertising: row.advertising,
  };
}

/** Where the address comes from (DSR-03); without an origin of its own, the oldest one there is. */
export function originOf(contact: Pick<Contact, "origins">): { source: string; at: Date } | null {
  const all = Object.values(contact.origins).filter((origin) => origin.source !== "");
  const oldest = all.toSorted((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0))[0];
  const named = contact.origins["email"];
  const origin = named && named.source !== "" ? named : oldest;
  if (!origin) return null;
  const at = new Date(origin.at);
  return Number.isNaN(at.getTime()) ? null : { source: origin.source, at };
}

/** A calendar day of the account, as `2026-11-21`. */
export function dayOf(at: Date, timeZone: string): string {
  return new Intl.DateTimeFormat("sv-SE", { timeZone, dateStyle: "short" }).format(at);
}
