import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { test } from "node:test";
import { messageWithoutTokens, withoutTokens } from "./without-tokens.ts";

const token = () => randomBytes(33).toString("base64url").slice(0, 42) + "A";
/** No run of 16 characters of it is left, which is what a whole block of a token would need. */
function assertGone(text: string, secret: string): void {
  const bare = text.replace(/=\r?\n|\r?\n[>| \t]*/g, "");
  for (let at = 0; at + 16 <= secret.length; at++)
    assert.ok(!bare.includes(secret.slice(at, at + 16)), text);
}

test("TRK-02: a token is taken out of every way a mail program, a filter or an encoding writes a link", () => {
  for (let round = 0; round < 200; round++) {
    const secret = token();
    const link = `https://links.example/t/${secret}`;
    const cut = (at: number, by: string) => link.slice(0, at) + by + link.slice(at);
    const split = 26 + (round % 40);
    const ways = [
      link,
      `<${link}>.`,
      `${link}?utm=1`,
      cut(split, "=\r\n"),
      cut(split, "=\n"),
      cut(split, "\r\n> "),
      cut(split, "\n>> "),
      cut(split, "\r\n"),
      cut(23, "=\r\n"),
      `https://eur02.safelinks.protection.outlook.com/?url=${encodeURIComponent(link)}&data=05`,
      `https://x.example/?u=${encodeURIComponent(encodeURIComponent(link))}`,
      `https://urldefense.proofpoint.com/v2/url?u=https-3A__links.example_t_${secret.replace(/-/g, "-2D").replace(/_/g, "-5F")}&d=DwMF`,
      `https:&#x2F;&#x2F;links.example&#x2F;t&#x2F;${secret}`,
      `=?utf-8?Q?Re:_https://links.example/t/${secret.slice(0, 20)}?=\r\n =?utf-8?Q?${secret.slice(20)}?=`,
      link.replace(/[-_]/g, (c) => (c === "-" ? "=2D" : "=5F")),
    ];
    for (const way of ways) assertGone(withoutTokens(`554 blocked: ${way} by policy`), secret);
    // A cut one: more than a block of it could be read.
    assertGone(withoutTokens(link.slice(0, -9)), secret.slice(0, -9));
  }
});

test("what is no token stays as it is", () => {
  for (const text of [
    "Bitte melden Sie mich ab. https://www.musterbank.example/t/zinsen",
    "https://post.example/u/AbCdEfGhIjKlMnOpQrStUvWxYz0123456789AbCdEfGhIjKlMnOpQrStUvWxYz",
    "Lift/t/Treppe, und/oder",
    "",
  ])
    assert.equal(withoutTokens(text), text);
  const message = Buffer.from(
    `Subject: =?utf-8?B?${Buffer.from("Grüße aus der Filiale").toString("base64")}?=\r\n\r\n${randomBytes(900).toString("base64").replace(/.{76}/g, "$&\r\n")}\r\n`,
  );
  assert.deepEqual(messageWithoutTokens(message), message);
});

test("TRK-02: base64 parts, parts in parts and encoded words are cleaned, whatever the fields say of them", () => {
  const wrap = (text: string, width: number) =>
    Buffer.from(text, "utf8")
      .toString("base64")
      .replace(new RegExp(`.{${width}}`, "g"), "$&\r\n");
  for (const width of [60, 64, 76]) {
    const secrets = [token(), token(), token(), token()];
    const [a, b, c, d] = secrets.map((secret) => `https://links.example/t/${secret}`);
    const inner = `Content-Transfer-Encoding: base64\r\n\r\n${wrap(`Grüße: <a href="${b}">Link</a>`, width)}\r\n`;
    const subject = Buffer.from(`Re: ${c}`).toString("base64");
    const message = Buffer.from(
      [
        `Subject: =?utf-8?B?${subject.slice(0, 40)}?=\r\n =?utf-8?B?${subject.slice(40)}?=`,
        "Content-Type: multipart/mixed; boundary=x",
        "",
        "--x",
        "Content-Transfer-Encoding: base64",
        "",
        wrap(`Sehr geehrte Damen und Herren, ${a} und mehr`, width),
        "--x",
        "Content-Transfer-Encoding: base64",
        "",
        wrap(inner, width),
        "--x",
        "Content-Transfer-Encoding: quoted-printable",
        "",
        `Ihr Link: ${d!.slice(0, 50)}=\r\n${d!.slice(50)}`,
        "--x--",
        "",
      ].join("\r\n"),
    );
    let text = messageWithoutTokens(message).toString("latin1");
    assert.match(text, /^--x--\r$/m, "the parts stay parts");
    // As anybody would look for them: base64 opened as often as there is some.
    for (let depth = 0; depth < 3; depth++) {
      for (const secret of secrets) assertGone(text, secret);
      text = text.replace(/[A-Za-z0-9+/]{20,}(?:\r?\n[A-Za-z0-9+/]+)*={0,2}/g, (block) =>
        Buffer.from(block, "base64").toString("latin1"),
      );
    }
    assert.match(text, /Damen und Herren, https:\/\/links\.example\/t\/removed und mehr/);
  }
});
