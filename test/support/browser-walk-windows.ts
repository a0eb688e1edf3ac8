import assert from "node:assert/strict";
import type { Browser, Page } from "playwright-core";
import type { RunningApp } from "./app.ts";
import { keepPicture, openWindow, settled, type Window } from "./browser.ts";
import { eventually } from "./sending.ts";
import type { SlowRelay } from "./slow-relay.ts";
import type { Say } from "./walk-setup.ts";

/** As people have it; headless browsers call themselves so, and are machines to the product. */
const PERSON =
  "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36";

/** The windows of a walk through the main job: an operator's and a reader's, in one language. */
export class BrowserWalkWindows {
  readonly say: Say;
  protected readonly running: RunningApp;
  protected readonly browser: Browser;
  protected readonly relay: SlowRelay;
  protected readonly locale: "de" | "en";
  protected readonly pictures: string;
  protected operator!: Window;
  protected reader!: Window;

  constructor(at: {
    running: RunningApp;
    browser: Browser;
    relay: SlowRelay;
    locale: "de" | "en";
    pictures: string;
  }) {
    this.running = at.running;
    this.browser = at.browser;
    this.relay = at.relay;
    this.locale = at.locale;
    this.pictures = at.pictures;
    this.say = (de, en) => (at.locale === "de" ? de : en);
  }

  async start(): Promise<void> {
    const options = {
      locale: this.locale === "de" ? "de-DE" : "en-GB",
      viewport: { width: 1440, height: 900 },
      userAgent: PERSON,
    };
    this.operator = await openWindow(this.browser, this.running.url, options);
    this.reader = await openWindow(this.browser, this.running.url, options);
  }

  /** Runs a part of the walk; when it fails, says where and keeps a picture of both windows. */
  async step(name: string, work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      const file = `${this.locale}-${name.replaceAll(" ", "-")}`;
      const places = [
        await keepPicture(this.operator, this.pictures, `${file}-operator`),
        await keepPicture(this.reader, this.pictures, `${file}-reader`),
      ];
      throw new Error(`${name}: ${String(error)}\n${places.join("\n")}`, { cause: error });
    }
  }

  /** Errors of the console and requests to elsewhere. */
  complaints(): string[] {
    return [...this.operator.complaints, ...this.reader.complaints];
  }

  protected get page(): Page {
    return this.operator.page;
  }

  protected async goTo(path: string): Promise<Page> {
    await this.page.goto(this.running.url + path);
    await settled(this.page);
    return this.page;
  }

  /** Looks into the built-in mailbox as the operator does and gives a link of the newest mail to somebody. */
  protected async linkInMail(to: string, path: RegExp, subject = ""): Promise<string> {
    const { say } = this;
    await this.openMail(to, subject);
    await this.page.getByRole("tab", { name: "Links" }).click();
    const links = await this.page
      .getByRole("link", { name: new RegExp(`^${say("Öffnen", "Open")}: `) })
      .evaluateAll((found) => found.map((link) => (link as { href?: string }).href ?? ""));
    const link = links.find((one) => path.test(new URL(one).pathname));
    assert.ok(link, `${path} in ${links.join(", ")}`);
    return link;
  }

  protected async openMail(to: string, subject: string): Promise<void> {
    const entry = this.page
      .getByRole("listitem")
      .getByRole("link")
      .filter({ hasText: to })
      .filter({ hasText: subject })
      .first();
    await eventually(`mail to ${to}`, async () => {
      await this.goTo(`/testpostfach?q=${encodeURIComponent(to)}`);
      return (await entry.count()) > 0;
    });
    await entry.click();
    await settled(this.page);
  }
}
