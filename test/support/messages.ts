import assert from "node:assert/strict";
import {
  compileMessage,
  MessageBuffer,
  type MessageTemplate,
  type MessageValues,
} from "../../server/content/index.ts";

/** A newsletter with everything a header can carry, and the values of one recipient. */
export const sampleTemplate: MessageTemplate = {
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
export const sampleValues: MessageValues = {
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

export function renderMessage(t: MessageTemplate, v: MessageValues): Buffer {
  const { bytes, start, end } = compileMessage(t).render(v, new MessageBuffer()).complete();
  return bytes.subarray(start, end);
}

/** RFC 5322 2.1.1, 2.3; RFC 5321 4.5.2: CRLF only, short lines, ASCII, nothing to stuff. */
export function assertStrict(message: Buffer): void {
  const text = message.toString("latin1");
  assert.match(text, /^[\t\r\n\x20-\x7e]*$/);
  assert.ok(text.endsWith("\r\n"));
  assert.doesNotMatch(text, /(^|[^\r])\n|\r(?!\n)|\r\n\./);
  const [head = "", ...body] = text.split("\r\n\r\n");
  for (const line of head.split("\r\n")) {
    assert.ok(line.length <= 998);
    assert.match(line, /^([A-Za-z-]+:( ?\S| ?$)|[ \t]+\S)/);
  }
  for (const line of body.join("\r\n\r\n").split("\r\n")) assert.ok(line.length <= 76);
}
