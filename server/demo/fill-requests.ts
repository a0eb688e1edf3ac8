import { findContactById } from "../contacts/index.ts";
import type { Account } from "../accounts/index.ts";
import type { List } from "../lists/index.ts";
import type { Clock, Database, Keys } from "../platform/index.ts";
import { openRequest, requestPorts, takeRequestMail } from "../requests/index.ts";
import { someSubscribers } from "./demo.store.ts";

const DAY_MS = 24 * 3_600_000;
const SUBSCRIBERS = 14;

/** A mail whose deadline approaches, a letter of this week, and what people did themselves. */
export async function fillRequests(
  deps: { db: Database; clock: Clock; keys: Keys },
  account: Account,
  list: List,
): Promise<void> {
  const at = (daysAgo: number) => ({
    ...deps,
    clock: { now: () => new Date(deps.clock.now().getTime() - daysAgo * DAY_MS) },
  });
  await deps.db.account(account.id, async (tx) => {
    const people = await someSubscribers(tx, list.id, SUBSCRIBERS);
    const [writer, caller] = people.slice(-2);
    for (const [daysAgo, kind] of [
      [40, "access"],
      [33, "erasure"],
    ] as const)
      await requestPorts(at(daysAgo)).record(tx, account.id, { kind, locale: "de" });
    if (writer)
      await takeRequestMail(tx, at(22), account.id, {
        from: { address: writer.email, normalised: writer.email },
        recipients: [],
        subject: "Auskunft nach Art. 15 DSGVO",
        text: "Guten Tag,\n\nbitte teilen Sie mir mit, welche Daten Sie über mich gespeichert haben, woher sie kommen und an wen Sie sie weitergegeben haben. Ich bitte um eine Kopie.\n\nMit freundlichen Grüßen",
      });
    const contact = caller && (await findContactById(tx, caller.contactId));
    if (contact)
      await openRequest(tx, at(4), account.id, {
        kind: "rectification",
        channel: "letter",
        contactId: contact.publicId,
        message: "Ich habe geheiratet und heiße jetzt Brandt. Bitte ändern Sie meinen Namen.",
        actor: "I. Koch",
      });
  });
}
