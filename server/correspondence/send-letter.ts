import type { NewLetter, SentLetter } from "../../contract/correspondence.ts";
import { exclusionReasons, type ExclusionReason } from "../../contract/reasons.ts";
import { decide, loadFacts, type LegalBasis } from "../compliance/index.ts";
import type { Contact } from "../contacts/index.ts";
import { CORRESPONDENCE, queueDelivery } from "../delivery/index.ts";
import { AppError, type Actor, type Tx } from "../platform/index.ts";
import { dayOf, sealBody } from "./correspondence.ts";
import type { CorrespondenceDeps } from "./deps.ts";
import { insertLetter, lockLetters, setQueued } from "./letters.store.ts";
import { readLetter } from "./write-letter.ts";

/**
 * Sends what an operator wrote to one person: row, gate, delivery in one transaction, so that a refusal leaves nothing.
 * Throws 409 `excluded` with the gate's reason (LEG-12, LEG-13).
 */
export async function sendLetter(
  tx: Tx,
  deps: CorrespondenceDeps,
  accountId: number,
  contact: Contact,
  actor: Actor,
  input: NewLetter,
): Promise<SentLetter> {
  await lockLetters(tx, accountId);
  const letter = await readLetter(tx, deps, accountId, contact, actor, input);
  const now = deps.clock.now();
  const row = await insertLetter(tx, accountId, {
    kind: "one_to_one",
    contactId: contact.id,
    emailNormalised: contact.emailNormalised,
    operatorId: letter.operatorId,
    sentBy: actor.name,
    reasonKind: input.reason,
    reasonText: input.reasonText.trim(),
    originSource: letter.origin.source,
    originOn: dayOf(letter.origin.at, letter.account.timezone),
    inquiryId: letter.inquiry?.id ?? null,
    offer: letter.draft.offer ?? null,
    subject: letter.mail.subject,
    bodySealed: sealBody(deps.keys, input.text),
    bodySketch: letter.draft.bodySketch,
    locale: letter.locale,
    at: now,
  });
  const [facts] = await loadFacts(tx, deps.compliance, {
    kind: "one_to_one",
    listIds: [],
    targets: [{ contactId: contact.id, emailNormalised: contact.emailNormalised, mailId: row.id }],
  });
  const decision = decide(facts!, "one_to_one", now);
  if (decision.kind === "excluded") throw excluded(decision.reason);
  const delivery = await queueDelivery(tx, deps, accountId, {
    recipient: decision.recipient,
    email: contact.email,
    message: {
      ...letter.mail,
      locale: letter.locale,
      autoSubmitted: false,
      fromName: letter.fromName,
      listUnsubscribe: { url: letter.objectionUrl },
    },
    reference: { type: CORRESPONDENCE, id: row.id },
  });
  await setQueued(tx, row.id, { basis: decision.basis, deliveryId: delivery.id });
  return { id: row.publicId, state: "queued", basis: decision.basis satisfies LegalBasis };
}

/** 409 with the gate's reason, its rule and what would let the mail through. */
export function excluded(reason: ExclusionReason): AppError {
  const { rule, explanation, unblocks } = exclusionReasons[reason];
  return new AppError("excluded", 409, `${rule}: ${explanation.en}`, {
    hint: unblocks.en,
    extra: { reason, rule },
  });
}
