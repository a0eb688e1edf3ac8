import assert from "node:assert/strict";
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { isFreemail } from "./freemail.ts";
import { imitates, imitatesOwn } from "./look-alike.ts";
import { judge } from "./sender.ts";

const rulesOf = (more: object) =>
  judge(
    {
      fromName: "Musterbank Newsletter",
      fromAddress: "newsletter@musterbank.example",
      replyTo: "antwort@musterbank.example",
      ...more,
    },
    "Musterbank",
  );
const refused = (more: object) =>
  rulesOf(more).problems.map((problem) => `${problem.rule} ${problem.path}`);

test("CNT-01: no-reply addresses are refused in From and Reply-To", () => {
  for (const local of [
    "no-reply",
    "noreply",
    "NoReply",
    "noreply+x",
    "no_reply",
    "do-not-reply",
    "donotreply",
    "keine-antwort",
    "keineantwort",
    "nicht.antworten",
  ]) {
    assert.deepEqual(
      refused({ fromAddress: `${local}@musterbank.example` }),
      ["CNT-01 /fromAddress"],
      local,
    );
    assert.deepEqual(
      refused({ replyTo: `${local}@musterbank.example` }),
      ["CNT-01 /replyTo"],
      local,
    );
  }
  for (const local of ["newsletter", "post", "norbert", "noah.reply"])
    assert.deepEqual(refused({ fromAddress: `${local}@musterbank.example` }), [], local);
});

test("CNT-02: cryptic addresses and names draw warnings that can be acknowledged", () => {
  const warned = (more: object) => rulesOf(more).warnings.map((warning) => warning.rule);
  assert.deepEqual(warned({}), []);
  assert.deepEqual(warned({ fromAddress: "xk7q9@musterbank.example" }), ["CNT-02"]);
  assert.deepEqual(warned({ fromName: "Ihr Team" }), ["CNT-02"]);
});

test("SND-15: domains of mail providers are refused", () => {
  for (const domain of ["gmail.com", "gmx.de", "web.de", "t-online.de", "mail.gmx.net", "GMX.DE"])
    assert.deepEqual(
      refused({ fromAddress: `musterbank@${domain}` }),
      ["SND-15 /fromAddress"],
      domain,
    );
  // Answers may be read anywhere.
  assert.deepEqual(refused({ replyTo: "musterbank@gmx.de" }), []);
  for (const domain of ["mygmx.de", "webde.example", "gmail.musterbank.example"])
    assert.equal(isFreemail(domain), false, domain);
});

test("SND-15: look-alikes of well-known domains are refused, ordinary domains are not", () => {
  for (const domain of [
    "gmai1.com",
    "rnicrosoft.com",
    "g00gle.de",
    "gmaıl.com",
    "paypaI.com",
    "аmazon.de",
    "sparkаsse.de",
    "sparkase.de",
    "comerzbank.de",
    "volksbnak.de",
    "posteο.de",
  ])
    assert.notEqual(imitates(domain.toLowerCase(), domain.toLowerCase()), undefined, domain);
  for (const domain of [
    "musterbank.example",
    "müller-versicherung.de",
    "яндекс.рф",
    "web.example",
    "sparkasse.de",
    "klarpost.de",
    "corner-cafe.de",
    "sparkassen.de",
    "volksband.de",
    "telecom.de",
    "日本abc.jp",
  ])
    assert.equal(imitates(domain, domain), undefined, domain);
});

test("SND-15: a domain that can be mistaken for one's own is refused, other addresses of the house are not", () => {
  const own = ["musterbank.example", "müller.example"];
  for (const domain of ["rnusterbank.example", "musterbаnk.example", "mu5terbank.de"])
    assert.notEqual(imitatesOwn(domain, own), undefined, domain);
  for (const domain of [
    "musterbank.example",
    "musterbank.de",
    "news.musterbank.example",
    "muster-bank.de",
    "musterhaus.example",
    "muller.example",
  ])
    assert.equal(imitatesOwn(domain, own), undefined, domain);
  const { problems } = judge(
    {
      fromName: "Musterbank Newsletter",
      fromAddress: "post@rnusterbank.example",
      replyTo: "antwort@musterbank.example",
    },
    "Musterbank",
    own,
  );
  assert.deepEqual(
    problems.map((problem) => `${problem.rule} ${problem.path}`),
    ["SND-15 /fromAddress"],
  );
});

test("SND-05: line breaks and broken addresses are refused", () => {
  assert.deepEqual(refused({ fromName: "Muster\r\nBcc: x@y.example" }), ["SND-05 /fromName"]);
  assert.deepEqual(refused({ fromAddress: "a@b" }), ["SND-05 /fromAddress"]);
  assert.deepEqual(refused({ replyTo: "a@b.example\r\nBcc: x@y.example" }), ["SND-05 /replyTo"]);
});

test("SND-15: the list knows the large providers of the open lists", (context) => {
  const folder = join(import.meta.dirname, "../../../shared/data/addresses-domains/freemail");
  if (!existsSync(folder)) return context.skip("shared/data is not here");
  const listed = new Set(
    readdirSync(folder).flatMap(
      (file) =>
        readFileSync(join(folder, file), "utf8")
          .toLowerCase()
          .match(/[a-z0-9-]+(\.[a-z0-9-]+)+/g) ?? [],
    ),
  );
  for (const domain of [
    "gmail.com",
    "yahoo.com",
    "gmx.de",
    "web.de",
    "hotmail.com",
    "freenet.de",
    "t-online.de",
  ])
    assert.ok(!listed.has(domain) || isFreemail(domain), domain);
  const all = [...listed].filter((domain) =>
    /^(gmx|yahoo|hotmail|outlook|live|icloud|protonmail)\.(com|de|net|at|ch)$/.test(domain),
  );
  assert.deepEqual(
    all.filter((domain) => !isFreemail(domain)),
    [],
  );
});
