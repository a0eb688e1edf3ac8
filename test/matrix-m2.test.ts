import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { decide, loadFacts, type MailKind } from "../server/compliance/index.ts";
import { addressHash } from "../server/contacts/index.ts";
import { queueDelivery } from "../server/delivery/index.ts";
import { findMailingById } from "../server/mailings/index.ts";
import { one, run, sql } from "../server/platform/index.ts";
import { insertSuppression, type SuppressionScope } from "../server/suppression/index.ts";
import { testDatabase, type TestDatabase } from "./support/database.ts";
import { seedNewsletter, type SeededNewsletter } from "./support/newsletter.ts";
import { readMail } from "./support/parse-mail.ts";
import {
  eventually,
  scheduleNewsletter,
  sendingParts,
  type SendingParts,
} from "./support/sending.ts";
import { startSmtpSink, type SmtpSink } from "./support/smtp-sink.ts";

/**
 * Matrix M-2 by real mails: every act of a person, then a mailing to the list concerned, one to another list, and a
 * single mail of each other kind. What the receiver got is compared, cell by cell.
 */
const SINGLES = ["opt_in", "privacy_notice", "system", "test"] as const;
const COLUMNS = ["same newsletter", "other newsletter", ...SINGLES] as const;
const [ok, no] = [true, false];

interface Act {
  act: string;
  rules: string;
  scope?: SuppressionScope;
  change?: "leave" | "withdraw" | "restrict" | "domain";
  arrives: [boolean, boolean, boolean, boolean, boolean, boolean];
}
const ACTS: Act[] = [
  { act: "nothing", rules: "LEG-02", arrives: [ok, ok, ok, ok, ok, ok] },
  {
    act: "unsubscribe from a newsletter",
    rules: "UNS-06 UNS-11 LEG-15",
    scope: "list_address",
    change: "leave",
    arrives: [no, ok, ok, ok, ok, ok],
  },
  {
    act: "unsubscribe from all newsletters",
    rules: "UNS-09",
    scope: "newsletters_address",
    arrives: [no, no, ok, ok, ok, ok],
  },
  {
    act: "object to § 7(3) mail",
    rules: "LEG-04",
    scope: "customer_7_3_address",
    arrives: [ok, ok, ok, ok, ok, ok],
  },
  {
    act: "no more advertising (Art. 21)",
    rules: "LEG-14 DOI-12",
    scope: "account_address",
    arrives: [no, no, no, ok, ok, ok],
  },
  {
    act: "withdraw profiling",
    rules: "TRK-01",
    change: "withdraw",
    arrives: [ok, ok, ok, ok, ok, ok],
  },
  {
    act: "hard bounce, address retained",
    rules: "SND-09",
    scope: "retained",
    arrives: [no, no, no, no, ok, ok],
  },
  {
    act: "spam complaint",
    rules: "UNS-20",
    scope: "complaint",
    arrives: [no, no, ok, ok, ok, ok],
  },
  {
    act: "blacklist",
    rules: "UNS-24",
    scope: "blacklist",
    arrives: [no, no, no, ok, no, no],
  },
  {
    act: "restriction (Art. 18)",
    rules: "DSR-07",
    change: "restrict",
    arrives: [no, no, no, ok, ok, ok],
  },
];
const emailOf = (at: number): string => `person${at + 1}@m2.example`;

let base: TestDatabase;
let parts: SendingParts;
let sink: SmtpSink;
let seeded: SeededNewsletter;
/** Recipients by subject. */
const got = new Map<string, Set<string>>();

const inAccount = <T>(work: Parameters<typeof base.db.account<T>>[1]) =>
  base.db.account(seeded.accountId, work);

before(async () => {
  base = await testDatabase();
  parts = sendingParts(base.db);
  sink = await startSmtpSink();
  seeded = await seedNewsletter(base.db, parts.keys, {
    people: ACTS.length,
    granted: ACTS.length,
    domain: "m2.example",
  });
  const other = await secondList();
  for (const [at, act] of ACTS.entries()) await perform(at, act);
  const mailings = [
    await scheduleNewsletter(parts, seeded, { subject: COLUMNS[0] }),
    await scheduleNewsletter(parts, { ...seeded, listPublicId: other }, { subject: COLUMNS[1] }),
  ];
  const queued = await queueSingles();
  const jobs = parts.jobs();
  const dispatcher = parts.dispatcher(sink.port);
  jobs.start();
  dispatcher.start();
  try {
    for (const { id } of mailings)
      await eventually(
        "the mailing is sent",
        async () => (await inAccount((tx) => findMailingById(tx, id)))?.state === "sent",
      );
    await eventually("all single mails left", async () => {
      await collect();
      const singles = [...got].filter(([subject]) => SINGLES.some((kind) => kind === subject));
      return singles.reduce((sum, [, people]) => sum + people.size, 0) === queued;
    });
  } finally {
    await dispatcher.stop();
    await jobs.stop();
  }
  await collect();
});
after(async () => {
  await sink.close();
  await parts.close();
  await base.close();
});

/** Everybody is on it as well. */
async function secondList(): Promise<string> {
  return inAccount(async (tx) => {
    const list = await one<{ id: number; publicId: string }>(
      tx,
      sql`insert into lists (account_id, name, topics, frequency) values (${seeded.accountId}, 'Bauen', 'Baugeld', 'monatlich') returning id, public_id`,
    );
    await run(
      tx,
      sql`insert into subscriptions (account_id, list_id, email_normalised, contact_id, state, proof, entry_id, source, confirmed_at)
          select account_id, ${list.id}, email_normalised, contact_id, state, proof, entry_id, source, confirmed_at from subscriptions`,
    );
    return list.publicId;
  });
}

async function perform(at: number, { scope, change }: Act): Promise<void> {
  const email = emailOf(at);
  await inAccount(async (tx) => {
    await run(
      tx,
      sql`insert into confirmed_addresses (account_id, kind, email, email_normalised, sent_via, confirmed_at)
          values (${seeded.accountId}, 'test', ${email}, ${email}, 'relay', now())`,
    );
    if (scope)
      await insertSuppression(tx, seeded.accountId, {
        scope,
        emailNormalised: email,
        addressHash: addressHash(parts.keys, seeded.accountId, email),
        ...(scope === "list_address" ? { listId: seeded.listId } : {}),
        reason: "Matrix",
        origin: "operator",
        at: parts.deps.clock.now(),
      });
    if (change === "leave")
      await run(
        tx,
        sql`update subscriptions set state = 'unsubscribed', unsubscribed_at = now() where email_normalised = ${email} and list_id = ${seeded.listId}`,
      );
    if (change === "withdraw")
      await run(
        tx,
        sql`update profiling_permissions set state = 'withdrawn' where email_normalised = ${email}`,
      );
    if (change === "restrict")
      await run(
        tx,
        sql`update contacts set restricted_at = now() where email_normalised = ${email}`,
      );
  });
}

/** A mail of each other kind to everybody the gate clears; gives how many. */
async function queueSingles(): Promise<number> {
  let queued = 0;
  for (const kind of SINGLES)
    for (const at of ACTS.keys()) queued += Number(await queueSingle(kind, emailOf(at)));
  return queued;
}

function queueSingle(kind: MailKind, email: string): Promise<boolean> {
  return inAccount(async (tx) => {
    const [facts] = await loadFacts(tx, parts.deps.compliance, {
      kind,
      listIds: [],
      targets: [{ contactId: null, emailNormalised: email }],
    });
    const decision = decide(facts!, kind, parts.deps.clock.now());
    if (decision.kind === "excluded") return false;
    await queueDelivery(tx, parts.deps, seeded.accountId, {
      recipient: decision.recipient,
      email,
      senderId: seeded.senderId,
      message: {
        subject: kind,
        html: "<p>Guten Tag</p>",
        text: "Guten Tag",
        locale: "de",
        autoSubmitted: true,
      },
    });
    return true;
  });
}

let read = 0;
async function collect(): Promise<void> {
  for (const message of sink.accepted.slice(read)) {
    read += 1;
    const { subject } = await readMail(message.content);
    const people = got.get(subject ?? "") ?? new Set();
    for (const to of message.to) people.add(to);
    got.set(subject ?? "", people);
  }
}

for (const [at, { act, rules, arrives }] of ACTS.entries())
  test(`${rules} M-2: after "${act}", by real mails`, () => {
    const told = Object.fromEntries(
      COLUMNS.map((column) => [column, got.get(column)?.has(emailOf(at)) ?? false]),
    );
    assert.deepEqual(told, Object.fromEntries(COLUMNS.map((column, no) => [column, arrives[no]])));
  });

test("M-2 TRK-01: who withdrew the analysis gets the mail without anything personal in it", async () => {
  const at = ACTS.findIndex(({ change }) => change === "withdraw");
  const levels = await inAccount((tx) =>
    one<{ withdrew: string; granted: string }>(
      tx,
      sql`select max(o.measured) filter (where d.email_normalised = ${emailOf(at)}) as withdrew,
            max(o.measured) filter (where d.email_normalised = ${emailOf(0)}) as granted
          from delivery_outcomes o join deliveries d on d.account_id = o.account_id and d.id = o.delivery_id
          where o.outcome = 'accepted' and d.run_id is not null`,
    ),
  );
  assert.deepEqual(levels, { withdrew: "anonymous", granted: "personal" });
});
