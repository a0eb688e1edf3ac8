import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { runningApp, type RunningApp } from "./support/app.ts";
import {
  operations,
  problemsOfAnswers,
  problemsOfDocument,
  type OpenApi,
} from "./support/open-api.ts";
import { api, type Api, type Asked } from "./support/walk.ts";
import { readyAccount, type WalkAccount } from "./support/walk-account.ts";

/** Members of answers that sound like a secret, and why they may be there. */
const SECRETS = [
  // Shown once, to whoever makes them, or to whoever asks for the file they open.
  "GET /api/v1/contact-exports/:id/password password",
  "GET /api/v1/evidence-exports/:id/password password",
  "POST /api/v1/api-keys secret",
  "POST /api/v1/goals/:id/test token",
  "POST /api/v1/me/factors/passkey recoveryCodes",
  "POST /api/v1/me/factors/totp secret",
  "POST /api/v1/me/factors/totp/confirm recoveryCodes",
  "POST /api/v1/me/recovery-codes recoveryCodes",
  "POST /api/v1/relays/:id/hook password",
  // Of an entry of the ledger; how many are left; a yes or no; the name of a file.
  "GET /api/v1/consents/:id hash",
  "GET /api/v1/installation/backups secretKeyFile",
  "GET /api/v1/me/security recoveryCodesLeft",
  "GET /api/v1/session/ways passwordByMail",
];

/** The names of all members that an answer of this schema may have. */
function membersOf(schema: unknown): string[] {
  if (typeof schema !== "object" || schema === null) return [];
  const { properties } = schema as { properties?: Record<string, unknown> };
  return [
    ...Object.keys(properties ?? {}),
    ...Object.values(schema).flatMap((part) =>
      part === properties ? Object.values(properties ?? {}).flatMap(membersOf) : membersOf(part),
    ),
  ];
}

describe("what the API promises", () => {
  let running: RunningApp;
  let account: WalkAccount;
  let owner: Api;
  let document: OpenApi;
  const asked: Asked[] = [];

  before(async () => {
    running = await runningApp();
    account = await readyAccount(running);
    ({ owner } = account);
    document = (await owner.get("/openapi.json")) as OpenApi;
  });
  after(() => running?.close());

  const keyWith = async (...scopes: string[]): Promise<Api> => {
    const { secret } = await owner.post("/api-keys", {
      name: "Probe",
      purpose: "Versuche mit wenigen Rechten",
      expiresAt: new Date(Date.now() + 3_600_000).toISOString(),
      scopes,
    });
    return api(running.url, { authorization: `Bearer ${secret}` }, asked);
  };

  test("the description is valid OpenAPI 3.1 and names every path of the API", () => {
    assert.deepEqual(problemsOfDocument(document), []);
    const described = operations(document);
    assert.ok(described.length > 90, String(described.length));
    assert.ok(described.every(([, path]) => path.startsWith("/api/v1/")));
    for (const tag of ["Mailings", "Lists", "Consent"])
      assert.ok(
        described.some(([, , operation]) => operation.tags?.includes(tag)),
        tag,
      );
    const broken = structuredClone(document);
    broken.paths["/api/v1/lists/{id}"]!["get"]!.parameters = [];
    assert.notDeepEqual(problemsOfDocument(broken), [], "a wrong description is found");
  });

  test("ORG-02: no answer has a place for a secret but those that are there to tell it", () => {
    const secrets = running.app.routes.flatMap(({ method, path, response }) =>
      [...new Set(membersOf(response))]
        .filter((name) => !/^has[A-Z]/.test(name))
        .filter((name) => /secret|password|token|hash$|recovery|cipher/i.test(name))
        .map((name) => `${method} ${path} ${name}`),
    );
    assert.deepEqual(secrets.toSorted(), SECRETS.toSorted());
  });

  test("everything that can be read without an id answers as it is described", async () => {
    const readable = operations(document).filter(
      ([method, path]) => method === "GET" && !path.includes("{"),
    );
    const answers: Asked[] = [];
    const reader = api(running.url, owner.credentials, answers);
    for (const [, path, operation] of readable) {
      if ((operation.parameters ?? []).some((one) => one.required)) continue;
      const { status, text } = await reader.call("GET", path.slice("/api/v1".length));
      assert.equal(status, 200, `${path}: ${text}`);
    }
    assert.ok(answers.length > 20, String(answers.length));
    assert.deepEqual(problemsOfAnswers(document, answers), []);
  });

  test("an Idempotency-Key replays the first answer and refuses another request", async () => {
    const headers = { "idempotency-key": "liste-2026-11" };
    const body = { name: "Nur einmal" };
    const first = await owner.call("POST", "/lists", { body, headers });
    const again = await owner.call("POST", "/lists", { body, headers });
    assert.equal(again.status, first.status);
    assert.deepEqual(again.body, first.body);
    assert.equal(again.headers.get("idempotent-replay"), "true");
    const { items } = await owner.get("/lists");
    assert.equal(items.filter((one: { name: string }) => one.name === body.name).length, 1);
    const other = await owner.call("POST", "/lists", { body: { name: "Andere" }, headers });
    assert.equal(other.status, 422);
    assert.equal(other.body.code, "idempotency_key_reused");
    const key = await owner.call("POST", "/api-keys", {
      body: { name: "Abgleich", purpose: "Listen anlegen", scopes: ["lists.write"] },
    });
    const foreign = await fetch(`${running.url}/api/v1/lists`, {
      method: "POST",
      headers: {
        ...headers,
        authorization: `Bearer ${key.body.secret}`,
        "content-type": "application/json",
      },
      body: JSON.stringify(body),
    });
    assert.equal(foreign.headers.get("idempotent-replay"), null, "answers are their caller's own");
    const atOnce = { "idempotency-key": "zugleich" };
    const twins = await Promise.all(
      [1, 2, 3].map(() =>
        owner.call("POST", "/lists", { body: { name: "Zugleich" }, headers: atOnce }),
      ),
    );
    assert.ok(twins.every(({ status }) => status === 201 || status === 409));
    const now = (await owner.get("/lists")).items as { name: string }[];
    assert.equal(now.filter((one) => one.name === "Zugleich").length, 1);
  });

  test("a failed request leaves its Idempotency-Key free for the corrected one", async () => {
    const headers = { "idempotency-key": "erst-falsch" };
    const wrong = await owner.call("POST", "/lists", { body: { name: "x" }, headers });
    assert.equal(wrong.status, 400);
    const right = await owner.call("POST", "/lists", { body: { name: "Richtig" }, headers });
    assert.equal(right.status, 201, right.text);
  });

  test("lists are read page by page: everything once, in one order", async () => {
    for (let no = 1; no <= 7; no++)
      await owner.post("/contacts", {
        email: `person${no}@seiten.example`,
        source: "Versuch",
        collectedFrom: "person",
      });
    const seen: string[] = [];
    let cursor = "";
    let pages = 0;
    do {
      const page = await owner.get(`/contacts?limit=3${cursor && `&cursor=${cursor}`}`);
      assert.ok(page.items.length <= 3);
      seen.push(...page.items.map((one: { email: string }) => one.email));
      cursor = page.nextCursor === null ? "" : encodeURIComponent(page.nextCursor);
      pages++;
    } while (cursor !== "");
    assert.equal(pages, 3);
    assert.equal(new Set(seen).size, 7);
    assert.equal(seen.length, 7);
    const bad = await owner.call("GET", "/contacts?cursor=unsinn");
    assert.equal(bad.status, 400);
  });

  test("CON-14 DOI-07 DOI-14: no call of the API puts a subscription into force or changes an address", async () => {
    const { list, form } = account;
    const email = "direkt@lesen.example";
    const { id } = await owner.post("/contacts", {
      email,
      source: "Versuch",
      collectedFrom: "person",
    });
    const signUp = { email, lists: [list] };
    const confirmed = { list, listId: list, state: "confirmed", proof: "double_opt_in" };
    for (const [method, path, body] of [
      ["PATCH", `/contacts/${id}`, { email: "anders@lesen.example" }],
      ["PATCH", `/contacts/${id}`, { emailNormalised: "anders@lesen.example" }],
      ["PATCH", `/contacts/${id}`, { subscriptions: [confirmed] }],
      [
        "POST",
        "/contacts",
        { email: "neu@lesen.example", source: "Versuch", collectedFrom: "person", lists: [list] },
      ],
      [
        "POST",
        "/contacts",
        { ...signUp, source: "Versuch", collectedFrom: "person", subscriptions: [confirmed] },
      ],
      ["POST", `/lists/${list}/subscriptions`, { email, state: "confirmed" }],
      ["PUT", `/lists/${list}/subscriptions`, [{ email, state: "confirmed" }]],
      ["PATCH", `/lists/${list}`, { subscriptions: [{ email, state: "confirmed" }] }],
      ["POST", `/forms/${form.id}/submissions`, { ...signUp, state: "confirmed" }],
      ["POST", `/forms/${form.id}/submissions`, { ...signUp, confirmed: true }],
      ["POST", "/consents", { email, kind: "consent_granted", purpose: "newsletter", list }],
    ] as const) {
      const { status, text } = await owner.call(method, path, { body });
      assert.ok(status >= 400 && status < 500, `${method} ${path}: ${status} ${text}`);
    }
    assert.equal((await owner.get(`/contacts/${id}`)).email, email);
    const { items } = await owner.get(`/lists/${list}/subscriptions`);
    assert.ok(!JSON.stringify(items).includes("@lesen.example"), JSON.stringify(items));
  });

  test("ORG-16: a key may do what its scopes say, and is told which one is missing", async () => {
    const reader = await keyWith("lists.read");
    assert.equal((await reader.call("GET", "/lists")).status, 200);
    for (const [method, path, body] of [
      ["POST", "/lists", { name: "Verboten" }],
      ["GET", "/contacts", undefined],
      ["POST", `/mailings`, {}],
      ["GET", "/consents", undefined],
      ["GET", "/audit", undefined],
      ["PATCH", "/account", { name: "Anders" }],
    ] as const) {
      const answer = await reader.call(method, path, body === undefined ? {} : { body });
      assert.equal(answer.status, 403, `${method} ${path}`);
      assert.equal(answer.body.code, "permission_missing");
      assert.match(answer.body.hint, /scope/);
    }
    const never = await owner.call("POST", "/api-keys", {
      body: {
        name: "Zu viel",
        purpose: "Darf es nicht geben",
        expiresAt: new Date(Date.now() + 3_600_000).toISOString(),
        scopes: ["operators.manage"],
      },
    });
    assert.equal(never.status, 400);
  });

  test("ORG-16: no key, a wrong key and a revoked key get in nowhere", async () => {
    const nobody = api(running.url, {}, asked);
    assert.equal((await nobody.call("GET", "/lists")).status, 401);
    const wrong = api(running.url, { authorization: `Bearer klp_${"x".repeat(43)}` }, asked);
    assert.equal((await wrong.call("GET", "/lists")).status, 401);
    const { key, secret } = await owner.post("/api-keys", {
      name: "Kurz",
      purpose: "Wird gleich widerrufen",
      expiresAt: new Date(Date.now() + 3_600_000).toISOString(),
      scopes: ["lists.read"],
    });
    const short = api(running.url, { authorization: `Bearer ${secret}` }, asked);
    assert.equal((await short.call("GET", "/lists")).status, 200);
    await owner.call("DELETE", `/api-keys/${key.id}`);
    assert.equal((await short.call("GET", "/lists")).status, 401);
  });

  test("a session changes nothing without the header that foreign pages cannot send", async () => {
    const { cookie = "" } = owner.credentials;
    const foreign = api(running.url, { cookie }, asked);
    const answer = await foreign.call("POST", "/lists", { body: { name: "Fremd" } });
    assert.equal(answer.status, 403);
    assert.equal(answer.body.code, "foreign_origin");
  });

  test("failures say what to do, in one form", async () => {
    const some = api(running.url, owner.credentials, asked);
    for (const [method, path, body, status] of [
      ["GET", "/lists/lst_00000000000000000000000000000000", undefined, 404],
      ["GET", "/lists/unsinn", undefined, 400],
      ["GET", "/gibt-es-nicht", undefined, 404],
      ["POST", "/lists", { name: 7 }, 400],
      ["POST", "/lists", { name: "Gut", farbe: "rot" }, 400],
      ["POST", "/mailings", { listIds: ["lst_fremd"] }, 400],
      ["PATCH", "/account", { counting: { level: "unique", reason: "Wir wollen es" } }, 409],
    ] as const) {
      const answer = await some.call(method, path, body === undefined ? {} : { body });
      assert.equal(answer.status, status, `${method} ${path}: ${answer.text}`);
    }
    const invalid = await some.call("POST", "/lists", { body: {} });
    assert.ok(invalid.body.errors.length > 0 && invalid.body.hint, invalid.text);
    assert.deepEqual(problemsOfAnswers(document, asked), []);
  });
});
