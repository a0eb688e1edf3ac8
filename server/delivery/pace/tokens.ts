import { isDatabaseAway, pause, type Database, type Logger } from "../../platform/index.ts";
import { DayGate, GATHERED_S, RateGate, type GateKind } from "./gate.ts";
import { takeFromDays, takeTokens, type DayWish } from "./pace.store.ts";

/** The gates of a process and what it holds of each limit. Asks the database for all of them together. */
export interface Tokens {
  rate(of: { kind: GateKind; accountId: number; key: string; rate: number }): RateGate;
  day(of: ConstructorParameters<typeof DayGate>[0]): DayGate;
  /** Told when tokens arrived; gives what ends it. */
  onTokens(listener: () => void): () => void;
  announce(): void;
  /** Gives back what is not used, and forgets gates nobody needs. */
  tidy(): Promise<void>;
  stop(): Promise<void>;
}

/** Gates that are asked within this time ask together. */
const TOGETHER_MS = 10;
/** A day's slice that nobody used for so long goes back. */
const IDLE_MS = 5_000;
const FORGET_MS = 10 * 60_000;

export function createTokens(deps: { db: Database; log: Logger; now: () => number }): Tokens {
  const { db, log, now } = deps;
  const rates = new Map<string, RateGate>();
  const days = new Map<string, DayGate>();
  const needy = new Set<RateGate | DayGate>();
  const listeners = new Set<() => void>();
  let running: Promise<void> | null = null;
  let stopped = false;

  const announce = (): void => {
    for (const listener of listeners) listener();
  };
  const ask = (gate: RateGate | DayGate): void => {
    if (stopped) return;
    needy.add(gate);
    running ??= serve();
  };
  const serve = async (): Promise<void> => {
    await new Promise<void>((resolve) => setImmediate(resolve));
    while (needy.size > 0) {
      const asked = [...needy];
      needy.clear();
      try {
        await serveRates(asked.filter((gate) => gate instanceof RateGate));
        await serveDays(asked.filter((gate) => gate instanceof DayGate));
      } catch (error) {
        for (const gate of asked) gate.failed(now());
        if (!isDatabaseAway(error)) log.error({ err: error }, "tokens could not be taken");
      }
      announce();
      await pause(TOGETHER_MS);
    }
    running = null;
  };
  const serveRates = async (gates: RateGate[]): Promise<void> => {
    if (gates.length === 0) return;
    const wishes = gates.map((gate) => ({
      accountId: gate.accountId,
      key: gate.key,
      rate: gate.rate,
      most: Math.max(1, gate.rate * GATHERED_S),
      want: gate.request().want,
    }));
    const grants = await db.worker((tx) => takeTokens(tx, wishes));
    const granted = new Map(grants.map((grant) => [keyOf(grant), grant]));
    for (const [at, gate] of gates.entries()) {
      const grant = granted.get(keyOf(gate));
      // A bucket that was just made is asked again at once.
      if (grant) gate.granted(grant.granted, wishes[at]!.want, grant.left, now());
    }
  };
  const serveDays = async (gates: DayGate[]): Promise<void> => {
    if (gates.length === 0) return;
    await settleDays(gates.map((gate) => ({ ...placeOf(gate), ...gate.request() })));
  };
  const settleDays = async (wishes: DayWish[]): Promise<void> => {
    const grants = await db.worker((tx) => takeFromDays(tx, wishes));
    for (const grant of grants)
      days.get(dayKeyOf(grant))?.granted(Math.max(0, grant.granted), grant.left);
  };
  const giveBack = async (gates: readonly DayGate[]): Promise<void> => {
    const back = gates
      .map((gate) => ({ ...placeOf(gate), want: -gate.surrender(), owed: 0 }))
      .filter((wish) => wish.want < 0);
    if (back.length > 0) await settleDays(back);
  };

  return {
    rate(of) {
      let gate = rates.get(keyOf(of));
      if (!gate) rates.set(keyOf(of), (gate = new RateGate(of, ask)));
      gate.rate = of.rate;
      return gate;
    },
    day(of) {
      const key = dayKeyOf(of);
      let gate = days.get(key);
      if (gate?.cap !== of.cap) days.set(key, (gate = new DayGate(of, ask)));
      return gate!;
    },
    onTokens(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    announce,
    async tidy() {
      const at = now();
      await giveBack(
        [...days.values()].filter((gate) => gate.pending === 0 && at - gate.lastUsed > IDLE_MS),
      );
      for (const [key, gate] of rates)
        if (gate.pending === 0 && at - gate.lastUsed > FORGET_MS) rates.delete(key);
      for (const [key, gate] of days)
        if (gate.pending === 0 && at > gate.nextDayAt) days.delete(key);
    },
    async stop() {
      stopped = true;
      needy.clear();
      await running;
      // What cannot be given back now only makes the day's cap a little smaller.
      await giveBack([...days.values()]).catch(() => undefined);
    },
  };
}

const keyOf = (of: { accountId: number; key: string }): string => `${of.accountId}|${of.key}`;
const dayKeyOf = (of: { accountId: number; domain: string; provider: string; day: string }) =>
  `${of.accountId}|${of.domain}|${of.provider}|${of.day}`;

function placeOf(gate: DayGate): Omit<DayWish, "want" | "owed"> {
  const { accountId, domain, provider, day, cap } = gate;
  return { accountId, domain, provider, day, cap };
}
