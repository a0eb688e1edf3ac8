import { providerOf, type Clock } from "../../platform/index.ts";
import type { Delivery } from "../delivery.ts";
import type { AccountPace, Route } from "./account-pace.ts";
import { DayGate, type Gate, type GateKind } from "./gate.ts";
import type { Course, QueueKeys } from "./paced-queue.ts";

/** The pace of one batch. */
export interface BatchPace {
  /**
   * Chooses up to `most` mails that may leave within the time their facts stay fresh, in order; whose provider is
   * slow or has had its day's share does not keep the others. What is held back waits for its turn.
   */
  admit<Mail extends Pick<Delivery, "emailNormalised">>(
    open: readonly Mail[],
    most: number,
  ): { chosen: Mail[]; held: Mail[] };
  /** When these are to be tried again, and how many of them wait for what. */
  nextTurn(held: readonly Pick<Delivery, "emailNormalised">[]): {
    at: Date;
    waits: Partial<Record<GateKind, number>>;
    /** A limit that holds for the whole run, whoever receives. */
    wholeRun: boolean;
  };
  keysOf(mail: Pick<Delivery, "emailNormalised">): QueueKeys;
}

/** Facts stay fresh for five seconds; a mail that is let in should have left by then. */
const WITHIN_MS = 3_000;

export function batchPace(of: {
  account: AccountPace;
  relay: Route["relay"];
  domain: string | null;
  urgent: boolean;
  runId: number;
  now: () => number;
  clock: Clock;
}): BatchPace {
  const { account, now, urgent, runId } = of;
  const route: Route = { relay: of.relay, domain: of.domain };
  let version = -1;
  let keys = new Map<string, QueueKeys>();
  const made = new Map<Course, QueueKeys>();

  const keysOf = (mail: Pick<Delivery, "emailNormalised">): QueueKeys => {
    if (version !== account.version) {
      version = account.version;
      keys = new Map();
      made.clear();
    }
    const { emailNormalised } = mail;
    const provider = providerOf(emailNormalised.slice(emailNormalised.lastIndexOf("@") + 1));
    let found = keys.get(provider);
    if (!found) {
      const course = account.course(route, provider);
      found = made.get(course);
      if (!found) made.set(course, (found = { accountId: account.id, runId, urgent, course }));
      keys.set(provider, found);
    }
    return found;
  };

  return {
    keysOf,
    admit(open, most) {
      account.usedAt = now();
      if (account.isFree(route) || urgent)
        return { chosen: open.slice(0, most), held: open.slice(most) };
      const at = now();
      const room = new Map<Gate, number>();
      const chosen: (typeof open)[number][] = [];
      const held: (typeof open)[number][] = [];
      for (const mail of open) {
        const { gates } = keysOf(mail).course;
        const fits =
          chosen.length < most &&
          gates.every((gate) => {
            let left = room.get(gate);
            if (left === undefined) room.set(gate, (left = gate.room(at, WITHIN_MS)));
            return left > 0;
          });
        if (!fits) held.push(mail);
        else {
          chosen.push(mail);
          for (const gate of gates) room.set(gate, room.get(gate)! - 1);
        }
      }
      return { chosen, held };
    },
    nextTurn(held) {
      const at = now();
      const waits: Partial<Record<GateKind, number>> = {};
      const turns = new Map<Gate, number>();
      let next = Infinity;
      for (const mail of held) {
        let turn = at;
        let why: GateKind | undefined;
        for (const gate of keysOf(mail).course.gates) {
          let own = turns.get(gate);
          if (own === undefined)
            turns.set(gate, (own = gate.room(at, WITHIN_MS) > 0 ? at : gate.turn(at)));
          if (own > turn || (gate instanceof DayGate && gate.isFull)) {
            turn = Math.max(turn, own);
            why = gate.kind;
          }
        }
        if (why !== undefined) waits[why] = (waits[why] ?? 0) + 1;
        next = Math.min(next, turn);
      }
      const wholeRun = account.common(route).some((gate) => gate.room(at, WITHIN_MS) <= 0);
      const inMs = Number.isFinite(next) ? Math.max(0, next - at) : 0;
      return { at: new Date(of.clock.now().getTime() + inMs), waits, wholeRun };
    },
  };
}
