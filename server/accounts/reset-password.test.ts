import assert from "node:assert/strict";
import { test } from "node:test";
import { TEST_PASSWORD, makeAdministrator } from "../../test/support/account.ts";
import { accountsHarness } from "../../test/support/accounts-harness.ts";
import { addApp, codeAt, jar } from "../../test/support/sign-in.ts";
import {
  endSessionsOf,
  helpOperator,
  listOperators,
  listSessionsOf,
  warnOfEndingKeys,
} from "./index.ts";

const NEXT = "Nebelhorn Suppe Leiter";
const harness = accountsHarness();
const { clock, mail, mails } = harness;
const browser = (from?: string) => jar(() => harness.http, from);
const linkIn = (text: string | undefined): string =>
  /\/passwort\/([\w-]+)/.exec(text ?? "")?.[1] ?? "";
const live = (accountId: number) => harness.setMode(accountId, "live");

test("ORG-02: a link by mail sets a new password once, ends all sessions and asks for the factor still", async () => {
  const person = await harness.owner();
  const own = browser();
  await own.call("POST", "/session", { email: person.email, password: TEST_PASSWORD });
  const app = await addApp(own, () => clock.now());
  await live(person.accountId);
  mail.via = "relay";
  const before = mails.length;
  const asked = await browser().call("POST", "/password-links", { email: person.email });
  assert.equal(asked.status, 204);
  assert.equal(mails.length, before + 1);
  assert.equal(mails.at(-1)?.to, person.email);
  const token = linkIn(mails.at(-1)?.button?.url);
  const window = browser();
  assert.equal((await window.call("GET", `/password-links/${token}`)).status, 204);
  const short = await window.call("POST", "/password", { token, password: "kurz" });
  assert.equal(short.body.code, "password_too_short");
  assert.equal((await window.call("POST", "/password", { token, password: NEXT })).status, 204);
  assert.equal(window.cookies["klarpost_session"], undefined, "nobody is signed in by a link");
  assert.equal((await own.call("GET", "/me")).status, 401);
  const again = await window.call("POST", "/password", { token, password: `${NEXT} neu` });
  assert.equal(again.body.code, "password_link_invalid");
  const half = await window.call("POST", "/session", { email: person.email, password: NEXT });
  assert.equal(half.body.code, "second_factor_needed");
  clock.advance(30_000);
  const code = codeAt(app.secret, clock.now());
  assert.equal((await window.call("POST", "/session/factor", { code })).status, 200);
});

test("a link ends after an hour, and with the next one", async () => {
  const person = await harness.owner();
  await live(person.accountId);
  mail.via = "relay";
  const ask = async () => {
    await browser().call("POST", "/password-links", { email: person.email });
    return linkIn(mails.at(-1)?.button?.url);
  };
  const look = async (token: string) =>
    (await browser().call("GET", `/password-links/${token}`)).status;
  const first = await ask();
  const second = await ask();
  assert.deepEqual([await look(first), await look(second)], [404, 204]);
  clock.advance(61 * 60_000);
  assert.equal(await look(second), 404);
});

test("ASVS 6.3.8: known, unknown and unreachable people get the same answer at the same time", async () => {
  const known = await harness.owner();
  await live(known.accountId);
  const sandbox = await harness.owner();
  mail.via = "relay";
  const ask = async (email: string) => {
    const began = performance.now();
    const answer = await browser().call("POST", "/password-links", { email });
    const { date: _date, ...headers } = answer.headers;
    return {
      seen: JSON.stringify([answer.status, answer.text, headers]),
      ms: performance.now() - began,
    };
  };
  const before = mails.length;
  const answers = [];
  for (const email of [known.email, "niemand@beispiel.example", "kein adresse", sandbox.email])
    answers.push(await ask(email));
  assert.equal(new Set(answers.map(({ seen }) => seen)).size, 1);
  // All wait for the same moment, which the work of none reaches on a quiet machine.
  for (const { ms } of answers) assert.ok(ms >= 690, `${ms}`);
  mail.via = "mailbox";
  const sent = mails.length;
  assert.ok(sent > before);
  await ask(known.email);
  assert.equal(mails.length, sent, "no link into a mailbox that colleagues read");
});

test("an address gets three links, then the pauses grow, silently", async () => {
  const person = await harness.owner();
  await live(person.accountId);
  mail.via = "relay";
  const before = mails.length;
  const statuses = [];
  for (let no = 0; no < 5; no++)
    statuses.push(
      (await browser(`127.9.${no}.1`).call("POST", "/password-links", { email: person.email }))
        .status,
    );
  assert.deepEqual(statuses, [204, 204, 204, 204, 204]);
  assert.equal(mails.length - before, 3);
});

test("ORG-03: owners help those who work here alone, administrators everybody but administrators", async () => {
  mail.via = "mailbox";
  const boss = await harness.owner();
  const helped = await harness.member(boss, ["marketer"]);
  const reset = await boss.call("POST", `/operators/${helped.publicId}/password-link`);
  assert.equal(reset.status, 201);
  assert.equal(reset.body.mailed, false);
  const token = linkIn(reset.body.link);
  const set = await browser().call("POST", "/password", { token, password: NEXT });
  assert.equal(set.status, 204);
  const window = browser();
  await window.call("POST", "/session", { email: helped.email, password: NEXT });
  await addApp(window, () => clock.now());
  assert.equal((await boss.call("POST", `/operators/${helped.publicId}/factor-reset`)).status, 204);
  assert.equal((await window.call("GET", "/me")).status, 401);
  const back = await window.call("POST", "/session", { email: helped.email, password: NEXT });
  assert.equal(back.body.operator.hasSecondFactor, false);

  const stranger = await harness.owner();
  await harness.join(helped, stranger.accountId, ["marketer"]);
  const refuse = async (path: string) =>
    (await boss.call("POST", `/operators/${helped.publicId}/${path}`)).body.code;
  assert.equal(await refuse("password-link"), "works_elsewhere");
  assert.equal(await refuse("factor-reset"), "works_elsewhere");
  const { items } = (await boss.call("GET", "/operators")).body;
  const shown = items.find((each: { id: string }) => each.id === helped.publicId);
  assert.equal(shown.resettable, false);
  await harness.db.instance((tx) => makeAdministrator(tx, boss.operatorId));
  const byAdmin = await boss.call("POST", `/operators/${helped.publicId}/factor-reset`);
  assert.equal(byAdmin.status, 204);
});

test("ORG-16: owners are told two weeks before a key ends, once, and an ended key opens nothing", async () => {
  const person = await harness.owner();
  const made = await person.call("POST", "/api-keys", {
    name: "Kernsystem",
    purpose: "Abgleich",
    scopes: ["account.read"],
    expiresAt: new Date(clock.now().getTime() + 20 * 86_400_000).toISOString(),
  });
  const headers = { authorization: `Bearer ${made.body.secret}` };
  const use = async () => (await harness.http.call("GET", "/api/v1/account", { headers })).status;
  assert.equal(await use(), 200);
  const warn = () => warnOfEndingKeys(harness.deps);
  assert.equal(await warn(), 0);
  clock.advance(7 * 86_400_000);
  assert.equal(await warn(), 1);
  assert.match(mails.at(-1)?.subject ?? "", /„Kernsystem“ läuft ab/);
  assert.equal(await warn(), 0);
  assert.equal(await use(), 200);
  clock.advance(13 * 86_400_000);
  assert.equal(await use(), 401);
});

test("the command line shows who works here, signs people out and lets them back in", async () => {
  const person = await harness.owner();
  const { deps } = harness;
  const own = browser();
  await own.call("POST", "/session", { email: person.email, password: TEST_PASSWORD });
  await addApp(own, () => clock.now());
  const found = (await listOperators(deps)).find(({ email }) => email === person.email);
  assert.equal(found?.factors, 1);
  const window = browser();
  await window.call("POST", "/session", { email: person.email, password: TEST_PASSWORD });
  assert.equal((await listSessionsOf(deps, person.email)).length, 1);
  assert.equal(await endSessionsOf(deps, person.email), 1);
  assert.equal((await listSessionsOf(deps, person.email)).length, 0);
  assert.deepEqual(await helpOperator(deps, person.email, "factor"), { removed: 1 });
  const back = await window.call("POST", "/session", {
    email: person.email,
    password: TEST_PASSWORD,
  });
  assert.equal(back.status, 200);
  const made = await helpOperator(deps, person.email, "password");
  const token = linkIn("link" in made ? made.link : "");
  assert.equal((await window.call("POST", "/password", { token, password: NEXT })).status, 204);
  await assert.rejects(helpOperator(deps, "niemand@beispiel.example", "factor"), /No such/);
});
