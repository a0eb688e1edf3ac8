import { parseEmailAddress } from "../../platform/index.ts";
import type { Offers } from "./handshake.ts";
import type { NotSentReason, SmtpMessage } from "./message.ts";

/** The commands of one envelope, or why it cannot be written. */
export type Envelope =
  | { ok: true; mail: string; rcpt: string }
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
  const length = message.content.end - message.content.start;
  if (offers.size > 0 && length > offers.size) return refused("too_large", `${length} bytes`);

  let parameters = "";
  // Bounces then quote headers only: no body with somebody's tokens comes back.
  if (offers.dsn) parameters += " RET=HDRS";
  if (utf8) parameters += offers.eightBitMime ? " SMTPUTF8 BODY=8BITMIME" : " SMTPUTF8";
  return {
    ok: true,
    mail: wire(`MAIL FROM:<${from}>${parameters}\r\n`, utf8),
    rcpt: wire(`RCPT TO:<${to.address}>\r\n`, utf8),
  };
}

/** UTF-8 as one character a byte, as everything on the channel. */
function wire(line: string, utf8: boolean): string {
  return utf8 ? Buffer.from(line, "utf8").toString("latin1") : line;
}

function refused(reason: NotSentReason, detail: string): Envelope {
  return { ok: false, reason, detail };
}
