import type { SecondPersonKind } from "../../contract/guards.ts";
import { audit, systemActor } from "../accounts/index.ts";
import { conflict, notFound, type Actor, type Clock, type Tx } from "../platform/index.ts";
import type { GuardDeps } from "./deps.ts";
import { isOwnRequest, isSecondPerson, type SecondPersonRequest } from "./second-person.ts";
import { lockOpenOf, lockOverdue, lockRequest, settleRequest } from "./second-person.store.ts";

type Deps = Pick<GuardDeps, "clock" | "acts">;
type Asked = { kind: SecondPersonKind; publicId: string };

/**
 * A second person agrees, and what was asked for is done at once. Throws 404, 409 `second_person_state` when it is decided
 * or too late, and 409 `second_person_is_first` for who asked and for programs.
 */
export async function confirmRequest(
  tx: Tx,
  deps: Deps,
  accountId: number,
  actor: Actor,
  asked: Asked,
): Promise<void> {
  const request = await lockOpen(tx, deps.clock, asked);
  requireSecondPerson(request, actor);
  await settle(tx, deps.clock, request, actor, { state: "confirmed" });
  const done = await deps.acts[request.kind].confirmed(tx, accountId, request, actor);
  await note(tx, accountId, actor, request, "second_person.confirmed", done);
}

/** A second person refuses, with a reason that who asked can read. Throws as `confirmRequest`. */
export async function refuseRequest(
  tx: Tx,
  deps: Deps,
  accountId: number,
  actor: Actor,
  asked: Asked & { comment: string },
): Promise<void> {
  const request = await lockOpen(tx, deps.clock, asked);
  requireSecondPerson(request, actor);
  await settle(tx, deps.clock, request, actor, { state: "refused", word: asked.comment });
  await deps.acts[request.kind].ended(tx, accountId, request);
  await note(tx, accountId, actor, request, "second_person.refused");
}

/** Who asked needs it no longer. Throws 404, also for what somebody else asked for, and 409 `second_person_state`. */
export async function withdrawRequest(
  tx: Tx,
  deps: Deps,
  accountId: number,
  actor: Actor,
  asked: Asked,
): Promise<void> {
  const request = await lockOpen(tx, deps.clock, asked);
  if (!isOwnRequest(request, actor)) throw notFound("request");
  await settle(tx, deps.clock, request, actor, { state: "withdrawn" });
  await deps.acts[request.kind].ended(tx, accountId, request);
  await note(tx, accountId, actor, request, "second_person.withdrawn");
}

/** The thing itself was given up; nobody has to decide any more. */
export async function withdrawFor(
  tx: Tx,
  deps: { clock: Clock },
  objectId: string,
  by: { operatorId?: number | undefined; name: string },
): Promise<void> {
  const request = await lockOpenOf(tx, objectId);
  if (request) await settle(tx, deps.clock, request, by, { state: "withdrawn" });
}

/** Lets go of requests nobody decided in time. Gives how many. */
export async function expireRequests(tx: Tx, deps: Deps, accountId: number): Promise<number> {
  const overdue = await lockOverdue(tx, deps.clock.now());
  for (const request of overdue) {
    await settle(tx, deps.clock, request, systemActor, { state: "expired" });
    await deps.acts[request.kind].ended(tx, accountId, request);
    await audit(tx, accountId, systemActor, "second_person.expired", {
      objectType: "second_person",
      objectId: request.publicId,
      detail: { kind: request.kind, people: request.people },
    });
  }
  return overdue.length;
}

async function lockOpen(tx: Tx, clock: Clock, asked: Asked): Promise<SecondPersonRequest> {
  const request = await lockRequest(tx, asked.kind, asked.publicId);
  if (!request) throw notFound("request");
  if (request.state !== "open" || request.expiresAt <= clock.now())
    throw conflict(
      "second_person_state",
      request.state === "open"
        ? "The time for this decision is over."
        : `This request is ${request.state} already.`,
      { hint: "Whoever needs it may ask again." },
    );
  return request;
}

function requireSecondPerson(request: SecondPersonRequest, actor: Actor): void {
  if (isSecondPerson(request, actor)) return;
  throw conflict(
    "second_person_is_first",
    "The second person is somebody else than who asked, and never a program.",
    { hint: "Ask a colleague who has the same right." },
  );
}

function settle(
  tx: Tx,
  clock: Clock,
  request: SecondPersonRequest,
  by: { operatorId?: number | undefined; name: string } | typeof systemActor,
  to: { state: SecondPersonRequest["state"]; word?: string },
): Promise<void> {
  return settleRequest(tx, request.id, {
    ...to,
    by: "operatorId" in by ? (by.operatorId ?? null) : null,
    name: by.name,
    at: clock.now(),
  });
}

function note(
  tx: Tx,
  accountId: number,
  actor: Actor,
  request: SecondPersonRequest,
  action: string,
  more: Record<string, unknown> = {},
): Promise<void> {
  return audit(tx, accountId, actor, action, {
    objectType: "second_person",
    objectId: request.publicId,
    detail: {
      kind: request.kind,
      people: request.people,
      requestedBy: request.requestedName,
      ...more,
    },
  });
}
