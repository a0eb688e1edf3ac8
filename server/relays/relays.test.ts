import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { createKeys, createLogger, manualClock, one, rows, sql } from "../platform/index.ts";
import { MAX_RELAYS } from "../../contract/relays.ts";
import { testAccount } from "../../test/support/account.ts";
import { testDatabase, type TestDatabase } from "../../test/support/database.ts";
import { testServer } from "../../test/support/http.ts";
import {
  createRelayHealth,
  hasWayOut,
  relayHealthNotes,
  relayRoutes,
  relaysForSending,
} from "./index.ts";

const clock = manualClock("2026-11-22T08:00:00Z");
const keys = createKeys(Buffer.alloc(32, 9));
const log = createLogger("silent");
let database: TestDatabase;
before(async () => {
  database = await testDatabase();
});
after(() => database.close());

async function account() {
  const { accountId } = await testAccount(database.db);
  const http = await testServer({
    db: database.db,
    routes: relayRoutes({
      db: database.db,
      clock,
      keys,
      log,
      publicUrl: "https://klarpost.example",
      privateHosts: ["127.0.0.1", "mx.intern:2525"],
      smtpUrl: "smtps://nutzer:geheim@relay.example.com",
    }),
    as: { accountId },
  });
  const call = (method: string, path: string, body?: unknown) =>
    http.call(method, `/api/v1${path}`, body === undefined ? {} : { body });
  return { accountId, http, call };
}

const smtp = {
  kind: "smtp",
  name: "Hausrelay",
  host: "mail.musterbank.example",
  port: 587,
  credentials: { kind: "password", user: "post", password: "sehr geheim" },
} as const;

test("secrets go in and never come out; the database holds them sealed", async () => {
  const { call, accountId } = await account();
  const made = await call("POST", "/relays", {
    ...smtp,
    proxyUrl: "socks5://wer:was@proxy.example.com:1080",
  });
  assert.equal(made.status, 201, made.text);
  assert.deepEqual(
    [made.body.credentials, made.body.proxy, made.body.tls, made.body.streams.length],
    ["password", "socks5://proxy.example.com:1080", "required", 3],
  );
  const list = await call("GET", "/relays");
  assert.deepEqual(list.body.installation, { host: "relay.example.com" });
  const one_ = await call("GET", `/relays/${made.body.id}`);
  for (const answer of [made, list, one_])
    assert.doesNotMatch(answer.text, /geheim|wer:was|"post"|nutzer/);
  const row = await database.db.account(accountId, (tx) =>
    one<{ whole: string }>(tx, sql`select r::text as whole from relays r`),
  );
  for (const secret of ["sehr geheim", "wer:was"]) {
    assert.ok(!row.whole.includes(secret));
    assert.ok(!row.whole.includes(Buffer.from(secret).toString("hex")));
  }
  const [open] = await database.db.account(accountId, (tx) => relaysForSending(tx, keys));
  assert.deepEqual(open?.credentials, smtp.credentials);
  assert.equal(open?.proxyUrl, "socks5://wer:was@proxy.example.com:1080");
  const log_ = await database.db.account(accountId, (tx) =>
    rows<{ action: string; detail: unknown }>(tx, sql`select action, detail from audit_entries`),
  );
  assert.doesNotMatch(JSON.stringify(log_), /geheim|wer:was/);
});

test("kept secrets do not follow to another server", async () => {
  const { call, accountId } = await account();
  const { body } = await call("POST", "/relays", smtp);
  for (const change of [
    { host: "evil.example" },
    { port: 25 },
    { tls: "opportunistic" },
    { proxyUrl: "http://evil.example:80" },
  ]) {
    const answer = await call("PATCH", `/relays/${body.id}`, change);
    assert.deepEqual([answer.status, answer.body.code], [400, "relay_credentials_needed"]);
  }
  const renamed = await call("PATCH", `/relays/${body.id}`, { name: "Anders", weight: 3 });
  assert.deepEqual([renamed.status, renamed.body.weight], [200, 3]);
  const moved = await call("PATCH", `/relays/${body.id}`, {
    host: "neu.example.com",
    credentials: { kind: "password", user: "neu", password: "neu" },
  });
  assert.equal(moved.body.host, "neu.example.com");
  const [open] = await database.db.account(accountId, (tx) => relaysForSending(tx, keys));
  assert.equal(open?.version, 3, "each change replaces the open connections");
});

test("SND-04: rules between the fields, each with its sentence", async () => {
  const { call } = await account();
  const wrong: [Record<string, unknown>, string][] = [
    [{ ...smtp, host: null }, "host"],
    [{ ...smtp, host: "a b" }, "host"],
    [{ ...smtp, host: "10.0.0.7" }, "host"],
    [{ ...smtp, host: "localhost" }, "host"],
    [{ ...smtp, host: "169.254.169.254" }, "host"],
    [{ ...smtp, host: "[::1]" }, "host"],
    [{ ...smtp, tls: "none" }, "tls"],
    [{ ...smtp, region: "eu-central-1" }, "region"],
    [{ ...smtp, baseUrl: "https://evil.example" }, "baseUrl"],
    [{ ...smtp, heloName: "kein name" }, "heloName"],
    [{ ...smtp, proxyUrl: "ftp://proxy.example.com" }, "proxyUrl"],
    [{ ...smtp, proxyUrl: "socks5://192.168.1.1:1080" }, "proxyUrl"],
    [{ ...smtp, credentials: { kind: "api", key: "", secret: "x" } }, "credentials"],
    [{ kind: "mx", name: "M", host: "a.example" }, "host"],
    [{ kind: "mx", name: "M", tls: "implicit" }, "tls"],
    [{ kind: "brevo", name: "B" }, "credentials"],
    [
      {
        kind: "brevo",
        name: "B",
        credentials: { kind: "api", key: "", secret: "x" },
        baseUrl: "https://evil.example",
      },
      "baseUrl",
    ],
    [{ kind: "ses", name: "S", credentials: { kind: "api", key: "", secret: "x" } }, "credentials"],
    [
      {
        kind: "ses",
        name: "S",
        region: "../x",
        credentials: { kind: "api", key: "k", secret: "x" },
      },
      "region",
    ],
    [
      { kind: "scaleway", name: "S", credentials: { kind: "api", key: "", secret: "x" } },
      "channel",
    ],
    [
      {
        ...smtp,
        credentials: {
          kind: "oauth2",
          user: "u",
          tokenUrl: "http://169.254.169.254/token",
          clientId: "c",
          clientSecret: "s",
          refreshToken: "r",
        },
      },
      "credentials",
    ],
  ];
  for (const [input, path] of wrong) {
    const answer = await call("POST", "/relays", input);
    assert.equal(answer.status, 400, JSON.stringify(input));
    assert.ok(
      answer.body.errors.some((error: { path: string }) => error.path === path),
      `${JSON.stringify(input)}: ${JSON.stringify(answer.body.errors)}`,
    );
  }
  const own = await call("POST", "/relays", {
    ...smtp,
    host: "mx.intern",
    port: 2525,
    tls: "none",
  });
  assert.equal(own.status, 201, "PRIVATE_HOSTS names it");
  const otherPort = await call("POST", "/relays", {
    ...smtp,
    name: "B",
    host: "127.0.0.1",
    tls: "none",
  });
  assert.equal(otherPort.status, 201);
  const twice = await call("POST", "/relays", { ...smtp, name: "HAUSRELAY" });
  assert.equal(twice.body.code, "relay_name_taken");
});

test("ORG-09: mail leaves the EU only where somebody says so by name", async () => {
  const { call } = await account();
  const postmark = {
    kind: "postmark",
    name: "Postmark",
    credentials: { kind: "api", key: "", secret: "x" },
  };
  const refused = await call("POST", "/relays", postmark);
  assert.deepEqual([refused.status, refused.body.code], [422, "relay_outside_eu"]);
  const made = await call("POST", "/relays", { ...postmark, confirmOutsideEu: true });
  assert.deepEqual(made.body.outsideEuConfirmed, {
    by: "Test Operator",
    at: "2026-11-22T08:00:00.000Z",
  });
  assert.equal(made.body.place.outsideEu, true);
  assert.equal((await call("PATCH", `/relays/${made.body.id}`, { weight: 2 })).status, 200);
  const ses = {
    kind: "ses",
    name: "SES",
    credentials: { kind: "api", key: "k", secret: "x" },
  };
  const inEu = await call("POST", "/relays", ses);
  assert.deepEqual([inEu.body.region, inEu.body.place.outsideEu], ["eu-central-1", false]);
  const away = await call("PATCH", `/relays/${inEu.body.id}`, { region: "us-east-1" });
  assert.equal(away.body.code, "relay_outside_eu");
  const agreed = await call("PATCH", `/relays/${inEu.body.id}`, {
    region: "us-east-1",
    confirmOutsideEu: true,
  });
  assert.equal(agreed.status, 200);
  const further = await call("PATCH", `/relays/${inEu.body.id}`, { region: "us-west-2" });
  assert.equal(further.body.code, "relay_outside_eu", "each place is confirmed on its own");
  const back = await call("PATCH", `/relays/${inEu.body.id}`, { region: "eu-west-1" });
  assert.equal(back.body.outsideEuConfirmed, null);
});

test("switched off or removed, a way is used no more; others see nothing of it", async () => {
  const { call, accountId } = await account();
  const other = await account();
  const { body } = await call("POST", "/relays", smtp);
  assert.equal((await other.call("GET", `/relays/${body.id}`)).status, 404);
  assert.equal((await other.call("PATCH", `/relays/${body.id}`, { weight: 1 })).status, 404);
  assert.equal((await other.call("DELETE", `/relays/${body.id}`)).status, 404);
  assert.equal((await other.call("GET", "/relays")).body.items.length, 0);
  const open = () => database.db.account(accountId, (tx) => relaysForSending(tx, keys));
  await call("PATCH", `/relays/${body.id}`, { enabled: false });
  assert.equal((await open()).length, 0);
  await call("PATCH", `/relays/${body.id}`, { enabled: true });
  assert.equal((await open()).length, 1);
  assert.equal((await call("DELETE", `/relays/${body.id}`)).status, 204);
  assert.equal((await open()).length, 0);
  const left = await database.db.account(accountId, (tx) =>
    one<{ sealed: Buffer | null }>(tx, sql`select credentials_sealed as sealed from relays`),
  );
  assert.equal(left.sealed, null, "its secrets are gone");
});

test("SND-18: whether mail of a stream can leave is the account's own choice once it has ways", async () => {
  const { call, accountId } = await account();
  const leaves = (stream: "marketing" | "transactional", installation: boolean) =>
    database.db.account(accountId, (tx) => hasWayOut(tx, stream, installation));
  assert.deepEqual(
    [await leaves("marketing", true), await leaves("marketing", false)],
    [true, false],
  );
  const { body } = await call("POST", "/relays", { ...smtp, streams: ["marketing"] });
  assert.deepEqual(
    [await leaves("marketing", false), await leaves("transactional", true)],
    [true, false],
  );
  await call("PATCH", `/relays/${body.id}`, { enabled: false });
  assert.equal(await leaves("marketing", true), false, "switched off is a decision too");
});

test("an account has at most fifty ways", async () => {
  const { call } = await account();
  for (let at = 0; at < MAX_RELAYS; at++)
    assert.equal((await call("POST", "/relays", { kind: "mx", name: `Weg ${at}` })).status, 201);
  const more = await call("POST", "/relays", { kind: "mx", name: "Zu viel" });
  assert.deepEqual([more.status, more.body.code], [409, "too_many_relays"]);
});

test("the page shows what the sending process found, until the way is changed", async () => {
  const { call, accountId } = await account();
  const { body } = await call("POST", "/relays", smtp);
  const [open] = await database.db.account(accountId, (tx) => relaysForSending(tx, keys));
  const health = createRelayHealth(clock, relayHealthNotes({ db: database.db, log }));
  const shown = async (expected: string | null) => {
    for (let at = 0; at < 50; at++) {
      const { health: found } = (await call("GET", `/relays/${body.id}`)).body;
      if (found.failure === expected) return found;
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    assert.fail(`never ${expected}`);
  };
  for (let at = 0; at < 3; at++) health.failed(open!.id, "connect: ECONNREFUSED");
  assert.equal((await shown("connect: ECONNREFUSED")).failingSince, "2026-11-22T08:00:00.000Z");
  health.ok(open!.id);
  await shown(null);
});
