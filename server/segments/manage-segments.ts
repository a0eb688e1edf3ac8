import type { NewSegment, SegmentChange, SegmentDefinition } from "../../contract/segments.ts";
import { audit } from "../accounts/index.ts";
import {
  AppError,
  conflict,
  knownProviders,
  notFound,
  type Actor,
  type Tx,
} from "../platform/index.ts";
import { keepValuesSoon } from "./keep-values.ts";
import { checkNames, notValid, readDefinition } from "./read-definition.ts";
import { loadScope, type SegmentScope } from "./scope.ts";
import { asksBehaviour, type Segment } from "./segment.ts";
import {
  deleteSegment,
  findSegment,
  insertSegment,
  isNameTaken,
  updateSegment,
} from "./segments.store.ts";

/** A mailing whose audience a segment narrows. */
export interface SegmentUse {
  id: string;
  name: string;
  state: string;
  /** It is still to be sent, so it needs the segment. */
  open: boolean;
}

/** What mailings, which know segments, have to say about them. */
export interface SegmentUsers {
  usesOf(tx: Tx, segmentIds: readonly number[]): Promise<Map<number, SegmentUse[]>>;
  /** A segment that is in use asks what people did from now on, or no longer. */
  asksBehaviourNow(tx: Tx, segmentId: number, asks: boolean): Promise<void>;
}

export interface Change {
  accountId: number;
  actor: Actor;
  users: SegmentUsers;
  now: Date;
}

/** Whoever may not see what people did may not choose by it either (TRK-12). */
export function requireMayAsk(
  definition: SegmentDefinition,
  actor: Pick<Actor, "permissions">,
): void {
  if (asksBehaviour(definition) && !actor.permissions.has("tracking.read"))
    throw new AppError("permission_missing", 403, "This needs the permission tracking.read.", {
      hint: "The segment asks what people did, so its figures and people say something about them (TRK-12).",
    });
}

/**
 * Reads a definition somebody sent and looks up what it names.
 *
 * Throws 400 `segment_not_valid`, 403 `permission_missing`.
 */
export async function readForActor(
  tx: Tx,
  given: unknown,
  actor: Pick<Actor, "permissions">,
  at: Date,
): Promise<{ definition: SegmentDefinition; scope: SegmentScope }> {
  const definition = readDefinition(given);
  requireMayAsk(definition, actor);
  const scope = await loadScope(tx, definition, at);
  const problems = checkNames(definition, {
    ids: scope.ids,
    types: new Map([...scope.fields].map(([id, { type }]) => [id, type])),
    providers: new Set(knownProviders().map(({ id }) => id)),
  });
  if (problems.length > 0) throw notValid(problems);
  return { definition, scope };
}

export async function requireSegment(tx: Tx, publicId: string): Promise<Segment> {
  const found = await findSegment(tx, publicId);
  if (!found) throw notFound("segment");
  return found;
}

/** Saves a new segment. Throws 409 `segment_name_taken`, and what `readForActor` throws. */
export async function addSegment(tx: Tx, by: Change, input: NewSegment): Promise<Segment> {
  const { definition } = await readForActor(tx, input.definition, by.actor, by.now);
  const name = await freeName(tx, input.name, null);
  const made = await insertSegment(
    tx,
    by.accountId,
    { name, definition, asksBehaviour: asksBehaviour(definition) },
    by.actor.operatorId ?? null,
    by.now,
  );
  await keepValuesSoon(tx, by.accountId, by.now);
  await note(tx, by, "segment.created", made);
  return made;
}

/** Changes name or definition, or puts it away. What is sent already stays as it was frozen. */
export async function changeSegment(
  tx: Tx,
  by: Change,
  publicId: string,
  input: SegmentChange,
): Promise<Segment> {
  const known = await requireSegment(tx, publicId);
  requireMayAsk(known.definition, by.actor);
  if (known.revision !== input.revision) throw changedMeanwhile(known.revision);
  const definition =
    input.definition === undefined
      ? known.definition
      : (await readForActor(tx, input.definition, by.actor, by.now)).definition;
  const archivedAt =
    input.archived === undefined ? known.archivedAt : input.archived ? by.now : null;
  if (input.archived === true) await requireUnused(tx, by, known);
  const name =
    archivedAt === null ? await freeName(tx, input.name ?? known.name, known.id) : known.name;
  const asks = asksBehaviour(definition);
  const changed = await updateSegment(
    tx,
    known.id,
    known.revision,
    { name, definition, asksBehaviour: asks, archivedAt },
    by.now,
  );
  if (!changed) throw changedMeanwhile(known.revision + 1);
  if (asks !== known.asksBehaviour) await by.users.asksBehaviourNow(tx, known.id, asks);
  if (input.definition !== undefined) await keepValuesSoon(tx, by.accountId, by.now);
  await note(tx, by, "segment.changed", changed);
  return changed;
}

/** Removes a segment that no mailing needs any more. Throws 409 `segment_in_use` with the mailings. */
export async function removeSegment(tx: Tx, by: Change, publicId: string): Promise<void> {
  const known = await requireSegment(tx, publicId);
  requireMayAsk(known.definition, by.actor);
  await requireUnused(tx, by, known);
  await deleteSegment(tx, known.id);
  await keepValuesSoon(tx, by.accountId, by.now);
  await note(tx, by, "segment.deleted", known);
}

/** A mailing that lost its segment would go to everybody of its lists. */
async function requireUnused(tx: Tx, { users }: Change, { id }: Segment): Promise<void> {
  const uses = ((await users.usesOf(tx, [id])).get(id) ?? []).filter(({ open }) => open);
  if (uses.length === 0) return;
  throw conflict(
    "segment_in_use",
    `The segment narrows the audience of ${uses.map(({ name }) => `“${name}”`).join(", ")}.`,
    {
      hint: "Choose another audience there first, or send it.",
      extra: { mailings: uses.map(({ id, name, state }) => ({ id, name, state })) },
    },
  );
}

async function freeName(tx: Tx, given: string, but: number | null): Promise<string> {
  const name = given.replace(/\p{C}+/gu, " ").trim();
  if (name === "") throw notValid([{ path: "/name", message: "A segment needs a name." }]);
  if (await isNameTaken(tx, name, but))
    throw conflict("segment_name_taken", "There is another segment with this name.", {
      hint: "Choose a name that says whom this one means.",
    });
  return name;
}

function changedMeanwhile(current: number): AppError {
  return conflict(
    "segment_changed_meanwhile",
    "Somebody else saved this segment in the meantime.",
    {
      hint: "Load it again and make your change on the newest revision.",
      extra: { currentRevision: current },
    },
  );
}

async function note(tx: Tx, by: Change, action: string, segment: Segment): Promise<void> {
  await audit(tx, by.accountId, by.actor, action, {
    objectType: "segment",
    objectId: segment.publicId,
    detail: { name: segment.name, asksBehaviour: segment.asksBehaviour },
  });
}
