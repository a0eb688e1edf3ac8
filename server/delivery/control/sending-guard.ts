import { randomUUID } from "node:crypto";
import {
  conflict,
  isDatabaseAway,
  pause,
  type Clock,
  type Database,
  type Logger,
} from "../../platform/index.ts";
import { judgeMachine, type Distrust, type MachineNote } from "./identity.ts";
import {
  beat,
  databaseMarks,
  forgetMachines,
  lockIdentity,
  machinesKnown,
  saveIdentity,
} from "./identity.store.ts";
import { confirmRestores, openRestore } from "./restores.store.ts";
import { readMachineNote, writeMachineNote } from "./machine-note.ts";
import { holdAfterOutage } from "./outage.ts";
import { stopSending } from "./stop-sending.ts";
import { INSTALLATION } from "./stop.ts";
import { endAllStops } from "./stops.store.ts";

export interface GuardDeps {
  db: Database;
  clock: Clock;
  log: Logger;
  dataDir: string;
  /** The embedded database lies in the data folder: no other machine can be at work in it, whatever it remembers. */
  isAlone: boolean;
}

export interface SendingGuard {
  /**
   * To be awaited before the first mail: is this the database, and this the machine, that may send from it? Where not,
   * everything is stopped until somebody confirms. Then what was due for too long waits for a person.
   */
  open(): Promise<void>;
  /** Notes every few seconds that this machine works, and looks again. */
  start(): void;
  stop(): Promise<void>;
}

const BEAT_MS = 5_000;
/** Others who were seen within this time work now; a restart of all machines takes less. */
const LATELY_MS = 10 * 60_000;
const FORGET_MS = 30 * 24 * 3_600_000;

const WHY: Record<Distrust, string> = {
  other_database:
    "This database is a copy of another one, or was moved. / Diese Datenbank ist eine Kopie oder ist umgezogen.",
  older_database:
    "This database is older than what was sent from it. / Diese Datenbank ist älter als das, was aus ihr schon versendet wurde.",
  unknown_machine:
    "A machine that this database does not know wants to send from it. / Ein Rechner, den diese Datenbank nicht kennt, möchte aus ihr versenden.",
};

export function createSendingGuard(deps: GuardDeps): SendingGuard {
  const { db, clock, log, dataDir } = deps;
  const abort = new AbortController();
  let note: MachineNote | null = null;
  let loop: Promise<void> = Promise.resolve();

  const distrust = async (why: Distrust): Promise<void> => {
    log.error({ why }, "sending is stopped until somebody confirms this database");
    await stopSending(deps, {
      accountId: INSTALLATION,
      scope: "all",
      cause: "restored",
      reason: WHY[why],
      by: "Klarpost",
    });
  };

  const look = async (): Promise<Distrust | null> =>
    db.worker(async (tx) => {
      const known = readMachineNote(dataDir);
      const identity = await lockIdentity(tx);
      const marks = await databaseMarks(tx);
      const now = clock.now();
      const machines = await machinesKnown(tx, known?.machine ?? null);
      const verdict = judgeMachine({
        identity,
        database: marks,
        note: known,
        machines: machines.count,
        othersWork:
          !deps.isAlone &&
          machines.othersSeenAt !== null &&
          now.getTime() - machines.othersSeenAt.getTime() < LATELY_MS,
      });
      if (!verdict.trusted) return verdict.why;
      const installation = identity?.installation ?? randomUUID();
      if (!identity) await saveIdentity(tx, installation, marks, now);
      note =
        known && !verdict.joins
          ? known
          : { installation, machine: randomUUID(), beat: identity?.beat ?? 0 };
      return null;
    });

  const beatOnce = async (): Promise<void> => {
    if (note === null) {
      // Stopped: somebody may have confirmed meanwhile.
      if ((await look()) !== null) return;
    }
    const mine = note!;
    const counted = await db.worker((tx) => beat(tx, mine, clock.now()));
    if (counted === undefined) {
      // Somebody confirmed the database meanwhile; this machine introduces itself anew.
      note = null;
      const why = await look();
      if (why !== null) await distrust(why);
      return;
    }
    if (counted <= mine.beat) {
      note = null;
      return distrust("older_database");
    }
    note = { ...mine, beat: counted };
    writeMachineNote(dataDir, note);
  };

  return {
    async open() {
      const before = await db.worker(lockIdentity);
      const why = await look();
      if (why !== null) return distrust(why);
      if (before) {
        const held = await holdAfterOutage(deps, before.seenAt);
        if (held > 0) log.warn({ held }, "mailings wait for a word after an outage");
      }
      await db.worker((tx) => forgetMachines(tx, new Date(clock.now().getTime() - FORGET_MS)));
      await beatOnce();
    },
    start() {
      loop = (async () => {
        while (!abort.signal.aborted) {
          await pause(BEAT_MS, abort.signal);
          if (abort.signal.aborted) return;
          try {
            await beatOnce();
          } catch (error) {
            if (!isDatabaseAway(error)) log.error({ err: error }, "the beat of sending failed");
          }
        }
      })();
    },
    async stop() {
      abort.abort();
      await loop;
    },
  };
}

/**
 * Somebody confirms that this database is the one to send from: its marks are recorded, machines introduce themselves
 * anew, and the installation's stops end. Gives how many stops ended. A restored database is let go on only after the
 * erasure journal was replayed and, where that cannot say everything, with a reason (RET-11): throws 409
 * `replay_pending`, `journal_incomplete`.
 */
export async function confirmInstallation(
  deps: { db: Database; clock: Clock },
  by: string,
  reason: string | null = null,
): Promise<number> {
  const { db, clock } = deps;
  const now = clock.now();
  const restore = await db.worker(openRestore);
  if (restore?.state === "pending")
    throw conflict(
      "replay_pending",
      "Erasures and objections since the backup are being applied.",
      {
        hint: "Wait for it: a worker does it at its start. `klarpost restore --replay` does it now.",
      },
    );
  if (restore !== undefined && restore.missing.length > 0 && !reason?.trim())
    throw conflict(
      "journal_incomplete",
      "The erasure journal does not say everything since the backup.",
      {
        hint: "Say in writing why sending may go on all the same, for instance how the missing hours were checked by hand.",
        extra: { missing: restore.missing },
      },
    );
  await db.worker((tx) => confirmRestores(tx, by, reason?.trim() || null, now));
  await db.worker(async (tx) => {
    await lockIdentity(tx);
    await saveIdentity(tx, randomUUID(), await databaseMarks(tx), now);
    await forgetMachines(tx, null);
  });
  return db.instance((tx) => endAllStops(tx, INSTALLATION, by, now, reason?.trim() || null));
}
