import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { BlockDocument, MailingSource } from "../../contract/blocks.ts";
import type { TemplateList, TemplateSummary, TemplateView } from "../../contract/templates.ts";
import { runningApp, type RunningApp } from "../../test/support/app.ts";
import { askAs, signedInAs, type Caller } from "../../test/support/callers.ts";
import { seedNewsletter, type SeededNewsletter } from "../../test/support/newsletter.ts";
import { STARTERS } from "../content/index.ts";
import { run, sql } from "../platform/index.ts";

let running: RunningApp;
let parent: SeededNewsletter;
let child: SeededNewsletter;
let above: Caller;
let below: Caller;

before(async () => {
  running = await runningApp();
  const { db } = running.database;
  parent = await seedNewsletter(db, running.app.keys, { people: 1, domain: "verband.example" });
  child = await seedNewsletter(db, running.app.keys, { people: 1, domain: "bank.example" });
  await db.instance((tx) =>
    run(
      tx,
      sql`update accounts set parent_account_id = ${parent.accountId} where id = ${child.accountId}`,
    ),
  );
  above = await signedInAs(db, parent, ["marketer"]);
  below = await signedInAs(db, child, ["marketer"]);
});
after(() => running.close());

const ask = (who: Caller) => askAs(running.url, who);
const read = async <T>(who: Caller, path: string) => (await ask(who)("GET", path)) as T;
const sourceOf = async (who: Caller, mailing: { id?: unknown }) =>
  (await read<{ source: MailingSource }>(who, `/mailings/${String(mailing.id)}`)).source;

/** What the API refuses, by its code. */
async function refusal(who: Caller, method: string, path: string, body: unknown): Promise<string> {
  const answer = await fetch(`${running.url}/api/v1${path}`, {
    method,
    headers: { ...who.headers, "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  return answer.ok ? "" : ((await answer.json()) as { code: string }).code;
}

test("a mailing begun with a design is made of its blocks, with the drawing in the account's library", async () => {
  const list = await read<TemplateList>(below, "/templates?locale=en");
  assert.equal(list.items.filter((one) => one.origin === "design").length, STARTERS.length);
  const mailing = await ask(below)("POST", "/mailings", { starter: "newsletter-de" });
  const source = await sourceOf(below, mailing);
  assert.equal(source.kind, "blocks");
  const shown = /src="([^"]+\/m\/[^"]+\.png)"/.exec(String(mailing["html"]))?.[1];
  assert.ok(shown, "the drawing is shown");
  const picture = await fetch(shown);
  assert.equal(picture.headers.get("content-type"), "image/png");
  assert.ok((await picture.bytes()).length < 40_000);
  await ask(below)("POST", "/mailings", { starter: "newsletter-en" });
  const images = await read<{ items: { name: string; decorative: boolean }[] }>(below, "/images");
  assert.equal(images.items.length, 1, "one drawing serves both");
});

test("a mailing is kept as a template with locked sections, and its mailings keep them", async () => {
  const mailing = await ask(below)("POST", "/mailings", { starter: "welcome-de" });
  const made = (await ask(below)("POST", "/templates", {
    name: "Unser Willkommen",
    mailing: mailing["id"],
  })) as unknown as TemplateSummary;
  assert.equal(made.lockedSections, 0);
  const whole = await read<TemplateView>(below, `/templates/${made.id}`);
  const foot = whole.sections.at(-1)!.id;
  const path = `/templates/${made.id}`;
  assert.equal(
    await refusal(below, "PATCH", path, { revision: 1, locked: ["nirgends"] }),
    "no_such_section",
  );
  await ask(below)("PATCH", path, { revision: 1, locked: [foot] });
  assert.equal(
    await refusal(below, "PATCH", path, { revision: 1, name: "Zu spät" }),
    "template_changed_meanwhile",
  );
  const begun = await ask(below)("POST", "/mailings", { starter: made.id });
  const { source } = (await sourceOf(below, begun)) as { source: BlockDocument };
  const without = { ...source, sections: source.sections.filter(({ id }) => id !== foot) };
  const change = { revision: begun["revision"], source: { kind: "blocks", source: without } };
  const id = String(begun["id"]);
  assert.equal(await refusal(below, "PATCH", `/mailings/${id}`, change), "section_locked");
  const kept = (await ask(below)("POST", "/templates", {
    name: "Aus dem Editor",
    mailing: mailing["id"],
    locked: [foot],
    isShared: true,
  })) as unknown as TemplateSummary;
  assert.deepEqual([kept.lockedSections, kept.isShared], [1, true]);
  const again = { name: "Nein", mailing: mailing["id"], locked: ["nirgends"] };
  assert.equal(await refusal(below, "POST", "/templates", again), "no_such_section");
  // New content from a mailing keeps the locks of the sections that stay.
  await ask(below)("PATCH", path, { revision: 2, mailing: mailing["id"] });
  assert.equal((await read<TemplateView>(below, path)).lockedSections, 1);
});

test("templates of the account above are used below and changed above only", async () => {
  const made = (await ask(above)("POST", "/templates", {
    name: "Verbandsbrief",
    template: "note-de",
  })) as unknown as TemplateSummary;
  const path = `/templates/${made.id}`;
  const seen = async () =>
    (await read<TemplateList>(below, "/templates")).items.find((one) => one.id === made.id);
  assert.equal(await seen(), undefined);
  await ask(above)("PATCH", path, { revision: 1, isShared: true });
  const shared = await seen();
  assert.deepEqual([shared?.origin, shared?.mayChange], ["shared", false]);
  assert.equal((await read<TemplateList>(above, "/templates")).hasChildren, true);
  assert.equal(await refusal(below, "PATCH", path, { revision: 2, name: "Meins" }), "not_found");
  assert.equal(await refusal(below, "DELETE", path, {}), "not_found");
  await ask(above)("PATCH", path, { revision: 2, name: "Verbandsbrief 2027" });
  assert.equal((await seen())?.name, "Verbandsbrief 2027");
  const begun = await ask(below)("POST", "/mailings", { starter: made.id });
  assert.match(String(begun["html"]), /Wir ziehen um/);
  const stranger = await seedNewsletter(running.database.db, running.app.keys, {
    people: 1,
    domain: "fremd.example",
  });
  const other = await signedInAs(running.database.db, stranger, ["owner"]);
  assert.equal(await refusal(other, "POST", "/mailings", { starter: made.id }), "no_such_starter");
});
