import assert from "node:assert/strict";
import { after, test } from "node:test";
import { decide, loadFacts } from "../server/compliance/index.ts";
import { queueDelivery } from "../server/delivery/index.ts";
import { one, rows, run, sql } from "../server/platform/index.ts";
import { seedNewsletter } from "./support/newsletter.ts";
import { eventually } from "./support/sending.ts";
import { sendingBench } from "./support/sending-bench.ts";

const bench = await sendingBench();
after(() => bench.close());
const { database, parts, sending } = bench;

test("SND-16 DOI-08: a single mail lost between mark and reply is uncertain, its body goes, and whoever asked for it hears of it", async () => {
  const { accountId } = await seedNewsletter(database.db, parts.keys, {
    people: 1,
    domain: "verloren.example",
  });
  const { id } = await database.db.account(accountId, async (tx) => {
    const [facts] = await loadFacts(tx, parts.deps.compliance, {
      kind: "system",
      listIds: [],
      targets: [{ contactId: null, emailNormalised: "neu@verloren.example" }],
    });
    const decision = decide(facts!, "system", new Date());
    assert.ok(decision.kind === "cleared");
    return queueDelivery(tx, parts.deps, accountId, {
      recipient: decision.recipient,
      email: "neu@verloren.example",
      message: {
        subject: "Hallo",
        html: "<p>Hallo</p>",
        text: "Hallo",
        locale: "de",
        autoSubmitted: true,
      },
      reference: { type: "probe", id: 7 },
    });
  });
  // What a worker leaves that was killed after its mark.
  await database.db.worker(async (tx) => {
    const batch = await one<{ id: number }>(
      tx,
      sql`update delivery_batches b set fence = 1, lease_until = now() - interval '1 second' from deliveries d
          where d.account_id = ${accountId} and d.id = ${id} and b.account_id = d.account_id and b.id = d.batch_id returning b.id`,
    );
    await run(
      tx,
      sql`insert into delivery_marks (account_id, delivery_id, attempt, batch_id, fence) values (${accountId}, ${id}, 1, ${batch.id}, 1)`,
    );
  });
  const outcomes = () =>
    database.db.worker((tx) =>
      rows<{ outcome: string }>(
        tx,
        sql`select o.outcome from delivery_outcomes o where o.account_id = ${accountId} and o.delivery_id = ${id}`,
      ),
    );
  const sink = await sending({}, () =>
    eventually("the mail ends", async () => (await outcomes()).length > 0),
  );
  assert.deepEqual(await outcomes(), [{ outcome: "uncertain" }]);
  assert.equal(sink.messages.length, 0, "it is not sent again by itself");
  const left = await database.db.worker((tx) =>
    one<{ bodies: number; news: number }>(
      tx,
      sql`select (select count(*) from delivery_messages m where m.account_id = ${accountId} and m.delivery_id = ${id}) as bodies,
            (select count(*) from outbox_events e where e.account_id = ${accountId} and e.type = 'mail.ended' and (e.payload->>'deliveryId')::bigint = ${id}
              and e.payload->>'outcome' = 'uncertain') as news`,
    ),
  );
  assert.equal(left.bodies, 0);
  assert.equal(left.news, 1);
});
