import assert from "node:assert/strict";
import { test } from "node:test";
import { applied, lint, lintBody, of } from "../../../test/support/content-lint.ts";
import { SAMPLE_FACTS, sampleHtml } from "../../../test/support/content-samples.ts";
import type { AddressAnswer } from "../addresses/address-answer.ts";

function answers(...given: (Partial<AddressAnswer> & { url: string })[]) {
  const base = {
    state: "reachable",
    status: 200,
    reason: "",
    finalUrl: null,
    mediaType: null,
    bytes: null,
  } as const;
  return new Map(given.map((each) => [each.url, { ...base, checkedAt: new Date(0), ...each }]));
}

const LINK = `<p><a href="https://a.example/alt">Zum Jahresbericht</a></p>`;

test("CNT-05: a privacy notice that is not there blocks; one that is slow only warns", () => {
  const url = SAMPLE_FACTS.privacyUrl;
  assert.deepEqual(
    of(lint({ answers: answers({ url, state: "not_found", status: 404 }) }), "CNT-05"),
    ["block html"],
  );
  assert.deepEqual(
    of(lint({ answers: answers({ url, state: "failed", reason: "late" }) }), "CNT-05"),
    ["warn html"],
  );
  assert.deepEqual(of(lint({ answers: answers({ url }) }), "CNT-05"), []);
});

test("dead and moved links are named at their place and hold nothing up; without a check nothing is said", () => {
  const html = sampleHtml(LINK);
  const dead = lint({
    html,
    answers: answers({ url: "https://a.example/alt", state: "not_found", status: 404 }),
  });
  const [finding] = dead.filter((each) => each.rule === "LINT-LINKS");
  assert.equal(finding!.severity, "warn");
  assert.match(finding!.message.de, /„Zum Jahresbericht“ führt ins Leere/);
  assert.equal(html.slice(finding!.position!.offset).slice(0, 21), "https://a.example/alt");
  const moved = lint({
    html,
    answers: answers({
      url: "https://a.example/alt",
      state: "moved",
      finalUrl: "https://a.example/neu?a=1&b=2",
    }),
  });
  const [move] = moved.filter((each) => each.rule === "LINT-LINKS");
  assert.equal(move!.severity, "info");
  assert.match(applied(html, move!.fix!.edits), /href="https:\/\/a\.example\/neu\?a=1&amp;b=2"/);
  assert.deepEqual(of(lint({ html }), "LINT-LINKS"), []);
});

test("CNT-09: conditions must be there to be read", () => {
  const body = `<p>Großes Gewinnspiel, <a href="https://a.example/agb">Teilnahmebedingungen</a></p>`;
  assert.deepEqual(of(lintBody(body), "CNT-09"), []);
  assert.deepEqual(
    of(
      lintBody(body, {
        answers: answers({ url: "https://a.example/agb", state: "not_found", status: 404 }),
      }),
      "CNT-09",
    ),
    ["warn html"],
  );
});

test("CNT-10: a picture whose licence has ended blocks at its place", () => {
  const html = sampleHtml(`<img src="https://post.example/m/a.png" alt="Haus">`);
  const findings = lint({
    html,
    expiredImages: [
      { url: "https://post.example/m/a.png", name: "Hauptstelle", expiresOn: "2026-11-20" },
    ],
  });
  const [finding] = findings.filter((each) => each.rule === "CNT-10");
  assert.equal(finding!.severity, "block");
  assert.match(finding!.message.de, /„Hauptstelle“ endete am 20\.11\.2026/);
  assert.equal(html.slice(finding!.position!.offset).slice(0, 28), "https://post.example/m/a.png");
});

test("images that are gone or heavy are named, and their weight together", () => {
  const images = [1, 2, 3].map((no) => `<img src="https://a.example/${no}.png" alt="">`).join("");
  const url = (no: number) => `https://a.example/${no}.png`;
  const findings = lintBody(images, {
    answers: answers(
      { url: url(1), bytes: 450_000 },
      { url: url(2), bytes: 620_000 },
      { url: url(3), state: "not_found", status: 404 },
    ),
  }).filter((each) => each.rule === "LINT-IMAGES");
  assert.equal(findings.length, 4);
  assert.ok(findings.some((each) => /zusammen 1070 kB/.test(each.message.de)));
});
