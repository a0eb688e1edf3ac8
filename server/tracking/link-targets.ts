import { mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type pg from "pg";
import { isDatabaseAway, pause, randomToken, type Clock, type Logger } from "../platform/index.ts";
import { findTargets, unknownOpenTargets, type MailingTargets } from "./hits.store.ts";
import type { MeasuringLevel } from "./measuring.ts";

/** A mailing as the hit pipeline sees it. */
export interface TargetMailing {
  accountId: number;
  mailingId: number;
  level: MeasuringLevel;
  anonymousBase: number;
  kMin: number;
  timezone: string;
  /** Milliseconds of the epoch. */
  closesAt: number;
  urls: ReadonlyMap<number, string>;
}

export interface LinkTargets {
  /** From memory. */
  get(accountId: number, mailingId: number): TargetMailing | undefined;
  /** From disk, then from the database. Undefined when nobody knows it, null when nobody can say now. */
  load(accountId: number, mailingId: number): Promise<TargetMailing | undefined | null>;
  /** Reads the disk and asks the database for open mailings. Rejects when the database is away. */
  refresh(): Promise<void>;
  start(): void;
  stop(): Promise<void>;
}

const POLL_MS = 2_000;
const MAX_CLOSED_IN_MEMORY = 2_000;
const UNKNOWN_FOR_MS = 10_000;
const MAX_UNKNOWN = 10_000;

/**
 * Keeps the link targets of open mailings in memory and on disk (`<dataDir>/links`), so that a link works while the
 * database is away, also after a restart. Targets never change, so a file once written stays right.
 */
export function createLinkTargets(deps: {
  pool: pg.Pool;
  dataDir: string;
  clock: Clock;
  log: Logger;
}): LinkTargets {
  const folder = join(deps.dataDir, "links");
  const known = new Map<number, TargetMailing>();
  const closed = new Set<number>();
  const unknown = new Map<string, number>();
  const loading = new Map<string, Promise<TargetMailing | undefined | null>>();
  const abort = new AbortController();
  const now = () => deps.clock.now().getTime();
  const fileOf = (mailingId: number) => join(folder, `${mailingId}.json`);

  const keep = (found: MailingTargets): TargetMailing => {
    const mailing: TargetMailing = {
      ...found,
      closesAt: new Date(found.closesAt).getTime(),
      urls: new Map(found.links.map((link) => [link.no, link.url])),
    };
    known.set(mailing.mailingId, mailing);
    if (mailing.closesAt <= now()) closed.add(mailing.mailingId);
    // Closed mailings are asked for rarely; the oldest leave memory first and come back from disk.
    for (const id of closed) {
      if (closed.size <= MAX_CLOSED_IN_MEMORY) break;
      closed.delete(id);
      known.delete(id);
    }
    return mailing;
  };
  const write = async (found: MailingTargets): Promise<void> => {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const partial = `${fileOf(found.mailingId)}.${randomToken(6)}.part`;
    try {
      await writeFile(partial, JSON.stringify(found), { mode: 0o600 });
      await rename(partial, fileOf(found.mailingId));
    } catch (error) {
      await rm(partial, { force: true });
      deps.log.error(
        { err: error, mailingId: found.mailingId },
        "link targets could not be kept on disk",
      );
    }
  };
  const read = async (mailingId: number): Promise<MailingTargets | undefined> => {
    try {
      const found = JSON.parse(await readFile(fileOf(mailingId), "utf8")) as MailingTargets;
      return found.mailingId === mailingId && Array.isArray(found.links) ? found : undefined;
    } catch {
      return undefined;
    }
  };
  const find = async (accountId: number, mailingId: number) => {
    const onDisk = await read(mailingId);
    if (onDisk?.accountId === accountId) return keep(onDisk);
    const found = await findTargets(deps.pool, accountId, mailingId);
    if (found) {
      await write(found);
      return keep(found);
    }
    if (unknown.size >= MAX_UNKNOWN) unknown.clear();
    unknown.set(`${accountId} ${mailingId}`, now() + UNKNOWN_FOR_MS);
    return undefined;
  };
  const readDisk = async (): Promise<void> => {
    const names = await readdir(folder).catch(() => [] as string[]);
    for (const name of names) {
      const mailingId = Number(/^(\d+)\.json$/.exec(name)?.[1]);
      if (!mailingId || known.has(mailingId)) continue;
      const found = await read(mailingId);
      if (found && new Date(found.closesAt).getTime() > now()) keep(found);
    }
  };
  const askDatabase = async (): Promise<void> => {
    const ids = [...known.keys()].filter((id) => !closed.has(id));
    for (const found of await unknownOpenTargets(deps.pool, ids)) {
      unknown.delete(`${found.accountId} ${found.mailingId}`);
      await write(found);
      keep(found);
    }
    for (const [id, mailing] of known) if (mailing.closesAt <= now()) closed.add(id);
  };
  let readOnce: Promise<void> | undefined;
  const refresh = async () => {
    await (readOnce ??= readDisk());
    await askDatabase();
  };
  let loop: Promise<void> | undefined;

  return {
    get(accountId, mailingId) {
      const mailing = known.get(mailingId);
      return mailing?.accountId === accountId ? mailing : undefined;
    },
    async load(accountId, mailingId) {
      const key = `${accountId} ${mailingId}`;
      if ((unknown.get(key) ?? 0) > now()) return undefined;
      let wanted = loading.get(key);
      if (!wanted) {
        wanted = find(accountId, mailingId).catch((error: unknown) => {
          if (!isDatabaseAway(error))
            deps.log.error({ err: error }, "link targets could not be read");
          return null;
        });
        loading.set(key, wanted);
        void wanted.then(() => loading.delete(key));
      }
      const found = await wanted;
      return found === null || found?.accountId === accountId ? found : undefined;
    },
    refresh,
    start() {
      loop ??= (async () => {
        while (!abort.signal.aborted) {
          await refresh().catch((error: unknown) => {
            if (!isDatabaseAway(error))
              deps.log.error({ err: error }, "link targets could not be read");
          });
          await pause(POLL_MS, abort.signal);
        }
      })();
    },
    async stop() {
      abort.abort();
      await loop;
    },
  };
}
