import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { testDatabase, type TestDatabase } from "../../test/support/database.ts";
import { readQr } from "../../test/support/read-qr.ts";
import { signupWorld } from "../../test/support/signup.ts";
import { offlineCard } from "./offline-card.ts";
import { offlineHelp, phoneScript } from "./offline-help.ts";
import { qrSquares } from "../platform/index.ts";

let base: TestDatabase;
let world: Awaited<ReturnType<typeof signupWorld>>;
before(async () => {
  base = await testDatabase();
  world = await signupWorld(base.db);
});
after(async () => {
  await world.close();
  await base.close();
});

test("CON-27: a printed code is the address, whatever its length", () => {
  for (const path of ["", "f/frm_0123456789abcdef0123456789abcdef?lang=de", "x".repeat(110)]) {
    const url = `https://post.example/${path}`;
    assert.equal(readQr(qrSquares(url)), url);
  }
});

test("CON-27 CON-02: card and form name the same wording version, and nothing on the form is ticked", async () => {
  for (const locale of ["de", "en"] as const) {
    const help = await world.inAccount((tx) =>
      offlineHelp(tx, world.deps, world.accountId, world.form.publicId, locale),
    );
    assert.equal(help.locale, locale);
    assert.ok(help.lists.length > 0 && help.tracking !== null);
    const url = new URL(help.url);
    const page = await world.browse.get(url.pathname + url.search);
    assert.equal(page.status, 200);
    assert.doesNotMatch(page.text, /<input[^>]*\schecked/);
    const texts = await world.http.call(
      "GET",
      `/api/v1/forms/${world.form.publicId}/texts?lang=${locale}`,
    );
    for (const declaration of [...help.lists, help.tracking]) {
      assert.equal(declaration.wordingVersion, 1);
      assert.ok(texts.text.includes(declaration.wordingId), "the form shows this very version");
    }
    const script = phoneScript(help);
    for (const declaration of [...help.lists, help.tracking]) {
      assert.ok(script.includes(declaration.text), "to be read out word for word");
      assert.ok(script.includes(declaration.wordingId));
    }
    for (const kind of ["letter", "card"] as const) {
      const pdf = await offlineCard(help, kind);
      assert.equal(pdf.subarray(0, 5).toString("latin1"), "%PDF-");
      const pages = pdf.toString("latin1").match(/\/Type \/Page\b/g) ?? [];
      assert.ok(pages.length <= (kind === "card" ? 1 : 2), `${kind} ${locale}: ${pages.length}`);
    }
  }
});
