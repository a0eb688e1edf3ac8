import type { MailboxEntry, ParsedMessage } from "./mailbox.ts";
import { readMailboxEntry, readMailboxRaw } from "./mailbox-files.ts";
import { parseMessage } from "./parse-message.ts";

export type MailboxMessage = MailboxEntry & ParsedMessage;

/** One message, parsed for showing; null when it is gone. Throws what `parseMessage` throws. */
export async function readMailboxMessage(
  dataDir: string,
  account: string,
  id: string,
): Promise<MailboxMessage | null> {
  const entry = await readMailboxEntry(dataDir, account, id);
  const raw = await readMailboxRaw(dataDir, account, id);
  return entry && raw ? { ...entry, ...(await parseMessage(raw)) } : null;
}
