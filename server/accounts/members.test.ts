import assert from "node:assert/strict";
import { test } from "node:test";
import { one, rows, run, sql } from "../platform/index.ts";
import { makeAdministrator, TEST_PASSWORD } from "../../test/support/account.ts";
import { accountsHarness, cookieOf } from "../../test/support/accounts-harness.ts";
import { audit, auditPerson, personActor, tidyAccounts } from "./index.ts";

const harness = accountsHarness();

test("ORG-03: invitations bring people in; roles work at once; one owner stays", async () => {
  const { call, accountId } = await harness.owner();
  const me = (await call("GET", "/me")).body.operator.id;
  const invited = await call("POST", "/operators", {
    email: "neu@beispiel.example",
    roles: ["dpo"],
  });
  assert.equal(invited.status, 201);
  assert.equal(invited.body.mailed, false);
  assert.equal(harness.mails.at(-1)?.to, "neu@beispiel.example");
  assert.equal(harness.mails.at(-1)?.button?.url, invited.body.link);
  harness.mail.via = "relay";
  assert.equal(
    (await call("POST", "/operators", { email: "x@beispiel.example", roles: ["dpo"] })).body.link,
    null,
  );
  harness.mail.via = "mailbox";
  const token = invited.body.link.split("/").at(-1);
  const look = await harness.http.call("GET", `/api/v1/invitation/${token}`);
  assert.equal(look.body.known, false);
  const accept = (more: object) =>
    harness.http.call("POST", "/api/v1/invitation/accept", {
      body: { token, name: "Dana Schutz", password: "Nebelhorn Suppe Leiter", ...more },
    });
  assert.equal((await accept({ password: "kurz" })).body.code, "password_too_short");
  const joined = await accept({});
  assert.equal(joined.status, 201);
  assert.equal((await accept({})).body.code, "invitation_invalid");
  const cookies = cookieOf(joined);
  const as = (path: string) => harness.http.call("GET", `/api/v1${path}`, { cookies });
  assert.equal((await as("/audit")).status, 200);
  assert.equal((await as("/operators")).status, 403);
  const dana = joined.body.operator.id;
  assert.equal((await call("DELETE", `/operators/${me}`)).body.code, "last_owner");
  assert.equal(
    (await call("PATCH", `/operators/${me}`, { roles: ["marketer"] })).body.code,
    "last_owner",
  );
  assert.equal((await call("PATCH", `/operators/${dana}`, { roles: ["marketer"] })).status, 204);
  assert.equal((await as("/me")).status, 401, "a change of roles ends the member's sessions");
  assert.equal((await call("DELETE", `/operators/${dana}`)).status, 204);
  assert.deepEqual((await call("GET", "/operators")).body.items.length, 1);
  const again = await harness.http.call("POST", "/api/v1/session", {
    body: { email: "neu@beispiel.example", password: "Nebelhorn Suppe Leiter" },
  });
  assert.equal(again.status, 401, "whoever works nowhere any more is gone");
  assert.ok(accountId > 0);
});

test("somebody known joins a second account with the password they have", async () => {
  const [first, second] = [await harness.owner(), await harness.owner()];
  const { link } = (
    await first.call("POST", "/operators", { email: second.email, roles: ["marketer"] })
  ).body;
  const accept = (password: string) =>
    harness.http.call("POST", "/api/v1/invitation/accept", {
      body: { token: link.split("/").at(-1), password },
    });
  assert.equal((await accept("ein ganz falsches")).status, 401);
  const joined = await accept(TEST_PASSWORD);
  assert.equal(joined.body.accounts.length, 2);
  const cookies = cookieOf(joined);
  const as = (id?: string) =>
    harness.http.call("GET", "/api/v1/account", {
      cookies,
      headers: id === undefined ? {} : { "klarpost-account": id },
    });
  assert.equal((await as(first.account.publicId)).status, 200);
  assert.equal((await as()).status, 404, "with two accounts one has to be named");
  const third = await harness.owner();
  assert.equal((await as(third.account.publicId)).status, 404);
});

test("accounts are created by administrators only", async () => {
  const { call, operatorId } = await harness.owner();
  assert.equal(
    (await call("POST", "/accounts", { name: "Zweite" })).body.code,
    "administrator_needed",
  );
  await harness.db.instance(async (tx) => {
    await makeAdministrator(tx, operatorId);
  });
  const made = await call("POST", "/accounts", { name: "Zweite" });
  assert.equal(made.status, 201);
  assert.equal(made.body.mode, "sandbox");
  assert.equal((await call("GET", "/accounts")).body.items.length, 2);
});

test("ORG-04: the log pages, filters and is written by every change", async () => {
  const { call, accountId } = await harness.owner();
  await call("PATCH", "/account", { name: "Neu" });
  const actor = {
    kind: "operator" as const,
    name: "Ina",
    roles: [],
    permissions: new Set<string>(),
  };
  await harness.db.account(accountId, async (tx) => {
    for (let no = 0; no < 5; no++) await auditPerson(tx, accountId, actor, "ctc_1");
    await audit(tx, accountId, personActor, "subscription.confirmed", {
      objectType: "contact",
      objectId: "ctc_2",
    });
  });
  const all: string[] = [];
  let cursor = "";
  do {
    const page = (await call("GET", `/audit?limit=3&cursor=${cursor}`)).body;
    all.push(...page.items.map((item: { action: string }) => item.action));
    cursor = page.nextCursor ?? "";
  } while (cursor);
  assert.deepEqual(all, [
    "subscription.confirmed",
    ...Array<string>(5).fill("contact.viewed"),
    "account.changed",
    "session.started",
    "account.created",
  ]);
  const found = async (query: string) => (await call("GET", `/audit?${query}`)).body.items.length;
  const me = (await call("GET", "/me")).body.operator.id;
  assert.equal(await found("objectType=contact&objectId=ctc_2"), 1);
  assert.equal(await found("action=contact"), 5);
  assert.equal(await found(`operator=${me}`), 3);
  assert.equal(await found("to=2020-01-01T00:00:00Z"), 0);
  assert.equal((await call("GET", "/audit?cursor=kaputt")).body.code, "bad_cursor");
});

test("ORG-04 ORG-08: entries cannot be changed, and another account's are not there", async () => {
  const [first, second] = [await harness.owner(), await harness.owner()];
  const { db } = harness;
  for (const statement of [
    sql`update audit_entries set action = 'x'`,
    sql`delete from audit_entries`,
  ])
    await assert.rejects(
      db.account(first.accountId, (tx) => run(tx, statement)),
      /permission denied/,
    );
  await assert.rejects(
    db.account(first.accountId, (tx) =>
      audit(tx, second.accountId, personActor, "fremd.geschrieben"),
    ),
    /row-level security/,
  );
  const seen = await db.account(first.accountId, async (tx) => ({
    accounts: await rows(tx, sql`select id from accounts`),
    operators: await rows(tx, sql`select id from operators`),
    sessions: await rows(tx, sql`select 1 from sessions`),
    entries: await rows(
      tx,
      sql`select 1 from audit_entries where account_id <> ${first.accountId}`,
    ),
  }));
  assert.deepEqual(seen, {
    accounts: [{ id: first.accountId }],
    operators: [{ id: first.operatorId }],
    sessions: [],
    entries: [],
  });
});

test("ended sessions, old links and counters are removed", async () => {
  harness.clock.advance(40 * 24 * 3_600_000);
  await tidyAccounts(harness.db, harness.clock);
  const left = await harness.db.instance((tx) =>
    one(
      tx,
      sql`select (select count(*) from sessions) as sessions, (select count(*) from operator_links) as links,
                 (select count(*) from login_throttles) as throttles`,
    ),
  );
  assert.deepEqual(left, { sessions: 0, links: 0, throttles: 0 });
});
