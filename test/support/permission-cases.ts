import assert from "node:assert/strict";
import pg from "pg";
import { keyScopes, permissions, permissionsOf } from "../../server/accounts/permissions.ts";
import { createApp, type App } from "../../server/app.ts";
import { roles } from "../../contract/operators.ts";
import {
  one,
  openDatabase,
  publicRoute,
  signedIn,
  sql,
  systemClock,
  type Database,
  type RouteSpec,
} from "../../server/platform/index.ts";
import {
  askerOf,
  everybodyIn,
  fingerprint,
  hasId,
  idMembers,
  isAnswered,
  isTried,
  likelyId,
  MISSING,
  missingLike,
  nameOf,
  neutral,
  several,
  takeConditionsOut,
  untilSealed,
  withoutCondition,
  type Answer,
  type Ask,
} from "./access-matrix.ts";
import { checkNames, OWN_SESSION, SLOW } from "./permission-lists.ts";
import { runningApp, type RunningApp } from "./app.ts";
import { keyWith, signedInAs, type Caller } from "./callers.ts";
import { fillAccount, type FilledAccount } from "./filled-account.ts";
import { seedNewsletter, type SeededNewsletter } from "./newsletter.ts";
import { sampleInput } from "./sample-input.ts";
import type { CaseOutcome } from "./threads.ts";

let running: RunningApp;
let routes: RouteSpec[];
let call: Ask;
let own: SeededNewsletter;
let foreign: SeededNewsletter;
let theirs: FilledAccount;
let theirOwner: Caller;
let owner: Caller;

async function open(): Promise<void> {
  running = await runningApp();
  const { db } = running.database;
  routes = running.app.routes.filter((spec) => spec.path.startsWith("/api/v1/"));
  call = askerOf(running.app.http);
  own = await seedNewsletter(db, running.app.keys, { people: 3, domain: "eigen.example" });
  foreign = await seedNewsletter(db, running.app.keys, { people: 3, domain: "fremd.example" });
  theirOwner = await signedInAs(db, foreign, ["owner"]);
  theirs = await fillAccount(running, foreign, theirOwner);
  owner = await signedInAs(db, own, ["owner"]);
}

/** Says something about what was tried, beside whether it held. */
type Note = { diagnostic(text: string): void };
const cases = new Map<string, (t: Note) => Promise<void>>();

/** Tries all cases on one product, in their order; each ends with its notes and the reason why it failed. */
export async function tryAll(tell: (outcome: CaseOutcome) => void): Promise<void> {
  await open();
  for (const [name, tried] of cases) {
    const notes: string[] = [];
    try {
      await tried({ diagnostic: (text) => void notes.push(text) });
      tell({ name, notes });
    } catch (error) {
      tell({ name, notes, failure: error instanceof Error ? error.message : String(error) });
    }
  }
  await running.close();
}

/** Routes with a right in an account, which can be asked here. */
const asked = () =>
  routes.filter(
    (spec) =>
      spec.permission !== publicRoute && !OWN_SESSION.has(nameOf(spec)) && !SLOW.has(nameOf(spec)),
  );
/** A mark by which a thing of the other account is known, where it comes out. */
const traceOf = (spec: RouteSpec, text: string, sent?: string): string | undefined =>
  // The log names what its own people asked for, and so what they asked for in vain.
  spec.path === "/api/v1/audit"
    ? undefined
    : ["fremd.example", ...Object.values(theirs.ids)].find(
        (mark) => mark !== sent && text.includes(mark),
      );

cases.set("names", async () => checkNames(running.app.routes));

cases.set("foreign", async () => {
  const { connection, db } = running.database;
  await untilSealed(db, foreign.accountId);
  const before_ = await fingerprint(connection, foreign.accountId);
  const colleague = await signedInAs(db, own, ["owner"]);
  const made = await call(
    routes.find((each) => nameOf(each) === "POST /api/v1/mailings")!,
    colleague,
    { body: { name: "Entwurf" } },
  );
  const draft = (JSON.parse(made.text) as { id: string }).id;
  const wrong = await compareForeign(call, colleague, draft);
  assert.deepEqual(wrong.slice(0, 20), [], `${wrong.length} wrong`);
  assert.deepEqual(await fingerprint(connection, foreign.accountId), before_);
});

/** Asks every route with every foreign id, in its path, query and body, and with a missing one of the same form. */
async function compareForeign(ask: Ask, caller: Caller, draft: string): Promise<string[]> {
  const wrong: string[] = [];
  const compare = async (what: string, asking: (id: string) => Promise<Answer>) => {
    const missing = new Map<string, string>();
    for (const [kind, id] of Object.entries(theirs.ids)) {
      if (!isTried(what, kind)) continue;
      const zeros = missingLike(id);
      if (!missing.has(zeros)) missing.set(zeros, neutral(await asking(zeros), zeros));
      const found = neutral(await asking(id), id);
      if (found !== missing.get(zeros) || found.startsWith("5"))
        wrong.push(`${what} with a foreign ${kind}: ${found} instead of ${missing.get(zeros)}`);
    }
  };
  await several(
    routes.filter((spec) => hasId(spec) && spec.permission !== publicRoute),
    async (spec) => {
      for (const all of spec.body ? [false, true] : [false]) {
        const body = spec.body ? sampleInput(spec.body, { all }) : undefined;
        await compare(nameOf(spec), (id) => ask(spec, caller, { id, body }));
      }
    },
  );
  await several(routes, async (spec) => {
    const id = spec.path.includes("/mailings/") ? draft : MISSING;
    for (const [name] of idMembers(spec.query))
      await compare(`${nameOf(spec)}?${name}`, (value) =>
        ask(spec, caller, { id, query: `?${name}=${value}` }),
      );
    for (const [name, isArray] of idMembers(spec.body))
      await compare(`${nameOf(spec)} ${name}`, (value) =>
        ask(spec, caller, {
          id,
          body: { ...(sampleInput(spec.body) as object), [name]: isArray ? [value] : value },
        }),
      );
  });
  return wrong;
}

cases.set("matrix", async (t) => {
  const { db } = running.database;
  const members = await Promise.all(
    roles.map(async (role) => ({ role, caller: await signedInAs(db, own, [role]) })),
  );
  const nobody = await signedInAs(db, own, []);
  const stranger: Caller = {
    name: "owner of another account",
    headers: { ...theirOwner.headers, "klarpost-account": own.accountPublicId },
  };
  const outsiders = [
    null,
    await signedInAs(db, own, ["owner"], { disabled: true }),
    await keyWith(db, own, keyScopes, { name: "revoked key", revoked: true }),
    await keyWith(db, own, keyScopes, { name: "expired key", expired: true }),
  ];
  const keys = new Map(
    await Promise.all(
      permissions.map(async (permission) => {
        const others = permissions.filter((each) => each !== permission);
        const name = `key without ${permission}`;
        return [
          permission as string,
          {
            only: await keyWith(db, own, [permission]),
            others: await keyWith(db, own, others, { name }),
          },
        ] as const;
      }),
    ),
  );
  const wrong: string[] = [];
  let calls = 0;
  const refusals = new Map<string, { texts: Set<string> }>();
  const refusalOf = (spec: RouteSpec, caller: Caller | null, status: number) => {
    const kind = `${nameOf(spec)} ${status} ${caller?.headers["authorization"] === undefined}`;
    const known = refusals.get(kind) ?? { texts: new Set<string>() };
    refusals.set(kind, known);
    return known;
  };
  const expectAnswer = async (
    spec: RouteSpec,
    caller: Caller | null,
    allowed: boolean | number,
  ): Promise<void> => {
    const id = hasId(spec) ? likelyId(spec, theirs.ids) : undefined;
    const both = id === undefined ? [undefined] : [id, missingLike(id)];
    // Who is refused is refused the same, whoever it is: each asks for the foreign or the missing one, in turn.
    const refusal =
      allowed === true || allowed === 404
        ? undefined
        : refusalOf(spec, caller, allowed === false ? 403 : allowed);
    const asking = refusal === undefined ? both : [both[calls % both.length]];
    const told = refusal ?? { texts: new Set<string>() };
    for (const each of asking) {
      const answer = await call(spec, caller, each === undefined ? {} : { id: each });
      calls++;
      if (each !== undefined) told.texts.add(neutral(answer, each));
      const found =
        typeof allowed === "number"
          ? answer.status === allowed
          : isAnswered(spec, answer) === allowed;
      const trace = traceOf(spec, answer.text, each);
      if (!found || answer.status >= 500 || trace !== undefined)
        wrong.push(
          `${nameOf(spec)} as ${caller?.name ?? "anonymous"}: ${answer.status} ${trace ?? ""} ${answer.text.slice(0, 90)}`,
        );
    }
    if (told.texts.size > 1)
      wrong.push(
        `${nameOf(spec)} as ${caller?.name ?? "anonymous"}: ${[...told.texts].join(" ≠ ")}`,
      );
  };
  await several(asked(), async (spec) => {
    for (const caller of outsiders) await expectAnswer(spec, caller, 401);
    if (spec.permission === signedIn) {
      await expectAnswer(spec, keys.get("account.read")!.only, 403);
      return;
    }
    await expectAnswer(spec, stranger, 404);
    await expectAnswer(spec, nobody, 403);
    const needed = spec.permission as "account.read";
    for (const { role, caller } of members)
      await expectAnswer(spec, caller, permissionsOf([role]).has(needed));
    await expectAnswer(spec, keys.get(needed)!.only, keyScopes.includes(needed));
    await expectAnswer(spec, keys.get(needed)!.others, 403);
  });
  t.diagnostic(`${calls} calls`);
  assert.deepEqual(wrong.slice(0, 20), [], `${wrong.length} wrong`);
});

cases.set("unchecked", async (t) => {
  const { db, connection } = running.database;
  const { config, log, keys } = running.app;
  const bare: Database = openDatabase({ connection, poolSize: 6 });
  const { mutated } = takeConditionsOut(bare.appPool);
  const { operatorId, ...caller } = await signedInAs(db, own, []);
  const { actor, principal } = everybodyIn(own.accountId, operatorId);
  let app: App | undefined;
  try {
    app = await createApp({
      config,
      log,
      keys,
      clock: systemClock,
      db: bare,
      admit: async (_options, spec) =>
        spec.permission === publicRoute
          ? { accountId: 0, actor: undefined as never, principal: undefined as never }
          : { accountId: spec.permission === signedIn ? 0 : own.accountId, actor, principal },
    });
    await app.http.ready();
    const ask = askerOf(app.http);
    const before_ = await fingerprint(connection, foreign.accountId);
    const wrong: string[] = [];
    await several(asked(), async (spec) => {
      const id = hasId(spec) ? likelyId(spec, theirs.ids) : undefined;
      const answer = await ask(spec, caller, id === undefined ? {} : { id });
      const trace = traceOf(spec, answer.text, id);
      if (trace !== undefined) wrong.push(`${nameOf(spec)}: tells ${trace}`);
      if (id === undefined || spec.permission === signedIn) return;
      const none = missingLike(id);
      const missing = neutral(await ask(spec, caller, { id: none }), none);
      if (neutral(answer, id) !== missing)
        wrong.push(`${nameOf(spec)}: ${neutral(answer, id)} instead of ${missing}`);
    });
    assert.deepEqual(wrong.slice(0, 20), [], `${wrong.length} wrong`);
    assert.deepEqual(await fingerprint(connection, foreign.accountId), before_);
    assert.ok(mutated.size > 200, `${mutated.size} statements had a condition`);
    t.diagnostic(`${mutated.size} statements without their condition`);
  } finally {
    await app?.stop();
    await bare.close();
  }
  // What is left without both: everybody's rows.
  const whole = new pg.Client(connection);
  await whole.connect();
  const text = withoutCondition(
    "select count(*)::int as n from contacts where account_id = app_account()",
  );
  const { rows } = await whole.query<{ n: number }>(text);
  await whole.end();
  assert.ok(rows[0]!.n > 3);
});

cases.set("own", async (t) => {
  const { db } = running.database;
  const members = await Promise.all(
    roles.map(async (role) => ({ role, caller: await signedInAs(db, foreign, [role]) })),
  );
  const spare = await signedInAs(db, foreign, ["intake"]);
  const ids = { ...theirs.ids, member: await publicIdOf(spare.operatorId) };
  const wrong: string[] = [];
  let found = 0;
  const ask = async (spec: RouteSpec) => {
    for (const { role, caller } of members.toReversed()) {
      const answer = await call(spec, caller, { id: likelyId(spec, ids) });
      const allowed = permissionsOf([role]).has(spec.permission as "account.read");
      if (isAnswered(spec, answer) !== allowed || answer.status >= 500)
        wrong.push(`${nameOf(spec)} as ${role}: ${answer.status} ${answer.text.slice(0, 90)}`);
      if (role === "owner" && answer.status < 300) found++;
    }
  };
  const withId = asked().filter((spec) => hasId(spec) && spec.permission !== signedIn);
  const looks = withId.filter((spec) => spec.method === "GET");
  await several(looks, ask);
  t.diagnostic(`${found} of ${looks.length} looks found something`);
  assert.ok(found > looks.length / 2, `only ${found} of ${looks.length} looks found something`);
  await several(
    withId.filter((spec) => !["GET", "DELETE"].includes(spec.method)),
    ask,
  );
  await several(
    withId.filter((spec) => spec.method === "DELETE"),
    ask,
  );
  assert.deepEqual(wrong.slice(0, 20), [], `${wrong.length} wrong`);
});

async function publicIdOf(operatorId: number): Promise<string> {
  const found = await running.database.db.instance((tx) =>
    one<{ publicId: string }>(tx, sql`select public_id from operators where id = ${operatorId}`),
  );
  return found.publicId;
}

cases.set("csrf", async () => {
  const wrong: string[] = [];
  const { "x-klarpost": _own, ...cookieOnly } = owner.headers;
  const changing = routes.filter(
    (each) => each.method !== "GET" && each.permission !== publicRoute,
  );
  await several(changing, async (spec) => {
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
  });
  assert.deepEqual(wrong.slice(0, 20), [], `${wrong.length} wrong`);
});

cases.set("idempotency", async () => {
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
