import assert from "node:assert/strict";
import { mkdtemp, readFile, readdir, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import {
  countRows,
  doubleOptIn,
  importHarness,
  type ImportHarness,
} from "../../test/support/imports.ts";
import { AppError, rows, sql } from "../platform/index.ts";
import { actOnImport, importFile, listImports, readDecisions, writeRejected } from "./imports.ts";

let h: ImportHarness;
let folder: string;
before(async () => {
  h = await importHarness();
  folder = await mkdtemp(join(tmpdir(), "klarpost-imports-"));
});
after(async () => {
  await rm(folder, { recursive: true, force: true });
  await h.close();
});

const file = async (name: string, text: string): Promise<string> => {
  const path = join(folder, name);
  await writeFile(path, text);
  return path;
};
const refused = (code: string) => (error: unknown) =>
  error instanceof AppError && error.code === code;

test("CON-13 CON-17: the command line checks, imports, shows and undoes a file, and each act is in the log", async () => {
  const { deps, accountId } = h;
  const path = await file(
    "kunden.csv",
    "E-Mail;Vorname;Datum\nada@zeile.example;Ada;2026-05-01\nkaputt@;Bo;2026-05-01\n",
  );
  const decided = await file(
    "decisions.json",
    JSON.stringify({
      options: doubleOptIn([h.lists[0]!.publicId]),
      mapping: [
        { column: 0, field: "email" },
        { column: 1, field: "firstName" },
        { column: 2, field: "consent.date" },
      ],
    }),
  );
  const decisions = await readDecisions(decided);
  assert.deepEqual(await listImports(deps, accountId), ["Nothing was imported into this account."]);

  await assert.rejects(
    importFile(deps, accountId, path, { decisions: {}, checkOnly: false }),
    refused("import_incomplete"),
    "where the data come from is said first",
  );
  const checked = await importFile(deps, accountId, path, { decisions, checkOnly: true });
  assert.match(checked[0]!, /2 rows \(checked only\): 1 new, 0 changed, 0 known, 1 rejected/);
  assert.equal(await countRows(h, "contacts"), 0, "a check writes nobody");
  assert.equal(await countRows(h, "imports"), 0, "neither a check nor what was refused stays");

  const done = await importFile(deps, accountId, path, { decisions, checkOnly: false });
  const id = /imp_\w+/.exec(done.at(-1)!)![0];
  assert.equal(await countRows(h, "contacts"), 1);
  assert.match((await listImports(deps, accountId))[0]!, new RegExp(`^${id}.*done.*kunden\\.csv$`));
  assert.match(
    (await actOnImport(deps, accountId, "show", id)).join("\n"),
    /1 consents with complete/,
  );
  const target = join(folder, "rejected.csv");
  // ORG-05: a file everybody may read is replaced, not filled.
  await writeFile(target, "alt", { mode: 0o644 });
  await writeRejected(deps, accountId, id, target);
  assert.match(await readFile(target, "utf8"), /kaputt@/);
  assert.equal((await stat(target)).mode & 0o777, 0o600);
  assert.ok((await readdir(folder)).every((name) => !name.endsWith(".partial")));

  await actOnImport(deps, accountId, "undo", id);
  await h.work();
  assert.match(
    (await actOnImport(deps, accountId, "show", id)).join("\n"),
    /Undone: 1 contacts removed/,
  );
  assert.equal(await countRows(h, "contacts"), 0);
  const logged = await h.base.db.account(accountId, (tx) =>
    rows<{ action: string }>(
      tx,
      sql`select distinct l.action from audit_entries l where l.account_id = app_account() and l.actor_name like 'Kommandozeile%'`,
    ),
  );
  const acts = new Set(logged.map((row) => row.action));
  for (const act of [
    "import.uploaded",
    "import.started",
    "import.errors_read",
    "import.undo_started",
  ])
    assert.ok(acts.has(act), act);
});

test("decisions that are not as in the API are refused with their place", async () => {
  const odd = await file("odd.json", JSON.stringify({ options: { existing: "maybe" } }));
  await assert.rejects(readDecisions(odd), (error: unknown) => {
    assert.ok(refused("decisions_wrong")(error));
    assert.match((error as AppError).message, /\/options\/existing/);
    return true;
  });
  const broken = await file("broken.json", "{");
  await assert.rejects(readDecisions(broken), refused("decisions_wrong"));
});
