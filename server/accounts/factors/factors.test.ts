import assert from "node:assert/strict";
import { test } from "node:test";
import { route } from "../../platform/index.ts";
import { TEST_PASSWORD } from "../../../test/support/account.ts";
import { accountsHarness } from "../../../test/support/accounts-harness.ts";
import { addApp, codeAt, jar, type Jar } from "../../../test/support/sign-in.ts";
import { setMode } from "../index.ts";
import { FRESH_MS, newRecoveryCodes } from "./factor.ts";
import { stepOfCode } from "./totp.ts";

const NEXT = "Nebelhorn Suppe Leiter";
/** Stands for any route of another slice, and for one that is sensitive. */
const probes = [
  route({
    method: "GET",
    path: "/api/v1/probe",
    permission: "contacts.read",
    summary: "probe",
    tag: "Test",
    status: 200,
    handle: async ({ accountId }) => ({ accountId }),
  }),
];
const harness = accountsHarness({ probes });
const { clock } = harness;
const browser = (from?: string) => jar(() => harness.http, from);

/** Signs in with the password; `undefined` as secret: without a second factor. */
async function enter(person: { email: string }, secret?: string, at?: string): Promise<Jar> {
  const window = browser(at);
  const body = { email: person.email, password: TEST_PASSWORD };
  const first = await window.call("POST", "/session", body);
  if (secret === undefined) return window;
  assert.equal(first.body.code, "second_factor_needed", first.text);
  clock.advance(30_000);
  const second = await window.call("POST", "/session/factor", {
    code: codeAt(secret, clock.now()),
  });
  assert.equal(second.status, 200, second.text);
  return window;
}

test("RFC 6238: a code counts one step before and after its time, and no step counts twice", () => {
  const secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";
  // The vector of RFC 6238, appendix B, cut to six digits.
  assert.equal(stepOfCode(secret, "287082", 0, new Date(59_000)), 1);
  assert.equal(stepOfCode(secret, "287 082", 0, new Date(89_000)), 1);
  assert.equal(stepOfCode(secret, "287082", 0, new Date(119_000)), undefined);
  assert.equal(stepOfCode(secret, "287082", 1, new Date(59_000)), undefined);
  assert.equal(stepOfCode(secret, "28708", 0, new Date(59_000)), undefined);
});

test("recovery codes are ten different ones of 120 bits", () => {
  const codes = newRecoveryCodes();
  assert.equal(new Set(codes).size, 10);
  for (const code of codes) assert.match(code, /^([a-z2-7]{4}-){5}[a-z2-7]{4}$/);
});

test("ORG-02: a second factor is asked after the password, and the password alone opens nothing", async () => {
  const person = await harness.owner();
  const own = await enter(person);
  const planted = own.cookies["klarpost_session"];
  const app = await addApp(own, () => clock.now());
  assert.equal(app.recoveryCodes?.length, 10);
  assert.notEqual(own.cookies["klarpost_session"], planted, "a new token with the factor");
  assert.equal((await own.call("GET", "/me")).body.operator.hasSecondFactor, true);
  assert.equal((await person.call("GET", "/me")).status, 401, "sessions without it end");
  assert.match(harness.mails.at(-1)?.subject ?? "", /Neuer zweiter Faktor/);

  const window = browser();
  const half = await window.call("POST", "/session", {
    email: person.email,
    password: TEST_PASSWORD,
  });
  assert.equal(half.status, 401);
  assert.deepEqual(half.body.methods, ["totp"]);
  assert.equal(window.cookies["klarpost_session"], undefined);
  for (const path of ["/me", "/sessions", "/account", "/me/security"])
    assert.equal((await window.call("GET", path)).status, 401, path);
  const used = codeAt(app.secret, clock.now());
  const again = await window.call("POST", "/session/factor", { code: used });
  assert.equal(again.body.code, "factor_wrong", "the code of the enrolment was taken already");
  clock.advance(30_000);
  const code = codeAt(app.secret, clock.now());
  const step = window.cookies["klarpost_step"] ?? "";
  assert.equal((await window.call("POST", "/session/factor", { code })).status, 200);
  assert.equal((await window.call("GET", "/me")).status, 200);

  const replay = browser();
  replay.cookies["klarpost_step"] = step;
  const second = await replay.call("POST", "/session/factor", { code });
  assert.equal(second.body.code, "sign_in_over", "a step is over once it was taken");
  const other = browser();
  await other.call("POST", "/session", { email: person.email, password: TEST_PASSWORD });
  assert.equal((await other.call("POST", "/session/factor", { code })).body.code, "factor_wrong");
});

test("ORG-02: two requests with one code at once: one comes in", async () => {
  const person = await harness.owner();
  const app = await addApp(await enter(person), () => clock.now());
  clock.advance(30_000);
  const code = codeAt(app.secret, clock.now());
  const windows = await Promise.all(
    Array.from({ length: 4 }, async () => {
      const window = browser();
      await window.call("POST", "/session", { email: person.email, password: TEST_PASSWORD });
      return window;
    }),
  );
  const answers = await Promise.all(
    windows.map((window) => window.call("POST", "/session/factor", { code })),
  );
  assert.equal(
    answers.filter(({ status }) => status === 200).length,
    1,
    answers.map((a) => a.text).join("\n"),
  );
});

test("ORG-02: fifty wrong codes from fifty networks are slowed for the person, whoever tries", async () => {
  const person = await harness.owner();
  const app = await addApp(await enter(person), () => clock.now());
  const attacker = browser();
  const password = { email: person.email, password: TEST_PASSWORD };
  await attacker.call("POST", "/session", password);
  const codes: string[] = [];
  for (let tries = 0; tries < 50; tries++) {
    const answer = await attacker.call(
      "POST",
      "/session/factor",
      { code: "000000" },
      { from: `127.1.${tries}.1` },
    );
    codes.push(answer.body.code);
  }
  assert.equal(codes.filter((code) => code === "factor_wrong").length, 5);
  assert.equal(codes.filter((code) => code === "too_many_requests").length, 45);
  clock.advance(16 * 60_000);
  await enter(person, app.secret);
});

test("a recovery code gets in once, in any spelling, and is told by mail; new ones end the old", async () => {
  const person = await harness.owner();
  const own = await enter(person);
  const { recoveryCodes } = await addApp(own, () => clock.now());
  const [first = "", second = ""] = recoveryCodes ?? [];
  const password = { email: person.email, password: TEST_PASSWORD };
  const window = browser();
  await window.call("POST", "/session", password);
  const typed = { recoveryCode: ` ${first.toUpperCase().replaceAll("-", " ")}` };
  assert.equal((await window.call("POST", "/session/factor", typed)).status, 200);
  assert.match(harness.mails.at(-1)?.paragraphs[0] ?? "", /bleiben 9/);
  await window.call("POST", "/session", password);
  assert.equal((await window.call("POST", "/session/factor", typed)).body.code, "factor_wrong");
  const renewed = await own.call("POST", "/me/recovery-codes");
  assert.equal(renewed.body.recoveryCodes.length, 10);
  const old = await window.call("POST", "/session/factor", { recoveryCode: second });
  assert.equal(old.body.code, "factor_wrong");
  const fresh = { recoveryCode: renewed.body.recoveryCodes[3] };
  assert.equal((await window.call("POST", "/session/factor", fresh)).status, 200);
});

test("ORG-02: a live account opens with a second factor only; the sandbox recommends it", async () => {
  const person = await harness.owner();
  const own = await enter(person);
  assert.equal((await own.call("GET", "/probe")).status, 200);
  await harness.db.account(person.accountId, (tx) => setMode(tx, "live", clock.now()));
  const refused = await own.call("GET", "/probe");
  assert.deepEqual([refused.status, refused.body.code], [403, "second_factor_missing"]);
  const me = (await own.call("GET", "/me")).body;
  assert.equal(me.accounts[0].needsSecondFactor, true);
  const app = await addApp(own, () => clock.now());
  assert.equal((await own.call("GET", "/probe")).status, 200);
  assert.equal((await own.call("GET", "/me")).body.accounts[0].needsSecondFactor, false);
  const { factors } = (await own.call("GET", "/me/security")).body;
  const last = await own.call("DELETE", `/me/factors/${factors[0].id}`);
  assert.equal(last.body.code, "last_factor");
  assert.equal(factors[0].id, app.id);
});

test("ASVS 7.5.1: keys, people and factors want a proof of the last ten minutes", async () => {
  const person = await harness.owner();
  const own = await enter(person);
  const key = { name: "Kernsystem", purpose: "Abgleich", scopes: ["lists.read"] };
  clock.advance(FRESH_MS + 1000);
  assert.equal((await own.call("POST", "/api-keys", key)).status, 201, "advisory without a factor");
  assert.equal((await own.call("POST", "/me/factors/totp")).body.code, "fresh_proof_needed");
  assert.equal(
    (await own.call("POST", "/me/proof", { password: "falsch falsch falsch" })).body.code,
    "password_wrong",
  );
  assert.equal((await own.call("POST", "/me/proof", { password: TEST_PASSWORD })).status, 204);
  const app = await addApp(own, () => clock.now());
  clock.advance(FRESH_MS + 1000);
  const stale = await own.call("POST", "/api-keys", key);
  assert.deepEqual([stale.status, stale.body.code], [403, "fresh_proof_needed"]);
  const invitation = { email: "neu@beispiel.example", roles: ["marketer"] };
  assert.equal((await own.call("POST", "/operators", invitation)).body.code, "fresh_proof_needed");
  assert.equal((await own.call("GET", "/api-keys")).status, 200, "looking is no such act");
  assert.equal(
    (await own.call("POST", "/me/proof", { password: TEST_PASSWORD })).body.code,
    "factor_needed",
  );
  const before = own.cookies["klarpost_session"];
  const proven = await own.call("POST", "/me/proof", { code: codeAt(app.secret, clock.now()) });
  assert.equal(proven.status, 204);
  assert.notEqual(own.cookies["klarpost_session"], before);
  const made = await own.call("POST", "/api-keys", key);
  assert.equal(made.status, 201);
  const year = Date.parse(made.body.key.expiresAt) - clock.now().getTime();
  assert.equal(year, 365 * 86_400_000, "ORG-16: a year when nobody says otherwise");
});

test("ASVS 7.5.2: sessions are ended after a proof of the last ten minutes, with or without a factor", async () => {
  const person = await harness.owner();
  const [own, other] = [await enter(person), await enter(person)];
  const ofOthers = async (): Promise<{ id: string }[]> =>
    (await own.call("GET", "/sessions")).body.items.filter(
      (each: { current: boolean }) => !each.current,
    );
  clock.advance(FRESH_MS + 1000);
  const [one] = await ofOthers();
  for (const path of [`/sessions/${one!.id}`, "/sessions"])
    assert.equal((await own.call("DELETE", path)).body.code, "fresh_proof_needed", path);
  assert.equal((await other.call("GET", "/me")).status, 200);
  assert.equal((await own.call("POST", "/me/proof", { password: TEST_PASSWORD })).status, 204);
  assert.equal((await own.call("DELETE", `/sessions/${one!.id}`)).status, 204);
  assert.equal((await own.call("DELETE", "/sessions")).body.ended, (await ofOthers()).length + 1);
  assert.deepEqual(await ofOthers(), []);
  assert.equal((await other.call("GET", "/me")).status, 401);
  assert.equal((await other.call("DELETE", "/session")).status, 204, "signing out needs none");

  const app = await addApp(own, () => clock.now());
  await enter(person, app.secret);
  clock.advance(FRESH_MS + 1000);
  assert.equal((await own.call("DELETE", "/sessions")).body.code, "fresh_proof_needed");
  await own.call("POST", "/me/proof", { code: codeAt(app.secret, clock.now()) });
  assert.equal((await own.call("DELETE", "/sessions")).body.ended, 1);
});

test("ORG-02: removing a factor ends all other sessions, and each change is in the log", async () => {
  const person = await harness.owner();
  const own = await enter(person);
  const app = await addApp(own, () => clock.now());
  const other = await enter(person, app.secret);
  assert.equal((await own.call("PATCH", `/me/factors/${app.id}`, { name: "Altes" })).status, 204);
  assert.equal((await own.call("DELETE", `/me/factors/${app.id}`)).status, 204);
  assert.equal((await other.call("GET", "/me")).status, 401);
  const me = await own.call("GET", "/me");
  assert.equal(me.body.operator.hasSecondFactor, false);
  assert.equal((await own.call("GET", "/me/security")).body.recoveryCodesLeft, 0);
  const log = await own.call("GET", "/audit?limit=50");
  const actions = log.body.items.map((entry: { action: string }) => entry.action);
  for (const action of ["factor_added", "factor_renamed", "factor_removed"])
    assert.ok(actions.includes(`operator.${action}`), action);
});

test("ORG-02: a new password ends the other sessions on every process within a second", async () => {
  const person = await harness.owner();
  const [own, other] = [await enter(person), await enter(person)];
  const second = await harness.anotherProcess();
  const elsewhere = jar(() => second);
  Object.assign(elsewhere.cookies, other.cookies);
  assert.equal((await elsewhere.call("GET", "/me")).status, 200);
  const change = { password: { old: TEST_PASSWORD, new: NEXT } };
  const began = performance.now();
  assert.equal((await own.call("PATCH", "/me", change)).status, 200);
  assert.equal((await elsewhere.call("GET", "/me")).status, 401);
  assert.ok(performance.now() - began < 1000 || process.env["CI"] === undefined);
  assert.equal((await own.call("GET", "/me")).status, 200);
  await second.close();
});

test("a sign-in with another browser is told by mail, the first and known ones are not", async () => {
  const person = await harness.owner();
  const password = { email: person.email, password: TEST_PASSWORD };
  const notes = () => harness.mails.filter((mail) => /neuen Gerät/.test(mail.subject)).length;
  const before = notes();
  const known = browser();
  const agent = { "user-agent": "Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0" };
  await known.call("POST", "/session", password, { headers: agent });
  assert.equal(notes(), before + 1, "the harness signed in from another one");
  assert.match(harness.mails.at(-1)?.paragraphs[0] ?? "", /Firefox, Linux/);
  await known.call("POST", "/session", password, { headers: agent });
  assert.equal(notes(), before + 1);
});

test("ORG-02: a wrong password takes as long for a known person as for nobody", async () => {
  const { email } = await harness.owner();
  const PAIRS = 24;
  const ask = async (address: string, pair: number): Promise<number> => {
    const window = browser(`127.2.${pair}.1`);
    const began = performance.now();
    const body = { email: address, password: "falsch falsch falsch" };
    assert.equal((await window.call("POST", "/session", body)).status, 401);
    return performance.now() - began;
  };
  let slower = 0;
  for (let pair = 0; pair < PAIRS; pair++) {
    // Past every pause, so that each try is looked at.
    clock.advance(16 * 60_000);
    // Side by side and in turn, so that a busy machine is busy for both.
    const knownFirst = pair % 2 === 0;
    const first = await ask(knownFirst ? email : "niemand@beispiel.example", pair);
    const second = await ask(knownFirst ? "niemand@beispiel.example" : email, pair);
    if ((knownFirst ? first : second) > (knownFirst ? second : first)) slower++;
  }
  // Sign test: by chance alone it lies outside once in three thousand runs.
  assert.ok(slower > 3 && slower < 21, `the known person was slower ${slower} times of ${PAIRS}`);
});
