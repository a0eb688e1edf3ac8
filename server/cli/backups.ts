import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import {
  backUp,
  endOwnRun,
  listBackups,
  loadBackup,
  openBackup,
  readSecret,
  testRestore,
  verifyBackup,
  type BackupDeps,
} from "../backups/index.ts";
import { ConfigError, readConfig, type Config } from "../config.ts";
import {
  journalFolder,
  lockForReplay,
  openJournal,
  prepareRestored,
  type Replay,
  type ReplayDeps,
} from "../journal/index.ts";
import {
  AppError,
  createKeys,
  secretChecks,
  createLogger,
  openDatabase,
  systemClock,
} from "../platform/index.ts";
import { eraseDataSubject, personalDataMap } from "../privacy/index.ts";
import { connectDatabase, openInstallation, type Installation } from "./open-installation.ts";

const BY = "Kommandozeile / command line";
const USAGE = `Usage: npm start -- backup                       make one now
       npm start -- backup list                  what there is
       npm start -- backup verify [name]         read one to its end and compare every hash
       npm start -- backup test [name]           restore one beside the database, compare, remove it
       npm start -- restore <folder> [--journal folder]   into an empty database
       npm start -- restore --replay             apply the erasure journal again
Options: --key <file>   the key file, where it is not BACKUP_KEY_FILE
         --to <folder>  where backups lie, where it is not BACKUP_DIR
See docs/operate/backups.md.
`;
const OPTIONS = {
  key: { type: "string" },
  to: { type: "string" },
  journal: { type: "string", multiple: true },
  replay: { type: "boolean" },
} as const;

interface Chosen {
  key?: string | undefined;
  to?: string | undefined;
  journal?: string[] | undefined;
}

const say = (text: string): void => void process.stdout.write(`${text}\n`);

/** Makes, lists, verifies and tries backups. */
export async function backup(args: string[]): Promise<void> {
  const { values, positionals } = parseArgs({ args, allowPositionals: true, options: OPTIONS });
  const [action = "make", name] = positionals;
  const config = readConfig();
  const folder = values.to === undefined ? config.backupDir : resolve(values.to);
  if (action === "list") {
    const found = listBackups(folder);
    for (const each of found)
      say(`${each.name}  ${megabytes(each.bytes)}  ${each.rows} rows  schema ${each.schema}`);
    return say(found.length === 0 ? `There is no backup in ${folder}.` : `in ${folder}`);
  }
  if (action === "verify") {
    const newest = name ?? listBackups(folder)[0]?.name;
    if (newest === undefined) throw new AppError("backup_not_found", 404, "There is no backup.");
    const opened = await openBackup(join(folder, newest), secretOf(config, values));
    const { tables, rows } = await verifyBackup(opened);
    return say(`${newest} is whole: ${tables} tables, ${rows} rows.`);
  }
  if (action !== "make" && action !== "test") {
    process.stderr.write(USAGE);
    process.exitCode = 2;
    return;
  }
  const installation = await openInstallation(config, createLogger("warn"));
  try {
    const deps = backupDeps(config, installation, values);
    if (action === "test") {
      const { name: tried, totalRows } = await testRestore(deps, BY, name);
      return say(`${tried} was restored beside the database and compared: ${totalRows} rows.`);
    }
    const made = await backUp(deps, BY);
    say(`${made.name} in ${deps.backupDir}: ${made.totalRows} rows, ${megabytes(made.bytes)}.`);
    if (deps.passphrase === null)
      say(
        `Its key is ${deps.keyFile}. Keep a copy of it and of SECRET_KEY elsewhere: a backup holds neither.`,
      );
  } finally {
    await installation.close();
  }
}

/** Restores a backup into an empty database, locked for sending until the journal was replayed (RET-11). */
export async function restore(args: string[]): Promise<void> {
  const { values, positionals } = parseArgs({ args, allowPositionals: true, options: OPTIONS });
  const config = readConfig();
  const [folder] = positionals;
  if ((folder === undefined) === (values.replay !== true)) {
    process.stderr.write(USAGE);
    process.exitCode = 2;
    return;
  }
  if (folder !== undefined) await load(config, resolve(folder), values);
  const installation = await openInstallation(config, createLogger("warn"));
  try {
    const deps = replayDeps(config, installation, values);
    // The journal lies beside the backups, wherever these were copied to.
    const beside = folder === undefined ? [] : [journalFolder(resolve(folder, ".."))];
    const given = (values.journal ?? []).map((each) => resolve(each));
    deps.folders = [...new Set([...deps.folders, ...beside, ...given])];
    report(await openJournal(deps));
  } finally {
    await installation.close();
  }
}

async function load(config: Config, folder: string, values: Chosen): Promise<void> {
  const opened = await openBackup(folder, secretOf(config, values));
  const own = secretChecks(createKeys(config.secretKeys));
  const { secretCheck, newerSecretChecks = [] } = opened.manifest;
  // Newer secrets than the backup's may stand in front.
  const wanted = [...newerSecretChecks, secretCheck];
  if (wanted.some((check, at) => own[own.length - wanted.length + at] !== check))
    throw new ConfigError([
      "SECRET_KEY: this is not the key the backup's data were written with, or not all of them. Links in sent mails, proofs and the erasure journal cannot be read with another one. Put the original into the environment, or into secret.key of the new DATA_DIR, and start again.",
    ]);
  const log = createLogger("warn");
  const server = await connectDatabase(config, log);
  try {
    say(`${opened.manifest.name}: ${opened.manifest.rows} rows of ${opened.manifest.madeAt}`);
    await loadBackup(server.owner, opened, log, (table, rows) => {
      if (rows > 0) say(`  ${table}: ${rows}`);
    });
    // Before anybody else can open this database: nothing may be sent from it.
    const db = openDatabase({ connection: server.owner, poolSize: 2 });
    try {
      await prepareRestored({ db });
      await endOwnRun(db, opened.manifest);
      await lockForReplay(
        { db, clock: systemClock },
        {
          backup: opened.manifest.name,
          backupAt: new Date(opened.manifest.madeAt),
          fromNo: opened.manifest.journalNo,
        },
      );
    } finally {
      await db.close();
    }
  } finally {
    await server.stop();
  }
}

function report(done: Replay | null): void {
  if (done === null) return say("There was nothing to replay.");
  const counts = Object.entries(done.counts).map(([kind, count]) => `${count} ${kind}`);
  say(`Replayed from the erasure journal: ${counts.join(", ") || "nothing"}.`);
  for (const missing of done.missing)
    say(
      missing.what === "no_journal"
        ? "MISSING  There is no journal. Give its folder with --journal, or say with --reason why sending may go on."
        : missing.what === "entries"
          ? `MISSING  Entries ${missing.from} to ${missing.to}.`
          : missing.what === "damaged"
            ? `MISSING  ${missing.lines} lines cannot be read.`
            : `MISSING  What happened from ${missing.from || "the backup"} to ${missing.to}.`,
    );
  say(
    "Sending is locked. Look around, then: npm start -- sending resume --confirm" +
      (done.missing.length > 0 ? ' --reason "…"' : ""),
  );
}

const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(1)} MB`;

function secretOf(config: Config, values: Chosen): string {
  if (values.key !== undefined) return readFileSync(resolve(values.key), "utf8").trim();
  if (config.backupPassphrase === null && !existsSync(config.backupKeyFile))
    throw new AppError("backup_key_missing", 404, `There is no key file ${config.backupKeyFile}.`, {
      hint: "Give the key the backup was made with: --key <file>, BACKUP_KEY_FILE or BACKUP_PASSPHRASE.",
    });
  return readSecret({ keyFile: config.backupKeyFile, passphrase: config.backupPassphrase });
}

function backupDeps(config: Config, { db, keys }: Installation, values: Chosen): BackupDeps {
  const backupDir = values.to === undefined ? config.backupDir : resolve(values.to);
  return {
    db,
    keys,
    clock: systemClock,
    log: createLogger("warn"),
    dataDir: config.dataDir,
    backupDir,
    keyFile: values.key === undefined ? config.backupKeyFile : resolve(values.key),
    passphrase: values.key === undefined ? config.backupPassphrase : null,
    folders: [journalFolder(config.dataDir), journalFolder(backupDir)],
  };
}

function replayDeps(config: Config, installation: Installation, values: Chosen): ReplayDeps {
  const deps = backupDeps(config, installation, values);
  const { db, clock, log, keys } = deps;
  return {
    ...deps,
    eraseSubject: eraseDataSubject({ db, clock, log, map: personalDataMap({ keys, clock }) }),
  };
}
