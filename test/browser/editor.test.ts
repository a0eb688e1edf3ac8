import assert from "node:assert/strict";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import type { Browser, Locator, Page } from "playwright-core";
import type { MailingView, PreviewAnswer } from "../../contract/mailings.ts";
import { runningApp, type RunningApp } from "../support/app.ts";
import { launch, openWindow, settled, whyNoWorkplace } from "../support/browser.ts";
import { askAs, signedInAs, type Ask, type Caller } from "../support/callers.ts";
import { seedNewsletter, type SeededNewsletter } from "../support/newsletter.ts";
import { eventually } from "../support/sending.ts";

const MOST_STEPS = 60;
const pictures = process.env["KLARPOST_SCREENSHOTS"];

/** A hand at mouse or keyboard: whatever it does once is one step. */
class Hand {
  steps = 0;
  readonly #page: Page;
  constructor(page: Page) {
    this.#page = page;
  }
  async click(target: Locator): Promise<void> {
    this.steps++;
    await target.click();
  }
  async tripleClick(target: Locator): Promise<void> {
    this.steps++;
    await target.click({ clickCount: 3 });
  }
  async drag(what: Locator, to: Locator): Promise<void> {
    this.steps++;
    // To the upper edge: what is dropped there stands above.
    await what.dragTo(to, { targetPosition: { x: 40, y: 3 } });
  }
  async press(keys: string): Promise<void> {
    this.steps++;
    await this.#page.keyboard.press(keys);
  }
  async type(text: string): Promise<void> {
    this.steps++;
    await this.#page.keyboard.type(text);
  }
}

describe("the block editor", { skip: whyNoWorkplace() ?? false }, () => {
  let running: RunningApp;
  let seeded: SeededNewsletter;
  let caller: Caller;
  let owner: Ask;
  let browser: Browser;

  before(async () => {
    running = await runningApp();
    const { db } = running.database;
    seeded = await seedNewsletter(db, running.app.keys, { people: 3, domain: "editor.example" });
    caller = await signedInAs(db, seeded, ["owner"]);
    owner = askAs(running.url, caller);
    browser = await launch();
  });
  after(async () => {
    await browser?.close();
    await running.close();
  });

  async function open(name: string): Promise<{ page: Page; id: string; complaints: string[] }> {
    const made = await owner<MailingView>("POST", "/mailings", {
      name,
      subject: "Marktblick: neue Konditionen",
      preheader: "Was sich im Januar für Ihr Sparkonto ändert.",
      listIds: [seeded.listPublicId],
    });
    const { page, complaints } = await openWindow(browser, running.url, {
      viewport: { width: 1440, height: 900 },
      locale: "de-DE",
      cookie: caller.headers["cookie"]!,
      account: seeded.accountPublicId,
    });
    page.setDefaultTimeout(15_000);
    await page.goto(`${running.url}/mailings/${made.id}`);
    await settled(page);
    return { page, id: made.id, complaints };
  }

  /** What was saved: it holds what was typed and passes the lint without blockers. */
  async function proves(id: string, typed: readonly (string | RegExp)[]): Promise<void> {
    const missing = (html: string) =>
      typed.filter((words) =>
        typeof words === "string" ? !html.includes(words) : !words.test(html),
      );
    const read = () => owner<MailingView>("GET", `/mailings/${id}`);
    await eventually(
      "what was typed is saved",
      async () => missing((await read()).html).length === 0,
    ).catch(async () => assert.deepEqual(missing((await read()).html), []));
    const shown = await owner<PreviewAnswer>("POST", `/mailings/${id}/preview`, {
      permission: "unknown",
    });
    const blockers = shown.findings.filter((finding) => finding.severity === "block");
    assert.deepEqual(
      blockers.filter((finding) => finding.part === "html"),
      [],
    );
  }

  async function keepPicture(page: Page, name: string): Promise<void> {
    if (!pictures) return;
    mkdirSync(pictures, { recursive: true });
    await page.screenshot({ path: join(pictures, `editor-${name}.png`) });
  }

  test("A11Y-06 CNT-06: a newsletter is built with the mouse", async () => {
    const { page, id, complaints } = await open("Mit der Maus");
    const hand = new Hand(page);
    const palette = (name: string) =>
      page.getByRole("group", { name: "Bausteine" }).getByRole("button", { name, exact: true });
    const field = (name: string) => page.getByRole("textbox", { name, exact: true });
    await hand.click(page.getByRole("button", { name: /^Bausteine/ }));
    await page.locator(".b-writing").waitFor();
    await hand.tripleClick(page.locator(".b-writing h1"));
    await hand.type("Zinsen im Januar");
    const blocks = page.locator(".b-block");
    await hand.drag(palette("Knopf"), page.locator(".b-slot-end").nth(1));
    await hand.click(field("Beschriftung"));
    await hand.type("Zum Zinsvergleich");
    await hand.click(field("Link"));
    await hand.type("https://www.editor.example/zinsen");
    await hand.drag(palette("Termin"), page.locator(".b-drop").nth(2));
    await hand.click(field("Überschrift"));
    await hand.type("Sprechtag");
    await hand.click(field("Ort"));
    await hand.type("Hauptstelle");
    await hand.click(page.getByRole("button", { name: "Nur bestimmten Empfängern zeigen" }));
    await page.getByRole("option", { name: "Firma" }).waitFor();
    await hand.type("Firm");
    await hand.press("ArrowDown");
    await hand.press("Enter");
    await hand.click(field("Wert"));
    await hand.type("Muster GmbH");
    await hand.click(page.getByRole("textbox", { name: "Allen anderen zeigen" }));
    await hand.type("Für alle: Wir sind da.");
    await page.getByText("Nur zeigen, wenn Firma ist „Muster GmbH“; sonst:").waitFor();
    await hand.drag(palette("Spalten"), page.locator(".b-drop").nth(2));
    await hand.drag(palette("Text"), page.locator(".b-column").nth(2));
    await page.locator(".b-writing").waitFor();
    await hand.type("Linke Spalte");
    // The button goes above the text, is removed, and comes back.
    await hand.drag(blocks.nth(2), blocks.nth(1));
    assert.deepEqual(await blocks.evaluateAll(labels), [
      "Kopf",
      "Knopf",
      "Text",
      "Text",
      "Termin",
      "Rechtlicher Schluss",
    ]);
    await hand.click(page.getByRole("button", { name: "Entfernen", exact: true }));
    assert.equal(await blocks.count(), 5);
    await hand.click(page.getByRole("button", { name: "Rückgängig" }));
    assert.equal(await blocks.count(), 6);
    await keepPicture(page, "mouse");
    await proves(id, [
      "Zinsen im Januar</h1>",
      ">Zum Zinsvergleich</a>",
      "Sprechtag",
      "Hauptstelle",
      "Linke Spalte",
      '{% if contact.company == "Muster GmbH" %}',
      /\{% else %\}[\s\S]*Für alle: Wir sind da\.[\s\S]*\{% endif %\}/,
      "{{ footer }}",
    ]);
    await hand.click(page.getByRole("tab", { name: "Vorschau" }));
    await page.locator(".m-device iframe").waitFor();
    assert.ok(hand.steps < MOST_STEPS, `${hand.steps} steps`);
    assert.deepEqual(complaints, []);
    console.log(`${hand.steps} steps with the mouse`);
    await page.context().close();
  });

  test("A11Y-06 CNT-06: a newsletter is built with the keyboard alone", async () => {
    const { page, id, complaints } = await open("Mit der Tastatur");
    const hand = new Hand(page);
    const focused = () => page.evaluate("document.activeElement?.textContent ?? ''");
    const tabTo = async (words: RegExp) => {
      for (let turn = 0; turn < 20; turn++) {
        await hand.press("Tab");
        if (words.test(String(await focused()))) return;
      }
      assert.fail(`${words} is not reached, but ${String(await focused()).slice(0, 60)}`);
    };
    const add = async (name: string) => {
      await hand.press("/");
      const item = page.getByRole("menuitem", { name, exact: true });
      await item.waitFor();
      for (let turn = 0; turn < 16; turn++) {
        await hand.press("ArrowDown");
        if (String(await focused()) === name) break;
      }
      await hand.press("Enter");
      await page.locator(`.b-block[data-selected][aria-label="${name}"]`).waitFor();
    };
    await hand.press("Tab");
    await hand.press("Enter");
    await tabTo(/^Bausteine/);
    await hand.press("Enter");
    await page.locator(".b-writing:focus").waitFor();
    // No hand is faster than the frame in which the caret is put into the text.
    await page.waitForTimeout(300);
    await hand.press("Control+Home");
    await hand.press("Shift+End");
    await page.waitForTimeout(100);
    await hand.type("Nur Tasten");
    await hand.press("Enter");
    await hand.type("Ein Absatz mit ");
    await hand.press("Control+b");
    await hand.type("Nachdruck");
    await hand.press("Escape");
    await add("Knopf");
    await hand.press("Enter");
    await hand.type("Zum Ratgeber");
    await hand.press("Tab");
    await hand.type("https://www.editor.example/ratgeber");
    await hand.press("Escape");
    await page.locator('.b-block[aria-label="Knopf"]:focus').waitFor();
    await hand.press("Control+d");
    await hand.press("Alt+ArrowUp");
    await hand.press("Alt+ArrowUp");
    const status = page.locator("[role=status]");
    await status.filter({ hasText: /Knopf verschoben, Stelle 2 von 5/ }).waitFor();
    await hand.press("Delete");
    await hand.press("Control+z");
    await hand.press("Control+Shift+z");
    await keepPicture(page, "keyboard");
    await proves(id, [
      "Nur Tasten</h1>",
      "<strong>Nachdruck</strong>",
      ">Zum Ratgeber</a>",
      "{{ footer }}",
    ]);
    const blocks = await page.locator(".b-block").evaluateAll(labels);
    assert.deepEqual(blocks, ["Kopf", "Text", "Knopf", "Rechtlicher Schluss"]);
    assert.ok(hand.steps < MOST_STEPS, `${hand.steps} steps`);
    assert.deepEqual(complaints, []);
    console.log(`${hand.steps} steps with the keyboard`);
    await page.context().close();
  });
});

function labels(elements: { getAttribute: (name: string) => string | null }[]): (string | null)[] {
  return elements.map((element) => element.getAttribute("aria-label"));
}
