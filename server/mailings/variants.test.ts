import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { MailingView, ReadinessView } from "../../contract/mailings.ts";
import type { VariantTest } from "../../contract/variants.ts";
import { runningApp, type RunningApp } from "../../test/support/app.ts";
import { askAs, signedInAs, type Ask } from "../../test/support/callers.ts";
import { seedNewsletter, type SeededNewsletter } from "../../test/support/newsletter.ts";
import { eventually, SAMPLE_HTML } from "../../test/support/sending.ts";
import { rows, run, sql } from "../platform/index.ts";

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

const check = (id: string) => ask<ReadinessView>("GET", `/mailings/${id}/readiness`);
const sent = async (id: string): Promise<void> => {
  await ask("POST", `/mailings/${id}/schedule`, {});
  await eventually(
    "the mailing is sent",
    async () => (await ask<{ state: string }>("GET", `/mailings/${id}`))["state"] === "sent",
  );
};

test("TRK-21 SND-16: each person gets exactly one of the variants and the rest, and the rest gets what was chosen", async () => {
  const { id } = await ask<MailingView>("POST", "/mailings", {
    name: "Betrefftest",
    subject: "Marktblick: neue Konditionen",
    html: SAMPLE_HTML,
    listIds: [seeded.listPublicId],
  });
  const all = (await check(id)).audience.candidates;
  const made = await ask<VariantTest>("POST", `/mailings/${id}/variants`, {
    variants: 3,
    sample: 60,
  });
  assert.deepEqual(
    made.variants.map((variant) => variant.letter),
    ["A", "B", "C"],
  );
  await assert.rejects(
    ask("POST", `/mailings/${id}/variants`, { variants: 2, sample: 10 }),
    /test_exists/,
  );
  const [a, b, c] = made.variants as unknown as [{ id: string }, { id: string }, { id: string }];
  const { revision } = await ask<MailingView>("GET", `/mailings/${b.id}`);
  await ask("PATCH", `/mailings/${b.id}`, { revision, subject: "Der andere Betreff" });

  // The parts do not overlap and leave nobody out.
  const parts = [];
  for (const each of [a, b, c, { id }]) parts.push((await check(each.id)).audience.candidates);
  assert.equal(
    parts.reduce((sum, part) => sum + part, 0),
    all,
  );
  // Before somebody chose, the rest waits.
  assert.ok((await check(id)).problems.some((problem) => problem.code === "test_undecided"));
  await assert.rejects(ask("POST", `/mailings/${id}/schedule`, {}), /mailing_not_ready/);
  await assert.rejects(
    ask("POST", `/mailings/${id}/variants/choose`, { winnerId: b.id }),
    /variant_not_sent/,
  );
  for (const each of [a, b, c]) await sent(each.id);
  await assert.rejects(ask("DELETE", `/mailings/${id}/variants`), /test_began/);
  const chosen = await ask<MailingView>("POST", `/mailings/${id}/variants/choose`, {
    winnerId: b.id,
  });
  assert.equal(chosen.subject, "Der andere Betreff");
  await sent(id);

  const got = await running.database.db.account(seeded.accountId, (tx) =>
    rows<{ people: number; mails: number }>(
      tx,
      sql`select count(distinct d.contact_id) as people, count(*) as mails from deliveries d join mailings m on m.account_id = d.account_id and m.run_id = d.run_id`,
    ),
  );
  assert.deepEqual(got, [{ people: all, mails: all }]);
});

test("TRK-21: a variant goes to the people of its test, and a test without mails can be ended", async () => {
  const { id } = await ask<MailingView>("POST", "/mailings", {
    name: "Noch ein Test",
    subject: "Marktblick",
    html: SAMPLE_HTML,
    listIds: [seeded.listPublicId],
  });
  const { variants } = await ask<VariantTest>("POST", `/mailings/${id}/variants`, {
    variants: 2,
    sample: 20,
  });
  const [first] = variants as unknown as [{ id: string }];
  const { revision } = await ask<MailingView>("GET", `/mailings/${first.id}`);
  await ask("PATCH", `/mailings/${first.id}`, { revision, listIds: [] });
  assert.ok(
    (await check(first.id)).problems.some((problem) => problem.code === "variant_audience"),
  );
  await ask("DELETE", `/mailings/${id}/variants`);
  assert.equal((await ask<VariantTest>("GET", `/mailings/${id}/variants`)).holder, null);
  assert.equal(
    (await check(id)).problems.some((problem) => problem.code === "test_undecided"),
    false,
  );
});

test("a copy has the other language, the variants, the segment's conditions and the campaign; the rest gets the winner in both languages", async () => {
  const campaign = await ask<{ id: string }>("POST", "/campaigns", { name: "Herbst" });
  const { id } = await ask<MailingView>("POST", "/mailings", {
    name: "Zweisprachig",
    subject: "Guten Tag",
    html: SAMPLE_HTML.replace(
      "<h1>",
      '{% if contact.stage == "customer" %}<p>Danke</p>{% endif %}<h1>',
    ),
    listIds: [seeded.listPublicId],
  });
  await ask("POST", `/mailings/${id}/languages`, {});
  await ask("PUT", `/mailings/${id}/campaign`, { campaignId: campaign.id });
  await ask("POST", `/mailings/${id}/variants`, { variants: 2, sample: 50 });
  const copy = await ask<MailingView>("POST", "/mailings", { copyOf: id });
  assert.equal(copy.campaign?.id, campaign.id);
  assert.match(copy.html, /contact\.stage == "customer"/);
  const languages = (of: string) =>
    ask<{ other: { id: string; subject: string } | null }>("GET", `/mailings/${of}/languages`);
  assert.ok((await languages(copy.id)).other);
  const test_ = await ask<VariantTest>("GET", `/mailings/${copy.id}/variants`);
  assert.deepEqual([test_.isHolder, test_.sample, test_.variants.length], [true, 50, 2]);
  const [a, b] = test_.variants as unknown as [{ id: string }, { id: string }];
  const other = (await languages(b.id)).other!;
  const version = await ask<MailingView>("GET", `/mailings/${other.id}`);
  await ask("PATCH", `/mailings/${other.id}`, {
    revision: version.revision,
    subject: "Good morning",
  });
  for (const each of [a, b]) await sent(each.id);
  const [frozen] = await running.database.db.account(seeded.accountId, (tx) =>
    rows<{ content: string }>(
      tx,
      sql`select v::text as content from content_versions v join mailings m on m.account_id = v.account_id and m.content_version_id = v.id where m.account_id = app_account() and m.public_id = ${b.id}`,
    ),
  );
  assert.match(frozen!.content, /Good morning/);
  await ask("POST", `/mailings/${copy.id}/variants/choose`, { winnerId: b.id });
  assert.equal((await languages(copy.id)).other!.subject, "Good morning");
});

test("LEG-01 SND-10: sending again reaches those refused for the time being, once, and nobody else", async () => {
  const { id } = await ask<MailingView>("POST", "/mailings", {
    name: "Erster Versand",
    subject: "Marktblick",
    html: SAMPLE_HTML,
    listIds: [seeded.listPublicId],
  });
  await sent(id);
  await assert.rejects(ask("POST", `/mailings/${id}/send-again`), /again_nobody/);
  const { db } = running.database;
  await db.retention(seeded.accountId, (tx) =>
    run(
      tx,
      sql`update delivery_outcomes o set outcome = 'rejected', reason = case when d.email_normalised < 'person3' then 'soft' else 'hard' end
          from deliveries d, mailings m where d.account_id = o.account_id and d.id = o.delivery_id and m.account_id = d.account_id and m.run_id = d.run_id
            and m.public_id = ${id} and o.final and o.outcome = 'accepted' and d.email_normalised < 'person5'`,
    ),
  );
  const [soft] = await db.account(seeded.accountId, (tx) =>
    rows<{ n: number }>(
      tx,
      sql`select count(*) as n from delivery_outcomes o join mailings m on m.account_id = o.account_id and m.run_id = o.run_id where m.public_id = ${id} and o.reason = 'soft'`,
    ),
  );
  assert.ok(soft!.n > 3);
  const made = await ask<MailingView>("POST", `/mailings/${id}/send-again`);
  assert.deepEqual([made.state, made.sendsAgain?.id], ["draft", id]);
  assert.equal((await check(made.id)).audience.candidates, soft!.n);
  await assert.rejects(ask("POST", `/mailings/${id}/send-again`), /again_exists/);
});
