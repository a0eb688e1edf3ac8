import assert from "node:assert/strict";
import { createHash, randomBytes } from "node:crypto";
import { after, before, test } from "node:test";
import * as XLSX from "@e965/xlsx";
import { testAccount } from "../../test/support/account.ts";
import { testDatabase, type TestDatabase } from "../../test/support/database.ts";
import { signedInAs } from "../../test/support/callers.ts";
import { openZip } from "../../test/support/open-zip.ts";
import { quietAsking } from "../../test/support/quiet-asking.ts";
import { testServer, type TestHttp } from "../../test/support/http.ts";
import type { ExportView } from "../../contract/exports.ts";
import {
  createJobRunner,
  createKeys,
  createLogger,
  manualClock,
  one,
  run,
  sql,
  type Database,
  type RouteSpec,
} from "../platform/index.ts";
import { insertSuppression } from "../suppression/index.ts";
import { completeExport } from "./exports.store.ts";
import { exportJobs, exportRoutes, type ExportDeps } from "./index.ts";
import { openStream, sealStream } from "./sealed-stream.ts";

const PEOPLE = 2500;
let base: TestDatabase;
let db: Database;
let http: TestHttp;
let accountId: number;
let routes: RouteSpec[];
const clock = manualClock("2026-11-21T09:00:00Z");
let work: () => Promise<void>;

before(async () => {
  base = await testDatabase();
  db = base.db;
  ({ accountId } = await testAccount(db));
  const deps: ExportDeps = {
    db,
    clock,
    keys: createKeys(randomBytes(32)),
    log: createLogger("silent"),
    guards: quietAsking(clock),
    conditionOf: async (_tx, filter) =>
      filter.stage === "customer"
        ? sql`c.account_id = app_account() and c.stage = 'customer'`
        : sql`c.account_id = app_account()`,
    personsForFile: () => assert.fail("no report is asked for here"),
  };
  await db.account(accountId, (tx) =>
    run(
      tx,
      sql`insert into contacts (account_id, email, email_normalised, address_hash, first_name, last_name, stage, origins)
          select ${accountId}, 'p' || n || '@export.example', 'p' || n || '@export.example', decode(md5(n::text), 'hex'), 'Änne',
            case when n = 7 then '=HYPERLINK("http://x")' else 'Muster; "' || n || '"' end, case when n <= 3 then 'customer' else '' end, '{"email": {"source": "Test", "at": "2026-01-01T00:00:00Z"}}'
          from generate_series(1, ${PEOPLE}) n`,
    ),
  );
  routes = exportRoutes(deps);
  http = await testServer({
    db,
    routes,
    as: { accountId, permissions: ["contacts.export", "suppression.read"] },
  });
  const runner = createJobRunner({ db, clock, log: deps.log, handlers: exportJobs(deps) });
  work = () => runner.drain();
});
after(async () => {
  await http.close();
  await base.close();
});

async function call(method: "GET" | "POST", path: string, payload?: object) {
  return http.app.inject({
    method,
    url: `/api/v1/contact-exports${path}`,
    headers: { "x-klarpost": "1" },
    ...(payload === undefined ? {} : { payload }),
  });
}

async function exported(payload: object): Promise<{ view: ExportView; bytes: Buffer }> {
  const started = await call("POST", "", {
    reason: "Prüfung durch die Revision",
    alone: "Der Mandant hat nur eine Person.",
    ...payload,
  });
  assert.equal(started.statusCode, 202, started.body);
  await work();
  const view = (await call("GET", `/${started.json<ExportView>().id}`)).json<ExportView>();
  assert.equal(view.state, "done");
  const file = await call("GET", `/${view.id}/file`);
  assert.equal(file.statusCode, 200);
  assert.equal(file.rawPayload.indexOf("export.example"), -1);
  const { password } = (await call("GET", `/${view.id}/password`)).json<{ password: string }>();
  assert.match(password, /^[a-z2-7]{4}(-[a-z2-7]{4}){5}$/);
  assert.throws(() => openZip(file.rawPayload, `${password}x`), /password/);
  return { view, bytes: openZip(file.rawPayload, password) };
}

test("everybody leaves as CSV, workbook and JSON lines, no cell can be run as a formula", async () => {
  const csv = await exported({ format: "csv" });
  assert.equal(csv.view.written, PEOPLE);
  const lines = csv.bytes.toString("utf8").split("\r\n");
  assert.equal(lines.length, PEOPLE + 2);
  assert.match(lines[0]!, /^\ufeffKontakt;E-Mail;Anrede/);
  assert.match(lines[7]!, /"'=HYPERLINK/);
  const xlsx = await exported({ format: "xlsx", locale: "en" });
  const book = XLSX.read(xlsx.bytes, { type: "buffer" });
  const table = XLSX.utils.sheet_to_json<string[]>(book.Sheets["Kontakte"]!, { header: 1 });
  assert.equal(table.length, PEOPLE + 1);
  assert.deepEqual([table[0]![1], table[7]![5]], ["E-mail", '=HYPERLINK("http://x")']);
  assert.equal((book.Sheets["Kontakte"]!["F8"] as XLSX.CellObject).f, undefined);
  const jsonl = await exported({ format: "jsonl", filter: { stage: "customer" } });
  const people = jsonl.bytes
    .toString("utf8")
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
  assert.deepEqual(people.map((person) => person.email).toSorted(), [
    "p1@export.example",
    "p2@export.example",
    "p3@export.example",
  ]);
  assert.equal(people[0].origins.email.source, "Test");
});

test("an export says who, why and how many, is stored encrypted, and gone after 24 hours", async () => {
  const { view } = await exported({ format: "csv", filter: { stage: "customer" } });
  const stored = await db.account(accountId, (tx) =>
    one<{ plain: number; files: number }>(
      tx,
      sql`select count(*) filter (where position('export.example'::bytea in f.bytes) > 0) as plain, count(*) as files from file_chunks f`,
    ),
  );
  assert.ok(stored.files > 0);
  assert.equal(stored.plain, 0);
  const audits = await db.account(accountId, (tx) =>
    one<{ actions: string[] }>(
      tx,
      sql`select array_agg(action order by id) as actions from audit_entries where object_id = ${view.id}`,
    ),
  );
  assert.deepEqual(audits.actions, [
    "contacts.export_started",
    "contacts.export_downloaded",
    "contacts.export_password_shown",
  ]);
  clock.set(new Date("2026-11-22T09:00:01Z"));
  assert.equal((await call("GET", `/${view.id}/file`)).statusCode, 410);
  await work();
  const gone = (await call("GET", `/${view.id}`)).json<ExportView>();
  assert.equal(gone.state, "expired");
  const left = await db.account(accountId, (tx) =>
    one<{ files: number }>(tx, sql`select count(*) as files from stored_files`),
  );
  assert.equal(left.files, 0);
});

test("ORG-05 UNS-24 SND-09 DSR-07: blocks and retained addresses leave the way contacts do, without restricted people", async () => {
  await db.account(accountId, async (tx) => {
    const at = clock.now();
    const block = { origin: "operator" as const, at };
    await insertSuppression(tx, accountId, {
      ...block,
      scope: "blacklist",
      emailNormalised: "p11@export.example",
      reason: "=HYPERLINK(1)",
    });
    for (const n of [12, 13])
      await insertSuppression(tx, accountId, {
        ...block,
        origin: "bounce",
        scope: "retained",
        emailNormalised: `p${n}@export.example`,
        addressHash: createHash("md5").update(String(n)).digest(),
        reason: "unknown_user",
      });
    await run(
      tx,
      sql`update contacts set restricted_at = ${at} where email_normalised = 'p13@export.example'`,
    );
  });
  const lines = (bytes: Buffer) => bytes.toString("utf8").trim().split("\r\n");
  const blocks = await exported({ format: "csv", what: "blocks" });
  assert.deepEqual([blocks.view.what, blocks.view.total, blocks.view.written], ["blocks", 2, 2]);
  const [head, first, second] = lines(blocks.bytes);
  assert.match(head!, /^Umfang;Adresse;Domain.*;Auszug$/);
  assert.match(first!, /^blacklist;p11@export\.example;.*'=HYPERLINK.*Vertraulich · exp_/);
  assert.match(second!, /^retained;p12@export\.example/);
  const one = await exported({ format: "csv", what: "blocks", scope: "blacklist", locale: "en" });
  assert.equal(lines(one.bytes).length, 2);
  const retained = await exported({
    format: "jsonl",
    what: "retained",
    retainedFor: "unknown_user",
  });
  assert.equal(retained.view.total, 1);
  const row = JSON.parse(retained.bytes.toString("utf8"));
  assert.deepEqual([row.address, row.reason], ["p12@export.example", "unknown_user"]);
  const asked = { format: "csv", reason: "Prüfung durch die Revision" };
  for (const [payload, code] of [
    [{ ...asked, what: "retained", retainedFor: "soft_paused" }, "export_empty"],
    [{ ...asked, what: "blocks", filter: { stage: "customer" } }, "filter_of_another"],
    [{ ...asked, scope: "blacklist" }, "filter_of_another"],
  ] as const)
    assert.equal((await call("POST", "", payload)).json<{ code: string }>().code, code);
  const without = await testServer({
    db,
    routes,
    as: { accountId, permissions: ["contacts.export"] },
  });
  const refused = await without.call("POST", "/api/v1/contact-exports", {
    body: { ...asked, what: "blocks" },
  });
  assert.deepEqual([refused.status, refused.body.code], [403, "permission_missing"]);
  assert.equal((await without.call("GET", "/api/v1/suppressions.csv")).status, 404);
  await without.close();
});

test("ORG-05: the list of blocks counts with what the same person took, and waits for a second person", async () => {
  const owner = await signedInAs(db, { accountId, accountPublicId: "" }, ["marketer"]);
  await signedInAs(db, { accountId, accountPublicId: "" }, ["dpo"]);
  const asks = await testServer({
    db,
    routes,
    as: {
      accountId,
      operatorId: owner.operatorId,
      permissions: ["contacts.export", "suppression.read"],
    },
  });
  await db.account(accountId, (tx) =>
    run(
      tx,
      sql`insert into suppressions (account_id, scope, email_normalised, address_hash, reason, origin, created_at)
          select ${accountId}, 'blacklist', 'b' || n || '@export.example', decode(md5('b' || n), 'hex'), 'Test', 'operator', ${clock.now()} from generate_series(1, 1000) n`,
    ),
  );
  const body = { format: "csv", reason: "Abgleich mit dem CRM", what: "blocks" };
  const { body: view } = await asks.call("POST", "/api/v1/contact-exports", { body });
  assert.equal(view.state, "held");
  await work();
  assert.equal((await call("GET", `/${view.id}`)).json<ExportView>().state, "held");
  const waiting = await db.account(accountId, (tx) =>
    one<{ act: object; people: number }>(
      tx,
      sql`select r.act, r.people from second_person_requests r where r.object_id = ${view.id}`,
    ),
  );
  assert.deepEqual(waiting, { act: { what: "blocks" }, people: view.total });
  await asks.close();
});

test("ORG-05: no more people leave than were counted when it was asked for, and what was stopped at its end leaves no file", async () => {
  const add = (from: number, to: number) =>
    db.account(accountId, (tx) =>
      run(
        tx,
        sql`update contacts set stage = 'customer' where email_normalised in (select 'p' || n || '@export.example' from generate_series(${from}::int, ${to}::int) n)`,
      ),
    );
  const ask = async () => {
    const body = {
      format: "csv",
      reason: "Prüfung durch die Revision",
      filter: { stage: "customer" },
    };
    return (await call("POST", "", body)).json<ExportView>();
  };
  const look = async ({ id }: ExportView) => (await call("GET", `/${id}`)).json<ExportView>();
  const small = await ask();
  assert.equal(small.total, 3);
  // Whoever asked for three people has more of them marked before the file is made.
  await add(4, 900);
  await work();
  assert.deepEqual([(await look(small)).state, (await look(small)).written], ["done", 3]);

  const stopped = await ask();
  const id = await db.account(accountId, (tx) =>
    one<{ id: number }>(
      tx,
      sql`select e.id from contact_exports e where e.public_id = ${stopped.id}`,
    ),
  );
  const isDone = await db.account(accountId, async (tx) => {
    await run(tx, sql`update contact_exports set state = 'cancelled' where id = ${id.id}`);
    return completeExport(tx, id.id, {
      written: 3,
      fileId: 1,
      keySealed: Buffer.alloc(1),
      sizeBytes: 1,
      finishedAt: clock.now(),
      expiresAt: clock.now(),
    });
  });
  assert.deepEqual([isDone, (await look(stopped)).state], [false, "cancelled"]);
});

test("an export without a reason, or of nobody, is refused; a sealed stream that was cut is noticed", async () => {
  assert.equal((await call("POST", "", { format: "csv", reason: "kurz" })).statusCode, 400);
  const key = randomBytes(32);
  async function* parts(list: Buffer[]) {
    yield* list;
  }
  const sealed: Buffer[] = [];
  const plain = randomBytes(700_000);
  for await (const piece of sealStream(
    key,
    parts([plain.subarray(0, 300_000), plain.subarray(300_000)]),
  ))
    sealed.push(piece);
  const open = async (list: Buffer[]) => {
    const out: Buffer[] = [];
    for await (const piece of openStream(key, parts(list))) out.push(piece);
    return Buffer.concat(out);
  };
  assert.ok((await open(sealed)).equals(plain));
  await assert.rejects(open(sealed.slice(0, -1)));
  await assert.rejects(open([sealed[1]!, sealed[0]!, ...sealed.slice(2)]));
});
