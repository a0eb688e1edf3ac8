import assert from "node:assert/strict";
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { extname, join } from "node:path";
import { after, before, describe, test } from "node:test";
import type { Browser, Page } from "playwright-core";
import { build } from "vite";
import { workplaceRoutes, type Database } from "../../server/platform/index.ts";
import { axeFindings } from "../support/axe.ts";
import { launch, whyNoBrowser } from "../support/browser.ts";
import { testServer } from "../support/http.ts";
import { eventually } from "../support/sending.ts";
import { isThorough } from "../support/thorough.ts";

const skip = whyNoBrowser() ?? false;
const admin = join(import.meta.dirname, "../../admin");
const types: Record<string, string> = {
  ".html": "text/html",
  ".js": "text/javascript",
  ".css": "text/css",
  ".svg": "image/svg+xml",
  ".woff2": "font/woff2",
};
// As strict as the product's own: files of the house only, no inline scripts.
const policy =
  "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; font-src 'self'; " +
  "img-src 'self'; connect-src 'self'; frame-src 'self'; base-uri 'none'; form-action 'self'";
const account = {
  id: "acc_1",
  name: "Musterbank",
  mode: "sandbox",
  roles: ["owner"],
  permissions: ["account.read"],
  locale: "de",
  timezone: "Europe/Berlin",
  setupComplete: true,
  needsSecondFactor: false,
  training: { dueOn: "2027-11-22", state: "fine", withheld: [] },
};
const me = {
  operator: {
    id: "opr_1",
    name: "Maria Beispiel",
    email: "m@example.org",
    locale: "de",
    isAdministrator: false,
    hasSecondFactor: true,
  },
  accounts: [account, { ...account, id: "acc_2", name: "Stiftung Sonnenhof", mode: "live" }],
  now: "2026-11-24T08:00:00Z",
};
const ways = { passwordByMail: true, provider: { name: "Musterbank-Konto" } };
const invitation = {
  accountName: "Musterbank",
  email: "neu@example.org",
  roles: ["marketer"],
  known: false,
  expiresAt: "2026-12-01T08:00:00Z",
};

describe("the workplace in a browser", { skip }, () => {
  let browser: Browser;
  let server: Server;
  let origin: string;
  const folder = mkdtempSync(join(tmpdir(), "klarpost-gallery-"));
  /** How the API answers: signed in, not signed in, database away. */
  let answer: 200 | 401 | 503 = 200;

  before(async () => {
    await build({
      configFile: join(admin, "vite.config.ts"),
      root: admin,
      mode: "gallery",
      logLevel: "error",
      build: { outDir: folder, emptyOutDir: true },
    });
    const product = await testServer({
      db: {} as Database,
      routes: workplaceRoutes(folder, {
        reserved: ["api"],
        publicUrl: "http://localhost",
        sandboxUrl: null,
      }),
    });
    server = createServer((request, response) => {
      const path = new URL(request.url ?? "/", "http://localhost").pathname;
      if (path.startsWith("/api/")) {
        const statuses: Record<string, number> = {
          "/api/v1/me": answer,
          "/api/v1/session": 401,
          "/api/v1/session/ways": 200,
          "/api/v1/invitation/token": 200,
        };
        const status = statuses[path] ?? 404;
        const answers: Record<string, unknown> = { "/api/v1/me": me, "/api/v1/session/ways": ways };
        const found = answers[path] ?? invitation;
        const body = status === 200 ? found : { status, code: `answer_${status}`, detail: "No." };
        return response
          .writeHead(status, { "content-type": "application/json" })
          .end(JSON.stringify(body));
      }
      // The page for foreign HTML is the product's own.
      if (path === "/frame")
        return void product.app.inject(request.url!).then(({ headers, body }) => {
          response.writeHead(200, headers as Record<string, string>).end(body);
        });
      const file = join(folder, path);
      const served =
        existsSync(file) && statSync(file).isFile() ? file : join(folder, "index.html");
      return response
        .writeHead(200, {
          "content-type": types[extname(served)] ?? "application/octet-stream",
          "content-security-policy": policy,
        })
        .end(readFileSync(served));
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    browser = await launch();
  });

  after(async () => {
    await browser?.close();
    server?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  async function open(path: string, width: number, colorScheme: "light" | "dark") {
    const context = await browser.newContext({
      colorScheme,
      viewport: { width, height: 900 },
      locale: "de-DE",
    });
    const page = await context.newPage();
    const complaints: string[] = [];
    page.on("console", (message) => {
      const text = message.text();
      // Answers of 401 and 503 are part of the scenes.
      if (message.type() === "error" && !text.includes("status of")) complaints.push(text);
    });
    page.on("pageerror", (error) => complaints.push(error.message));
    page.on("request", (request) => {
      if (!request.url().startsWith(origin) && !request.url().startsWith("about:"))
        complaints.push(`foreign request: ${request.url()}`);
    });
    await page.goto(origin + path);
    return { page, complaints, close: () => context.close() };
  }

  async function assertAccessible(page: Page, scene: string): Promise<void> {
    const found = await axeFindings(page, { rulesOff: ["region"] });
    assert.deepEqual(found, [], scene);
    const tooWide = await page.evaluate(
      "document.documentElement.scrollWidth > document.documentElement.clientWidth",
    );
    assert.equal(tooWide, false, `${scene}: scrolls sideways`);
  }

  // Width and colours have nothing to do with each other, so two looks are enough every day.
  for (const width of [1440, 390])
    for (const scheme of isThorough
      ? (["light", "dark"] as const)
      : [width === 1440 ? ("light" as const) : ("dark" as const)])
      test(`every component, ${width} px, ${scheme}: no axe finding, nothing foreign, within the policy`, async () => {
        const { page, complaints, close } = await open("/_gallery", width, scheme);
        await page.waitForSelector(".cm-editor");
        await page.waitForSelector(".mantine-DateTimePicker-input");
        await assertAccessible(page, "gallery");
        await page.locator("[data-gallery=confirm]").click();
        const button = page.getByRole("button", { name: /12\.204 Kontakte löschen/ });
        assert.equal(await button.isDisabled(), true);
        await page.getByLabel("Bestätigung").fill("12204");
        assert.equal(await button.isDisabled(), false);
        // The dialog fades in; half-way there its words are pale.
        const opacity =
          "getComputedStyle(document.querySelector('.mantine-Modal-content')).opacity";
        await eventually("the dialog is there", async () => (await page.evaluate(opacity)) === "1");
        await assertAccessible(page, "confirmation");
        assert.deepEqual(complaints, []);
        await close();
      });

  for (const width of [1440, 390])
    test(`A11Y-02: the shell at ${width} px: palette and menus by keyboard, no axe finding`, async () => {
      answer = 200;
      const { page, complaints, close } = await open("/nowhere", width, "light");
      await page.waitForSelector("#main h1");
      await assertAccessible(page, "shell");
      await page.keyboard.press("Control+k");
      await page.getByRole("dialog", { name: "Kontakte, Mailings, Seiten suchen" }).waitFor();
      await assertAccessible(page, "palette");
      await page.keyboard.press("Escape");
      await page.getByRole("dialog").waitFor({ state: "detached" });
      await page.getByRole("button", { name: "Menü von Maria Beispiel" }).press("Enter");
      await page.getByRole("menuitemradio", { name: "Dunkel" }).press("Enter");
      await page.waitForSelector(":root[data-mantine-color-scheme=dark]");
      await assertAccessible(page, "menu");
      assert.deepEqual(complaints, []);
      await close();
    });

  test("who is not signed in comes back to the page asked for", async () => {
    answer = 401;
    const { page, complaints, close } = await open("/lists?q=a", 1440, "light");
    await page.waitForSelector("form");
    assert.equal(new URL(page.url()).searchParams.get("back"), "/lists?q=a");
    await page.fill("[name=email]", "m@example.org");
    await page.fill("[name=password]", "wrong");
    await page.keyboard.press("Enter");
    await page.getByText("E-Mail-Adresse oder Passwort stimmen nicht.").waitFor();
    await assertAccessible(page, "sign-in");
    await page.goto(`${origin}/einrichten/token`);
    await page.waitForSelector("[name=new-password]");
    await assertAccessible(page, "set-up");
    await page.goto(`${origin}/einladung/token`);
    await page.waitForSelector("[name=new-password]");
    await assertAccessible(page, "invitation");
    assert.deepEqual(complaints, []);
    await close();
  });

  test("the workplace waits for a database that is away and goes on by itself", async () => {
    answer = 503;
    const { page, close } = await open("/", 1440, "light");
    await page.getByRole("heading", { name: "Einen Moment, bitte" }).waitFor();
    await assertAccessible(page, "away");
    answer = 200;
    await page.waitForSelector(".s-shell");
    await close();
  });
});
