import assert from "node:assert/strict";
import { after, test } from "node:test";
import { intakeRoutes } from "../server/intake/index.ts";
import { createLogger, rows, sql, systemClock } from "../server/platform/index.ts";
import { testServer } from "./support/http.ts";
import { seedNewsletter } from "./support/newsletter.ts";
import { sendingBench } from "./support/sending-bench.ts";
import { eventually, prepareNewsletter } from "./support/sending.ts";

const bench = await sendingBench();
const { database, parts, reload, sending } = bench;
after(() => bench.close());

/** One mail takes about that long, so that a mailing is still under way when facts have become old. */
const SLOW = { stage: "dot", reply: "250 2.0.0 taken", slow: 20 } as const;

test("LEG-16 CON-17: what the service desk records holds back mails that are queued already", async () => {
  const seeded = await seedNewsletter(database.db, parts.keys, {
    people: 40,
    domain: "laufend.example",
  });
  const { accountId } = seeded;
  const desk = await testServer({
    db: database.db,
    routes: intakeRoutes({
      db: database.db,
      clock: systemClock,
      keys: parts.keys,
      log: createLogger("silent"),
      compliance: parts.deps.compliance,
      pagesUrl: parts.deps.pagesUrl,
    }),
    as: { accountId, operatorId: seeded.operatorId, permissions: ["intake.record"] },
  });
  const mailing = await prepareNewsletter(parts, seeded);
  const told = {
    "person32@laufend.example": { scope: "list", listId: seeded.listPublicId },
    "person34@laufend.example": { scope: "newsletters" },
    "person36@laufend.example": { scope: "advertising" },
    "person38@laufend.example": { scope: "tracking" },
    "person40@laufend.example": { scope: "customer_advertising" },
  };
  const sink = await sending(
    { sink: { fault: ({ stage }) => (stage === "dot" ? SLOW : undefined) }, connections: 1 },
    async (receiver) => {
      await eventually("the first mail is on its way", () => receiver.messages.length > 0);
      for (const [email, scope] of Object.entries(told)) {
        const answer = await desk.call("POST", "/api/v1/intake/declarations", {
          body: { email, channel: "phone", note: "Anruf während des Versands", ...scope },
        });
        assert.equal(answer.status, 201, answer.text);
      }
      assert.ok(receiver.messages.length < 10, "the mailing is still at its beginning");
      await eventually(
        "the mailing ends",
        async () => (await reload(seeded, mailing)).state === "sent",
        60_000,
      );
    },
  );
  await desk.close();
  const reached = sink.accepted.flatMap((message) => message.to);
  const missed = Object.keys(told).filter((email) => !reached.includes(email));
  assert.deepEqual(missed, Object.keys(told).slice(0, 3), "only who left the newsletter");
  const outcomes = await database.db.account(accountId, (tx) =>
    rows<{ email: string; outcome: string; phase: string }>(
      tx,
      sql`select d.email_normalised as email, o.outcome, o.phase from deliveries d
          join delivery_outcomes o on o.account_id = d.account_id and o.delivery_id = d.id
          where d.account_id = ${accountId} and o.outcome <> 'accepted' order by d.id`,
    ),
  );
  assert.deepEqual(
    outcomes,
    missed.map((email) => ({ email, outcome: "excluded", phase: "hand_over" })),
  );
});
