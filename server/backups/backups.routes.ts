import { Type } from "typebox";
import {
  BackupSettingsInput,
  BackupsView,
  type BackupRunView,
  type BackupsPage,
} from "../../contract/backups.ts";
import { audit, isAdministrator, listAccountIds } from "../accounts/index.ts";
import { newestRestore } from "../delivery/index.ts";
import { journalStates } from "../journal/index.ts";
import { existsSync } from "node:fs";
import {
  AppError,
  conflict,
  enqueueJob,
  route,
  signedIn,
  type Actor,
  type Principal,
  type RouteSpec,
} from "../platform/index.ts";
import {
  findSettings,
  newestRun,
  runningRuns,
  saveSettings,
  type BackupRun,
} from "./backups.store.ts";
import { isSameDisk } from "./backup-place.ts";
import { BACKUP_JOB, TEST_JOB } from "./backups.jobs.ts";
import { listBackups } from "./read-backup.ts";
import { roomForBackup, nightsAround, TEST_EVERY_DAYS, type BackupDeps } from "./run-backups.ts";

interface BackupRouteDeps extends BackupDeps {
  /** Where SECRET_KEY lies with the embedded database; null: it is given by the environment. */
  secretKeyFile: string | null;
}

const tag = "Backups";
const DAY_MS = 86_400_000;
const Begun = Type.Object({ begun: Type.Boolean() });

/** Backups of the installation; administrators only. */
export function backupRoutes(deps: BackupRouteDeps): RouteSpec[] {
  const { db, clock } = deps;
  const start = (path: string, kind: string, action: string, summary: string): RouteSpec =>
    route({
      method: "POST",
      path,
      permission: signedIn,
      tag,
      summary,
      response: Begun,
      status: 202,
      async handle({ principal }) {
        const actor = await administrator(deps, principal);
        if (kind === TEST_JOB && listBackups(deps.backupDir).length === 0)
          throw conflict("backup_missing", "There is no backup to restore yet.", {
            hint: "Make one first.",
          });
        await db.worker((tx) =>
          enqueueJob(tx, {
            kind,
            payload: { by: actor.name },
            runAt: clock.now(),
            uniqueKey: "one",
          }),
        );
        await auditEverywhere(deps, actor, action, {});
        return { begun: true };
      },
    });
  return [
    route({
      method: "GET",
      path: "/api/v1/installation/backups",
      permission: signedIn,
      tag,
      summary:
        "Backups, their key, the last restore test and the erasure journal; administrators only.",
      response: BackupsView,
      async handle({ principal }) {
        await administrator(deps, principal);
        return showBackups(deps);
      },
    }),
    route({
      method: "PUT",
      path: "/api/v1/installation/backups/settings",
      permission: signedIn,
      tag,
      summary: "When backups are made and how long they are kept; administrators only.",
      body: BackupSettingsInput,
      response: BackupSettingsInput,
      async handle({ principal, body }) {
        const actor = await administrator(deps, principal);
        await db.instance((tx) => saveSettings(tx, body, actor.name, clock.now()));
        await auditEverywhere(deps, actor, "backups.settings_changed", { ...body });
        return body;
      },
    }),
    start(
      "/api/v1/installation/backups/run",
      BACKUP_JOB,
      "backups.started",
      "Make a backup now; administrators only.",
    ),
    start(
      "/api/v1/installation/backups/test",
      TEST_JOB,
      "backups.tested",
      "Restore the newest backup beside the database, compare, and remove it again; administrators only.",
    ),
  ];
}

async function showBackups(deps: BackupRouteDeps): Promise<BackupsPage> {
  const { db, clock } = deps;
  const now = clock.now();
  const facts = await db.instance(async (tx) => ({
    settings: await findSettings(tx),
    running: (await runningRuns(tx))[0],
    backup: await newestRun(tx, "backup"),
    test: await newestRun(tx, "restore_test"),
    restore: await newestRestore(tx),
  }));
  const states = journalStates(deps);
  const room = await roomForBackup(deps);
  const { settings, restore } = facts;
  const nextTest = facts.test
    ? new Date(facts.test.startedAt.getTime() + TEST_EVERY_DAYS * DAY_MS)
    : nightsAround(settings, now).next;
  return {
    settings,
    folder: deps.backupDir,
    isSameDisk: isSameDisk(deps),
    room: {
      freeBytes: room.free,
      neededBytes: room.needed,
      isEnough: room.free >= room.needed,
    },
    key: {
      kind: deps.passphrase === null ? "file" : "passphrase",
      file: deps.passphrase === null ? deps.keyFile : null,
      isMade: deps.passphrase !== null || existsSync(deps.keyFile),
    },
    secretKeyFile: deps.secretKeyFile,
    backups: listBackups(deps.backupDir).map(({ name, madeAt, rows, bytes }) => ({
      name,
      madeAt: madeAt.toISOString(),
      rows,
      bytes,
    })),
    running: present(facts.running),
    lastBackup: present(facts.backup),
    lastTest: present(facts.test),
    nextAt: settings.nightly ? nightsAround(settings, now).next.toISOString() : null,
    nextTestAt: settings.nightly ? nextTest.toISOString() : null,
    journal: {
      completeUntil: states.map(({ completeUntil }) => completeUntil).toSorted()[0] ?? null,
      copies: states.length,
    },
    restore: restore
      ? {
          restoredAt: restore.restoredAt.toISOString(),
          backup: restore.backup,
          state: restore.state,
          counts: restore.counts,
          missing: restore.missing as NonNullable<BackupsPage["restore"]>["missing"],
          confirmedBy: restore.confirmedBy,
          reason: restore.reason,
        }
      : null,
  };
}

function present(run: BackupRun | undefined): BackupRunView | null {
  if (run === undefined) return null;
  return {
    id: run.publicId,
    kind: run.kind,
    state: run.state,
    name: run.name,
    startedBy: run.startedBy,
    startedAt: run.startedAt.toISOString(),
    finishedAt: run.finishedAt?.toISOString() ?? null,
    tables: run.tables,
    tablesDone: run.tablesDone,
    rows: run.totalRows,
    bytes: run.bytes,
    error: run.error,
  };
}

async function administrator({ db }: BackupDeps, principal: Principal): Promise<Actor> {
  const { operatorId } = principal;
  if (operatorId === undefined || !(await isAdministrator(db, operatorId)))
    throw new AppError("administrator_needed", 403, "Only an administrator does this.", {
      hint: "Ask the person who runs this installation.",
    });
  return { kind: "operator", operatorId, name: principal.name, roles: [], permissions: new Set() };
}

/** What concerns the whole installation stands in the log of each account. */
async function auditEverywhere(
  { db }: BackupDeps,
  actor: Actor,
  action: string,
  detail: Record<string, unknown>,
): Promise<void> {
  for (const accountId of await listAccountIds(db))
    await db.account(accountId, (tx) =>
      audit(tx, accountId, actor, action, { detail: { ...detail, installation: true } }),
    );
}
