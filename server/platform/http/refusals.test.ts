import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { testDatabase, type TestDatabase } from "../../../test/support/database.ts";
import {
  AppError,
  createCallLimit,
  createHttpServer,
  createLogger,
  createPageFetcher,
  manualClock,
  onSecurityEvent,
  publicRoute,
  route,
  type Principal,
  type SecurityEvent,
} from "../index.ts";

const clock = manualClock("2026-11-22T09:00:00Z");
const heard: SecurityEvent[] = [];
let base: TestDatabase;
const counting = () => ({ db: base.db, clock, log: createLogger("silent") });
let http: Awaited<ReturnType<typeof createHttpServer>>;
let stop: () => void;

const principal = (kind: Principal["kind"], id: number): Principal => ({
  kind,
  name: "Test",
  ...(kind === "operator" ? { operatorId: id } : {}),
  inAccount: async (account) =>
    account === "fremd"
      ? null
      : {
          accountId: 7,
          actor: {
            kind,
            name: "Test",
            roles: [],
            permissions: new Set(["lists.read"]),
            ...(kind === "operator" ? { operatorId: id } : { apiKeyId: id }),
          },
        },
});

before(async () => {
  base = await testDatabase();
  stop = onSecurityEvent((event) => heard.push(event));
  const tag = "Test";
  const open = { tag, summary: "Test", permission: publicRoute };
  http = await createHttpServer({
    db: base.db,
    log: createLogger("silent"),
    version: "test",
    publicUrl: "http://127.0.0.1:8025",
    trustedProxies: 0,
    errorPage: () => ({ html: "", headers: {} }),
    authenticate: async ({ headers }) => {
      const [kind, id] = (headers.authorization ?? "").split(" ");
      return kind === "key"
        ? principal("apiKey", Number(id))
        : kind === "person"
          ? principal("operator", Number(id))
          : null;
    },
    nameOf: (kind, value) => `${kind}#${value.length}`,
    limitCalls: createCallLimit({ ...counting(), perMinute: 60 }),
    routes: [
      route({
        ...open,
        method: "POST",
        path: "/api/v1/session",
        handle: async () => {
          throw new AppError("bad_credentials", 401, "Wrong.");
        },
      }),
      route({
        ...open,
        method: "POST",
        path: "/api/v1/images",
        handle: async () => {
          throw new AppError("picture_not_accepted", 400, "No picture.");
        },
      }),
      route({
        tag,
        summary: "Test",
        permission: "lists.read",
        method: "GET",
        path: "/api/v1/lists",
        status: 200,
        handle: async () => ({ items: [] }),
      }),
      route({
        tag,
        summary: "Test",
        permission: "lists.write",
        method: "POST",
        path: "/api/v1/lists",
        handle: async () => ({}),
      }),
    ],
  });
  await http.ready();
});
after(async () => {
  stop();
  await http.close();
  await base.close();
});

const call = (method: "GET" | "POST", url: string, headers = {}, payload?: object | string) =>
  http.inject({ method, url, headers, ...(payload === undefined ? {} : { payload }) });
const last = () => heard.at(-1);

test("ORG-12: failed sign-ins, refused and forged calls and rejected uploads are noted, and name nobody", async () => {
  await call("POST", "/api/v1/session", {}, { email: "Wer@Bank.example", password: "geheim" });
  assert.equal(last()?.event, "sign_in.failed");
  assert.deepEqual([last()?.code, last()?.who], ["bad_credentials", "address#16"]);
  await call("POST", "/api/v1/lists", { authorization: "key 4" });
  assert.deepEqual(
    [last()?.event, last()?.code, last()?.accountId, last()?.network],
    ["call.refused", "permission_missing", 7, "network#9"],
  );
  assert.equal(last()?.apiKeyId, 4, "refused for want of a right, and known all the same");
  await call("POST", "/api/v1/lists", { authorization: "person 3" });
  assert.equal(last()?.event, "request.forged");
  await call("GET", "/api/v1/lists", { authorization: "key 4", "klarpost-account": "fremd" });
  assert.equal(last()?.code, "no_such_account");
  await call("GET", "/api/v1/lists", { authorization: "Bearer klp_falsch" });
  assert.equal(last()?.code, "sign_in_needed");
  await call("POST", "/api/v1/images", { "content-type": "text/csv" }, "kein Bild");
  assert.equal(last()?.event, "upload.rejected");
  const before_ = heard.length;
  // Nobody was refused anything: a page asks whether somebody is signed in, and a list is read.
  await call("GET", "/api/v1/lists");
  await call("GET", "/api/v1/lists", { authorization: "key 5" });
  assert.equal(heard.length, before_);
  assert.doesNotMatch(JSON.stringify(heard), /bank\.example|geheim|klp_|127\.0\.0\.1/i);
});

test("ORG-12: a destination that the guard blocks is noted, wherever it is asked for", async () => {
  await assert.rejects(createPageFetcher()("https://127.0.0.1/"));
  assert.deepEqual(last(), { event: "outside.blocked", code: "outside_refused" });
});

test("ORG-16: a key gets its calls a minute, then 429 with the seconds to wait, and is not counted with others", async () => {
  const as = (who: string) => call("GET", "/api/v1/lists", { authorization: who });
  for (let no = 60; no > 0; no--) {
    const { statusCode, headers } = await as("key 9");
    assert.equal(statusCode, 200);
    assert.equal(headers["ratelimit-policy"], '"key";q=60;w=60');
    assert.match(String(headers["ratelimit"]), new RegExp(`^"key";r=${no - 1};t=\\d+$`));
  }
  const refused = await as("key 9");
  assert.equal(refused.statusCode, 429);
  assert.equal(refused.headers["retry-after"], "1");
  assert.deepEqual(refused.json<{ code: string }>().code, "too_many_calls");
  assert.deepEqual([last()?.event, last()?.apiKeyId], ["call.limited", 9]);
  assert.equal((await as("key 10")).statusCode, 200);
  for (let no = 0; no < 180; no++) assert.equal((await as("person 9")).statusCode, 200);
  assert.equal((await as("person 9")).statusCode, 429);
  clock.advance(1000);
  assert.equal((await as("key 9")).statusCode, 200);
  assert.equal((await as("key 9")).statusCode, 429);
});

test("ORG-16 ASVS 2.4.1: several processes share the calls of a key, also when they ask at once", async () => {
  const who = { ...(await principal("apiKey", 11).inAccount("own"))!, principal: undefined };
  const reply = { header: () => reply };
  const process = createCallLimit.bind(undefined, { ...counting(), perMinute: 60 });
  const processes = [process(), process(), process()];
  const one = (no: number) =>
    processes[no % 3]!(who as never, reply as never).then(
      () => 1,
      (error: AppError) => {
        assert.equal(error.code, "too_many_calls");
        return 0;
      },
    );
  const answered = async (calls: number) =>
    (await Promise.all(Array.from({ length: calls }, (_, no) => one(no)))).reduce<number>(
      (sum, answer) => sum + answer,
      0,
    );
  assert.equal(await answered(200), 60);
  assert.equal(await answered(30), 0);
  clock.advance(10_000);
  assert.equal(await answered(200), 10);
  clock.advance(120_000);
  assert.equal(await answered(200), 60, "never more than a minute's");
});
