import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { runningApp, type RunningApp } from "../../test/support/app.ts";
import { askAs, keyWith, signedInAs, type Ask } from "../../test/support/callers.ts";
import { seedNewsletter, type SeededNewsletter } from "../../test/support/newsletter.ts";
import { eventually, SAMPLE_HTML } from "../../test/support/sending.ts";
import { rows, sql } from "../platform/index.ts";

let running: RunningApp;
let seeded: SeededNewsletter;
let owner: Ask;

before(async () => {
  running = await runningApp();
  const { db } = running.database;
  seeded = await seedNewsletter(db, running.app.keys, { people: 12, domain: "wege.example" });
  owner = askAs(running.url, await signedInAs(db, seeded, ["owner"]));
});
after(() => running.close());

async function makeMailing(name: string): Promise<string> {
  const made = await owner<{ id: string }>("POST", "/mailings", {
    name,
    subject: "Marktblick: neue Konditionen",
    html: SAMPLE_HTML,
    listIds: [seeded.listPublicId],
  });
  return made.id;
}

test("ORG-04 TRK-12: a preview with somebody's data needs the right to see contacts, and is noted", async () => {
  const { db } = running.database;
  const id = await makeMailing("Vorschau");
  const { items } = await owner<{ items: { id: string; email: string }[] }>("GET", "/contacts");
  const person = items[0]!;
  const request = {
    permission: "unknown",
    contactId: person.id,
    draft: { html: "<p>{{ contact.email }}</p>" },
  };
  const program = askAs(running.url, await keyWith(db, seeded, ["mailings.read"]));
  await assert.rejects(program("POST", `/mailings/${id}/preview`, request), /permission_missing/);
  await program("POST", `/mailings/${id}/preview`, { permission: "unknown" });
  const shown = await owner<{ html: string }>("POST", `/mailings/${id}/preview`, request);
  assert.ok(shown.html.includes(person.email));
  const looks = await db.account(seeded.accountId, (tx) =>
    rows<{ detail: unknown }>(
      tx,
      sql`select detail from audit_entries where action = 'contact.viewed' and object_id = ${person.id}`,
    ),
  );
  assert.deepEqual(
    looks.map((look) => look.detail),
    [{ view: "mailing_preview" }],
  );
});

test("CNT-18: only a mailing that has not begun can be approved", async () => {
  const { db } = running.database;
  const id = await makeMailing("Freigabe");
  const colleague = askAs(running.url, await signedInAs(db, seeded, ["marketer"]));
  await colleague("POST", `/mailings/${id}/approve`);
  await owner("POST", `/mailings/${id}/schedule`, {});
  await eventually(
    "the mailing is sent",
    async () => (await owner<{ state: string }>("GET", `/mailings/${id}`))["state"] === "sent",
  );
  await assert.rejects(colleague("POST", `/mailings/${id}/approve`), /409.*mailing_state/);
});

test("the list of mailings tells each one's lists and counts, page by page", async () => {
  const sent = await makeMailing("Gesendet");
  await owner("POST", `/mailings/${sent}/schedule`, {});
  await eventually(
    "the mailing is sent",
    async () => (await owner<{ state: string }>("GET", `/mailings/${sent}`))["state"] === "sent",
  );
  for (let at = 0; at < 5; at++) await makeMailing(`Entwurf ${at}`);
  interface Page {
    items: { id: string; lists: { id: string }[]; counts: { accepted: number } | null }[];
    nextCursor: string | null;
  }
  const all: Page["items"] = [];
  for (let cursor: string | null = ""; cursor !== null;) {
    const page: Page = await owner<Page>("GET", `/mailings?limit=3&cursor=${cursor}`);
    all.push(...page.items);
    cursor = page.nextCursor;
  }
  assert.equal(new Set(all.map((mailing) => mailing.id)).size, all.length);
  assert.equal(all.find((mailing) => mailing.id === sent)?.counts?.accepted, 12);
  assert.ok(all.every((mailing) => mailing.lists[0]?.id === seeded.listPublicId));
});
