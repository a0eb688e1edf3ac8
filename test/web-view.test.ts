import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { XMLParser } from "fast-xml-parser";
import pg from "pg";
import type { ListArchiveView, WebViewView } from "../contract/archive.ts";
import type { MailboxList, MailboxMessage } from "../contract/sandbox.ts";
import { rows, run, sql } from "../server/platform/index.ts";
import { runningApp, type RunningApp } from "./support/app.ts";
import { askAs, signedInAs, type Ask } from "./support/callers.ts";
import { seedNewsletter, type SeededNewsletter } from "./support/newsletter.ts";
import { eventually } from "./support/sending.ts";

const HTML = `<!doctype html>
<html lang="de"><head><meta charset="utf-8"></head><body>
<p><a href="{{ web_view_url }}">Im Browser ansehen</a></p>
<h1>Marktblick</h1>
<p>{{ contact.salutation_line }},</p>
<p>liebe {{ contact.first_name | default: "Leserin" }}, {% if contact.last_name %}Sie heißen {{ contact.last_name }}{% else %}wir kennen Sie nicht{% endif %}.
Ihre Adresse: {{ contact.email | default: "keine" }}.</p>
<p><a href="https://www.musterbank.example/zinsen?a=1&amp;b=2">Zinsen ansehen</a></p>
<img src="https://bilder.musterbank.example/kopf.png" alt="Ein Haus">
{{ tracking_question }}
{{ footer }}
</body></html>`;
/** Tokens of every kind: measured links, unsubscribing, settings, question, objection, fresh links, forms of address. */
const TOKEN = /\/(?:t|u|v|q|o|z|b|n)\/[\w-]{16,}/;
const PERSONAL = /Anna|Beispiel \d|person\d+@|Frau Beispiel/;

let running: RunningApp;
let seeded: SeededNewsletter;
let owner: Ask;

before(async () => {
  running = await runningApp();
  const { db } = running.database;
  seeded = await seedNewsletter(db, running.app.keys, {
    people: 12,
    granted: 3,
    domain: "ansicht.example",
  });
  owner = askAs(running.url, await signedInAs(db, seeded, ["owner"]));
});
after(() => running.close());

const get = (path: string, headers: Record<string, string> = {}) =>
  fetch(new URL(path, running.url), { headers: { accept: "text/html", ...headers } });

async function draft(change: Record<string, unknown> = {}): Promise<string> {
  const { id } = await owner<{ id: string }>("POST", "/mailings", {
    name: "Marktblick 48",
    subject: "{{ contact.first_name }} Marktblick: neue Konditionen",
    preheader: "Was sich bei den Zinsen ändert & was bleibt",
    html: HTML,
    listIds: [seeded.listPublicId],
    ...change,
  });
  return id;
}

async function sent(id: string): Promise<void> {
  await owner("POST", `/mailings/${id}/schedule`, {});
  await eventually(
    "the mailing is sent",
    async () => (await owner<{ state: string }>("GET", `/mailings/${id}`)).state === "sent",
    60_000,
  );
}

const viewOf = (id: string) => owner<WebViewView>("GET", `/mailings/${id}/web-view`);
const pathOf = (url: string) => new URL(url).pathname + new URL(url).search;

test("TRK-02 TRK-19 CNT-12: one web view for everyone: no name, no token, byte for byte the same", async () => {
  const id = await draft();
  const waiting = await viewOf(id);
  assert.equal(waiting.state, "waiting");
  assert.match(waiting.url, /\/w\/[0-9a-f]{32}$/);
  const early = await get(pathOf(waiting.url), { "accept-language": "de" });
  assert.equal(early.status, 404);
  assert.match(await early.text(), /öffnet mit dem Versand/);
  await sent(id);
  assert.equal((await viewOf(id)).state, "open");

  const { items } = await owner<MailboxList>("GET", "/mailbox?limit=200");
  assert.equal(items.length, 12);
  for (const { id: message } of items) {
    const mail = await owner<MailboxMessage>("GET", `/mailbox/${message}`);
    assert.ok(mail.html!.includes(`href="${waiting.url}"`), "the shared address, for everyone");
    assert.ok(mail.text!.includes(waiting.url));
    assert.match(mail.html!, /Anna/);
  }
  const readers = await Promise.all([
    get(pathOf(waiting.url), { "accept-language": "de", "user-agent": "Leser/1" }),
    get(pathOf(waiting.url), { "accept-language": "en", "user-agent": "Leser/2", cookie: "a=b" }),
    get(`${pathOf(waiting.url)}?lang=en&x=1`),
  ]);
  const [page = "", ...others] = await Promise.all(readers.map((answer) => answer.text()));
  for (const other of others) assert.equal(other, page);
  assert.doesNotMatch(page, TOKEN);
  assert.doesNotMatch(page, PERSONAL);
  assert.doesNotMatch(page, /width="1" height="1"/);
  assert.match(page, /Guten Tag,/);
  assert.match(page, /liebe Leserin, wir kennen Sie nicht\./);
  assert.match(page, /Ihre Adresse: keine\./);
  assert.ok(page.includes('href="https://www.musterbank.example/zinsen?a=1&amp;b=2"'));
  assert.doesNotMatch(page, /Dürfen wir auswerten/);
  assert.match(page, /<title>Marktblick: neue Konditionen<\/title>/);
  for (const answer of readers) {
    assert.equal(answer.status, 200);
    for (const name of ["set-cookie", "etag", "last-modified"])
      assert.equal(answer.headers.get(name), null, name);
  }
  const { headers } = readers[0]!;
  assert.equal(headers.get("cache-control"), "no-store");
  assert.equal(headers.get("referrer-policy"), "no-referrer");
  assert.equal(headers.get("x-frame-options"), "DENY");
  assert.equal(headers.get("x-robots-tag"), "noindex");
  const policy = headers.get("content-security-policy")!;
  assert.match(policy, /^sandbox allow-popups allow-popups-to-escape-sandbox;/);
  assert.match(policy, /default-src 'none'/);
  assert.doesNotMatch(policy, /script-src|allow-scripts|allow-same-origin|allow-forms|allow-top/);

  // Personal links lead to the page that says where they are, and that knows nobody either.
  const personal = /href="([^"]+\/persoenlich)"/.exec(page)![1]!;
  const help = await get(pathOf(personal), { "accept-language": "de" });
  assert.equal(help.status, 200);
  const said = await help.text();
  assert.match(said, /Dieser Link steht in Ihrer eigenen E‑Mail/);
  assert.doesNotMatch(said, TOKEN);
});

test("TRK-06 RET-08: looking at a web view or an archive writes nothing into the database", async () => {
  const { url } = await owner<ListArchiveView>("PATCH", `/lists/${seeded.listPublicId}/archive`, {
    open: true,
  });
  const [open] = await openMailings();
  const before_ = await contents();
  for (const path of [open!, `${open}/persoenlich`, pathOf(url!), `${pathOf(url!)}/rss`])
    assert.equal((await get(path, { "user-agent": "Leser/3", cookie: "wer=ich" })).status, 200);
  assert.deepEqual(await contents(), before_);
  await owner("PATCH", `/lists/${seeded.listPublicId}/archive`, { open: false });
});

test("TRK-02: a web view that was switched off answers 410, and is back when it is switched on", async () => {
  const id = await draft();
  await sent(id);
  const { url } = await viewOf(id);
  const off = await owner<WebViewView>("PATCH", `/mailings/${id}/web-view`, { open: false });
  assert.equal(off.state, "withdrawn");
  assert.ok(off.withdrawnAt);
  const gone = await get(pathOf(url), { "accept-language": "en" });
  assert.equal(gone.status, 410);
  assert.match(await gone.text(), /no longer available/);
  await owner("PATCH", `/mailings/${id}/web-view`, { open: true });
  assert.equal((await get(pathOf(url))).status, 200);
  for (const none of ["/w/x", `/w/${"0".repeat(32)}`, "/archiv/gibt-es-nicht-1234", "/archiv/%00"])
    assert.ok([400, 404].includes((await get(none)).status), none);
});

test("TRK-02 TRK-19: an archive is closed until it is opened, shows what went to the whole list, and carries nothing of a person", async () => {
  const path = `/lists/${seeded.listPublicId}/archive`;
  const closed = await owner<ListArchiveView>("GET", path);
  assert.deepEqual([closed.open, closed.issues], [false, 2]);
  const archive = await owner<ListArchiveView>("PATCH", path, { open: true });
  assert.match(archive.url!, /\/archiv\/marktblick-[0-9a-f]{8}$/);
  assert.equal(archive.issues, 2);

  const answer = await get(pathOf(archive.url!), { "accept-language": "de" });
  const page = await answer.text();
  assert.equal(answer.headers.get("x-robots-tag"), "noindex");
  assert.equal(answer.headers.get("set-cookie"), null);
  assert.equal(page.match(/\/w\/[0-9a-f]{32}/g)!.length, 2);
  assert.match(page, /Was sich bei den Zinsen ändert &amp; was bleibt/);
  const feed = await get(pathOf(archive.feedUrl!));
  assert.match(feed.headers.get("content-type")!, /^application\/rss\+xml/);
  const xml = await feed.text();
  const parsed = new XMLParser({ processEntities: true }).parse(xml) as {
    rss: { channel: { item: { title: string; link: string; guid: string; pubDate: string }[] } };
  };
  const { item } = parsed.rss.channel;
  assert.equal(item.length, 2);
  assert.equal(item[0]!.title, "Marktblick: neue Konditionen");
  assert.equal(item[0]!.guid, item[0]!.link);
  assert.ok(Number.isFinite(Date.parse(item[0]!.pubDate)));
  for (const text of [page, xml]) {
    assert.doesNotMatch(text, TOKEN);
    assert.doesNotMatch(text, PERSONAL);
  }
  assert.match(await (await get(pathOf(item[0]!.link))).text(), /Alle Ausgaben von Marktblick/);

  const again = await owner<ListArchiveView>("PATCH", path, { open: false });
  assert.equal((await get(pathOf(archive.url!))).status, 404);
  assert.equal(again.url, archive.url, "the address stays");
  await owner("PATCH", path, { open: true });
});

test("LEG-14 TRK-11: what not every reader of a public list got is in no archive, and the reason is said", async () => {
  const { db } = running.database;
  const { accountId } = seeded;
  const path = `/lists/${seeded.listPublicId}/archive`;
  const { url } = await owner<ListArchiveView>("PATCH", path, { open: true });
  const other = await owner<{ id: string }>("POST", "/lists", { name: "Intern" });
  const id = await draft();
  await sent(id);
  const shown = async () => (await (await get(pathOf(url!))).text()).includes(await keyOf(id));
  const keyOf = async (mailing: string) => (await viewOf(mailing)).url.split("/").at(-1)!;
  assert.equal((await viewOf(id)).outside, null);
  assert.equal(await shown(), true);
  const set = (change: ReturnType<typeof sql>) =>
    db.account(accountId, (tx) =>
      run(
        tx,
        sql`update mailings set ${change} where public_id = ${id} and account_id = ${accountId}`,
      ),
    );
  const cases: [string, () => Promise<unknown>, () => Promise<unknown>][] = [
    [
      "left_out",
      () => owner("PATCH", `/mailings/${id}/web-view`, { inArchives: false }),
      () => owner("PATCH", `/mailings/${id}/web-view`, { inArchives: true }),
    ],
    [
      "withdrawn",
      () => owner("PATCH", `/mailings/${id}/web-view`, { open: false }),
      () => owner("PATCH", `/mailings/${id}/web-view`, { open: true }),
    ],
    ["customer_mail", () => set(sql`kind = 'customer_7_3'`), () => set(sql`kind = 'newsletter'`)],
    [
      "question",
      () => set(sql`settings = settings || '{"purpose":"tracking_question"}'`),
      () => set(sql`settings = settings - 'purpose'`),
    ],
    ["not_sent", () => set(sql`state = 'cancelled'`), () => set(sql`state = 'sent'`)],
    ["follow_up", () => behaviour(`{"mailingId":1,"did":"clicked"}`), () => behaviour(null)],
    [
      "list_not_public",
      () =>
        set(
          sql`list_ids = list_ids || (select id from lists where public_id = ${other.id} and account_id = ${accountId})`,
        ),
      () => owner("PATCH", `/lists/${other.id}/archive`, { open: true }),
    ],
  ];
  async function behaviour(value: string | null): Promise<void> {
    await db.account(accountId, (tx) =>
      run(
        tx,
        sql`update delivery_runs set behaviour = ${value}::jsonb where account_id = ${accountId} and id = (select run_id from mailings where account_id = ${accountId} and public_id = ${id})`,
      ),
    );
  }
  for (const [reason, leave, back] of cases) {
    await leave();
    assert.equal((await viewOf(id)).outside, reason);
    assert.equal(await shown(), false, reason);
    await back();
    assert.equal((await viewOf(id)).outside, null, `${reason}, taken back`);
    assert.equal(await shown(), true, `${reason}, taken back`);
  }
});

test("TRK-06: search engines are let in only where the account says so, and never into a trial account", async () => {
  const path = `/lists/${seeded.listPublicId}/archive`;
  const { url } = await owner<ListArchiveView>("PATCH", path, { open: true, indexed: true });
  const robots = async () => {
    const answer = await get(pathOf(url!));
    return [answer.headers.get("x-robots-tag"), (await answer.text()).includes('name="robots"')];
  };
  assert.deepEqual(await robots(), ["noindex", true], "sandbox");
  const mode = (to: string) =>
    running.database.db.instance((tx) =>
      run(tx, sql`update accounts set mode = ${to} where id = ${seeded.accountId}`),
    );
  await mode("live");
  assert.deepEqual(await robots(), [null, false]);
  await owner("PATCH", path, { indexed: false });
  assert.deepEqual(await robots(), ["noindex", true]);
  await mode("sandbox");
});

test("DSR-05: erasing everybody leaves the web view as it was, for nobody was in it", async () => {
  const [open] = await openMailings();
  const before_ = await (await get(open!)).text();
  const { items } = await owner<{ items: { id: string }[] }>("GET", "/contacts");
  assert.ok(items.length > 0);
  await running.database.db.account(seeded.accountId, async (tx) => {
    await run(tx, sql`delete from subscriptions where account_id = ${seeded.accountId}`);
    await run(tx, sql`delete from contacts where account_id = ${seeded.accountId}`);
  });
  assert.equal(await (await get(open!)).text(), before_);
});

async function openMailings(): Promise<string[]> {
  const found = await running.database.db.account(seeded.accountId, (tx) =>
    rows<{ key: string }>(
      tx,
      sql`select web_view_key as key from mailings where account_id = app_account() and state = 'sent' order by id`,
    ),
  );
  return found.map(({ key }) => `/w/${key}`);
}

/** What every table holds, as a hash; but for the worker's own clockwork. */
async function contents(): Promise<Record<string, string>> {
  const client = new pg.Client(running.database.connection);
  await client.connect();
  try {
    const { rows: tables } = await client.query<{ name: string }>(
      `select relname as name from pg_stat_user_tables
       where relname not in ('jobs', 'job_periods', 'instance_settings', 'sending_machines', 'sending_identity') order by 1`,
    );
    const found: Record<string, string> = {};
    for (const { name } of tables) {
      const { rows: hashed } = await client.query<{ hash: string }>(
        `select md5(coalesce(string_agg(t::text, '' order by t::text), '')) as hash from "${name}" t`,
      );
      found[name] = hashed[0]!.hash;
    }
    return found;
  } finally {
    await client.end();
  }
}
