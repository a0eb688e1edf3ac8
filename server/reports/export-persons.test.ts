import assert from "node:assert/strict";
import { test, type TestContext } from "node:test";
import * as XLSX from "@e965/xlsx";
import { guardDefaults } from "../../contract/guards.ts";
import type { ExportView } from "../../contract/exports.ts";
import { testAccount } from "../../test/support/account.ts";
import { signedInAs } from "../../test/support/callers.ts";
import { testServer, type TestHttp } from "../../test/support/http.ts";
import { openZip } from "../../test/support/open-zip.ts";
import { quietAsking } from "../../test/support/quiet-asking.ts";
import {
  accountId,
  audits,
  clock,
  database,
  keys,
  listPublicId,
  owner,
  reportBench,
  sentMailing,
} from "../../test/support/report-samples.ts";
import {
  exportJobs,
  exportRoutes,
  MAY_HAVE_HELD,
  startExport,
  type ExportDeps,
} from "../exports/index.ts";
import { saveGuards } from "../guards/index.ts";
import {
  createJobRunner,
  createLogger,
  rows,
  sql,
  withRowSettings,
  type Actor,
} from "../platform/index.ts";
import { exportPorts } from "./index.ts";

reportBench();

const log = createLogger("silent");
const deps = (): ExportDeps => ({
  db: database.db,
  clock,
  keys,
  log,
  guards: quietAsking(clock),
  ...exportPorts({ clock }),
});
const work = (): Promise<void> =>
  createJobRunner({ db: database.db, clock, log, handlers: exportJobs(deps()) }).drain();

const BOTH = ["contacts.export", "tracking.read"];
const PATH = "/api/v1/contact-exports";

async function openAs(t: TestContext, permissions: string[], operatorId = 1): Promise<TestHttp> {
  const http = await testServer({
    db: database.db,
    routes: exportRoutes(deps()),
    as: { accountId, operatorId, permissions },
  });
  t.after(() => http.close());
  return http;
}

const ask = (by: TestHttp, persons: object | undefined, more: object = {}) =>
  by.call("POST", PATH, {
    body: {
      what: "report_persons",
      format: "csv",
      reason: "Nachfassen am Telefon",
      ...(persons && { persons }),
      ...more,
    },
  });

/** The file of an export as its owner gets it, opened with the password. */
async function fetched(
  by: TestHttp,
  { id }: ExportView,
): Promise<{ view: ExportView; file: Buffer }> {
  await work();
  const view: ExportView = (await by.call("GET", `${PATH}/${id}`)).body;
  assert.equal(view.state, "done");
  const { rawPayload } = await by.app.inject({
    method: "GET",
    url: `${PATH}/${id}/file`,
    headers: { "x-klarpost": "1" },
  });
  assert.equal(rawPayload.indexOf("example.org"), -1);
  const { password } = (await by.call("GET", `${PATH}/${id}/password`)).body;
  return { view, file: openZip(rawPayload, password) };
}

test("TRK-12 ORG-04 ORG-05: the list of persons leaves with both rights and a reason, as a ZIP with a password, of those who permit it then", async (t) => {
  const mailing = await sentMailing(4, 6);
  await mailing.event(0, 0);
  await mailing.event(1, 1);
  const of = { mailing: mailing.public_id };
  for (const lacking of BOTH) {
    const less = await openAs(
      t,
      BOTH.filter((permission) => permission !== lacking),
    );
    const { status, body } = await ask(less, of);
    assert.deepEqual([status, body.code], [403, "permission_missing"], lacking);
  }
  const both = await openAs(t, BOTH);
  assert.equal((await ask(both, of, { reason: "kurz" })).status, 400);

  const csv = await ask(both, { ...of, did: "clicked" });
  assert.equal(csv.status, 202, csv.text);
  const { view, file } = await fetched(both, csv.body);
  assert.deepEqual([view.what, view.total, view.written], ["report_persons", 1, 1]);
  assert.deepEqual(view.persons, { ...of, did: "clicked" });
  const [head, ...people] = file.toString("utf8").trim().split("\r\n");
  assert.match(head!, /^Person;E-Mail;.*;Auszug$/);
  assert.equal(people.length, 1);
  assert.ok(people[0]!.includes(mailing.people[1]!.email));
  assert.ok(people[0]!.endsWith(`Vertraulich · ${view.id} · Test Operator · 2026-11-21`));

  const xlsx = await ask(both, { ...of, did: "not_clicked" }, { format: "xlsx", locale: "en" });
  const book = XLSX.read((await fetched(both, xlsx.body)).file, { type: "buffer" });
  const table = XLSX.utils.sheet_to_json<string[]>(book.Sheets["Persons"]!, { header: 1 });
  assert.equal(table.length, 1 + 3);

  const jsonl = await ask(both, of, { format: "jsonl" });
  assert.equal(jsonl.body.total, 2);
  await owner.query(
    "update profiling_permissions set state = 'withdrawn' where email_normalised = $1",
    [mailing.people[0]!.email],
  );
  const later = await fetched(both, jsonl.body);
  assert.equal(later.view.written, 1, "who withdrew before it was written is not in it");
  const record = JSON.parse(later.file.toString("utf8"));
  assert.deepEqual([record.id, record.clicks], [mailing.people[1]!.publicId, 1]);

  const noted = (await audits("contacts.export_started")).find(
    (row) => row.object_id === view.id,
  )!.detail;
  assert.deepEqual(
    [noted["what"], noted["reason"], noted["people"], noted["filter"]],
    ["report_persons", "Nachfassen am Telefon", 1, { persons: { ...of, did: "clicked" } }],
  );
});

test("TRK-12 ORG-08: only people of a mailing of the account, by one filter, and never nobody", async (t) => {
  const mailing = await sentMailing(3, 4);
  await mailing.event(0, 0);
  const both = await openAs(t, BOTH);
  const of = { mailing: mailing.public_id };
  for (const [persons, more, code] of [
    [{ ...of, did: "not_opened", link: 3 }, {}, "filter_contradicts"],
    [{ ...of, link: 3 }, {}, "export_empty"],
    [undefined, {}, "mailing_missing"],
    [of, { what: "contacts" }, "filter_of_another"],
    [of, { filter: { stage: "customer" } }, "filter_of_another"],
  ] as const)
    assert.equal((await ask(both, persons, more)).body.code, code);
  const other = (await testAccount(database.db, { name: "Fremd" })).accountId;
  const foreign = await testServer({
    db: database.db,
    routes: exportRoutes(deps()),
    as: { accountId: other, permissions: BOTH },
  });
  t.after(() => foreign.close());
  const missing = await ask(foreign, { mailing: `mlg_${"0".repeat(32)}` });
  const theirs = await ask(foreign, of);
  assert.deepEqual([theirs.status, theirs.body.code], [404, missing.body.code]);
});

test("ORG-05 ORG-03: many people of a report wait for a second person, and are there only for whoever may see persons", async (t) => {
  const mailing = await sentMailing(3, 4);
  for (const person of [0, 1, 2]) await mailing.event(person, 0);
  const place = { accountId, accountPublicId: "" };
  const asker = await signedInAs(database.db, place, ["marketer"]);
  await signedInAs(database.db, place, ["dpo"]);
  const both = await openAs(t, BOTH, asker.operatorId);
  const number = (exportFrom: number) =>
    database.db.account(accountId, (tx) =>
      saveGuards(
        tx,
        accountId,
        { ...guardDefaults, exportFrom },
        { name: "Test", at: clock.now() },
      ),
    );
  await number(3);
  const held = await ask(both, { mailing: mailing.public_id });
  await number(guardDefaults.exportFrom);
  assert.equal(held.body.state, "held");
  await work();
  const { id } = held.body as ExportView;
  assert.equal((await both.call("GET", `${PATH}/${id}`)).body.state, "held");
  const waiting = await owner.query(
    "select kind, act, people from second_person_requests where object_id = $1",
    [id],
  );
  assert.deepEqual(waiting.rows, [{ kind: "export", act: { what: "report_persons" }, people: 3 }]);

  const less = await openAs(t, ["contacts.export"]);
  const shown: ExportView[] = (await less.call("GET", PATH)).body.items;
  assert.deepEqual(
    shown.filter(({ what }) => what === "report_persons"),
    [],
  );
  for (const [method, path] of [
    ["GET", ""],
    ["GET", "/file"],
    ["GET", "/password"],
    ["POST", "/cancel"],
  ] as const)
    assert.equal((await less.call(method, `${PATH}/${id}${path}`)).status, 404, path);
  const stopped = await both.call("POST", `${PATH}/${id}/cancel`);
  assert.equal(stopped.body.state, "cancelled");
});

test("ORG-03: whoever sees only the contacts they are responsible for gets nobody else by a job", async () => {
  const mailing = await sentMailing(3, 4);
  for (const person of [0, 1, 2]) await mailing.event(person, 0);
  const { operatorId } = await signedInAs(database.db, { accountId, accountPublicId: "" }, [
    "sales",
  ]);
  await owner.query("update contacts set responsible_id = $1 where id = $2", [
    operatorId,
    mailing.people[1]!.contactId,
  ]);
  const actor: Actor = {
    kind: "operator",
    operatorId,
    name: "Berater",
    roles: [],
    permissions: new Set(BOTH),
    assignedOnly: true,
  };
  const asked = await withRowSettings({ "app.assigned_to": String(operatorId) }, () =>
    startExport(
      deps(),
      accountId,
      {
        what: "report_persons",
        format: "csv",
        reason: "Nachfassen am Telefon",
        persons: { mailing: mailing.public_id },
      },
      actor,
    ),
  );
  assert.equal(asked.total, 1);
  await work();
  const server = await testServer({
    db: database.db,
    routes: exportRoutes(deps()),
    as: { accountId, operatorId, permissions: BOTH },
  });
  const { file } = await fetched(server, { id: asked.publicId } as ExportView);
  await server.close();
  const found = mailing.people.filter(({ email }) => file.toString("utf8").includes(email));
  assert.deepEqual(
    found.map(({ email }) => email),
    [mailing.people[1]!.email],
  );
});

test("DSR-04 DSR-14: who got somebody's data names exports of reports and evidence they may have stood in, and no others", async () => {
  const sent = await sentMailing(1, 1);
  const other = await sentMailing(1, 1);
  const made = async (what: string, filter: object) => {
    const { rows: added } = await owner.query(
      "insert into contact_exports (account_id, what, state, format, filter, reason, locale, actor, created_at) values ($1, $2, 'expired', 'jsonl', $3, 'Test', 'de', '{}', now()) returning public_id",
      [accountId, what, JSON.stringify(filter)],
    );
    return added[0].public_id as string;
  };
  const [theirs, , evidence] = [
    await made("report_persons", { persons: { mailing: sent.public_id } }),
    await made("report_persons", { persons: { mailing: other.public_id } }),
    await made("evidence", { evidence: { list: listPublicId } }),
    await made("evidence", { evidence: { list: `lst_${"0".repeat(32)}` } }),
  ];
  const named = await database.db.account(accountId, (tx) =>
    rows<{ publicId: string }>(
      tx,
      sql`select e.public_id from contact_exports e join contacts c on c.account_id = e.account_id and c.id = ${sent.people[0]!.contactId}
          where e.account_id = app_account() and e.reason = 'Test' and ${MAY_HAVE_HELD}`,
    ),
  );
  assert.deepEqual(named.map(({ publicId }) => publicId).toSorted(), [theirs, evidence].toSorted());
});
