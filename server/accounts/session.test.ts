import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { createKeys, createLogger, manualClock, one, route, sql } from "../platform/index.ts";
import { completeSettings, TEST_PASSWORD, testAccount } from "../../test/support/account.ts";
import { testDatabase, type TestDatabase } from "../../test/support/database.ts";
import { testServer, type TestAnswer, type TestHttp } from "../../test/support/http.ts";
import { accountRoutes, createAuthenticator, createSetupLink, type AccountsDeps } from "./index.ts";

const HOUR = 3_600_000;
const clock = manualClock("2026-11-21T09:00:00Z");
let database: TestDatabase;
let http: TestHttp;
let deps: AccountsDeps;

/** Stands for any route of another slice. */
const probe = route({
  method: "GET",
  path: "/api/v1/probe",
  permission: "lists.read",
  summary: "probe",
  tag: "Test",
  status: 200,
  handle: async ({ accountId, actor }) => ({ accountId, name: actor.name, kind: actor.kind }),
});

before(async () => {
  database = await testDatabase();
  deps = {
    db: database.db,
    clock,
    keys: createKeys(Buffer.alloc(32, 7)),
    log: createLogger("silent"),
    publicUrl: "http://127.0.0.1:8025",
  };
  http = await start(deps);
});
after(async () => {
  await http.close();
  await database.close();
});

const start = (with_: AccountsDeps) =>
  testServer({
    db: with_.db,
    routes: [...accountRoutes(with_), probe],
    authenticate: createAuthenticator(with_),
    publicUrl: with_.publicUrl,
  });
const cookieOf = (answer: TestAnswer) => ({ klarpost_session: answer.cookies[0]?.value ?? "" });
const signIn = (email: string, password = TEST_PASSWORD, from?: string) =>
  http.call("POST", "/api/v1/session", {
    body: { email, password },
    ...(from === undefined ? {} : { from }),
  });

test("the one-time link makes the first owner, once, within a day", async () => {
  const late = await createSetupLink(deps.db, clock);
  clock.advance(25 * HOUR);
  const owner = {
    name: "Erika Mustermann",
    email: "Erika@Makler.example",
    password: TEST_PASSWORD,
  };
  const create = (token: string | null, more = {}) =>
    http.call("POST", "/api/v1/setup/owner", { body: { ...owner, token, ...more } });
  assert.deepEqual((await http.call("GET", "/api/v1/setup")).body, { needed: true });
  assert.equal((await create(late)).body.code, "setup_link_invalid");
  const first = await createSetupLink(deps.db, clock);
  const token = await createSetupLink(deps.db, clock);
  assert.equal((await create(first)).body.code, "setup_link_invalid");
  assert.equal((await create(token, { password: "kurz" })).body.code, "password_too_short");
  const made = await create(token);
  assert.equal(made.status, 201);
  assert.equal(made.body.operator.isAdministrator, true);
  assert.deepEqual(made.body.accounts[0].roles, ["owner"]);
  assert.equal(made.body.accounts[0].mode, "sandbox");
  assert.equal(made.body.accounts[0].setupComplete, false);
  assert.equal((await http.call("GET", "/api/v1/me", { cookies: cookieOf(made) })).status, 200);
  assert.equal((await create(token)).body.code, "setup_link_invalid");
  assert.equal(await createSetupLink(deps.db, clock), null);
  assert.deepEqual((await http.call("GET", "/api/v1/setup")).body, { needed: false });
});

test("whoever tries at the same moment, there is one first owner, and later links and other tokens make none", async () => {
  const empty = await testDatabase({ poolSize: 14 });
  const own = { ...deps, db: empty.db };
  const door = await start(own);
  const create = (token: string | null, name: string) =>
    door.call("POST", "/api/v1/setup/owner", {
      body: { name, email: `${name}@makler.example`, password: TEST_PASSWORD, token },
    });
  const count = (what: ReturnType<typeof sql>) =>
    empty.db.instance(async (tx) => (await one<{ n: number }>(tx, what)).n);
  const links = sql`select count(*)::int as n from operator_links where used_at is null`;
  try {
    // With all connections open, what follows is at the same moment indeed.
    const open = sql`select 1::int as n from pg_sleep(0.3)`;
    await Promise.all(Array.from({ length: 14 }, () => count(open)));
    // As many processes start at once, each of which prints a link.
    const tokens = await Promise.all(
      Array.from({ length: 6 }, () => createSetupLink(own.db, clock)),
    );
    assert.equal(await count(links), 1, "only the newest link is valid");
    for (const wrong of ["", "x", `${tokens[0]!.slice(1)}A`, "0".repeat(32), "%00"])
      assert.ok((await create(wrong, "fremd")).status >= 400);
    // The link makes an owner and nothing else.
    for (const token of tokens)
      assert.equal(
        (await door.call("POST", "/api/v1/password", { body: { token, password: TEST_PASSWORD } }))
          .body.code,
        "password_link_invalid",
      );
    // All of them twice, and a link asked for in between.
    const [, ...answers] = await Promise.all([
      createSetupLink(own.db, clock),
      ...[...tokens, ...tokens].map((token, at) => create(token, `eigner${at}`)),
    ]);
    const late = await createSetupLink(own.db, clock);
    const made = answers.filter((answer) => answer.status === 201).length;
    if (made === 0) assert.equal((await create(late, "spaet")).status, 201);
    else assert.equal(late, null);
    assert.ok(made <= 1, `${made} owners`);
    assert.equal(await count(sql`select count(*)::int as n from operators`), 1);
    assert.equal(await count(sql`select count(*)::int as n from accounts`), 1);
    assert.equal(await count(links), 0, "no link stays behind an owner");
  } finally {
    await door.close();
    await empty.close();
  }
});

test("a set-up link that is still open makes nobody an owner once there is an operator", async () => {
  const empty = await testDatabase();
  const own = { ...deps, db: empty.db };
  const door = await start(own);
  try {
    const token = await createSetupLink(own.db, clock);
    await testAccount(own.db);
    const answer = await door.call("POST", "/api/v1/setup/owner", {
      body: { name: "Spät", email: "spaet@makler.example", password: TEST_PASSWORD, token },
    });
    assert.deepEqual([answer.status, answer.body.code], [404, "setup_link_invalid"]);
    assert.deepEqual(answer.cookies, []);
  } finally {
    await door.close();
    await empty.close();
  }
});

test("ORG-02: signing in gives a new strict cookie and ends a planted session", async () => {
  const { email } = await testAccount(deps.db, { settings: completeSettings });
  const first = await signIn(email);
  assert.equal(first.status, 200);
  assert.equal(first.body.accounts[0].setupComplete, true);
  const [cookie] = first.cookies;
  assert.equal(cookie?.name, "klarpost_session");
  assert.equal(cookie?.["httpOnly"], true);
  assert.equal(cookie?.["sameSite"], "Strict");
  assert.equal(cookie?.["path"], "/");
  const second = await http.call("POST", "/api/v1/session", {
    body: { email, password: TEST_PASSWORD },
    cookies: cookieOf(first),
  });
  assert.notEqual(second.cookies[0]?.value, cookie?.value);
  assert.equal((await http.call("GET", "/api/v1/me", { cookies: cookieOf(first) })).status, 401);
  assert.equal((await http.call("GET", "/api/v1/me", { cookies: cookieOf(second) })).status, 200);
  await http.call("DELETE", "/api/v1/session", { cookies: cookieOf(second) });
  assert.equal((await http.call("GET", "/api/v1/me", { cookies: cookieOf(second) })).status, 401);
});

test("ORG-02: sessions end after 12 idle hours and after 7 days", async () => {
  const { email } = await testAccount(deps.db);
  const idle = cookieOf(await signIn(email));
  const busy = cookieOf(await signIn(email));
  const me = (cookies: Record<string, string>) => http.call("GET", "/api/v1/me", { cookies });
  for (let hours = 0; hours < 6 * 24; hours += 11) {
    clock.advance(11 * HOUR);
    assert.equal((await me(busy)).status, 200, `after ${hours + 11} hours`);
  }
  assert.equal((await me(idle)).status, 401);
  clock.advance(11 * HOUR);
  await me(busy);
  clock.advance(11 * HOUR);
  assert.equal((await me(busy)).status, 401);
  const resting = cookieOf(await signIn(email));
  clock.advance(12 * HOUR - 60_000);
  assert.equal((await me(resting)).status, 200);
  clock.advance(12 * HOUR + 60_000);
  assert.equal((await me(resting)).status, 401, "one minute more is too long");
  const left = cookieOf(await signIn(email));
  for (let hours = 1; hours <= 13; hours++) {
    clock.advance(HOUR);
    const asked = await http.call("GET", "/api/v1/me", {
      cookies: left,
      headers: { "klarpost-unattended": "1" },
    });
    assert.equal(asked.status, hours < 12 ? 200 : 401, `an open page after ${hours} hours`);
  }
});

test("ORG-02: a new password ends all other sessions at once and renews this one", async () => {
  const { email } = await testAccount(deps.db);
  const [mine, other] = [cookieOf(await signIn(email)), cookieOf(await signIn(email))];
  const change = (old: string, next: string) =>
    http.call("PATCH", "/api/v1/me", {
      cookies: mine,
      body: { password: { old, new: next } },
    });
  assert.equal((await change("falsch", "Nebelhorn Suppe Leiter")).body.code, "old_password_wrong");
  assert.equal((await change(TEST_PASSWORD, "Passwort2026!")).body.code, "password_too_common");
  const listed = await http.call("GET", "/api/v1/sessions", { cookies: mine });
  assert.equal(listed.body.items.length, 2);
  const changed = await change(TEST_PASSWORD, "Nebelhorn Suppe Leiter");
  assert.equal(changed.status, 200);
  for (const cookies of [mine, other])
    assert.equal((await http.call("GET", "/api/v1/me", { cookies })).status, 401);
  assert.equal((await http.call("GET", "/api/v1/me", { cookies: cookieOf(changed) })).status, 200);
  assert.equal((await signIn(email)).status, 401);
  assert.equal((await signIn(email, "Nebelhorn Suppe Leiter")).status, 200);
});

test("ORG-02: known and unknown addresses are throttled alike, and the right password waits too", async () => {
  const { email } = await testAccount(deps.db);
  const answersOf = async (address: string, network: number) => {
    const answers: string[] = [];
    for (let tries = 0; tries < 7; tries++) {
      const answer = await signIn(address, "falsch falsch falsch", `127.0.${network}.${tries + 1}`);
      const { requestId: _id, ...body } = answer.body;
      answers.push(JSON.stringify([answer.status, body]));
    }
    return answers;
  };
  const known = await answersOf(email, 31);
  assert.deepEqual(known, await answersOf("niemand@beispiel.example", 32));
  assert.equal(known.filter((answer) => answer.startsWith("[401")).length, 5);
  assert.equal((await signIn(email, TEST_PASSWORD, "127.0.33.1")).status, 429);
  clock.advance(31_000);
  assert.equal((await signIn(email, TEST_PASSWORD, "127.0.33.1")).status, 200);
});

test("ORG-02: what can be nobody's address gets the answer of an unknown one", async () => {
  for (const [no, email] of [
    "nie\0mand@beispiel.example",
    "kein adresse",
    "\ud800@b.example",
  ].entries()) {
    const answer = await signIn(email, TEST_PASSWORD, `127.60.${no}.1`);
    assert.deepEqual([answer.status, answer.body.code], [401, "bad_credentials"]);
  }
});

test("ORG-02: 50 tries at once count as 50", async () => {
  const { email } = await testAccount(deps.db);
  const answers = await Promise.all(
    Array.from({ length: 50 }, (_, index) =>
      signIn(email, "falsch falsch falsch", `127.1.${index}.1`),
    ),
  );
  assert.equal(answers.filter((answer) => answer.status === 401).length, 5);
  assert.equal(answers.filter((answer) => answer.status === 429).length, 45);
});

test("over plain http only this machine may sign in", async () => {
  const { email } = await testAccount(deps.db);
  const body = { email, password: TEST_PASSWORD };
  const remote = await http.call("POST", "/api/v1/session", { body, from: "203.0.113.5" });
  assert.equal(remote.body.code, "https_needed");
  const forwarded = await http.call("POST", "/api/v1/session", {
    body,
    headers: { "x-forwarded-for": "203.0.113.5" },
  });
  assert.equal(forwarded.body.code, "https_needed");
  assert.equal((await http.call("POST", "/api/v1/session", { body, from: "::1" })).status, 200);
});

test("with an https PUBLIC_URL the cookie is bound to the host", async () => {
  const { email } = await testAccount(deps.db);
  const tls = await start({ ...deps, publicUrl: "https://post.beispiel.example" });
  try {
    const answer = await tls.call("POST", "/api/v1/session", {
      body: { email, password: TEST_PASSWORD },
      headers: { "x-forwarded-for": "203.0.113.5" },
    });
    assert.equal(answer.cookies[0]?.name, "__Host-klarpost_session");
    assert.equal(answer.cookies[0]?.["secure"], true);
  } finally {
    await tls.close();
  }
});

test("another site can neither sign somebody in nor use a session", async () => {
  const { email } = await testAccount(deps.db);
  const foreign = { "x-klarpost": "0" };
  const body = { email, password: TEST_PASSWORD };
  const answer = await http.call("POST", "/api/v1/session", { body, headers: foreign });
  assert.equal(answer.body.code, "foreign_origin");
  const cookies = cookieOf(await signIn(email));
  const change = await http.call("PATCH", "/api/v1/me", {
    cookies,
    body: { name: "Fremd" },
    headers: { "x-klarpost": "1", origin: "https://boese.example" },
  });
  assert.equal(change.body.code, "foreign_origin");
});

test("own sessions can be listed and ended, those of others cannot", async () => {
  const [one, two] = [await testAccount(deps.db), await testAccount(deps.db)];
  const [mine, second] = [cookieOf(await signIn(one.email)), cookieOf(await signIn(one.email))];
  const foreign = cookieOf(await signIn(two.email));
  const list = (cookies: Record<string, string>) =>
    http.call("GET", "/api/v1/sessions", { cookies });
  const items = (await list(mine)).body.items;
  assert.equal(items.filter((each: { current: boolean }) => each.current).length, 1);
  const other = items.find((each: { current: boolean }) => !each.current);
  const end = (cookies: Record<string, string>, id: string) =>
    http.call("DELETE", `/api/v1/sessions/${id}`, { cookies });
  assert.equal((await end(foreign, other.id)).status, 404);
  assert.equal((await list(second)).status, 200);
  assert.equal((await end(mine, other.id)).status, 204);
  assert.equal((await list(second)).status, 401);
});

test("ORG-16: an API key does what its scopes say in its account, until it is revoked or ends", async () => {
  const [one, two] = [await testAccount(deps.db), await testAccount(deps.db)];
  const cookies = cookieOf(await signIn(one.email));
  const create = (more: object, headers = {}) =>
    http.call("POST", "/api/v1/api-keys", {
      cookies,
      headers,
      body: {
        name: "Shop",
        purpose: "Listen lesen",
        scopes: ["lists.read"],
        expiresAt: new Date(clock.now().getTime() + 24 * HOUR).toISOString(),
        ...more,
      },
    });
  assert.equal((await create({ scopes: ["operators.manage"] })).body.code, "scope_not_allowed");
  assert.equal(
    (await create({ expiresAt: "2028-01-01T00:00:00Z" })).body.code,
    "expiry_out_of_range",
  );
  const made = await create({}, { "idempotency-key": "k1" });
  assert.equal(made.status, 201);
  assert.match(made.body.secret, /^klp_[\w-]{43}$/);
  // The stored answer of the idempotency key must not hold the secret.
  assert.equal((await create({}, { "idempotency-key": "k1" })).status, 409);
  const use = (path: string, headers = {}) =>
    http.call("GET", path, {
      headers: { authorization: `Bearer ${made.body.secret}`, ...headers },
    });
  assert.deepEqual((await use("/api/v1/probe")).body, {
    accountId: one.accountId,
    name: "Shop",
    kind: "apiKey",
  });
  const foreign = { "klarpost-account": two.account.publicId };
  assert.equal((await use("/api/v1/probe", foreign)).status, 404);
  assert.equal((await use("/api/v1/audit")).status, 403);
  assert.equal((await use("/api/v1/me")).body.code, "operator_needed");
  const list = await http.call("GET", "/api/v1/api-keys", { cookies });
  assert.equal(list.body.items[0].lastUsedOn, clock.now().toISOString().slice(0, 10));
  assert.equal(list.text.includes(made.body.secret), false);
  clock.advance(25 * HOUR);
  assert.equal((await use("/api/v1/probe")).status, 401);
  clock.advance(-25 * HOUR);
  await http.call("DELETE", `/api/v1/api-keys/${made.body.key.id}`, { cookies });
  assert.equal((await use("/api/v1/probe")).status, 401);
});
