import type { MailboxMessage } from "../sandbox/index.ts";

const MOST_QUOTED = 20_000;

/**
 * A reply as a mail program writes it: below the author's words the quoted mail, and In-Reply-To for the mailing. A
 * subject of one's own begins a new conversation, as with somebody who writes "Abmelden".
 */
export function writeReply(reply: {
  from: string;
  to: string;
  message: MailboxMessage;
  subject: string | undefined;
  text: string;
  at: Date;
}): Buffer {
  const { message } = reply;
  const id = message.headers.find(({ name }) => name.toLowerCase() === "message-id")?.value.trim();
  const subject = reply.subject?.trim() || `Re: ${message.subject}`;
  const quoted = (message.text ?? "")
    .slice(0, MOST_QUOTED)
    .split(/\r?\n/)
    .map((line) => `> ${line}`)
    .join("\r\n");
  const text = `${reply.text.replace(/\r?\n/g, "\r\n")}\r\n\r\nAm ${reply.at.toISOString().slice(0, 10)} schrieb ${message.envelope.from}:\r\n${quoted}\r\n`;
  const head = [
    `From: <${reply.from}>`,
    `To: <${reply.to}>`,
    `Subject: ${encodedWords(subject)}`,
    `Date: ${reply.at.toUTCString()}`,
    ...(id !== undefined && /^<[^<>\s]+>$/.test(id)
      ? [`In-Reply-To: ${id}`, `References: ${id}`]
      : []),
    "MIME-Version: 1.0",
    "Content-Type: text/plain; charset=utf-8",
    "Content-Transfer-Encoding: base64",
  ];
  const body = Buffer.from(text, "utf8").toString("base64").replace(/.{76}/g, "$&\r\n");
  return Buffer.from(`${head.join("\r\n")}\r\n\r\n${body}\r\n`, "utf8");
}

/** RFC 2047: pieces of at most 45 bytes, none in the middle of a character. */
function encodedWords(text: string): string {
  const words: string[] = [];
  let piece = "";
  for (const character of text.replace(/[\r\n\0]+/g, " ")) {
    if (Buffer.byteLength(piece + character) > 45) {
      words.push(piece);
      piece = "";
    }
    piece += character;
  }
  words.push(piece);
  return words
    .map((word) => `=?utf-8?B?${Buffer.from(word, "utf8").toString("base64")}?=`)
    .join("\r\n ");
}
