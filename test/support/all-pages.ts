import assert from "node:assert/strict";
import { mkdirSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import type { Browser, Page } from "playwright-core";
import { DEMO_LOGIN } from "../../server/demo/demo-accounts.ts";
import { fillDemo } from "../../server/demo/fill-demo.ts";
import { runningApp, type RunningApp } from "./app.ts";
import { axeFindings } from "./axe.ts";
import { launch, openWindow, settled, whyNoWorkplace } from "./browser.ts";
import { isThorough } from "./thorough.ts";
import { api, peopleCsv, type Api } from "./walk.ts";

const pagesFolder = join(import.meta.dirname, "../../admin/src/pages");
/** Where pictures of all pages go, for people to look at; none are taken without it. */
const pictures = process.env["KLARPOST_SCREENSHOTS"];
/** Of rows that are alike a few are enough. */
const LEFT_OUT = ["tr:nth-child(n+6)", "li:nth-child(n+13)"];
/** An address that no page has; between two pages, so that nothing of the first is left on the second. */
const NOWHERE = "/nirgends";
/** Every address a page of the workplace registers. */
function registered(): string[] {
  return readdirSync(pagesFolder).flatMap((folder) =>
    [...readFileSync(join(pagesFolder, folder, "routes.ts"), "utf8").matchAll(/path: "([^"]+)"/g)]
      .map((match) => match[1]!)
      .filter((path) => path !== "/$"),
  );
}

interface Look {
  width: number;
  scheme: "light" | "dark";
}

/** Declares the tests of every page of the workplace with the living example, which takes long to fill. */
export function testAllPages(looks: readonly Look[]): void {
  describe("every page of the workplace", { skip: whyNoWorkplace() ?? false }, () => {
    let running: RunningApp;
    let browser: Browser;
    let signedIn: Api;
    let accountId: string;
    let addresses: Map<string, string[]>;

    before(async () => {
      running = await runningApp();
      await fillDemo(running.app, () => undefined);
      const answer = await api(running.url, { "x-klarpost": "1" }).call("POST", "/session", {
        body: DEMO_LOGIN,
      });
      const cookie = answer.headers.getSetCookie()[0]!.split(";")[0]!;
      const { accounts } = answer.body as { accounts: { id: string; name: string }[] };
      accountId = accounts.find((one) => one.name === "Musterbank")!.id;
      signedIn = api(running.url, { cookie, "x-klarpost": "1", "klarpost-account": accountId });
      addresses = await addressesOf(signedIn);
      browser = await launch();
      if (pictures) mkdirSync(pictures, { recursive: true });
    });
    after(async () => {
      await browser?.close();
      await running?.close();
    });

    test("each registered page has an address here", () => {
      assert.deepEqual(
        registered().filter((path) => !addresses.has(path)),
        [],
      );
    });

    const names = looks.map(({ width, scheme }) => `${width} px, ${scheme}`).join(", and at ");
    test(`A11Y-01 A11Y-02 A11Y-10: at ${names}: no axe finding, nothing foreign, no sideways scrolling`, async () => {
      const { page, complaints, context } = await openWindow(browser, running.url, {
        cookie: signedIn.credentials["cookie"]!,
        account: accountId,
        colorScheme: looks[0]!.scheme,
        locale: "de-DE",
        viewport: { width: looks[0]!.width, height: 900 },
      });
      const wrong: string[] = [];
      const all = [...addresses.values()].flat();
      // Drawing a page anew in another width takes longer than walking to it, so the whole walk is made for each look.
      for (const [turn, one] of looks.entries()) {
        await page.setViewportSize({ width: one.width, height: 900 });
        await page.goto(running.url + NOWHERE);
        await showScheme(page, one.scheme);
        for (const [no, path] of all.entries()) {
          // Every day one look at each page, in turn; all looks at all pages are the thorough drill's.
          if (pictures === undefined && !isThorough && no % looks.length !== turn) continue;
          try {
            await walkTo(page, NOWHERE);
            await walkTo(page, path);
            await settled(page);
            if (pictures) await takePictures(page, `${one.width}`, path, one.scheme);
            if (await scrolls(page)) wrong.push(`${path}: ${one.width}: scrolls sideways`);
            wrong.push(...(await findings(page)).map((each) => `${path}: ${one.width}: ${each}`));
          } catch (error) {
            wrong.push(`${path}: ${String(error).split("\n")[0]}`);
            await page.goto(running.url + NOWHERE);
            await showScheme(page, one.scheme);
          }
        }
      }
      await context.close();
      assert.deepEqual([...wrong, ...complaints], []);
    });
  });
}

async function showScheme(page: Page, colorScheme: "light" | "dark"): Promise<void> {
  await page.emulateMedia({ colorScheme });
  await page.locator(`:root[data-mantine-color-scheme=${colorScheme}]`).waitFor();
}

const scrolls = (page: Page): Promise<boolean> =>
  page.evaluate<boolean>(
    "document.documentElement.scrollWidth > document.documentElement.clientWidth",
  );

const findings = (page: Page): Promise<string[]> =>
  axeFindings(page, { leftOut: LEFT_OUT, rulesOff: ["region"] });

/** As a link of the workplace does: the program stays, the page changes. */
async function walkTo(page: Page, path: string): Promise<void> {
  await page.evaluate(
    `history.pushState({}, "", ${JSON.stringify(path)}); dispatchEvent(new PopStateEvent("popstate", { state: {} }))`,
  );
  const nowhere = page.getByRole("heading", { name: "Diese Seite gibt es nicht" });
  await nowhere.waitFor({ state: path === NOWHERE ? "visible" : "detached" });
}

async function takePictures(
  page: Page,
  prefix: string,
  path: string,
  scheme: "light" | "dark",
): Promise<void> {
  const name = path.replace(/_[0-9a-f]{32}/g, "").replace(/[^a-z0-9]+/gi, "-");
  const both = scheme === "light" ? (["dark", "light"] as const) : (["light", "dark"] as const);
  for (const shown of both) {
    await showScheme(page, shown);
    const file = `${prefix}-${shown}${name === "-" ? "-start" : name}.png`;
    await page.screenshot({ path: join(pictures!, file), fullPage: true });
  }
}

/** Concrete addresses for each pattern, with things of the example that have something to show. */
async function addressesOf(demo: Api): Promise<Map<string, string[]>> {
  const first = async (path: string): Promise<string> => (await demo.get(path)).items[0].id;
  const of = async (state: string) => first(`/mailings?state=${state}`);
  const [sent, draft, list, form, contact, wording, proof] = await Promise.all([
    of("sent"),
    of("draft"),
    first("/lists"),
    first("/forms"),
    first("/contacts"),
    first("/wordings"),
    first("/consents"),
  ]);
  const [pair] = (await demo.get("/contact-pairs")).items;
  const template = await first("/transactional-templates");
  const sendingDomain = (await demo.get("/sender-domains")).items[0].domain as string;
  const upload = await demo.upload("/imports?name=messe.csv", peopleCsv(5, "messe.example"));
  const steps = ["name", "imprint", "privacy", "processing", "responsibility", "sender"];
  const sections = [...steps, "counting", "appearance"];
  const ids: Record<string, string[]> = {
    "/contacts/$id": [`/contacts/${contact}`],
    "/contacts/dubletten/$id/$other": [`/contacts/dubletten/${pair.first.id}/${pair.second.id}`],
    "/contacts/$id/write": [`/contacts/${contact}/write`],
    "/vorlagen/$id": [`/vorlagen/${await first("/templates")}`, "/vorlagen/event-de"],
    "/vorgangsmails/$id": [`/vorgangsmails/${template}`],
    "/contacts/import/$id": [`/contacts/import/${upload.id}`],
    "/contacts/import/from/$system": ["/contacts/import/from/mailchimp"],
    "/lists/$id": [`/lists/${list}`],
    "/lists/forms/$id": ["", "?view=facts", "?view=versions"].map(
      (view) => `/lists/forms/${form}${view}`,
    ),
    "/erfassen": ["", "?kind=agree", "?kind=stop"].map((view) => `/erfassen${view}`),
    "/mailings/$id": [`/mailings/${draft}`, `/mailings/${sent}`],
    "/kampagnenlisten/$id": [`/kampagnenlisten/${await first("/core-lists")}`],
    "/segmente/$id": [`/segmente/${await first("/segments")}`],
    "/mailings/$id/check": [`/mailings/${draft}/check`],
    "/mailings/wiederkehrend/$id": [
      `/mailings/wiederkehrend/${await first("/recurring-mailings")}`,
    ],
    "/mailings/kampagnen/$id": [`/mailings/kampagnen/${await first("/campaigns")}`],
    "/mailings/$id/report": [`/mailings/${sent}/report`],
    "/datenschutz/einwilligungstexte/$id": [`/datenschutz/einwilligungstexte/${wording}`],
    "/datenschutz/einwilligungstexte/$id/neu": [`/datenschutz/einwilligungstexte/${wording}/neu`],
    "/datenschutz/unterlagen/$kind": [
      "/datenschutz/unterlagen/records",
      "/datenschutz/unterlagen/measures",
      "/datenschutz/unterlagen/screening",
      "/datenschutz/unterlagen/notice",
    ],
    "/datenschutz/anliegen/$id": [`/datenschutz/anliegen/${await first("/data-requests")}`],
    "/datenschutz/vorfaelle": ["/datenschutz/vorfaelle", "/datenschutz/vorfaelle?state=ended"],
    "/datenschutz/vorfaelle/$id": ((await demo.get("/incidents")).items as { id: string }[]).map(
      ({ id }) => `/datenschutz/vorfaelle/${id}`,
    ),
    "/datenschutz/nachweise/$id": [`/datenschutz/nachweise/${proof}`],
    "/einrichtung/$step": ["/einrichtung/name", "/einrichtung/counting"],
    "/einstellungen/versanddomains/$domain": [`/einstellungen/versanddomains/${sendingDomain}`],
    "/einstellungen/personen/$person": [
      `/einstellungen/personen/${(await demo.get("/operators")).items[0].id}`,
    ],
    "/einstellungen/rollen/$role": ["/einstellungen/rollen/sales"],
    "/einstellungen/mandant/$section": sections.map((step) => `/einstellungen/mandant/${step}`),
  };
  const plain = registered()
    .filter((path) => !path.includes("$"))
    .map((path): [string, string[]] => [path, [path]]);
  // The pages of one-time links are tried where such links are made.
  const oneTime = [
    "/einladung/$token",
    "/einrichten/$token",
    "/passwort/$token",
    "/login/oidc",
  ].map((path): [string, string[]] => [path, []]);
  return new Map([...plain, ...Object.entries(ids), ...oneTime]);
}
