import assert from "node:assert/strict";
import { after, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { sendingBench } from "../../../test/support/sending-bench.ts";
import { eventually, prepareNewsletter } from "../../../test/support/sending.ts";
import { seedNewsletter } from "../../../test/support/newsletter.ts";
import { loadFacts, decide } from "../../compliance/index.ts";
import { rows, sql } from "../../platform/index.ts";
import { PRIORITY } from "../delivery.ts";
import { queueDelivery } from "../queue-delivery.ts";
import { holdForChecks } from "./hold-for-checks.ts";
import { stopSending } from "./stop-sending.ts";
import { INSTALLATION } from "./stop.ts";
import { activeStops, endAllStops } from "./stops.store.ts";

const bench = await sendingBench();
const { database, parts, counts, sending } = bench;
after(() => bench.close());
const { db } = database;

const resume = (accountId: number) =>
  (accountId === INSTALLATION ? db.instance.bind(db) : db.account.bind(db, accountId))((tx) =>
    endAllStops(tx, accountId, "Ina Haberin", new Date()),
  );

const queueSystemMail = (accountId: number, email: string): Promise<number> =>
  db.account(accountId, async (tx) => {
    const [facts] = await loadFacts(tx, parts.deps.compliance, {
      kind: "system",
      listIds: [],
      targets: [{ contactId: null, emailNormalised: email }],
    });
    const decision = decide(facts!, "system", new Date());
    assert.ok(decision.kind === "cleared");
    const message = {
      ...{ subject: "Hallo", html: "<p>Hallo</p>", text: "Hallo" },
      ...{ locale: "de" as const, autoSubmitted: true },
    };
    const queued = await queueDelivery(tx, parts.deps, accountId, {
      recipient: decision.recipient,
      email,
      message,
    });
    return queued.id;
  });

test("ORG-12 SND-16: once the emergency stop returns no final dot leaves, under load and from several processes; nobody is lost", async () => {
  const seeded = await seedNewsletter(db, parts.keys, { people: 4000, domain: "nothalt.example" });
  const mailing = await prepareNewsletter(parts, seeded, { people: 4000 });
  const sink = await sending({ connections: 8, leaseSeconds: 5 }, async (running) => {
    const second = parts.dispatcher(running.port, { connections: 8, leaseSeconds: 5 });
    second.start();
    try {
      for (let round = 0; round < 6; round++) {
        const before = running.count;
        await eventually("mails leave", () => running.count > before + 150, 10_000);
        const accountId = round % 2 === 0 ? seeded.accountId : INSTALLATION;
        const began = performance.now();
        await stopSending(parts.deps, {
          accountId,
          scope: round % 3 === 0 ? "all" : "advertising",
          reason: "Falscher Betreff",
          by: "Ina Haberin",
        });
        assert.ok(performance.now() - began < 2500, "the stop takes hold within two seconds");
        const stopped = running.messages.length;
        await sleep(600);
        assert.equal(running.messages.length, stopped, "no final dot follows the stop");
        assert.ok((await counts(seeded, mailing)).open > 0, "there was something left to stop");
        await resume(accountId);
      }
      await eventually(
        "the run ends",
        async () => (await counts(seeded, mailing)).open === 0,
        60_000,
      );
    } finally {
      await second.stop(2000);
    }
  });
  const found = await counts(seeded, mailing);
  assert.deepEqual([found.accepted, found.uncertain], [4000, 0]);
  assert.equal(new Set(sink.accepted.map((mail) => mail.messageId)).size, 4000);
  assert.equal(sink.accepted.length, 4000);
});

test("ORG-12: the stop of the installation holds all queues of all accounts; no DATA is begun ten seconds later, and it can be resumed", async () => {
  const accounts = await Promise.all(
    ["eins", "zwei"].map((name) =>
      seedNewsletter(db, parts.keys, { people: 700, domain: `${name}.allehalt.example` }),
    ),
  );
  const mailings: Awaited<ReturnType<typeof prepareNewsletter>>[] = [];
  for (const seeded of accounts)
    mailings.push(await prepareNewsletter(parts, seeded, { people: 700 }));
  const begun = (sink: { commands: string[] }) =>
    sink.commands.filter((command) => /^(DATA|BDAT)/i.test(command)).length;
  await sending({ connections: 8 }, async (sink) => {
    const of = (name: string) =>
      sink.messages.filter((mail) => mail.to.some((to) => to.endsWith(`@${name}.allehalt.example`)))
        .length;
    await eventually("both accounts send", () => of("eins") > 50 && of("zwei") > 50, 20_000);
    const pressed = performance.now();
    await stopSending(parts.deps, {
      accountId: INSTALLATION,
      scope: "all",
      reason: "Datenpanne",
      by: "Ina Haberin",
    });
    const answered = performance.now();
    assert.ok(answered - pressed < 10_000, "the answer comes in time");
    let [after, lastAt] = [begun(sink), answered];
    while (performance.now() - lastAt < 2500) {
      await sleep(20);
      if (begun(sink) > after) [after, lastAt] = [begun(sink), performance.now()];
      assert.ok(lastAt - answered < 10_000, "a mail is begun more than ten seconds later");
    }
    for (const [no, seeded] of accounts.entries())
      assert.ok((await counts(seeded, mailings[no]!)).open > 0, "something was left to stop");
    assert.equal(await resume(INSTALLATION), 1);
    await eventually(
      "it goes on, and nobody is forgotten",
      async () => {
        let open = 0;
        for (const [no, seeded] of accounts.entries())
          open += (await counts(seeded, mailings[no]!)).open;
        return open === 0 && sink.accepted.length === 1400;
      },
      30_000,
    );
  });
});

test("DOI-18 ORG-12: stopping advertising leaves opt-in and system mails alone; the full stop holds them too", async () => {
  const seeded = await seedNewsletter(db, parts.keys, { people: 1, domain: "einzelmail.example" });
  const { accountId } = seeded;
  const queue = (email: string) => queueSystemMail(accountId, email);
  const stop = (scope: "all" | "advertising") =>
    stopSending(parts.deps, { accountId, scope, reason: null, by: "Ina Haberin" });
  await sending({}, async (sink) => {
    await stop("advertising");
    await queue("eins@einzelmail.example");
    await eventually("the system mail leaves", () => sink.count === 1);
    await stop("all");
    await queue("zwei@einzelmail.example");
    await sleep(800);
    assert.equal(sink.count, 1);
    await resume(accountId);
    await eventually("it leaves after the stop", () => sink.count === 2);
  });
});

test("CHK-A1: red checks hold mailings and one-to-one mail under way, not opt-in and system mails; only green lets them go", async () => {
  const seeded = await seedNewsletter(db, parts.keys, { people: 1500, domain: "rotpruef.example" });
  const { accountId } = seeded;
  const mailing = await prepareNewsletter(parts, seeded, { people: 1500 });
  const within = <T>(statement: ReturnType<typeof sql<T>>) =>
    db.account(accountId, (tx) => rows<T>(tx, statement));
  const ended = async (id: number) =>
    (await within(sql`select 1 from delivery_outcomes where delivery_id = ${id} and final`)).length;
  await sending({ connections: 4 }, async (sink) => {
    const to = (email: string) => sink.accepted.some((mail) => mail.to.includes(email));
    await eventually("mails leave", () => sink.count > 100, 10_000);
    await holdForChecks(parts.deps, accountId, ["CHK-10"]);
    const held = sink.messages.length;
    const letter = await queueSystemMail(accountId, "brief@rotpruef.example");
    await db.worker((tx) =>
      rows(
        tx,
        sql`update delivery_batches b set priority = ${PRIORITY.oneToOne} from deliveries d where d.id = ${letter} and b.account_id = d.account_id and b.id = d.batch_id`,
      ),
    );
    await queueSystemMail(accountId, "doi@rotpruef.example");
    await eventually("the system mail leaves", () => to("doi@rotpruef.example"));
    await holdForChecks(parts.deps, accountId, ["CHK-10", "CHK-16"]);
    assert.equal(await resume(accountId), 0, "nobody's word ends it");
    await sleep(800);
    assert.equal(sink.messages.length, held + 1);
    assert.equal(await ended(letter), 0, "the personal mail waits");
    const [stop] = await db.account(accountId, (tx) => activeStops(tx, accountId));
    assert.deepEqual([stop!.cause, stop!.reason], ["checks", "CHK-10, CHK-16"]);
    await holdForChecks(parts.deps, accountId, []);
    await eventually("all of it goes on", async () => (await ended(letter)) === 1);
    await eventually(
      "the run ends",
      async () => (await counts(seeded, mailing)).open === 0,
      30_000,
    );
  });
  const said = await within<{ action: string }>(
    sql`select action from audit_entries where action like 'sending.checks%' order by id`,
  );
  assert.deepEqual(
    said.map(({ action }) => action),
    ["sending.checks_held", "sending.checks_green"],
  );
});
