import { isCleared, type ClearedRecipient } from "../compliance/index.ts";
import {
  normaliseEmailAddress,
  type Clock,
  type Keys,
  type Locale,
  type Tx,
} from "../platform/index.ts";
import { PRIORITY } from "./delivery.ts";
import { insertSingle } from "./singles.store.ts";

/** A finished single mail: opt-in, system, test, to one person. Never measured. */
export interface SingleMessage {
  subject: string;
  html: string;
  text: string;
  locale: Locale;
  /** RFC 3834, for mails no person wrote. */
  autoSubmitted: boolean;
  /** Name to address the recipient by in the To field. */
  toName?: string;
  /** Only where the mail may be left with one click (a test shows what the real one will have). */
  listUnsubscribe?: { url: string };
  /** Whom an answer reaches, instead of the sender's own reply address. */
  replyTo?: string;
  /** Instead of the sender's name: an operator who writes in person. */
  fromName?: string;
  /**
   * The mail holds parts that advertise. They stay for a recipient who agreed to one of these lists, or to whom § 7(3)
   * UWG allows it, at hand-over; everybody else gets this version (LEG-19).
   */
  withoutAdvertising?: {
    html: string;
    text: string;
    listIds: number[];
    /** What the parts offer to existing customers, and which own company does. */
    offer: { categoryId: number; entityId: number } | null;
  };
}

const BODY_LABEL = "delivery-message/v1";

/**
 * Queues one mail in the caller's transaction. The recipient must come from the gate in this process: nothing else
 * can be queued. The body is stored encrypted, because it holds links with tokens, and goes when the mail has left.
 */
export async function queueDelivery(
  tx: Tx,
  deps: { keys: Keys; clock: Clock },
  accountId: number,
  mail: {
    recipient: ClearedRecipient;
    /** As the person wrote it; must normalise to the cleared address. */
    email: string;
    message: SingleMessage;
    senderId?: number;
    reference?: { type: string; id: number };
  },
): Promise<{ id: number; publicId: string }> {
  if (!isCleared(mail.recipient))
    throw new Error("Only a recipient cleared by the gate can be mailed.");
  if (normaliseEmailAddress(mail.email) !== mail.recipient.emailNormalised)
    throw new Error("The mail is made out to another address than the gate cleared.");
  const { kind } = mail.recipient;
  const priority =
    kind === "opt_in"
      ? PRIORITY.optIn
      : kind === "transactional"
        ? PRIORITY.transactional
        : kind === "one_to_one"
          ? PRIORITY.oneToOne
          : kind === "test"
            ? PRIORITY.test
            : PRIORITY.system;
  return insertSingle(tx, accountId, {
    priority,
    kind,
    contactId: mail.recipient.contactId,
    listId: mail.recipient.listId,
    senderId: mail.senderId ?? null,
    email: mail.email,
    emailNormalised: mail.recipient.emailNormalised,
    referenceType: mail.reference?.type ?? null,
    referenceId: mail.reference?.id ?? null,
    sealed: deps.keys.seal(BODY_LABEL, Buffer.from(JSON.stringify(mail.message))),
    at: deps.clock.now(),
  });
}

export function openMessage(keys: Keys, sealed: Buffer): SingleMessage {
  return JSON.parse(keys.open(BODY_LABEL, sealed).toString("utf8")) as SingleMessage;
}
