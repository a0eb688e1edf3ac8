import { grantProfiling, recordEntries, type Evidence } from "../consent/index.ts";
import { addressHash, findOrCreateContact } from "../contacts/index.ts";
import { findListsById, upsertConfirmed, type SubscriptionProof } from "../lists/index.ts";
import { hashToken, outbox, type Locale, type Tx } from "../platform/index.ts";
import { liftByAddress } from "../suppression/index.ts";
import {
  sourceOf,
  type ConsentRequest,
  type Declaration,
  type SignupFields,
} from "./consent-request.ts";
import { lockByToken, setConfirmed } from "./consent-requests.store.ts";
import type { SignupDeps } from "./deps.ts";
import type { ShownDeclaration } from "./form.ts";
import { listIdsOf, openIp } from "./request-opt-in.ts";

export type ConfirmResult =
  | { kind: "confirmed"; request: ConsentRequest; contactId: number }
  /** Confirmed before: nothing changed, no new evidence (DOI-09). */
  | { kind: "repeated"; request: ConsentRequest }
  /** Its time is over, or its owner said "not me". */
  | { kind: "over"; request: ConsentRequest };

/**
 * The press of "Jetzt bestätigen", in one transaction: subscriptions confirmed, a ledger entry for each list and
 * for the analysis with the whole chain of proof (DOI-08), the unsubscribe entries of these lists closed with
 * reference to it (DOI-13), and the news. Undefined for a token that is not ours.
 */
export async function confirmSubscription(
  tx: Tx,
  deps: SignupDeps,
  accountId: number,
  token: string,
): Promise<ConfirmResult | undefined> {
  const request = await lockByToken(tx, hashToken(token));
  if (!request) return undefined;
  if (request.state === "confirmed") return { kind: "repeated", request };
  const now = deps.clock.now();
  if (request.state !== "pending" || request.expiresAt <= now) return { kind: "over", request };
  const declared = complete(request);
  const { contactId } = await putIntoForce(tx, deps, accountId, {
    ...declared,
    fields: request.fields,
    locale: request.locale,
    requestId: request.publicId,
    proof: "double_opt_in",
    evidence: evidenceOf(deps, request, declared.declaration, now),
  });
  await setConfirmed(tx, request.id, contactId, now);
  return { kind: "confirmed", request, contactId };
}

type EvidenceFor = (shown: ShownDeclaration, list?: { id: string; name: string }) => Evidence;

/** A declaration whose mailbox is proven, one way or another (CON-13). */
export interface ProvenDeclaration {
  email: string;
  emailNormalised: string;
  declaration: Declaration;
  fields: SignupFields;
  locale: Locale;
  /** Public id of the confirmed request, where there was one. */
  requestId: string | null;
  proof: SubscriptionProof;
  evidence: EvidenceFor;
}

/** Contact, ledger entries, subscriptions, permission to analyse and the news. Gives the entries, one per purpose. */
export async function putIntoForce(
  tx: Tx,
  deps: SignupDeps,
  accountId: number,
  proven: ProvenDeclaration,
): Promise<{ contactId: number; entries: { entryId: number; publicId: string }[] }> {
  const { email, emailNormalised, declaration, evidence } = proven;
  const { contact } = await findOrCreateContact(tx, deps, accountId, {
    email,
    emailNormalised,
    fields: { ...proven.fields, locale: proven.locale },
    source: declaration.form === undefined ? "intake" : "form",
    detail: declaration.form?.id ?? declaration.offline?.channel ?? "",
    at: deps.clock.now(),
  });
  const entries = await confirmLists(tx, deps, accountId, contact.id, proven);
  const tracking =
    declaration.tracking === null
      ? null
      : await grantProfiling(tx, deps, {
          accountId,
          emailNormalised,
          contactId: contact.id,
          wordingVersionId: declaration.tracking.wordingVersionId,
          evidence: evidence(declaration.tracking),
        });
  if (tracking !== null) entries.push(tracking);
  await outbox.publish(tx, accountId, {
    type: "subscription.confirmed",
    ...(proven.requestId === null ? {} : { requestId: proven.requestId }),
    contactId: contact.id,
    listIds: listIdsOf(declaration),
    entryIds: entries.map((entry) => entry.entryId),
  });
  return { contactId: contact.id, entries };
}

async function confirmLists(
  tx: Tx,
  deps: SignupDeps,
  accountId: number,
  contactId: number,
  { emailNormalised, declaration, proof, evidence }: ProvenDeclaration,
): Promise<{ entryId: number; publicId: string }[]> {
  const now = deps.clock.now();
  const existing = new Set(
    (await findListsById(tx, listIdsOf(declaration))).map((list) => list.id),
  );
  const lists = declaration.lists.filter((list) => existing.has(list.listId));
  const entries = await recordEntries(
    tx,
    deps,
    accountId,
    lists.map((list) => ({
      subject: { emailNormalised },
      kind: "consent_granted" as const,
      purpose: "newsletter" as const,
      listId: list.listId,
      wordingVersionId: list.declaration.wordingVersionId,
      payload: evidence(list.declaration, { id: list.publicId, name: list.name }),
    })),
  );
  const hash = addressHash(deps.keys, accountId, emailNormalised);
  for (const [index, list] of lists.entries()) {
    const entry = entries[index]!;
    await upsertConfirmed(tx, accountId, {
      listId: list.listId,
      emailNormalised,
      contactId,
      proof,
      flag: null,
      entryId: entry.entryId,
      wordingVersionId: list.declaration.wordingVersionId,
      source: sourceOf(declaration),
      at: now,
    });
    // DOI-13: only a new double opt-in brings back somebody who left.
    if (proof !== "double_opt_in") continue;
    const reason = `double opt-in ${entry.publicId}`;
    await liftByAddress(tx, "list_address", hash, { listId: list.listId, at: now, reason });
    await liftByAddress(tx, "newsletters_address", hash, { at: now, reason });
  }
  return entries;
}

/** The chain of proof: declaration, mail, the receiving server's word, landing, press of the button (DOI-08, CON-05). */
function evidenceOf(
  deps: SignupDeps,
  request: ConsentRequest,
  declaration: Declaration,
  now: Date,
): EvidenceFor {
  const { mail, acceptance } = request;
  const ip = openIp(deps, request.ipSealed);
  return (shown, list) => ({
    ...declaredEvidence(declaration, request.locale, shown, list),
    requestId: request.publicId,
    ...(request.landingFirstAt === null ? {} : { landingAt: request.landingFirstAt.toISOString() }),
    confirmedAt: now.toISOString(),
    ...(mail === null
      ? {}
      : {
          mail: {
            subject: mail.subject,
            text: mail.text,
            sha256: request.mailSha256!.toString("hex"),
            ...(acceptance === null
              ? {}
              : {
                  messageId: acceptance.messageId,
                  acceptedAt: acceptance.at,
                  smtpReply: acceptance.reply,
                }),
          },
          mailHtml: mail.html,
        }),
    ...(ip === undefined ? {} : { ip }),
  });
}

/** The first link of the chain: what was declared, how, and the evidence its channel demands (CON-05, CON-12). */
export function declaredEvidence(
  declaration: Declaration,
  locale: Locale,
  shown: ShownDeclaration,
  list?: { id: string; name: string },
): Evidence {
  const { form, page, offline, hidden, age, exchangeNotice } = declaration;
  return {
    channel: offline?.channel ?? "double_opt_in",
    source: sourceOf(declaration),
    ...(form === undefined
      ? {}
      : { form: { id: form.id, version: form.version }, formSha256: form.sha256 }),
    ...(page === undefined ? {} : { page }),
    ...(offline === undefined
      ? {}
      : {
          ...offline.facts,
          actor: offline.actor,
          recordedAt: offline.recordedAt,
          ...(offline.attachments.length === 0 ? {} : { attachments: offline.attachments }),
        }),
    ...(list === undefined ? {} : { list }),
    shownText: shown.text,
    locale,
    privacyNotice: declaration.privacyNotice,
    ...(hidden === undefined ? {} : { hidden }),
    ...(age === undefined ? {} : { age }),
    ...(exchangeNotice === undefined ? {} : { exchangeNotice }),
    requestedAt: declaration.requestedAt,
  };
}

function complete(request: ConsentRequest): {
  email: string;
  emailNormalised: string;
  declaration: Declaration;
} {
  const { email, emailNormalised, declaration } = request;
  if (email === null || emailNormalised === null || declaration === null)
    throw new Error(`The pending request ${request.publicId} has lost its declaration.`);
  return { email, emailNormalised, declaration };
}
