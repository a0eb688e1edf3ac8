import { recordEntry } from "../consent/index.ts";
import { endNoticeDuty, findContactById } from "../contacts/index.ts";
import { CORRESPONDENCE } from "../delivery/index.ts";
import type { CorrespondenceDeps } from "./deps.ts";
import { findLetterById, setAdvertising, setEntry } from "./letters.store.ts";

/** What delivery tells of the end of a single mail (outbox event `mail.ended`). */
interface MailEnd {
  accountId: number;
  payload: Record<string, unknown>;
}

/**
 * Keeps what only the end of a mail tells: whether parts that advertise went out (LEG-19), and that the receiving
 * server accepted the notice of Art. 14 GDPR, with which the duty to send it ends (DSR-02). Safe to run twice.
 */
export async function noteMailEnd(deps: CorrespondenceDeps, event: MailEnd): Promise<void> {
  const { referenceType, referenceId, outcome, advertised, reply, messageId, at } = event.payload;
  if (referenceType !== CORRESPONDENCE) return;
  await deps.db.account(event.accountId, async (tx) => {
    const letter = await findLetterById(tx, Number(referenceId));
    if (!letter) return;
    if (letter.advertising === "open" && typeof advertised === "boolean") {
      const isSent = advertised && outcome === "accepted";
      await setAdvertising(tx, letter.id, isSent ? "sent" : "removed");
    }
    if (letter.kind !== "privacy_notice" || outcome !== "accepted" || letter.entryId !== null)
      return;
    const contact = letter.contactId === null ? null : await findContactById(tx, letter.contactId);
    if (!contact) return;
    const entry = await recordEntry(tx, deps, {
      accountId: event.accountId,
      subject:
        contact.pot === "core"
          ? { contactId: contact.id }
          : { emailNormalised: contact.emailNormalised },
      kind: "notice_sent",
      payload: {
        reason: "art_14",
        actor: { kind: "operator", name: letter.sentBy },
        letter: letter.publicId,
        subject: letter.subject ?? "",
        acceptedAt: String(at),
        smtpReply: String(reply ?? ""),
        messageId: String(messageId ?? ""),
      },
    });
    await setEntry(tx, letter.id, entry.entryId);
    await endNoticeDuty(tx, { ids: [contact.id] });
  });
}
