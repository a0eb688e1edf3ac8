import type { SegmentDefinition, SegmentFieldType } from "../../contract/segments.ts";
import { getAccount } from "../accounts/index.ts";
import type { KeptPeople } from "../compliance/index.ts";
import { allFields } from "../contacts/index.ts";
import { wallClockAt, type Tx } from "../platform/index.ts";
import { lastMeasuredMailings } from "../tracking/index.ts";
import { findIds, readyFields } from "./names.store.ts";
import { conditionsOf, idsIn } from "./segment.ts";

/** Everything a definition needs to become a condition: what its names mean, and what day it is. */
export interface SegmentScope {
  accountId: number;
  at: Date;
  /** The day in the account's time zone. */
  today: string;
  zone: string;
  /** Public ids and what they stand for; what is missing here matches nobody. */
  ids: ReadonlyMap<string, number>;
  fields: ReadonlyMap<string, { id: number; key: string; type: SegmentFieldType }>;
  /** Fields whose values stand in the indexed table. */
  ready: ReadonlySet<number>;
  /** Mailings that were measured, the newest first, as many as any condition asks for. */
  lastMailings: readonly number[];
  /** For a handful of people: behaviour is asked for each instead of for everybody at once. */
  each?: boolean;
  /** The row `c` is one of the kept facts instead of a contact, and these are the kinds. */
  kept?: Pick<KeptPeople, "kindsWhere">;
}

/** Looks up what the definition names, at this moment. */
export async function loadScope(
  tx: Tx,
  definition: SegmentDefinition,
  at: Date,
): Promise<SegmentScope> {
  const { id: accountId, timezone } = await getAccount(tx);
  const conditions = [...conditionsOf(definition.where)];
  const named = [...new Set(conditions.flatMap(idsIn))];
  const fields = conditions.some(({ about }) => about === "field")
    ? await allFields(tx, { archived: true })
    : [];
  const last = Math.max(
    0,
    ...conditions.map((one) => (one.about === "behaviour" ? (one.last ?? 0) : 0)),
  );
  return {
    accountId,
    at,
    today: wallClockAt(at, timezone).date,
    zone: timezone,
    ids: await findIds(tx, named),
    fields: new Map(fields.map(({ publicId, id, key, type }) => [publicId, { id, key, type }])),
    ready: new Set(await readyFields(tx)),
    lastMailings: last === 0 ? [] : await lastMeasuredMailings(tx, last),
  };
}
