import { getAccount } from "../accounts/index.ts";
import { AppError, type Tx } from "../platform/index.ts";
import { findConfirmedAddresses } from "../senders/index.ts";
import { countForwarded } from "./arrivals.store.ts";
import type { InboundDeps } from "./deps.ts";
import { forwardingTargets } from "./forwarding.store.ts";
import type { InboundMail } from "./inbound-mail.ts";
import { ownText } from "./own-text.ts";

const HOUR_MS = 3_600_000;
/** More in an hour is a flood, not a conversation. */
const MOST_AN_HOUR = 100;
const MOST_PARAGRAPHS = 60;

/**
 * Passes a person's reply on to the addresses the account chose, as a mail of ours that answers go past us: Reply-To is
 * the author. Only their own words are in it, since what they quote holds their links. A mail of ours is marked as
 * automatic (RFC 3834), and automatic mails are not passed on, so nothing goes round in circles. True when it was.
 * Throws AppError 503 in a flood.
 */
export async function forwardReply(
  tx: Tx,
  deps: Pick<InboundDeps, "clock" | "sendSystemMail">,
  accountId: number,
  mail: InboundMail,
  from: string,
): Promise<boolean> {
  const chosen = await forwardingTargets(tx);
  if (chosen.length === 0) return false;
  const targets = (await findConfirmedAddresses(tx, "test", chosen)).filter(
    (target) => target.email.toLowerCase() !== from.toLowerCase(),
  );
  if (targets.length === 0) return false;
  const since = new Date(deps.clock.now().getTime() - HOUR_MS);
  if ((await countForwarded(tx, since)).count >= MOST_AN_HOUR)
    throw new AppError("inbound_busy", 503, "Too many replies were passed on within an hour.", {
      hint: "Deliver this one again later.",
    });
  const { locale } = await getAccount(tx);
  const german = locale === "de";
  const subject = mail.subject || (german ? "(ohne Betreff)" : "(no subject)");
  const words = ownText(mail.text)
    .split(/\n{2,}/)
    .map((paragraph) => paragraph.trim())
    .filter((paragraph) => paragraph !== "")
    .slice(0, MOST_PARAGRAPHS);
  for (const { email } of targets)
    await deps.sendSystemMail(tx, {
      accountId,
      kind: "forwarded_reply",
      to: email,
      replyTo: from,
      locale,
      subject: `${german ? "Antwort" : "Reply"}: ${subject}`.slice(0, 200),
      heading: german ? "Jemand hat auf Ihre Mail geantwortet" : "Somebody answered your mail",
      paragraphs: [
        german ? `Von ${from}, Betreff „${subject}“:` : `From ${from}, subject “${subject}”:`,
        ...(words.length === 0 ? [german ? "(kein Text)" : "(no text)"] : words),
      ],
      note: german
        ? "Wenn Sie auf diese Mail antworten, geht Ihre Antwort an den Absender oben. Zitierter Text und Anhänge werden nicht weitergeleitet."
        : "If you answer this mail, your answer goes to the sender above. Quoted text and attachments are not passed on.",
    });
  return true;
}
