import type { Clock } from "../platform/index.ts";

/** How a way out has done lately, in this process. */
export interface RelayHealth {
  /** It answered as it should. */
  ok(id: number): void;
  /** It could not be used: connecting, signing in, an interface that is down. `detail` holds no address. */
  failed(id: number, detail: string): void;
  /** True while it may be tried: healthy, or its pause is over and nobody tries it already. */
  usable(id: number): boolean;
  /** When it may be tried again; null while it may be used now. */
  nextTry(id: number): Date | null;
  state(): RelayState[];
}

export interface RelayState {
  id: number;
  failures: number;
  failingSince: Date | null;
  detail: string | null;
  nextTry: Date | null;
}

/** What changes for the operator: it began to fail, or it works again. */
export interface RelayChangeOfHealth {
  id: number;
  failingSince: Date | null;
  detail: string | null;
}

/** Failures in a row before a way out is left alone: one broken connection says nothing. */
const TOLERATED = 2;
const FIRST_PAUSE_MS = 5_000;
const LONGEST_PAUSE_MS = 5 * 60_000;
/** How long a trial may take before another one may begin. */
const TRIAL_MS = 60_000;

interface Record {
  failures: number;
  failingSince: Date;
  detail: string;
  /** Milliseconds; from then on one trial is allowed. */
  nextTry: number;
  trialUntil: number;
}

/**
 * A circuit breaker per way out: after three failures in a row it rests for 5 seconds, then one trial; each that fails
 * doubles the rest, up to 5 minutes. `onChange` hears of beginnings and ends, for the page; it must not throw.
 */
export function createRelayHealth(
  clock: Clock,
  onChange: (change: RelayChangeOfHealth) => void = () => {},
): RelayHealth {
  const failing = new Map<number, Record>();
  const now = () => clock.now().getTime();
  const isOpen = (record: Record) => record.failures > TOLERATED;
  return {
    ok(id) {
      const known = failing.get(id);
      if (!known) return;
      failing.delete(id);
      if (isOpen(known)) onChange({ id, failingSince: null, detail: null });
    },
    failed(id, detail) {
      const at = now();
      const known = failing.get(id);
      // Connections of one pool fail together; while it rests, their failures are not new ones.
      if (known && isOpen(known) && at < known.nextTry) return;
      const failures = (known?.failures ?? 0) + 1;
      const rest = Math.min(
        FIRST_PAUSE_MS * 2 ** Math.max(0, failures - TOLERATED - 1),
        LONGEST_PAUSE_MS,
      );
      const record: Record = {
        failures,
        failingSince: known?.failingSince ?? new Date(at),
        detail,
        nextTry: failures > TOLERATED ? at + rest : at,
        trialUntil: 0,
      };
      failing.set(id, record);
      if (failures === TOLERATED + 1)
        onChange({ id, failingSince: record.failingSince, detail: record.detail });
    },
    usable(id) {
      const known = failing.get(id);
      if (!known || !isOpen(known)) return true;
      const at = now();
      if (at < known.nextTry || at < known.trialUntil) return false;
      known.trialUntil = at + TRIAL_MS;
      return true;
    },
    nextTry(id) {
      const known = failing.get(id);
      return known && isOpen(known) && now() < known.nextTry ? new Date(known.nextTry) : null;
    },
    state: () =>
      [...failing].map(([id, record]) => ({
        id,
        failures: record.failures,
        failingSince: record.failingSince,
        detail: record.detail,
        nextTry: isOpen(record) ? new Date(record.nextTry) : null,
      })),
  };
}
