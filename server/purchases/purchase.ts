import type { RefusalReason } from "../../contract/purchase-texts.ts";
import type { PurchaseColumn, PurchaseKind } from "../../contract/purchases.ts";

/** The notice of the right to object at collection, as evidence (LEG-07). */
export interface Notice {
  version: string;
  /** A day as `2026-11-21`. */
  shownOn: string;
  /** Where in the order form it stood. */
  place: string;
}

/** What somebody entered about one sale. What is undefined stays as it was, or is empty for a new one. */
export interface PurchaseEntry {
  orderNumber: string;
  email: string;
  emailNormalised: string;
  /** Whose it is, where that is known; else the contact with the address. */
  contactId?: number | undefined;
  kind?: PurchaseKind | undefined;
  categoryId: number;
  entityId: number;
  concludedOn: string;
  cancelledOn?: string | null | undefined;
  addressGiven?: boolean | undefined;
  objected?: boolean | undefined;
  notice?: Notice | null | undefined;
}

/** One stored sale. */
export interface Purchase {
  id: number;
  publicId: string;
  contactId: number;
  orderNumber: string;
  kind: PurchaseKind;
  categoryId: number;
  entityId: number;
  concludedOn: string;
  cancelledOn: string | null;
  email: string;
  emailNormalised: string;
  addressGiven: boolean;
  objected: boolean;
  noticeVersion: string | null;
  noticeOn: string | null;
  noticePlace: string | null;
}

export interface Refusal {
  reason: RefusalReason;
  /** The value that is wrong, as it was given. */
  value?: string;
  column?: PurchaseColumn;
}

/** Words that give away a mere reference to a privacy notice, wherever somebody says it stood. */
const POLICY =
  /datenschutz(erkl|hinweis|bestimm|information|seite|richtlin)|privacy[ -]?(policy|notice|statement)|\bDSE\b/i;

/**
 * Whether the evidence of the notice counts (LEG-07): it must have stood where the address was collected, not in a
 * privacy notice, and not later than the sale. Null: it does.
 */
export function judgeNotice(
  notice: Notice & { kind?: string | undefined },
  concludedOn: string,
): "notice_privacy_policy" | "notice_after_sale" | null {
  if (notice.kind === "privacy_policy" || POLICY.test(notice.place) || POLICY.test(notice.version))
    return "notice_privacy_policy";
  return notice.shownOn > concludedOn ? "notice_after_sale" : null;
}

/** Checks of dates that do not depend on what is stored. Days compare as text. */
export function judgeDates(
  entry: Pick<PurchaseEntry, "concludedOn" | "cancelledOn">,
  today: string,
): Refusal | null {
  if (entry.concludedOn > today)
    return { reason: "date_in_future", value: entry.concludedOn, column: "concludedOn" };
  const { cancelledOn } = entry;
  if (typeof cancelledOn !== "string") return null;
  if (cancelledOn > today)
    return { reason: "date_in_future", value: cancelledOn, column: "cancelledOn" };
  return cancelledOn < entry.concludedOn
    ? { reason: "cancelled_before_sale", value: cancelledOn, column: "cancelledOn" }
    : null;
}

/** The stored sale after an entry; the same object when nothing differs. An objection stays one. */
export function merged(
  known: Purchase,
  entry: PurchaseEntry,
): { after: Purchase; changed: string[] } {
  const after: Purchase = {
    ...known,
    kind: entry.kind ?? known.kind,
    categoryId: entry.categoryId,
    entityId: entry.entityId,
    concludedOn: entry.concludedOn,
    cancelledOn: entry.cancelledOn === undefined ? known.cancelledOn : entry.cancelledOn,
    addressGiven: entry.addressGiven ?? known.addressGiven,
    objected: known.objected || entry.objected === true,
    ...(entry.notice === undefined
      ? {}
      : {
          noticeVersion: entry.notice?.version ?? null,
          noticeOn: entry.notice?.shownOn ?? null,
          noticePlace: entry.notice?.place ?? null,
        }),
  };
  const changed = (Object.keys(after) as (keyof Purchase)[]).filter(
    (name) => after[name] !== known[name],
  );
  return { after, changed };
}

/** A company of the account, its group or a partner. */
export interface LegalEntity {
  id: number;
  publicId: string;
  name: string;
  relation: "own" | "group" | "partner";
  contactEmail: string;
  postalAddress: string;
  archivedAt: Date | null;
}

/** What is sold and advertised. */
export interface ProductCategory {
  id: number;
  publicId: string;
  name: string;
  nameEn: string;
  parentId: number | null;
  wholeRange: boolean;
  archivedAt: Date | null;
}
