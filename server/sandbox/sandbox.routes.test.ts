import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import pino from "pino";
import { testDatabase } from "../../test/support/database.ts";
import type { TestDatabase } from "../../test/support/database.ts";
import type { Actor } from "../platform/index.ts";
import { createHttpServer, rows, sql } from "../platform/index.ts";
import { unassigned } from "./mailbox.ts";
import { storeMailboxMessage } from "./mailbox-files.ts";
import { sandboxRoutes } from "./sandbox.routes.ts";

const names: Record<number, string> = { 1: `acc_${"a1".repeat(16)}`, 2: `acc_${"b2".repeat(16)}` };
const log = pino({ level: "silent" });
let database: TestDatabase;
let dataDir: string;
let app: Awaited<ReturnType<typeof createHttpServer>>;
let accountId = 1;
let permissions = new Set<string>();
let operatorId: number | undefined;

before(async () => {
  database = await testDatabase();
  dataDir = await mkdtemp(join(tmpdir(), "klarpost-mailbox-"));
  const actor = (): Actor => ({
    kind: operatorId === undefined ? "apiKey" : "operator",
    ...(operatorId === undefined ? { apiKeyId: 1 } : { operatorId }),
    name: "Test",
    roles: [],
    permissions,
  });
  app = await createHttpServer({
    db: database.db,
    log,
    routes: sandboxRoutes({
      db: database.db,
      dataDir,
      accountPublicId: async (id) => names[id] ?? "",
      isAdministrator: async (id) => id === 7,
    }),
    authenticate: async () => ({
      kind: "apiKey",
      name: "Test",
      inAccount: async () => ({ accountId, actor: actor() }),
    }),
    errorPage: () => ({ html: "", headers: {} }),
    trustedProxies: 0,
    publicUrl: "http://127.0.0.1",
    version: "0",
  });
});
after(async () => {
  await app?.close();
  await database?.close();
  await rm(dataDir, { recursive: true });
});

function as(account: number, allowed: string[], operator?: number) {
  accountId = account;
  permissions = new Set(allowed);
  operatorId = operator;
}

function store(mailbox: string, subject: string): Promise<string> {
  const raw = `From: a@example.org\r\nSubject: ${subject}\r\nContent-Type: text/html\r\n\r\n<p>Hallo`;
  const head = {
    from: "a@example.org",
    to: "erika@example.com",
    subject,
    date: null,
    envelope: { from: "a@example.org", to: ["erika@example.com"] },
  };
  return storeMailboxMessage(dataDir, mailbox, new Date(), head, Buffer.from(raw));
}

const get = (url: string) => app.inject({ method: "GET", url });

test("an account reads its own mailbox only, and only with the permission", async () => {
  const id = await store(names[1]!, "Eins");
  as(1, ["mailbox.read"]);
  const list = (await get("/api/v1/mailbox")).json();
  assert.deepEqual(
    list.items.map((item: { id: string; subject: string }) => [item.id, item.subject]),
    [[id, "Eins"]],
  );
  const message = (await get(`/api/v1/mailbox/${id}`)).json();
  assert.equal(message.html.trim(), "<p>Hallo");
  as(2, ["mailbox.read"]);
  assert.deepEqual((await get("/api/v1/mailbox")).json().items, []);
  assert.equal((await get(`/api/v1/mailbox/${id}`)).statusCode, 404);
  as(1, ["lists.read"]);
  for (const url of ["", `/${id}`, `/${id}/html`, `/${id}/raw`]) {
    assert.equal((await get(`/api/v1/mailbox${url}`)).statusCode, 403, url);
  }
});

test("mail of no account is shown to administrators only", async () => {
  await store(unassigned, "Niemand");
  for (const operator of [undefined, 8]) {
    as(1, ["mailbox.read"], operator);
    assert.equal((await get("/api/v1/mailbox?box=unassigned")).statusCode, 403);
  }
  as(1, ["mailbox.read"], 7);
  const list = (await get("/api/v1/mailbox?box=unassigned")).json();
  assert.equal(list.items[0].subject, "Niemand");
});

test("the frame's page is sandboxed, and images are loaded unless switched off", async () => {
  const id = await store(names[1]!, "Rahmen");
  as(1, ["mailbox.read"]);
  const page = await get(`/api/v1/mailbox/${id}/html`);
  assert.equal(page.headers["content-type"], "text/html; charset=utf-8");
  assert.match(String(page.headers["content-security-policy"]), /^sandbox .*img-src http:/);
  assert.equal(page.headers["x-frame-options"], "SAMEORIGIN");
  assert.equal(page.headers["cache-control"], "no-store");
  const quiet = await get(`/api/v1/mailbox/${id}/html?images=0`);
  assert.match(String(quiet.headers["content-security-policy"]), /img-src data:;/);
  const raw = await get(`/api/v1/mailbox/${id}/raw`);
  assert.equal(raw.headers["content-type"], "message/rfc822");
  assert.match(String(raw.headers["content-disposition"]), /^attachment; filename="[\w-]+\.eml"$/);
  assert.match(raw.body, /^From: a@example\.org\r\n/);
});

test("ORG-04: deleting needs its permission and is audited without an address", async () => {
  const id = await store(names[2]!, "Weg");
  await store(names[2]!, "Auch weg");
  const remove = (url: string) => app.inject({ method: "DELETE", url: `/api/v1/mailbox${url}` });
  as(2, ["mailbox.read"]);
  assert.equal((await remove(`/${id}`)).statusCode, 403);
  as(2, ["mailbox.read", "mailbox.write"]);
  assert.equal((await remove(`/${id}`)).statusCode, 204);
  assert.equal((await remove(`/${id}`)).statusCode, 404);
  assert.deepEqual((await remove("")).json(), { removed: 1 });
  const entries = await database.db.account(2, (tx) =>
    rows<{ action: string }>(tx, sql`select * from audit_entries order by id`),
  );
  assert.deepEqual(
    entries.map((entry) => entry.action),
    ["mailbox.message_deleted", "mailbox.emptied"],
  );
  assert.doesNotMatch(JSON.stringify(entries), /@/);
});
