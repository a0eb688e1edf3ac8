import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { parseRelayUrl, isLoopback } from "./relay.ts";
import { type Reply, ReplyReader } from "./reply.ts";
import { stuffed } from "./dot-stuffing.ts";

const seed = Math.floor(Math.random() * 2 ** 31);
console.log(`seed ${seed}`);

function read(...chunks: string[]) {
  const replies: Reply[] = [];
  let garbage = 0;
  const reader = new ReplyReader(
    (reply) => replies.push(reply),
    () => (garbage += 1),
  );
  for (const chunk of chunks) reader.feed(chunk);
  return { replies, garbage, partial: reader.isPartial };
}

test("replies of one and of several lines, with and without text", () => {
  const { replies } = read(
    "250 2.1.0 Ok\r\n250-first\r\n250-5.1.1\r\n250 last\r\n354\r\n550-5.1.1 no\r\n550 5.1.1 such user\r\n220 x\n",
  );
  assert.deepEqual(
    replies.map(({ code, enhanced, text }) => [code, enhanced, text]),
    [
      [250, "2.1.0", "Ok"],
      [250, undefined, "first  last"],
      [354, undefined, ""],
      [550, "5.1.1", "no such user"],
      [220, undefined, "x"],
    ],
  );
});

test("a long text is cut between characters and has no controls", () => {
  const said = Buffer.from(`550 \0${"x".repeat(498)}\u{1F4ED} voll\r\n`).toString("latin1");
  const { text } = read(said).replies[0]!;
  assert.ok(text.isWellFormed() && text.length <= 500);
  assert.doesNotMatch(text, /\p{Cc}/u);
});

test("it does not matter where the network cuts", () => {
  const text = "220 hi\r\n250-a\r\n250 b\r\n550 5.7.1 nein, ungültig\r\n";
  const bytes = Buffer.from(text).toString("latin1");
  const whole = read(bytes).replies;
  assert.equal(whole[2]?.text, "nein, ungültig");
  fc.assert(
    fc.property(fc.array(fc.nat({ max: bytes.length }), { maxLength: 8 }), (cuts) => {
      const at = [0, ...cuts.toSorted((a, b) => a - b), bytes.length];
      const chunks = at.slice(1).map((end, i) => bytes.slice(at[i], end));
      assert.deepEqual(read(...chunks).replies, whole);
    }),
    { seed },
  );
});

test("garbage is reported once, whatever follows, and nothing grows without end", () => {
  for (const wrong of [
    "hello\r\n",
    "25\r\n",
    "999 x\r\n",
    "150 x\r\n",
    "250?x\r\n",
    "250-a\r\n251 b\r\n",
    "\r\n",
    "\0\r\n",
    "x".repeat(10_000),
    "250-a\r\n".repeat(200),
  ]) {
    const { replies, garbage } = read(wrong, "250 Ok\r\n");
    assert.deepEqual([replies.length, garbage], [0, 1], JSON.stringify(wrong.slice(0, 20)));
  }
  const { replies } = read(`${"250-".padEnd(2_000, "x")}\r\n`.repeat(100), "250 end\r\n");
  assert.equal(replies[0]?.text.length, 500);
  assert.equal(read("250-a\r\n25").partial, true);
});

test("relay URLs", () => {
  assert.deepEqual(parseRelayUrl("smtp://127.0.0.1:2525"), {
    host: "127.0.0.1",
    port: 2525,
    encryption: "opportunistic",
    credentials: undefined,
  });
  assert.deepEqual(parseRelayUrl("smtps://u%40x.de:p%3A@relay.example.com"), {
    host: "relay.example.com",
    port: 465,
    encryption: "implicit",
    credentials: { user: "u@x.de", password: "p:" },
  });
  assert.equal(parseRelayUrl("smtp://[::1]?tls=required").encryption, "required");
  assert.equal(parseRelayUrl("smtp://[::1]?tls=required").host, "::1");
  assert.equal(parseRelayUrl("smtp://relay/?tls=none").encryption, "none");
  for (const wrong of [
    "relay:25",
    "http://relay",
    "smtp://",
    "smtp://r/x",
    "smtp://r?tls=maybe",
    "smtp://r?x=1",
    "smtps://r?tls=none",
  ]) {
    assert.throws(() => parseRelayUrl(wrong), RangeError, wrong);
  }
  assert.throws(
    () => parseRelayUrl("smtp://user:secret@host/x"),
    (error: Error) => !error.message.includes("secret"),
  );
  assert.deepEqual(
    ["127.0.0.2", "::1", "localhost", "10.0.0.1", "127.example.com"].map(isLoopback),
    [true, true, true, false, false],
  );
});

test("RFC 5321 4.5.2: foreign content is stuffed and ended, our own stays as it is", () => {
  const made = (text: string) => {
    const bytes = Buffer.from(text, "latin1");
    const result = stuffed({ bytes, start: 0, end: bytes.length });
    return result.bytes.toString("latin1", result.start, result.end);
  };
  assert.equal(made("a\r\n.\r\nb"), "a\r\n..\r\nb\r\n");
  assert.equal(made("a\n.\nb"), "a\r\n..\r\nb\r\n");
  assert.equal(made("a\r.\rb"), "a\r\n..\r\nb\r\n");
  assert.equal(made(".\r\n"), "..\r\n");
  assert.equal(made(""), "\r\n");
  const own = Buffer.from("Subject: x\r\n\r\nbody\r\n");
  const content = { bytes: own, start: 0, end: own.length };
  assert.equal(stuffed(content), content);
});
