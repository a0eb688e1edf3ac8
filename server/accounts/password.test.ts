import assert from "node:assert/strict";
import { test } from "node:test";
import { breachedPasswords, fingerprintsOf } from "./breached-passwords.ts";
import { hashPassword, passwordProblem, verifyPassword } from "./password.ts";

const about = { email: "erika.mustermann@beispiel.example", name: "Erika Mustermann" };

test("ORG-02: passwords are hashed with Argon2id at 19 MiB, two passes, one lane", async () => {
  const hash = await hashPassword("vier bunte Fahrräder");
  assert.match(hash, /^\$argon2id\$v=19\$m=19456,t=2,p=1\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$/);
  assert.notEqual(hash, await hashPassword("vier bunte Fahrräder"));
  assert.equal(await verifyPassword("vier bunte Fahrräder", hash), true);
  assert.equal(await verifyPassword("vier bunte Fahrrader", hash), false);
  // The same letters from a keyboard that composes them.
  assert.equal(await verifyPassword("vier bunte Fahrräder".normalize("NFD"), hash), true);
});

test("ORG-02: a known Argon2id hash of another program verifies", async () => {
  // From the reference implementation's test suite, test.c: hashtest(version, 2, 16, 1, "password", "somesalt", …).
  const reference =
    "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc";
  assert.equal(await verifyPassword("password", reference), true);
  assert.equal(await verifyPassword("Password", reference), false);
});

test("ORG-02: without a stored hash the same work is done and the answer is no", async () => {
  assert.equal(await verifyPassword("vier bunte Fahrräder", undefined), false);
  assert.equal(await verifyPassword("vier bunte Fahrräder", null), false);
});

test("ORG-02: short, common and self-made-of-the-name passwords are refused", () => {
  for (const [password, problem] of [
    ["kurz", "too_short"],
    ["elf zeichen", "too_short"],
    ["x".repeat(201), "too_long"],
    ["123456789012", "too_common"],
    ["password1234", "too_common"],
    ["Passwort2026!", "too_common"],
    ["P@ssw0rd1234", "too_common"],
    ["qwertzuiop123", "too_common"],
    ["aaaaaaaaaaaaaa", "too_common"],
    ["abcabcabcabc", "too_common"],
    ["Klarpost2026!!", "too_common"],
    ["erikamustermann", "too_common"],
    ["Mustermann-2026", "too_common"],
    ["1q2w3e4r5t6z7u8i", "too_common"],
    ["hallohallo123", "too_common"],
    ["vier bunte Fahrräder", undefined],
    ["correct horse battery staple", undefined],
    ["Xk7!pQ2m#vL9", undefined],
    ["Nebelhorn Suppe Leiter", undefined],
    ["日本語の長いパスワード文字", undefined],
  ] as const)
    assert.equal(passwordProblem(password, about), problem, password);
});

test("ORG-02: 43,900 leaked passwords of twelve and more characters are known, and no outside is asked", () => {
  assert.equal(breachedPasswords(), 43_940);
  // Among the first 3,000 of the list that are long enough here, and let through by every rule about words and rows.
  for (const leaked of [
    "123qweasdzxc",
    "contortionist",
    "chickenwing101",
    "unbelievable",
    "sonyericsson",
    "ghjcnjgfhjkm",
    "needforspeed",
    "cosmopolitan",
    "jamesbond007",
    "gc4k6NUhRDK2",
  ])
    for (const password of [leaked, leaked.toUpperCase(), `${leaked}!`, `!${leaked}2026!`])
      assert.equal(passwordProblem(password, about), "too_common", password);
  for (const password of ["contortionist Suppe", "Nebelhorn Suppe Leiter", "Xk7!pQ2m#vL9"])
    assert.equal(passwordProblem(password, about), undefined, password);
});

test("the list keeps what is long enough, each password once, whatever its case and composition", () => {
  const made = fingerprintsOf([
    "kurz",
    "Lange Wörter",
    "LANGE WÖRTER",
    "Lange Wo\u0308rter",
    "andere Wörter ",
  ]);
  assert.equal(made.length, 2 * 5);
  assert.ok(made.compare(made, 0, 5, 5, 10) > 0, "in order");
  assert.equal(fingerprintsOf([]).length, 0);
});
