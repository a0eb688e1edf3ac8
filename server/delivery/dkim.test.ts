import assert from "node:assert/strict";
import { generateKeyPairSync } from "node:crypto";
import { test } from "node:test";
import { dkimVerify } from "mailauth/lib/dkim/verify.js";
import {
  compileMessage,
  MessageBuffer,
  type MessageTemplate,
  type MessageValues,
} from "../content/index.ts";
import {
  type DkimKey,
  dkimRecord,
  dkimSelector,
  generateDkimKey,
  openDkimKey,
  quotedTxt,
  signMessage,
} from "./dkim.ts";

const created = new Date("2026-11-21T12:00:00Z");

async function makeKey(algorithm: DkimKey["algorithm"]): Promise<DkimKey> {
  const { privateKeyPem } = await generateDkimKey(algorithm);
  return openDkimKey({
    algorithm,
    domain: "news.example.com",
    selector: dkimSelector(algorithm, created),
    privateKeyPem,
  });
}
const rsa = await makeKey("rsa-sha256");
const ed25519 = await makeKey("ed25519-sha256");

const template: MessageTemplate = {
  from: { name: "Müller & Söhne, die mit dem sehr langen Namen", address: "news@news.example.com" },
  replyTo: { address: "redaktion@example.com" },
  subject: [
    "Neues für ",
    { field: "name", html: false },
    " – und ein Betreff, der gefaltet werden muss",
  ],
  text: ["Guten Tag ", { field: "name", html: false }, "\n\n\n"],
  html: ["<p>Guten Tag ", { field: "name", html: true }, "</p>"],
  messageIdDomain: "news.example.com",
  tokenLength: 43,
  listId: { id: "list.news.example.com", name: "Die  Liste" },
  listUnsubscribe: true,
  feedbackId: "a:b:c:d",
};
const values: MessageValues = {
  to: { name: "Anna Österreicher", address: "anna@example.net" },
  messageId: "d.1",
  date: created,
  fields: { name: "Ännchen  von\tTharau" },
  tokens: [],
  unsubscribe: { url: "https://post.example.com/u/abc", mailto: "mailto:u@example.com" },
};

async function signed(keys: DkimKey[], t = template, v = values): Promise<Buffer> {
  const message = compileMessage(t).render(v, new MessageBuffer());
  const { bytes, start, end } = message.complete(await signMessage(message, keys, created));
  return Buffer.from(bytes.subarray(start, end));
}

async function verify(message: Buffer | string, keys: DkimKey[]) {
  const resolver = async (name: string) => {
    const record = keys.map(dkimRecord).find((each) => each.name === name);
    if (!record) throw Object.assign(new Error("no record"), { code: "ENOTFOUND" });
    return [[record.value]];
  };
  const { results } = await dkimVerify(Buffer.from(message), { resolver, curTime: created });
  return results.map((each) => `${each.algo} ${each.status.result}`);
}

test("SND-01: RSA and Ed25519 signatures pass at an independent verifier", async () => {
  const message = await signed([rsa, ed25519]);
  assert.deepEqual(await verify(message, [rsa, ed25519]), [
    "rsa-sha256 pass",
    "ed25519-sha256 pass",
  ]);
  for (const line of message.toString("latin1").split("\r\n")) assert.ok(line.length <= 78, line);
});

test("SND-01: messages of one part, of an empty body, with empty lines at the end", async () => {
  for (const text of ["", "\n", "\n\n\n", "Hallo\n\n\n", "Hallo", " "]) {
    const message = await signed([rsa], { ...template, html: undefined, text: [text] });
    assert.deepEqual(await verify(message, [rsa]), ["rsa-sha256 pass"], JSON.stringify(text));
    const ending = await signed(
      [rsa],
      { ...template, html: undefined, text: [{ field: "name", html: false }] },
      { ...values, fields: { name: text } },
    );
    assert.deepEqual(
      await verify(ending, [rsa]),
      ["rsa-sha256 pass"],
      `field ${JSON.stringify(text)}`,
    );
  }
});

test("UNS-01: List-Unsubscribe and List-Unsubscribe-Post are covered, as is everything shown", async () => {
  const message = (await signed([rsa])).toString("latin1");
  const names = /h=([^;]+);/.exec(message)?.[1]?.replace(/\s/g, "").split(":") ?? [];
  for (const name of [
    "from",
    "to",
    "subject",
    "date",
    "message-id",
    "mime-version",
    "content-type",
    "reply-to",
    "list-id",
    "list-unsubscribe",
    "list-unsubscribe-post",
    "feedback-id",
  ]) {
    assert.ok(names.includes(name), name);
    // Changing the field breaks the signature.
    const changed = message.replace(new RegExp(`^(${name}: )`, "im"), "$1x");
    assert.notEqual(changed, message);
    assert.doesNotMatch((await verify(Buffer.from(changed, "latin1"), [rsa])).join(), /pass/, name);
  }
});

test("a changed body and a foreign key do not pass", async () => {
  const message = await signed([rsa]);
  const changed = Buffer.from(message.toString("latin1").replace("Guten", "Gutem"), "latin1");
  assert.doesNotMatch((await verify(changed, [rsa])).join(), /pass/);
  const other = await makeKey("rsa-sha256");
  assert.doesNotMatch(
    (await verify(message, [{ ...other, selector: rsa.selector }])).join(),
    /pass/,
  );
});

test("SND-01: keys are 2048 bits, records publish the matching public key, in strings of 255", async () => {
  const record = dkimRecord(rsa);
  assert.equal(record.name, "kp202611r._domainkey.news.example.com");
  assert.equal(rsa.privateKey.asymmetricKeyDetails?.modulusLength, 2048);
  assert.match(record.value, /^v=DKIM1; k=rsa; p=[A-Za-z0-9+/]+=*$/);
  assert.match(dkimRecord(ed25519).value, /^v=DKIM1; k=ed25519; p=[A-Za-z0-9+/]{43}=$/);
  const quoted = quotedTxt(record.value);
  assert.equal(quoted.replace(/" "|"/g, ""), record.value);
  for (const part of quoted.split('" "')) assert.ok(part.replaceAll('"', "").length <= 255);
});

test("RFC 8301: keys of the wrong kind and short RSA keys are refused", () => {
  const pem = (kind: "rsa" | "ed25519", modulusLength = 2048) =>
    (kind === "rsa"
      ? generateKeyPairSync("rsa", { modulusLength })
      : generateKeyPairSync("ed25519")
    ).privateKey
      .export({ type: "pkcs8", format: "pem" })
      .toString();
  const stored = { domain: "example.com", selector: "s", algorithm: "rsa-sha256" as const };
  assert.throws(() => openDkimKey({ ...stored, privateKeyPem: pem("ed25519") }), RangeError);
  assert.throws(() => openDkimKey({ ...stored, privateKeyPem: pem("rsa", 512) }), RangeError);
  assert.throws(
    () => openDkimKey({ ...stored, domain: "a;b", privateKeyPem: pem("rsa") }),
    RangeError,
  );
});
