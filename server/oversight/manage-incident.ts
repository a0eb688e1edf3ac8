import type {
  IncidentChangeInput,
  IncidentPeopleInput,
  NewIncidentInput,
} from "../../contract/incidents.ts";
import { audit, type AuditActor } from "../accounts/index.ts";
import { findList } from "../lists/index.ts";
import { findMailing } from "../mailings/index.ts";
import { AppError, conflict, invalid, notFound, type Clock, type Tx } from "../platform/index.ts";
import { conditionOfSegment, countPeople, findSegment } from "../segments/index.ts";
import {
  changesOf,
  dueAt,
  nextStep,
  numberText,
  type Incident,
  type IncidentDecision,
} from "./incident.ts";
import {
  addEvent,
  insertIncident,
  lockIncident,
  peopleOfList,
  peopleOfMailing,
  updateIncident,
} from "./incidents.store.ts";

/** Clocks of browsers run a little ahead. */
const CLOCK_SKEW_MS = 60_000;

/** Who acts in which account, at which time. */
export interface Acting {
  accountId: number;
  actor: AuditActor;
}

/** Enters what somebody became aware of; the 72 hours run from then. @throws AppError 400 `discovered_in_future` */
export async function recordIncident(
  tx: Tx,
  clock: Clock,
  { accountId, actor }: Acting,
  input: NewIncidentInput,
): Promise<Incident> {
  const now = clock.now();
  const discoveredAt = input.discoveredAt === undefined ? now : new Date(input.discoveredAt);
  if (discoveredAt.getTime() > now.getTime() + CLOCK_SKEW_MS)
    throw invalid("discovered_in_future", "Nobody can have become aware of it in the future.");
  const made = await insertIncident(tx, accountId, {
    title: input.title.trim(),
    kind: input.kind,
    nearMiss: input.nearMiss ?? false,
    state: "open",
    proposedBy: null,
    discoveredAt,
    what: input.what?.trim() ?? "",
    createdBy: actor.name,
    createdAt: now,
  });
  await addEvent(tx, accountId, made.id, { kind: "recorded", actor: actor.name, at: now });
  await note(tx, accountId, actor, "incident.recorded", made, { nearMiss: made.nearMiss });
  return made;
}

/** Changes the facts of an open entry; what stood there before stays in its history. */
export async function changeIncident(
  tx: Tx,
  clock: Clock,
  { accountId, actor }: Acting,
  publicId: string,
  change: IncidentChangeInput,
): Promise<Incident> {
  const incident = await lockOpen(tx, publicId);
  const changes = changesOf(incident, change);
  const { happenedAt, ...plain } = change;
  const saved = await updateIncident(tx, {
    ...incident,
    ...plain,
    ...(happenedAt === undefined
      ? {}
      : { happenedAt: happenedAt === null ? null : new Date(happenedAt) }),
  });
  if (Object.keys(changes).length > 0)
    await addEvent(tx, accountId, incident.id, {
      kind: "changed",
      actor: actor.name,
      changes,
      at: clock.now(),
    });
  await note(tx, accountId, actor, "incident.changed", saved, { fields: Object.keys(changes) });
  return saved;
}

/** Notes how many people are concerned, counted from what the product knows. @throws AppError 404, 400 `count_missing` */
export async function setPeople(
  tx: Tx,
  clock: Clock,
  { accountId, actor }: Acting,
  publicId: string,
  input: IncidentPeopleInput,
): Promise<Incident> {
  const incident = await lockOpen(tx, publicId);
  const { count, name } = await countConcerned(tx, clock, input);
  const saved = await updateIncident(tx, {
    ...incident,
    people: count,
    peopleFrom: { source: input.source, name },
  });
  await addEvent(tx, accountId, incident.id, {
    kind: "changed",
    actor: actor.name,
    changes: { people: [String(incident.people ?? ""), String(count)] },
    text: name,
    at: clock.now(),
  });
  await note(tx, accountId, actor, "incident.people_counted", saved, {
    source: input.source,
    people: count,
  });
  return saved;
}

async function countConcerned(
  tx: Tx,
  clock: Clock,
  { source, id = "", count }: IncidentPeopleInput,
): Promise<{ count: number; name: string }> {
  switch (source) {
    case "estimate":
      if (count === undefined)
        throw invalid("count_missing", "An estimate needs a number.", {
          errors: [{ path: "/count", message: "is missing" }],
        });
      return { count, name: "" };
    case "segment": {
      const found = await findSegment(tx, id);
      if (!found) throw notFound("segment");
      const condition = await conditionOfSegment(tx, found, clock.now());
      return { count: await countPeople(tx, condition), name: found.name };
    }
    case "mailing": {
      const found = await findMailing(tx, id);
      if (!found) throw notFound("mailing");
      return { count: await peopleOfMailing(tx, found.id), name: found.name };
    }
    case "list": {
      const found = await findList(tx, id);
      if (!found) throw notFound("list");
      return { count: await peopleOfList(tx, found.id), name: found.name };
    }
  }
}

const FIELD = { authority: "authority", people: "peopleNotice" } as const;
type Addressee = keyof typeof FIELD;

/** Decides whether the authority (Art. 33) or the people (Art. 34) are told, with the reason either way. */
export async function decideNotice(
  tx: Tx,
  clock: Clock,
  { accountId, actor }: Acting,
  publicId: string,
  addressee: Addressee,
  { notify, reason }: { notify: boolean; reason: string },
): Promise<Incident> {
  const incident = await lockOpen(tx, publicId);
  if (incident[FIELD[addressee]]?.doneAt)
    throw conflict("already_told", "They have been told already.");
  const at = clock.now();
  const decision: IncidentDecision = {
    notify,
    reason: reason.trim(),
    by: actor.name,
    at: at.toISOString(),
    doneAt: null,
    reference: "",
  };
  const saved = await updateIncident(tx, { ...incident, [FIELD[addressee]]: decision });
  await addEvent(tx, accountId, incident.id, {
    kind: `${addressee}_decided`,
    actor: actor.name,
    text: reason.trim(),
    changes: { notify: ["", notify ? "yes" : "no"] },
    at,
  });
  await note(tx, accountId, actor, `incident.${addressee}_decided`, saved, { notify });
  return saved;
}

/** Notes when the authority or the people were told, and under which reference. @throws AppError 409 `not_decided` */
export async function noteTold(
  tx: Tx,
  clock: Clock,
  { accountId, actor }: Acting,
  publicId: string,
  addressee: Addressee,
  input: { at?: string | undefined; reference?: string | undefined },
): Promise<Incident> {
  const incident = await lockOpen(tx, publicId);
  const decision = incident[FIELD[addressee]];
  if (!decision?.notify)
    throw conflict("not_decided", "Nobody has decided to tell them.", {
      hint: "Decide first, with the reason.",
    });
  const now = clock.now();
  const told = input.at === undefined ? now : new Date(input.at);
  if (told > now || told < incident.discoveredAt)
    throw invalid("told_at", "They were told between becoming aware and now.");
  const saved = await updateIncident(tx, {
    ...incident,
    [FIELD[addressee]]: {
      ...decision,
      doneAt: told.toISOString(),
      reference: input.reference?.trim() ?? "",
    },
  });
  await addEvent(tx, accountId, incident.id, {
    kind: `${addressee}_told`,
    actor: actor.name,
    text: input.reference?.trim() ?? "",
    changes: { toldAt: ["", told.toISOString()] },
    at: now,
  });
  await note(tx, accountId, actor, `incident.${addressee}_told`, saved, {
    late: addressee === "authority" && told > dueAt(incident),
  });
  return saved;
}

/** Takes on what the product proposed: it was a breach. */
export async function acceptProposal(
  tx: Tx,
  clock: Clock,
  { accountId, actor }: Acting,
  publicId: string,
): Promise<Incident> {
  const incident = await lockProposed(tx, publicId);
  const saved = await updateIncident(tx, { ...incident, state: "open" });
  await addEvent(tx, accountId, incident.id, {
    kind: "accepted",
    actor: actor.name,
    at: clock.now(),
  });
  await note(tx, accountId, actor, "incident.accepted", saved);
  return saved;
}

/** Says why what the product proposed was none; it stays in the register (Art. 33(5) GDPR). */
export async function dismissProposal(
  tx: Tx,
  clock: Clock,
  { accountId, actor }: Acting,
  publicId: string,
  reason: string,
): Promise<Incident> {
  const incident = await lockProposed(tx, publicId);
  const at = clock.now();
  const saved = await updateIncident(tx, { ...incident, state: "dismissed", closedAt: at });
  await addEvent(tx, accountId, incident.id, {
    kind: "dismissed",
    actor: actor.name,
    text: reason.trim(),
    at,
  });
  await note(tx, accountId, actor, "incident.dismissed", saved);
  return saved;
}

export async function addNote(
  tx: Tx,
  clock: Clock,
  { accountId, actor }: Acting,
  publicId: string,
  text: string,
): Promise<Incident> {
  const incident = await lockIncident(tx, publicId);
  if (!incident) throw notFound("incident");
  await addEvent(tx, accountId, incident.id, {
    kind: "note",
    actor: actor.name,
    text: text.trim(),
    at: clock.now(),
  });
  await note(tx, accountId, actor, "incident.noted", incident);
  return incident;
}

/** Ends an entry with what was learned. @throws AppError 409 `step_open` while something has to be decided or done */
export async function closeIncident(
  tx: Tx,
  clock: Clock,
  { accountId, actor }: Acting,
  publicId: string,
  lesson: string,
): Promise<Incident> {
  const incident = await lockOpen(tx, publicId);
  const step = nextStep(incident);
  if (step !== "close")
    throw new AppError(
      "step_open",
      409,
      "Something is still to be done before this can be closed.",
      {
        hint: `The next step is: ${step}.`,
        extra: { step },
      },
    );
  const at = clock.now();
  const saved = await updateIncident(tx, {
    ...incident,
    state: "closed",
    lesson: lesson.trim(),
    closedAt: at,
  });
  await addEvent(tx, accountId, incident.id, {
    kind: "closed",
    actor: actor.name,
    text: lesson.trim(),
    at,
  });
  await note(tx, accountId, actor, "incident.closed", saved);
  return saved;
}

/** Opens a closed entry again, because something new came up; the decisions stay. */
export async function reopenIncident(
  tx: Tx,
  clock: Clock,
  { accountId, actor }: Acting,
  publicId: string,
  reason: string,
): Promise<Incident> {
  const incident = await lockIncident(tx, publicId);
  if (!incident) throw notFound("incident");
  if (incident.state !== "closed") throw conflict("not_closed", "This entry is not closed.");
  const saved = await updateIncident(tx, { ...incident, state: "open", closedAt: null });
  await addEvent(tx, accountId, incident.id, {
    kind: "reopened",
    actor: actor.name,
    text: reason.trim(),
    at: clock.now(),
  });
  await note(tx, accountId, actor, "incident.reopened", saved);
  return saved;
}

async function lockOpen(tx: Tx, publicId: string): Promise<Incident> {
  const incident = await lockIncident(tx, publicId);
  if (!incident) throw notFound("incident");
  if (incident.state !== "open")
    throw conflict("incident_not_open", "This entry is not open.", {
      hint: "A proposal is accepted first; a closed entry is opened again with the reason.",
    });
  return incident;
}

async function lockProposed(tx: Tx, publicId: string): Promise<Incident> {
  const incident = await lockIncident(tx, publicId);
  if (!incident) throw notFound("incident");
  if (incident.state !== "proposed")
    throw conflict("not_proposed", "Somebody has decided about this entry already.");
  return incident;
}

function note(
  tx: Tx,
  accountId: number,
  actor: AuditActor,
  action: string,
  incident: Incident,
  detail: Record<string, unknown> = {},
): Promise<void> {
  return audit(tx, accountId, actor, action, {
    objectType: "incident",
    objectId: incident.publicId,
    detail: { number: numberText(incident), ...detail },
  });
}
