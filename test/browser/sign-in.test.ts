import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import type { Browser, Page } from "playwright-core";
import { setMode } from "../../server/accounts/index.ts";
import { run, sql } from "../../server/platform/index.ts";
import { runningApp, type RunningApp } from "../support/app.ts";
import { completeSettings, TEST_PASSWORD, testAccount } from "../support/account.ts";
import { axeFindings } from "../support/axe.ts";
import { launch, openWindow, settled, whyNoWorkplace, type Window } from "../support/browser.ts";
import { codeAt } from "../support/sign-in.ts";

const button = (page: Page, name: string | RegExp) =>
  page.getByRole("button", { name, exact: typeof name === "string" });

const isContacts = (url: URL) => url.pathname === "/contacts";

describe("signing in in a browser", { skip: whyNoWorkplace() ?? false }, () => {
  let running: RunningApp;
  let browser: Browser;
  let window: Window;
  let person: Awaited<ReturnType<typeof testAccount>>;

  before(async () => {
    running = await runningApp();
    person = await testAccount(running.database.db, {
      settings: completeSettings,
      now: running.app.clock.now(),
    });
    browser = await launch();
    window = await openWindow(browser, running.url, {
      locale: "de-DE",
      viewport: { width: 390, height: 844 },
    });
    // A device with a key store of its own, as phones have it: it checks the person by itself.
    const devTools = await window.context.newCDPSession(window.page);
    await devTools.send("WebAuthn.enable");
    await devTools.send("WebAuthn.addVirtualAuthenticator", {
      options: {
        protocol: "ctap2",
        transport: "internal",
        hasResidentKey: true,
        hasUserVerification: true,
        isUserVerified: true,
        automaticPresenceSimulation: true,
      },
    });
  });
  after(async () => {
    await browser?.close();
    await running?.close();
  });

  const password = async () => {
    const { page } = window;
    await page.goto(`${running.url}/login?back=/contacts`);
    await page.getByLabel("E-Mail-Adresse").fill(person.email);
    await page.getByLabel("Passwort", { exact: true }).fill(TEST_PASSWORD);
    await page.keyboard.press("Enter");
  };
  const signOut = async () => {
    const { page } = window;
    await button(page, /^Menü von/).click();
    await page.getByRole("menuitem", { name: "Abmelden" }).click();
    await page.waitForURL((url) => url.pathname === "/login" && url.search === "");
    await settled(page);
  };
  const accessible = async () =>
    assert.deepEqual(await axeFindings(window.page, { leftOut: [], rulesOff: ["region"] }), []);

  test("ORG-02: whoever opens contact data of a live account is led to enrolment; a passkey then opens the door alone", async () => {
    const { page } = window;
    await running.database.db.account(person.accountId, (tx) =>
      setMode(tx, "live", running.app.clock.now()),
    );
    await password();
    await page.getByRole("heading", { name: "Anmeldung absichern" }).waitFor();
    assert.equal(new URL(page.url()).pathname, "/anmeldung-absichern");
    await accessible();
    await button(page, "Weiter").click();
    await page.getByLabel("Name").fill("Mein Telefon");
    await button(page, "Passkey anlegen").click();
    const codes = page.getByRole("list", { name: "Ihre Wiederherstellungscodes" });
    await codes.waitFor();
    assert.equal(await codes.getByRole("listitem").count(), 10);
    assert.equal(await button(page, "Fertig").isDisabled(), true);
    await accessible();
    const [recovery = ""] = await codes.getByRole("listitem").allInnerTexts();
    await page.getByLabel("Ich habe die Codes aufbewahrt").check();
    await button(page, "Fertig").click();
    await page.waitForURL(isContacts);
    await page.getByRole("heading", { level: 1, name: "Kontakte" }).waitFor();

    // The passkey alone, without a word typed.
    await signOut();
    await accessible();
    await button(page, "Mit Passkey anmelden").click();
    await page.waitForURL((url) => url.pathname === "/");

    // As second factor after the password, and a recovery code in its place, once.
    await signOut();
    await password();
    await button(page, "Mit Passkey bestätigen").click();
    await page.waitForURL(isContacts);
    await signOut();
    await password();
    await button(page, "Wiederherstellungscode benutzen").click();
    await page.getByLabel("Wiederherstellungscode").fill(recovery);
    await accessible();
    await page.keyboard.press("Enter");
    await page.waitForURL(isContacts);
  });

  test("an authenticator app is added under one's own details, after a proof when the last one is old", async () => {
    const { page } = window;
    await page.goto(`${running.url}/einstellungen/ich`);
    await settled(page);
    await running.database.db.instance((tx) =>
      run(tx, sql`update sessions set proved_at = proved_at - interval '11 minutes'`),
    );
    await button(page, "Weiteren hinzufügen").click();
    await page.getByLabel("Authenticator-App").check();
    await button(page, "Weiter").click();
    await button(page, "Weiter").click();
    const proof = page.getByRole("dialog", { name: "Sind Sie es?" });
    await proof.waitFor();
    await button(page, "Mit Passkey bestätigen").click();
    await proof.waitFor({ state: "detached" });
    await page.getByRole("img", { name: "QR-Code für die Authenticator-App" }).waitFor();
    const secret = (await page.locator(".k-secret").innerText()).replaceAll(" ", "");
    await accessible();
    await page
      .getByLabel("Welchen Code zeigt die App jetzt?")
      .fill(codeAt(secret, running.app.clock.now(), -1));
    await button(page, "Fertig einrichten").click();
    await page.getByRole("dialog").waitFor({ state: "detached" });
    await page.getByText("Mein Telefon").first().waitFor();

    await signOut();
    await password();
    // Six digits are complete by themselves.
    await page
      .getByLabel("Code aus der Authenticator-App")
      .fill(codeAt(secret, running.app.clock.now()));
    await page.waitForURL(isContacts);
    const refusals = window.complaints.filter((each) => !/ 40[013] /.test(each));
    assert.deepEqual(refusals, []);
  });
});
