import type { ExportSubject } from "../../contract/export-subjects.ts";
import { SECOND_PERSON_HOURS, type Raises, type SecondPersonKind } from "../../contract/guards.ts";
import { getAccount, membersWho, personBehind, type AuditActor } from "../accounts/index.ts";
import { conflict, type Tx } from "../platform/index.ts";
import type { AskDeps } from "./deps.ts";
import { readGuards } from "./guards.store.ts";
import { rightFor, type SecondPersonRequest } from "./second-person.ts";
import { insertRequest, lockAsking, takenAlone } from "./second-person.store.ts";
import { mailSecondPersons } from "./second-person-mail.ts";

const HOUR_MS = 3_600_000;
/** What somebody takes in pieces within so many hours counts as one. */
const TOGETHER_HOURS = 24;

export interface AskedFor {
  kind: SecondPersonKind;
  /** How many people it concerns. */
  people: number;
  /** What an export is of. */
  what?: ExportSubject;
  /** By how much safeguards would be loosened. */
  raises?: Raises;
  reason: string;
  /** The export that would wait; made when it is known that it waits. */
  objectId?: string;
  /** The addresses a release would free. */
  ids?: readonly string[];
  /** Why there is nobody else to ask; counts only where that is so. */
  alone?: string | undefined;
}

/** Whether it may go on at once, goes on because there is nobody else, or waits. */
export type SecondPersonAnswer =
  | { need: "none" }
  | { need: "waived" | "open"; request: SecondPersonRequest };

/**
 * Asks a second person for what concerns many people, for the end of any block, and for raising the numbers this goes by: everybody else who has the same right gets a mail, and whoever of
 * them is first decides. Below the account's number nothing is asked; what the same person took within a day before without
 * being asked, and what keys they made took, counts with it. Where nobody else has the right, a written reason
 * stands instead of the second person and is kept; without one: 409 `second_person_missing`.
 */
export async function askSecondPerson(
  tx: Tx,
  deps: AskDeps,
  accountId: number,
  actor: AuditActor,
  asked: AskedFor,
): Promise<SecondPersonAnswer> {
  const who = "permissions" in actor ? actor : undefined;
  if (!who) return { need: "none" };
  // Whoever made a key asks through it, and is no second person for what it asks.
  const asker = await personBehind(tx, who);
  const now = deps.clock.now();
  const by = { operatorId: asker, apiKeyId: who.apiKeyId ?? null };
  if (!(await needsSecondPerson(tx, accountId, asked, by, now))) return { need: "none" };
  const others = (await membersWho(tx, accountId, rightFor[asked.kind])).filter(
    ({ id }) => id !== asker,
  );
  const alone = asked.alone?.trim() ?? "";
  if (others.length === 0 && alone === "")
    throw conflict(
      "second_person_missing",
      `A second person is needed for this, and nobody else of the account has this right (people concerned: ${asked.people}).`,
      { hint: "Give the right to a colleague, or say in `alone` why there is nobody." },
    );
  const state = others.length === 0 ? "waived" : "open";
  const request = await insertRequest(tx, accountId, {
    kind: asked.kind,
    state,
    objectId: asked.objectId ?? null,
    act: {
      ...(asked.ids && { ids: [...asked.ids] }),
      ...(asked.raises && { raises: asked.raises }),
      ...(asked.what && { what: asked.what }),
    },
    people: asked.people,
    reason: asked.reason,
    requestedBy: asker,
    requestedByKey: who.apiKeyId ?? null,
    requestedName: actor.name,
    requestedAt: now,
    expiresAt: new Date(now.getTime() + SECOND_PERSON_HOURS * HOUR_MS),
    word: state === "waived" ? alone : "",
  });
  if (state === "open") await mailSecondPersons(tx, deps, await getAccount(tx), request, others);
  return { need: state, request };
}

/** Whether so many people are enough for a second person, with those that went without one since yesterday. */
async function needsSecondPerson(
  tx: Tx,
  accountId: number,
  { kind, people }: Pick<AskedFor, "kind" | "people">,
  by: { operatorId: number | null; apiKeyId: number | null },
  now: Date,
): Promise<boolean> {
  if (kind === "lift" || kind === "guards") return true;
  const guards = await readGuards(tx);
  const from = kind === "release" ? guards.releaseFrom : guards.exportFrom;
  if (people >= from) return true;
  await lockAsking(tx, accountId);
  const since = new Date(now.getTime() - TOGETHER_HOURS * HOUR_MS);
  return people + (await takenAlone(tx, kind, by, since)) >= from;
}
