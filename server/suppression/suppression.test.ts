import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import type {
  BulkAnswerView,
  GroundsView,
  PurgeView,
  SuppressionView,
} from "../../contract/suppression.ts";
import { blockRoutes } from "../../test/support/block-routes.ts";
import { signedInAs } from "../../test/support/callers.ts";
import { gateDatabase } from "../../test/support/gate-database.ts";
import { testServer, type TestHttp } from "../../test/support/http.ts";
import { addressHash } from "../contacts/index.ts";
import { one, rows, run, sql } from "../platform/index.ts";
import { activeForAddress, dueReviews } from "./index.ts";
import { parseBlacklistLine } from "./suppression.ts";

const gate = await gateDatabase();
const { base, deps, accountId, inAccount } = gate;
const routes = blockRoutes({ db: base.db, ...deps });
let http: TestHttp;
let reader: TestHttp;
before(async () => {
  http = await testServer({ db: base.db, routes, as: { accountId } });
  reader = await testServer({
    db: base.db,
    routes,
    as: { accountId, permissions: ["suppression.read"] },
  });
});
after(async () => {
  await http.close();
  await reader.close();
  await base.close();
});

test("UNS-24: a line of the blacklist is an address, a domain, or all domains below one", () => {
  const cases: [string, ReturnType<typeof parseBlacklistLine>][] = [
    [" Max@Example.ORG ", { emailNormalised: "max@example.org" }],
    ["@Example.org", { domain: "example.org" }],
    ["*@sub.example.org", { domain: "sub.example.org" }],
    ["@*.example.org", { domain: "*.example.org" }],
    ["*@*.example.org", { domain: "*.example.org" }],
    ["@münchen.example", { domain: "xn--mnchen-3ya.example" }],
    ...[
      "",
      "*",
      "@",
      "@*",
      "*@*",
      "@*.",
      "example.org",
      "a*@example.org",
      "@exa*mple.org",
      "@a@b.de",
      "max@",
      `@${"a".repeat(300)}.de`,
    ].map((line): [string, undefined] => [line, undefined]),
  ];
  for (const [line, expected] of cases) assert.deepEqual(parseBlacklistLine(line), expected, line);
});

test("UNS-24: a domain below is blocked, the domain itself and one that ends alike are not; shown alike where an address is looked up", async () => {
  const made = await http.call("POST", "/api/v1/suppressions", {
    body: { entry: "@*.unten.example", reason: "Nur Testpostfächer", reviewOn: "2027-05-01" },
  });
  assert.equal(made.status, 201);
  const expected = {
    "a@x.unten.example": "blacklist",
    "a@y.x.unten.example": "blacklist",
    "a@unten.example": "anonymous",
    "a@xunten.example": "anonymous",
    "x.unten.example@anders.example": "anonymous",
  };
  for (const [email, answer] of Object.entries(expected)) {
    const who = await gate.contact(email);
    await gate.subscribe(who);
    assert.equal(await gate.askOne(who), answer, email);
    const found = await inAccount((tx) =>
      activeForAddress(tx, email, addressHash(deps.keys, accountId, email)),
    );
    assert.equal(found.length > 0, answer === "blacklist", email);
  }
});

test("UNS-24: many lines at once, each with its result; what is there already or wrong holds up nothing", async () => {
  const lines = [
    "eins@viele.example",
    "",
    "@viele.example",
    "kein Eintrag",
    "EINS@viele.example",
    "@*.viele.example",
  ];
  const body = { lines, reason: "Liste der Rechtsabteilung", reviewOn: "2027-05-01" };
  const { body: answer } = (await http.call("POST", "/api/v1/suppressions/bulk", { body })) as {
    body: BulkAnswerView;
  };
  assert.deepEqual(
    answer.lines.map(({ line, result }) => [line, result]),
    [
      [1, "added"],
      [3, "added"],
      [4, "invalid"],
      [5, "known"],
      [6, "added"],
    ],
  );
  assert.deepEqual([answer.added, answer.known, answer.invalid], [3, 1, 1]);
  for (const bad of [
    { ...body, lines: [] },
    { ...body, lines: Array.from({ length: 2001 }, () => "a@b.example") },
    { ...body, reason: "" },
    { ...body, reviewOn: "bald" },
    { ...body, lines: [{}] },
  ])
    assert.equal((await http.call("POST", "/api/v1/suppressions/bulk", { body: bad })).status, 400);
  assert.equal((await reader.call("POST", "/api/v1/suppressions/bulk", { body })).status, 403);
});

test("UNS-24: reviews that are due are found, and a review sets the next one", async () => {
  const { body: made } = (await http.call("POST", "/api/v1/suppressions", {
    body: { entry: "alt@pruefen.example", reason: "Anfrage der Revision", reviewOn: "2026-11-20" },
  })) as { body: SuppressionView };
  const due = () => inAccount((tx) => dueReviews(tx, "2026-11-21"));
  assert.equal((await due()).count, 1);
  const listed = await http.call("GET", "/api/v1/suppressions?due=true");
  assert.deepEqual(
    listed.body.items.map((one: SuppressionView) => one.id),
    [made.id],
  );
  const review = (reviewOn: string) =>
    http.call("POST", `/api/v1/suppressions/${made.id}/review`, { body: { reviewOn } });
  assert.equal((await review("2026-11-21")).status, 400);
  assert.equal((await review("2027-11-21")).status, 200);
  assert.equal((await due()).count, 0);
  const { body: found } = await http.call("GET", "/api/v1/suppressions?q=@pruefen.example");
  assert.deepEqual(
    found.items.map((one: SuppressionView) => one.id),
    [made.id],
  );
});

describe("UNS-17: ground and retention", () => {
  test("UNS-17 UNS-24: Art. 6(1)(c) until somebody decides otherwise, with reasoning and review", async () => {
    const list = async () =>
      (await http.call("GET", "/api/v1/suppression-grounds")).body.items as GroundsView[];
    assert.deepEqual(
      (await list()).map(({ subject, ground, decidedAt }) => [subject, ground, decidedAt]),
      [
        ["unsubscribe_lists", "art_6_1_c", null],
        ["blacklist", "art_6_1_c", null],
      ],
    );
    const body = {
      ground: "art_6_1_f",
      retentionMonths: 36,
      reasoning: "Abwägung vom Oktober, Aktenzeichen 12",
      reviewOn: "2027-11-21",
    };
    const put = (subject: string, change: object = {}) =>
      http.call("PUT", "/api/v1/suppression-grounds", { body: { ...body, subject, ...change } });
    assert.equal((await put("unsubscribe_lists")).status, 200);
    assert.equal((await put("blacklist")).status, 400);
    assert.equal((await put("blacklist", { retentionMonths: null })).status, 200);
    assert.equal((await put("unsubscribe_lists", { reasoning: "kurz" })).status, 400);
    assert.equal((await put("unsubscribe_lists", { retentionMonths: 3 })).status, 400);
    assert.equal((await list())[0]!.ground, "art_6_1_f");
    const denied = await reader.call("PUT", "/api/v1/suppression-grounds", {
      body: { ...body, subject: "blacklist" },
    });
    assert.equal(denied.status, 403);
  });

  test("UNS-17: old entries of unsubscribe lists go with a typed number; nothing else ever does", async () => {
    const old = new Date("2024-01-01T00:00:00Z");
    const people = ["a", "b", "c"].map((name) => `${name}@saeubern.example`);
    for (const email of people)
      await gate.suppress({ scope: "list_address", listId: gate.listA, at: old }, email);
    await gate.suppress({ scope: "list_address", listId: gate.listA }, "neu@saeubern.example");
    for (const scope of [
      "account_address",
      "newsletters_address",
      "blacklist",
      "complaint",
      "retained",
    ] as const)
      await gate.suppress({ scope, at: old }, people[0]);
    const asked = await http.call("GET", "/api/v1/suppression-purge?olderThanMonths=24");
    assert.equal((asked.body as PurgeView).entries, 3);
    const purge = (confirmEntries: number) =>
      http.call("POST", "/api/v1/suppression-purge", {
        body: { olderThanMonths: 24, confirmEntries },
      });
    assert.equal((await purge(2)).status, 409);
    assert.equal((await purge(3)).status, 200);
    const left = await inAccount((tx) =>
      rows<{ scope: string }>(
        tx,
        sql`select scope from suppressions where email_normalised like '%@saeubern.example' order by scope`,
      ),
    );
    assert.deepEqual(
      left.map((row) => row.scope),
      [
        "account_address",
        "blacklist",
        "complaint",
        "list_address",
        "newsletters_address",
        "retained",
      ],
    );
    // Not even the role that may remove: the database itself keeps objections.
    const removed = await base.db.retention(accountId, (tx) =>
      run(tx, sql`delete from suppressions where scope <> 'list_address'`),
    );
    assert.equal(removed, 0);
    const { count } = await inAccount((tx) =>
      one<{ count: number }>(
        tx,
        sql`select count(*) as count from audit_entries where action = 'suppression.purged'`,
      ),
    );
    assert.equal(count, 1);
  });
});

test("UNS-23 UNS-24: what a person decided is not lifted by staff; any other block ends only when a second person agrees", async () => {
  const at = { accountId, accountPublicId: "" };
  const [mara, nils] = [
    await signedInAs(base.db, at, ["marketer"]),
    await signedInAs(base.db, at, ["dpo"]),
  ];
  const as = (who: { operatorId: number }) =>
    testServer({ db: base.db, routes, as: { accountId, operatorId: who.operatorId } });
  const [first, second] = [await as(mara), await as(nils)];
  await gate.suppress({ scope: "account_address" }, "eigener@wille.example");
  const find = async (q: string) =>
    (await first.call("GET", `/api/v1/suppressions?q=${q}`)).body.items[0] as
      | SuppressionView
      | undefined;
  const lift = async (q: string, reason = "Irrtum der Redaktion") =>
    first.call("POST", `/api/v1/suppressions/${(await find(q))!.id}/lift`, { body: { reason } });
  const refused = await lift("eigener@wille");
  assert.deepEqual([refused.status, refused.body.code], [409, "persons_own_decision"]);

  await gate.suppress({ scope: "blacklist", reason: "Will nichts" }, "haus@wille.example");
  assert.equal((await lift("haus@wille", "")).status, 400);
  const asked = await lift("haus@wille");
  assert.deepEqual([asked.status, asked.body.waits], [200, true]);
  assert.ok((await find("haus@wille"))!.liftAsked);
  assert.equal((await lift("haus@wille")).body.code, "lift_waits");

  const [seen] = (await second.call("GET", "/api/v1/second-person?state=open")).body.items;
  assert.deepEqual(
    [seen.kind, seen.about.name, seen.about.reason, seen.mayDecide],
    ["lift", "haus@wille.example", "Will nichts", true],
  );
  const review = (reason?: string) =>
    first.call("POST", `/api/v1/suppressions/${seen.object}/review`, {
      body: { reviewOn: "2027-11-21", reason },
    });
  assert.equal((await review("Nur ein Test")).body.code, "lift_waits", "the reason they judge by");
  assert.equal((await review()).status, 200);
  const path = `/api/v1/second-person/lifts/${seen.id}`;
  const own = await first.call("POST", `${path}/confirm`);
  assert.deepEqual([own.status, own.body.code], [409, "second_person_is_first"]);
  assert.ok(await find("haus@wille"), "the block holds until somebody else agrees");
  const refusal = { body: { comment: "Die Person hat noch einmal geschrieben" } };
  assert.equal((await second.call("POST", `${path}/refuse`, refusal)).status, 204);
  assert.equal((await find("haus@wille"))!.liftAsked, null);
  assert.equal((await review("Hat am Telefon widersprochen")).status, 200);
  const { detail } = await inAccount((tx) =>
    one<{ detail: Record<string, unknown> }>(
      tx,
      sql`select detail from audit_entries where action = 'suppression.reviewed' order by id desc limit 1`,
    ),
  );
  assert.equal(detail["reasonBefore"], "Will nichts");

  const again = await lift("haus@wille");
  const { request } = again.body.suppression.liftAsked;
  assert.equal(
    (await second.call("POST", `/api/v1/second-person/lifts/${request}/confirm`)).status,
    204,
  );
  assert.equal(await find("haus@wille"), undefined);
  await Promise.all([first.close(), second.close()]);
});
