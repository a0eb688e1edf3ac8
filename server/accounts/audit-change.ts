import { canonicalJson, type Json, type Keys } from "../platform/index.ts";

/**
 * A thing as it was and as it is: whatever JSON can hold. Null where there was nothing, or is nothing any more. `updatedAt` is
 * left out: saving alone changes nothing.
 */
export interface AuditChange {
  keys: Pick<Keys, "mac">;
  before: unknown;
  after: unknown;
}

/** Keyed hashes of a thing before and after a change; null on both sides where an entry is about none. */
export interface ChangeHashes {
  beforeHash: Buffer | null;
  afterHash: Buffer | null;
}

/**
 * What the log keeps of a change (ORG-04). Keyed by the installation's secret, so that no small value such as a first name
 * can be found by trying, and bound to the account and the thing: equal hashes say that this thing was the same, and
 * nothing of others.
 */
export function hashChange(
  of: { accountId: number; objectType: string | null; objectId: string | null },
  change: AuditChange | undefined,
): ChangeHashes {
  const hash = (value: unknown): Buffer | null =>
    value === null || value === undefined || change === undefined
      ? null
      : change.keys.mac(
          "audit-change/v1",
          of.accountId,
          of.objectType ?? "",
          of.objectId ?? "",
          canonicalJson(plain(value)),
        );
  return { beforeHash: hash(change?.before), afterHash: hash(change?.after) };
}

/** As it would travel: times as text, nothing that is undefined, no broken characters. */
function plain(value: unknown): Json {
  return JSON.parse(JSON.stringify(value), (name, each: unknown) =>
    name === "updatedAt" ? undefined : typeof each === "string" ? each.toWellFormed() : each,
  ) as Json;
}
