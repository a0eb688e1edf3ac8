import assert from "node:assert/strict";
import { after, test } from "node:test";
import pg from "pg";
import { withdrawProfiling } from "../server/consent/index.ts";
import { chosenJobs, chosenSubscribers, deliveryPersonalData } from "../server/delivery/index.ts";
import {
  finishMailing,
  findMailing,
  mailingRoutes,
  scheduleMailing,
  startMailingJob,
  type Mailing,
} from "../server/mailings/index.ts";
import { createJobRunner, rows, run, sql } from "../server/platform/index.ts";
import { trackingPersonalData, trackingSubscribers } from "../server/tracking/index.ts";
import { followUpLooks } from "./support/follow-up.ts";
import { testServer } from "./support/http.ts";
import { seedNewsletter, type SeededNewsletter } from "./support/newsletter.ts";
import { readerHits } from "./support/reader-hits.ts";
import { sendingBench } from "./support/sending-bench.ts";
import { eventually, operatorActor, prepareNewsletter, SAMPLE_HTML } from "./support/sending.ts";
import type { SmtpSink } from "./support/smtp-sink.ts";

/** From a mailing that was measured to its follow-up: who is in it, and who no longer is. */
const bench = await sendingBench();
const { candidates, contactOf } = followUpLooks(bench.database.db);
const { database, parts, reload } = bench;
const { deps } = parts;
const reader = await readerHits(parts);
const owner = new pg.Client(database.connection);
await owner.connect();
after(async () => {
  await reader.close();
  await owner.end();
  await bench.close();
});

const PROXY =
  "Mozilla/5.0 (Windows NT 5.1; rv:11.0) Gecko Firefox/11.0 (via ggpht.com GoogleImageProxy)";
const EVERYTHING = ["mailings.read", "mailings.write", "tracking.read"];

/** Jobs and news as the product wires them. */
const jobs = () =>
  createJobRunner({
    db: deps.db,
    clock: deps.clock,
    log: deps.log,
    handlers: { "mailings.start": startMailingJob(deps), ...chosenJobs(deps) },
    subscribers: {
      "profiling.withdrawn": [
        ...trackingSubscribers(deps)["profiling.withdrawn"]!,
        ...chosenSubscribers(deps)["profiling.withdrawn"]!,
      ],
      "run.finished": [finishMailing(deps), ...chosenSubscribers(deps)["run.finished"]!],
    },
  });

const calls = (seeded: SeededNewsletter, permissions: readonly string[] = EVERYTHING) =>
  testServer({
    db: database.db,
    routes: mailingRoutes(deps),
    as: { accountId: seeded.accountId, operatorId: seeded.operatorId, permissions },
  });

/** Sends what is prepared; gives the mails by recipient. */
async function send(seeded: SeededNewsletter, mailing: Mailing): Promise<Map<string, Buffer>> {
  let sink: SmtpSink | undefined;
  const runner = jobs();
  await bench.sending({}, async (made) => {
    sink = made;
    await eventually("the mailing is sent", async () => {
      await runner.drain();
      return (await reload(seeded, mailing)).state === "sent";
    });
  });
  return new Map(sink!.accepted.flatMap((mail) => mail.to.map((to) => [to, mail.content])));
}

const at = (domain: string) => (no: number) => `person${no}@${domain}`;

/** A mailing that was sent to people of whom some agreed. */
async function sent(domain: string, people: number, granted: number) {
  const seeded = await seedNewsletter(database.db, parts.keys, { people, granted, domain });
  const mailing = await prepareNewsletter(parts, seeded);
  return { seeded, mailing, mails: await send(seeded, mailing) };
}

async function withdraw(seeded: SeededNewsletter, email: string): Promise<void> {
  const contactId = await contactOf(seeded, email);
  await database.db.account(seeded.accountId, (tx) =>
    withdrawProfiling(tx, deps, {
      accountId: seeded.accountId,
      emailNormalised: email,
      contactId,
      evidence: { page: "Verwalten" },
    }),
  );
}

/** Schedules a draft; `freeze` also freezes and decides its audience. */
async function schedule(seeded: SeededNewsletter, publicId: string): Promise<Mailing> {
  return database.db.account(seeded.accountId, (tx) =>
    scheduleMailing(tx, deps, seeded.accountId, operatorActor(seeded.operatorId), publicId, {}),
  );
}
async function freeze(seeded: SeededNewsletter, publicId: string): Promise<Mailing> {
  await schedule(seeded, publicId);
  await jobs().drain();
  return (await database.db.account(seeded.accountId, (tx) => findMailing(tx, publicId)))!;
}

test("TRK-11 TRK-14 CON-20: from the report to a follow-up that the right people receive, and nobody else", async () => {
  const domain = "weiter.example";
  const p = at(domain);
  const { seeded, mailing, mails } = await sent(domain, 12, 8);
  const mail = (no: number) => mails.get(p(no))!;
  await reader.click(mail(1), "Zinsen ansehen");
  await reader.click(mail(2), "Termin vereinbaren");
  await reader.open(mail(3));
  await reader.open(mail(4), PROXY);
  for (const no of [6, 7, 8]) {
    await reader.open(mail(no));
    await reader.click(mail(no), "Zinsen ansehen");
  }
  // Without permission, whatever they do.
  for (const no of [9, 10]) await reader.click(mail(no), "Zinsen ansehen").catch(() => undefined);
  await withdraw(seeded, p(6));
  await jobs().drain();

  const api = await calls(seeded);
  const asked = await api.call("GET", `/api/v1/mailings/${mailing.publicId}/behaviour?did=clicked`);
  assert.deepEqual(asked.body, {
    accepted: 12,
    measurable: 7,
    yes: 4,
    no: 3,
    unclear: 0,
    k: 10,
    notPersonalLinks: 0,
  });
  const made = async (body: object) => {
    const answer = await api.call("POST", `/api/v1/mailings/${mailing.publicId}/follow-up`, {
      body: { content: "copy", ...body },
    });
    assert.equal(answer.status, 201, answer.text);
    return answer.body as { id: string; name: string; subject: string; behaviour: unknown };
  };
  const toClickers = await made({ did: "clicked" });
  assert.equal(toClickers.name, "Folge-Mailing zu Marktblick November");
  assert.equal(toClickers.subject, mailing.subject);
  assert.deepEqual(toClickers.behaviour, {
    mailing: { id: mailing.publicId, name: mailing.name },
    condition: { did: "clicked", link: null, negated: false },
  });
  const ready = await api.call("GET", `/api/v1/mailings/${toClickers.id}/readiness`);
  assert.equal(ready.body.audience.candidates, 4);
  assert.equal(ready.body.audience.measurable, 4);
  assert.deepEqual([ready.body.level, ready.body.levelReason], ["none", null]);
  assert.equal(ready.body.behaviour.measurable, 7);
  assert.ok(ready.body.problems.some((one: { code: string }) => one.code === "follow_up_resend"));
  assert.equal(ready.body.ready, true, JSON.stringify(ready.body.problems));

  const frozen = await freeze(seeded, toClickers.id);
  assert.deepEqual(
    (await candidates(seeded, frozen)).map((row) => row.email),
    [1, 2, 7, 8].map(p),
  );
  // Between the freezing and the hand-over one withdraws, and one leaves the list.
  await withdraw(seeded, p(7));
  await jobs().drain();
  await database.db.account(seeded.accountId, (tx) =>
    run(
      tx,
      sql`update subscriptions set state = 'unsubscribed', unsubscribed_at = now() where email_normalised = ${p(8)}`,
    ),
  );
  const received = await send(seeded, frozen);
  assert.deepEqual([...received.keys()].toSorted(), [p(1), p(2)]);
  const left = await candidates(seeded, frozen);
  const reasons = left.map((row) => row.reason ?? "none").toSorted();
  assert.deepEqual(reasons, ["none", "none", "not_measurable", "unsubscribed"]);
  const withdrawn = left.find((row) => row.reason === "not_measurable")!;
  assert.deepEqual([withdrawn.email, withdrawn.contactId], [null, null], "nothing says who");
  const proof = left.find((row) => row.email === p(1));
  assert.ok(proof?.contactId, "what was sent stays as the proof of sending");

  const openers = await api.call(
    "GET",
    `/api/v1/mailings/${mailing.publicId}/behaviour?did=opened`,
  );
  assert.deepEqual(
    [openers.body.measurable, openers.body.yes, openers.body.no, openers.body.unclear],
    [6, 4, 1, 1],
  );
  const toTheRest = await made({ did: "opened", negated: true, content: "empty" });
  await database.db.account(seeded.accountId, (tx) =>
    run(
      tx,
      sql`update mailings set subject = 'Kurz erinnert', html = ${SAMPLE_HTML.replace("seit November", "seit kurzem")} where public_id = ${toTheRest.id}`,
    ),
  );
  const reminders = await send(seeded, await freeze(seeded, toTheRest.id));
  assert.deepEqual(
    [...reminders.keys()].toSorted(),
    [p(5)],
    "who did nothing; nobody who may not be measured, nobody whose mailbox loads images by itself",
  );
  await api.close();
});

test("CON-20 TRK-11: a wording without the choice of recipients makes everybody unknown, also for “did not”", async () => {
  const domain = "wortlaut.example";
  const { seeded, mailing, mails } = await sent(domain, 4, 4);
  await reader.click(mails.get(at(domain)(1))!, "Zinsen ansehen");
  await owner.query(
    "update wording_versions set uses = '{person_report,timing}' where account_id = $1",
    [seeded.accountId],
  );
  const api = await calls(seeded);
  const counts = await api.call(
    "GET",
    `/api/v1/mailings/${mailing.publicId}/behaviour?did=clicked`,
  );
  assert.deepEqual([counts.body.accepted, counts.body.measurable, counts.body.yes], [4, 0, 0]);
  const made = await api.call("POST", `/api/v1/mailings/${mailing.publicId}/follow-up`, {
    body: { did: "clicked", negated: true, content: "copy" },
  });
  const ready = await api.call("GET", `/api/v1/mailings/${made.body.id}/readiness`);
  assert.equal(ready.body.ready, false);
  assert.ok(ready.body.problems.some((one: { code: string }) => one.code === "nobody_measurable"));
  await api.close();
});

test("TRK-14 DSR-06: a withdrawal and an erasure while the follow-up waits take the person out of it within the minute", async () => {
  const domain = "wartet.example";
  const p = at(domain);
  const { seeded, mailing, mails } = await sent(domain, 4, 4);
  for (const no of [1, 2, 3]) await reader.click(mails.get(p(no))!, "Zinsen ansehen");
  const api = await calls(seeded);
  const made = await api.call("POST", `/api/v1/mailings/${mailing.publicId}/follow-up`, {
    body: { did: "clicked", content: "copy" },
  });
  const frozen = await freeze(seeded, made.body.id);
  assert.equal((await candidates(seeded, frozen)).length, 3);
  await withdraw(seeded, p(1));
  const contactId = await contactOf(seeded, p(2));
  for (const source of [trackingPersonalData, deliveryPersonalData])
    await database.db.retention(seeded.accountId, (tx) =>
      source.eraseFor(tx, { accountId: seeded.accountId, emailNormalised: p(2), contactId }),
    );
  await jobs().drain();
  const waiting = await candidates(seeded, frozen);
  assert.deepEqual(
    waiting.map((row) => row.email),
    [p(3), null, null],
    "before anything is sent nothing says any more that they clicked",
  );
  const received = await send(seeded, frozen);
  assert.deepEqual([...received.keys()], [p(3)]);
  const reasons = (await candidates(seeded, frozen)).map((row) => row.reason);
  assert.deepEqual(reasons, [null, "not_measurable", "not_measurable"]);
  await api.close();
});

test("TRK-14 TRK-24: the gate alone, without any news, leaves out who withdrew, was restricted, or got a silent neighbour", async () => {
  const domain = "tor.example";
  const p = at(domain);
  const { seeded, mailing, mails } = await sent(domain, 4, 4);
  for (const no of [1, 2, 3, 4]) await reader.click(mails.get(p(no))!, "Zinsen ansehen");
  const api = await calls(seeded);
  const made = await api.call("POST", `/api/v1/mailings/${mailing.publicId}/follow-up`, {
    body: { did: "clicked", content: "copy" },
  });
  const frozen = await freeze(seeded, made.body.id);
  await withdraw(seeded, p(1));
  const addContact = (email: string, restricted: boolean) =>
    owner.query(
      `insert into contacts (account_id, email, email_normalised, address_hash, restricted_at)
       select account_id, email, email_normalised, address_hash, $3 from contacts where account_id = $1 and email_normalised = $2`,
      [seeded.accountId, email, restricted ? new Date() : null],
    );
  await addContact(p(2), false);
  await owner.query("update contacts set restricted_at = now() where email_normalised = $1", [
    p(3),
  ]);
  let received: string[] = [];
  await bench.sending({}, async (sink) => {
    await eventually(
      "the mailing is sent",
      async () => (await reload(seeded, frozen)).state === "sent",
    );
    received = sink.accepted.flatMap((mail) => mail.to);
  });
  assert.deepEqual(received, [p(4)]);
  const found = await candidates(seeded, frozen);
  assert.deepEqual(
    found.map((row) => row.reason),
    ["not_measurable", "not_measurable", "restricted", null],
  );
  // At the end of the run the product takes out whom the gate left out for that reason.
  await chosenSubscribers(deps)["run.finished"]![0]!({
    accountId: seeded.accountId,
    payload: { runId: frozen.runId },
  });
  const left = await candidates(seeded, frozen);
  assert.deepEqual(
    left.map((row) => [row.email, row.contactId === null]),
    [
      [p(3), false],
      [p(4), false],
      [null, true],
      [null, true],
    ],
  );
  await api.close();
});

test("TRK-14: whoever withdraws while the audience is being frozen is not written to, whichever comes first", async () => {
  const domain = "rennen.example";
  const p = at(domain);
  const people = 10;
  const { seeded, mailing, mails } = await sent(domain, people, people);
  for (let no = 1; no <= people; no += 1) await reader.click(mails.get(p(no))!, "Zinsen ansehen");
  const api = await calls(seeded);
  const made = await api.call("POST", `/api/v1/mailings/${mailing.publicId}/follow-up`, {
    body: { did: "clicked", content: "copy" },
  });
  await schedule(seeded, made.body.id);
  const leaving = [1, 2, 3, 4, 5, 6].map(p);
  const runner = jobs();
  await Promise.all([
    runner.drain(),
    ...leaving.map(async (email, no) => {
      await new Promise((resolve) => setTimeout(resolve, no * 15));
      await withdraw(seeded, email);
    }),
  ]);
  const frozen = (await database.db.account(seeded.accountId, (tx) =>
    findMailing(tx, made.body.id),
  ))!;
  const received = await send(seeded, frozen);
  assert.deepEqual([...received.keys()].toSorted(), [7, 8, 9, 10].map(p).toSorted());
  // The second look after a withdrawal, which comes after forty seconds.
  for (const email of leaving)
    await chosenJobs(deps)["delivery.forget_chosen"]!(
      { accountId: seeded.accountId, payload: { emailNormalised: email } } as never,
      {} as never,
    );
  const named = (await candidates(seeded, frozen)).filter((row) => row.email !== null);
  assert.deepEqual(named.map((row) => row.email).toSorted(), [...received.keys()].toSorted());
  await api.close();
});

test("TRK-12: without the right to see single persons there are no small figures and no follow-up", async () => {
  const domain = "recht.example";
  const { seeded, mailing, mails } = await sent(domain, 3, 3);
  await reader.click(mails.get(at(domain)(1))!, "Zinsen ansehen");
  const all = await calls(seeded);
  const modest = await calls(seeded, ["mailings.read", "mailings.write"]);
  const path = `/api/v1/mailings/${mailing.publicId}`;
  const counts = await modest.call("GET", `${path}/behaviour?did=clicked`);
  assert.deepEqual(
    [counts.body.accepted, counts.body.measurable, counts.body.yes, counts.body.no],
    [3, null, null, null],
  );
  assert.equal((await modest.call("GET", `${path}/behaviour?did=clicked&link=1`)).status, 403);
  const body = { did: "clicked", content: "copy" };
  assert.equal((await modest.call("POST", `${path}/follow-up`, { body })).status, 403);
  const made = await all.call("POST", `${path}/follow-up`, { body });
  assert.equal(made.status, 201);
  for (const view of ["readiness", "progress"])
    assert.equal(
      (await modest.call("GET", `/api/v1/mailings/${made.body.id}/${view}`)).status,
      403,
      view,
    );
  const seen = await modest.call("GET", `/api/v1/mailings/${made.body.id}`);
  assert.equal(seen.body.behaviour.condition, null);
  const audited = await database.db.account(seeded.accountId, (tx) =>
    rows<{ action: string }>(
      tx,
      sql`select action from audit_entries where account_id = app_account() and object_id = ${made.body.id}`,
    ),
  );
  assert.deepEqual(audited, [{ action: "mailing.follow_up_created" }]);
  await all.close();
  await modest.close();
});
