import assert from "node:assert/strict";
import { test } from "node:test";
import {
  compileVersion,
  findContentVersion,
  freezeContent,
  insertContentVersion,
} from "./index.ts";
import { SAMPLE_FACTS, sampleHtml } from "../../test/support/content-samples.ts";
import { testDatabase } from "../../test/support/database.ts";

const SOURCE = {
  subject: "Neues für {{ contact.first_name | default: 'Sie' }}",
  preheader: "Kurz gefasst",
  html: sampleHtml(
    `<p>Ümlaut „Zitat“ <a href="https://a.example/">A</a> {{ contact.custom.filiale }}</p>`,
  ),
  text: "{{ footer }}",
  customFields: ["filiale"],
  notPersonalUrls: ["https://a.example/"],
};

test("a version is stored, found and compiled again to the same pieces", async () => {
  const { db, close } = await testDatabase();
  try {
    const frozen = freezeContent(SOURCE, SAMPLE_FACTS, true);
    assert.ok(frozen.ok);
    const accountId = 1;
    const { id, publicId } = await db.account(accountId, (tx) =>
      insertContentVersion(tx, accountId, frozen.version),
    );
    assert.match(publicId, /^cnt_/);
    const found = await db.account(accountId, (tx) => findContentVersion(tx, accountId, id));
    assert.ok(found);
    assert.deepEqual(found.links, JSON.parse(JSON.stringify(frozen.version.links)));
    assert.equal(found.links[0]?.notPersonal, true);
    assert.deepEqual(found.sha256, frozen.version.sha256);
    const compiled = compileVersion(found);
    assert.ok(compiled.ok);
    assert.deepEqual(compiled.content.html, frozen.content.html);
    assert.deepEqual(compiled.content.text, frozen.content.text);
    const again = freezeContent({ ...SOURCE }, found.settings.facts, true);
    assert.ok(again.ok);
    assert.deepEqual(again.version.sha256, frozen.version.sha256);
    assert.equal(await db.account(2, (tx) => findContentVersion(tx, accountId, id)), undefined);
    await assert.rejects(
      db.account(accountId, (tx) => insertContentVersion(tx, 2, frozen.version)),
      /row-level security/,
    );
  } finally {
    await close();
  }
});

test("what cannot be rendered is not frozen", () => {
  const frozen = freezeContent({ ...SOURCE, html: "{{ nix }}" }, SAMPLE_FACTS, false);
  assert.ok(!frozen.ok);
  assert.equal(frozen.findings[0]?.rule, "LINT-FIELD");
});
