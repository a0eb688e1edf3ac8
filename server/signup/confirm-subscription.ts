import { grantProfiling, recordEntries, type Evidence } from "../consent/index.ts";
import { addressHash, findOrCreateContact } from "../contacts/index.ts";
import { findListsById, upsertConfirmed } from "../lists/index.ts";
import { hashToken, outbox, type Tx } from "../platform/index.ts";
import { liftByAddress } from "../suppression/index.ts";
import type { ConsentRequest, Declaration } from "./consent-request.ts";
import { lockByToken, setConfirmed } from "./consent-requests.store.ts";
import type { SignupDeps } from "./deps.ts";
import type { ShownDeclaration } from "./form.ts";
import { openIp } from "./submit-form.ts";

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
  const { email, emailNormalised, declaration } = complete(request);
  const { contact } = await findOrCreateContact(tx, deps, accountId, {
    email,
    emailNormalised,
    fields: { ...request.fields, locale: request.locale },
    source: "form",
    detail: declaration.form.id,
    at: now,
  });
  const evidence = evidenceOf(deps, request, declaration, now);
  await confirmLists(tx, deps, accountId, { ...request, emailNormalised }, contact.id, evidence);
  if (declaration.tracking !== null)
    await grantProfiling(tx, deps, {
      accountId,
      emailNormalised,
      contactId: contact.id,
      wordingVersionId: declaration.tracking.wordingVersionId,
      evidence: evidence(declaration.tracking),
    });
  await setConfirmed(tx, request.id, contact.id, now);
  await outbox.publish(tx, accountId, {
    type: "subscription.confirmed",
    requestId: request.publicId,
    contactId: contact.id,
    listIds: request.listIds,
  });
  return { kind: "confirmed", request, contactId: contact.id };
}

type EvidenceFor = (shown: ShownDeclaration, list?: { id: string; name: string }) => Evidence;

async function confirmLists(
  tx: Tx,
  deps: SignupDeps,
  accountId: number,
  request: ConsentRequest & { emailNormalised: string },
  contactId: number,
  evidence: EvidenceFor,
): Promise<void> {
  const { emailNormalised } = request;
  const now = deps.clock.now();
  const existing = new Set((await findListsById(tx, request.listIds)).map((list) => list.id));
  const lists = request.declaration!.lists.filter((list) => existing.has(list.listId));
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
      proof: "double_opt_in",
      flag: null,
      entryId: entry.entryId,
      wordingVersionId: list.declaration.wordingVersionId,
      source: `form:${request.declaration!.form.id}`,
      at: now,
    });
    const reason = `double opt-in ${entry.publicId}`;
    await liftByAddress(tx, "list_address", hash, { listId: list.listId, at: now, reason });
    await liftByAddress(tx, "newsletters_address", hash, { at: now, reason });
  }
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
    channel: "double_opt_in",
    source: `form:${declaration.form.id}`,
    form: { id: declaration.form.id, version: declaration.form.version },
    formSha256: declaration.form.sha256,
    page: declaration.page,
    ...(list === undefined ? {} : { list }),
    shownText: shown.text,
    locale: request.locale,
    privacyNotice: declaration.privacyNotice,
    requestId: request.publicId,
    requestedAt: declaration.requestedAt,
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
