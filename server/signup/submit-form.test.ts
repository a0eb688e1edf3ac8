import assert from "node:assert/strict";
import { after, afterEach, before, beforeEach, test } from "node:test";
import { testDatabase, type TestDatabase } from "../../test/support/database.ts";
import { pageElements } from "../../test/support/page-elements.ts";
import { makeForm, signupWorld, type SignupWorld } from "../../test/support/signup.ts";
import { addressHash, lockAddress } from "../contacts/index.ts";
import { lintOptInMail } from "../content/index.ts";
import { subscriptionsOfAddress } from "../lists/index.ts";
import { pageTheme } from "../accounts/index.ts";
import { hashToken, rows, sql } from "../platform/index.ts";
import { insertSuppression } from "../suppression/index.ts";
import type { ConsentRequest } from "./consent-request.ts";
import { findByToken } from "./consent-requests.store.ts";
import { mailSha256, writeOptInMail } from "./opt-in-mail.ts";

let base: TestDatabase;
let world: SignupWorld;
before(async () => {
  base = await testDatabase();
});
after(() => base.close());
beforeEach(async () => {
  world = await signupWorld(base.db);
});
afterEach(() => world.close());

const tokenOf = (links: string[]) =>
  /\/b\/([\w-]+)$/.exec(links.find((l) => l.includes("/b/"))!)![1]!;
const requestOf = async (email: string): Promise<ConsentRequest> => {
  const token = tokenOf((await world.lastMail(email)).links);
  return (await world.inAccount((tx) => findByToken(tx, hashToken(token))))!;
};
const mailsTo = async (email: string) =>
  (await world.mails()).filter((mail) => mail.email === email);
/** What a visitor can see of an answer; only the date differs from one to the next. */
const seen = (answer: { status: number; text: string; headers: Record<string, unknown> }) => {
  const { date: _date, ...headers } = answer.headers;
  return { status: answer.status, text: answer.text, headers };
};

test("DOI-01 CON-05: a sign-up waits, frozen with everything that was shown", async () => {
  const answer = await world.signUp({
    email: "Anna.Beispiel@Leser.example",
    lists: world.lists.slice(0, 2),
    tracking: true,
    fields: { salutation: "frau", firstName: "Anna", lastName: "Beispiel" },
  });
  assert.equal(answer.status, 200);
  assert.match(answer.text, /Wenn eine Bestätigung nötig ist/);
  const subscriptions = await world.inAccount((tx) =>
    subscriptionsOfAddress(tx, "anna.beispiel@leser.example"),
  );
  assert.deepEqual(
    subscriptions.map((one) => one.state),
    ["pending", "pending"],
  );
  const request = await requestOf("Anna.Beispiel@leser.example");
  assert.equal(request.state, "pending");
  assert.deepEqual(request.fields, { salutation: "frau", firstName: "Anna", lastName: "Beispiel" });
  const declaration = request.declaration!;
  assert.deepEqual(
    declaration.lists.map((list) => list.name),
    ["Marktblick", "Bauen & Wohnen"],
  );
  assert.match(
    declaration.lists[0]!.declaration.text,
    /„Marktblick“ von Versicherungsmakler Erika Mustermann per E-Mail .* Zinsen und Börse, jeden Freitag/,
  );
  assert.match(declaration.tracking!.text, /Zählpixel/);
  assert.equal(declaration.page, `https://post.musterbank.example/f/${world.form.publicId}`);
  assert.equal(declaration.form?.version, 1);
  assert.equal(declaration.privacyNotice.url, "https://makler-mustermann.example/datenschutz");
});

test("DOI-09: the token is random, 128 bits and more, and only its hash is kept", async () => {
  await world.signUp({ email: "token@leser.example" });
  const token = tokenOf((await world.lastMail("token@leser.example")).links);
  assert.ok(Buffer.from(token, "base64url").length >= 16);
  const found = await world.inAccount((tx) =>
    rows<{ text: string }>(
      tx,
      sql`select row_to_json(r)::text as text from consent_requests r where r.account_id = app_account()`,
    ),
  );
  assert.equal(found.length, 1);
  assert.ok(!found[0]!.text.includes(token));
});

test("DOI-02 DOI-03 DOI-05 DOI-06 DOI-17 DOI-18: one opt-in mail for all lists, with nothing to sell or to count", async () => {
  await world.signUp({ email: "lint@leser.example", lists: world.lists, tracking: true });
  const mails = await mailsTo("lint@leser.example");
  assert.equal(mails.length, 1);
  const mail = await world.lastMail("lint@leser.example");
  assert.equal(mail.kind, "opt_in");
  assert.equal(mail.priority, 1);
  assert.equal(mail.autoSubmitted, true);
  for (const { name } of world.lists) assert.ok(mail.text.includes(name), name);
  const theme = pageTheme(world.account, "de");
  const token = tokenOf(mail.links);
  const findings = lintOptInMail({
    subject: mail.subject,
    html: mail.html,
    text: mail.text,
    links: {
      confirm: `https://post.musterbank.example/b/${token}`,
      notMe: `https://post.musterbank.example/n/${token}`,
      privacy: theme.privacyUrl!,
      imprint: theme.imprintUrl,
    },
    imprintLines: theme.imprintLines,
    wordings: (await requestOf("lint@leser.example")).declaration!.lists.map(
      (list) => list.declaration.text,
    ),
    names: world.lists.map((list) => list.name),
  });
  assert.deepEqual(
    findings.filter((finding) => finding.severity === "block"),
    [],
  );
});

test("DOI-08: the stored mail holds no token, fits its hash, and can be written again byte for byte", async () => {
  await world.signUp({ email: "beleg@leser.example", tracking: true });
  const sent = await world.lastMail("beleg@leser.example");
  const request = await requestOf("beleg@leser.example");
  const token = tokenOf(sent.links);
  assert.ok(!JSON.stringify(request.mail).includes(token));
  assert.equal(request.mail!.html.replaceAll("{token}", token), sent.html);
  const again = writeOptInMail(world.account, {
    declaration: request.declaration!,
    locale: request.locale,
    pagesUrl: world.deps.pagesUrl,
    validDays: 7,
    expiresAt: request.expiresAt,
  });
  assert.deepEqual(again, request.mail);
  assert.deepEqual(mailSha256(again), request.mailSha256);
});

test("DOI-11 DOI-12 DSR-11: new, waiting, confirmed, suppressed and limited addresses get the same answer", async () => {
  const page = async (email: string) => seen(await world.signUp({ email }));
  const fresh = await page("neu@leser.example");
  const waiting = await page("neu@leser.example");
  await page("bestaetigt@leser.example");
  await confirmLast("bestaetigt@leser.example");
  const confirmed = await page("bestaetigt@leser.example");
  await suppress("gesperrt@leser.example", "blacklist");
  const blacklisted = await page("gesperrt@leser.example");
  await suppress("widerspruch@leser.example", "account_address");
  const objected = await page("widerspruch@leser.example");
  const limited = await page("neu@leser.example");
  for (const other of [waiting, confirmed, blacklisted, objected, limited])
    assert.deepEqual(other, fresh);
  assert.equal((await mailsTo("bestaetigt@leser.example")).length, 1);
  assert.equal((await mailsTo("gesperrt@leser.example")).length, 0);
  assert.equal((await mailsTo("widerspruch@leser.example")).length, 0);
  assert.equal((await mailsTo("neu@leser.example")).length, 2);
});

test("DOI-11: the time of an answer does not tell new from suppressed", async () => {
  const slow = await signupWorld(base.db);
  const step = 1000;
  slow.deps.answerAfterMs = step;
  await slow.inAccount((tx) =>
    insertSuppression(tx, slow.accountId, {
      scope: "blacklist",
      emailNormalised: "gesperrt@leser.example",
      reason: "test",
      origin: "operator",
      at: slow.clock.now(),
    }),
  );
  const time = async (email: string) => {
    const hidden = await slow.browse.get(`/f/${slow.form.publicId}`);
    const started = /name="started" value="([^"]+)"/.exec(hidden.text)![1]!;
    slow.clock.advance(5000);
    const began = performance.now();
    const { status } = await slow.browse.post(`/f/${slow.form.publicId}`, {
      started,
      email,
      lists: slow.lists[0]!.publicId,
    });
    assert.equal(status, 200);
    return performance.now() - began;
  };
  const fresh = await time("frisch@leser.example");
  const suppressed = await time("gesperrt@leser.example");
  assert.ok(suppressed >= step - 5 && fresh >= step - 5, `${suppressed} and ${fresh} ms`);
  // What waits for another sign-up of the same address does not show either: the answer waits for nothing but the clock.
  const { promise: isOver, resolve: release } = Promise.withResolvers<void>();
  const { promise: isHeld, resolve: hold } = Promise.withResolvers<void>();
  const holder = slow.inAccount(async (tx) => {
    await lockAddress(tx, slow.accountId, "wartet@leser.example");
    hold();
    await isOver;
  });
  await isHeld;
  const late = setTimeout(release, 20 * step);
  assert.ok((await time("wartet@leser.example")) < 15 * step, "answered while its work waits");
  clearTimeout(late);
  release();
  await holder;
  await slow.close();
});

test("DOI-12: confirmed for every list and purpose asked for means no mail; one new purpose means a mail", async () => {
  await world.signUp({ email: "alles@leser.example", lists: world.lists.slice(0, 2) });
  await confirmLast("alles@leser.example");
  await world.signUp({ email: "alles@leser.example", lists: world.lists.slice(0, 1) });
  assert.equal((await mailsTo("alles@leser.example")).length, 1);
  await world.signUp({
    email: "alles@leser.example",
    lists: world.lists.slice(0, 1),
    tracking: true,
  });
  assert.equal((await mailsTo("alles@leser.example")).length, 2);
});

test("DOI-11: 50 sign-ups of one address over two forms within an hour bring two mails", async () => {
  const second = await world.inAccount((tx) =>
    makeForm(tx, world.deps, world.accountId, world.lists),
  );
  for (let at = 0; at < 50; at++) {
    const form = at % 2 === 0 ? world.form : second;
    await world.signUp({ email: "bombe@leser.example", form, from: `198.51.100.${at}` });
    world.clock.advance(60_000);
  }
  assert.equal((await mailsTo("bombe@leser.example")).length, 2);
  world.clock.advance(24 * 3_600_000);
  for (let at = 0; at < 3; at++)
    await world.signUp({ email: "bombe@leser.example", from: `203.0.113.${at}` });
  assert.equal((await mailsTo("bombe@leser.example")).length, 4);
  world.clock.advance(2 * 24 * 3_600_000);
  await world.signUp({ email: "bombe@leser.example", from: "203.0.113.9" });
  assert.equal((await mailsTo("bombe@leser.example")).length, 4, "four in 30 days");
  world.clock.advance(30 * 24 * 3_600_000);
  await world.signUp({ email: "bombe@leser.example", from: "203.0.113.9" });
  assert.equal((await mailsTo("bombe@leser.example")).length, 5);
});

test("DOI-10 DOI-11: rate limits keep keyed hashes, and neither address nor network in clear", async () => {
  await world.signUp({ email: "spur@leser.example", from: "198.51.100.77" });
  const found = await world.inAccount((tx) =>
    rows<{ text: string }>(
      tx,
      sql`select row_to_json(c)::text as text from rate_counters c where c.account_id = app_account()`,
    ),
  );
  assert.ok(found.length >= 2);
  for (const { text } of found) {
    assert.ok(!text.includes("spur@") && !text.includes("198.51.100"));
  }
});

test("DOI-11: too many sign-ups of one network through one form are put off, others are not", async () => {
  let busy = 0;
  for (let at = 0; at < 32; at++) {
    const answer = await world.signUp({ email: `netz${at}@leser.example`, from: "198.51.100.1" });
    if (answer.status === 429) busy++;
  }
  assert.equal(busy, 2);
  assert.equal((await mailsTo("netz31@leser.example")).length, 0);
  const other = await world.signUp({ email: "anderes@leser.example", from: "198.51.100.2" });
  assert.equal(other.status, 200);
  // One line has 2⁶⁴ addresses of IPv6, and a header is nobody's address.
  const statuses: number[] = [];
  for (let at = 0; at < 12; at++) {
    const { status } = await world.browse.post(
      `/f/${world.form.publicId}`,
      { email: `sechs${at}@leser.example`, lists: world.lists[0]!.publicId },
      {
        from: `2001:db8:1:2::${at + 1}`,
        headers: { "x-forwarded-for": `203.0.113.${at}`, forwarded: `for=203.0.113.${at}` },
      },
    );
    statuses.push(status);
  }
  assert.deepEqual(statuses, [...Array<number>(10).fill(200), 429, 429]);
});

test("DOI-11 A11Y-04: the trap takes programs in, and too fast is asked again", async () => {
  const trapped = await world.signUp({
    email: "falle@leser.example",
    fields: { website: "https://spam.example" },
  });
  assert.equal(trapped.status, 200);
  assert.equal((await mailsTo("falle@leser.example")).length, 0);
  const page = await world.browse.get(`/f/${world.form.publicId}`);
  const started = /name="started" value="([^"]+)"/.exec(page.text)![1]!;
  const fields = { started, email: "schnell@leser.example", lists: world.lists[0]!.publicId };
  const fast = await world.browse.post(`/f/${world.form.publicId}`, fields);
  assert.equal(fast.status, 422);
  assert.match(fast.text, /Das ging sehr schnell/);
  world.clock.advance(5000);
  const second = await world.browse.post(`/f/${world.form.publicId}`, fields);
  assert.equal(second.status, 200);
  assert.equal((await mailsTo("schnell@leser.example")).length, 1);
});

test("CON-08: only the tracking box ticked asks for a list and stores nothing", async () => {
  const answer = await world.signUp({ email: "nur@leser.example", lists: [], tracking: true });
  assert.equal(answer.status, 422);
  assert.match(answer.text, /mindestens einen Newsletter/);
  const boxes = pageElements(answer.text).filter((one) => one.attributes["type"] === "checkbox");
  assert.ok(boxes.length === 4 && boxes.every((box) => !("checked" in box.attributes)));
  const found = await world.inAccount((tx) =>
    rows(tx, sql`select 1 from consent_requests where account_id = app_account()`),
  );
  assert.equal(found.length, 0);
});

test("A11Y-06: the language shown is the one declared, mailed and proven", async () => {
  await world.signUp({ email: "english@reader.example", lang: "en" });
  const request = await requestOf("english@reader.example");
  assert.equal(request.locale, "en");
  assert.match(
    request.declaration!.lists[0]!.declaration.text,
    /^Yes, I would like to receive “Market View”/,
  );
  assert.match(
    request.mail!.subject,
    /^Please confirm your subscription to the newsletter Market View/,
  );
});

test("CON-05: a page is believed only if it is one of the account's own websites", async () => {
  const post = (referer: string, email: string) =>
    world.browse.post(
      `/f/${world.form.publicId}`,
      { email, lists: world.lists[0]!.publicId },
      { headers: { referer }, from: "198.51.100.9" },
    );
  await post("https://boese.example/fang?x=1", "a@leser.example");
  assert.match(
    (await requestOf("a@leser.example")).declaration!.page!,
    /^https:\/\/post\.musterbank\.example\/f\//,
  );
  await world.http.call("PATCH", `/api/v1/forms/${world.form.publicId}`, {
    body: { embeddedOn: ["https://www.musterbank.example/"] },
  });
  await post("https://www.musterbank.example/newsletter?von=start", "b@leser.example");
  assert.equal(
    (await requestOf("b@leser.example")).declaration!.page,
    "https://www.musterbank.example/newsletter",
  );
});

test("DOI-13 CON-14: a stranger's sign-up changes no name of somebody known", async () => {
  await world.signUp({ email: "name@leser.example", fields: { firstName: "Ursprung" } });
  await confirmLast("name@leser.example");
  await world.signUp({
    email: "name@leser.example",
    lists: world.lists.slice(1, 2),
    fields: { firstName: "Streich" },
  });
  const found = await world.inAccount((tx) =>
    rows<{ firstName: string }>(
      tx,
      sql`select first_name from contacts where account_id = app_account() and email_normalised = 'name@leser.example'`,
    ),
  );
  assert.deepEqual(found, [{ firstName: "Ursprung" }]);
});

async function confirmLast(email: string): Promise<void> {
  const link = (await world.lastMail(email)).links.find((each) => each.includes("/b/"))!;
  const page = await world.browse.get(link);
  const nonce = /name="nonce" value="([^"]+)"/.exec(page.text)![1]!;
  const done = await world.browse.post(link, { nonce });
  assert.match(done.text, /Ihre Anmeldung ist bestätigt|is confirmed/);
}

async function suppress(email: string, scope: "blacklist" | "account_address"): Promise<void> {
  await world.inAccount(async (tx) => {
    await insertSuppression(tx, world.accountId, {
      scope,
      emailNormalised: email,
      addressHash: addressHash(world.keys, world.accountId, email),
      reason: "test",
      origin: "operator",
      at: world.clock.now(),
    });
  });
}
