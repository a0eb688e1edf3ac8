import assert from "node:assert/strict";
import { after, test } from "node:test";
import type { IdentityProviderInput } from "../../../contract/sign-in.ts";
import { makeAdministrator, TEST_PASSWORD } from "../../../test/support/account.ts";
import { accountsHarness } from "../../../test/support/accounts-harness.ts";
import { identityHouse } from "../../../test/support/identity-provider.ts";
import { addApp, codeAt, jar, type Jar } from "../../../test/support/sign-in.ts";
import { hasProviderFactor, rolesByClaim, verifiedEmail } from "./provider.ts";

const REDIRECT = "http://127.0.0.1:8025/login/oidc";
const house = await identityHouse(REDIRECT);
const harness = accountsHarness({ privateHosts: [house.host] });
const { clock } = harness;
after(() => house.close());

const input: IdentityProviderInput = {
  name: "Musterbank-Konto",
  issuer: house.issuer,
  clientId: house.clientId,
  clientSecret: house.clientSecret,
  enabled: true,
  mfaCounts: false,
  mfaAmr: ["mfa"],
  mfaAcr: [],
  roleClaim: null,
  roleRules: [],
};
let administrator: ReturnType<typeof harness.owner> | undefined;
const findBoss = () =>
  (administrator ??= harness.owner().then(async (made) => {
    await harness.db.instance((tx) => makeAdministrator(tx, made.operatorId));
    return made;
  }));

const browser = () => jar(() => harness.http);
const setUp = async (change: Partial<IdentityProviderInput> = {}) => {
  const boss = await findBoss();
  const answer = await boss.call("PUT", "/identity-provider", { ...input, ...change });
  assert.equal(answer.status, 200, answer.text);
};
/** Signs in by the provider, as the browser does. */
async function enter(window: Jar = browser()) {
  const { body } = await window.call("POST", "/session/provider", {});
  const query = await house.visit(body.url);
  return {
    window,
    query,
    answer: await window.call("POST", "/session/provider/return", { query }),
  };
}

test("the second factor of the provider counts by the words the settings name, and only if they say so", () => {
  const provider = { mfaCounts: true, mfaAmr: ["mfa", "hwk"], mfaAcr: ["gold"] };
  assert.equal(hasProviderFactor(provider, { amr: ["pwd", "mfa"] }), true);
  assert.equal(hasProviderFactor(provider, { amr: ["pwd"] }), false);
  assert.equal(hasProviderFactor(provider, { amr: "mfa" }), true);
  assert.equal(hasProviderFactor(provider, { acr: "gold" }), true);
  assert.equal(hasProviderFactor({ ...provider, mfaCounts: false }, { amr: ["mfa"] }), false);
  assert.equal(verifiedEmail({ email: "a@b.example", email_verified: true }), "a@b.example");
  assert.equal(verifiedEmail({ email: "a@b.example", email_verified: "false" }), undefined);
  assert.equal(verifiedEmail({ email: "a@b.example" }), undefined);
});

test("ORG-03: rules give and take the roles they name in their account, never that of an owner", () => {
  const roleRules = [
    { value: "marketing", accountId: "acc_1", role: "marketer" as const },
    { value: "datenschutz", accountId: "acc_1", role: "dpo" as const },
  ];
  const by = (groups: unknown, roles: string[], accountId = "acc_1") =>
    rolesByClaim({ roleClaim: "groups", roleRules }, { groups }, { accountId, roles });
  assert.deepEqual(by(["marketing"], []), ["marketer"]);
  assert.deepEqual(by(["datenschutz"], ["marketer"]), ["dpo"]);
  assert.deepEqual(by([], ["marketer", "owner", "intake"]), ["owner", "intake"]);
  assert.equal(by(["owner"], ["owner"]), undefined);
  assert.equal(by(["marketing"], ["marketer"]), undefined);
  assert.equal(by(["marketing"], [], "acc_2"), undefined);
});

test("only an administrator sets the provider up; the secret is sealed and never shown", async () => {
  const boss = await findBoss();
  const other = await harness.owner();
  for (const [method, path] of [
    ["GET", "/identity-provider"],
    ["DELETE", "/identity-provider"],
    ["POST", "/identity-provider/test"],
  ] as const)
    assert.equal((await other.call(method, path)).body.code, "administrator_needed");
  const refused = await other.call("PUT", "/identity-provider", input);
  assert.equal(refused.body.code, "administrator_needed");
  await setUp();
  const shown = await boss.call("GET", "/identity-provider");
  assert.equal(shown.body.redirectUri, REDIRECT);
  assert.equal(shown.body.provider.hasSecret, true);
  assert.ok(!shown.text.includes(house.clientSecret));
  const owner = { value: "chefs", accountId: boss.account.publicId, role: "owner" };
  const rules = { ...input, roleRules: [owner] };
  assert.equal((await boss.call("PUT", "/identity-provider", rules)).status, 400);
  const tested = await boss.call("POST", "/identity-provider/test");
  assert.equal(tested.body.provider.testProblem, null);
  const ways = await browser().call("GET", "/session/ways");
  assert.deepEqual(ways.body.provider, { name: "Musterbank-Konto" });
  // A secret goes to nobody but the provider it was typed in for.
  const { clientSecret: _secret, ...without } = input;
  await boss.call("PUT", "/identity-provider", { ...without, issuer: "https://other.example" });
  assert.equal((await boss.call("GET", "/identity-provider")).body.provider.hasSecret, false);
});

test("SSRF: a provider in the own network is called only where it is named", async () => {
  for (const issuer of [
    "http://127.0.0.1:1",
    "https://127.0.0.1:1",
    "https://169.254.169.254",
    "https://[::1]",
    "https://localhost",
    `http://localhost:${house.host.split(":")[1]}`,
  ]) {
    await setUp({ issuer });
    const boss = await findBoss();
    const tested = await boss.call("POST", "/identity-provider/test");
    assert.match(tested.body.provider.testProblem, /open internet|Only https/, issuer);
    assert.equal((await browser().call("POST", "/session/provider", {})).status, 502);
  }
  await setUp();
});

test("ORG-02: whoever works here signs in by the verified address; then the subject counts", async () => {
  await setUp();
  const person = await harness.owner();
  house.person = { sub: "u-1", email: person.email.toUpperCase(), email_verified: true };
  const { answer, window } = await enter();
  assert.equal(answer.status, 200, answer.text);
  assert.equal(answer.body.operator.email, person.email);
  assert.equal((await window.call("GET", "/me")).status, 200);
  const { items } = (await window.call("GET", "/sessions")).body;
  assert.equal(items.find((each: { current: boolean }) => each.current).method, "provider");
  // Another subject with the same address is somebody else; the same subject is the same person.
  house.person = { sub: "u-2", email: person.email, email_verified: true };
  assert.equal((await enter()).answer.body.code, "identity_conflict");
  house.person = { sub: "u-1", email: "neuer-name@beispiel.example", email_verified: true };
  assert.equal((await enter()).answer.body.operator?.email, person.email);
});

test("unverified, unknown and replayed answers open nothing", async () => {
  await setUp();
  const person = await harness.owner();
  house.person = { sub: "u-3", email: person.email, email_verified: false };
  assert.equal((await enter()).answer.body.code, "email_unverified");
  house.person = { sub: "u-4", email: "fremd@beispiel.example", email_verified: true };
  assert.equal((await enter()).answer.body.code, "person_unknown");
  house.person = { sub: "u-5", email: person.email, email_verified: true };
  const good = await enter();
  assert.equal(good.answer.status, 200);
  const again = await good.window.call("POST", "/session/provider/return", { query: good.query });
  assert.equal(again.body.code, "sign_in_over");
  // The answer to another browser's question: state and code do not fit here (CSRF, injection).
  const [mine, theirs] = [browser(), browser()];
  const asked = await mine.call("POST", "/session/provider", {});
  await theirs.call("POST", "/session/provider", {});
  const query = await house.visit(asked.body.url);
  const stolen = await theirs.call("POST", "/session/provider/return", { query });
  assert.equal(stolen.body.code, "provider_failed");
  const bare = await browser().call("POST", "/session/provider/return", { query });
  assert.equal(bare.body.code, "sign_in_over");
});

test("ORG-02: an ID token whose signature does not fit opens nothing", async () => {
  await setUp();
  const person = await harness.owner();
  house.person = { sub: "signed", email: person.email, email_verified: true };
  house.isTampered = true;
  assert.equal((await enter()).answer.body.code, "provider_failed");
  house.isTampered = false;
  assert.equal((await enter()).answer.status, 200);
});

test("an invitation is accepted by signing in, without a password of our own", async () => {
  await setUp();
  const owner = await harness.owner();
  const email = "neu.hier@beispiel.example";
  await owner.call("POST", "/operators", { email, roles: ["marketer"] });
  house.person = { sub: "u-6", email, email_verified: true, name: "Nele Neu" };
  const { answer, window } = await enter();
  assert.equal(answer.body.operator.name, "Nele Neu");
  assert.deepEqual(answer.body.accounts[0].roles, ["marketer"]);
  assert.equal((await window.call("GET", "/me/security")).body.hasPassword, false);
  const members = (await owner.call("GET", "/operators")).body;
  assert.equal(members.invitations.length, 0);
  const guess = await browser().call("POST", "/session", { email, password: TEST_PASSWORD });
  assert.equal(guess.body.code, "bad_credentials");
});

test("ORG-02: our own factor is asked, unless the provider's counts; groups bring roles", async () => {
  await setUp();
  const person = await harness.owner();
  const own = browser();
  await own.call("POST", "/session", { email: person.email, password: TEST_PASSWORD });
  const app = await addApp(own, () => clock.now());
  house.person = { sub: "u-7", email: person.email, email_verified: true, amr: ["pwd", "mfa"] };
  const half = await enter();
  assert.equal(half.answer.body.code, "second_factor_needed");
  clock.advance(30_000);
  const code = codeAt(app.secret, clock.now());
  assert.equal((await half.window.call("POST", "/session/factor", { code })).status, 200);
  const rule = { value: "b2b", accountId: person.account.publicId, role: "intake" as const };
  await setUp({ mfaCounts: true, roleClaim: "groups", roleRules: [rule] });
  house.person = { ...house.person, groups: ["b2b", "sonstige"] };
  const whole = await enter();
  assert.equal(whole.answer.status, 200, whole.answer.text);
  assert.deepEqual(whole.answer.body.accounts[0].roles, ["owner", "intake"]);
  house.person = { ...house.person, amr: ["pwd"], groups: [] };
  assert.equal((await enter()).answer.body.code, "second_factor_needed");
});

test("ORG-03: groups bring the account's own roles, too; none of another account, none made of the owner's, none that is gone", async () => {
  const person = await harness.owner();
  const other = await harness.owner();
  const make = async (by: typeof person, name: string, template: string) =>
    (
      await by.call("POST", "/roles", {
        name,
        description: "",
        template,
        permissions: ["account.read", "mailings.read"],
      })
    ).body.id as string;
  const texts = await make(person, "Texte", "editor");
  const foreign = await make(other, "Fremde", "editor");
  const chief = await make(person, "Leitung", "owner");
  const boss = await findBoss();
  const rule = (role: string) => ({ value: "texte", accountId: person.account.publicId, role });
  const put = (role: string) =>
    boss.call("PUT", "/identity-provider", {
      ...input,
      mfaCounts: true,
      roleClaim: "groups",
      roleRules: [rule(role)],
    });
  for (const role of [foreign, chief, `rol_${"0".repeat(32)}`])
    assert.equal((await put(role)).body.code, "role_unknown", role);
  const saved = await put(texts);
  assert.equal(saved.status, 200, saved.text);
  assert.ok(saved.body.ownRoles.some(({ id }: { id: string }) => id === texts));
  const kept = await person.call("DELETE", `/roles/${texts}`);
  assert.deepEqual([kept.body.code, kept.body.groups], ["role_in_use", ["texte"]]);
  house.person = {
    ...{ sub: "u-9", email: person.email, email_verified: true },
    ...{ amr: ["mfa"], groups: ["texte"] },
  };
  const entered = await enter();
  assert.equal(entered.answer.status, 200, entered.answer.text);
  assert.deepEqual(entered.answer.body.accounts[0].roles, ["owner", texts]);
});
