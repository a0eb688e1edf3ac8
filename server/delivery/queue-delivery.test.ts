import assert from "node:assert/strict";
import { after, test } from "node:test";
import { sendingBench } from "../../test/support/sending-bench.ts";
import { testAccount } from "../../test/support/account.ts";
import { decide, loadFacts } from "../compliance/index.ts";
import { rows, sql } from "../platform/index.ts";
import { queueDelivery } from "./queue-delivery.ts";

const bench = await sendingBench();
const { database, parts } = bench;
after(() => bench.close());

test("LEG-02: only what the gate cleared in this process can be queued, and only to the cleared address", async () => {
  const { accountId } = await testAccount(database.db);
  const message = {
    subject: "Hallo",
    html: "<p>Hallo</p>",
    text: "Hallo",
    locale: "de" as const,
    autoSubmitted: true,
  };
  await database.db.account(accountId, async (tx) => {
    const [facts] = await loadFacts(tx, parts.deps.compliance, {
      kind: "system",
      listIds: [],
      targets: [{ contactId: null, emailNormalised: "erika@muster.example" }],
    });
    const decision = decide(facts!, "system", new Date());
    assert.ok(decision.kind === "cleared");
    const queue = (recipient: typeof decision.recipient, email: string) =>
      queueDelivery(tx, parts.deps, accountId, { recipient, email, message });
    for (const forged of [
      { ...decision.recipient },
      Object.assign(
        Object.create(Object.getPrototypeOf(decision.recipient) as object),
        decision.recipient,
      ),
      JSON.parse(JSON.stringify(decision.recipient)),
    ] as (typeof decision.recipient)[])
      await assert.rejects(queue(forged, "erika@muster.example"), /cleared by the gate/);
    await assert.rejects(queue(decision.recipient, "otto@muster.example"), /another address/);
    await assert.rejects(queue(decision.recipient, "nothing"), /another address/);
    await queue(decision.recipient, "Erika@Muster.Example");
    assert.equal((await rows(tx, sql`select 1 from deliveries`)).length, 1);
  });
});
