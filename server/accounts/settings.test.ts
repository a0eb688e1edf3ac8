import assert from "node:assert/strict";
import { test } from "node:test";
import { rows, sql, type CheckContext } from "../platform/index.ts";
import { completeSettings, TEST_PASSWORD, testAccount } from "../../test/support/account.ts";
import { accountsHarness, cookieOf } from "../../test/support/accounts-harness.ts";
import { accountChecks, getAccount, pageTheme } from "./index.ts";

const harness = accountsHarness();

test("ORG-17 ORG-06 TRK-07: a one-person broker completes the set-up, every declaration with person and time", async () => {
  const { call } = await harness.owner();
  const empty = (await call("GET", "/account")).body;
  assert.equal(empty.setup.complete, false);
  assert.equal(empty.counting.level, "none");
  assert.equal(empty.counting.choice, null);
  const { legalForm, imprint, privacy, processing } = completeSettings;
  const { dpoStatement: _s, ...privacyInput } = privacy ?? {};
  const { record: _r, ...processingInput } = processing ?? {};
  const half = await call("PATCH", "/account", {
    name: "Makler Mustermann",
    legalForm,
    imprint,
    privacy: privacyInput,
    processing: processingInput,
  });
  assert.equal(half.status, 200);
  assert.deepEqual(
    half.body.setup.steps
      .filter((step: { done: boolean }) => !step.done)
      .map((step: { id: string }) => step.id),
    ["responsibility", "counting"],
  );
  const done = await call("PATCH", "/account", {
    responsibility: { accepted: true },
    counting: { level: "clicks_only", reason: "Klicks genügen uns." },
  });
  assert.equal(done.body.setup.complete, true);
  const act = { by: "Ina Haberin", at: harness.clock.now().toISOString() };
  assert.deepEqual(done.body.responsibility.accepted, act);
  assert.deepEqual(done.body.counting.choice, { ...act, reason: "Klicks genügen uns." });
  assert.deepEqual(done.body.dpoStatement, act);
  assert.deepEqual(done.body.processingRecord, act);
  harness.clock.advance(60_000);
  const again = await call("PATCH", "/account", { privacy: privacyInput });
  assert.deepEqual(again.body.dpoStatement, act, "the same statement keeps its record");
  const changed = await call("PATCH", "/account", {
    privacy: { ...privacyInput, dpo: { ...privacyInput.dpo, reason: "Wir sind zu zweit." } },
  });
  assert.notDeepEqual(changed.body.dpoStatement, act);
  assert.equal((await call("GET", "/me")).body.accounts[0].setupComplete, true);
});

test("TRK-07: a level that needs an assessment is offered with its reason and refused", async () => {
  const { call } = await harness.owner();
  const options = (await call("GET", "/account")).body.counting.options;
  assert.deepEqual(
    options.map((option: { level: string; available: boolean }) => [
      option.level,
      option.available,
    ]),
    [
      ["unique", false],
      ["shared", true],
      ["clicks_only", true],
      ["none", true],
    ],
  );
  assert.ok(options[0].reason.de.length > 20);
  const answer = await call("PATCH", "/account", {
    counting: { level: "unique", reason: "Bitte" },
  });
  assert.equal(answer.body.code, "counting_level_not_available");
  assert.equal((await call("GET", "/account")).body.counting.choice, null);
});

test("ORG-09: storage outside the EU and EEA leaves the step open", async () => {
  const { call } = await harness.owner();
  const place = async (country: string) =>
    (
      await call("PATCH", "/account", {
        processing: {
          operation: { kind: "own", signer: "Ich" },
          place: { country, dataCentre: "Rechenzentrum" },
        },
      })
    ).body.setup.steps.find((step: { id: string }) => step.id === "processing");
  assert.equal((await place("US")).done, false);
  assert.equal((await place("CH")).done, false);
  assert.equal((await place("NO")).done, true);
});

test("wrong time zones, unknown fields and bad colours are refused", async () => {
  const { call } = await harness.owner();
  const answer = await call("PATCH", "/account", { timezone: "Mars/Olympus" });
  assert.equal(answer.body.code, "timezone_unknown");
  for (const body of [
    {},
    { kMin: 4 },
    { mode: "live" },
    { theme: { colour: "red;}" } },
    { imprint: { legalName: 7 } },
    { theme: { logoFileId: "fil_1" } },
  ])
    assert.equal((await call("PATCH", "/account", body)).status, 400, JSON.stringify(body));
});

test("the logo is shown to anybody; only pictures are taken", async () => {
  const { call, account, accountId } = await harness.owner();
  const png = Buffer.from(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
    "base64",
  );
  const upload = async (bytes: Buffer, name: string) => {
    const boundary = "grenze";
    const payload = Buffer.concat([
      Buffer.from(
        `--${boundary}\r\nContent-Disposition: form-data; name="file"; filename="${name}"\r\nContent-Type: image/png\r\n\r\n`,
      ),
      bytes,
      Buffer.from(`\r\n--${boundary}--\r\n`),
    ]);
    const session = await harness.http.call("POST", "/api/v1/session", {
      body: { email: (await call("GET", "/me")).body.operator.email, password: TEST_PASSWORD },
    });
    return harness.http.call("POST", "/api/v1/account/logo", {
      cookies: cookieOf(session),
      headers: { "content-type": `multipart/form-data; boundary=${boundary}` },
      body: payload,
    });
  };
  const svg = Buffer.from("<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>");
  assert.equal((await upload(svg, "logo.png")).body.code, "picture_not_accepted");
  const { logoUrl } = (await upload(png, "logo.png")).body;
  assert.match(logoUrl, new RegExp(`^/logo/${account.publicId}/fil_`));
  const shown = await harness.http.call("GET", logoUrl);
  assert.equal(shown.headers["content-type"], "image/png");
  assert.equal(shown.headers["cross-origin-resource-policy"], "cross-origin");
  const theme = pageTheme(await harness.db.account(accountId, getAccount), "de");
  assert.equal(theme.logoUrl, logoUrl);
  const foreign = await harness.owner();
  const path = logoUrl.replace(account.publicId, foreign.account.publicId);
  assert.equal((await harness.http.call("GET", path)).status, 404);
});

test("A11Y-09 CHK-32: without a statement the account is asked for its exemption; with one it is linked beside the contact", async () => {
  const statement = accountChecks().find(({ rules }) => rules.includes("A11Y-09"))!;
  const accountWith = (accessibilityUrl: string) =>
    testAccount(harness.db, {
      settings: { imprint: { ...completeSettings.imprint!, accessibilityUrl } },
    });
  const look = ({ accountId }: { accountId: number }) =>
    harness.db.account(accountId, async (tx) => ({
      outcome: await statement.run({ tx, accountId, clock: harness.clock }),
      theme: pageTheme(await getAccount(tx), "de"),
    }));
  const without = await look(await accountWith(""));
  assert.deepEqual(
    without.outcome.asks?.map(({ key }) => key),
    ["bfsg-exempt"],
  );
  assert.equal(without.theme.accessibilityUrl, undefined);
  const url = "https://www.musterbank.example/barrierefreiheit";
  const published = await look(await accountWith(url));
  assert.deepEqual([published.outcome.status, published.outcome.asks], ["passed", undefined]);
  assert.equal(published.theme.accessibilityUrl, url);
  assert.match(published.theme.contactEmail ?? "", /@/);
});

test("A11Y-08: whoever changes how people are addressed is in the log", async () => {
  const { accountId, call } = await harness.owner();
  const audited = () =>
    harness.db.account(accountId, (tx) =>
      rows<{ detail: { informal?: boolean } }>(
        tx,
        sql`select detail from audit_entries where account_id = app_account() and action = 'account.changed' order by id`,
      ),
    );
  assert.equal(pageTheme(await harness.db.account(accountId, getAccount), "de").informal, false);
  for (const salutation of ["informal", "informal", "letter"])
    assert.equal((await call("PATCH", "/account", { theme: { salutation } })).status, 200);
  assert.deepEqual(
    (await audited()).map(({ detail }) => detail.informal),
    [true, undefined, false],
  );
});

test("CHK-01 CHK-03 CHK-04 CHK-06 CHK-27 CHK-28 CHK-32: the checks of the account say passed, failed or that they could not look", async () => {
  const complete = await testAccount(harness.db, { settings: completeSettings });
  const empty = await testAccount(harness.db);
  const pages = {
    good: "Datenschutz: Newsletter, Zählpixel, Widerruf jederzeit",
    bare: "Hier entsteht eine neue Internetpräsenz",
  };
  const runAll = (accountId: number, fetch?: CheckContext["fetch"]) =>
    harness.db.account(accountId, async (tx) => {
      const found: Record<string, string> = {};
      for (const check of accountChecks()) {
        const outcome = await check.run({
          tx,
          accountId,
          clock: harness.clock,
          ...(fetch ? { fetch } : {}),
        });
        assert.ok(outcome.message.de && outcome.message.en, check.id);
        // Some have two halves here.
        found[check.id] = [found[check.id], outcome.status].filter(Boolean).join(", ");
      }
      return found;
    });
  const page = (status: number, text: string) => async (url: string) => ({ status, text, url });
  const rest = {
    // The imprint is in the product and nowhere else.
    "CHK-01": "passed, not_applicable",
    "CHK-06": "passed",
    "CHK-27": "failed",
    "CHK-28": "passed",
    "CHK-32": "passed",
  };
  const expected = (notice: string, measuring: string) => ({
    ...rest,
    "CHK-03": notice,
    "CHK-04": measuring,
  });
  const id = complete.accountId;
  assert.deepEqual(await runAll(id, page(200, pages.good)), expected("passed", "passed"));
  assert.deepEqual(await runAll(id, page(200, pages.bare)), expected("failed", "failed"));
  assert.deepEqual(await runAll(id, page(404, pages.good)), expected("failed", "failed"));
  assert.deepEqual(await runAll(id), expected("not_checked", "not_checked"));
  assert.deepEqual(
    await runAll(id, async () => {
      throw new Error("offline");
    }),
    expected("not_checked", "not_checked"),
  );
  const failed = await runAll(empty.accountId, page(200, pages.good));
  assert.deepEqual(
    Object.entries(failed)
      .filter(([, status]) => status.includes("failed"))
      .map(([check]) => check),
    ["CHK-01", "CHK-03", "CHK-04", "CHK-06", "CHK-27", "CHK-28"],
  );
});
