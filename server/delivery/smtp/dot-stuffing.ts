import type { MessageContent } from "./message.ts";

const DOT = 46;
const LF = 10;
const CR = 13;

/**
 * Makes content safe to stand before the final dot (RFC 5321, 4.5.2): no line begins with a single
 * dot, and the last line is ended. Our own messages are like that already and come back as they are;
 * in anything else lone CR and LF become CRLF as well, so that no server sees an early end.
 */
export function stuffed(content: MessageContent): MessageContent {
  if (content.dotSafe) return content;
  const { bytes, start, end } = content;
  const dot = bytes.indexOf("\n.", start, "latin1");
  const clean = (dot < 0 || dot >= end) && bytes[start] !== DOT;
  if (clean && bytes[end - 1] === LF && bytes[end - 2] === CR) return content;
  let text = withLineEnds(bytes.toString("latin1", start, end));
  text = text.replaceAll("\r\n.", "\r\n..");
  if (text.startsWith(".")) text = `.${text}`;
  if (!text.endsWith("\r\n")) text += "\r\n";
  return { bytes: Buffer.from(text, "latin1"), start: 0, end: text.length };
}

/**
 * Content for BDAT, which needs no stuffing (RFC 3030): ours as it is, in anything else every line ends with CRLF.
 */
export function withCleanLines(content: MessageContent): MessageContent {
  if (content.dotSafe) return content;
  const { bytes, start, end } = content;
  const text = withLineEnds(bytes.toString("latin1", start, end));
  const ended = text.endsWith("\r\n") ? text : `${text}\r\n`;
  return { bytes: Buffer.from(ended, "latin1"), start: 0, end: ended.length };
}

function withLineEnds(text: string): string {
  return text.replace(/\r\n|\r|\n/g, "\r\n");
}
