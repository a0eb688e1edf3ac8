import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import fc from "fast-check";
import PostalMime from "postal-mime";
import {
  compileMessage,
  MessageBuffer,
  type MessageTemplate,
  type MessageValues,
  type Piece,
} from "./index.ts";

const seed = Math.floor(Math.random() * 2 ** 31);
console.log(`seed ${seed}`);
const PAYLOADS = join(import.meta.dirname, "../../../../shared/data/security-payloads");

const template: MessageTemplate = {
  from: { name: "Müller & Söhne", address: "news@müller.example.com" },
  replyTo: { name: "Redaktion", address: "redaktion@example.com" },
  subject: ["Neues für ", { field: "name", html: false }],
  text: [
    "Guten Tag ",
    { field: "name", html: false },
    ",\n\nmehr: https://t.example.com/t/",
    { token: 1 },
    "\n.\n",
  ],
  html: [
    "<p>Guten Tag ",
    { field: "name", html: true },
    ',</p>\n<a href="https://t.example.com/t/',
    { token: 1 },
    '">größer</a>',
    { field: "footer", rendered: true },
    '<img src="https://t.example.com/t/',
    { token: 0 },
    '" alt="">',
  ],
  messageIdDomain: "news.example.com",
  tokenLength: 43,
  listId: { id: "marktblick.news.example.com", name: "Marktblick" },
  listUnsubscribe: true,
  feedbackId: "m42:a7:newsletter:klarpost",
  headers: [{ name: "X-CSA-Complaints", value: "csa-complaints@eco.de" }],
};
const values: MessageValues = {
  to: { name: "Anna Österreicher", address: "Anna@Example.net" },
  messageId: "d.1a2b.77",
  date: new Date("2026-11-21T20:15:03Z"),
  fields: { name: "Anna <Ö>", footer: "<p>Impressum: Haus & Hof</p>" },
  tokens: ["p".repeat(43), "l".repeat(43)],
  unsubscribe: {
    url: "https://post.example.com/u/abc",
    mailto: "mailto:u-abc@bounce.example.com?subject=unsubscribe",
  },
};

function render(t: MessageTemplate, v: MessageValues): Buffer {
  const { bytes, start, end } = compileMessage(t).render(v, new MessageBuffer()).complete();
  return bytes.subarray(start, end);
}

/** RFC 5322 2.1.1, 2.3; RFC 5321 4.5.2: CRLF only, short lines, ASCII, nothing to stuff. */
function assertStrict(message: Buffer): void {
  const text = message.toString("latin1");
  assert.match(text, /^[\t\r\n\x20-\x7e]*$/);
  assert.ok(text.endsWith("\r\n"));
  assert.doesNotMatch(text, /(^|[^\r])\n|\r(?!\n)|\r\n\./);
  const [head = "", ...body] = text.split("\r\n\r\n");
  for (const line of head.split("\r\n")) {
    assert.ok(line.length <= 998);
    assert.match(line, /^([A-Za-z-]+: ?\S|[ \t]+\S)/);
  }
  for (const line of body.join("\r\n\r\n").split("\r\n")) assert.ok(line.length <= 76);
}

test("SND-05 SND-06 UNS-01: a newsletter reads back as it was written", async () => {
  const message = render(template, values);
  assertStrict(message);
  const mail = await PostalMime.parse(message);
  assert.equal(mail.subject, "Neues für Anna <Ö>");
  assert.deepEqual(mail.from, {
    name: "Müller & Söhne",
    address: "news@xn--mller-kva.example.com",
  });
  assert.deepEqual(mail.to, [{ name: "Anna Österreicher", address: "Anna@example.net" }]);
  assert.deepEqual(mail.replyTo, [{ name: "Redaktion", address: "redaktion@example.com" }]);
  assert.equal(mail.messageId, "<d.1a2b.77@news.example.com>");
  assert.equal(mail.date, "2026-11-21T20:15:03.000Z");
  assert.equal(
    mail.text,
    `Guten Tag Anna <Ö>,\n\nmehr: https://t.example.com/t/${"l".repeat(43)}\n.\n\n`,
  );
  assert.equal(
    mail.html,
    `<p>Guten Tag Anna &lt;Ö&gt;,</p>\n<a href="https://t.example.com/t/${"l".repeat(43)}">größer</a>` +
      `<p>Impressum: Haus & Hof</p><img src="https://t.example.com/t/${"p".repeat(43)}" alt="">\n`,
  );
  const header = (name: string) => mail.headers.filter((h) => h.key === name).map((h) => h.value);
  assert.deepEqual(header("list-unsubscribe"), [
    "<https://post.example.com/u/abc>, <mailto:u-abc@bounce.example.com?subject=unsubscribe>",
  ]);
  assert.deepEqual(header("list-unsubscribe-post"), ["List-Unsubscribe=One-Click"]);
  assert.deepEqual(header("list-id"), ["Marktblick <marktblick.news.example.com>"]);
  assert.deepEqual(header("feedback-id"), ["m42:a7:newsletter:klarpost"]);
  assert.deepEqual(header("mime-version"), ["1.0"]);
  assert.deepEqual(header("auto-submitted"), []);
  for (const { key } of mail.headers) assert.equal(header(key).length, 1, key);
});

test("SND-06: no header but To and the unsubscribe link says who it is for", () => {
  const other = { ...values, to: { name: "Bert", address: "bert@example.org" } };
  const lines = (v: MessageValues) =>
    render(template, v)
      .toString("latin1")
      .split("\r\n\r\n")[0]!
      .replace(/\r\n /g, " ")
      .split("\r\n");
  const [a, b] = [lines(values), lines(other)];
  assert.deepEqual(
    a.filter((line, i) => line !== b[i]).map((line) => line.split(":")[0]),
    ["To"],
  );
});

test("one part alone needs no boundary; automatic mails say so", async () => {
  const message = render(
    {
      ...template,
      html: undefined,
      listUnsubscribe: false,
      listId: undefined,
      autoSubmitted: "auto-generated",
    },
    { ...values, unsubscribe: undefined },
  );
  assertStrict(message);
  const mail = await PostalMime.parse(message);
  assert.match(mail.text ?? "", /^Guten Tag Anna <Ö>,\n\nmehr/);
  assert.equal(mail.headers.find((h) => h.key === "auto-submitted")?.value, "auto-generated");
  assert.equal(
    mail.headers.find((h) => h.key === "content-type")?.value,
    "text/plain; charset=utf-8",
  );
});

const fieldNames = ["a", "b", "c"] as const;
const text = fc.oneof(
  fc.string({ unit: "grapheme", maxLength: 120 }),
  fc.constantFrom(
    "",
    ".",
    "\r\n.\r\n",
    "From x",
    "\n",
    " ",
    "=",
    "\r\nBcc: x@y.de",
    "ü".repeat(100),
    "--=_",
    "x".repeat(2_000),
    "😀\u2028\0",
  ),
);
const piece: fc.Arbitrary<Piece> = fc.oneof(
  text,
  fc.constantFrom(...fieldNames).map((field) => ({ field, html: true })),
  fc.constantFrom(...fieldNames).map((field) => ({ field, rendered: true as const })),
  fc.nat({ max: 3 }).map((token) => ({ token })),
);

test("SND-05: 1,000 generated mails have no defect and read back", async () => {
  const escape = (v: string) =>
    v
      .replace(/&/g, "&amp;")
      .replace(/</g, "&lt;")
      .replace(/>/g, "&gt;")
      .replace(/"/g, "&quot;")
      .replace(/'/g, "&#39;");
  const normal = (v: string) =>
    v
      .toWellFormed()
      .replace(/[^\P{Cc}\t\r\n]/gu, "")
      .replace(/\r\n|\r|\n/g, "\n");
  const buffer = new MessageBuffer();
  await fc.assert(
    fc.asyncProperty(
      fc.array(piece, { maxLength: 12 }),
      fc.array(piece, { maxLength: 12 }),
      fc.tuple(text, text, text),
      text,
      text,
      async (html, plain, [a, b, c], name, subject) => {
        const fields: Record<string, string> = { a, b, c };
        const tokens = [0, 1, 2, 3].map((n) => String(n).repeat(43));
        const compiled = compileMessage({
          ...template,
          html,
          text: plain,
          subject: [{ field: "a", html: false }, "/", { field: "b", html: false }],
          headers: [],
        });
        assert.ok(compiled.tokenCount <= 4);
        const { bytes, start, end } = compiled
          .render(
            {
              ...values,
              to: { name, address: "x@example.com" },
              fields: { ...fields, unused: subject },
              tokens,
            },
            buffer,
          )
          .complete();
        const message = bytes.subarray(start, end);
        assertStrict(message);
        const fill = (pieces: Piece[], isHtml: boolean) =>
          pieces.map((p) => {
            if (typeof p === "string") return p;
            if ("token" in p) return tokens[p.token];
            return isHtml && !p.rendered && p.html ? escape(fields[p.field]!) : fields[p.field];
          });
        const expected = (pieces: Piece[], isHtml: boolean) => {
          // Line ends are made one piece by piece where a field is, and over joined strings elsewhere.
          const filled = fill(pieces, isHtml);
          let out = "";
          let run = "";
          for (const [i, p] of pieces.entries()) {
            if (typeof p === "string") run += filled[i];
            else {
              out += normal(run) + normal(filled[i] ?? "");
              run = "";
            }
          }
          return out + normal(run);
        };
        const mail = await PostalMime.parse(message);
        assert.equal(mail.text ?? "", `${expected(plain, false)}\n`);
        assert.equal(mail.html ?? "", `${expected(html, true)}\n`);
        assert.equal(mail.to?.length, 1);
        assert.equal(mail.to?.[0]?.address, "x@example.com");
        assert.equal(mail.headers.filter((h) => h.key === "bcc").length, 0);
      },
    ),
    { seed, numRuns: 1_000 },
  );
});

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

test("fixed text is encoded once: a template says what it needs, and a buffer serves many mails", async () => {
  const compiled = compileMessage(template);
  assert.deepEqual([...compiled.fields].sort(), ["footer", "name"]);
  assert.equal(compiled.tokenCount, 2);
  const buffer = new MessageBuffer();
  const first = buffer.bytes;
  for (let i = 0; i < 50; i++) {
    const { bytes, start, end } = compiled
      .render({ ...values, fields: { ...values.fields, name: `N${i}` } }, buffer)
      .complete("X-First: 1\r\n");
    assert.equal(bytes, first);
    assert.match(bytes.toString("latin1", start, end), /^X-First: 1\r\nFrom: /);
  }
  const large = compiled
    .render({ ...values, fields: { ...values.fields, footer: "ü".repeat(500_000) } }, buffer)
    .complete();
  assert.equal(
    (await PostalMime.parse(large.bytes.subarray(large.start, large.end))).html?.includes(
      "ü".repeat(500_000),
    ),
    true,
  );
  compiled.render(values, buffer);
  assert.ok(buffer.bytes.length < 200_000, "memory of an exceptional mail is given back");
});

test("an internationalised address stands in the head as UTF-8 (RFC 6532)", () => {
  const message = render(template, { ...values, to: { address: "jörg@müller.de" } });
  assert.match(message.toString("utf8"), /\r\nTo: jörg@xn--mller-kva\.de\r\n/);
});
