import assert from "node:assert/strict";
import { test } from "node:test";
import { mailboxOf, parseEmailAddress } from "./index.ts";

const of = (text: string): string => {
  const parsed = parseEmailAddress(text);
  assert.ok(parsed.ok, text);
  return mailboxOf(parsed.normalised);
};

test("DOI-11: one mailbox is one, however its address is spelled", () => {
  for (const [mailbox, ...spellings] of [
    [
      "anna.berg@leser.example",
      "Anna.Berg@Leser.example",
      "anna.berg+1@leser.example",
      "anna.berg+x+y@LESER.example",
      '"anna.berg"@leser.example',
      '"anna.berg+z"@leser.example',
    ],
    [
      "annaberg@gmail.com",
      "anna.berg@gmail.com",
      "a.n.n.a.b.e.r.g@googlemail.com",
      "A.nnaBerg+news@GoogleMail.com",
      "annaberg+a@googlemail.de",
    ],
    ["annaberg@proton.me", "anna_berg@proton.me", "anna-berg+1@proton.me"],
    [
      "anna@xn--bcher-kva.example",
      "anna@bücher.example",
      "anna@BÜCHER.example",
      "anna@bu\u0308cher。example",
      "anna+a@xn--bcher-kva.example",
    ],
    ["ännä@leser.example", "a\u0308nna\u0308@leser.example", "ÄNNÄ+1@leser.example"],
  ] as const)
    for (const text of spellings) assert.equal(of(text), mailbox, text);
});

test("DOI-11: different mailboxes stay different", () => {
  const all = [
    "annaberg@leser.example",
    "anna.berg@leser.example",
    "anna-berg@leser.example",
    "anna@leser.example",
    "anna@unter.leser.example",
    "+1@leser.example",
    "+2@leser.example",
    '"anna berg+1"@leser.example',
    '"anna berg+2"@leser.example',
    "annaberg@outlook.com",
    "anna.berg@outlook.com",
    "annaberg@outlook.de",
    "anna-berg@gmail.com",
    "-@proton.me",
    "_@proton.me",
  ];
  assert.equal(new Set(all.map(of)).size, all.length);
});
