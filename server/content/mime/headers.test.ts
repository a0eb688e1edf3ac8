import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import fc from "fast-check";
import PostalMime from "postal-mime";
import {
  assertStrict,
  renderMessage as render,
  sampleTemplate as template,
  sampleValues as values,
} from "../../../test/support/messages.ts";
import {
  compileMessage,
  MessageBuffer,
  type MessageTemplate,
  type MessageValues,
} from "./index.ts";
import { oneLine } from "./headers.ts";

const seed = Math.floor(Math.random() * 2 ** 31);
console.log(`seed ${seed}`);
const PAYLOADS = join(import.meta.dirname, "../../../../shared/data/security-payloads");

test("subjects and names of any text come back whole, in words of at most 75 characters", async () => {
  const shown = (v: string) =>
    v
      .toWellFormed()
      .replace(/[\p{Cc}\u2028\u2029]+/gu, " ")
      .trim();
  await fc.assert(
    fc.asyncProperty(
      fc.string({ unit: "grapheme", minLength: 1, maxLength: 300 }),
      async (given) => {
        const subject = given.slice(0, 300).toWellFormed();
        const message = render(
          { ...template, subject: [{ field: "name", html: false }] },
          { ...values, fields: { ...values.fields, name: subject } },
        );
        assertStrict(message);
        const head = message.toString("latin1").split("\r\n\r\n")[0]!;
        for (const word of head.match(/=\?UTF-8\?B\?[^?]*\?=/g) ?? []) assert.ok(word.length <= 75);
        for (const line of head.split("\r\n"))
          if (line.includes("=?UTF-8?B?")) assert.ok(line.length <= 76, line);
        const mail = await PostalMime.parse(message);
        assert.equal(
          (mail.subject ?? "").replace(/\s+/g, " ").trim(),
          shown(subject).replace(/\s+/g, " ").trim(),
        );
      },
    ),
    { seed, numRuns: 500 },
  );
});

test(
  "SND-05: nothing a person typed becomes a header, a recipient or the end of the message",
  { skip: existsSync(PAYLOADS) ? false : "test data missing" },
  async () => {
    const texts = [
      "payloads-patt/payloads",
      "naughty-strings/strings",
      "payloads-html5sec/payloads",
    ]
      .flatMap((corpus) =>
        readFileSync(join(PAYLOADS, `${corpus}.jsonl`), "utf8")
          .trim()
          .split("\n"),
      )
      .map((line) => JSON.parse(line))
      .map((row) => row.payload ?? row.value ?? row.string)
      .filter((value) => typeof value === "string");
    const own = [
      "a\r\nBcc: b@c.de",
      "a\nBcc: b@c.de",
      "a\rBcc: b@c.de",
      "\r\n.\r\nMAIL FROM:<x@y.de>",
      "a\0b",
      "a\u2028Bcc: x",
      "=?UTF-8?Q?=0D=0ABcc:_x@y.de?=",
      "x".repeat(100_000),
      '"; x@y.de, <z@y.de>',
      "\\",
    ];
    assert.ok(texts.length > 1_000);
    const compiled = compileMessage(template);
    const buffer = new MessageBuffer();
    for (const given of [...own, ...texts]) {
      const { bytes, start, end } = compiled
        .render(
          {
            ...values,
            to: { name: given, address: "x@example.com" },
            fields: { name: given, footer: given },
          },
          buffer,
        )
        .complete();
      const message = bytes.subarray(start, end);
      assertStrict(message);
      const mail = await PostalMime.parse(message);
      assert.deepEqual(mail.headers.map((h) => h.key).sort(), EXPECTED_HEADERS, given.slice(0, 60));
      assert.deepEqual(
        mail.to?.map((to) => to.address),
        ["x@example.com"],
      );
    }
  },
);

const EXPECTED_HEADERS = [
  "content-type",
  "date",
  "feedback-id",
  "from",
  "list-id",
  "list-unsubscribe",
  "list-unsubscribe-post",
  "message-id",
  "mime-version",
  "reply-to",
  "subject",
  "to",
  "x-csa-complaints",
];

test("what must not stand in a header is an error", () => {
  const broken: Partial<MessageTemplate>[] = [
    { from: { address: "a@b" } },
    { from: { address: "a@b.de>\r\nX: y" } },
    { from: { name: "a\r\nb", address: "a@b.de" } },
    { subject: ["a\nb"] },
    { subject: [{ token: 0 }] },
    { text: undefined, html: undefined },
    { text: [{ token: -1 }] },
    { messageIdDomain: "x y" },
    { listId: { id: "a b" } },
    { listId: { id: "a.b", name: "x\ry" } },
    { feedbackId: "a:b:c:d:e" },
    { feedbackId: "anna@example.com" },
    { headers: [{ name: "Subject", value: "x" }] },
    { headers: [{ name: "Bcc", value: "x@y.de" }] },
    { headers: [{ name: "X Y", value: "x" }] },
    { headers: [{ name: "X-Y", value: "x\r\nZ: y" }] },
    {
      headers: [
        { name: "X-Y", value: "1" },
        { name: "x-y", value: "2" },
      ],
    },
  ];
  for (const change of broken) {
    assert.throws(
      () => compileMessage({ ...template, ...change }),
      { name: "MessageError" },
      JSON.stringify(change),
    );
  }
  const compiled = compileMessage(template);
  const wrong: Partial<MessageValues>[] = [
    { to: { address: "a@b.de\r\nRCPT TO:<c@d.de>" } },
    { to: { address: "a@b.de,c@d.de" } },
    { messageId: "a b" },
    { messageId: "a>\r\nX: y" },
    { fields: { name: "x" } },
    { fields: Object.create({ name: "x", footer: "y" }) },
    { tokens: [] },
    { tokens: ["p".repeat(43), "l".repeat(44)] },
    { unsubscribe: undefined },
    { unsubscribe: { url: "javascript:x" } },
    { unsubscribe: { url: "https://x.de/>\r\nX: y" } },
    { unsubscribe: { url: "https://x.de/", mailto: "https://x.de" } },
  ];
  for (const change of wrong) {
    assert.throws(
      () => compiled.render({ ...values, ...change }, new MessageBuffer()),
      { name: "MessageError" },
      JSON.stringify(change),
    );
  }
});

test("trust 23: a line break in a person's value is a space, before anything is encoded", () => {
  for (const gap of ["\r\n", "\n", "\r", "\0", "\u2028", "\u0085", "\r\n\r\n"])
    assert.equal(
      oneLine(`Grüße${gap}Bcc: alle@anderswo.example`, 200),
      "Grüße Bcc: alle@anderswo.example",
    );
  assert.equal(oneLine("x".repeat(300), 200).length, 200);
});
