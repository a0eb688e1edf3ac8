import { existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import {
  chromium,
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  type Page,
} from "playwright-core";
import { findBrowser } from "../../scripts/lib/test-tools.mjs";

const executablePath = findBrowser();
const built = join(import.meta.dirname, "../../admin/dist/index.html");

/** Why nothing can be tried in a browser here; undefined when it can. */
export const whyNoBrowser = (): string | undefined =>
  executablePath === undefined ? "no Chromium in /usr/bin: install it to try pages" : undefined;

/** Why the workplace cannot be tried in a browser here; undefined when it can. */
export function whyNoWorkplace(): string | undefined {
  if (executablePath === undefined)
    return "no Chromium in /usr/bin: install it to try the workplace";
  return existsSync(built) ? undefined : "the workplace is not built: npm run build";
}

export const launch = (): Promise<Browser> =>
  chromium.launch({ executablePath: executablePath!, args: ["--no-sandbox"] });

/** Tells of everything a policy of the page forbade; in frames too. */
const TELL_VIOLATIONS = `addEventListener("securitypolicyviolation", (event) => console.error(
  "against the policy: " + [event.effectiveDirective, event.blockedURI, event.sourceFile + ":" + event.lineNumber, event.sample].join(" ")))`;

/** A browser window of its own. `complaints` are errors of the console, violations of a policy and requests to other places. */
export interface Window {
  context: BrowserContext;
  page: Page;
  complaints: string[];
}

export async function openWindow(
  browser: Browser,
  origin: string,
  options: BrowserContextOptions & { cookie?: string; account?: string } = {},
): Promise<Window> {
  const { cookie, account, ...rest } = options;
  const context = await browser.newContext({ reducedMotion: "reduce", ...rest });
  context.setDefaultTimeout(60_000);
  if (cookie !== undefined) {
    const [name = "", value = ""] = cookie.split("=", 2);
    await context.addCookies([{ name, value, url: origin }]);
  }
  // As the switcher of accounts remembers it; the frame for foreign HTML has no storage.
  if (account !== undefined)
    await context.addInitScript(
      `if (top === globalThis) localStorage.setItem("klarpost.account", "${account}")`,
    );
  await context.addInitScript(TELL_VIOLATIONS);
  const complaints: string[] = [];
  const page = await context.newPage();
  page.on("console", (message) => {
    if (message.type() === "error")
      complaints.push(`${path(page)}: ${message.text()} ${message.location().url}`);
  });
  page.on("pageerror", (error) => complaints.push(`${path(page)}: ${error.message}`));
  page.on("request", (request) => {
    if (!/^(about|data|blob):/.test(request.url()) && new URL(request.url()).origin !== origin)
      complaints.push(`${path(page)}: foreign request ${request.url()}`);
  });
  return { context, page, complaints };
}

const path = (page: Page): string => URL.parse(page.url())?.pathname ?? page.url();

/** Waits until a page of the workplace shows what it has: a heading, no placeholders, its fonts. */
export async function settled(page: Page): Promise<void> {
  await page.locator("h1").first().waitFor();
  await page
    .locator("[aria-busy=true], .mantine-Skeleton-root")
    .first()
    .waitFor({ state: "detached" });
  await page.evaluate("document.fonts.ready.then(() => undefined)");
}

/** Keeps a picture of where a walk failed, beside the log of what the page complained about. */
export async function keepPicture({ page }: Window, folder: string, name: string): Promise<string> {
  mkdirSync(folder, { recursive: true });
  const file = join(folder, `${name}.png`);
  await page.screenshot({ path: file, fullPage: true }).catch(() => undefined);
  return `${path(page)}, picture: ${file}`;
}
