import { randomBytes } from "node:crypto";
import { createReadStream, createWriteStream } from "node:fs";
import { readFile, rename, rm, stat } from "node:fs/promises";
import { basename } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { parseArgs } from "node:util";
import { Type, type Static } from "typebox";
import { Value } from "typebox/value";
import {
  FormatChangeSchema,
  ImportOptionsSchema,
  MappingSchema,
  type ImportView,
} from "../../contract/imports.ts";
import {
  cancelImport,
  importCsv,
  pageOfImports,
  readImport,
  readRejected,
  startRun,
  startUndo,
  viewImport,
  type ImportDeps,
} from "../imports/index.ts";
import { AppError } from "../platform/index.ts";
import { tellCounts } from "./send-words.ts";
import { COMMAND_LINE, withAccount } from "./with-account.ts";

const USAGE = `Usage: npm start -- imports list --account acc_…
       npm start -- imports check file.csv --account acc_… [--decisions decisions.json]
       npm start -- imports add file.csv --account acc_… [--decisions decisions.json]
       npm start -- imports show imp_… --account acc_…
       npm start -- imports run imp_… --account acc_…
       npm start -- imports cancel imp_… --account acc_…
       npm start -- imports undo imp_… --account acc_…
       npm start -- imports errors imp_… --account acc_… --to rejected.csv

check reads the whole file and changes nothing; add imports it. decisions.json says what the headings do not:
{"options": {…}, "mapping": […], "format": {…}} as in the API; see docs/operate/imports.md. run goes on with an import that
was stopped; run and undo are done while serve or work run.
`;

/** What is decided for a file, as the API takes it. */
const DecisionsSchema = Type.Object(
  {
    options: Type.Optional(ImportOptionsSchema),
    mapping: Type.Optional(MappingSchema),
    format: Type.Optional(FormatChangeSchema),
  },
  { additionalProperties: false },
);
export type Decisions = Static<typeof DecisionsSchema>;

const ACTS = { run: startRun, cancel: cancelImport, undo: startUndo } as const;
type Act = keyof typeof ACTS;
const isAct = (action: string): action is Act => Object.hasOwn(ACTS, action);

/** Contacts from files in one account: what was imported, importing, stopping, undoing, the rejected lines. */
export async function imports(args: string[]): Promise<void> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      account: { type: "string" },
      decisions: { type: "string" },
      to: { type: "string" },
    },
  });
  const [action = "list", what] = positionals;
  const onFile = action === "add" || action === "check";
  const onImport = isAct(action) || action === "show" || (action === "errors" && values.to);
  const known = action === "list" || ((onFile || onImport) && what !== undefined);
  if (!known || values.account === undefined) {
    process.stderr.write(USAGE);
    process.exitCode = 2;
    return;
  }
  await withAccount(values.account, async ({ deps: { mailings, compliance } }, accountId) => {
    const deps = { ...mailings, compliance };
    const lines =
      action === "list"
        ? await listImports(deps, accountId)
        : onFile
          ? await importFile(deps, accountId, what!, {
              decisions: await readDecisions(values.decisions),
              checkOnly: action === "check",
            })
          : action === "errors"
            ? await writeRejected(deps, accountId, what!, values.to!)
            : await actOnImport(deps, accountId, isAct(action) ? action : "show", what!);
    process.stdout.write(`${lines.join("\n")}\n`);
  });
}

/** One line for each of the latest fifty imports. */
export async function listImports(deps: ImportDeps, accountId: number): Promise<string[]> {
  const { items } = await pageOfImports(deps, accountId, {});
  return items.length === 0 ? ["Nothing was imported into this account."] : items.map(lineOf);
}

/** Imports a file, or only checks it; gives what to say. Throws AppError with everything that is missing or wrong. */
export async function importFile(
  deps: ImportDeps,
  accountId: number,
  path: string,
  { decisions, checkOnly }: { decisions: Decisions; checkOnly: boolean },
): Promise<string[]> {
  const lines: string[] = [];
  const { importId, counts } = await importCsv(deps, accountId, {
    stream: createReadStream(path),
    fileName: basename(path),
    ...decisions,
    options: decisions.options ?? {},
    checkOnly,
    actor: COMMAND_LINE,
  });
  tellCounts(counts, checkOnly, { write: (line) => void lines.push(line) });
  if (!checkOnly) lines.push(`Imported as ${importId}; it can be undone for 30 days.`);
  return lines;
}

/** Shows one import, goes on with it, stops it or takes it back; gives what to say. Throws AppError of the use cases. */
export async function actOnImport(
  deps: ImportDeps,
  accountId: number,
  action: Act | "show",
  publicId: string,
): Promise<string[]> {
  const found =
    action === "show"
      ? await readImport(deps, accountId, publicId)
      : await ACTS[action](deps, accountId, publicId, COMMAND_LINE);
  return tell(await viewImport(deps, accountId, found));
}

/** Writes the rejected lines with their reasons to a new file only its owner reads, in place of one that is there. Throws 404. */
export async function writeRejected(
  deps: ImportDeps,
  accountId: number,
  publicId: string,
  path: string,
): Promise<string[]> {
  const pieces = await readRejected(deps, accountId, publicId, COMMAND_LINE);
  const to = { mode: 0o600 };
  const said = [`The rejected lines are in ${path}.`];
  const there = await stat(path).catch(() => undefined);
  if (there && !there.isFile()) {
    // A pipe or a terminal is no file that could be replaced.
    await pipeline(Readable.from(pieces), createWriteStream(path, to));
    return said;
  }
  // Written beside it and renamed: a file that is there already would keep the rights it has.
  const partial = `${path}.${randomBytes(6).toString("hex")}.partial`;
  try {
    await pipeline(
      Readable.from(pieces),
      createWriteStream(partial, { ...to, flags: "wx", flush: true }),
    );
    await rename(partial, path);
  } catch (error) {
    await rm(partial, { force: true });
    throw error;
  }
  return said;
}

/** Decisions out of a JSON file; none without one. Throws 400 `decisions_wrong` with the place that is wrong. */
export async function readDecisions(path: string | undefined): Promise<Decisions> {
  if (path === undefined) return {};
  const wrong = (message: string): AppError =>
    new AppError("decisions_wrong", 400, `${path}: ${message}`);
  let read: unknown;
  try {
    read = JSON.parse(await readFile(path, "utf8"));
  } catch (error) {
    throw wrong(error instanceof Error ? error.message : String(error));
  }
  if (Value.Check(DecisionsSchema, read)) return read;
  const [error] = Value.Errors(DecisionsSchema, read);
  throw wrong(`${error?.instancePath || "the whole"}: ${error?.message ?? "not as in the API"}`);
}

function lineOf(one: ImportView): string {
  const { rows, created, updated, rejected } = one.result ?? one.check ?? {};
  return [
    one.id,
    one.createdAt.slice(0, 16),
    one.state.padEnd(9),
    ...(rows === undefined
      ? []
      : [`${rows} rows, ${created} new, ${updated} changed, ${rejected} rejected`]),
    one.name,
  ].join("  ");
}

function tell(one: ImportView): string[] {
  const lines = [lineOf(one)];
  if (one.state === "checking" || one.state === "running" || one.state === "undoing")
    lines.push(`  ${Math.floor(one.progress.share * 100)} %, ${one.progress.rows} rows`);
  if (one.error) lines.push(`  STOPPED  ${one.error.label.en}`);
  for (const problem of one.problems) lines.push(`  MISSING  ${problem.label.en}`);
  const counts = one.result ?? one.check;
  if (counts)
    tellCounts(counts, one.result === null, { write: (line) => void lines.push(`  ${line}`) });
  if (one.undo)
    lines.push(
      `  Undone: ${one.undo.contactsRemoved} contacts removed, ${one.undo.contactsRestored} restored, ${one.undo.consentsTakenBack} consents taken back, ${one.undo.kept} kept because they changed since`,
    );
  if (one.noticeDueOn !== null)
    lines.push(`  The people must be informed until ${one.noticeDueOn} (Art. 14 GDPR).`);
  return lines;
}
