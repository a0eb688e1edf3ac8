import assert from "node:assert/strict";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { after, before, test } from "node:test";
import type { Recurrence } from "../../../contract/recurring.ts";
import { testDatabase, type TestDatabase } from "../../../test/support/database.ts";
import { seedNewsletter, type SeededNewsletter } from "../../../test/support/newsletter.ts";
import {
  eventually,
  operatorActor,
  SAMPLE_HTML,
  sendingParts,
  type SendingParts,
} from "../../../test/support/sending.ts";
import { insertFeed } from "../../content/index.ts";
import { openAlarms } from "../../delivery/index.ts";
import { createOutsideGuard, one, rows, run, sql, type Clock } from "../../platform/index.ts";
import { addTranslation } from "../translations.ts";
import { approveMailing } from "../decide-approval.ts";
import { setTestSent } from "../mailings.store.ts";
import { cancelMailing } from "../control-mailing.ts";
import { scheduleMailing } from "../schedule-mailing.ts";
import { createMailing } from "../save-mailing.ts";
import { finishOccurrence } from "./finish-occurrence.ts";
import { makeDueOccurrences, makeOccurrences } from "./make-occurrence.ts";
import {
  changeRecurring,
  createRecurring,
  dropOccurrence,
  endRecurring,
  pauseRecurring,
  resumeRecurring,
  sendOccurrence,
  startRecurring,
} from "./manage-recurring.ts";
import { presentDetail } from "./present-recurring.ts";
import { findRecurring, type Recurring } from "./recurring.store.ts";

let base: TestDatabase;
let parts: SendingParts;
let seeded: SeededNewsletter;
let feed: Server;
let items: string[] = [];
let time = new Date("2026-11-22T12:00:00Z");
const clock: Clock = { now: () => time };

before(async () => {
  base = await testDatabase();
  parts = sendingParts(base.db, clock);
  seeded = await seedNewsletter(base.db, parts.keys, { people: 12, domain: "wieder.example" });
  feed = createServer((_request, response) => {
    const body = items
      .map((one) => `<item><title>${one}</title><link>https://a.example/${one}</link></item>`)
      .join("");
    response
      .writeHead(items.length > 0 ? 200 : 503, { "content-type": "application/rss+xml" })
      .end(`<rss><channel><title>x</title>${body}</channel></rss>`);
  }).listen(0, "127.0.0.1");
  await eventually("the feed listens", () => feed.listening);
  const { port } = feed.address() as AddressInfo;
  parts.deps.guard = createOutsideGuard({ privateHosts: [`127.0.0.1:${port}`] });
  await inAccount((tx) =>
    insertFeed(
      tx,
      seeded.accountId,
      {
        key: "news",
        name: "Neuigkeiten",
        url: `http://127.0.0.1:${port}/feed`,
        kind: "rss",
        mapping: {},
        whenAway: "wait",
        awayText: "",
      },
      time,
    ),
  );
});
after(async () => {
  feed.close();
  await parts.close();
  await base.close();
});

const inAccount: <T>(work: Parameters<typeof base.db.account<T>>[1]) => Promise<T> = (work) =>
  base.db.account(seeded.accountId, work);
const actor = () => operatorActor(seeded.operatorId);
const detail = (publicId: string) =>
  inAccount(async (tx) => presentDetail(tx, parts.deps, (await findRecurring(tx, publicId))!));
const tick = () => makeDueOccurrences(parts.deps);
const sends = () => parts.jobs().drain();
const WEEKLY: Recurrence = { every: "week", interval: 1, days: [2] };

async function recurring(
  more: { feedKey?: string; aheadMinutes?: number; html?: string; bilingual?: boolean } = {},
): Promise<Recurring> {
  const { html = SAMPLE_HTML, bilingual, ...plan } = more;
  return inAccount(async (tx) => {
    const { accountId, operatorId } = seeded;
    const original = await createMailing(
      tx,
      accountId,
      { name: "Wochenbrief", subject: "Das Neue", html, listIds: [seeded.listPublicId] },
      operatorId,
      time,
    );
    if (bilingual) await addTranslation(tx, accountId, original, operatorId, time);
    return createRecurring(
      tx,
      parts.deps,
      accountId,
      {
        mailingId: original.publicId,
        name: "Wochenbrief",
        rule: WEEKLY,
        time: "09:00",
        aheadMinutes: 60,
        ...plan,
      },
      operatorId,
    );
  });
}

test("each date fires once: made ahead through the same line, with both languages, frozen and scheduled", async () => {
  const { publicId, mailingId } = await recurring({ bilingual: true });
  const start = () => inAccount((tx) => startRecurring(tx, parts.deps, actor(), publicId, {}));
  const template = await detail(publicId);
  assert.deepEqual(
    template.problems.filter((one) => one.severity === "block"),
    [],
  );
  await assert.rejects(
    inAccount((tx) =>
      scheduleMailing(tx, parts.deps, seeded.accountId, actor(), template.template.id, {}),
    ),
    /stand in the way/,
  );
  await start();
  await assert.rejects(start(), /in state active/);
  time = new Date("2026-11-24T06:59:00Z");
  await tick();
  assert.deepEqual((await detail(publicId)).occurrences, []);
  time = new Date("2026-11-24T07:00:30Z");
  await Promise.all([
    makeOccurrences(parts.deps, seeded.accountId, publicId),
    makeOccurrences(parts.deps, seeded.accountId, publicId),
  ]);
  await tick();
  const made = await detail(publicId);
  assert.equal(made.occurrences.length, 1);
  const [issue] = made.occurrences;
  assert.deepEqual(
    [issue!.state, issue!.mailing!.state, issue!.mailing!.name],
    ["made", "scheduled", "Wochenbrief, 24.11.2026"],
  );
  assert.deepEqual(
    made.next.map((at) => at.slice(0, 10)),
    ["2026-12-01", "2026-12-08", "2026-12-15"],
  );
  const [copy] = await inAccount((tx) =>
    rows<{ at: Date; version: number | null; languages: number; template: number }>(
      tx,
      sql`select m.scheduled_at as at, m.content_version_id as version, (select count(*) from mailings t where t.translation_of = m.id) as languages,
            (select count(*) from mailings x where x.id = ${mailingId} and x.state = 'draft') as template
          from mailings m where m.account_id = app_account() and m.public_id = ${issue!.mailing!.id}`,
    ),
  );
  assert.deepEqual(copy!.at, new Date("2026-11-24T08:00:00Z"));
  assert.ok(copy!.version !== null && copy!.languages === 1 && copy!.template === 1);
  // A new hour on a day that has its issue makes no second one.
  await inAccount((tx) => changeRecurring(tx, parts.deps, publicId, { time: "11:00" }));
  assert.equal((await detail(publicId)).next[0], "2026-12-01T10:00:00.000Z");
  await inAccount((tx) => pauseRecurring(tx, publicId, time));
  time = new Date("2026-12-03T00:00:00Z");
  await tick();
  await inAccount((tx) => resumeRecurring(tx, parts.deps, publicId));
  const resumed = await detail(publicId);
  assert.deepEqual([resumed.occurrences.length, resumed.next[0]], [1, "2026-12-08T10:00:00.000Z"]);
  await inAccount((tx) => endRecurring(tx, publicId, time));
  await tick();
  assert.deepEqual((await detail(publicId)).next, []);
});

test("SND-16: after a long outage only the last date is asked about, and somebody decides", async () => {
  time = new Date("2026-12-06T12:00:00Z");
  const { publicId } = await recurring();
  await inAccount((tx) => startRecurring(tx, parts.deps, actor(), publicId, {}));
  time = new Date("2026-12-22T12:00:00Z");
  await tick();
  const late = await detail(publicId);
  assert.deepEqual(
    late.occurrences.map(({ id, state }) => `${id.slice(0, 10)} ${state}`),
    ["2026-12-22 missed", "2026-12-15 dropped", "2026-12-08 dropped"],
  );
  assert.equal(late.open, 1);
  const alarms = () => inAccount((tx) => openAlarms(tx, seeded.accountId));
  assert.deepEqual(
    (await alarms()).map(({ code }) => code),
    ["occurrence"],
  );
  const at = { publicId, local: "2026-12-22T09:00" };
  const { occurrence } = await inAccount((tx) =>
    sendOccurrence(tx, parts.deps, seeded.accountId, actor(), at),
  );
  await finishOccurrence(parts.deps, seeded.accountId, publicId, occurrence);
  const [sent] = (await detail(publicId)).occurrences;
  assert.deepEqual([sent!.state, sent!.mailing!.state], ["made", "scheduled"]);
  assert.deepEqual(await alarms(), []);
  await assert.rejects(
    inAccount((tx) => dropOccurrence(tx, parts.deps, seeded.accountId, actor(), at)),
    /nothing to decide/,
  );
  await inAccount((tx) => endRecurring(tx, publicId, time));
});

test("what is not ready becomes a task and no half mail; mended, the issue goes out", async () => {
  time = new Date("2027-01-03T12:00:00Z");
  const { publicId } = await recurring();
  await inAccount((tx) => startRecurring(tx, parts.deps, actor(), publicId, {}));
  const archive = (at: Date | null) =>
    inAccount((tx) =>
      run(tx, sql`update lists set archived_at = ${at} where account_id = app_account()`),
    );
  await archive(time);
  time = new Date("2027-01-05T07:30:00Z");
  await tick();
  const [failed] = (await detail(publicId)).occurrences;
  assert.deepEqual(
    [failed!.state, failed!.reason, failed!.mailing!.state],
    ["failed", "not_ready", "draft"],
  );
  assert.match(failed!.problems[0]!.de, /archiviert/);
  await archive(null);
  const { occurrence } = await inAccount((tx) =>
    sendOccurrence(tx, parts.deps, seeded.accountId, actor(), { publicId, local: failed!.id }),
  );
  await finishOccurrence(parts.deps, seeded.accountId, publicId, occurrence);
  const [mended] = (await detail(publicId)).occurrences;
  assert.deepEqual([mended!.state, mended!.mailing!.id], ["made", failed!.mailing!.id]);
  await inAccount(async (tx) => {
    await endRecurring(tx, publicId, time);
    await cancelMailing(tx, parts.deps, mended!.mailing!.id);
  });
});

test("a feed's entries go out once each; without new ones a date is skipped, and the history says so", async () => {
  time = new Date("2027-01-10T12:00:00Z");
  items = ["alt"];
  const html = SAMPLE_HTML.replace(
    "{{ footer }}",
    `{% for item in feeds.news.items limit: 5 %}<p><a href="{{ item.url }}">{{ item.title }}</a></p>{% endfor %}{{ footer }}`,
  );
  const { publicId } = await recurring({ feedKey: "news", html });
  const { refreshFeeds } = await import("../../content/index.ts");
  await refreshFeeds(parts.deps, seeded.accountId, ["news"], 0);
  await inAccount((tx) => startRecurring(tx, parts.deps, actor(), publicId, {}));
  const issues = async () => (await detail(publicId)).occurrences;
  const textOf = async (id: string) => {
    const [found] = await inAccount((tx) =>
      rows<{ content: string }>(
        tx,
        sql`select v::text as content from content_versions v join mailings m on m.account_id = v.account_id and m.content_version_id = v.id where m.account_id = app_account() and m.public_id = ${id}`,
      ),
    );
    return found!.content;
  };
  time = new Date("2027-01-12T07:30:00Z");
  await tick();
  const [nothing] = await issues();
  assert.deepEqual([nothing!.state, nothing!.reason], ["skipped", "nothing_new"]);

  items = ["zwei", "eins", "alt"];
  time = new Date("2027-01-19T07:30:00Z");
  await tick();
  // What is new until the start comes along.
  items = ["drei", "zwei", "eins", "alt"];
  time = new Date("2027-01-19T08:00:05Z");
  await sends();
  const [first] = await issues();
  assert.deepEqual([first!.state, first!.entries], ["made", 3]);
  const said = await textOf(first!.mailing!.id);
  assert.ok(/a\.example\/drei/.test(said) && /a\.example\/eins/.test(said));
  assert.ok(!/a\.example\/alt/.test(said));

  items = ["vier", "drei", "zwei", "eins"];
  time = new Date("2027-01-26T07:30:00Z");
  await tick();
  time = new Date("2027-01-26T08:00:05Z");
  await sends();
  const [second] = await issues();
  assert.equal(second!.entries, 1);
  const next = await textOf(second!.mailing!.id);
  assert.ok(/a\.example\/vier/.test(next) && !/a\.example\/drei/.test(next));

  // A feed that is away is asked until its time is over, then a person is told.
  items = [];
  time = new Date("2027-02-02T07:30:00Z");
  await tick();
  assert.equal((await issues()).length, 3);
  time = new Date("2027-02-02T09:58:00Z");
  await tick();
  const [away] = await issues();
  assert.deepEqual([away!.state, away!.reason], ["failed", "feed_away"]);
  await inAccount((tx) => endRecurring(tx, publicId, time));
});

test("CNT-18: a typed number starts it; in live operation a second person approves each issue, and nobody else", async () => {
  time = new Date("2027-03-07T12:00:00Z");
  const { accountId } = seeded;
  await inAccount(async (tx) => {
    await run(
      tx,
      sql`insert into mailing_rules (account_id, approval_above, changed_at) values (${accountId}, 5, now()) on conflict (account_id) do update set approval_above = 5`,
    );
    await run(
      tx,
      sql`insert into confirmed_addresses (account_id, kind, email, email_normalised, sent_via, confirmed_at) values (${accountId}, 'reply_to', 'post@musterbank.example', 'post@musterbank.example', 'relay', ${time})`,
    );
  });
  const checks = Array.from({ length: 36 }, (_, at) => `CHK-${String(at + 1).padStart(2, "0")}`);
  await inAccount(async (tx) => {
    for (const id of checks)
      await run(
        tx,
        sql`insert into check_results (account_id, check_id, status, message, evidence, checked_at) values (${accountId}, ${id}, 'passed', '{}', '{}', '2027-03-16T07:00:00Z')`,
      );
  });
  const { publicId, mailingId } = await recurring();
  const start = (confirmRecipients?: number) =>
    inAccount((tx) =>
      startRecurring(tx, parts.deps, actor(), publicId, {
        ...(confirmRecipients === undefined ? {} : { confirmRecipients }),
      }),
    );
  await assert.rejects(start(), /Type the number/);
  await start(12);
  const colleague = await base.db.instance(async (tx) => {
    await run(tx, sql`update accounts set mode = 'live' where id = ${accountId}`);
    const made = await one<{ id: number }>(
      tx,
      sql`insert into operators (email, email_normalised, name) values ('k@m.example', 'k@m.example', 'Jonas') returning id`,
    );
    await run(
      tx,
      sql`insert into memberships (operator_id, account_id, roles) values (${made.id}, ${accountId}, '{marketer}'), (${seeded.operatorId}, ${accountId}, '{owner}') on conflict do nothing`,
    );
    return made.id;
  });
  parts.deps.hasRelay = true;
  time = new Date("2027-03-09T07:30:00Z");
  await tick();
  const [unseen] = (await detail(publicId)).occurrences;
  // In live operation nobody saw a test mail of the template, so nothing is made of it.
  assert.deepEqual([unseen!.state, unseen!.reason], ["failed", "not_ready"]);
  await inAccount((tx) => setTestSent(tx, mailingId, time));
  time = new Date("2027-03-16T07:30:00Z");
  await tick();
  const [asked] = (await detail(publicId)).occurrences;
  const { id, state, approvalState } = asked!.mailing!;
  assert.deepEqual(asked!.problems, []);
  assert.deepEqual([asked!.state, state, approvalState], ["made", "draft", "requested"]);
  const approve = (operatorId: number) =>
    inAccount((tx) => approveMailing(tx, parts.deps, accountId, operatorActor(operatorId), id));
  await assert.rejects(approve(seeded.operatorId), /second person/);
  const { mailing, scheduled } = await approve(colleague);
  assert.deepEqual([scheduled, mailing.scheduledAt], [true, new Date("2027-03-16T08:00:00Z")]);
});
