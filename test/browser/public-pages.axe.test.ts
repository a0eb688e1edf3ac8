import assert from "node:assert/strict";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { after, before, describe, test } from "node:test";
import type { Browser } from "playwright-core";
import { assetHeaders, pageFonts, pageHeaders } from "../../server/pages/index.ts";
import { unsubscribeScript, unsubscribeScriptPath } from "../../server/preferences/pages/index.ts";
import { axeFindings } from "../support/axe.ts";
import { launch, whyNoBrowser } from "../support/browser.ts";
import { samplePages, sampleTheme } from "../support/public-page-samples.ts";

const skip = whyNoBrowser() ?? false;
const locales = ["de", "en"] as const;
// The one with the script leaves by itself; it has a test of its own.
const pageNames = Object.keys(samplePages("de")).filter((name) => name !== "unsubscribe-auto");

/** A form as its page knows it. */
interface FormInPage {
  noValidate: boolean;
  action: string;
  method: string;
  querySelector(selector: string): { focus(): void } | null;
}

/** Runs in a page: numbers its controls as a person without a mouse should meet them, and watches the focus. */
const PREPARE_TABS = `(() => {
  const controls = [...document.querySelectorAll("a[href],button,input,select,textarea,summary,[tabindex]")].filter((one) =>
    !one.disabled && one.type !== "hidden" && one.tabIndex >= 0 && one.checkVisibility({ visibilityProperty: true }));
  const groups = new Set();
  const stops = controls.filter((one) => {
    if (one.type !== "radio") return true;
    const group = one.form + " " + one.name;
    // One stop for a group: the chosen one, else the first.
    const chosen = controls.find((other) => other.type === "radio" && other.name === one.name && other.checked);
    if (chosen ? chosen !== one : groups.has(group)) return false;
    groups.add(group);
    return true;
  });
  const name = (one) => one.tagName.toLowerCase() + " " + (one.name || one.textContent.trim() || one.id).slice(0, 40);
  const met = [];
  const unseen = [];
  const shows = (one) => {
    const { outlineStyle, outlineWidth } = getComputedStyle(one);
    return outlineStyle !== "none" && parseFloat(outlineWidth) >= 2;
  };
  document.addEventListener("focusin", ({ target }) => {
    met.push(target);
    const around = [target, target.nextElementSibling, target.parentElement, target.closest("label")];
    if (!around.some((one) => one && shows(one))) unseen.push(name(target));
  });
  const start = document.createElement("span");
  start.tabIndex = -1;
  document.body.prepend(start);
  start.focus();
  met.length = unseen.length = 0;
  globalThis.wrongTabs = () => {
    const order = met.slice(0, stops.length);
    const at = stops.findIndex((one, no) => order[no] !== one);
    return [
      ...unseen.map((one) => "no sign of the focus: " + one),
      ...(at < 0 ? [] : ["stop " + at + ": " + (order[at] ? name(order[at]) : "nothing") + " instead of " + name(stops[at])]),
      ...(met.length > stops.length && met[stops.length] === met[stops.length - 1] ? ["the last one holds the focus"] : []),
    ];
  };
  return stops.length;
})()`;

describe("public pages in a browser", { skip }, () => {
  let browser: Browser;
  let server: Server;
  let origin: string;
  const posts: string[] = [];

  before(async () => {
    const fonts = new Map(pageFonts().map((font) => [font.path, font]));
    const pages = new Map<string, string>(
      locales.flatMap((locale) =>
        Object.entries(samplePages(locale)).map(
          ([name, page]) => [`/${locale}/${name}`, page] as const,
        ),
      ),
    );
    server = createServer((request, response) => {
      const path = new URL(request.url ?? "/", "http://localhost").pathname;
      const font = fonts.get(path);
      if (request.method === "POST") {
        posts.push(path);
        return response.writeHead(200, pageHeaders(sampleTheme)).end(pages.get("/de/unsubscribed"));
      }
      if (font !== undefined)
        return response
          .writeHead(200, { ...assetHeaders, "content-type": font.contentType })
          .end(font.body);
      if (path === unsubscribeScriptPath)
        return response
          .writeHead(200, { ...assetHeaders, "content-type": "text/javascript" })
          .end(unsubscribeScript);
      const page = pages.get(path);
      const headers = pageHeaders(sampleTheme, { script: path.endsWith("unsubscribe-auto") });
      return response.writeHead(page === undefined ? 404 : 200, headers).end(page);
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    browser = await launch();
  });

  after(async () => {
    await browser?.close();
    server?.close();
  });

  for (const [locale, colorScheme, width] of [
    ["de", "light", 1280],
    ["en", "dark", 390],
  ] as const) {
    test(`A11Y-01 A11Y-02: every page, ${locale}, ${colorScheme}, ${width} px: no axe finding, nothing foreign, within its policy; by keyboard alone each control in its order, seen when it has the focus`, async () => {
      const context = await browser.newContext({ colorScheme, viewport: { width, height: 900 } });
      const page = await context.newPage();
      const complaints: string[] = [];
      page.on("console", (message) => {
        if (message.type() === "error") complaints.push(message.text());
      });
      page.on("request", (request) => {
        if (!request.url().startsWith(origin) && !request.url().startsWith("data:"))
          complaints.push(`asks ${request.url()}`);
      });
      const findings: string[] = [];
      for (const name of pageNames) {
        await page.goto(`${origin}/${locale}/${name}`, { waitUntil: "load" });
        findings.push(...(await axeFindings(page)).map((each) => `${name}: ${each}`));
        const stops = await page.evaluate<number>(PREPARE_TABS);
        // Once more than there are controls: behind the last one the page is left.
        for (let press = 0; press <= stops; press++) await page.keyboard.press("Tab");
        const wrong = await page.evaluate<string[]>("globalThis.wrongTabs()");
        findings.push(...wrong.map((each) => `${name}: ${each}`));
      }
      await context.close();
      assert.deepEqual(findings, []);
      assert.deepEqual(complaints, []);
    });
  }

  test("A11Y-01: no page scrolls sideways at 1280, 390 and 320 px (400 % zoom)", async () => {
    const page = await browser.newPage({ javaScriptEnabled: true });
    const findings: string[] = [];
    for (const name of pageNames) {
      await page.goto(`${origin}/de/${name}`, { waitUntil: "load" });
      for (const width of [1280, 390, 320]) {
        await page.setViewportSize({ width, height: 900 });
        const over = await page.evaluate("document.documentElement.scrollWidth - innerWidth");
        if (Number(over) > 0) findings.push(`${name}: ${String(over)} px at ${width}`);
      }
    }
    await page.close();
    assert.deepEqual(findings, []);
  });

  test("A11Y-02 A11Y-03: every form of every page in both languages is sent to us by Enter alone, without JavaScript", async () => {
    const context = await browser.newContext({ javaScriptEnabled: false });
    const page = await context.newPage();
    // No contents: the page stays, and its next form can be tried.
    await context.route(
      () => true,
      (route) => {
        const isPost = route.request().method() === "POST";
        return isPost ? route.fulfill({ status: 204 }) : route.continue();
      },
    );
    const findings: string[] = [];
    let tried = 0;
    const seen = new Set<string>();
    const all = locales.flatMap((locale) =>
      Object.entries(samplePages(locale)).map(([name, html]) => ({
        path: `${locale}/${name}`,
        ways: [...html.matchAll(/<form\b[^>]*\baction="([^"]+)"/g)].map(([, way]) => way!),
      })),
    );
    for (const { path, ways } of all) {
      // Some pages differ in their words only.
      if (ways.every((way) => seen.has(way))) continue;
      for (const way of ways) seen.add(way);
      await page.goto(`${origin}/${path}`, { waitUntil: "load" });
      for (const form of await page.locator("form").all()) {
        // What must be filled in is asked for by another test; here the way counts.
        const { action, method } = await form.evaluate((node) => {
          const way = node as unknown as FormInPage;
          way.noValidate = true;
          way.querySelector("button:not([type=button])")?.focus();
          return { action: way.action, method: way.method };
        });
        if (method !== "post") continue;
        const asked = page.waitForRequest((one) => one.method() === "POST", { timeout: 10_000 });
        const [request] = await Promise.all([
          asked.catch(() => undefined),
          page.keyboard.press("Enter"),
        ]);
        const sent = request?.url() ?? "nothing was sent";
        if (sent !== action) findings.push(`${path}: ${action}: ${sent}`);
        tried++;
      }
    }
    await context.close();
    assert.deepEqual(findings, []);
    assert.ok(tried > 40, `only ${tried} forms`);
  });

  test("UNS-03: with scripts the unsubscribe page presses its button once, without them it waits", async () => {
    posts.length = 0;
    const scripted = await browser.newPage();
    await scripted.goto(`${origin}/de/unsubscribe-auto`);
    await scripted.waitForSelector(".hint#frist");
    assert.deepEqual(posts, ["/u/token"]);
    await scripted.goBack();
    await scripted.waitForTimeout(300);
    assert.deepEqual(posts, ["/u/token"], "going back must not unsubscribe again");

    const context = await browser.newContext({ javaScriptEnabled: false });
    const plain = await context.newPage();
    await plain.goto(`${origin}/de/unsubscribe-auto`);
    await plain.waitForTimeout(300);
    assert.equal(posts.length, 1);
    await plain.keyboard.press("Tab");
    await plain.getByRole("button", { name: "Jetzt abmelden" }).focus();
    await plain.keyboard.press("Enter");
    await plain.waitForSelector(".hint#frist");
    assert.equal(posts.length, 2);
    await context.close();
    await scripted.close();
  });

  test("CON-25: both answers to the question are equally large and look the same", async () => {
    const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
    await page.goto(`${origin}/de/tracking-question`);
    const looks =
      (await page.evaluate(`[...document.querySelectorAll(".pair .btn")].map((button) => {
      const { width, height } = button.getBoundingClientRect();
      const { color, backgroundColor, borderColor, fontSize, fontWeight } = getComputedStyle(button);
      return { width, height, color, backgroundColor, borderColor, fontSize, fontWeight };
    })`)) as object[];
    assert.equal(looks.length, 2);
    assert.deepEqual(looks[0], looks[1]);
    await page.close();
  });

  test("A11Y-02: an error takes the focus, and the field says what is wrong with it", async () => {
    const page = await browser.newPage();
    await page.goto(`${origin}/de/signup-form-errors`);
    assert.equal(await page.evaluate("document.activeElement.className"), "summary");
    const field = page.getByLabel("E‑Mail-Adresse");
    assert.equal(await field.getAttribute("aria-invalid"), "true");
    const ids = (await field.getAttribute("aria-describedby"))?.split(" ") ?? [];
    assert.match(await page.locator(`#${ids[0]}`).innerText(), /nicht vollständig/);
    await page.close();
  });
});
