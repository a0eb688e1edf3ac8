import assert from "node:assert/strict";
import { after, afterEach, before, beforeEach, test } from "node:test";
import { testDatabase, type TestDatabase } from "../../test/support/database.ts";
import { EMAIL, PDF, intakeWorld, type IntakeWorld } from "../../test/support/intake.ts";
import { profilingStates } from "../consent/index.ts";
import { findByAddress } from "../contacts/index.ts";

let base: TestDatabase;
let desk: IntakeWorld;
before(async () => {
  base = await testDatabase();
});
after(() => base.close());
beforeEach(async () => {
  desk = await intakeWorld(base.db);
});
afterEach(() => desk.close());

test("LEG-16 LEG-14: an objection from an unknown address holds, with a receipt and its evidence", async () => {
  const scan = (await desk.upload(PDF)).body.id;
  const answer = await desk.tell({
    email: "Nie.Gesehen@Leser.example",
    name: "Frau Beispiel",
    scope: "advertising",
    channel: "fax",
    agent: "Ina Koch",
    receivedAt: "2026-11-20T10:00:00.000Z",
    note: "Will keine Post mehr",
    attachments: [scan],
  });
  assert.equal(answer.status, 201, answer.text);
  const email = "nie.gesehen@leser.example";
  assert.deepEqual(await desk.scopesOf(email), ["account_address"]);
  const [entry, ...further] = await desk.entriesOf(email);
  assert.equal(answer.body.receipt, entry!.publicId);
  assert.equal(further.length, 0);
  const [suppression] = await desk.suppressionsOf(email);
  assert.deepEqual(
    [suppression!.emailNormalised, suppression!.entryId],
    [email, entry!.entryId],
    "the block names its proof",
  );
  const evidence = entry!.document!.evidence;
  assert.deepEqual(
    [evidence["via"], evidence["agent"], evidence["receivedAt"], evidence["nameAsTold"]],
    ["fax", "Ina Koch", "2026-11-20T10:00:00.000Z", "Frau Beispiel"],
  );
  assert.equal((evidence["attachments"] as unknown[]).length, 1);
  assert.equal((await desk.http.call("GET", `/api/v1/intake/attachments/${scan}`)).status, 200);
  assert.deepEqual(await desk.inAccount((tx) => findByAddress(tx, email)), [], "nobody is made");
});

test("LEG-16 CON-16 LEG-15: each scope ends exactly what it names, for known and unknown, and repeats get a number too", async () => {
  const { tracking } = await desk.intakeForm();
  const subscribe = async (email: string) => {
    await desk.record(
      await desk.byPhone({
        email,
        lists: desk.lists.slice(0, 2).map((list) => list.publicId),
        tracking: true,
        trackingWordingId: tracking[0]!.id,
      }),
    );
    await desk.press(email);
  };
  const trackingOf = async (email: string) =>
    (await desk.inAccount((tx) => profilingStates(tx, [email]))).get(email)?.state;
  for (const [scope, states, scopes, analysis] of [
    ["list", ["unsubscribed", "confirmed"], ["customer_7_3_address", "list_address"], "granted"],
    ["newsletters", ["unsubscribed", "unsubscribed"], undefined, "unknown"],
    [
      "advertising",
      ["unsubscribed", "unsubscribed"],
      ["account_address", "account_person"],
      "withdrawn",
    ],
    ["tracking", ["confirmed", "confirmed"], [], "withdrawn"],
    ["customer_advertising", ["confirmed", "confirmed"], ["customer_7_3_address"], "granted"],
  ] as const) {
    const email = `${scope.replace("_", "-")}@leser.example`;
    await subscribe(email);
    const body = {
      email,
      scope,
      channel: "phone",
      ...(scope === "list" ? { listId: desk.lists[0]!.publicId } : {}),
    };
    const answer = await desk.tell(body);
    assert.equal(answer.status, 201, answer.text);
    assert.deepEqual(await desk.statesOf(email), states, scope);
    if (scopes)
      assert.deepEqual(
        (await desk.scopesOf(email)).filter((each) => each !== "account_person").toSorted(),
        scopes.filter((each) => each !== "account_person"),
        scope,
      );
    assert.equal(await trackingOf(email), analysis, scope);
    const again = await desk.tell(body);
    assert.notEqual(again.body.receipt, answer.body.receipt);
    const unknown = await desk.tell({ ...body, email: `un-${email}` });
    assert.deepEqual(Object.keys(unknown.body), Object.keys(answer.body), "tells nothing");
    const ids = new Set(
      [...(await desk.entriesOf(email)), ...(await desk.entriesOf(`un-${email}`))].map(
        (each) => each.publicId,
      ),
    );
    for (const each of [answer, again, unknown]) assert.ok(ids.has(each.body.receipt), scope);
  }
});

test("LEG-16: what cannot be is refused: no newsletter named, the future, no address, a program without an agent", async () => {
  const ok = { email: EMAIL, scope: "newsletters", channel: "letter" };
  for (const [body, code] of [
    [{ ...ok, scope: "list" }, "list_missing"],
    [{ ...ok, scope: "list", listId: `lst_${"0".repeat(32)}` }, "list_missing"],
    [{ ...ok, receivedAt: "2031-01-01T00:00:00Z" }, "received_in_future"],
    [{ ...ok, email: "anna(at)leser" }, "address_not_valid"],
    [{ ...ok, attachments: [`att_${"0".repeat(32)}`] }, "attachment_unknown"],
  ] as const)
    assert.equal((await desk.tell(body)).body.code, code);
  assert.deepEqual(await desk.entriesOf(), []);
});
