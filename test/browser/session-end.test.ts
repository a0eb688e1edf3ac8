import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import type { Browser, Page } from "playwright-core";
import { run, sql } from "../../server/platform/index.ts";
import { completeSettings, TEST_PASSWORD, testAccount } from "../support/account.ts";
import { runningApp, type RunningApp } from "../support/app.ts";
import { launch, openWindow, whyNoWorkplace } from "../support/browser.ts";
import { eventually } from "../support/sending.ts";

describe("the end of a session in a browser", { skip: whyNoWorkplace() ?? false }, () => {
  let running: RunningApp;
  let browser: Browser;
  let person: Awaited<ReturnType<typeof testAccount>>;

  before(async () => {
    running = await runningApp();
    person = await testAccount(running.database.db, {
      settings: completeSettings,
      now: running.app.clock.now(),
    });
    browser = await launch();
  });
  after(async () => {
    await browser?.close();
    await running?.close();
  });

  /** Signed in on the page with one's own data, whose name is theirs alone. */
  async function atWork(): Promise<{ page: Page; name: string; close: () => Promise<void> }> {
    const { page, context } = await openWindow(browser, running.url, { locale: "de-DE" });
    await page.clock.install();
    await page.goto(`${running.url}/login?back=/einstellungen/ich`);
    await page.getByLabel("E-Mail-Adresse").fill(person.email);
    await page.getByLabel("Passwort", { exact: true }).fill(TEST_PASSWORD);
    await page.keyboard.press("Enter");
    const field = page.getByLabel("Name", { exact: true });
    await field.waitFor();
    return { page, name: await field.inputValue(), close: () => context.close() };
  }
  const isAtDoor = (page: Page) => new URL(page.url()).pathname === "/login";
  /** Everything the document still holds, typed or shown. */
  const held = (page: Page): Promise<string> =>
    page.evaluate(
      "document.documentElement.outerHTML + [...document.querySelectorAll('input')].map((each) => each.value).join()",
    );
  async function endSession(page: Page): Promise<void> {
    await running.database.db.instance((tx) => run(tx, sql`delete from sessions`));
    await page.evaluate("window.dispatchEvent(new Event('visibilitychange'))");
    await page.clock.fastForward(5 * 60_000);
  }

  test("ASVS 14.3.1: a session that ended by itself clears the page, and the sign-in leads back", async () => {
    const { page, name, close } = await atWork();
    assert.ok((await held(page)).includes(person.email));
    await endSession(page);
    await eventually("the sign-in is there", async () => isAtDoor(page), 20_000);
    assert.equal(new URL(page.url()).searchParams.get("back"), "/einstellungen/ich");
    await page.getByLabel("E-Mail-Adresse").waitFor();
    for (const secret of [person.email, name])
      assert.equal((await held(page)).includes(secret), false, secret);
    await close();
  });

  test("ASVS 14.3.1: what was entered waits half an hour behind the sign-in, out of sight, and then goes", async () => {
    const { page, close } = await atWork();
    const entered = "Noch nicht gespeichert";
    const field = page.locator("[name=current-password]");
    await field.fill(entered);
    await endSession(page);
    const dialog = page.getByRole("dialog", { name: "Ihre Sitzung ist abgelaufen" });
    await dialog.waitFor();
    // Without an alpha, as computed: rgb(…) or color(srgb …).
    assert.match(
      await page.evaluate<string>(
        "getComputedStyle(document.querySelector('.mantine-Modal-overlay')).backgroundColor",
      ),
      /^(rgb\(|color\(srgb [^/]+\)$)/,
      "nothing shines through",
    );
    await dialog.getByLabel("Passwort", { exact: true }).fill(TEST_PASSWORD);
    await page.keyboard.press("Enter");
    await dialog.waitFor({ state: "detached" });
    assert.equal(await field.inputValue(), entered);

    await endSession(page);
    await dialog.waitFor();
    await page.clock.fastForward(29 * 60_000);
    assert.equal(isAtDoor(page), false);
    await page.clock.fastForward(2 * 60_000);
    await eventually("the sign-in is there", async () => isAtDoor(page), 20_000);
    await page.getByLabel("E-Mail-Adresse").waitFor();
    assert.equal((await held(page)).includes(entered), false);
    await close();
  });
});
