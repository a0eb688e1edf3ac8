import {
  originNames,
  sharedOrigin,
  sortKey,
  type ContactToAdd,
  type Origin,
} from "../contacts/index.ts";
import type { ImportedSubscription } from "../lists/index.ts";
import { newTimedPublicId } from "../platform/index.ts";
import type { LineToInsert } from "./lines.store.ts";
import type { PlannedLine, PlannedSubscription } from "./plan-batch.ts";
import type { Recipe } from "./recipe.ts";
import type { UndoDetail } from "./undo-detail.ts";

/** When a batch is written, as a date and as ISO 8601. */
export interface Moment {
  now: Date;
  text: string;
}

/** Where the fields of a line come from (DSR-03). */
export const originOf = (
  { parsed }: PlannedLine,
  { origin, file }: Recipe,
  at: Moment,
): Origin => ({
  source: origin,
  at: at.text,
  detail: `${file.name}, ${parsed.line} (${file.import})`,
});

/** The contact that a line makes. */
export function contactRow(
  line: PlannedLine,
  id: number,
  recipe: Recipe,
  at: Moment,
): ContactToAdd {
  const { parsed, news } = line;
  return {
    id,
    publicId: newTimedPublicId("ctc", at.now),
    email: parsed.email,
    emailNormalised: parsed.emailNormalised,
    addressHash: parsed.hash,
    sortKey: sortKey(news, parsed.emailNormalised),
    fields: news,
    origins: sharedOrigin(["email", ...originNames(news)], originOf(line, recipe, at)),
    createdAt: at.now,
  };
}

/** A subscription that a line makes or completes; without an entry of the ledger it is unverified (CON-23). */
export function subscriptionRow(
  { parsed }: PlannedLine,
  { listId, proven }: PlannedSubscription,
  contactId: number,
  entryId: number | null,
  recipe: Recipe,
  { now }: Moment,
): ImportedSubscription {
  const { emailNormalised, consent } = parsed;
  if (!proven || !consent.complete || recipe.consent.evidence === "none")
    return {
      listId,
      emailNormalised,
      contactId,
      proof: null,
      flag: "unverified",
      entryId: null,
      wordingVersionId: null,
      source: recipe.origin,
      at: now,
      lastMailedAt: null,
    };
  return {
    listId,
    emailNormalised,
    contactId,
    proof:
      recipe.consent.evidence === "double_opt_in" ? "imported_double_opt_in" : "signed_declaration",
    flag: null,
    entryId,
    wordingVersionId: recipe.consent.wordingVersionId,
    source: consent.source,
    at: consent.given.at,
    lastMailedAt: consent.lastMailedAt,
  };
}

/** Where a line ended, with what it takes to undo it. */
export function lineRow(
  { parsed, result, reason, rejection }: PlannedLine,
  contactId: number | null,
  undo: UndoDetail,
): LineToInsert {
  return {
    line: parsed.line,
    result,
    reason: reason ?? null,
    contactId: result === "rejected" ? null : contactId,
    emailNormalised: parsed.emailNormalised || null,
    detail:
      result === "rejected"
        ? { ...rejection, raw: parsed.raw }
        : result === "unchanged"
          ? null
          : undo,
  };
}
