import assert from "node:assert/strict";
import { after, afterEach, before, beforeEach, test } from "node:test";
import { testDatabase, type TestDatabase } from "../../test/support/database.ts";
import { makeForm, signupWorld, type SignupWorld } from "../../test/support/signup.ts";
import { isThorough } from "../../test/support/thorough.ts";
import { addressesInEveryState, STATES } from "../../test/support/signup-states.ts";

let base: TestDatabase;
let world: SignupWorld;
before(async () => {
  base = await testDatabase();
});
after(() => base.close());
beforeEach(async () => {
  world = await signupWorld(base.db);
});
afterEach(() => world.close());

/** All that a visitor or program can see of an answer but the time of day and the number of the request. */
const seen = (answer: { status: number; text: string; headers: Record<string, unknown> }) => {
  const { date: _date, "x-request-id": _id, ...headers } = answer.headers;
  return { status: answer.status, text: answer.text, headers };
};

test("DOI-11 DOI-12 DSR-11: whatever is known of an address, status, headers and body are the same bytes", async () => {
  const addresses = await addressesInEveryState(world);
  const before = (await world.mails()).length;
  const first: Record<string, unknown> = {};
  for (const lang of ["de", "en"] as const)
    for (const state of STATES) {
      const answer = seen(
        await world.signUp({ email: addresses[state], lang, from: "203.0.113.7" }),
      );
      assert.equal(answer.status, 200, state);
      assert.deepEqual(answer, (first[lang] ??= answer), `${state}, ${lang}`);
      assert.ok(!answer.text.includes(addresses[state]));
    }
  const { body: texts } = await world.http.call(
    "GET",
    `/api/v1/forms/${world.form.publicId}/texts`,
  );
  for (const state of STATES) {
    const answer = seen(
      await world.http.call("POST", `/api/v1/forms/${world.form.publicId}/submissions`, {
        body: {
          email: addresses[state],
          lists: [world.lists[0]!.publicId],
          version: texts.version,
        },
        from: "203.0.113.8",
      }),
    );
    assert.equal(answer.status, 202, state);
    assert.deepEqual(answer, (first["api"] ??= answer), `${state} by the API`);
  }
  const after = (await world.mails()).slice(before).map((mail) => mail.email);
  const mailed = (state: (typeof STATES)[number]) =>
    after.filter((email) => email === addresses[state]).length;
  assert.deepEqual(
    STATES.map((state) => [state, mailed(state)]),
    [
      ["new", 2],
      ["waiting", 1],
      ["confirmed", 0],
      ["unsubscribed", 1],
      ["objected", 0],
      ["blacklisted", 0],
      ["notMe", 0],
      ["restricted", 0],
    ],
  );
});

const SIGN_UPS = isThorough ? 1000 : 300;

test(`DOI-11: ${SIGN_UPS} sign-ups of one address within a day, over all forms and the API, cause at most two mails`, async () => {
  const forms = [world.form];
  for (let more = 0; more < 3; more += 1)
    forms.push(
      await world.inAccount((tx) => makeForm(tx, world.deps, world.accountId, world.lists)),
    );
  const EMAIL = "bombe@leser.example";
  const spellings = [EMAIL, "Bombe@Leser.example", " bombe@LESER.example ", "BOMBE@leser.EXAMPLE"];
  const send = (at: number): Promise<{ status: number }> => {
    const form = forms[at % forms.length]!.publicId;
    const email = spellings[(at >> 2) % spellings.length]!;
    const from = `198.51.${100 + Math.trunc(at / 250)}.${at % 250}`;
    const lists = [world.lists[at % 3]!.publicId];
    return at % 3 === 0
      ? world.http.call("POST", `/api/v1/forms/${form}/submissions`, {
          body: { email, lists, version: 1, tracking: at % 2 === 0 },
          from,
        })
      : world.browse.post(
          `/f/${form}?lang=${at % 2 === 0 ? "de" : "en"}`,
          { email, lists: lists[0]! },
          { from },
        );
  };
  const statuses = new Map<number, number>();
  for (let at = 0; at < SIGN_UPS; at += 10) {
    // Ten at the same moment: what the first one does, the others must see.
    const answers = await Promise.all(Array.from({ length: 10 }, (_one, step) => send(at + step)));
    for (const { status } of answers) statuses.set(status, (statuses.get(status) ?? 0) + 1);
    world.clock.advance(860_000_000 / SIGN_UPS);
  }
  assert.deepEqual([...statuses].toSorted(), [
    [200, SIGN_UPS - Math.ceil(SIGN_UPS / 3)],
    [202, Math.ceil(SIGN_UPS / 3)],
  ]);
  const mails = (await world.mails()).filter((mail) => mail.email.toLowerCase() === EMAIL);
  assert.equal(mails.length, 2);
});

test("DOI-11 DOI-15: however one mailbox is spelled, it gets two mails a day, and none after its owner said no", async () => {
  const send = (email: string, at: number) =>
    world.signUp({ email, from: `198.51.100.${at}`, lists: [world.lists[at % 3]!] });
  const spelled = (of: (at: number) => string) => Array.from({ length: 12 }, (_one, at) => of(at));
  for (const addresses of [
    spelled((at) => `opfer+${at}@leser.example`),
    spelled((at) => `${"opfer".slice(0, (at % 4) + 1)}.${"opfer".slice((at % 4) + 1)}@gmail.com`),
    spelled((at) => `Opfer+${at}@${at % 2 ? "gmail.com" : "GoogleMail.com"}`),
    spelled(
      (at) => `opfer${at % 3 ? `+${at}` : ""}@${at % 2 ? "bücher" : "xn--bcher-kva"}.example`,
    ),
  ]) {
    const before = (await world.mails()).length;
    const started = world.clock.now();
    // All at the same moment: none of the addresses knows of another.
    const answers = await Promise.all(addresses.map(send));
    assert.deepEqual([...new Set(answers.map((answer) => answer.status))], [200]);
    assert.equal(new Set(answers.map((answer) => answer.text)).size, 1, "nobody is told");
    const mails = (await world.mails()).slice(before);
    // The dots of Gmail are one mailbox with its tags.
    assert.equal(mails.length, addresses[0]!.startsWith("Opfer+") ? 0 : 2, addresses.join());
    assert.ok(world.clock.now().getTime() - started.getTime() < 86_400_000);
  }
  const apart = (await world.mails()).length;
  await send("anna.berg@leser.example", 1);
  await send("annaberg+a@leser.example", 2);
  assert.equal((await world.mails()).length, apart + 2, "other people's mailboxes are apart");

  const link = (await world.lastMail("annaberg+a@leser.example")).links.find((one) =>
    one.includes("/n/"),
  )!;
  const nonce = /name="nonce" value="([^"]+)"/.exec((await world.browse.get(link)).text)![1]!;
  await world.browse.post(link, { nonce });
  world.clock.advance(3 * 86_400_000);
  const declined = (await world.mails()).length;
  await send("annaberg@leser.example", 3);
  assert.equal((await world.mails()).length, declined);
});
