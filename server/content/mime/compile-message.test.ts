import assert from "node:assert/strict";
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
  type MessagePiece as Piece,
  type MessageValues,
} from "./index.ts";

const seed = Math.floor(Math.random() * 2 ** 31);
console.log(`seed ${seed}`);

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

test("a fallback stands in for a missing or empty value, as it is; a value never escapes being escaped", async () => {
  const html: Piece[] = [
    "<p>",
    { field: "first", html: true, fallback: "Gast &amp; Freund" },
    "</p><i>",
    { field: "first", html: true },
    "</i>",
  ];
  const text = async (fields: Record<string, string>) =>
    (
      await PostalMime.parse(
        render({ ...template, text: undefined, html, subject: ["x"] }, { ...values, fields }),
      )
    ).html;
  assert.equal(await text({ first: "<A>" }), "<p>&lt;A&gt;</p><i>&lt;A&gt;</i>\n");
  assert.equal(await text({ first: "" }), "<p>Gast &amp; Freund</p><i></i>\n");
  assert.equal(
    await text({ first: "Gast &amp; Freund" }),
    "<p>Gast &amp;amp; Freund</p><i>Gast &amp;amp; Freund</i>\n",
  );
  await assert.rejects(text({}), { name: "MessageError" });
  const subject: Piece[] = ["Hallo ", { field: "none", html: false, fallback: "Sie" }];
  assert.equal(
    (await PostalMime.parse(render({ ...template, subject }, values))).subject,
    "Hallo Sie",
  );
});
