import PostalMime from "postal-mime";
import type { Address } from "postal-mime";
import type { MailboxHead } from "./mailbox.ts";

/** More of a header than this is not looked at for the list. */
const longestHeader = 32 * 1024;
const longestField = 500;
const mostRecipients = 20;

/** What the list shows of a message, read from its header alone, whatever is in its body. */
export async function readMessageHead(
  raw: Buffer,
  envelope: MailboxHead["envelope"],
): Promise<MailboxHead> {
  const end = raw.subarray(0, longestHeader).indexOf("\r\n\r\n");
  const header = raw.subarray(0, end === -1 ? Math.min(raw.length, longestHeader) : end);
  const shown = { ...envelope, to: envelope.to.slice(0, mostRecipients) };
  try {
    const mail = await PostalMime.parse(Buffer.concat([header, Buffer.from("\r\n\r\n")]));
    return {
      from: cut(mail.from ? written([mail.from]) : envelope.from),
      to: cut(mail.to ? written(mail.to) : shown.to.join(", ")),
      subject: cut(mail.subject ?? ""),
      date: mail.date ?? null,
      envelope: shown,
    };
  } catch {
    // A header nobody can read is still a message that was sent, and is shown as such.
    return {
      from: cut(envelope.from),
      to: cut(shown.to.join(", ")),
      subject: "",
      date: null,
      envelope: shown,
    };
  }
}

function written(addresses: Address[]): string {
  return addresses
    .slice(0, mostRecipients)
    .map((each) => {
      if (each.group) return `${each.name}: ${written(each.group)}`;
      return each.name ? `${each.name} <${each.address}>` : each.address;
    })
    .join(", ");
}

function cut(text: string): string {
  return text.length > longestField ? `${text.slice(0, longestField)}…` : text;
}
