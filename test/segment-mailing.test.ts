import assert from "node:assert/strict";
import { after, test } from "node:test";
import type { SegmentNode } from "../contract/segments.ts";
import { withdrawProfiling } from "../server/consent/index.ts";
import { chosenJobs, chosenSubscribers } from "../server/delivery/index.ts";
import {
  createMailing,
  findMailing,
  finishMailing,
  mailingRoutes,
  scheduleMailing,
  segmentUsers,
  startMailingJob,
  type Mailing,
} from "../server/mailings/index.ts";
import { createJobRunner, rows, run, sql } from "../server/platform/index.ts";
import { segmentRoutes } from "../server/segments/index.ts";
import { trackingSubscribers } from "../server/tracking/index.ts";
import { followUpLooks } from "./support/follow-up.ts";
import { testServer } from "./support/http.ts";
import { seedNewsletter, type SeededNewsletter } from "./support/newsletter.ts";
import { readerHits } from "./support/reader-hits.ts";
import { sendingBench } from "./support/sending-bench.ts";
import { eventually, operatorActor, prepareNewsletter, SAMPLE_HTML } from "./support/sending.ts";
import type { SmtpSink } from "./support/smtp-sink.ts";

/** A mailing narrowed by a segment: who is frozen, who still gets it at hand-over, and who may see its figures. */
const bench = await sendingBench();
const { database, parts, reload } = bench;
const { deps } = parts;
const { candidates, contactOf } = followUpLooks(database.db);
const reader = await readerHits(parts);
after(async () => {
  await reader.close();
  await bench.close();
});

const EVERYTHING = [
  "mailings.read",
  "mailings.write",
  "lists.read",
  "lists.write",
  "contacts.read",
  "tracking.read",
];

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
    routes: [...mailingRoutes(deps), ...segmentRoutes({ ...deps, users: segmentUsers })],
    as: { accountId: seeded.accountId, operatorId: seeded.operatorId, permissions },
  });

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

async function freeze(seeded: SeededNewsletter, publicId: string): Promise<Mailing> {
  await database.db.account(seeded.accountId, (tx) =>
    scheduleMailing(tx, deps, seeded.accountId, operatorActor(seeded.operatorId), publicId, {}),
  );
  await jobs().drain();
  return (await database.db.account(seeded.accountId, (tx) => findMailing(tx, publicId)))!;
}

async function draftWith(seeded: SeededNewsletter, segmentId: string): Promise<Mailing> {
  return database.db.account(seeded.accountId, (tx) =>
    createMailing(
      tx,
      seeded.accountId,
      {
        name: "Nur für einige",
        listIds: [seeded.listPublicId],
        segmentId,
        subject: "Für Sie ausgesucht",
        html: SAMPLE_HTML,
      },
      seeded.operatorId,
      deps.clock.now(),
    ),
  );
}

test("TRK-11 TRK-14 LEG-02: a segment that asks behaviour is asked again at hand-over, and leaves no trace of who withdrew", async () => {
  const domain = "segment.example";
  const p = (no: number) => `person${no}@${domain}`;
  const seeded = await seedNewsletter(database.db, parts.keys, { people: 8, granted: 6, domain });
  const first = await prepareNewsletter(parts, seeded);
  const mails = await send(seeded, first);
  for (const no of [1, 2, 3]) await reader.click(mails.get(p(no))!, "Zinsen ansehen");
  await database.db.account(seeded.accountId, (tx) =>
    run(
      tx,
      sql`update contacts set company = 'Bäckerei Süß' where email_normalised in (${p(5)}, ${p(8)})`,
    ),
  );
  const api = await calls(seeded);
  const where: SegmentNode = {
    any: [
      { about: "behaviour", did: "clicked", mailing: first.publicId },
      { about: "field", field: "company", test: "begins", values: ["BÄCKEREI"] },
    ],
  };
  const definition = { version: 1, where };
  const made = await api.call("POST", "/api/v1/segments", {
    body: { name: "Klicker und Bäcker", definition },
  });
  assert.equal(made.status, 201, made.text);
  const counted = await api.call("POST", "/api/v1/segments/count", { body: { definition } });
  assert.deepEqual(
    [counted.body.people, counted.body.audience.mailable, counted.body.audience.measurable],
    [5, 5, 4],
  );
  const nobody = await api.call("POST", "/api/v1/segments/count", {
    body: {
      definition: {
        version: 1,
        where: {
          all: [
            { not: { about: "behaviour", did: "opened", mailing: first.publicId } },
            { about: "consent", purpose: "analysis", state: "unknown" },
          ],
        },
      },
    },
  });
  assert.equal(nobody.body.people, 0, "of people who did not agree nothing is known");

  const draft = await draftWith(seeded, made.body.id);
  const audience = await api.call(
    "GET",
    `/api/v1/audience?lists=${seeded.listPublicId}&segment=${made.body.id}`,
  );
  assert.equal(audience.body.mailable, 5);
  const frozen = await freeze(seeded, draft.publicId);
  assert.deepEqual(
    (await candidates(seeded, frozen)).map((row) => row.email),
    [1, 2, 3, 5, 8].map(p),
  );
  // One who clicked withdraws; a baker who never was measured does not have to be known at all.
  const contactId = await contactOf(seeded, p(2));
  await database.db.account(seeded.accountId, (tx) =>
    withdrawProfiling(tx, deps, {
      accountId: seeded.accountId,
      emailNormalised: p(2),
      contactId,
      evidence: { page: "Verwalten" },
    }),
  );
  await jobs().drain();
  const received = await send(seeded, frozen);
  assert.deepEqual([...received.keys()].toSorted(), [1, 3, 5, 8].map(p));
  const left = (await candidates(seeded, frozen)).find((row) => row.reason === "not_measurable");
  assert.deepEqual([left?.email, left?.contactId], [null, null], "nothing says who");
  await api.close();
});

test("TRK-12: without tracking.read no figure, no sample and no choice of a segment that asks behaviour", async () => {
  const seeded = await seedNewsletter(database.db, parts.keys, {
    people: 3,
    granted: 3,
    domain: "rechte.example",
  });
  const mailing = await prepareNewsletter(parts, seeded);
  await send(seeded, mailing);
  const all = await calls(seeded);
  const definition = { version: 1, where: { about: "behaviour", did: "opened", last: 3 } };
  const made = await all.call("POST", "/api/v1/segments", { body: { name: "Leser", definition } });
  const blind = await calls(
    seeded,
    EVERYTHING.filter((each) => each !== "tracking.read"),
  );
  const status = async (method: "GET" | "POST" | "PATCH", path: string, body?: object) =>
    (await blind.call(method, `/api/v1${path}`, body ? { body } : {})).status;
  const count = await blind.call("POST", "/api/v1/segments/count", { body: { definition } });
  assert.deepEqual(count.body, { people: null, audience: null, hidden: true });
  const saved = await blind.call("GET", `/api/v1/segments/${made.body.id}/count`);
  assert.equal(saved.body.hidden, true);
  assert.equal(await status("POST", "/segments/sample", { definition }), 403);
  assert.equal(await status("POST", "/segments", { name: "Meine", definition }), 403);
  assert.equal(await status("PATCH", `/segments/${made.body.id}`, { revision: 1, name: "X" }), 403);
  const lists = [seeded.listPublicId];
  assert.equal(await status("POST", "/mailings", { listIds: lists, segmentId: made.body.id }), 403);
  assert.equal(await status("GET", `/audience?lists=${lists[0]}&segment=${made.body.id}`), 403);
  const draft = await draftWith(seeded, made.body.id);
  assert.equal(await status("GET", `/mailings/${draft.publicId}/readiness`), 403);
  await Promise.all([all.close(), blind.close()]);
});

test("LEG-02: a segment that an open mailing needs is kept, and changes of it reach the mailing until it is frozen", async () => {
  const seeded = await seedNewsletter(database.db, parts.keys, {
    people: 4,
    domain: "halt.example",
  });
  const api = await calls(seeded);
  const named = (values: string[]) => ({
    version: 1,
    where: { about: "field", field: "email", test: "is", values },
  });
  const made = await api.call("POST", "/api/v1/segments", {
    body: { name: "Einer", definition: named(["person1@halt.example"]) },
  });
  const draft = await draftWith(seeded, made.body.id);
  const refused = await api.call("DELETE", `/api/v1/segments/${made.body.id}`);
  assert.equal(refused.status, 409);
  assert.equal(refused.body.code, "segment_in_use");
  assert.deepEqual(refused.body.mailings, [
    { id: draft.publicId, name: "Nur für einige", state: "draft" },
  ]);
  const changed = await api.call("PATCH", `/api/v1/segments/${made.body.id}`, {
    body: { revision: 1, definition: named(["PERSON2@halt.example", "person3@halt.example"]) },
  });
  assert.equal(changed.body.revision, 2);
  const stale = await api.call("PATCH", `/api/v1/segments/${made.body.id}`, {
    body: { revision: 1, name: "Zu spät" },
  });
  assert.equal(stale.body.code, "segment_changed_meanwhile");
  const frozen = await freeze(seeded, draft.publicId);
  const chosen = (await candidates(seeded, frozen)).map((row) => row.email);
  assert.deepEqual(chosen, ["person2@halt.example", "person3@halt.example"]);
  const view = await api.call("GET", `/api/v1/mailings/${draft.publicId}`);
  assert.deepEqual(view.body.segment, { id: made.body.id, name: "Einer", asksBehaviour: false });
  await api.close();
});

test("under row-level security the indexed values answer from their index, text included", async () => {
  const { accountId } = await seedNewsletter(database.db, parts.keys, {
    people: 1,
    domain: "plan.example",
  });
  const plan = await database.db.account(accountId, async (tx) => {
    await sql`set local enable_seqscan = off`.execute(tx);
    return rows<Record<string, string>>(
      tx,
      sql`explain (costs off) select v.contact_id from contact_values v where v.account_id = app_account() and v.field_id = 1 and v.text_value >= ${"a"} and v.text_value < ${"b"}`,
    );
  });
  const text = plan.flatMap((row) => Object.values(row)).join("\n");
  assert.match(text, /Index Cond: .*field_id = 1\).*text_value >= 'a'.*text_value < 'b'/);
});
