import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import type { Browser, Page } from "playwright-core";
import type { ListArchiveView } from "../../contract/archive.ts";
import {
  freezeContent,
  startTemplateEngine,
  type TemplateEngine,
} from "../../server/content/index.ts";
import { renderShared } from "../../server/archive/render-shared.ts";
import { webViewHeaders } from "../../server/archive/web-view.ts";
import { runningApp, type RunningApp } from "../support/app.ts";
import { axeFindings } from "../support/axe.ts";
import { launch, whyNoBrowser } from "../support/browser.ts";
import { SAMPLE_FACTS } from "../support/content-samples.ts";
import { eventually } from "../support/sending.ts";
import { isThorough } from "../support/thorough.ts";
import { readyAccount, subscribe } from "../support/walk-account.ts";

const data = join(import.meta.dirname, "../../../shared/data/security-payloads");
const skip = whyNoBrowser() ?? false;

/** Attacks that show their success by asking our server for `/owned`, or by changing the title. */
const OWN = [
  `<script>document.title="owned";fetch("/owned")</script>`,
  `<img src="x" onerror="document.title='owned';fetch('/owned')">`,
  `<svg onload="fetch('/owned')"><script>fetch("/owned")</script></svg>`,
  `<meta http-equiv="refresh" content="0;url=/owned">`,
  `<base href="/owned/"><link rel="stylesheet" href="a.css"><img src="https://bilder.example/x.png"><img src="x.png">`,
  `<p style="background:url(javascript:fetch('/owned'));width:expression(fetch('/owned'))">x</p><svg><use href="data:image/svg+xml,<svg id='x' xmlns='http://www.w3.org/2000/svg'><script>fetch('/owned')</script></svg>#x"></use></svg>`,
  `<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=fetch('/owned')&gt;"><img src=x onerror=fetch('/owned')>`,
  `<svg><animate xlink:href="#o" attributeName="href" values="javascript:fetch('/owned')"/><a id="o"><text y="9">x</text></a></svg><img srcset="x 1x" onerror="fetch('/owned')">`,
  `<link rel="stylesheet" href="/owned"><link rel="preload" as="script" href="/owned"><link rel="modulepreload" href="/owned">`,
  `<style>@import url("/owned");@font-face{font-family:x;src:url("http://127.0.0.1/owned")}body{font-family:x}</style>`,
  `<iframe src="/owned"></iframe><iframe srcdoc="<script>parent.fetch('/owned')</script>"></iframe>`,
  `<object data="/owned"></object><embed src="/owned"><video src="/owned" autoplay></video><audio src="/owned" autoplay></audio>`,
  `<form action="/owned" method="post"><button autofocus onfocus="this.click()">x</button></form>`,
  `<body onload="fetch('/owned')" onpageshow="fetch('/owned')">`,
  `<details open ontoggle="fetch('/owned')"><summary>x</summary></details>`,
  `<a ping="/owned" href="https://www.example/">x</a>`,
];

interface Payload {
  payload?: string;
  input?: string;
}

const every = (step: number, all: string[]): string[] =>
  isThorough ? all : all.filter((_each, index) => index % step === 0);

/** Payloads of the collections that are meant for HTML; a part of each, but for `npm run drill:thorough`. */
function collected(): string[] {
  const placeholders = JSON.parse(
    readFileSync(join(data, "payloads-html5sec/placeholders.json"), "utf8"),
  ) as Record<string, unknown>;
  const read = (file: string): string[] =>
    readFileSync(join(data, file), "utf8")
      .trim()
      .split("\n")
      .flatMap((line) => {
        const { payload, input } = JSON.parse(line) as Payload;
        return [payload ?? input].filter((each) => typeof each === "string");
      });
  const fill = (text: string) =>
    text.replace(/%(\w+)%/g, (whole, name: string) =>
      typeof placeholders[name] === "string" ? placeholders[name] : whole,
    );
  return [
    ...every(3, read("payloads-html5sec/payloads.jsonl")).map(fill),
    ...every(6, read("payloads-owasp/payloads.jsonl")),
    ...every(8, read("payloads-htmlpurifier/payloads.jsonl")),
    ...every(20, read("sanitizer-dompurify/expected.jsonl")),
    ...every(20, read("sanitizer-bluemonday/expected.jsonl")),
    ...every(40, read("payloads-xss-list/payloads.jsonl")),
  ];
}

describe("a hostile mail in its web view", { skip }, () => {
  let engine: TemplateEngine;
  let browser: Browser;
  let server: Server;
  let origin: string;
  let pages: string[] = [];
  let isGuarded = true;
  let asked: string[] = [];

  before(async () => {
    engine = startTemplateEngine();
    browser = await launch();
    server = createServer((request, response) => {
      const path = request.url ?? "/";
      const page = pages[Number(/^\/w\/(\d+)$/.exec(path)?.[1])];
      if (page === undefined && path !== "/favicon.ico") asked.push(`${request.method} ${path}`);
      const headers = isGuarded ? webViewHeaders(false) : { "content-type": "text/html" };
      response.writeHead(page === undefined ? 404 : 200, headers).end(page);
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  after(async () => {
    await browser?.close();
    await engine?.close();
    server?.close();
  });

  /** The pages as they are served; what the compiler refuses cannot be sent. */
  async function prepare(payloads: readonly string[]): Promise<void> {
    pages = [];
    for (const payload of payloads) {
      const html = `<!doctype html><html lang="de"><head><title>Brief</title></head><body>${payload}</body></html>`;
      const frozen = freezeContent(
        { subject: "Brief", preheader: "", html, text: "Brief" },
        SAMPLE_FACTS,
        true,
      );
      if (!frozen.ok) continue;
      const version = { ...frozen.version, id: 1, publicId: "cnt_1", createdAt: new Date(0) };
      const { html: parts } = await renderShared({ engine }, version, "https://post.example/w/1/p");
      pages.push(parts.join(""));
    }
  }

  /** What each page managed to do. */
  async function attack(page: Page): Promise<string[]> {
    const found: string[] = [];
    let at = 0;
    page.on("dialog", (dialog) => {
      found.push(`${at}: dialog`);
      void dialog.dismiss().catch(() => undefined);
    });
    page.on("request", (request) => {
      if (request.isNavigationRequest() && request.url() !== `${origin}/w/${at}`)
        found.push(`${at}: navigates to ${request.url()}`);
    });
    // Chromium announces what the policy then blocks; only an answer means that it was loaded.
    page.on("response", (response) => {
      const type = response.request().resourceType();
      if (!["document", "image", "other"].includes(type))
        found.push(`${at}: loads ${type} ${response.url()}`);
    });
    page.on("popup", (popup) => {
      found.push(`${at}: popup`);
      void popup.close().catch(() => undefined);
    });
    await page.route(/.*/, (route) =>
      route.request().url().startsWith(origin) ? route.continue() : route.abort(),
    );
    for (at = 0; at < pages.length; at++) {
      asked = [];
      await page
        .goto(`${origin}/w/${at}`, { waitUntil: "load", timeout: 5000 })
        .catch(() => undefined);
      const owned = asked.filter((each) => each.includes("owned"));
      if (owned.length > 0) found.push(`${at}: asked ${owned.join(", ")}`);
    }
    // What comes a moment later: a refresh, an animation.
    await page.waitForTimeout(500);
    return found;
  }

  test("TRK-19: nothing of our own attacks runs, loads, sends or leads away; without the guard they do", async () => {
    await prepare(OWN);
    assert.equal(pages.length, OWN.length);
    const guarded = await browser.newPage();
    assert.deepEqual(await attack(guarded), []);
    await guarded.close();
    isGuarded = false;
    const open = await browser.newPage();
    assert.ok((await attack(open)).length >= 8, "the attacks are real");
    await open.close();
    isGuarded = true;
  });

  test("TRK-19: a button of a form in a mail sends nothing, and a link to a script does nothing", async () => {
    await prepare([
      `<form action="/owned" method="post"><button>Senden</button></form><a href="javascript:fetch('/owned')">Los</a><a href="data:text/html,<script>1</script>">Da</a>`,
    ]);
    const page = await browser.newPage();
    asked = [];
    await page.goto(`${origin}/w/0`);
    await page.getByRole("button").click();
    await page.getByRole("link", { name: "Los" }).click();
    await page.getByRole("link", { name: "Da" }).click();
    await page.waitForTimeout(200);
    assert.deepEqual(asked, []);
    assert.equal(page.url(), `${origin}/w/0`);
    await page.close();
  });

  test(
    "TRK-19: no payload of the public collections runs in a browser",
    { skip: existsSync(data) ? false : "no ../shared/data/security-payloads here" },
    async (context) => {
      await prepare(collected());
      context.diagnostic(`${pages.length} payloads`);
      assert.ok(pages.length > 60);
      const page = await browser.newPage();
      assert.deepEqual(await attack(page), []);
      await page.close();
    },
  );
});

describe("archive and web view for readers", { skip }, () => {
  let running: RunningApp;
  let browser: Browser;
  let archive: ListArchiveView;

  before(async () => {
    running = await runningApp();
    browser = await launch();
    const account = await readyAccount(running);
    const { owner, list } = account;
    await subscribe(running, account, [{ email: "anna@lesen.example", tracking: false }]);
    for (const starter of ["newsletter-de", "note-en"]) {
      const { id } = await owner.post("/mailings", { name: starter, starter, listIds: [list] });
      await owner.post(`/mailings/${id}/schedule`);
      await eventually(
        "the mailing is sent",
        async () => (await owner.get(`/mailings/${id}`)).state === "sent",
      );
    }
    archive = await owner.patch(`/lists/${list}/archive`, { open: true });
  });
  after(async () => {
    await browser?.close();
    await running?.close();
  });

  for (const [locale, words] of [
    [
      "de",
      {
        personal: "Abmelden",
        button: "Link anfordern",
        back: "Zurück zur Web-Ansicht",
        subscribe: "Newsletter abonnieren",
        title: /zum Jahresbeginn/,
      },
    ],
    [
      "en",
      {
        personal: "Unsubscribe",
        button: "Request a link",
        back: "Back to the web view",
        subscribe: "Subscribe to the newsletter",
        title: /From March/,
      },
    ],
  ] as const)
    test(`A11Y-03 TRK-02: from the archive to the issue, to one's own link and to the form without JavaScript, ${locale}`, async () => {
      const context = await browser.newContext({
        javaScriptEnabled: false,
        locale,
        viewport: { width: 390, height: 844 },
      });
      const page = await context.newPage();
      await page.goto(archive.url!);
      await page.getByRole("link", { name: words.title }).click();
      assert.match(page.url(), /\/w\/[0-9a-f]{32}$/);
      await page.getByRole("link", { name: words.personal, exact: true }).click();
      assert.match(page.url(), /\/w\/[0-9a-f]{32}\/persoenlich$/);
      await page.getByRole("link", { name: words.back }).click();
      await page.goBack();
      await page.getByRole("link", { name: words.button }).click();
      assert.match(page.url(), /\/f\/frm_[0-9a-f]{32}\/verwalten/);
      await page.goto(archive.url!);
      await page.getByRole("link", { name: words.subscribe }).click();
      assert.match(page.url(), /\/f\/frm_[0-9a-f]{32}\?lang=/);
      assert.deepEqual(await context.cookies(), []);
      await context.close();
    });

  test("A11Y-01: the web view of the starting templates has no axe finding in either scheme, and does not scroll sideways", async () => {
    const findings: string[] = [];
    const list = await (await fetch(archive.url!)).text();
    for (const [, path] of list.matchAll(/href="[^"]*(\/w\/[0-9a-f]{32})"/g)) {
      const html = await (await fetch(`${running.url}${path}`)).text();
      for (const colorScheme of ["light", "dark"] as const) {
        const context = await browser.newContext({
          colorScheme,
          viewport: { width: 390, height: 844 },
        });
        const page = await context.newPage();
        // In its sandbox no script runs, axe's neither: the same bytes without it.
        await page.setContent(html);
        const found = await axeFindings(page, { practices: false });
        findings.push(...found.map((each) => `${path} ${colorScheme}: ${each}`));
        const over = await page.evaluate("document.documentElement.scrollWidth - innerWidth");
        if (Number(over) > 0) findings.push(`${path}: ${String(over)} px`);
        await context.close();
      }
    }
    assert.deepEqual(findings, []);
  });
});
