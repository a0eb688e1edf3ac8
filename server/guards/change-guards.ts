import type { GuardsChangeInput, GuardsInput } from "../../contract/guards.ts";
import { audit } from "../accounts/index.ts";
import {
  conflict,
  invalid,
  type Actor,
  type Clock,
  type Keys,
  type Tx,
} from "../platform/index.ts";
import { insertAlert } from "./alerts.store.ts";
import { askSecondPerson } from "./ask-second-person.ts";
import { withdrawFor } from "./decide-second-person.ts";
import type { AskDeps, SecondPersonAct } from "./deps.ts";
import { loosened } from "./guard.ts";
import { readGuards, saveGuards } from "./guards.store.ts";

/** What a request to raise the numbers is about: there is one at a time. */
const OBJECT = "guards";
type Raise = { name: "export" | "release"; before: number; after: number };
type By = { name: string; operatorId?: number | null | undefined; apiKeyId?: number | null };

/**
 * Changes from when on a second person is asked and something is unusual. What is stricter holds at once. A higher number
 * for exports or releases waits for a second person itself, or one of those it binds could lift it first; a newer change
 * of these numbers takes the place of one that waits. Throws 400 `reason_needed` and 409 `second_person_missing`.
 */
export async function changeGuards(
  tx: Tx,
  deps: AskDeps & { keys: Keys },
  accountId: number,
  actor: Actor,
  { reason, alone, ...wanted }: GuardsChangeInput,
): Promise<void> {
  const before = await readGuards(tx);
  const raises = raisesOf(before, wanted);
  if (raises.length > 0 && reason === undefined)
    throw invalid("reason_needed", "Raising a number needs a second person, and so a reason.", {
      hint: "Say in `reason` why.",
    });
  await withdrawFor(tx, deps, OBJECT, actor);
  const answer =
    raises.length === 0
      ? undefined
      : await askSecondPerson(tx, deps, accountId, actor, {
          kind: "guards",
          people: 0,
          reason: reason!.trim(),
          objectId: OBJECT,
          raises,
          alone,
        });
  const isOpen = answer?.need === "open";
  const to = isOpen
    ? {
        ...wanted,
        exportFrom: Math.min(before.exportFrom, wanted.exportFrom),
        releaseFrom: Math.min(before.releaseFrom, wanted.releaseFrom),
      }
    : wanted;
  await apply(tx, deps, accountId, actor, actor, before, to, {
    ...(raises.length > 0 && { reason, secondPerson: answer?.need ?? "none", raises }),
  });
}

function raisesOf(before: GuardsInput, to: GuardsInput): Raise[] {
  const all: Raise[] = [
    { name: "export", before: before.exportFrom, after: to.exportFrom },
    { name: "release", before: before.releaseFrom, after: to.releaseFrom },
  ];
  return all.filter((one) => one.after > one.before);
}

async function apply(
  tx: Tx,
  { clock, keys }: { clock: Clock; keys: Keys },
  accountId: number,
  actor: Actor,
  /** Who wanted it so; they are named in the alert. */
  by: By,
  before: GuardsInput,
  to: GuardsInput,
  more: Record<string, unknown>,
): Promise<void> {
  const now = clock.now();
  await saveGuards(tx, accountId, to, { name: by.name, at: now });
  const weaker = loosened(before, to);
  if (weaker.length > 0)
    await insertAlert(
      tx,
      accountId,
      {
        kind: "guard_loosened",
        operatorId: by.operatorId ?? null,
        apiKeyId: by.apiKeyId ?? null,
        who: by.name,
        counted: weaker.length,
        threshold: 1,
        detail: { changes: weaker },
      },
      now,
    );
  await audit(tx, accountId, actor, "guards.changed", {
    objectType: "guards",
    detail: {
      exportFrom: to.exportFrom,
      releaseFrom: to.releaseFrom,
      limits: to.limits,
      loosened: weaker.map(({ name }) => name),
      ...more,
    },
    change: { keys, before: numbersOf(before), after: numbersOf(to) },
  });
}

/** The numbers alone, without who set them. */
const numbersOf = ({ exportFrom, releaseFrom, limits }: GuardsInput): GuardsInput => ({
  exportFrom,
  releaseFrom,
  limits,
});

/** What becomes of higher numbers that wait for a second person. */
export function heldGuards(deps: { clock: Clock; keys: Keys }): SecondPersonAct {
  return {
    async confirmed(tx, accountId, request, actor) {
      const { raises } = request.act;
      if (!raises) throw conflict("second_person_state", "This request asks for no numbers.");
      const { changedBy: _by, changedAt: _at, ...before } = await readGuards(tx);
      const to = { ...before };
      for (const { name, after } of raises)
        to[name === "export" ? "exportFrom" : "releaseFrom"] = after;
      const by = {
        name: request.requestedName,
        operatorId: request.requestedBy,
        apiKeyId: request.requestedByKey,
      };
      await apply(tx, deps, accountId, actor, by, before, to, {
        reason: request.reason,
        requestedBy: request.requestedName,
        raises,
      });
      return { raises, reason: request.reason };
    },
    ended: async () => undefined,
  };
}
