import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { after, before, describe, test } from "node:test";
import fc from "fast-check";
import { testAccount } from "../../test/support/account.ts";
import { testDatabase, type TestDatabase } from "../../test/support/database.ts";
import { testServer, type TestHttp } from "../../test/support/http.ts";
import { createKeys, createLogger, manualClock, run, sql } from "../platform/index.ts";
import {
  approveWordingVersion,
  consentChecks,
  consentRoutes,
  currentWording,
  installDefaultWordings,
  recordEntry,
} from "./index.ts";
import { otherAddress } from "./address-form.ts";
import { defaultWordings } from "./default-wordings.ts";
import { wordDiff } from "./word-diff.ts";
import { listVersions } from "./wording.store.ts";

let base: TestDatabase;
let http: TestHttp;
let accountId = 0;
const clock = manualClock("2026-11-21T09:00:00Z");
const deps = { keys: createKeys(randomBytes(32)), clock };

before(async () => {
  base = await testDatabase();
  accountId = (await testAccount(base.db)).accountId;
  http = await testServer({
    db: base.db,
    routes: consentRoutes({ db: base.db, ...deps, log: createLogger("silent") }),
    as: { accountId },
  });
  await base.db.account(accountId, async (tx) => {
    if ((await listVersions(tx)).length === 0) await installDefaultWordings(tx, deps, accountId);
    for (const version of await listVersions(tx))
      if (version.purpose === "newsletter")
        await approveWordingVersion(tx, deps, version.publicId, null);
    const wording = (await currentWording(tx, "newsletter", "de"))!;
    await recordEntry(tx, deps, {
      accountId,
      subject: { emailNormalised: "a@example.org" },
      kind: "consent_granted",
      purpose: "newsletter",
      wordingVersionId: wording.id,
      payload: { channel: "double_opt_in", shownText: "Ja" },
    });
  });
});
after(async () => {
  await http.close();
  await base.close();
});

test("A11Y-08: a hint names texts that address people in another way than the account", () => {
  const cases: [string, "sie" | "du" | null, "sie" | "du" | null][] = [
    ["Möchten Sie unseren Newsletter erhalten?", "sie", null],
    ["Mit Ihrem Häkchen stimmen Sie zu.", "sie", null],
    ["Ja, ich möchte das. Sie können jederzeit widerrufen.", "sie", null],
    ["Ja, ich will. Du kannst jederzeit widerrufen.", null, "du"],
    // A third person is nobody's address.
    [
      "Ja, ich stimme der Auswertung zu. Sie ist freiwillig und gilt, bis ich sie widerrufe.",
      null,
      null,
    ],
  ];
  for (const [text, whereDu, whereSie] of cases) {
    assert.equal(otherAddress(text, "du"), whereDu, text);
    assert.equal(otherAddress(text, "sie"), whereSie, text);
    assert.equal(otherAddress(text, "en"), null);
  }
  for (const { texts } of defaultWordings)
    for (const voice of ["sie", "du"] as const) assert.equal(otherAddress(texts.de, voice), null);
});

describe("wordings through the API", () => {
  test("CON-04: versions with their consents; an edit, its difference, approval and retirement", async () => {
    const list = await http.call("GET", "/api/v1/wordings");
    const wording = list.body.items.find(
      (one: { purpose: string }) => one.purpose === "newsletter",
    );
    const german = wording.versions.find((one: { locale: string }) => one.locale === "de");
    assert.equal(german.consents, 1);
    assert.deepEqual(german.findings, []);

    const text = german.text.replace("Informationen und Angebote", "Nachrichten");
    const made = await http.call("POST", `/api/v1/wordings/${wording.id}/versions`, {
      body: { texts: { de: text } },
    });
    assert.equal(made.status, 201);
    const fresh = made.body.versions[0];
    assert.equal(fresh.version, 2);
    assert.equal(fresh.approvedAt, null);

    const diff = await http.call(
      "GET",
      `/api/v1/wording-versions/${fresh.id}/diff?with=${german.id}`,
    );
    assert.deepEqual(
      diff.body.parts
        .filter((part: { kind: string }) => part.kind !== "same")
        .map((part: { kind: string; text: string }) => [part.kind, part.text.trim()]),
      [
        ["removed", "Informationen und Angebote"],
        ["added", "Nachrichten"],
      ],
    );
    const approved = await http.call("POST", `/api/v1/wording-versions/${fresh.id}/approve`);
    assert.equal(approved.status, 200);
    assert.equal(
      (await http.call("POST", `/api/v1/wording-versions/${fresh.id}/approve`)).status,
      409,
    );
    const retired = await http.call("POST", `/api/v1/wording-versions/${fresh.id}/retire`);
    assert.notEqual(retired.body.versions[0].retiredAt, null);
  });

  test("CON-03 CON-07: approving an incomplete text answers with what is missing", async () => {
    const made = await http.call("POST", "/api/v1/wordings", {
      body: { purpose: "newsletter", name: "Kurz", texts: { de: "Ja, bitte." } },
    });
    const answer = await http.call(
      "POST",
      `/api/v1/wording-versions/${made.body.versions[0].id}/approve`,
    );
    assert.equal(answer.status, 409);
    assert.equal(answer.body.code, "wording_incomplete");
    assert.ok(answer.body.findings.length >= 6);
    const checked = await http.call("POST", "/api/v1/wordings/check", {
      body: { purpose: "newsletter", locale: "de", text: "Ja, bitte." },
    });
    assert.deepEqual(checked.body.findings, answer.body.findings);
  });

  test("CON-20: a profiling wording without scope is not approved", async () => {
    const list = await http.call("GET", "/api/v1/wordings");
    const profiling = list.body.items.find(
      (one: { purpose: string }) => one.purpose === "profiling",
    );
    const text = profiling.versions.find((one: { locale: string }) => one.locale === "de").text;
    const made = await http.call("POST", `/api/v1/wordings/${profiling.id}/versions`, {
      body: { texts: { de: text } },
    });
    const answer = await http.call(
      "POST",
      `/api/v1/wording-versions/${made.body.versions[0].id}/approve`,
    );
    assert.equal(answer.status, 409);
    assert.deepEqual(
      answer.body.findings.map((finding: { code: string }) => finding.code),
      ["scope"],
    );
  });
});

test("CON-07: the annex of an approved version is a public page, before that it is nobody's", async () => {
  const made = await http.call("POST", "/api/v1/wordings", {
    body: {
      purpose: "newsletter",
      name: "Mit Partnern",
      texts: {
        de: `${defaultWordings[0]!.texts.de} Das gilt auch für {{anhang}}.`,
      },
      annexes: { de: { title: "Unsere Partner", text: "Ada <b>GmbH</b>, Bonn\nBolt AG, Ulm" } },
    },
  });
  const { id, annex, findings } = made.body.versions[0];
  assert.deepEqual(findings, []);
  assert.equal(annex.url, `/anhang/${id}`);
  assert.equal((await http.call("GET", `/anhang/${id}`)).status, 404);
  await http.call("POST", `/api/v1/wording-versions/${id}/approve`);
  const page = await http.call("GET", `/anhang/${id}`);
  assert.equal(page.status, 200);
  assert.match(page.text, /Unsere Partner/);
  assert.match(page.text, /Ada &lt;b&gt;GmbH&lt;\/b&gt;, Bonn/);
  for (const unknown of ["wrv_0", `wrv_${"0".repeat(32)}`, "%00"])
    assert.equal((await http.call("GET", `/anhang/${unknown}`)).status, 404);
});

test("CON-01 CON-09: the product's own wordings are offered for each purpose", async () => {
  const { body } = await http.call("GET", "/api/v1/wordings/templates");
  assert.equal(new Set(body.items.map((one: { purpose: string }) => one.purpose)).size, 6);
});

test("a diff put together gives both texts again", () => {
  const word = fc.constantFrom("ja ", "nein ", "E-Mail ", "  ", "und\n", "widerrufen.");
  const text = fc.array(word, { maxLength: 30 }).map((words) => words.join(""));
  fc.assert(
    fc.property(text, text, (before, after) => {
      const parts = wordDiff(before, after);
      const join = (without: string) =>
        parts
          .filter((part) => part.kind !== without)
          .map((part) => part.text)
          .join("");
      assert.equal(join("added"), before);
      assert.equal(join("removed"), after);
    }),
    { numRuns: 500, seed: 42 },
  );
});

test("CHK-19 CHK-25: the checks see an unapproved wording and a permission without proof", async () => {
  const { accountId: id } = await testAccount(base.db, { name: "Prüfling" });
  const look = () =>
    base.db.account(id, async (tx) => {
      const found = [];
      for (const rule of ["CON-07", "TRK-04"]) {
        const check = consentChecks().find((one) => one.rules.includes(rule))!;
        found.push((await check.run({ tx, accountId: id, clock })).status);
      }
      return found;
    });
  assert.deepEqual(await look(), ["failed", "passed"]);
  await base.db.account(id, async (tx) => {
    if ((await listVersions(tx)).length === 0) await installDefaultWordings(tx, deps, id);
    for (const version of await listVersions(tx))
      await approveWordingVersion(tx, deps, version.publicId, null);
    const wording = (await currentWording(tx, "profiling", "de"))!;
    await run(
      tx,
      sql`insert into profiling_permissions (account_id, email_normalised, state, wording_version_id, entry_id) values (${id}, 'a@example.org', 'granted', ${wording.id}, 4711)`,
    );
  });
  assert.deepEqual(await look(), ["passed", "failed"]);
});
