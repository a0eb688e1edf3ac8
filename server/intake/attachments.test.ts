import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { after, afterEach, before, beforeEach, test } from "node:test";
import { testDatabase, type TestDatabase } from "../../test/support/database.ts";
import { EMAIL, PDF, PNG, intakeWorld, type IntakeWorld } from "../../test/support/intake.ts";
import { rows, run, sql } from "../platform/index.ts";
import { intakePersonalData } from "./index.ts";
import { sweepRecords } from "./intake.jobs.ts";

let base: TestDatabase;
let desk: IntakeWorld;
before(async () => {
  base = await testDatabase();
});
after(() => base.close());
beforeEach(async () => {
  desk = await intakeWorld(base.db);
});
afterEach(() => desk.close());

const DAY = 86_400_000;
test("DOI-10 RET-09: unconfirmed, the scans go with the request; not attached, after a day", async () => {
  await desk.record(await desk.byLetter());
  await desk.upload(PNG);
  assert.deepEqual(
    [await desk.count("intake_records"), await desk.count("intake_attachments")],
    [1, 2],
  );
  desk.clock.advance(8 * DAY);
  await desk.expire();
  await sweepRecords(desk.deps, desk.accountId);
  assert.deepEqual(
    [await desk.count("intake_records"), await desk.count("intake_attachments")],
    [0, 1],
  );
  await desk.inAccount((tx) =>
    run(tx, sql`delete from stored_files where expires_at < ${desk.clock.now()}`),
  );
  assert.deepEqual(
    [await desk.count("intake_attachments"), await desk.count("stored_files")],
    [0, 0],
  );
});

test("CON-12 DSR-06: scans are PDF, JPEG or PNG by their bytes, sealed, for proof readers only, and go with the proof", async () => {
  for (const bytes of [
    Buffer.from("<svg onload=alert(1)>"),
    Buffer.from("MZ\u0090"),
    Buffer.alloc(0),
    Buffer.from("x%PDF-"),
  ])
    assert.equal((await desk.upload(bytes)).body.code, "scan_not_accepted");
  const huge = await desk.upload(Buffer.concat([PDF, Buffer.alloc(10 * 1024 * 1024)]));
  assert.deepEqual([huge.status, huge.body.code], [413, "file_too_large"]);
  assert.equal(await desk.count("stored_files"), 0);
  const { id, sha256 } = (await desk.upload(PNG, "x.pdf")).body;
  assert.equal(sha256, createHash("sha256").update(PNG).digest("hex"));
  const path = `/api/v1/intake/attachments/${id}`;
  assert.equal((await desk.http.call("GET", path)).status, 404, "not part of any proof yet");
  await desk.record(await desk.byLetter({ attachments: [id] }));
  const reused = await desk.record(await desk.byLetter({ attachments: [id] }));
  assert.equal(reused.body.code, "attachment_unknown");
  const stored = await desk.inAccount((tx) =>
    rows<{ bytes: Buffer }>(tx, sql`select bytes from file_chunks`),
  );
  assert.ok(
    stored.every(({ bytes }) => !bytes.includes(PNG.subarray(0, 8))),
    "sealed",
  );
  const clerk = await desk.callerWith(["intake.record"]);
  assert.equal((await clerk.call("GET", path)).status, 403);
  await clerk.close();
  const read = await desk.http.call("GET", path);
  assert.equal(read.status, 200);
  assert.equal(read.headers["content-type"], "image/png");
  const noted = await desk.inAccount((tx) =>
    rows<{ action: string }>(
      tx,
      sql`select action from audit_entries where object_id = ${id} order by id`,
    ),
  );
  assert.deepEqual(
    noted.map(({ action }) => action),
    ["intake.attachment_uploaded", "intake.attachment_viewed"],
  );

  await desk.press();
  await desk.deliverNews();
  const erase = { accountId: desk.accountId, emailNormalised: EMAIL };
  const copy = await desk.inAccount((tx) => intakePersonalData.exportFor(tx, erase));
  assert.equal(copy["intake_attachments"]!.length, 1);
  await base.db.retention(desk.accountId, (tx) => intakePersonalData.eraseFor(tx, erase));
  await sweepRecords(desk.deps, desk.accountId);
  assert.equal((await desk.http.call("GET", path)).status, 200, "kept as long as the proof");
  await base.db.retention(desk.accountId, (tx) => run(tx, sql`delete from ledger_payloads`));
  await sweepRecords(desk.deps, desk.accountId);
  assert.equal((await desk.http.call("GET", path)).status, 404);
  assert.equal(await desk.count("intake_records"), 0);
  assert.equal(await desk.count("stored_files"), 2, "only what was uploaded and never attached");
});
