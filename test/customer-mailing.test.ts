import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { customerCounts } from "../server/compliance/index.ts";
import { findMailingById, type Mailing } from "../server/mailings/index.ts";
import { one, rows, run, sql } from "../server/platform/index.ts";
import { unsubscribe } from "../server/preferences/unsubscribe.ts";
import { addressHash } from "../server/contacts/index.ts";
import { monthsAgo, moveContact, openShop, prepareCustomerMailing } from "./support/customers.ts";
import { testDatabase, type TestDatabase } from "./support/database.ts";
import { seedNewsletter, type SeededNewsletter } from "./support/newsletter.ts";
import { readMail } from "./support/parse-mail.ts";
import {
  eventually,
  prepareNewsletter,
  SAMPLE_HTML,
  sendingParts,
  type SendingParts,
} from "./support/sending.ts";
import { startSmtpSink, type SmtpSink } from "./support/smtp-sink.ts";

let test_: TestDatabase;
let parts: SendingParts;
let sink: SmtpSink;

before(async () => {
  test_ = await testDatabase();
  parts = sendingParts(test_.db);
  sink = await startSmtpSink();
});
after(async () => {
  await sink.close();
  await parts.close();
  await test_.close();
});

async function send(seeded: SeededNewsletter, mailing: Mailing): Promise<string[]> {
  const from = sink.accepted.length;
  const dispatcher = parts.dispatcher(sink.port);
  const jobs = parts.jobs();
  dispatcher.start();
  jobs.start();
  try {
    await eventually("the mailing is sent", async () => {
      const found = await test_.db.account(seeded.accountId, (tx) =>
        findMailingById(tx, mailing.id),
      );
      return found!.state === "sent";
    });
  } finally {
    await dispatcher.stop();
    await jobs.stop();
  }
  return sink.accepted
    .slice(from)
    .flatMap((message) => message.to)
    .toSorted();
}

const seed = (domain: string) =>
  seedNewsletter(test_.db, parts.keys, { people: 2, granted: 0, domain });

test("LEG-04 LEG-05 LEG-06 LEG-07 LEG-09 LEG-10 LEG-11: each condition that is missing alone holds the mail back with its reason", async () => {
  const seeded = await seed("bedingung.example");
  const shop = await openShop(parts, seeded);
  const now = parts.deps.clock.now();
  const at = (name: string) => `${name}@bedingung.example`;
  await shop.buy({ email: at("gut") });
  await shop.buy({ email: at("storniert"), cancelledOn: monthsAgo(now, 1) });
  await shop.buy({ email: at("kostenlos"), kind: "free_account" });
  await shop.buy({ email: at("recherchiert"), addressGiven: false });
  await shop.buy({ email: at("umgezogen") });
  await moveContact(parts, seeded.accountId, at("umgezogen"), at("neu"));
  await shop.buy({ email: at("schwester"), entityId: shop.sister.id });
  await shop.buy({ email: at("anders"), categoryId: shop.categories["Haushaltsgeräte"]!.id });
  await shop.buy({ email: at("hinweislos"), notice: null });
  await shop.buy({ email: at("alt"), concludedOn: monthsAgo(now, 26), notice: null });
  await shop.buy({
    email: at("alt"),
    concludedOn: monthsAgo(now, 25),
    notice: { version: "1", shownOn: monthsAgo(now, 26), place: "im Bestellformular" },
  });
  await shop.buy({ email: at("widersprochen"), objected: true });
  // Two sales that are each half of one prove nothing together.
  await shop.buy({ email: at("halb"), notice: null });
  await shop.buy({ email: at("halb"), categoryId: shop.categories["Haushaltsgeräte"]!.id });
  const mailing = await prepareCustomerMailing(parts, seeded, {
    category: shop.categories["Schuhe"]!,
    entity: shop.own,
  });
  const reasons = await test_.db.account(seeded.accountId, (tx) =>
    rows<{ who: string; reason: string }>(
      tx,
      sql`select split_part(d.email_normalised, '@', 1) as who, o.reason from delivery_outcomes o
            join deliveries d on d.account_id = o.account_id and d.id = o.delivery_id where o.account_id = ${seeded.accountId} order by 1`,
    ),
  );
  assert.deepEqual(Object.fromEntries(reasons.map(({ who, reason }) => [who, reason])), {
    alt: "7_3_age",
    anders: "7_3_similar",
    halb: "7_3_notice",
    hinweislos: "7_3_notice",
    kostenlos: "7_3_sale",
    neu: "7_3_address",
    recherchiert: "7_3_address",
    schwester: "7_3_entity",
    storniert: "7_3_sale",
    widersprochen: "7_3_objection",
  });
  const report = mailing.basisReport!;
  assert.deepEqual(report.queued, { customer_7_3_uwg: 1 }, "LEG-20: the basis by its name");
  assert.equal(report.candidates, 11, "who only subscribed to a list is no customer (LEG-11)");
  const counted = await test_.db.account(seeded.accountId, (tx) =>
    customerCounts(tx, parts.deps.compliance, {
      categoryId: shop.categories["Schuhe"]!.id,
      entityId: shop.own.id,
    }),
  );
  assert.equal(counted.mailable, 1);
  assert.deepEqual(
    Object.fromEntries(counted.reasons.map(({ reason, count }) => [reason, count])),
    report.excluded,
    "the final check and the mailing say the same",
  );
  assert.deepEqual(await send(seeded, mailing), [at("gut")]);
});

test("LEG-09: a free account counts once the account has decided so with its reason", async () => {
  const seeded = await seed("gratis.example");
  const shop = await openShop(parts, seeded);
  await shop.buy({ email: "a@gratis.example", kind: "free_account" });
  const mailable = () =>
    test_.db.account(seeded.accountId, async (tx) => {
      const offer = { categoryId: shop.categories["Schuhe"]!.id, entityId: shop.own.id };
      return (await customerCounts(tx, parts.deps.compliance, offer)).mailable;
    });
  assert.equal(await mailable(), 0);
  await test_.db.account(seeded.accountId, (tx) =>
    run(
      tx,
      sql`insert into customer_mail_settings (account_id, free_service_counts, free_service_reason, decided_by)
          values (${seeded.accountId}, true, 'EuGH C-654/23', 'Test')`,
    ),
  );
  assert.equal(await mailable(), 1);
});

test("LEG-05: a handbag is like shoes and accessories, not like household goods, and the whole range like nothing", async () => {
  const seeded = await seed("aehnlich.example");
  const shop = await openShop(parts, seeded);
  await shop.buy({ email: "kundin@aehnlich.example" });
  const counts: Record<string, string> = {};
  for (const [name, { id }] of Object.entries(shop.categories)) {
    const { mailable, reasons } = await test_.db.account(seeded.accountId, (tx) =>
      customerCounts(tx, parts.deps.compliance, { categoryId: id, entityId: shop.own.id }),
    );
    counts[name] = mailable === 1 ? "ja" : reasons[0]!.reason;
  }
  assert.deepEqual(counts, {
    Handtaschen: "ja",
    Schuhe: "ja",
    Modeaccessoires: "ja",
    Haushaltsgeräte: "7_3_similar",
    Gesamtsortiment: "7_3_similar",
  });
});

const BARE_HTML = SAMPLE_HTML.replace(
  "{{ footer }}",
  `<p style="font-size:14px">{{ imprint }} <a href="{{ unsubscribe_url }}">Werbung widersprechen</a>
   <a href="{{ manage_url }}">Daten ändern</a> <a href="{{ privacy_url }}">Datenschutz</a></p>`,
);

test("LEG-08 UNS-01: every mail says why it comes, how to object and where, whatever its author wrote", async () => {
  const seeded = await seed("hinweis.example");
  const shop = await openShop(parts, seeded);
  await shop.buy({ email: "kundin@hinweis.example" });
  for (const html of [SAMPLE_HTML, BARE_HTML]) {
    const offer = { category: shop.categories["Schuhe"]!, entity: shop.own };
    const from = sink.accepted.length;
    const mailing = await prepareCustomerMailing(parts, seeded, offer, { html });
    await send(seeded, mailing);
    const mail = await readMail(sink.accepted[from]!.content);
    for (const text of [mail.html.replace(/<[^>]+>/g, " "), mail.text]) {
      const plain = text.replace(/\s+/g, " ");
      assert.match(
        plain,
        /weil Sie am \d+\. \p{L}+ \d{4} bei .{3,60} gekauft haben: Handtaschen\./u,
      );
      assert.match(plain, /eigene ähnliche Angebote/);
      assert.match(plain, /jederzeit widersprechen/);
      assert.match(plain, /formlos an \S+@\S+ oder .*\d/);
      assert.match(plain, /Übermittlungskosten nach den Basistarifen/);
    }
    assert.match(
      mail.html,
      /href="https:\/\/post\.musterbank\.example\/u\/[\w-]+"[^>]*>Werbung widersprechen/,
    );
    const header = /^<(https:[^>]+)>/.exec(mail.headers.get("list-unsubscribe")!)![1]!;
    assert.equal(mail.headers.get("list-unsubscribe-post"), "List-Unsubscribe=One-Click");
    assert.ok(mail.html.includes(header), "header and notice lead to the same");
    assert.ok(mail.headers.get("list-id"), "SND-06");
    const subject = parts.deps.links.open("unsubscribe", header.split("/").at(-1)!);
    assert.equal(subject?.listId, 0);
  }
});

test("LEG-08: a condition, a comment or a hidden element that would swallow the notice stops the mailing", async () => {
  const seeded = await seed("verschluckt.example");
  const shop = await openShop(parts, seeded);
  await shop.buy({ email: "kundin@verschluckt.example" });
  const offer = { category: shop.categories["Schuhe"]!, entity: shop.own };
  for (const end of [`<div style="display:none">`, `{% if contact.company %}`, `<!-- vergessen`]) {
    const html = SAMPLE_HTML.replace("</body></html>", `${end}</body></html>`).concat(
      end.startsWith("{%") ? "{% endif %}" : "",
    );
    await assert.rejects(prepareCustomerMailing(parts, seeded, offer, { html }), (error: Error) => {
      assert.match(JSON.stringify(error), /LEG-08/, end);
      return true;
    });
  }
});

test("CON-14: a mail to customers may link the sign-up form, where they ask for the newsletter themselves", async () => {
  const seeded = await seed("einladung.example");
  const shop = await openShop(parts, seeded);
  await shop.buy({ email: "kundin@einladung.example" });
  const html = SAMPLE_HTML.replace(
    "{{ footer }}",
    `<p><a href="https://post.musterbank.example/f/frm_1">Unseren Newsletter bestellen</a></p>{{ footer }}`,
  );
  const offer = { category: shop.categories["Schuhe"]!, entity: shop.own };
  const from = sink.accepted.length;
  await send(seeded, await prepareCustomerMailing(parts, seeded, offer, { html }));
  const mail = await readMail(sink.accepted[from]!.content);
  assert.match(mail.text, /Newsletter bestellen/);
  const counted = await test_.db.account(seeded.accountId, (tx) =>
    one<{ subscriptions: number }>(
      tx,
      sql`select count(*) as subscriptions from subscriptions where account_id = ${seeded.accountId} and email_normalised = 'kundin@einladung.example'`,
    ),
  );
  assert.equal(counted.subscriptions, 0, "the mail itself subscribes nobody");
});

test("LEG-15 UNS-15: who objects leaves these mails and keeps the newsletter; who leaves a newsletter gets neither", async () => {
  const seeded = await seed("getrennt.example");
  const shop = await openShop(parts, seeded);
  const [first, second] = ["person1@getrennt.example", "person2@getrennt.example"];
  await shop.buy({ email: first });
  await shop.buy({ email: second });
  const offer = { category: shop.categories["Schuhe"]!, entity: shop.own };
  assert.deepEqual(await send(seeded, await prepareCustomerMailing(parts, seeded, offer)), [
    first,
    second,
  ]);
  const leave = (email: string, listId: number) =>
    test_.db.account(seeded.accountId, (tx) =>
      unsubscribe(
        tx,
        parts.deps,
        {
          accountId: seeded.accountId,
          addressHash: addressHash(parts.keys, seeded.accountId, email),
          contactId: null,
          listId,
        },
        { origin: "header" },
      ),
    );
  assert.equal((await leave(first, 0)).changed, true);
  assert.equal((await leave(first, 0)).changed, false, "UNS-02: twice is once");
  assert.deepEqual(await send(seeded, await prepareCustomerMailing(parts, seeded, offer)), [
    second,
  ]);
  assert.deepEqual(await send(seeded, await prepareNewsletter(parts, seeded)), [first, second]);
  await leave(second, seeded.listId);
  const third = await prepareCustomerMailing(parts, seeded, offer).catch((error: Error) => error);
  assert.match(JSON.stringify(third), /nobody_to_mail/);
  const { entries } = await test_.db.account(seeded.accountId, (tx) =>
    one<{ entries: number }>(
      tx,
      sql`select count(*) as entries from ledger_entries where account_id = ${seeded.accountId} and kind = 'objection'`,
    ),
  );
  assert.equal(entries, 1, "the objection is in the ledger, once");
});
