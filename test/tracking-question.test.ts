import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { questionTotals } from "../server/consent/index.ts";
import {
  createMailing,
  findMailingById,
  scheduleMailing,
  type Mailing,
} from "../server/mailings/index.ts";
import { AppError, rows, run, sql } from "../server/platform/index.ts";
import { measuredMailing } from "../server/tracking/index.ts";
import { testDatabase, type TestDatabase } from "./support/database.ts";
import { seedNewsletter, type SeededNewsletter } from "./support/newsletter.ts";
import { readMail } from "./support/parse-mail.ts";
import { eventually, operatorActor, sendingParts, type SendingParts } from "./support/sending.ts";
import { startSmtpSink, type SmtpSink } from "./support/smtp-sink.ts";

let base: TestDatabase;
let parts: SendingParts;
let sink: SmtpSink;

before(async () => {
  base = await testDatabase();
  parts = sendingParts(base.db);
  sink = await startSmtpSink();
});
after(async () => {
  await sink.close();
  await parts.close();
  await base.close();
});

/** A list whose wording of the permission to analyse is approved in both languages. */
async function readers(people: number, granted: number, domain: string): Promise<SeededNewsletter> {
  const seeded = await seedNewsletter(base.db, parts.keys, { people, granted, domain });
  await base.db.account(seeded.accountId, (tx) =>
    run(
      tx,
      sql`insert into wording_versions (account_id, wording_id, version, locale, text, sha256, techniques, uses, channels, approved_at)
          select account_id, wording_id, version, 'en', 'Yes.', sha256, techniques, uses, channels, approved_at from wording_versions where id = ${seeded.profilingVersionId}`,
    ),
  );
  return seeded;
}

const makeQuestion = (seeded: SeededNewsletter, html?: string): Promise<Mailing> =>
  base.db.account(seeded.accountId, (tx) =>
    createMailing(
      tx,
      seeded.accountId,
      {
        purpose: "tracking_question",
        listIds: [seeded.listPublicId],
        ...(html === undefined ? {} : { html }),
      },
      seeded.operatorId,
      new Date(),
    ),
  );

const schedule = (seeded: SeededNewsletter, mailing: Mailing): Promise<Mailing> =>
  base.db.account(seeded.accountId, (tx) =>
    scheduleMailing(
      tx,
      parts.deps,
      seeded.accountId,
      operatorActor(seeded.operatorId),
      mailing.publicId,
      {},
    ),
  );

async function send(seeded: SeededNewsletter, mailing: Mailing): Promise<Mailing> {
  await schedule(seeded, mailing);
  const dispatcher = parts.dispatcher(sink.port);
  const jobs = parts.jobs();
  dispatcher.start();
  jobs.start();
  const load = () => base.db.account(seeded.accountId, (tx) => findMailingById(tx, mailing.id));
  try {
    await eventually("the question is sent", async () => (await load())!.state === "sent");
  } finally {
    await dispatcher.stop();
    await jobs.stop();
  }
  return (await load())!;
}

test("CON-26 TRK-04: the question goes to those whose answer is due, unmeasured, and is counted to the cap", async () => {
  const seeded = await readers(12, 2, "frage.example");
  await base.db.account(seeded.accountId, (tx) =>
    run(
      tx,
      sql`insert into profiling_permissions (account_id, email_normalised, state, changed_at, asked_count, last_asked_at)
          values (${seeded.accountId}, 'person3@frage.example', 'refused', now() - interval '11 months', 1, now() - interval '11 months'),
                 (${seeded.accountId}, 'person4@frage.example', 'refused', now() - interval '13 months', 1, now() - interval '13 months'),
                 (${seeded.accountId}, 'person5@frage.example', 'unknown', now(), 2, now() - interval '3 years'),
                 (${seeded.accountId}, 'person6@frage.example', 'unknown', now(), 1, now() - interval '1 day'),
                 (${seeded.accountId}, 'person7@frage.example', 'withdrawn', now() - interval '2 years', 0, null)`,
    ),
  );
  const from = sink.accepted.length;
  const sent = await send(seeded, await makeQuestion(seeded));
  assert.equal(sent.kind, "newsletter");
  assert.deepEqual(sent.basisReport!.excluded, { question_not_due: 4 });
  const mails = await Promise.all(
    sink.accepted
      .slice(from)
      .map(async (message) => ({ to: message.to[0]!, mail: await readMail(message.content) })),
  );
  assert.deepEqual(
    mails.map(({ to }) => Number(/person(\d+)@/.exec(to)![1])).sort((a, b) => a - b),
    [4, 6, 7, 8, 9, 10, 11, 12],
  );
  for (const { mail } of mails) {
    assert.match(mail.html, /href="https:\/\/post\.musterbank\.example\/q\/[\w-]+"/);
    assert.match(mail.text, /\/q\/[\w-]+/);
    assert.doesNotMatch(mail.html + mail.text, /\/t\//, "neither pixel nor counted link");
    assert.doesNotMatch(mail.html, /<img/);
  }
  const { level, totals, counts, measured } = await base.db.account(
    seeded.accountId,
    async (tx) => ({
      level: (await measuredMailing(tx, sent.id))!.level,
      totals: await questionTotals(tx, sent.id),
      counts: await rows<{ email: string; asked: number }>(
        tx,
        sql`select email_normalised as email, asked_count as asked from profiling_permissions where account_id = app_account() and asked_count > 0 order by 1`,
      ),
      measured: await rows(
        tx,
        sql`select 1 from measured_deliveries where account_id = app_account()`,
      ),
    }),
  );
  assert.equal(level, "none");
  assert.deepEqual(totals, { asked: 8, granted: 0, refused: 0 });
  assert.equal(measured.length, 0);
  const asked = new Map(counts.map((row) => [row.email.split("@")[0], row.asked]));
  assert.equal(asked.get("person8"), 1);
  assert.equal(asked.get("person6"), 2);
  assert.equal(asked.get("person3"), 1);
  // Whoever stayed silent is asked once more, and then never again.
  const again = await send(seeded, await makeQuestion(seeded));
  assert.equal(again.basisReport!.queued["consent"], 5);
  await assert.rejects(
    makeQuestion(seeded).then((mailing) => schedule(seeded, mailing)),
    (error: unknown) =>
      error instanceof AppError &&
      error.errors!.some((problem) => problem.path === "nobody_to_mail"),
  );
});

test("CON-26: a block in a newsletter counts only those who saw it", async () => {
  const seeded = await readers(6, 2, "baustein.example");
  await base.db.account(seeded.accountId, (tx) =>
    run(
      tx,
      sql`insert into profiling_permissions (account_id, email_normalised, state, changed_at, asked_count, last_asked_at)
          values (${seeded.accountId}, 'person3@baustein.example', 'refused', now() - interval '2 months', 1, now() - interval '2 months')`,
    ),
  );
  const mailing = await base.db.account(seeded.accountId, (tx) =>
    createMailing(
      tx,
      seeded.accountId,
      { starter: "note-de", listIds: [seeded.listPublicId] },
      seeded.operatorId,
      new Date(),
    ),
  );
  const sent = await send(seeded, mailing);
  await base.db.account(seeded.accountId, async (tx) => {
    assert.equal((await questionTotals(tx, sent.id))!.asked, 3);
    const refuser = await rows<{ age: number }>(
      tx,
      sql`select extract(day from now() - last_asked_at)::int as age from profiling_permissions where account_id = app_account() and email_normalised = 'person3@baustein.example'`,
    );
    assert.ok(
      refuser[0]!.age > 50,
      "a newsletter without the question does not start the year anew",
    );
  });
});

test("CON-26 CON-09: without the question's block or its approved wording such a mailing is not sent", async () => {
  const seeded = await readers(3, 0, "luecke.example");
  const html = `<!doctype html><html lang="de"><head><title>x</title></head><body><p>Guten Tag</p>{{ footer }}</body></html>`;
  const codes = async (mailing: Promise<Mailing>): Promise<string[]> => {
    try {
      await schedule(seeded, await mailing);
    } catch (error) {
      if (!(error as AppError).errors) throw error;
      return (error as AppError).errors!.map((problem) => problem.path);
    }
    return [];
  };
  assert.ok((await codes(makeQuestion(seeded, html))).includes("question_missing"));
  await base.db.account(seeded.accountId, (tx) =>
    run(
      tx,
      sql`update wording_versions set retired_at = now() where account_id = app_account() and locale = 'en'`,
    ),
  );
  assert.ok((await codes(makeQuestion(seeded))).includes("question_wording_missing"));
});

test("CON-19: content of a new scope goes only to those who agreed to the version that names it", async () => {
  const seeded = await readers(4, 0, "neu.example");
  const wordingId = await base.db.account(seeded.accountId, async (tx) => {
    const [wording] = await rows<{ id: number }>(
      tx,
      sql`insert into wordings (account_id, purpose, name) values (${seeded.accountId}, 'newsletter', 'Newsletter') returning id`,
    );
    const versions = await rows<{ id: number; publicId: string }>(
      tx,
      sql`insert into wording_versions (account_id, wording_id, version, locale, text, sha256, material, approved_at)
          values (${seeded.accountId}, ${wording!.id}, 1, 'de', 'Ja.', '\\x00', false, now()), (${seeded.accountId}, ${wording!.id}, 2, 'de', 'Ja!', '\\x01', true, now()) returning id, public_id`,
    );
    await run(
      tx,
      sql`update subscriptions set wording_version_id = case when email_normalised in ('person1@neu.example', 'person2@neu.example') then ${versions[0]!.id}::bigint else ${versions[1]!.id}::bigint end
          where account_id = app_account()`,
    );
    return versions[1]!.publicId;
  });
  const mailing = await base.db.account(seeded.accountId, (tx) =>
    createMailing(
      tx,
      seeded.accountId,
      { starter: "note-de", listIds: [seeded.listPublicId], wordingFrom: wordingId },
      seeded.operatorId,
      new Date(),
    ),
  );
  const from = sink.accepted.length;
  const sent = await send(seeded, mailing);
  assert.deepEqual(sent.basisReport!.excluded, { scope_not_covered: 2 });
  assert.deepEqual(
    sink.accepted
      .slice(from)
      .flatMap((message) => message.to)
      .sort(),
    ["person3@neu.example", "person4@neu.example"],
  );
});
