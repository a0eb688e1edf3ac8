import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { after, before, test } from "node:test";
import pg from "pg";
import { keyScopes, permissions, permissionsOf } from "../server/accounts/permissions.ts";
import { publicRoute, signedIn, type RouteSpec } from "../server/platform/index.ts";
import { runningApp, type RunningApp } from "./support/app.ts";
import { keyWith, signedInAs, type Caller } from "./support/callers.ts";
import { fillAccount, type FilledAccount } from "./support/filled-account.ts";
import { seedNewsletter, type SeededNewsletter } from "./support/newsletter.ts";
import { sampleInput } from "./support/sample-input.ts";
import { isThorough } from "./support/thorough.ts";

let running: RunningApp;
let routes: RouteSpec[];
let own: SeededNewsletter;
let foreign: SeededNewsletter;
let theirs: FilledAccount;
let owner: Caller;

before(async () => {
  running = await runningApp();
  const { db } = running.database;
  routes = running.app.routes.filter((spec) => spec.path.startsWith("/api/v1/"));
  own = await seedNewsletter(db, running.app.keys, { people: 3, domain: "eigen.example" });
  foreign = await seedNewsletter(db, running.app.keys, { people: 3, domain: "fremd.example" });
  theirs = await fillAccount(running, foreign, await signedInAs(db, foreign, ["owner"]));
  owner = await signedInAs(db, own, ["owner"]);
});
after(() => running.close());

interface Answer {
  status: number;
  code: string | undefined;
  text: string;
}

const MISSING = `xyz_${"0".repeat(32)}`;

/** Calls a route with a path and a body that its schemas accept. */
async function call(
  spec: RouteSpec,
  caller: Caller | null,
  options: { id?: string; body?: unknown; query?: string; headers?: Record<string, string> } = {},
): Promise<Answer> {
  const path = spec.path
    .replace(/:domain/, "muster.example")
    .replace(/:(\w+)/g, () => options.id ?? MISSING);
  const query = options.query ?? queryFor(spec);
  const hasBody = spec.body !== undefined && spec.method !== "GET";
  const response = await fetch(`${running.url}${path}${query}`, {
    method: spec.method,
    redirect: "manual",
    headers: {
      ...caller?.headers,
      ...(hasBody ? { "content-type": "application/json" } : {}),
      ...options.headers,
    },
    ...(hasBody ? { body: JSON.stringify(options.body ?? sampleInput(spec.body)) } : {}),
  });
  const text = await response.text();
  let code: string | undefined;
  if (response.headers.get("content-type")?.includes("problem+json"))
    code = (JSON.parse(text) as { code: string }).code;
  return { status: response.status, code, text };
}

function queryFor(spec: RouteSpec): string {
  const query = spec.query ? (sampleInput(spec.query) as Record<string, unknown>) : {};
  const text = new URLSearchParams(
    Object.entries(query).map(([name, value]) => [name, String(value)]),
  ).toString();
  return text === "" ? "" : `?${text}`;
}

/** An id of the same form that nothing has. */
const missingLike = (id: string): string =>
  id.replace(/(?<=[_-])[0-9a-f]{16,}/, (hex) => "0".repeat(hex.length));

const nameOf = (spec: RouteSpec) => `${spec.method} ${spec.path}`;
/** Not what this test asks about: they end the session that asks, or wait for the network. */
const OWN_SESSION = new Set(["DELETE /api/v1/session", "DELETE /api/v1/sessions"]);
const SLOW = new Set(["POST /api/v1/checks/run", "POST /api/v1/account/go-live"]);

/** Routes that change something or write a log although they need a right to read only: looks and rehearsals. */
const READS_BY_POST = new Set([
  "POST /api/v1/wordings/check",
  "POST /api/v1/checks/run",
  "POST /api/v1/forms/preview",
  "POST /api/v1/mailings/:id/preview",
  "POST /api/v1/mailings/:id/report/refresh",
  "POST /api/v1/segments/count",
  "POST /api/v1/segments/sample",
  "POST /api/v1/transactional-templates/preview",
]);
const PUBLIC_API = new Set([
  "POST /api/v1/session",
  "DELETE /api/v1/session",
  "GET /api/v1/session/ways",
  "POST /api/v1/session/factor",
  "POST /api/v1/session/factor/passkey-options",
  "POST /api/v1/session/passkey",
  "POST /api/v1/session/passkey-options",
  "POST /api/v1/session/provider",
  "POST /api/v1/session/provider/return",
  "POST /api/v1/password-links",
  "GET /api/v1/password-links/:token",
  "GET /api/v1/portable-data.schema.json",
  "POST /api/v1/password",
  "GET /api/v1/setup",
  "POST /api/v1/setup/owner",
  // Its address is the secret; proven in relays/take-report.test.ts.
  "POST /api/v1/hooks/relays/:token",
  "GET /api/v1/invitation/:token",
  "POST /api/v1/invitation/accept",
  "GET /api/v1/forms/:id/challenge",
  "GET /api/v1/forms/:id/texts",
  "POST /api/v1/forms/:id/submissions",
]);

test("ORG-03: every route names a right that exists; what changes something needs more than a right to read", () => {
  for (const spec of running.app.routes) {
    assert.ok(
      [publicRoute, signedIn, ...permissions].includes(spec.permission),
      `${nameOf(spec)}: ${spec.permission}`,
    );
    if (spec.method !== "GET" && spec.permission.endsWith(".read"))
      assert.ok(READS_BY_POST.has(nameOf(spec)), `${nameOf(spec)}: ${spec.permission}`);
  }
  const open = routes.filter((spec) => spec.permission === publicRoute).map(nameOf);
  assert.deepEqual(open.toSorted(), [...PUBLIC_API].toSorted());
});

test("ORG-03 ORG-16: every route × anonymous, each role, keys with and without its scope", async () => {
  const { db } = running.database;
  const marketer = await signedInAs(db, own, ["marketer"]);
  const dpo = await signedInAs(db, own, ["dpo"]);
  const intake = await signedInAs(db, own, ["intake"]);
  const nobody = await signedInAs(db, own, []);
  const disabled = await signedInAs(db, own, ["owner"], { disabled: true });
  const revoked = await keyWith(db, own, keyScopes, { name: "revoked key", revoked: true });
  const expired = await keyWith(db, own, keyScopes, { name: "expired key", expired: true });
  const stranger: Caller = {
    name: "owner of another account",
    headers: {
      ...(await signedInAs(db, foreign, ["owner"])).headers,
      "klarpost-account": own.accountPublicId,
    },
  };
  const keys = new Map<string, { only: Caller; others: Caller }>();
  for (const permission of permissions)
    keys.set(permission, {
      only: await keyWith(db, own, [permission]),
      others: await keyWith(
        db,
        own,
        permissions.filter((each) => each !== permission),
        { name: `key without ${permission}` },
      ),
    });
  const wrong: string[] = [];
  const expectAnswer = async (
    spec: RouteSpec,
    caller: Caller | null,
    allowed: boolean | number,
  ) => {
    const { status, code, text } = await call(spec, caller);
    const found =
      typeof allowed === "number"
        ? status === allowed
        : (status !== 401 && code !== "permission_missing") === allowed;
    if (!found || status >= 500)
      wrong.push(
        `${nameOf(spec)} as ${caller?.name ?? "anonymous"}: ${status} ${text.slice(0, 90)}`,
      );
  };
  for (const spec of routes) {
    if (OWN_SESSION.has(nameOf(spec)) || SLOW.has(nameOf(spec))) continue;
    if (spec.permission === publicRoute) continue;
    for (const caller of [null, disabled, revoked, expired]) await expectAnswer(spec, caller, 401);
    if (spec.permission === signedIn) {
      await expectAnswer(spec, keys.get("account.read")!.only, 403);
      continue;
    }
    await expectAnswer(spec, stranger, 404);
    await expectAnswer(spec, nobody, 403);
    for (const [caller, role] of [
      [marketer, "marketer"],
      [dpo, "dpo"],
      [intake, "intake"],
      [owner, "owner"],
    ] as const)
      await expectAnswer(
        spec,
        caller,
        permissionsOf([role]).has(spec.permission as "account.read"),
      );
    const isForKeys = keyScopes.includes(spec.permission as "account.read");
    await expectAnswer(spec, keys.get(spec.permission)!.only, isForKeys);
    await expectAnswer(spec, keys.get(spec.permission)!.others, 403);
  }
  assert.deepEqual(wrong.slice(0, 20), [], `${wrong.length} wrong`);
});

test("ORG-08: a foreign id and a missing one get the same answer on every route, and nothing foreign changes", async () => {
  const before_ = await fingerprint(foreign.accountId);
  const wrong: string[] = [];
  const colleague = await signedInAs(running.database.db, own, ["owner"]);
  /** Asks with every foreign id, and with a missing one of the same form. */
  const compare = async (what: string, ask: (id: string) => Promise<Answer>) => {
    const missing = new Map<string, string>();
    for (const [kind, id] of Object.entries(theirs.ids)) {
      if (!isThorough && !isTried(what, kind)) continue;
      const zeros = missingLike(id);
      const form = zeros.replace(/^[a-z]{3}_/, "");
      if (!missing.has(form)) missing.set(form, neutral(await ask(zeros), zeros));
      const found = neutral(await ask(id), id);
      if (found !== missing.get(form) || found.startsWith("5"))
        wrong.push(`${what} with a foreign ${kind}: ${found} instead of ${missing.get(form)}`);
    }
  };
  for (const spec of routes) {
    if (!/:(id|token)/.test(spec.path) || spec.permission === publicRoute) continue;
    for (const all of spec.body ? [false, true] : [false]) {
      const body = spec.body ? sampleInput(spec.body, { all }) : undefined;
      await compare(nameOf(spec), (id) => call(spec, colleague, { id, body }));
    }
  }
  const draft = await draftOf(colleague);
  for (const spec of routes) {
    const id = spec.path.includes("/mailings/") ? draft : MISSING;
    for (const [name] of idMembers(spec.query))
      await compare(`${nameOf(spec)}?${name}`, (value) =>
        call(spec, colleague, { id, query: `?${name}=${value}` }),
      );
    for (const [name, isArray] of idMembers(spec.body))
      await compare(`${nameOf(spec)} ${name}`, (value) =>
        call(spec, colleague, {
          id,
          body: { ...(sampleInput(spec.body) as object), [name]: isArray ? [value] : value },
        }),
      );
  }
  assert.deepEqual(wrong.slice(0, 20), [], `${wrong.length} wrong`);
  assert.deepEqual(await fingerprint(foreign.accountId), before_);
});

/**
 * Whether a kind of id is tried on a route every day: those the route may look for, and of the others, which it can only
 * take for missing, every sixth. `npm run drill:thorough` tries all.
 */
function isTried(route: string, kind: string): boolean {
  const path = route.toLowerCase().replace("/api/v1", "");
  const words = kind.split(/(?=[A-Z])/).map((word) => word.toLowerCase().slice(0, 4));
  if ([...words, ...(ALSO_AT[kind] ?? [])].some((word) => path.includes(word))) return true;
  return createHash("sha256").update(`${route} ${kind}`).digest()[0]! % 6 === 0;
}
/** Kinds whose routes are called otherwise. */
const ALSO_AT: Record<string, string[]> = {
  twin: ["contact"],
  member: ["operator"],
  message: ["mailbox"],
  retained: ["suppression"],
};

/** The answer without what differs from call to call. */
function neutral({ status, text }: Answer, id: string): string {
  return `${status} ${text.replace(/"requestId":"[^"]*"/, "").replaceAll(id, "ID")}`;
}

async function draftOf(caller: Caller): Promise<string> {
  const spec = routes.find((each) => nameOf(each) === "POST /api/v1/mailings")!;
  const made = await call(spec, caller, { body: { name: "Entwurf" } });
  return (JSON.parse(made.text) as { id: string }).id;
}

/** Members that hold ids: `listIds`, `senderId`, `copyOf`, `list`, and arrays of them. */
function idMembers(given: unknown): [string, boolean][] {
  const schema = (given ?? {}) as {
    properties?: Record<string, { type?: string; anyOf?: { type?: string }[] }>;
    allOf?: unknown[];
  };
  const named = Object.entries(schema.properties ?? {})
    .filter(([name]) =>
      /(Ids?|Of)$|^(lists?|contact|wording|mailing|form|sender|operator|objectId)$/.test(name),
    )
    .map(([name, member]): [string, boolean] => [name, member.type === "array"]);
  return [...named, ...(schema.allOf ?? []).flatMap(idMembers)];
}

/** What the account's tables hold, except what workers and looks write. */
async function fingerprint(accountId: number): Promise<Record<string, string>> {
  const client = new pg.Client(running.database.connection);
  await client.connect();
  try {
    const tables = await client.query<{ name: string }>(
      "select c.table_name as name from information_schema.columns c join pg_tables t on t.tablename = c.table_name where c.column_name = 'account_id' and c.table_schema = 'public' order by 1",
    );
    const found: Record<string, string> = {};
    for (const { name } of tables.rows) {
      if (["jobs", "outbox_events", "check_results"].includes(name)) continue;
      const { rows } = await client.query<{ sum: string }>(
        `select count(*) || ' ' || coalesce(md5(string_agg(t::text, '|' order by t::text)), '') as sum from ${name} t where account_id = $1`,
        [accountId],
      );
      found[name] = rows[0]!.sum;
    }
    return found;
  } finally {
    await client.end();
  }
}

test("ORG-02: nothing changes by a session that another site uses (CSRF)", async () => {
  const wrong: string[] = [];
  const { "x-klarpost": _own, ...cookieOnly } = owner.headers;
  for (const spec of routes.filter(
    (each) => each.method !== "GET" && each.permission !== publicRoute,
  ))
    for (const headers of [
      {},
      { "x-klarpost": "1", origin: "https://böse.example" },
      { "x-klarpost": "1", origin: "null" },
      { "x-klarpost": "1", "sec-fetch-site": "cross-site" },
      { "x-klarpost": "1", "sec-fetch-site": "same-site" },
    ] as Record<string, string>[]) {
      const caller = { name: "another site", headers: cookieOnly as Record<string, string> };
      const ascii = headers["origin"]
        ? { ...headers, origin: headers["origin"].replace("ö", "oe") }
        : headers;
      const answer = await call(spec, caller, { headers: ascii });
      if (answer.code !== "foreign_origin")
        wrong.push(`${nameOf(spec)}: ${answer.status} ${answer.code}`);
    }
  assert.deepEqual(wrong.slice(0, 20), [], `${wrong.length} wrong`);
});

test("ORG-08 ORG-03: an Idempotency-Key replays to its own account, route, request and rights only", async () => {
  const { db } = running.database;
  const spec = routes.find((each) => nameOf(each) === "POST /api/v1/lists")!;
  const headers = { "idempotency-key": "ein-schluessel" };
  const body = { name: "Einmalig" };
  const first = await call(spec, owner, { body, headers });
  assert.equal(first.status, 201);
  assert.deepEqual(await call(spec, owner, { body, headers }), first);
  assert.equal(
    (await call(spec, owner, { body: { name: "Anders" }, headers })).code,
    "idempotency_key_reused",
  );
  const dpo = await signedInAs(db, own, ["dpo"]);
  assert.equal((await call(spec, dpo, { body, headers })).code, "permission_missing");
  const other = await call(spec, await signedInAs(db, foreign, ["owner"]), { body, headers });
  assert.equal(other.status, 201);
  assert.notEqual(other.text, first.text);
  const another = routes.find((each) => nameOf(each) === "POST /api/v1/mailings")!;
  assert.equal((await call(another, owner, { body, headers })).code, "idempotency_key_reused");
});
