import { conflict, invalid, type Actor, type RawBuilder, type Tx } from "../platform/index.ts";
import {
  conditionOfSegment,
  findSegment,
  findSegmentById,
  requireMayAsk,
  type Segment,
  type SegmentUsers,
} from "../segments/index.ts";
import type { Mailing, MailingSettings } from "./mailing.ts";
import { mailingsOfSegments, noteSegmentAsks } from "./segment-uses.store.ts";

type Chosen = Pick<Mailing, "settings">;

/** The segment that narrows the mailing's audience; undefined: everybody of its lists. */
export async function segmentOfMailing(tx: Tx, { settings }: Chosen): Promise<Segment | undefined> {
  if (!settings.segment) return undefined;
  const found = await findSegmentById(tx, settings.segment.id);
  // Never "everybody" because the condition is lost.
  if (!found)
    throw conflict("segment_gone", "The segment that narrows the audience was deleted.", {
      hint: "Choose another one, or none.",
    });
  return found;
}

/** The same as a condition on the contact row `c` at a moment. */
export async function segmentConditionOf(
  tx: Tx,
  mailing: Chosen,
  at: Date,
): Promise<RawBuilder<unknown> | undefined> {
  const segment = await segmentOfMailing(tx, mailing);
  return segment && conditionOfSegment(tx, segment, at);
}

/** The audience was chosen by what people did: by the mailing itself or by its segment. Its figures are about that (TRK-12). */
export function isChosenByBehaviour({ settings }: Chosen): boolean {
  return settings.behaviour !== undefined || settings.segment?.behaviour === true;
}

/** @throws AppError `permission_missing` (403) where the segment asks what people did and the caller may not know it */
export async function requireMayChoose(
  tx: Tx,
  publicId: string | null | undefined,
  actor: Pick<Actor, "permissions">,
): Promise<void> {
  const found = publicId ? await findSegment(tx, publicId) : undefined;
  if (found) requireMayAsk(found.definition, actor);
}

/** The settings with another segment, or with none. Throws 400 `no_such_segment`, 409 `follow_up_has_condition`. */
export async function withSegment(
  tx: Tx,
  known: MailingSettings,
  publicId: string | null,
): Promise<MailingSettings> {
  const { segment: _former, ...rest } = known;
  if (publicId === null) return rest;
  const found = await findSegment(tx, publicId);
  if (!found || (found.archivedAt && known.segment?.id !== found.id))
    throw invalid("no_such_segment", "There is no such segment in this account.", {
      hint: "GET /api/v1/segments lists them.",
    });
  if (known.behaviour && found.asksBehaviour)
    throw conflict(
      "follow_up_has_condition",
      "The audience of a follow-up is chosen by what people did already.",
      { hint: "Choose a segment that does not ask what people did." },
    );
  return {
    ...rest,
    segment: { id: found.id, name: found.name, behaviour: found.asksBehaviour },
  };
}

/** What segments have to know of mailings, which stand above them. */
export const segmentUsers: SegmentUsers = {
  usesOf: mailingsOfSegments,
  asksBehaviourNow: noteSegmentAsks,
};
