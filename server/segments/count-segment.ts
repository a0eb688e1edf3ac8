import type { SegmentCount, SegmentDefinition, SegmentSample } from "../../contract/segments.ts";
import { audit, getAccount } from "../accounts/index.ts";
import { audienceCounts, type ComplianceDeps } from "../compliance/index.ts";
import { displayName, findContactsById } from "../contacts/index.ts";
import { allLists, findListsByPublicId } from "../lists/index.ts";
import { AppError, notFound, type Actor, type Tx } from "../platform/index.ts";
import { countMembers } from "./count-members.ts";
import { segmentCondition } from "./condition.store.ts";
import type { SegmentScope } from "./scope.ts";
import { limitTime, samplePeople } from "./segments.store.ts";

/** A question that takes longer than this is given up, so that nobody's typing keeps the database busy. */
const LIMIT_MS = 8000;

/**
 * How many people a segment has, and of those on the lists how many may be mailed and measured now and why not the rest, as
 * the gate decides each (LEG-02). Without the audience the gate is not asked.
 *
 * Throws 503 `count_takes_too_long`.
 */
export async function countSegment(
  tx: Tx,
  deps: { compliance: ComplianceDeps },
  definition: SegmentDefinition,
  scope: SegmentScope,
  lists: readonly string[] | undefined,
  withAudience = true,
): Promise<Pick<SegmentCount, "people" | "audience">> {
  const chosen =
    lists === undefined
      ? await allLists(tx, { archived: false })
      : await findListsByPublicId(tx, [...lists]);
  if (lists !== undefined && chosen.length < new Set(lists).size) throw notFound("list");
  const condition = segmentCondition(definition, scope);
  return inTime(tx, async () => {
    const people = await countMembers(tx, deps.compliance, definition, scope);
    if (!withAudience) return { people, audience: null };
    const listIds = chosen.map(({ id }) => id);
    const asked = { listIds, chosen: condition, people };
    return { people, audience: await audienceCounts(tx, deps.compliance, asked) };
  });
}

/** Ten people of a segment, to see whether it means whom one thinks. A look at persons: noted for each (ORG-04). */
export async function sampleSegment(
  tx: Tx,
  by: { accountId: number; actor: Actor },
  definition: SegmentDefinition,
  scope: SegmentScope,
): Promise<SegmentSample> {
  const ids = await inTime(tx, () => samplePeople(tx, segmentCondition(definition, scope)));
  const people = await findContactsById(
    tx,
    ids.map(({ id }) => id),
  );
  const { publicId } = await getAccount(tx);
  await audit(tx, by.accountId, by.actor, "segment.sample_viewed", {
    objectType: "account",
    objectId: publicId,
    detail: { contacts: people.map((person) => person.publicId) },
  });
  return {
    items: people.map((person) => ({
      id: person.publicId,
      name: displayName(person),
      email: person.email,
      company: person.company,
    })),
  };
}

async function inTime<T>(tx: Tx, work: () => Promise<T>): Promise<T> {
  await limitTime(tx, LIMIT_MS);
  try {
    return await work();
  } catch (error) {
    // query_canceled
    if ((error as { code?: string }).code !== "57014") throw error;
    throw new AppError("count_takes_too_long", 503, "Counting these people takes too long.", {
      hint: "Make it simpler: fewer groups with “any”, or fewer texts that are to be contained.",
      cause: error,
    });
  }
}
