import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { seedNewsletter, type SeededNewsletter } from "../../test/support/newsletter.ts";
import { testDatabase, type TestDatabase } from "../../test/support/database.ts";
import { decide, loadFacts } from "../compliance/index.ts";
import { addressHash, findByAddress } from "../contacts/index.ts";
import { createLinkTokens, createMailtoTokens } from "../lists/index.ts";
import { createBounceAddresses } from "../mailboxes/index.ts";
import { createKeys, createLogger, manualClock, one, sql, type Actor } from "../platform/index.ts";
import { decideReply } from "./decide-reply.ts";
import type { InboundDeps } from "./deps.ts";
import { parseInbound } from "./parse-inbound.ts";
import { inboundPersonalData } from "./personal-data.ts";
import { receiveMessage } from "./receive-message.ts";
import type { InboundOutcome } from "./receive-reply.ts";
import { deleteOldReplies } from "./replies.store.ts";
import { dueAfter } from "./reply.ts";

const actor: Actor = {
  kind: "operator",
  name: "Ina",
  roles: ["owner"],
  permissions: new Set(["replies.write"]),
};
let base: TestDatabase;
let deps: InboundDeps;
let seeded: SeededNewsletter;

before(async () => {
  base = await testDatabase();
  const keys = createKeys(Buffer.alloc(32, 6));
  seeded = await seedNewsletter(base.db, keys, { people: 6, domain: "antwort.example" });
  deps = {
    db: base.db,
    clock: manualClock(new Date().toISOString()),
    keys,
    log: createLogger("silent"),
    links: createLinkTokens(keys),
    mailtos: createMailtoTokens(keys),
    bounces: createBounceAddresses(keys),
    sendSystemMail: async () => assert.fail("nothing is passed on"),
    inboundDomain: "in.musterbank.example",
  };
});
after(() => base.close());

const receive = (raw: string): Promise<InboundOutcome> => {
  const bytes = Buffer.from(raw.replaceAll("\n", "\r\n"));
  return receiveMessage(
    deps,
    { kind: "account", accountId: seeded.accountId },
    { raw: bytes, read: () => parseInbound(bytes), source: "listener" },
    async () => undefined,
  );
};
const linkOf = (email: string) =>
  deps.links.make("unsubscribe", {
    accountId: seeded.accountId,
    listId: seeded.listId,
    contactId: 0,
    addressHash: addressHash(deps.keys, seeded.accountId, email),
    mailingId: 0,
    issuedAt: deps.clock.now(),
  });
const gate = (email: string) =>
  base.db.account(seeded.accountId, async (tx) => {
    const [contact] = await findByAddress(tx, email);
    const [facts] = await loadFacts(tx, deps, {
      kind: "newsletter",
      listIds: [seeded.listId],
      contactIds: [contact!.id],
    });
    const decision = decide(facts!, "newsletter", deps.clock.now());
    return decision.kind === "cleared" ? "cleared" : decision.reason;
  });
const act = (id: string, decision: "none" | "erasure" | "erased" | "newsletters") =>
  base.db.account(seeded.accountId, (tx) =>
    decideReply(tx, deps, seeded.accountId, id, { decision }, actor),
  );

test("LEG-17: the deadline is one working day, over a weekend till Monday", () => {
  const due = (at: string) => dueAfter(new Date(at), "Europe/Berlin").toISOString();
  assert.equal(due("2026-11-17T10:00:00Z"), "2026-11-18T10:00:00.000Z");
  assert.equal(due("2026-11-20T10:00:00Z"), "2026-11-23T10:00:00.000Z");
  assert.equal(due("2026-11-21T10:00:00Z"), "2026-11-23T10:00:00.000Z");
  assert.equal(due("2026-11-22T22:30:00Z"), "2026-11-23T22:30:00.000Z");
  assert.equal(due("2026-11-22T23:30:00Z"), "2026-11-23T23:30:00.000Z");
});

test("LEG-17: what one reply holds another decision does not let go; the last one does", async () => {
  const email = "person1@antwort.example";
  assert.equal(await gate(email), "cleared");
  const first = await receive(`From: ${email}\nSubject: Re: x\n\nBitte keine Mails mehr`);
  const second = await receive(
    `From: ${email}\nSubject: Re: x\n\nStop\n\n> https://post.example/u/${linkOf(email)}`,
  );
  assert.equal(first.reply!.listId, null);
  assert.equal(second.reply!.listId, seeded.listId);
  assert.equal(await gate(email), "reply_pending");
  await act(first.reply!.publicId, "none");
  assert.equal(await gate(email), "reply_pending");
  await act(second.reply!.publicId, "none");
  assert.equal(await gate(email), "cleared");
});

test("LEG-17 DSR-06: a wish to be erased ends the newsletters, and erasing takes the reply along", async () => {
  const email = "person2@antwort.example";
  const { reply } = await receive(`From: ${email}\nSubject: Re: x\n\nLöschen Sie meine Daten`);
  assert.equal((await act(reply!.publicId, "erasure")).state, "erasure");
  assert.equal(await gate(email), "newsletters_unsubscribed");
  await assert.rejects(act(reply!.publicId, "none"), /decided already/);
  const { exported, erased } = await base.db.retention(seeded.accountId, async (tx) => {
    const subject = { accountId: seeded.accountId, emailNormalised: email };
    return {
      exported: await inboundPersonalData(deps).exportFor(tx, subject),
      erased: await inboundPersonalData(deps).eraseFor(tx, subject),
    };
  });
  assert.match(JSON.stringify(exported), /Löschen Sie meine Daten/);
  assert.deepEqual(erased, { reply_tasks: 1, unknown_messages: 0, delivery_bounces: 0 });
});

test("LEG-17 DSR-06: erasing a person ends what an open reply held", async () => {
  const email = "person6@antwort.example";
  await receive(`From: ${email}\nSubject: Re: x\n\nStop`);
  assert.equal(await gate(email), "reply_pending");
  await base.db.retention(seeded.accountId, (tx) =>
    inboundPersonalData(deps).eraseFor(tx, {
      accountId: seeded.accountId,
      emailNormalised: email,
    }),
  );
  assert.equal(await gate(email), "cleared");
});

test("LEG-17: a forwarded mail names its recipient; another author only asks, and nothing acts by itself", async () => {
  const email = "person3@antwort.example";
  const { result, reply } = await receive(
    `From: chef@fremd.example\nSubject: Abmelden\n\n\n> https://post.example/u/${linkOf(email)}`,
  );
  assert.equal(result, "task");
  assert.ok(reply!.addressHash!.equals(addressHash(deps.keys, seeded.accountId, email)));
  assert.equal(await gate(email), "reply_pending");
  await act(reply!.publicId, "newsletters");
  assert.equal(await gate(email), "newsletters_unsubscribed");
});

test("LEG-14 LEG-17: somebody unknown who objects is heard, and nobody else is held", async () => {
  const { result, reply } = await receive(
    "From: neu@fremd.example\nSubject: Werbung\n\nIch widerspreche jeder Werbung.",
  );
  assert.equal(result, "task");
  assert.equal(reply!.addressHash, null);
  assert.equal(await gate("person4@antwort.example"), "cleared");
});

test("LEG-17: a token of another account says nothing here", async () => {
  const foreign = deps.links.make("unsubscribe", {
    accountId: seeded.accountId + 1,
    listId: seeded.listId,
    contactId: 0,
    addressHash: addressHash(deps.keys, seeded.accountId, "person4@antwort.example"),
    mailingId: 0,
    issuedAt: deps.clock.now(),
  });
  const { reply } = await receive(
    `From: x@fremd.example\nSubject: Abmelden\n\n\n> https://post.example/u/${foreign}`,
  );
  assert.equal(reply!.addressHash, null);
  assert.equal(await gate("person4@antwort.example"), "cleared");
});

test("LEG-17: a flood of one author is one matter", async () => {
  const email = "person5@antwort.example";
  const results: string[] = [];
  for (let at = 0; at < 8; at++)
    results.push((await receive(`From: ${email}\nSubject: Re: ${at}\n\nStop`)).result);
  assert.deepEqual(results.slice(4), ["task", "known", "known", "known"]);
});

test("LEG-17 RET-08: decided replies go 90 days after the decision, open ones stay", async () => {
  const count = () =>
    base.db.account(seeded.accountId, (tx) =>
      one<{ open: number; decided: number }>(
        tx,
        sql`select count(*) filter (where state = 'open')::int as open, count(*) filter (where state = 'decided')::int as decided from reply_tasks`,
      ),
    );
  const before_ = await count();
  assert.ok(before_.open > 0 && before_.decided > 0);
  const purge = (days: number) =>
    base.db.retention(seeded.accountId, (tx) =>
      deleteOldReplies(tx, new Date(deps.clock.now().getTime() + days * 86_400_000), 100),
    );
  assert.equal(await purge(-1), 0);
  assert.equal(await purge(1), before_.decided);
  assert.deepEqual(await count(), { open: before_.open, decided: 0 });
});
