import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { after, before, describe, test } from "node:test";
import { testDatabase, type TestDatabase } from "../../test/support/database.ts";
import { AppError, manualClock, one, run, sql } from "../platform/index.ts";
import { checkWording } from "./check-wording.ts";
import { defaultWordings } from "./default-wordings.ts";
import {
  approveWordingVersion,
  createWordingVersion,
  currentWording,
  installDefaultWordings,
} from "./manage-wordings.ts";
import { renderWording, type WordingValues } from "./wording.ts";
import { listVersions, listWordings, retireVersion } from "./wording.store.ts";

const values: WordingValues = {
  sender: "Musterbank eG",
  lists: ["Marktblick", "Bauen & Wohnen"],
  topics: ["Zinsen und Börse", "Finanzieren rund ums Zuhause"],
  frequency: ["jeden Freitag", "einmal im Monat"],
  contact: "newsletter@musterbank.example",
  privacyUrl: "https://musterbank.example/datenschutz",
};
const version = (text: string, locale: "de" | "en" = "de") => ({
  id: 1,
  publicId: "wrv_1",
  locale,
  text,
});

describe("mandatory parts", () => {
  test("CON-03 CON-07 CON-20 CON-21: our own wordings have all of them, in both languages", () => {
    for (const { purpose, name, texts, ...scope } of defaultWordings)
      for (const locale of ["de", "en"] as const)
        assert.deepEqual(
          checkWording(texts[locale], purpose, locale, scope),
          [],
          `${name} ${locale}`,
        );
  });
  test("CON-01: each purpose has a wording of its own, and none is covered by another", () => {
    const purposes = defaultWordings.filter((one) => !one.isVariant).map((one) => one.purpose);
    assert.deepEqual(purposes.toSorted(), [
      "crm_campaign_email",
      "newsletter",
      "profiling",
      "sales_1to1",
      "web_email_link",
      "web_tracking",
    ]);
  });
  test("CON-20: what is chosen and not said is named, in both languages", () => {
    const { texts } = defaultWordings[1]!;
    const scope = {
      techniques: ["open", "click", "page_view", "download"],
      uses: ["person_report", "score", "hand_over", "core_system"],
      channels: ["newsletter", "campaign", "one_to_one"],
    };
    for (const locale of ["de", "en"] as const)
      assert.deepEqual(
        checkWording(texts[locale], "profiling", locale, scope).map((finding) => finding.code),
        [
          "scope_page_view",
          "scope_download",
          "scope_score",
          "scope_hand_over",
          "scope_core_system",
          "scope_campaign",
          "scope_one_to_one",
        ],
      );
  });
  test("CON-21: a text for the website or for joining has to leave out Art. 9 data too", () => {
    for (const purpose of ["profiling", "web_tracking", "web_email_link"] as const) {
      const text = defaultWordings
        .find((one) => one.purpose === purpose)!
        .texts.de.replace("Besondere Kategorien personenbezogener Daten (Art. 9 DSGVO)", "Anderes");
      assert.deepEqual(
        checkWording(text, purpose, "de").map((finding) => finding.code),
        ["special_categories"],
      );
    }
  });
  test("CON-07: an annex and the place that links it belong together", () => {
    const scope = { techniques: [], uses: [], channels: [] };
    const check = (text: string, annex: { annexTitle?: string; annexText?: string }) =>
      checkWording(text, "newsletter", "de", { ...scope, ...annex }).map((finding) => finding.code);
    const text = defaultWordings[0]!.texts.de;
    assert.deepEqual(check(text, { annexTitle: "Partner", annexText: "A GmbH" }), [
      "annex_not_linked",
    ]);
    assert.deepEqual(check(`${text} {{anhang}}`, {}), ["annex_missing"]);
    assert.deepEqual(check(`${text} {{anhang}}`, { annexText: "A GmbH" }), ["annex_title"]);
    assert.deepEqual(check(`${text} {{annex}}`, { annexTitle: "Partner", annexText: "A" }), []);
  });
  const newsletter = defaultWordings[0]!.texts.de;
  const without: [string, string, string][] = [
    ["CON-07: the controller", "{{absender}}", "sender"],
    ["CON-07: the topics", "{{themen}}", "topics"],
    ["CON-07: the channel", "per E-Mail erhalten", "channel"],
    ["CON-07: the privacy notice", "{{datenschutz_link}}", "privacy_notice"],
    ["CON-01: the list", "{{listen}}", "list"],
    ["CON-03: at any time", "jederzeit", "withdrawal"],
    ["CON-05: what is stored as proof", "Zum Nachweis", "stored_as_proof"],
  ];
  for (const [name, part, code] of without)
    test(`${name} is missed`, () => {
      const text = newsletter
        .replaceAll(part, "…")
        .replace(code === "channel" ? /E-Mail/g : /$^/, "Post");
      assert.deepEqual(
        checkWording(text, "newsletter", "de").map((finding) => finding.code),
        [code],
      );
    });
  test("CON-08 CON-20 CON-21: a profiling text that hides the pixel, the freedom or Art. 9 is not enough", () => {
    const codes = checkWording(
      "{{absender}} darf auswerten, was ich lese. Widerruf jederzeit unter „Verwalten“. {{datenschutz_url}}",
      "profiling",
      "de",
    ).map((finding) => finding.code);
    assert.deepEqual(codes, ["technique", "purpose", "special_categories", "voluntary"]);
  });
  test("CON-07: a placeholder nobody knows is named", () => {
    const found = checkWording(`${newsletter} {{rabatt}}`, "newsletter", "de");
    assert.equal(found.length, 1);
    assert.match(found[0]!.message.de, /\{\{rabatt\}\}/);
  });
  test("both languages take the names of both", () => {
    const mixed = newsletter
      .replace("{{absender}}", "{{sender}}")
      .replace("{{themen}}", "{{ Topics }}");
    assert.deepEqual(checkWording(mixed, "newsletter", "de"), []);
  });
});

describe("filling in", () => {
  test("CON-05 DOI-17: several lists in one declaration, by name", () => {
    const { text, parts } = renderWording(version(defaultWordings[0]!.texts.de), values);
    assert.match(
      text,
      /^Ja, ich möchte „Marktblick“ und „Bauen & Wohnen“ von Musterbank eG per E-Mail/,
    );
    assert.match(
      text,
      /zu Zinsen und Börse und Finanzieren rund ums Zuhause, jeden Freitag und einmal im Monat\./,
    );
    assert.match(
      text,
      /Hinweise zum Datenschutz \(https:\/\/musterbank\.example\/datenschutz\)\.$/,
    );
    assert.doesNotMatch(text, /\{\{/);
    assert.deepEqual(
      parts.filter((part) => part.kind === "link"),
      [{ kind: "link", text: "Hinweise zum Datenschutz", url: values.privacyUrl }],
    );
  });
  test("in English", () => {
    const { text } = renderWording(version(defaultWordings[1]!.texts.en, "en"), values);
    assert.match(text, /^Yes, Musterbank eG may analyse whether/);
    assert.match(text, /Privacy notice \(https:/);
  });
  test("CON-03: the withdrawal clause can be left to us", () => {
    const { text } = renderWording(version("Ja. {{widerruf}}"), values);
    assert.match(text, /jederzeit .* widerrufen, .*newsletter@musterbank\.example\.$/);
  });
  test("CON-05: a hole is refused, not shown", () => {
    for (const change of [{ topics: [] }, { privacyUrl: "" }, { contact: "" }, { sender: " " }])
      assert.throws(
        () => renderWording(version(defaultWordings[0]!.texts.de), { ...values, ...change }),
        (error: unknown) => error instanceof AppError && error.code === "wording_value_missing",
      );
  });
  test("CON-07 CON-05: an annex is linked, and the proof names its checksum", () => {
    const annex = { annexTitle: "Unsere Partner", annexText: "A GmbH, Bonn\nB AG, Ulm" };
    const { text, parts } = renderWording(
      {
        ...version("Für {{absender}} und {{anhang}}."),
        ...annex,
        annexUrl: "https://post.example/anhang/wrv_1",
      },
      values,
    );
    const sha256 = createHash("sha256")
      .update("Unsere Partner\nA GmbH, Bonn\nB AG, Ulm")
      .digest("hex");
    assert.equal(
      text,
      `Für Musterbank eG und Unsere Partner (https://post.example/anhang/wrv_1, SHA-256 ${sha256}).`,
    );
    assert.equal(parts[1]!.text, "Unsere Partner");
    assert.throws(() => renderWording(version("{{anhang}}"), values), /anhang/);
  });
  test("values cannot smuggle in placeholders or markup: they stay text", () => {
    const sender = "{{themen}} <b>$& GmbH</b>";
    const { text, parts } = renderWording(version("Von {{absender}}."), { ...values, sender });
    assert.equal(text, `Von ${sender}.`);
    assert.deepEqual(parts, [{ kind: "text", text }]);
  });
});

describe("versions", () => {
  let base: TestDatabase;
  const clock = manualClock("2026-11-21T09:00:00Z");
  const deps = { clock };
  let accountId = 0;
  before(async () => {
    base = await testDatabase();
    accountId = (
      await base.db.instance((tx) =>
        one<{ id: number }>(
          tx,
          sql`insert into accounts (name) values ('Musterbank') returning id`,
        ),
      )
    ).id;
  });
  after(() => base.close());
  const inAccount = <T>(work: Parameters<typeof base.db.account<T>>[1]) =>
    base.db.account(accountId, work);

  test("CON-09: a new account has wordings nobody approved, and none may be shown", async () => {
    await inAccount((tx) => installDefaultWordings(tx, deps, accountId));
    await inAccount((tx) => installDefaultWordings(tx, deps, accountId));
    const found = await inAccount(listVersions);
    assert.equal(found.length, 12);
    assert.ok(found.every((v) => v.approvedAt === null));
    assert.equal(await inAccount((tx) => currentWording(tx, "profiling", "de")), undefined);
  });

  test("CON-04: an edit makes the next version; the old one and its hash stay", async () => {
    const wording = (await inAccount(listWordings)).find((w) => w.purpose === "newsletter")!;
    const first = (await inAccount(listVersions)).find(
      (v) => v.wordingId === wording.id && v.locale === "de",
    )!;
    await inAccount((tx) => approveWordingVersion(tx, deps, first.publicId, null));
    const text = first.text.replace("Informationen", "Nachrichten");
    const no = await inAccount((tx) =>
      createWordingVersion(
        tx,
        deps,
        accountId,
        wording.publicId,
        { texts: { de: text }, material: true },
        null,
      ),
    );
    assert.equal(no, 2);
    const [old, next] = (await inAccount(listVersions))
      .filter((v) => v.wordingId === wording.id && v.locale === "de")
      .toSorted((a, b) => a.version - b.version);
    assert.equal(old!.text, first.text);
    assert.deepEqual(old!.sha256, createHash("sha256").update(first.text).digest());
    assert.equal(next!.material, true);
    // The approved one is shown until the next is approved.
    assert.equal((await inAccount((tx) => currentWording(tx, "newsletter", "de")))!.version, 1);
    await inAccount((tx) => approveWordingVersion(tx, deps, next!.publicId, null));
    assert.equal((await inAccount((tx) => currentWording(tx, "newsletter", "de")))!.version, 2);
    await inAccount((tx) => retireVersion(tx, next!.id, clock.now()));
    assert.equal((await inAccount((tx) => currentWording(tx, "newsletter", "de")))!.version, 1);
  });

  test("CON-19 CON-20: a version that covers more is a material change, whoever says otherwise", async () => {
    const wording = (await inAccount(listWordings)).find((w) => w.purpose === "profiling")!;
    const { texts, techniques, uses, channels } = defaultWordings.find(
      (one) => one.isVariant && one.uses.includes("hand_over"),
    )!;
    const draft = { texts, techniques, uses, channels };
    const make = (more: object) =>
      inAccount((tx) =>
        createWordingVersion(tx, deps, accountId, wording.publicId, { ...draft, ...more }, null),
      );
    await assert.rejects(
      make({ material: false }),
      (error: unknown) => error instanceof AppError && error.code === "wording_grew",
    );
    const no = await make({ changes: ["use"] });
    const made = (await inAccount(listVersions)).filter(
      (v) => v.wordingId === wording.id && v.version === no,
    );
    assert.deepEqual(
      made.map((v) => [v.material, v.changes]),
      [
        [true, ["use"]],
        [true, ["use"]],
      ],
    );
    // Less is no material change.
    await make({ uses: ["person_report"], material: false });
  });

  test("CON-04 CON-07: an annex belongs to its version and cannot be changed", async () => {
    const wording = (await inAccount(listWordings)).find((w) => w.purpose === "newsletter")!;
    const no = await inAccount((tx) =>
      createWordingVersion(
        tx,
        { ...deps, pagesUrl: "https://post.example" },
        accountId,
        wording.publicId,
        {
          texts: { de: `${defaultWordings[0]!.texts.de} {{anhang}}` },
          annexes: { de: { title: "Partner", text: "A GmbH\r\nB AG" } },
          changes: ["annex"],
        },
        null,
      ),
    );
    const made = (await inAccount(listVersions)).find(
      (v) => v.wordingId === wording.id && v.version === no,
    )!;
    assert.equal(made.annexText, "A GmbH\nB AG");
    assert.equal(made.annexUrl, `https://post.example/anhang/${made.publicId}`);
    await assert.rejects(
      inAccount((tx) => run(tx, sql`update wording_versions set annex_text = 'C'`)),
      /permission denied/,
    );
  });

  test("CON-04: the application cannot change a text", async () => {
    await assert.rejects(
      inAccount((tx) => run(tx, sql`update wording_versions set text = 'Ja'`)),
      /permission denied/,
    );
    await assert.rejects(
      inAccount((tx) => run(tx, sql`delete from wording_versions`)),
      /permission denied/,
    );
  });

  test("CON-03 CON-07: an incomplete version is not approved, and the missing part is named", async () => {
    const wording = (await inAccount(listWordings)).find((w) => w.purpose === "newsletter")!;
    await inAccount((tx) =>
      createWordingVersion(
        tx,
        deps,
        accountId,
        wording.publicId,
        { texts: { en: "Yes, {{sender}}." } },
        null,
      ),
    );
    const bad = (await inAccount(listVersions)).find((v) => v.text === "Yes, {{sender}}.")!;
    await assert.rejects(
      inAccount((tx) => approveWordingVersion(tx, deps, bad.publicId, null)),
      (error: unknown) =>
        error instanceof AppError &&
        error.code === "wording_incomplete" &&
        (error.extra!["findings"] as { code: string }[]).some((f) => f.code === "withdrawal"),
    );
  });

  test("CON-04: four versions made at once get four numbers", async () => {
    const wording = (await inAccount(listWordings)).find((w) => w.purpose === "profiling")!;
    const numbers = await Promise.all(
      ["a", "b", "c", "d"].map((text) =>
        inAccount((tx) =>
          createWordingVersion(
            tx,
            deps,
            accountId,
            wording.publicId,
            { texts: { de: text } },
            null,
          ),
        ),
      ),
    );
    assert.deepEqual(
      numbers.toSorted((a, b) => a - b).map((no) => no - Math.min(...numbers)),
      [0, 1, 2, 3],
    );
  });
});
