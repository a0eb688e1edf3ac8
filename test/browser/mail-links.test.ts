import assert from "node:assert/strict";
import type { AddressInfo } from "node:net";
import { after, before, describe, test } from "node:test";
import type { Browser } from "playwright-core";
import { subscriptionsOfAddress } from "../../server/lists/index.ts";
import { rows, run, sql } from "../../server/platform/index.ts";
import { launch, whyNoBrowser } from "../support/browser.ts";
import { testDatabase, type TestDatabase } from "../support/database.ts";
import { preferenceWorld, type PreferenceWorld } from "../support/preferences.ts";

const VISITS = 100;
const EMAIL = "anna@leser.example";
/** As people's browsers name themselves; scanners that run scripts do the same. */
const userAgent =
  "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36";

describe("links of mails in a browser that runs scripts", { skip: whyNoBrowser() ?? false }, () => {
  let base: TestDatabase;
  let world: PreferenceWorld;
  let browser: Browser;
  let origin: string;
  before(async () => {
    base = await testDatabase();
    world = await preferenceWorld(base.db);
    await world.http.app.listen({ host: "127.0.0.1", port: 0 });
    origin = `http://127.0.0.1:${(world.http.app.server.address() as AddressInfo).port}`;
    browser = await launch();
  });
  after(async () => {
    await browser?.close();
    await world?.close();
    await base?.close();
  });

  const here = (link: string): string => origin + new URL(link, origin).pathname;
  const statesOf = async (email: string): Promise<string[]> =>
    (await world.inAccount((tx) => subscriptionsOfAddress(tx, email))).map((one) => one.state);
  /** Everything a confirmation or a withdrawal would change; looks are counted elsewhere (DOI-16). */
  const facts = () =>
    world.inAccount((tx) =>
      rows(
        tx,
        sql`select 's', row_to_json(s)::text as t from subscriptions s where s.account_id = app_account()
            union all select 'r', r.state from consent_requests r where r.account_id = app_account()
            union all select 'p', row_to_json(p)::text from profiling_permissions p where p.account_id = app_account()
            union all select 'u', row_to_json(u)::text from suppressions u where u.account_id = app_account()
            union all select 'l', row_to_json(l)::text from ledger_entries l where l.account_id = app_account()
            union all select 'o', row_to_json(o)::text from outbox_events o where o.account_id = app_account()
            union all select 'e', row_to_json(e)::text from personal_events e where e.account_id = app_account()
            union all select 'd', row_to_json(d)::text from deliveries d where d.account_id = app_account() order by 1, 2`,
      ),
    );
  const link = async (way: "b" | "n"): Promise<string> =>
    here((await world.lastMail(EMAIL)).links.find((one) => one.includes(`/${way}/`))!);
  /** Looks at a page as a scanner with scripts does, and gives what it sent beyond GET. */
  async function scan(url: string, times: number): Promise<string[]> {
    const context = await browser.newContext({ userAgent, locale: "de-DE" });
    const page = await context.newPage();
    const posts: string[] = [];
    page.on("request", (request) => {
      if (request.method() !== "GET") posts.push(`${request.method()} ${request.url()}`);
    });
    for (let at = 0; at < times; at += 1) {
      await page.goto(url, { waitUntil: "load" });
      // What a script would do by itself has had its turn after a frame.
      await page.evaluate(
        "new Promise((done) => requestAnimationFrame(() => setTimeout(done, 5)))",
      );
      world.clock.advance(10_000);
    }
    await context.close();
    return posts;
  }

  test("DOI-07 DOI-16: 100 visits of the opt-in link change nothing until the button is pressed", async () => {
    await world.signUp({ email: EMAIL, lists: world.lists.slice(0, 2), tracking: true });
    const confirm = await link("b");
    const before = await facts();
    const posts = [...(await scan(confirm, VISITS)), ...(await scan(await link("n"), 5))];
    assert.deepEqual(posts, []);
    assert.deepEqual(await facts(), before);
    assert.deepEqual(await statesOf(EMAIL), ["pending", "pending"]);

    const page = await browser.newPage();
    await page.goto(confirm);
    await page.getByRole("button", { name: "Jetzt bestätigen" }).click();
    await page.getByRole("heading", { name: /Ihre Anmeldung ist bestätigt/ }).waitFor();
    await page.close();
    assert.deepEqual(await statesOf(EMAIL), ["confirmed", "confirmed"]);
  });

  test("UNS-03 DOI-07: GET, HEAD and OPTIONS of every link of a mail change nothing", async () => {
    await world.signUp({ email: "berta@leser.example" });
    const mail = await world.lastMail("berta@leser.example");
    const paths = [
      ...mail.links.filter((one) => /\/[bn]\//.test(one)).map(here),
      ...(
        await Promise.all(
          (["unsubscribe", "manage", "question"] as const).map((kind) => world.link(kind, EMAIL)),
        )
      ).map(here),
    ];
    assert.equal(paths.length, 5);
    const before = await facts();
    for (const later of [0, 4 * 60_000, 86_400_000]) {
      world.clock.advance(later);
      for (const path of paths)
        for (const method of ["GET", "HEAD", "OPTIONS"])
          for (const agent of ["Mozilla/5.0 (Windows NT 10.0) Firefox/140.0", "curl/8.0"]) {
            const headers = { "user-agent": agent, "sec-purpose": "prefetch" };
            await (await fetch(path, { method, headers })).arrayBuffer();
          }
    }
    assert.deepEqual(await facts(), before);
  });

  test("UNS-03 UNS-04: a scanner within three minutes sees only the button; later a person's click is enough, and can be undone", async () => {
    const url = here(await world.link("unsubscribe", EMAIL));
    const before = await facts();
    assert.deepEqual(await scan(url, 15), []);
    assert.deepEqual(await facts(), before);
    world.clock.advance(60_000);

    const context = await browser.newContext({ userAgent, locale: "de-DE" });
    const page = await context.newPage();
    await page.goto(url);
    const undo = page.getByRole("button", { name: /Rückgängig/ });
    await undo.waitFor();
    assert.deepEqual((await statesOf(EMAIL)).toSorted(), ["confirmed", "unsubscribed"]);
    const ledger = (await facts()).length;
    await undo.click();
    await page.getByRole("heading", { name: /wieder|zurück/i }).waitFor();
    await context.close();
    assert.deepEqual(await statesOf(EMAIL), ["confirmed", "confirmed"]);
    assert.ok((await facts()).length > ledger, "the undo is on record");
  });

  test("DOI-11 A11Y-03: the computing task is solved while somebody fills in the form, and pressing early waits for it", async () => {
    const { publicId } = world.form;
    const changed = await world.http.call("PATCH", `/api/v1/forms/${publicId}`, {
      body: { proofOfWork: true },
    });
    assert.equal(changed.status, 200);
    // The clock stands still here; a minimum time to fill in would never pass.
    await world.inAccount((tx) =>
      run(
        tx,
        sql`update accounts set settings = settings || '{"form.min_fill_ms": 0}' where id = app_account()`,
      ),
    );
    const context = await browser.newContext({ userAgent, locale: "de-DE" });
    const page = await context.newPage();
    const complaints: string[] = [];
    page.on("console", (message) => {
      if (message.type() === "error") complaints.push(message.text());
    });
    page.on("request", (request) => {
      if (!request.url().startsWith(origin) && !request.url().startsWith("data:"))
        complaints.push(request.url());
    });
    await page.goto(`${origin}/f/${publicId}`);
    const email = page.getByLabel("E‑Mail-Adresse");
    await page.getByText("Marktblick", { exact: true }).click();
    await email.fill("carla@leser.example");
    await page.getByRole("button", { name: "Newsletter anfordern" }).click();
    await page.getByRole("heading", { name: "Bitte sehen Sie in Ihr Postfach" }).waitFor();
    assert.equal((await world.lastMail("carla@leser.example")).kind, "opt_in");
    assert.deepEqual(complaints, []);
    await context.close();
  });
});
