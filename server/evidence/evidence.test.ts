import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { after, before, test } from "node:test";
import { EVIDENCE_FILES, type EvidenceFileView } from "../../contract/evidence.ts";
import { testAccount } from "../../test/support/account.ts";
import { testDatabase, type TestDatabase } from "../../test/support/database.ts";
import { testServer, type TestHttp } from "../../test/support/http.ts";
import { createKeys, manualClock, rows, sql } from "../platform/index.ts";
import { mediaTypeOf, nameOf } from "./evidence.ts";
import { evidenceRoutes } from "./index.ts";

const ONE = `chk_${"1".repeat(32)}`;
let base: TestDatabase;
let http: TestHttp;
let reader: TestHttp;
let other: TestHttp;
let accountId = 0;
const known = async (_tx: unknown, id: string): Promise<boolean> => id === ONE;

before(async () => {
  base = await testDatabase();
  const made = await testAccount(base.db);
  const stranger = await testAccount(base.db, { name: "Fremd" });
  ({ accountId } = made);
  const routes = evidenceRoutes({
    db: base.db,
    clock: manualClock("2026-11-22T09:00:00Z"),
    keys: createKeys(Buffer.alloc(32, 9)),
    exists: { checks: known, places: known, incidents: known },
  });
  const as = (permissions: string[], id = accountId) =>
    testServer({ db: base.db, routes, as: { accountId: id, permissions } });
  http = await as(["privacy.manage", "documents.read"]);
  reader = await as(["checks.read"]);
  other = await as(["privacy.manage", "documents.read"], stranger.accountId);
});
after(async () => {
  await Promise.all([http.close(), reader.close(), other.close()]);
  await base.close();
});

const upload = async (bytes: Buffer, name: string, path = `checks/${ONE}`) => {
  const answer = await http.app.inject({
    method: "POST",
    url: `/api/v1/evidence/${path}`,
    headers: { "x-klarpost": "1", "content-type": "multipart/form-data; boundary=grenze" },
    payload: Buffer.concat([
      Buffer.from(
        `--grenze\r\ncontent-disposition: form-data; name="file"; filename="${name}"\r\ncontent-type: text/html\r\n\r\n`,
      ),
      bytes,
      Buffer.from("\r\n--grenze--\r\n"),
    ]),
  });
  return { status: answer.statusCode, body: answer.json() };
};

test("ORG-10: a paper is what its contents say, whatever it is called", () => {
  const cases: [Buffer, ReturnType<typeof mediaTypeOf>][] = [
    [Buffer.from("%PDF-1.7"), "application/pdf"],
    [Buffer.from("89504e470d0a1a0a00", "hex"), "image/png"],
    [Buffer.from("ffd8ffe0", "hex"), "image/jpeg"],
    [Buffer.from("Vertrag über Grüße\r\n"), "text/plain"],
    [Buffer.from("<svg onload=alert(1)>"), undefined],
    [Buffer.from("  <!doctype html>"), undefined],
    [Buffer.from("MZ\u0090"), undefined],
    [Buffer.from("PK\u0003\u0004"), undefined],
    [Buffer.from([0xff, 0xfe, 0x41]), undefined],
    [Buffer.alloc(0), undefined],
  ];
  for (const [bytes, type] of cases) assert.equal(mediaTypeOf(bytes), type, bytes.toString("hex"));
  assert.equal(nameOf('../a"\r\nb.html', "application/pdf"), ".. a b.pdf");
  assert.equal(nameOf("\u202e", "text/plain"), "Nachweis.txt");
});

test("ORG-09 ORG-11: papers are sealed, named by their hash, served as a file only, and gone for everybody else", async () => {
  const pdf = Buffer.from("%PDF-1.7 Vertrag mit Geheimnis");
  assert.equal((await upload(Buffer.from("<html>"), "v.pdf")).body.code, "file_not_accepted");
  assert.equal((await upload(Buffer.alloc(10 * 1024 * 1024 + 1, 65), "v.txt")).status, 413);
  assert.equal((await upload(pdf, "v.pdf", `checks/chk_${"2".repeat(32)}`)).status, 404);
  const made = await upload(pdf, "AVV 2026.html");
  assert.equal(made.status, 201, JSON.stringify(made.body));
  const file = made.body as EvidenceFileView;
  assert.deepEqual(
    [file.name, file.mediaType, file.sha256],
    ["AVV 2026.pdf", "application/pdf", createHash("sha256").update(pdf).digest("hex")],
  );
  const stored = await base.db.account(accountId, (tx) =>
    rows<{ bytes: Buffer }>(tx, sql`select bytes from file_chunks`),
  );
  assert.ok(stored.length > 0 && stored.every(({ bytes }) => !bytes.includes("Geheimnis")));

  const path = `/api/v1/evidence/checks-files/${file.id}`;
  const got = await http.call("GET", path);
  assert.equal(got.text, pdf.toString());
  assert.match(String(got.headers["content-disposition"]), /^attachment; /);
  assert.equal(got.headers["content-type"], "application/octet-stream");
  assert.equal(got.headers["x-content-type-options"], "nosniff");
  assert.equal((await reader.call("GET", path)).status, 403);
  assert.equal((await other.call("GET", path)).status, 404);
  assert.equal((await other.call("DELETE", path)).status, 404);
  assert.equal((await http.call("GET", path.replace("checks", "places"))).status, 404);

  assert.equal((await http.call("DELETE", path)).status, 204);
  assert.equal((await http.call("GET", path)).status, 404);
  assert.deepEqual(
    await base.db.account(accountId, (tx) =>
      rows(
        tx,
        sql`select 1 from file_chunks where file_id in (select file_id from evidence_files)`,
      ),
    ),
    [],
  );
  const noted = await base.db.account(accountId, (tx) =>
    rows<{ action: string }>(
      tx,
      sql`select action from audit_entries where action like 'evidence.%' order by id`,
    ),
  );
  assert.deepEqual(
    noted.map(({ action }) => action),
    ["evidence.added", "evidence.opened", "evidence.removed"],
  );
});

test("ORG-09: so many papers behind one thing and no more, also at once", async () => {
  const made = await Promise.all(
    Array.from({ length: EVIDENCE_FILES + 2 }, (_, at) =>
      upload(Buffer.from(`Notiz ${at}`), "n.txt", `places/${ONE}`),
    ),
  );
  assert.equal(made.filter(({ status }) => status === 201).length, EVIDENCE_FILES);
  assert.ok(
    made.filter(({ status }) => status !== 201).every(({ body }) => body.code === "too_many_files"),
  );
});
