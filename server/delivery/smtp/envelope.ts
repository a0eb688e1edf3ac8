import { isAscii } from "node:buffer";
import { parseEmailAddress } from "../../platform/index.ts";
import type { Offers } from "./handshake.ts";
import type { NotSentReason, SmtpMessage } from "./message.ts";

/** The commands of one envelope, or why it cannot be written. */
export type Envelope =
  | { ok: true; mail: string; rcpt: string; domain: string }
  | { ok: false; reason: NotSentReason; detail: string };

/**
 * MAIL and RCPT for one message. Both addresses pass our own validator, so that neither can end the
 * command, add a parameter or name a second recipient.
 */
export function writeEnvelope(message: SmtpMessage<unknown>, offers: Offers): Envelope {
  const to = parseEmailAddress(message.to);
  if (!to.ok) return refused("address_invalid", `recipient: ${to.reason}`);
  let from = "";
  let utf8 = to.needsSmtpUtf8;
  if (message.from !== "") {
    const sender = parseEmailAddress(message.from);
    if (!sender.ok) return refused("address_invalid", `sender: ${sender.reason}`);
    from = sender.address;
    utf8 ||= sender.needsSmtpUtf8;
  }
  if (utf8 && !offers.smtpUtf8) return refused("smtputf8_not_offered", "");
  const { bytes, start, end, dotSafe } = message.content;
  const length = end - start;
  if (offers.size > 0 && length > offers.size) return refused("too_large", `${length} bytes`);

  let parameters = "";
  // Bounces then quote headers only: no body with somebody's tokens comes back.
  if (offers.dsn) parameters += " RET=HDRS";
  // The relay can refuse before the content leaves (RFC 1870).
  if (offers.size > 0) parameters += ` SIZE=${length}`;
  if (utf8) parameters += " SMTPUTF8";
  // Our own messages have seven bits only (RFC 6152).
  const eight = utf8 || (dotSafe !== true && !isAscii(bytes.subarray(start, end)));
  if (eight && offers.eightBitMime) parameters += " BODY=8BITMIME";
  return {
    ok: true,
    mail: wire(`MAIL FROM:<${from}>${parameters}\r\n`, utf8),
    rcpt: wire(`RCPT TO:<${to.address}>\r\n`, utf8),
    domain: to.domain,
  };
}

/** UTF-8 as one character a byte, as everything on the channel. */
function wire(line: string, utf8: boolean): string {
  return utf8 ? Buffer.from(line, "utf8").toString("latin1") : line;
}

function refused(reason: NotSentReason, detail: string): Envelope {
  return { ok: false, reason, detail };
}
