import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { after, before, describe, test } from "node:test";
import { chromium, type Browser } from "playwright-core";
import { assetHeaders, pageFonts, pageHeaders } from "../../server/pages/index.ts";
import { unsubscribeScript, unsubscribeScriptPath } from "../../server/preferences/pages/index.ts";
import { axeFindings } from "../support/axe.ts";
import { samplePages, sampleTheme } from "../support/public-page-samples.ts";

const executablePath = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
].find((path) => existsSync(path));
const skip =
  executablePath === undefined
    ? "no Chromium in /usr/bin: install it to check the public pages"
    : false;
const locales = ["de", "en"] as const;
// The one with the script leaves by itself; it has a test of its own.
const pageNames = Object.keys(samplePages("de")).filter((name) => name !== "unsubscribe-auto");

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
    browser = await chromium.launch({ executablePath: executablePath!, args: ["--no-sandbox"] });
  });

  after(async () => {
    await browser?.close();
    server?.close();
  });

  for (const [locale, colorScheme, width] of [
    ["de", "light", 1280],
    ["en", "dark", 390],
  ] as const) {
    test(`A11Y-01 A11Y-03: every page, ${locale}, ${colorScheme}, ${width} px: no axe finding, nothing foreign, within its policy`, async () => {
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
