import { isBadValue, isDatabaseAway, pause, type Logger } from "../platform/index.ts";
import { markKey, type Mark, type OutcomeRow } from "./ledger.store.ts";

export interface LedgerWriter {
  /**
   * Resolves true once the mark is durable: only then may the final dot leave. False: it must not. Rejects when nobody
   * knows whether it is durable; the dot must not leave then either, and the attempt needs an outcome.
   */
  mark(mark: Mark): Promise<boolean>;
  /** Resolves once the outcome is durable. */
  outcome(row: OutcomeRow): Promise<void>;
  /** Everything handed in so far is durable. */
  settled(): Promise<void>;
  /** Gives up what cannot be written (the process ends and the database is away). Gives the number of outcomes. */
  abandon(): number;
  readonly isAbandoned: boolean;
  readonly commits: number;
}

interface Waiting {
  mark?: Mark;
  row?: OutcomeRow;
  resolve(durable: boolean): void;
  reject(error: unknown): void;
  /** Tried again without the relay's words. */
  isPlain?: boolean;
}

const MOST_PER_COMMIT = 2000;
const RETRY_PAUSE_MS = 250;
/** An outcome alone waits so long for a mark to share its commit; nobody's mail waits for it. */
const GATHER_MS = 5;
const GATHER_AT_MOST = 32;

/**
 * Group commit over all connections of the process: the next commit starts when the last one returned, so a lone mail
 * waits for one commit and a thousand share one. Only outcomes alone are gathered for a moment: the next mark of the
 * same connection carries them, and nobody waits for them before that. Outcomes survive a database that is away:
 * they wait here and are written when it is back; marks do not, because nothing may leave without the ledger.
 */
export function createLedgerWriter(
  commit: (outcomes: OutcomeRow[], marks: Mark[]) => Promise<Set<string>>,
  log: Logger,
): LedgerWriter {
  let waiting: Waiting[] = [];
  let running: Promise<void> | null = null;
  let abandoned = false;
  let commits = 0;
  let nudge: (() => void) | null = null;

  /** Marks hold connections up and are written at once. */
  const isUrgent = (): boolean =>
    abandoned || waiting.length >= GATHER_AT_MOST || waiting.some((entry) => entry.mark);
  const gathered = async (): Promise<void> => {
    if (isUrgent()) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, GATHER_MS);
      nudge = () => {
        clearTimeout(timer);
        resolve();
      };
    });
    nudge = null;
  };

  const flush = async (): Promise<void> => {
    // A turn of the event loop lets the other connections' replies of the same moment join this commit.
    await new Promise<void>((resolve) => setImmediate(resolve));
    while (waiting.length > 0) {
      await gathered();
      const taken = waiting.slice(0, MOST_PER_COMMIT);
      waiting = waiting.slice(MOST_PER_COMMIT);
      await commitTaken(taken);
    }
    running = null;
  };

  const commitTaken = async (taken: Waiting[]): Promise<void> => {
    const outcomes = taken.filter((entry) => entry.row).map((entry) => entry.row!);
    const marks = taken.filter((entry) => entry.mark).map((entry) => entry.mark!);
    try {
      const durable = await commit(outcomes, marks);
      commits++;
      for (const entry of taken)
        entry.resolve(entry.row !== undefined || durable.has(markKey(entry.mark!)));
    } catch (error) {
      if (isBadValue(error) && (await withoutPoison(taken, error))) return;
      log.error(
        { err: error, outcomes: outcomes.length, marks: marks.length },
        "the delivery ledger could not be written",
      );
      for (const entry of taken) if (entry.mark) entry.reject(error);
      const rows = abandoned ? [] : taken.filter((entry) => entry.row);
      waiting = [...rows, ...waiting];
      await pause(isDatabaseAway(error) ? RETRY_PAUSE_MS : RETRY_PAUSE_MS * 4);
    }
  };

  /** One value that the database cannot hold must not keep everybody's outcomes waiting. True when all have an answer. */
  const withoutPoison = async (taken: Waiting[], error: unknown): Promise<boolean> => {
    if (taken.length > 1) {
      for (const entry of taken) await commitTaken([entry]);
      return true;
    }
    const [entry] = taken;
    if (!entry?.row || entry.isPlain) {
      entry?.reject(error);
      return true;
    }
    // The relay's words are what we do not write ourselves; the outcome counts without them.
    log.error({ err: error, deliveryId: entry.row.deliveryId }, "a reply could not be kept");
    const row = { ...entry.row, reply: null, enhancedCode: null, smtpCode: null };
    await commitTaken([{ ...entry, row, isPlain: true }]);
    return true;
  };

  const add = (entry: Pick<Waiting, "mark" | "row">): Promise<boolean> =>
    new Promise((resolve, reject) => {
      if (abandoned) return reject(new Error("The delivery ledger is closed."));
      waiting.push({ ...entry, resolve, reject });
      if (nudge && (entry.mark || isUrgent())) nudge();
      running ??= flush();
    });

  return {
    mark: (mark) => add({ mark }),
    outcome: async (row) => void (await add({ row })),
    async settled() {
      while (running) await running;
    },
    abandon() {
      abandoned = true;
      nudge?.();
      const given = waiting;
      waiting = [];
      for (const entry of given) entry.reject(new Error("The delivery ledger is closed."));
      return given.filter((entry) => entry.row).length;
    },
    get isAbandoned() {
      return abandoned;
    },
    get commits() {
      return commits;
    },
  };
}
