import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { after, before, test } from "node:test";
import type { ImportView, PreviewRowView } from "../../contract/imports.ts";
import { one, rows, run, sql } from "../platform/index.ts";
import {
  countRows,
  doubleOptIn,
  importHarness,
  type ImportHarness,
} from "../../test/support/imports.ts";
import { testAccount } from "../../test/support/account.ts";
import { testServer } from "../../test/support/http.ts";
import { importRoutes } from "./imports.routes.ts";
import { runImport } from "./run-import.ts";

let h: ImportHarness;
before(async () => {
  h = await importHarness();
});
after(() => h.close());

const inAccount = <T>(work: Parameters<typeof h.base.db.account<T>>[1]) =>
  h.base.db.account(h.accountId, work);
const call = async (method: string, path: string, body?: unknown, status = 200) => {
  const answer = await h.http.call(
    method,
    `/api/v1/imports${path}`,
    body === undefined ? {} : { body },
  );
  assert.equal(answer.status, status, answer.text);
  return answer.body;
};
const read = (id: string): Promise<ImportView> => call("GET", `/${id}`);
const internalId = (id: string) =>
  inAccount((tx) =>
    one<{ id: number }>(tx, sql`select id from imports where public_id = ${id}`),
  ).then((row) => row.id);
const options = () => doubleOptIn([h.lists[0]!.publicId]);
const people = (count: number, domain: string) =>
  `E-Mail;Vorname;Opt-in-Datum\n${Array.from({ length: count }, (_, at) => `p${at}@${domain};Name ${at};2026-05-01`).join("\n")}\n`;

test("CON-14 DSR-02: upload, decide, preview, check and import by the API; the check promises what the import does", async () => {
  const file = [
    "E-Mail;Anrede;Vorname;Opt-in-Datum;Sprache",
    "eva@weg.example;Frau;Eva;01.05.2026;de",
    "kein-at-zeichen;Herr;Max;01.05.2026;de",
    "EVA@weg.example;Frau;Eva;01.05.2026;de",
    "ohne@weg.example;Doktor;Ohne;;klingonisch",
    "info@gmial.com;;;01.05.2026;en",
    ";;Leer;;",
  ].join("\r\n");
  const added = await h.upload(Buffer.from(`\ufeff${file}`), "C:\\Kontakte\\liste.csv");
  assert.deepEqual(
    [added.name, added.state, added.format.encoding, added.format.delimiter],
    ["liste.csv", "uploaded", "utf-8", ";"],
  );
  assert.deepEqual(
    added.columns.map((column) => column.field),
    ["email", "salutation", "firstName", "consent.date", "locale"],
  );
  assert.deepEqual(
    added.problems.map((problem) => problem.code),
    ["origin_missing", "consent_undecided"],
  );
  const refused = await call("POST", `/${added.id}/check`, {}, 409);
  assert.equal(refused.code, "import_incomplete");
  await call("POST", `/${added.id}/run`, {}, 409);
  const changed: ImportView = await call("PATCH", `/${added.id}`, {
    options: {
      ...options(),
      origin: { text: "Gewinnspiel eines Partners", collectedFrom: "elsewhere" },
    },
  });
  assert.deepEqual(changed.problems, []);
  const { rows: preview } = (await call("GET", `/${added.id}/preview`)) as {
    rows: PreviewRowView[];
  };
  assert.deepEqual(
    preview.map((row) => [
      row.line,
      row.result,
      row.reason?.reason ?? row.notMailable?.reason ?? "ok",
    ]),
    [
      [2, "created", "ok"],
      [3, "rejected", "email_invalid"],
      [4, "rejected", "duplicate_in_file"],
      [5, "created", "consent_unverified"],
      [6, "created", "ok"],
      [7, "rejected", "email_missing"],
    ],
  );
  assert.deepEqual(preview[0]!.fields, {
    email: "eva@weg.example",
    salutation: "frau",
    firstName: "Eva",
    locale: "de",
    "consent.date": "2026-05-01",
    "consent.source": "Anmeldeseite musterbank.example",
  });
  assert.deepEqual(preview[3]!.remarks.map((remark) => remark.reason).toSorted(), [
    "consent_date_missing",
    "locale_unknown",
    "salutation_unknown",
  ]);
  await call("POST", `/${added.id}/check`, {}, 202);
  await h.work();
  const checked = await read(added.id);
  assert.equal(checked.state, "checked");
  assert.equal(
    await countRows(h, "contacts", "email_normalised like '%weg.example'"),
    0,
    "a check writes nothing",
  );
  assert.equal(await countRows(h, "subscriptions"), 0);
  await call("POST", `/${added.id}/run`, {}, 202);
  await h.work();
  const done = await read(added.id);
  assert.equal(done.state, "done");
  assert.deepEqual(done.result, checked.check);
  const { rows: all, created, updated, unchanged, rejected, mailable } = done.result!;
  assert.deepEqual([all, created, updated, unchanged, rejected, mailable], [6, 3, 0, 0, 3, 2]);
  // Who did not give the data themselves is told within 30 days; that day stands beside each of them.
  assert.equal(await countRows(h, "contacts", `notice_due_on = '${done.noticeDueOn}'`), 3);
  assert.deepEqual(done.result!.typoDomains, [
    { found: "gmial.com", likely: "gmail.com", count: 1 },
  ]);
  assert.equal(done.result!.hints.find((hint) => hint.reason === "role_address")?.count, 1);
  assert.equal(done.noticeDueOn, "2026-12-21");
  assert.equal(await countRows(h, "stored_files"), 0, "the file is gone once it is imported");
  await call("PATCH", `/${added.id}`, { name: "x" }, 409);

  const errors = await h.http.call("GET", `/api/v1/imports/${added.id}/errors.csv`);
  assert.match(String(errors.headers["content-type"]), /text\/csv/);
  assert.deepEqual(errors.text.replace("\ufeff", "").trim().split("\r\n"), [
    "Zeile / Line;Grund;Reason;E-Mail;Anrede;Vorname;Opt-in-Datum;Sprache",
    "3;Das ist keine gültige E-Mail-Adresse; erwartet: name@example.org; gefunden: kein-at-zeichen;".replace(
      /^3;(.*);$/,
      '3;"$1";"This is no valid e-mail address; expected: name@example.org; found: kein-at-zeichen";kein-at-zeichen;Herr;Max;01.05.2026;de',
    ),
    '4;Die Adresse steht in der Datei schon weiter oben (Zeile 2);"The address is in the file already, further up (line 2)";EVA@weg.example;Frau;Eva;01.05.2026;de',
    "7;Die E-Mail-Adresse fehlt;The e-mail address is missing;;;Leer;;",
  ]);
  const actions = await inAccount((tx) =>
    rows<{ action: string }>(
      tx,
      sql`select action from audit_entries where object_id = ${added.id} order by id`,
    ),
  );
  assert.deepEqual(
    actions.map((row) => row.action),
    [
      "import.uploaded",
      "import.changed",
      "import.check_started",
      "import.started",
      "import.finished",
      "import.errors_read",
    ],
  );
});

test("formulas in rejected lines are disarmed in the error file", async () => {
  const { importId } = await h.importText(
    'E-Mail;Name\nx;"=HYPERLINK(""http://boese.example"")"\n',
    {
      origin: { text: "Altbestand", collectedFrom: "person" },
      consent: { evidence: "none" },
    },
  );
  const { text } = await h.http.call("GET", `/api/v1/imports/${importId}/errors.csv`);
  assert.match(text, /"'=HYPERLINK/);
});

test("LEAD-12 TRK-03 CON-23: bought lists, a default yes and unknown lists are refused", async () => {
  const { id } = await h.upload(people(1, "nein.example"));
  const origin = { text: "Adressen gekauft bei XY", collectedFrom: "elsewhere" };
  assert.equal(
    (await call("PATCH", `/${id}`, { options: { origin } }, 422)).code,
    "purchased_list",
  );
  assert.equal(
    (await call("PATCH", `/${id}`, { options: { profiling: { default: true } } }, 422)).code,
    "profiling_default_refused",
  );
  assert.equal(
    (await call("PATCH", `/${id}`, { options: { listIds: ["lst_" + "0".repeat(32)] } }, 422)).code,
    "list_wrong",
  );
  assert.equal(
    (await call("PATCH", `/${id}`, { mapping: [{ column: "Telefon", field: "email" }] }, 400)).code,
    "mapping_wrong",
  );
  await call("DELETE", `/${id}`, undefined, 204);
  await call("GET", `/${id}`, undefined, 404);
});

test("ORG-06: a live account without processor contract imports nothing", async () => {
  const { id } = await h.upload(people(1, "vertrag.example"));
  await call("PATCH", `/${id}`, { options: options() });
  await h.base.db.instance((tx) =>
    run(tx, sql`update accounts set mode = 'live' where id = ${h.accountId}`),
  );
  try {
    const refused = await call("POST", `/${id}/check`, {}, 409);
    assert.deepEqual(refused.problems, ["processor_contract_missing"]);
  } finally {
    await h.base.db.instance((tx) =>
      run(tx, sql`update accounts set mode = 'sandbox' where id = ${h.accountId}`),
    );
  }
});

test("files that are none, or too large, are refused with a word on what to do, and leave nothing behind", async () => {
  const before = await countRows(h, "stored_files");
  const upload = (payload: string | Buffer, headers: Record<string, string>) =>
    h.http.app.inject({
      method: "POST",
      url: "/api/v1/imports",
      headers: { "x-klarpost": "1", ...headers },
      payload,
    });
  const excel = await upload(Buffer.from("504b03041400", "hex"), { "content-type": "text/csv" });
  assert.deepEqual([excel.statusCode, excel.json().code], [422, "file_workbook_unreadable"]);
  const pdf = await upload("%PDF-1.7\n", { "content-type": "text/csv" });
  assert.equal(pdf.json().code, "file_pdf");
  const packed = await upload(Buffer.from("1f8b0800", "hex"), { "content-type": "text/csv" });
  assert.equal(packed.json().code, "file_compressed");
  const empty = await upload("\r\n", { "content-type": "text/csv" });
  assert.equal(empty.json().code, "file_empty");
  const none = await upload("{}", { "content-type": "application/json" });
  assert.equal(none.json().code, "file_missing");
  const large = Buffer.alloc(26 * 1024 * 1024);
  large.write("PK\u0003\u0004");
  const refused = await upload(large, { "content-type": "text/csv" });
  assert.deepEqual([refused.statusCode, refused.json().code], [422, "file_whole_too_large"]);
  const form = [
    "--grenze",
    'content-disposition: form-data; name="file"; filename="form.csv"',
    "content-type: text/csv",
    "",
    "E-Mail\r\na@form.example",
    "--grenze--",
    "",
  ].join("\r\n");
  const part = await upload(form, { "content-type": "multipart/form-data; boundary=grenze" });
  assert.deepEqual([part.statusCode, part.json().name], [201, "form.csv"]);
  await call("DELETE", `/${part.json().id}`, undefined, 204);
  assert.equal(await countRows(h, "stored_files"), before);
});

test("a file that breaks in the middle fails in the check, with its line, before anything is written", async () => {
  const { id } = await h.upload(
    `${people(1200, "bruch.example")}x@bruch.example;"offen;2026-05-01\n`,
  );
  await call("PATCH", `/${id}`, { options: options() });
  await call("POST", `/${id}/check`, {}, 202);
  await h.work();
  const failed = await read(id);
  assert.deepEqual(
    [failed.state, failed.error?.code, failed.error?.line],
    ["failed", "quote_open", 1202],
  );
  assert.match(failed.error!.label.de, /^Zeile 1202: /);
  assert.equal(await countRows(h, "contacts", "email_normalised like '%bruch.example'"), 0);
});

test("a cancelled import stops after its batch, goes on where it was, and ends complete", async () => {
  const { id } = await h.upload(people(1700, "halt.example"));
  await call("PATCH", `/${id}`, { options: options() });
  await call("POST", `/${id}/check`, {}, 202);
  await h.work();
  await call("POST", `/${id}/run`, {}, 202);
  const number = await internalId(id);
  // Stopped by the signal of a process that ends, at the second batch.
  const abort = new AbortController();
  let looks = 0;
  const watched = new Proxy(abort.signal, {
    get: (target, key) => (key === "aborted" ? ++looks > 1 : Reflect.get(target, key)),
  });
  assert.equal(await runImport(h.deps, h.accountId, number, watched), "interrupted");
  const half = await read(id);
  assert.deepEqual([half.state, half.result!.rows], ["running", 1000]);
  await call("POST", `/${id}/cancel`, {}, 202);
  await h.work();
  assert.equal((await read(id)).result!.rows, 1000);
  await call("PATCH", `/${id}`, { options: {} }, 409);
  await call("POST", `/${id}/run`, {}, 202);
  await h.work();
  const done = await read(id);
  assert.deepEqual([done.state, done.result!.created, done.result!.consents], ["done", 1700, 1700]);
  assert.equal(await countRows(h, "import_lines", `import_id = ${number}`), 1700);
});

test("CON-23: killed again and again, an import does every line exactly once", async () => {
  const total = 4000;
  const { id } = await h.upload(people(total, "kill.example"));
  await call("PATCH", `/${id}`, { options: options() });
  await call("POST", `/${id}/check`, {}, 202);
  await h.work();
  await call("POST", `/${id}/run`, {}, 202);
  const number = await internalId(id);
  const entriesBefore = await countRows(h, "ledger_entries");
  const settings = JSON.stringify({
    connection: h.base.connection,
    accountId: h.accountId,
    importId: number,
    secret: h.secret.toString("hex"),
  });
  let kills = 0;
  for (let round = 0; round < 6; round++) {
    const child = spawn(
      process.execPath,
      [join(import.meta.dirname, "../../test/support/import-worker.ts"), settings],
      { stdio: ["ignore", "pipe", "inherit"] },
    );
    await once(child.stdout, "data");
    const before = (await read(id)).result?.rows ?? 0;
    // In the middle of a batch, at a different moment each time.
    for (let wait = 0; wait < 400 && child.exitCode === null; wait++) {
      await sleep(5);
      if (((await read(id)).result?.rows ?? 0) > before) break;
    }
    await sleep((round * 13) % 60);
    if (child.exitCode === null) {
      child.kill("SIGKILL");
      kills++;
      await once(child, "exit");
    }
    if ((await read(id)).state === "done") break;
  }
  assert.ok(kills >= 3, `killed ${kills} times`);
  // The dead worker's connections may still hold the row for a moment.
  await runImport(h.deps, h.accountId, number);
  const done = await read(id);
  assert.deepEqual(
    [done.state, done.result!.rows, done.result!.created, done.result!.rejected],
    ["done", total, total, 0],
  );
  assert.equal(await countRows(h, "import_lines", `import_id = ${number}`), total);
  assert.equal(await countRows(h, "contacts", "email_normalised like '%kill.example'"), total);
  assert.equal(
    await countRows(h, "subscriptions", "email_normalised like '%kill.example' and flag is null"),
    total,
  );
  assert.equal((await countRows(h, "ledger_entries")) - entriesBefore, total);
});

test("ORG-08: another account sees nothing of an import", async () => {
  const { id } = await h.upload(people(1, "fremd.example"));
  const { accountId } = await testAccount(h.base.db);
  const other = await testServer({
    db: h.base.db,
    routes: importRoutes(h.deps),
    as: { accountId, permissions: ["contacts.import", "account.manage"] },
  });
  try {
    for (const [method, path] of [
      ["GET", ""],
      ["GET", "/preview"],
      ["GET", "/errors.csv"],
      ["POST", "/check"],
      ["POST", "/undo"],
      ["DELETE", ""],
    ] as const)
      assert.equal((await other.call(method, `/api/v1/imports/${id}${path}`)).status, 404, path);
    assert.deepEqual((await other.call("GET", "/api/v1/imports")).body.items, []);
  } finally {
    await other.close();
  }
  assert.equal((await read(id)).state, "uploaded");
});
