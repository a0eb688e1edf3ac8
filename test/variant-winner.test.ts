import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { MailingView } from "../contract/mailings.ts";
import type { VariantTest } from "../contract/variants.ts";
import { runningApp, type RunningApp } from "./support/app.ts";
import { askAs, signedInAs, type Ask } from "./support/callers.ts";
import { seedNewsletter, type SeededNewsletter } from "./support/newsletter.ts";
import { eventually, SAMPLE_HTML } from "./support/sending.ts";
import { openAlarms } from "../server/delivery/index.ts";
import { run, sql, systemClock } from "../server/platform/index.ts";
import { judgeVariants } from "../server/reports/index.ts";
import { judgeGroups } from "../server/reports/judge-variants.ts";
import { decideDueTests, takenBy } from "../server/mailings/decide-tests.ts";

let running: RunningApp;
let seeded: SeededNewsletter;
let ask: Ask;

before(async () => {
  running = await runningApp();
  const { db } = running.database;
  seeded = await seedNewsletter(db, running.app.keys, { people: 60, domain: "wege.example" });
  ask = askAs(running.url, await signedInAs(db, seeded, ["owner"]));
});
after(() => running.close());

const sent = async (id: string): Promise<void> => {
  await ask("POST", `/mailings/${id}/schedule`, {});
  await eventually(
    "the mailing is sent",
    async () => (await ask<{ state: string }>("GET", `/mailings/${id}`))["state"] === "sent",
  );
};

test("TRK-21: a test decides by itself after its time: clear, by chance, or too few, as was chosen before", async () => {
  const { id } = await ask<MailingView>("POST", "/mailings", {
    name: "Von selbst",
    subject: "Marktblick",
    html: SAMPLE_HTML,
    listIds: [seeded.listPublicId],
  });
  const { variants } = await ask<VariantTest>("POST", `/mailings/${id}/variants`, {
    variants: 2,
    sample: 80,
  });
  const automatic = { measure: "unsubscribed", waitHours: 2, confidence: 95, otherwise: "person" };
  const set = await ask<VariantTest>("PUT", `/mailings/${id}/variants/automatic`, { automatic });
  assert.deepEqual([set.automatic, set.decidesAt], [automatic, null]);
  const [a, b] = variants as unknown as [{ id: string }, { id: string }];
  for (const each of [a, b]) await sent(each.id);
  const { db } = running.database;
  const inAccount: <T>(work: Parameters<typeof db.account<T>>[1]) => Promise<T> = (work) =>
    db.account(seeded.accountId, work);
  const deps = {
    ...running.app.deps.mailings,
    judgeVariants: judgeVariants({ clock: systemClock }),
  };
  const decide = () => decideDueTests(deps);
  await decide();
  assert.equal((await ask<VariantTest>("GET", `/mailings/${id}/variants`)).decision, null);
  await inAccount((tx) =>
    run(
      tx,
      sql`update mailings set started_at = started_at - interval '3 hours' where account_id = app_account() and public_id = any(${[a.id, b.id]}::text[])`,
    ),
  );
  await decide();
  const shown = await ask<VariantTest>("GET", `/mailings/${id}/variants`);
  // Nobody left, so nobody is ahead by more than chance, and a person was to decide then.
  assert.deepEqual(
    [shown.decision?.verdict, shown.decision?.taken, shown.decision?.rest, shown.winnerId],
    ["chance", "person", "none", null],
  );
  assert.equal((await inAccount((tx) => openAlarms(tx, seeded.accountId))).at(-1)?.code, "winner");
  await ask("POST", `/mailings/${id}/variants/choose`, { winnerId: a.id });
  assert.deepEqual(await inAccount((tx) => openAlarms(tx, seeded.accountId)), []);

  const again = await ask<MailingView>("POST", "/mailings", { copyOf: id });
  const copied = await ask<VariantTest>("GET", `/mailings/${again.id}/variants`);
  assert.equal(copied.automatic, null);
  await ask("PUT", `/mailings/${again.id}/variants/automatic`, {
    automatic: { ...automatic, otherwise: "leader" },
  });
  const [c, d] = copied.variants as unknown as [{ id: string }, { id: string }];
  const { revision } = await ask<MailingView>("GET", `/mailings/${d.id}`);
  await ask("PATCH", `/mailings/${d.id}`, { revision, subject: "Der zweite" });
  for (const each of [c, d]) await sent(each.id);
  await inAccount(async (tx) => {
    await run(
      tx,
      sql`update mailings set started_at = started_at - interval '3 hours' where account_id = app_account() and public_id = any(${[c.id, d.id]}::text[])`,
    );
    // Whoever got C leaves, so D leads, and the rest gets D by itself.
    await run(
      tx,
      sql`update subscriptions s set state = 'unsubscribed', unsubscribed_at = now() where s.account_id = app_account()
            and s.contact_id in (select d.contact_id from deliveries d join mailings m on m.account_id = d.account_id and m.run_id = d.run_id where m.public_id = ${c.id})`,
    );
  });
  await Promise.all([decide(), decide()]);
  const clear = await ask<VariantTest>("GET", `/mailings/${again.id}/variants`);
  assert.deepEqual(
    [clear.decision?.verdict, clear.decision?.taken, clear.decision?.rest, clear.winnerId],
    ["clear", "winner", "scheduled", d.id],
  );
  await eventually(
    "the rest is sent",
    async () => (await ask<MailingView>("GET", `/mailings/${again.id}`)).state === "sent",
  );
  assert.equal((await ask<MailingView>("GET", `/mailings/${again.id}`)).subject, "Der zweite");
});

test("TRK-21 TRK-08: groups below k never decide, and several comparisons make the bound stricter", () => {
  const group = (mailingId: number, count: number | null, base: number) => ({
    mailingId,
    count,
    base,
  });
  const z95 = { kMin: 10, z: 1.959964, fewerIsBetter: false };
  assert.deepEqual(judgeGroups([group(1, 9, 9), group(2, 0, 90)], z95).verdict, "too_few");
  assert.equal(judgeGroups([group(1, null, 90), group(2, 5, 90)], z95).leader, null);
  assert.equal(takenBy({ verdict: "too_few" }, "leader"), "first");
  assert.equal(takenBy({ verdict: "chance" }, "leader"), "leader");
  const two = [group(1, 60, 500), group(2, 38, 500)];
  assert.deepEqual([judgeGroups(two, z95).verdict, judgeGroups(two, z95).leader], ["clear", 1]);
  assert.equal(judgeGroups(two, { ...z95, z: 2.575829 }).verdict, "chance");
  const five = [...two, group(3, 38, 500), group(4, 38, 500), group(5, 38, 500)];
  assert.equal(judgeGroups(five, z95).verdict, "chance");
  assert.equal(judgeGroups(two, { ...z95, fewerIsBetter: true }).leader, 2);
});

test("TRK-21: what one person may do several times needs a lead twice as wide", () => {
  const group = (mailingId: number, count: number | null, base: number) => ({
    mailingId,
    count,
    base,
  });
  const single = { kMin: 10, z: 1.959964, fewerIsBetter: false };
  const repeated = { ...single, repeats: true };
  const close = [group(1, 60, 500), group(2, 38, 500)];
  assert.equal(judgeGroups(close, single).verdict, "clear");
  assert.equal(judgeGroups(close, repeated).verdict, "chance");
  assert.equal(judgeGroups([group(1, 180, 500), group(2, 80, 500)], repeated).verdict, "clear");
  // More clicks than mails are possible, and are not taken for all of the mails.
  const many = [group(1, 900, 500), group(2, 600, 500)];
  assert.deepEqual(
    [judgeGroups(many, repeated).verdict, judgeGroups(many, repeated).leader],
    ["clear", 1],
  );
  assert.equal(judgeGroups([group(1, null, 500), group(2, 80, 500)], repeated).verdict, "too_few");
});
