import assert from "node:assert/strict";
import { after, test } from "node:test";
import { inflateSync } from "node:zlib";
import { testDatabase } from "../../test/support/database.ts";
import { seedNewsletter } from "../../test/support/newsletter.ts";
import {
  createKeys,
  createLogger,
  manualClock,
  one,
  rows,
  run,
  sql,
  type Tx,
} from "../platform/index.ts";
import { recordsPeriodic } from "../records/index.ts";
import { retentionChecks } from "./checks.ts";
import { conceptHtml, readConcept } from "./concept.ts";
import { tidyContacts } from "./contacts.jobs.ts";
import { dryRun } from "./dry-run.ts";
import { endHold, insertHold, listHolds, type Hold } from "./holds.store.ts";
import { personalDataMap } from "./personal-data-map.ts";
import { isIntact } from "./protocol.ts";
import { applyRetention, closeMonth } from "./retention.jobs.ts";
import { conceptPdf, protocolPdf } from "./retention-pdf.ts";
import { afterWords } from "./retention-words.ts";
import { judgePeriod, retentionClass, retentionClasses } from "./retention.ts";
import {
  insertConcept,
  listProtocols,
  monthCounts,
  newestConcept,
  savePeriod,
} from "./retention.store.ts";
import { eraseDataSubject } from "./erase-data-subject.ts";

/** The words of a PDF set in a standard typeface: its strings, decompressed, kerning taken out. */
const pdfWords = (pdf: Buffer): string => {
  const raw = pdf.toString("latin1");
  return [...raw.matchAll(/stream\n([\s\S]*?)\nendstream/g)]
    .map((match) => {
      try {
        return inflateSync(Buffer.from(match[1]!, "latin1")).toString("latin1");
      } catch {
        return "";
      }
    })
    .join("\n")
    .replace(/\[([^\]]*)\] TJ/g, (_all, inner: string) =>
      Buffer.from(
        [...inner.matchAll(/<([0-9a-f]*)>/g)].map((hex) => hex[1]).join(""),
        "hex",
      ).toString("latin1"),
    );
};
const DAY_MS = 86_400_000;
const keys = createKeys(Buffer.alloc(32, 9));
const clock = manualClock(new Date());
const database = await testDatabase();
after(() => database.close());
const { db } = database;
const { accountId } = await seedNewsletter(db, keys, { people: 40 });
const deps = {
  db,
  clock,
  keys,
  log: createLogger("silent"),
  map: personalDataMap({ keys, clock }),
};
const look = <T>(work: (tx: Tx) => Promise<T>) => db.account(accountId, work);
const dueOf = async (name: string) =>
  (await look((tx) => dryRun(tx, clock.now()))).find((each) => each.class === name)!;
const day = (days: number) =>
  new Date(clock.now().getTime() + days * DAY_MS).toISOString().slice(0, 10);
const hold = (scope: Hold["scope"], about: Partial<Hold> = {}) =>
  look((tx) =>
    insertHold(
      tx,
      accountId,
      {
        scope,
        contactId: null,
        emailNormalised: null,
        class: null,
        reason: "Rechtsstreit Az. 7 O 12/26",
        reviewOn: day(5),
        endsOn: day(10),
        ...about,
      },
      "Datenschutzbeauftragte",
      clock.now(),
    ),
  );
const unsubscribe = (from: number, to: number, daysAgo: number) =>
  look((tx) =>
    run(
      tx,
      sql`update subscriptions set state = 'unsubscribed', unsubscribed_at = ${new Date(clock.now().getTime() - daysAgo * DAY_MS)}
          where account_id = ${accountId} and email_normalised = any(${Array.from({ length: to - from + 1 }, (_unused, at) => `person${from + at}@leser.example`)}::text[])`,
    ),
  );
const contact = (no: number) =>
  look((tx) =>
    rows<{ id: number; emailNormalised: string }>(
      tx,
      sql`select id, email_normalised from contacts where account_id = ${accountId} and email_normalised = ${`person${no}@leser.example`}`,
    ),
  );

test("RET-14 RET-10 RET-04: the dry run counts what goes and what a hold keeps; nothing else is touched", async () => {
  await unsubscribe(1, 5, 8);
  const [held] = await contact(1);
  const { publicId } = await hold("person", {
    contactId: held!.id,
    emailNormalised: held!.emailNormalised,
  });
  assert.deepEqual(await dueOf("subscriptions"), { class: "subscriptions", due: 5, held: 1 });
  assert.equal((await contact(2)).length, 1, "a dry run deletes nothing");
  assert.equal((await applyRetention(deps, accountId)).subscriptions, 4);
  assert.equal((await contact(2)).length, 0);
  assert.equal((await contact(1)).length, 1, "held");
  assert.deepEqual(await dueOf("subscriptions"), { class: "subscriptions", due: 1, held: 1 });
  const month = `${clock.now().toISOString().slice(0, 7)}-01`;
  const noted = (await look((tx) => monthCounts(tx, month))).find(
    (each) => each.class === "subscriptions",
  )!;
  assert.deepEqual([noted.done, noted.held], [4, 1]);
  const erased = await eraseDataSubject(deps)({
    accountId,
    emailNormalised: held!.emailNormalised,
    contactId: held!.id,
  });
  assert.equal(erased["privacy"]!["kept_by_hold"], 1, "the report says so");
  assert.equal((await contact(1)).length, 1, "an erasure waits for the hold's end (Art. 17(3)(e))");
  await look((tx) => endHold(tx, publicId, "Datenschutzbeauftragte", clock.now()));
  const [ended] = await look((tx) => listHolds(tx, new Date(0)));
  assert.deepEqual(
    [ended!.contactId, ended!.emailNormalised],
    [null, null],
    "an ended hold names nobody",
  );
  await applyRetention(deps, accountId);
  assert.equal((await contact(1)).length, 0);
});

test("RET-10: a class or the account is held as a whole; past its last day ordinary retention resumes", async () => {
  await unsubscribe(6, 8, 8);
  await hold("class", { class: "subscriptions" });
  assert.deepEqual(await dueOf("subscriptions"), { class: "subscriptions", due: 3, held: 3 });
  assert.equal((await applyRetention(deps, accountId)).subscriptions, 0);
  clock.advance(5 * DAY_MS);
  await hold("account", { endsOn: day(3) });
  clock.advance(6 * DAY_MS);
  assert.equal(
    (await applyRetention(deps, accountId)).subscriptions,
    3,
    "both ended by themselves",
  );
  assert.ok(
    (await look((tx) => listHolds(tx, new Date(0)))).every((each) => each.endedAt !== null),
  );
});

test("RET-01 RET-02 RET-03: records of a core-system list exist on day 180 and are gone on day 181, held ones and those of a longer rule stay", async () => {
  const made = clock.now();
  const listOf = (name: string, keepDays: number, from: number, to: number): Promise<number> =>
    look(async (tx) => {
      const list = await one<{ id: number }>(
        tx,
        sql`insert into core_lists (account_id, name, occasion, source_system, keep_days, created_by, created_at) values (${accountId}, ${name}, 'KMM', 'osplus', ${keepDays}, 'Test', ${made}) returning id`,
      );
      await run(
        tx,
        sql`with people as (insert into contacts (account_id, pot, email, email_normalised, address_hash, source_system, person_number)
              select ${accountId}, 'core', 'k' || n || '@kern.example', 'k' || n || '@kern.example', '\\x00', 'osplus', n::text from generate_series(${from}::int, ${to}::int) n returning id, person_number)
            insert into core_records (account_id, contact_id, list_id, import_id, line, person_number, raw, created_at, updated_at)
            select ${accountId}, p.id, ${list.id}, 1, 1, p.person_number, '{}', ${made}, ${made} from people p`,
      );
      return list.id;
    });
  const usual = await listOf("KMM", 180, 1, 3);
  const longer = await listOf("Jährlich", 400, 4, 5);
  const left = (listId = usual) =>
    look(
      async (tx) =>
        (
          await one<{ n: number }>(
            tx,
            sql`select count(*) as n from core_records r where r.list_id = ${listId}`,
          )
        ).n,
    );
  const work = async () => recordsPeriodic({ db, clock })[0]!.run(new AbortController().signal);
  clock.advance(180 * DAY_MS);
  await work();
  assert.equal(await left(), 3);
  const [one_] = await look((tx) =>
    rows<{ id: number; email: string }>(
      tx,
      sql`select id, email_normalised as email from contacts where account_id = ${accountId} and pot = 'core' limit 1`,
    ),
  );
  await hold("person", { contactId: one_!.id, emailNormalised: one_!.email });
  clock.advance(DAY_MS);
  assert.deepEqual(await dueOf("core_records"), { class: "core_records", due: 3, held: 1 });
  await work();
  assert.equal(await left(), 1);
  assert.equal(await left(longer), 2, "a rule of its own");
  const lists = await look((tx) =>
    rows<{ id: number }>(tx, sql`select l.id from core_lists l where l.account_id = ${accountId}`),
  );
  assert.equal(lists.length, 2, "lists by hand stay");
});

test("RET-07: who is not measured is never found inactive by what they did not do", async () => {
  clock.advance(5 * 365 * DAY_MS);
  await tidyContacts({ db, clock, keys }, accountId);
  const flagged = await look((tx) =>
    rows(
      tx,
      sql`select 1 from contacts c where c.account_id = ${accountId} and c.orphaned_at is not null and c.pot = 'newsletter'`,
    ),
  );
  assert.deepEqual(flagged, []);
  assert.equal((await contact(20)).length, 1);
});

test("RET-13: every class says why, since when, how long and what then; a changed period stands in the concept at once", async () => {
  for (const each of retentionClasses)
    for (const words of [each.label, each.what, each.basis, each.start])
      assert.ok(words.de !== "" && words.en !== "", each.id);
  const log = retentionClass("delivery_log")!;
  assert.equal(judgePeriod(log, 29, ""), "too_short");
  assert.equal(judgePeriod(log, 60, ""), null);
  assert.equal(judgePeriod(log, 91, ""), "reason_missing");
  assert.equal(judgePeriod(log, 91, "Beschwerden kommen oft erst nach Monaten."), null);
  assert.equal(judgePeriod(log, 366, "Beschwerden kommen oft erst nach Monaten."), "too_long");
  assert.equal(
    judgePeriod(retentionClass("unconfirmed")!, 2, "Ein ausreichend langer Grund."),
    "fixed",
  );
  const before = await look((tx) => readConcept(tx, deps.map));
  await look((tx) =>
    insertConcept(tx, accountId, {
      content: before.concept,
      sha256: before.sha256,
      at: clock.now(),
      by: "DSB",
    }),
  );
  await look((tx) =>
    savePeriod(tx, accountId, {
      class: "delivery_log",
      days: 120,
      reason: "Beschwerden kommen oft erst nach Monaten.",
      setBy: "DSB",
      setAt: clock.now(),
    }),
  );
  const after_ = await look((tx) => readConcept(tx, deps.map));
  assert.ok(
    !after_.sha256.equals((await look(newestConcept))!.sha256),
    "the recorded version is out of date",
  );
  const html = conceptHtml(after_.concept, "Fassung 2", "de");
  assert.match(html, /120 Tage/);
  assert.match(html, /Beschwerden kommen oft/);
  assert.match(conceptHtml(after_.concept, "Version 2", "en"), /120 days/);
  const text = pdfWords(await conceptPdf(after_.concept, "Fassung 2", "de", clock.now()));
  assert.match(text, /120 Tage/);
  const tables = after_.concept.tables.map((each) => each.table);
  for (const source of deps.map)
    for (const table of source.retention) assert.ok(tables.includes(table.table));
});

test("RET-14: a month's protocol holds counts only, is sealed, and shows when a figure was changed", async () => {
  clock.advance(31 * DAY_MS);
  await unsubscribe(30, 31, 8);
  await applyRetention(deps, accountId);
  clock.advance(31 * DAY_MS);
  await closeMonth(deps, accountId);
  await closeMonth(deps, accountId);
  const protocols = await look(listProtocols);
  assert.equal(protocols.length, 1, "one for a month");
  const [protocol] = protocols;
  assert.equal(protocol!.counts["subscriptions"]!.done, 2);
  assert.equal(isIntact(keys, accountId, protocol!), true);
  const text = pdfWords(await protocolPdf(protocol!, "Musterbank", "heute", "de"));
  assert.match(text, /Abgemeldete Abonnements/);
  assert.doesNotMatch(text, /leser\.example/);
  protocol!.counts["subscriptions"]!.done = 1;
  assert.equal(isIntact(keys, accountId, protocol!), false);
});

test("RET-05 RET-08 CHK-24: the checklist is green while nothing is overdue, and red where deletion stopped", async () => {
  const check = () => look((tx) => retentionChecks()[0]!.run({ tx, accountId, clock }));
  await applyRetention(deps, accountId);
  await recordsPeriodic({ db, clock })[0]!.run(new AbortController().signal);
  const green = await check();
  assert.equal(green.status, "passed", green.message.en);
  await unsubscribe(32, 33, 10);
  const red = await check();
  assert.equal(red.status, "failed");
  assert.match(red.message.de, /Abgemeldete Abonnements/);
});

test("RET-13 A11Y-06: the end of each table of the map is said in German too", () => {
  const tables = personalDataMap({ keys, clock }).flatMap((source) => source.retention);
  assert.ok(tables.length > 40);
  assert.deepEqual(
    tables.filter((one) => afterWords(one, "de") === one.after).map(({ table }) => table),
    [],
  );
  assert.equal(afterWords(tables[0]!, "en"), tables[0]!.after);
});
