import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { guardDefaults, type AlertView, type SecondPersonView } from "../../contract/guards.ts";
import type { ExportView } from "../../contract/exports.ts";
import { testAccount } from "../../test/support/account.ts";
import { signedInAs } from "../../test/support/callers.ts";
import { testDatabase, type TestDatabase } from "../../test/support/database.ts";
import { testServer, type TestHttp } from "../../test/support/http.ts";
import { openZip } from "../../test/support/open-zip.ts";
import type { SystemMail } from "../accounts/index.ts";
import {
  approveWordingVersion,
  currentWording,
  installDefaultWordings,
  listWordingVersions,
  recordEntries,
} from "../consent/index.ts";
import {
  guardPeriodic,
  guardRoutes,
  heldGuards,
  saveGuards,
  type GuardDeps,
} from "../guards/index.ts";
import {
  createJobRunner,
  createKeys,
  createLogger,
  manualClock,
  one,
  rows,
  sql,
  type RouteSpec,
} from "../platform/index.ts";
import { exportJobs, exportRoutes, heldExports, type ExportDeps } from "./index.ts";

let base: TestDatabase;
let accountId = 0;
let listId = 0;
let list = "";
let foreignList = "";
let folder = "";
let routes: RouteSpec[];
let guards: GuardDeps;
let work: () => Promise<void>;
let auditor: TestHttp;
let officer: TestHttp;
let marketer: TestHttp;
const opened: TestHttp[] = [];
const mails: SystemMail[] = [];
// The audit log, by which alerts and second persons count, goes by the clock of the database.
const clock = manualClock(new Date());
const keys = createKeys(randomBytes(32));
const log = createLogger("silent");
const root = join(import.meta.dirname, "../..");
const REASON = "Prüfung der Aufsicht";

before(async () => {
  base = await testDatabase();
  const { db } = base;
  folder = mkdtempSync(join(tmpdir(), "klarpost-evidence-"));
  ({ accountId } = await testAccount(db));
  const nobody = { confirmed: async () => ({}), ended: async () => undefined };
  guards = {
    db,
    clock,
    keys,
    log,
    publicUrl: "http://127.0.0.1:8025",
    sendSystemMail: async (_tx, mail) => {
      mails.push(mail);
      return { via: "mailbox" };
    },
    acts: {
      export: heldExports({ clock }),
      evidence: heldExports({ clock }),
      release: nobody,
      lift: nobody,
      guards: heldGuards({ clock, keys }),
    },
    wrongRecipients: async () => 0,
  };
  const deps: ExportDeps = {
    db,
    clock,
    keys,
    log,
    guards,
    conditionOf: () => assert.fail("no contacts are asked for here"),
    personsForFile: () => assert.fail("no report is asked for here"),
  };
  routes = [...exportRoutes(deps), ...guardRoutes(guards)];
  const runner = createJobRunner({ db, clock, log, handlers: exportJobs(deps) });
  work = () => runner.drain();
  const listOf = (id: number) =>
    db.account(id, (tx) =>
      one<{ id: number; publicId: string }>(
        tx,
        sql`insert into lists (account_id, name) values (${id}, 'Marktblick') returning id, public_id`,
      ),
    );
  ({ id: listId, publicId: list } = await listOf(accountId));
  foreignList = (await listOf((await testAccount(db, { name: "Andere" })).accountId)).publicId;
  await db.account(accountId, async (tx) => {
    if ((await listWordingVersions(tx)).length === 0)
      await installDefaultWordings(tx, deps, accountId);
    for (const version of await listWordingVersions(tx))
      if (version.purpose === "newsletter")
        await approveWordingVersion(tx, deps, version.publicId, null);
  });
  await declare("anna@example.org", "bert@example.org", "carla@example.org");
  auditor = await openAs(["auditor"], ["consents.read", "account.read"]);
  officer = await openAs(
    ["dpo"],
    ["consents.read", "account.read", "audit.read", "privacy.manage"],
  );
  marketer = await openAs(["marketer"], ["contacts.export", "account.read"]);
});
after(async () => {
  rmSync(folder, { recursive: true, force: true });
  for (const http of opened) await http.close();
  await base.close();
});

async function openAs(roles: string[], permissions: string[]): Promise<TestHttp> {
  const { operatorId } = await signedInAs(base.db, { accountId, accountPublicId: "" }, roles);
  const http = await testServer({
    db: base.db,
    routes,
    as: { accountId, operatorId, permissions },
  });
  opened.push(http);
  return http;
}

async function declare(...emails: string[]): Promise<void> {
  await base.db.account(accountId, async (tx) => {
    const wording = (await currentWording(tx, "newsletter", "de"))!;
    await recordEntries(
      tx,
      { keys, clock },
      accountId,
      emails.flatMap((email) => {
        const entry = {
          subject: { emailNormalised: email },
          purpose: "newsletter" as const,
          listId,
        };
        const payload = { channel: "double_opt_in" as const, shownText: "Ja, gern." };
        return [
          {
            ...entry,
            kind: "consent_granted" as const,
            wordingVersionId: wording.id,
            payload,
          },
          { ...entry, kind: "unsubscribed" as const, payload: {} },
        ];
      }),
    );
  });
}

const PATH = "/api/v1/evidence-exports";
const ask = (by: TestHttp, body: object = {}) =>
  by.call("POST", PATH, { body: { list, reason: REASON, ...body } });
const look = async (by: TestHttp, { id }: ExportView): Promise<ExportView> =>
  (await by.call("GET", `${PATH}/${id}`)).body;
const verify = (text: Buffer) => {
  const file = join(folder, `${randomBytes(4).toString("hex")}.jsonl`);
  writeFileSync(file, text);
  return spawnSync(process.execPath, ["scripts/verify-proof.mjs", file], { cwd: root }).status;
};
async function fetched(by: TestHttp, view: ExportView): Promise<{ zip: Buffer; text: Buffer }> {
  const answer = await by.app.inject({
    method: "GET",
    url: `${PATH}/${view.id}/file`,
    headers: { "x-klarpost": "1" },
  });
  assert.equal(answer.statusCode, 200);
  const { password } = (await by.call("GET", `${PATH}/${view.id}/password`)).body;
  return { zip: answer.rawPayload, text: openZip(answer.rawPayload, password) };
}

test("ORG-05 CON-24: evidence leaves as a ZIP with a password, byte for byte, also for an auditor, who exports no contacts", async () => {
  const at = clock.now();
  const { status, body: view } = await ask(auditor);
  assert.deepEqual([status, view.state, view.what, view.total], [202, "waiting", "evidence", 3]);
  clock.advance(5);
  await declare("dora@example.org");
  await work();
  const done = await look(auditor, view);
  assert.deepEqual([done.state, done.written, done.format], ["done", 3, "jsonl"]);
  const { zip, text } = await fetched(auditor, view);
  assert.equal(zip.indexOf("example.org"), -1);
  assert.equal(verify(text), 0);
  assert.equal(verify(Buffer.concat([text, Buffer.from("{}\n")])), 1);
  const lines = text.toString("utf8").trim().split("\n");
  const header = JSON.parse(lines[0]!);
  assert.deepEqual(
    [header.reason, header.list.id, header.to],
    [REASON, list, new Date(at.getTime() + 1).toISOString()],
  );
  assert.equal(lines.filter((line) => line.startsWith('{"type":"entry"')).length, 6);
  assert.match(text.toString("utf8"), /anna@example\.org/);
  assert.doesNotMatch(text.toString("utf8"), /dora@/, "nobody was counted who came in later");
  // No line can carry the mark that rows of other files carry, so the ZIP does.
  assert.ok(zip.includes(`Vertraulich · ${view.id} · Test Operator`));
  assert.ok(zip.includes(`nachweise-${at.toISOString().slice(0, 10)}.jsonl`));

  const noted = await base.db.account(accountId, (tx) =>
    rows<{ action: string; detail: Record<string, unknown> }>(
      tx,
      sql`select action, detail from audit_entries where object_id = ${view.id} order by id`,
    ),
  );
  assert.deepEqual(
    noted.map(({ action }) => action),
    ["contacts.export_started", "contacts.export_downloaded", "contacts.export_password_shown"],
  );
  assert.deepEqual(
    [noted[0]!.detail["what"], noted[0]!.detail["people"], noted[0]!.detail["reason"]],
    ["evidence", 3, REASON],
  );
  clock.advance(86_400_000);
  assert.equal((await auditor.call("GET", `${PATH}/${view.id}/file`)).status, 410);
  await work();
  assert.equal((await look(auditor, view)).state, "expired");
});

test("ORG-03 CON-24: evidence is there for whoever reads proofs and for nobody else, its password for who asked", async () => {
  const { body: view } = await ask(auditor);
  await work();
  const refused = await ask(marketer);
  assert.deepEqual([refused.status, refused.body.code], [403, "permission_missing"]);
  for (const path of ["", "/file", "/password"]) {
    assert.equal((await marketer.call("GET", `${PATH}/${view.id}${path}`)).status, 403);
    const other = `/api/v1/contact-exports/${view.id}${path}`;
    assert.equal((await marketer.call("GET", other)).status, 404);
  }
  const stop = `/api/v1/contact-exports/${view.id}/cancel`;
  assert.equal((await marketer.call("POST", stop)).status, 404);
  assert.deepEqual((await marketer.call("GET", "/api/v1/contact-exports")).body.items, []);
  assert.equal((await look(officer, view)).mine, false);
  assert.equal((await officer.call("GET", `${PATH}/${view.id}/password`)).status, 404);
  const asContacts = { format: "jsonl", what: "evidence", reason: REASON };
  assert.equal(
    (await marketer.call("POST", "/api/v1/contact-exports", { body: asContacts })).status,
    400,
  );
});

test("CON-24 ORG-08: a list of another account is not there, a reason is asked for, and an empty time can be shown", async () => {
  const foreign = await ask(auditor, { list: foreignList });
  const missing = await ask(auditor, { list: `lst_${"0".repeat(32)}` });
  assert.deepEqual([foreign.status, foreign.body.code], [404, missing.body.code]);
  assert.equal((await ask(auditor, { reason: "kurz" })).status, 400);
  const { body: none } = await ask(auditor, { to: "2020-01-01T00:00:00Z" });
  await work();
  const { text } = await fetched(auditor, none);
  assert.deepEqual([none.total, text.toString("utf8").trim().split("\n").length], [0, 2]);
  assert.equal(verify(text), 0);
});

test("ORG-05 ORG-12: evidence of many people waits for a second person who reads proofs, and is told of", async () => {
  clock.set(new Date());
  // What somebody took in a day counts together, so somebody asks who took nothing yet.
  const asker = await openAs(["auditor"], ["consents.read", "account.read"]);
  const limits = { ...guardDefaults.limits, large_export: 4, many_exports: 2 };
  const tighten = (exportFrom: number) =>
    base.db.account(accountId, (tx) =>
      saveGuards(
        tx,
        accountId,
        { ...guardDefaults, exportFrom, limits },
        { name: "Test", at: clock.now() },
      ),
    );
  await tighten(5);
  mails.length = 0;
  assert.equal((await ask(asker)).body.state, "waiting", "4 people are below the number");
  await tighten(8);
  const { body: held } = await ask(asker);
  assert.equal(held.state, "held");
  await work();
  assert.equal((await look(asker, held)).state, "held");
  assert.match(
    mails.map(({ paragraphs }) => paragraphs.join(" ")).join(" "),
    /die Einwilligungsnachweise von 4 Personen exportieren.*Prüfung der Aufsicht/s,
  );
  const open = async (by: TestHttp): Promise<SecondPersonView[]> =>
    (await by.call("GET", "/api/v1/second-person?state=open")).body.items;
  assert.deepEqual(await open(marketer), []);
  const [request] = await open(officer);
  assert.deepEqual(
    [request!.kind, request!.of, request!.people, request!.mayDecide],
    ["evidence", "evidence", 4, true],
  );
  const path = `/api/v1/second-person/evidence/${request!.id}/confirm`;
  assert.equal((await marketer.call("POST", path)).status, 403);
  const asExport = path.replace("/evidence/", "/exports/");
  assert.equal((await marketer.call("POST", asExport)).status, 404);
  assert.equal((await asker.call("POST", path)).body.code, "second_person_is_first");
  assert.equal((await officer.call("POST", path)).status, 204);
  await work();
  assert.equal((await look(asker, held)).state, "done");
  assert.equal(verify((await fetched(asker, held)).text), 0);

  await guardPeriodic(guards)[0]!.run(new AbortController().signal);
  const alerts: AlertView[] = (await officer.call("GET", "/api/v1/alerts")).body.items;
  const kinds = alerts.map(({ kind, counted }) => `${kind} ${counted}`);
  assert.ok(kinds.includes("large_export 4"), kinds.join());
  assert.ok(kinds.includes("many_exports 2"), kinds.join());
});
