import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import fc from "fast-check";
import type { ReleaseView, RetainedAddressView } from "../../contract/bounces.ts";
import { gateDatabase } from "../../test/support/gate-database.ts";
import { testServer, type TestHttp } from "../../test/support/http.ts";
import { quietAsking } from "../../test/support/quiet-asking.ts";
import { addressHash } from "../contacts/index.ts";
import { rows, sql } from "../platform/index.ts";
import { activeForAddress } from "../suppression/index.ts";
import { classifyRefusal } from "./classify-refusal.ts";
import {
  bounceRoutes,
  bouncesPersonalData,
  recordAccepted,
  recordRefusals,
  tidyBounces,
  type Refusal,
} from "./index.ts";
import { mailingKey, withoutAddresses } from "./refusal.ts";

const gate = await gateDatabase();
const { base, clock, deps, accountId, inAccount } = gate;
let http: TestHttp;
before(async () => {
  http = await testServer({
    db: base.db,
    routes: bounceRoutes({ db: base.db, clock, guards: quietAsking(clock) }),
    as: { accountId },
  });
});
after(async () => {
  await http.close();
  await base.close();
});

const DAY = 24 * 3_600_000;
let day = 0;
let mailings = 0;
let people = 0;
const someone = () => `person${++people}@empfang.example`;

/** A refusal as a server words it, of the next mailing, a day after the one before. */
function refusal(email: string, line: string, change: Partial<Refusal> = {}): Refusal {
  const [, code = "0", enhanced, text = ""] =
    /^(\d{3}) (?:([45]\.\d{1,3}\.\d{1,3}) )?(.*)$/.exec(line) ?? [];
  const found = classifyRefusal({ code: Number(code), enhanced, text });
  const runId = change.runId === undefined ? ++mailings : change.runId;
  return {
    accountId,
    deliveryId: 1000 + mailings,
    contactId: null,
    emailNormalised: email,
    runId,
    class: found.temporary && found.class === "hard" ? "soft" : found.class,
    unknownUser: found.unknownUser,
    code: Number(code),
    enhanced: enhanced ?? "",
    meaning: found.meaning,
    text,
    source: "smtp",
    at: later(),
    senderDomain: "news.example",
    ...change,
  };
}

function later(): Date {
  return new Date(Date.parse("2026-11-21T09:00:00Z") + ++day * 3_600_000);
}

const refuse = (...all: Refusal[]) => inAccount((tx) => recordRefusals(tx, deps, all));
const accept = (email: string, change: { runId?: number; at?: Date } = {}) =>
  inAccount((tx) =>
    recordAccepted(tx, deps, accountId, [
      {
        emailNormalised: email,
        deliveryId: null,
        runId: change.runId ?? ++mailings,
        at: change.at ?? later(),
      },
    ]),
  );
const reasonOf = async (email: string) =>
  (
    await inAccount((tx) => activeForAddress(tx, email, addressHash(deps.keys, accountId, email)))
  ).find((one) => one.scope === "retained")?.reason ?? null;

test("SND-09: one definitive unknown user retains at once, whoever reports it, and once", async () => {
  const email = someone();
  const one = refusal(email, "550 5.1.1 <x@y>: User unknown", { contactId: 7 });
  await refuse(one);
  assert.equal(await reasonOf(email), "unknown_user");
  await refuse({ ...one, source: "dsn" }, { ...one, source: "webhook" });
  const events = await inAccount((tx) =>
    rows(
      tx,
      sql`select payload from outbox_events where type = 'address.retained' and payload->>'contactId' = '7'`,
    ),
  );
  assert.equal(events.length, 1);
});

test("SND-09: three hard bounces of other kinds in a row in separate mailings; 5.4.4 twice, success, twice: not", async () => {
  const email = someone();
  const gone = () => refusal(email, "550 5.4.4 unable to route");
  await refuse(gone());
  await refuse(gone());
  assert.equal(await reasonOf(email), null);
  await accept(email);
  await refuse(gone());
  await refuse(gone());
  assert.equal(await reasonOf(email), null);
  await refuse(gone());
  assert.equal(await reasonOf(email), "hard_bounces");
  const other = someone();
  const disabled = refusal(other, "550 5.2.1 mailbox disabled");
  await refuse(disabled);
  await refuse({ ...disabled, source: "dsn", at: later() });
  await refuse({ ...disabled, source: "webhook", at: later() });
  assert.equal(await reasonOf(other), null, "one mailing reported three times is one");
});

test("SND-09: the order of the mailings decides, not that of the news", async () => {
  const email = someone();
  await refuse(refusal(email, "550 5.2.1 disabled"), refusal(email, "550 5.4.4 no route"));
  const runId = ++mailings;
  const sentAt = later();
  await accept(email, { runId, at: sentAt });
  assert.equal(await reasonOf(email), null);
  // Accepted at the door, refused behind it, told three days later.
  await refuse(
    refusal(email, "550 5.2.1 disabled", {
      runId,
      source: "dsn",
      mailedAt: sentAt,
      at: new Date(sentAt.getTime() + 3 * DAY),
    }),
  );
  assert.equal(await reasonOf(email), "hard_bounces");

  const late = someone();
  const early = later();
  await refuse(refusal(late, "550 5.2.1 disabled"));
  await accept(late);
  await refuse(
    refusal(late, "550 5.1.1 user unknown", { source: "dsn", mailedAt: early, at: later() }),
  );
  assert.equal(await reasonOf(late), null, "a later mailing arrived");
});

test("SND-10: five soft-bounced mailings in 30 days pause an address for 30 days", async () => {
  const email = someone();
  const full = () => refusal(email, "552 5.2.2 mailbox full", { at: new Date(clock.now()) });
  for (let at = 0; at < 4; at++) {
    await refuse(full());
    clock.advance(DAY);
  }
  assert.equal(await reasonOf(email), null);
  await refuse(full());
  assert.equal(await reasonOf(email), "soft_paused");
  clock.advance(29 * DAY);
  assert.equal(await tidyBounces({ db: base.db, ...deps }, accountId), 0);
  assert.equal(await reasonOf(email), "soft_paused");
  clock.advance(2 * DAY);
  assert.equal(await tidyBounces({ db: base.db, ...deps }, accountId), 1);
  assert.equal(await reasonOf(email), null);
  await refuse(full());
  assert.equal(await reasonOf(email), null, "what was before the pause counts no longer");
  const slow = someone();
  for (let at = 0; at < 8; at++) {
    await refuse({ ...full(), emailNormalised: slow });
    clock.advance(10 * DAY);
  }
  assert.equal(await reasonOf(slow), null, "never five within 30 days");
});

test("SND-09: a pause becomes final when the mailbox turns out not to exist", async () => {
  const email = someone();
  for (let at = 0; at < 5; at++)
    await refuse(
      refusal(email, "452 4.2.2 mailbox full", { at: new Date(clock.now()), class: "soft" }),
    );
  assert.equal(await reasonOf(email), "soft_paused");
  await refuse(
    refusal(email, "550 5.1.1 unknown user", { at: new Date(clock.now().getTime() + 1000) }),
  );
  assert.equal(await reasonOf(email), "unknown_user");
  clock.advance(40 * DAY);
  await tidyBounces({ db: base.db, ...deps }, accountId);
  assert.equal(await reasonOf(email), "unknown_user");
});

test("SND-08: 5.7.26 is counted for the domain and is nobody's fault", async () => {
  const emails = Array.from({ length: 40 }, someone).map((one) =>
    one.replace("empfang.example", "gmail.com"),
  );
  for (let at = 0; at < 4; at++)
    await refuse(
      ...emails.map((email) =>
        refusal(email, `550 5.7.26 ${email} unauthenticated mail of news.example`, {
          at: clock.now(),
          source: at === 0 ? "smtp" : "dsn",
        }),
      ),
    );
  for (const email of emails) assert.equal(await reasonOf(email), null);
  const counted = await inAccount((tx) =>
    rows<{
      count: number;
      provider: string;
      meaning: string;
      sample: string;
      senderDomain: string;
    }>(
      tx,
      sql`select p.count, p.provider, p.meaning, p.sample, p.sender_domain from policy_refusals p where p.enhanced = '5.7.26'`,
    ),
  );
  const [line] = counted;
  // Those of the SMTP session are counted where it ends.
  assert.equal(line?.count, 120);
  assert.equal(line?.senderDomain, "news.example");
  assert.equal(line?.provider, "gmail");
  assert.equal(line?.meaning, "authentication");
  assert.doesNotMatch(line?.sample ?? "", /person\d+@/);
});

test("SND-09: re-activated with a reason, by somebody with the right; one more hard bounce retains again at once", async () => {
  const email = someone();
  const gone = () => refusal(email, "550 5.4.4 no route to this domain", { at: clock.now() });
  await refuse(gone(), gone(), gone());
  const find = async (q: string): Promise<RetainedAddressView[]> =>
    (await http.call("GET", `/api/v1/retained-addresses?q=${encodeURIComponent(q)}`)).body.items;
  const [found] = await find(email);
  assert.equal(found?.reason, "hard_bounces");
  assert.equal(found?.mailings, 3);
  assert.equal(found?.meaning, "unknown_domain");
  const release = (body: object) =>
    http.call("POST", "/api/v1/retained-addresses/release", { body });
  const ids = [found!.id];
  assert.equal(
    (await release({ ids, reason: "Neu eingerichtet", confirmAddresses: 2 })).status,
    409,
  );
  assert.equal((await release({ ids, reason: "", confirmAddresses: 1 })).status, 400);
  clock.advance(1000);
  const done = await release({ ids, reason: "Neu eingerichtet", confirmAddresses: 1 });
  assert.deepEqual(done.body as ReleaseView, { released: 1, left: 0, waits: false });
  assert.equal(await reasonOf(email), null);
  clock.advance(1000);
  // News of a mailing from before the decision changes nothing.
  await refuse({ ...gone(), mailedAt: new Date(clock.now().getTime() - 5 * DAY), source: "dsn" });
  assert.equal(await reasonOf(email), null);
  await refuse(gone());
  assert.equal(await reasonOf(email), "hard_bounces");
  assert.equal((await find(email))[0]?.again, true);
  const denied = await testServer({
    db: base.db,
    routes: bounceRoutes({ db: base.db, clock, guards: quietAsking(clock) }),
    as: { accountId, permissions: ["suppression.read", "suppression.write"] },
  });
  assert.equal(
    (
      await denied.call("POST", "/api/v1/retained-addresses/release", {
        body: { ids, reason: "x y z", confirmAddresses: 1 },
      })
    ).status,
    403,
  );
  await denied.close();
});

test("SND-09: after a re-activation that worked the ordinary rule holds again", async () => {
  const email = someone();
  await refuse(refusal(email, "550 5.1.1 user unknown", { at: clock.now() }));
  const { items } = (await http.call("GET", `/api/v1/retained-addresses?q=${email}`)).body as {
    items: RetainedAddressView[];
  };
  clock.advance(1000);
  await http.call("POST", "/api/v1/retained-addresses/release", {
    body: { ids: [items[0]!.id], reason: "Postfach ist wieder da", confirmAddresses: 1 },
  });
  clock.advance(1000);
  await accept(email, { at: clock.now() });
  clock.advance(1000);
  await refuse(refusal(email, "550 5.2.1 disabled", { at: clock.now() }));
  assert.equal(await reasonOf(email), null);
});

test("SND-09: the list can be filtered", async () => {
  const email = `=cmd${people}@empfang.example`;
  await refuse(refusal(email, "550 5.1.1 user unknown"));
  const filtered = (await http.call("GET", "/api/v1/retained-addresses?reason=soft_paused"))
    .body as { items: RetainedAddressView[] };
  assert.ok(filtered.items.every((one) => one.reason === "soft_paused"));
});

test("RET-07: what servers said of a person is in their copy and goes with them; the address stays retained", async () => {
  const email = someone();
  await refuse(refusal(email, `550 5.1.1 <${email}> user ${email.split("@")[0]} unknown`));
  const subject = { accountId, emailNormalised: email };
  const copy = await inAccount((tx) => bouncesPersonalData.exportFor(tx, subject));
  assert.equal(copy["bounce_series"]?.length, 1);
  assert.doesNotMatch(JSON.stringify(copy), /person\d+/);
  const gone = await base.db.retention(accountId, (tx) =>
    bouncesPersonalData.eraseFor(tx, subject),
  );
  assert.deepEqual(gone, { bounce_series: 1, bounce_mailings: 1 });
  assert.equal(await reasonOf(email), "unknown_user");
});

test("SND-09: an accepted mail of somebody without a series leaves no trace", async () => {
  const email = someone();
  await accept(email);
  const copy = await inAccount((tx) =>
    bouncesPersonalData.exportFor(tx, { accountId, emailNormalised: email }),
  );
  assert.deepEqual(copy, { bounce_series: [], bounce_mailings: [] });
});

test("SND-09: 500 refusals at once take a handful of statements", async () => {
  const many = Array.from({ length: 500 }, () => refusal(someone(), "550 5.1.1 user unknown"));
  const began = performance.now();
  await refuse(...many);
  assert.ok(performance.now() - began < 20_000);
  assert.equal(await reasonOf(many[499]!.emailNormalised), "unknown_user");
});

test("SND-08 SND-09: no sequence of policy, unclear and soft refusals retains an address for good", async (t) => {
  const seed = Date.now() % 2 ** 31;
  t.diagnostic(`seed ${seed}`);
  const line = fc.constantFrom(
    "550 5.7.1 rejected by policy",
    "550 5.7.26 unauthenticated",
    "554 your IP is on a block list",
    "554 no",
    "550 5.0.0 failed",
    "552 5.2.2 mailbox full",
    "451 4.7.1 greylisted",
    "421 too many connections",
    "450 4.2.1 user unknown, try again later",
  );
  const step = fc.record({
    line,
    source: fc.constantFrom("smtp" as const, "dsn" as const, "webhook" as const),
    days: fc.integer({ min: 0, max: 20 }),
    again: fc.boolean(),
    accepted: fc.boolean(),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 14 }), async (steps) => {
      const email = someone();
      for (const one of steps) {
        clock.advance(one.days * DAY + 1000);
        const made = refusal(email, one.line, { source: one.source, at: clock.now() });
        await refuse(made, ...(one.again ? [made] : []));
        if (one.accepted) await accept(email, { at: clock.now() });
        const reason = await reasonOf(email);
        assert.ok(reason === null || reason === "soft_paused", `${one.line}: ${reason}`);
      }
      clock.advance(31 * DAY);
      await tidyBounces({ db: base.db, ...deps }, accountId);
      assert.equal(await reasonOf(email), null);
    }),
    { seed, numRuns: 25 },
  );
});

test("SND-09: a mailing has one key, and words are kept without addresses", () => {
  const at = new Date("2026-11-22T00:00:00Z");
  assert.equal(mailingKey({ runId: 4, deliveryId: 9, at }), "r4");
  assert.equal(mailingKey({ runId: null, deliveryId: 9, at }), "d9");
  assert.equal(
    withoutAddresses(
      "550 5.1.1 <anna.b@example.com>: user anna.b unknown; mailto:help@x.de",
      "anna.b@example.com",
    ),
    "550 5.1.1 <…@…>: user … unknown; mailto:…@…",
  );
});
