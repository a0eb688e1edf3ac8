import assert from "node:assert/strict";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { after, before, test } from "node:test";
import { insertFeed } from "../server/content/index.ts";
import { createMailing, findMailingById, scheduleMailing } from "../server/mailings/index.ts";
import {
  addTranslation,
  removeTranslation,
  requireRoomForVersion,
} from "../server/mailings/translations.ts";
import { createOutsideGuard, run, sql } from "../server/platform/index.ts";
import { measuredLinks } from "../server/tracking/index.ts";
import { testDatabase, type TestDatabase } from "./support/database.ts";
import { seedNewsletter } from "./support/newsletter.ts";
import { readMail } from "./support/parse-mail.ts";
import { eventually, operatorActor, sendingParts, type SendingParts } from "./support/sending.ts";
import { startSmtpSink, type SmtpSink } from "./support/smtp-sink.ts";

let test_: TestDatabase;
let parts: SendingParts;
let sink: SmtpSink;
let feed: Server;
let asked = 0;
let answer: () => [status: number, body: string] = () => [503, ""];

before(async () => {
  test_ = await testDatabase();
  parts = sendingParts(test_.db);
  sink = await startSmtpSink();
  feed = createServer((_request, response) => {
    asked++;
    const [status, body] = answer();
    response.writeHead(status, { "content-type": "application/rss+xml" }).end(body);
  }).listen(0, "127.0.0.1");
  await eventually("the feed listens", () => feed.listening);
  const { port } = feed.address() as AddressInfo;
  parts.deps.guard = createOutsideGuard({ privateHosts: [`127.0.0.1:${port}`] });
});
after(async () => {
  feed.close();
  await sink.close();
  await parts.close();
  await test_.close();
});

const LETTER = (locale: string, body: string) =>
  `<!doctype html><html lang="${locale}"><head><title>x</title></head><body><h1>Marktblick</h1><p>{{ contact.salutation_line }},</p>${body}{{ footer }}</body></html>`;

test("CNT-16 TRK-09: two languages, own fields and a feed: each contact gets their own letter, and its links are counted as one", async () => {
  const seeded = await seedNewsletter(test_.db, parts.keys, {
    people: 4,
    granted: 4,
    domain: "sprache.example",
  });
  const { accountId, operatorId } = seeded;
  const { port } = feed.address() as AddressInfo;
  const mailing = await test_.db.account(accountId, async (tx) => {
    await run(
      tx,
      sql`insert into contact_fields (account_id, key, label, type, purpose, legal_basis, owner) values
            (${accountId}, 'kinder', 'Kinder', 'number', 'Beratung', 'consent', 'Vertrieb'),
            (${accountId}, 'termin', 'Termin', 'date', 'Beratung', 'consent', 'Vertrieb')`,
    );
    await run(
      tx,
      sql`update contacts set locale = 'en' where account_id = app_account() and email_normalised = 'person2@sprache.example'`,
    );
    await run(
      tx,
      sql`update contacts set custom = '{"kinder": "1234", "termin": "2027-01-05"}' where account_id = app_account()`,
    );
    await insertFeed(
      tx,
      accountId,
      {
        key: "news",
        name: "Neuigkeiten",
        url: `http://127.0.0.1:${port}/feed`,
        kind: "rss",
        mapping: {},
        whenAway: "wait",
        awayText: "",
      },
      new Date(),
    );
    const made = await createMailing(
      tx,
      accountId,
      {
        name: "Marktblick",
        subject: "Neues am {{ contact.custom.termin }}",
        html: LETTER(
          "de",
          `<p>{% if contact.custom.kinder > 3 %}Große Familie ({{ contact.custom.kinder }}){% endif %}</p>
          <p><a href="https://www.musterbank.example/zinsen">Zinsen ansehen</a> <a href="https://www.musterbank.example/de/termin">Termin vereinbaren</a></p>
          {% for item in feeds.news.items limit: 1 %}<p><a href="{{ item.url }}">{{ item.title }}</a></p>{% endfor %}`,
        ),
        listIds: [seeded.listPublicId],
        locale: "de",
      },
      operatorId,
      new Date(),
    );
    const removed = await addTranslation(tx, accountId, made, operatorId, new Date());
    await removeTranslation(tx, made, new Date());
    const other = await addTranslation(tx, accountId, made, operatorId, new Date());
    assert.equal(other.locale, "en");
    await assert.rejects(requireRoomForVersion(tx, removed), /another version meanwhile/);
    await run(
      tx,
      sql`update mailings set subject = 'News of {{ contact.custom.termin }}', html = ${LETTER(
        "en",
        `<p>Family of {{ contact.custom.kinder }}</p><p><a href="https://www.musterbank.example/zinsen">See the rates</a> <a href="https://www.musterbank.example/en/visit">Book a visit</a></p>`,
      )} where account_id = app_account() and id = ${other.id}`,
    );
    return made;
  });
  const schedule = (id: string) =>
    test_.db.account(accountId, (tx) =>
      scheduleMailing(tx, parts.deps, accountId, operatorActor(operatorId), id, {}),
    );
  const reload = () =>
    test_.db.account(accountId, async (tx) => (await findMailingById(tx, mailing.id))!);
  // Nothing was fetched yet, and this feed is one that mailings wait for.
  await assert.rejects(schedule(mailing.publicId), /things? stands? in the way/);
  const { refreshFeeds } = await import("../server/content/index.ts");
  const item = (title: string, path: string) =>
    `<item><title>${title}</title><link>https://www.musterbank.example/${path}</link></item>`;
  const rss = (...items: string[]) =>
    `<?xml version="1.0"?><rss version="2.0"><channel>${items.join("")}</channel></rss>`;
  answer = () => [200, rss(item("Alt", "alt"))];
  await refreshFeeds(parts.deps, accountId, ["news"], 0);
  await schedule(mailing.publicId);
  const jobs = parts.jobs();
  // Away when it should start: it waits, with one question.
  answer = () => [503, ""];
  asked = 0;
  await jobs.drain();
  assert.deepEqual([asked, (await reload()).state], [1, "scheduled"]);
  answer = () => [200, rss(item("Zinsen &amp; mehr", "neu"), item("Zweites", "zwei"))];
  await run_(`update jobs set run_at = now() where kind = 'mailings.start'`);
  await jobs.drain();
  assert.deepEqual([asked, (await reload()).state], [2, "sending"]);
  const dispatcher = parts.dispatcher(sink.port);
  dispatcher.start();
  jobs.start();
  await eventually("sent", async () => (await reload()).state === "sent");
  await dispatcher.stop();
  await jobs.stop();
  assert.equal(asked, 2, "once for the mailing, not for each mail");
  const mails = new Map(
    await Promise.all(
      sink.accepted.map(async (each) => [each.to[0]!, await readMail(each.content)] as const),
    ),
  );
  const german = mails.get("person1@sprache.example")!;
  const english = mails.get("person2@sprache.example")!;
  assert.equal(german.subject, "Neues am 5. Januar 2027");
  assert.equal(english.subject, "News of 5 January 2027");
  assert.match(german.html, /Große Familie \(1\.234\)/);
  assert.match(english.html, /Family of 1,234/);
  assert.match(german.html, /Guten Tag Frau Beispiel 1/);
  assert.match(english.html, /Hello Ms Beispiel 2/);
  assert.match(german.html, />Zinsen &amp; mehr<\/a>/);
  assert.match(english.text, /You receive this e-mail/);
  const links = await test_.db.account(accountId, (tx) => measuredLinks(tx, mailing.id));
  assert.deepEqual(
    links.map((link) => link.url.replace("https://www.musterbank.example/", "")),
    ["zinsen", "de/termin", "neu", "en/visit"],
  );
});

async function run_(statement: string): Promise<void> {
  await test_.db.worker((tx) => run(tx, sql.raw(statement) as never));
}
