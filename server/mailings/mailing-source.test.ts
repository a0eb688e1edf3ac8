import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { BlockDocument } from "../../contract/blocks.ts";
import type { MailingView, PreviewAnswer } from "../../contract/mailings.ts";
import { runningApp, type RunningApp } from "../../test/support/app.ts";
import { askAs, signedInAs, type Ask } from "../../test/support/callers.ts";
import { seedNewsletter, type SeededNewsletter } from "../../test/support/newsletter.ts";

let running: RunningApp;
let seeded: SeededNewsletter;
let owner: Ask;

before(async () => {
  running = await runningApp();
  const { db } = running.database;
  seeded = await seedNewsletter(db, running.app.keys, { people: 2, domain: "bausteine.example" });
  owner = askAs(running.url, await signedInAs(db, seeded, ["owner"]));
});
after(() => running.close());

function letter(text: string): BlockDocument {
  return {
    version: 1,
    settings: {},
    sections: [
      {
        id: "s1",
        columns: [
          {
            id: "c1",
            blocks: [{ id: "b1", type: "text", html: text, align: "left", size: "normal" }],
          },
        ],
      },
      { id: "s2", columns: [{ id: "c2", blocks: [{ id: "b2", type: "legal", question: false }] }] },
    ],
  };
}

const blocks = (text: string) => ({ source: { kind: "blocks", source: letter(text) } });
const mjml = (source: string) => ({ source: { kind: "mjml", source: { mjml: source } } });
type Versions = { items: { id: string; kind: string; name: string | null }[] };

test("a mailing of blocks: its HTML is made with every save, findings name the block, changing to code keeps a version", async () => {
  const made = await owner<MailingView>("POST", "/mailings", {
    name: "Bausteine",
    subject: "Marktblick: neue Konditionen",
    listIds: [seeded.listPublicId],
    ...blocks("<h1>Guten Tag</h1>"),
  });
  assert.match(made.html, /Guten Tag<\/h1>/);
  assert.equal(made.source.kind, "blocks");
  const path = `/mailings/${made.id}`;
  const change = (revision: number, body: object) =>
    owner<MailingView>("PATCH", path, { revision, ...body });
  await assert.rejects(change(made.revision, { html: "<p>x</p>" }), /html_is_derived/);
  const saved = await change(made.revision, blocks(`<p>Ein <a href="http://">Link</a></p>`));
  assert.ok(!saved.html.includes("<h1"));
  const shown = await owner<PreviewAnswer>("POST", `${path}/preview`, {
    permission: "unknown",
    draft: blocks(`<p>Ein <a href="">Ziel fehlt</a></p>`),
  });
  const finding = shown.findings.find((each) => each.rule === "LINT-LINKS");
  assert.deepEqual([finding?.block, finding?.position, finding?.fix], ["b1", undefined, undefined]);
  const broken = await change(saved.revision, mjml("<mjml><mj-body><mj-text></mj-body></mjml>"));
  assert.equal(broken.html, "", "what does not compile is not sent");
  const said = await owner<PreviewAnswer>("POST", `${path}/preview`, { permission: "unknown" });
  const error = said.findings.find((each) => each.rule === "LINT-MJML");
  assert.deepEqual([error?.severity, error?.position?.line], ["block", 1]);
  const { items } = await owner<Versions>("GET", `${path}/versions`);
  assert.deepEqual(
    items.map((version) => version.kind),
    ["blocks", "blocks"],
    "the state before the first save, and the one before the change to code",
  );
  const back = await owner<MailingView>("POST", `${path}/versions/${items[0]!.id}/restore`, {
    revision: broken.revision,
  });
  assert.deepEqual([back.source.kind, back.html], ["blocks", saved.html]);
  const named = await owner<{ name: string }>("POST", `${path}/versions`, { name: "Abgestimmt" });
  assert.equal(named.name, "Abgestimmt");
  const after = await owner<Versions>("GET", `${path}/versions`);
  assert.deepEqual(
    after.items.map((version) => `${version.kind} ${version.name}`),
    ["blocks Abgestimmt", "mjml null", "blocks null", "blocks null"],
  );
});

test("a locked section changes in its open fields only", async () => {
  const document = letter("<p>Wortlaut</p>");
  Object.assign(document.sections[0]!, { locked: true, name: "Kopf" });
  document.sections[0]!.columns[0]!.blocks[0]!.open = ["size"];
  const made = await owner<MailingView>("POST", "/mailings", {
    name: "Gesperrt",
    source: { kind: "blocks", source: document },
  });
  const change = (edit: (next: BlockDocument) => void) => {
    const next = structuredClone(document);
    edit(next);
    return owner<MailingView>("PATCH", `/mailings/${made.id}`, {
      revision: made.revision,
      source: { kind: "blocks", source: next },
    });
  };
  const block = (next: BlockDocument) =>
    next.sections[0]!.columns[0]!.blocks[0]! as { html: string; size: string; open?: string[] };
  await assert.rejects(
    change((next) => (block(next).html = "<p>anders</p>")),
    /section_locked/,
  );
  await assert.rejects(
    change((next) => next.sections.shift()),
    /section_locked/,
  );
  await assert.rejects(
    change((next) => (block(next).open = ["size", "html"])),
    /section_locked/,
  );
  await assert.rejects(
    change((next) => delete next.sections[0]!.locked),
    /section_locked/,
  );
  const saved = await change((next) => {
    block(next).size = "large";
    next.sections.reverse();
  });
  assert.match(saved.html, /font:400 19px\/30px/);
});

test("the brand kit changes drafts of blocks at once; comments are settled; sections are kept by name", async () => {
  const made = await owner<MailingView>("POST", "/mailings", {
    name: "Gestaltung",
    ...blocks("<h1>Überschrift</h1>"),
  });
  assert.match(made.html, /<h1[^>]*Georgia/);
  const kit = {
    headings: "sans",
    text: "book",
    buttons: "pill",
    logoWidth: 120,
    footer: "Fußzeile des Hauses",
    social: [],
  };
  await owner("PUT", "/brand-kit", kit);
  const read = () => owner<MailingView>("GET", `/mailings/${made.id}`);
  const changed = await read();
  assert.doesNotMatch(changed.html, /<h1[^>]*Georgia/);
  assert.match(changed.html, /Fußzeile des Hauses/);
  const shown = await owner<{ html: string }>(
    "GET",
    "/brand-kit/preview?colour=%23aa3300&buttons=square",
  );
  assert.match(shown.html, /Segoe UI/);

  const comments = `/mailings/${made.id}/comments`;
  const { people } = await owner<{ people: string[] }>("GET", comments);
  const comment = await owner<{ id: string; mentions: string[] }>("POST", comments, {
    body: `@${people[0]} stimmt das Datum?`,
    blockId: "b1",
  });
  assert.deepEqual(comment.mentions, [people[0]]);
  assert.equal((await read()).openComments, 1);
  await owner("POST", `${comments}/${comment.id}/resolve`);
  assert.equal((await read()).openComments, 0);

  const section = letter("<p>Kasten</p>").sections[0];
  await owner("POST", "/saved-sections", { name: "Kasten", section });
  await assert.rejects(
    owner("POST", "/saved-sections", { name: "kasten", section }),
    /saved_section_name_taken/,
  );
  const { items } = await owner<{ items: { id: string; section: unknown }[] }>(
    "GET",
    "/saved-sections",
  );
  assert.deepEqual(items[0]?.section, section);
  await owner("DELETE", `/saved-sections/${items[0]!.id}`);
});
