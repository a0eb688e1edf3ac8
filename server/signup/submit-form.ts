import { getAccount } from "../accounts/index.ts";
import { decide, loadFacts } from "../compliance/index.ts";
import { profilingStates } from "../consent/index.ts";
import { addressHash, findByAddress, findOrCreateContact, lockAddress } from "../contacts/index.ts";
import { queueDelivery } from "../delivery/index.ts";
import { subscriptionsOfAddress, upsertPending, type Subscription } from "../lists/index.ts";
import { networkOf } from "../pages/index.ts";
import { hashToken, randomToken, type Locale, type Tx } from "../platform/index.ts";
import { activeForAddress, type Suppression } from "../suppression/index.ts";
import { admitOptInMail } from "./admit-opt-in-mail.ts";
import type { Declaration, SignupFields } from "./consent-request.ts";
import { insertRequest, setDelivery, type NewRequest } from "./consent-requests.store.ts";
import type { SignupDeps } from "./deps.ts";
import type { Form, FormVersion } from "./form.ts";
import { mailSha256, withToken, writeOptInMail } from "./opt-in-mail.ts";
import { DAY_MS, loadParameters, type SignupParameters } from "./parameters.ts";

/** A sign-up that passed the guards of the form. */
export interface Submission {
  form: Form;
  version: FormVersion;
  locale: Locale;
  email: string;
  emailNormalised: string;
  /** Internal ids out of the version's lists; at least one. */
  listIds: number[];
  wantsTracking: boolean;
  fields: SignupFields;
  /** Where it was declared: our own page, or one of the account's websites. */
  page: string;
  ip: string;
}

/** Why no mail left, for tests and metrics. The visitor never learns it (DOI-11). */
export type SubmitResult =
  | { kind: "requested"; requestId: string }
  | { kind: "silent"; reason: "confirmed" | "limit" | "not_me" | "excluded" };

/**
 * Line A: contact → subscription pending → consent request frozen → gate → delivery. The same facts are read and
 * the same mail is written whatever comes out, so that new, waiting, confirmed and suppressed addresses cost alike.
 */
export async function submitForm(
  tx: Tx,
  deps: SignupDeps,
  accountId: number,
  submission: Submission,
): Promise<SubmitResult> {
  const { emailNormalised, locale } = submission;
  const now = deps.clock.now();
  await lockAddress(tx, accountId, emailNormalised);
  const account = await getAccount(tx);
  const parameters = await loadParameters(tx);
  const [known] = await findByAddress(tx, emailNormalised);
  const hash = addressHash(deps.keys, accountId, emailNormalised);
  const [facts] = await loadFacts(tx, deps.compliance, {
    kind: "opt_in",
    listIds: [],
    targets: [{ contactId: known?.id ?? null, emailNormalised }],
  });
  const decision = decide(facts!, "opt_in", now);
  const allConfirmed = isAllConfirmed(submission, {
    subscriptions: await subscriptionsOfAddress(tx, emailNormalised),
    suppressions: await activeForAddress(tx, emailNormalised, hash),
    tracking: (await profilingStates(tx, [emailNormalised])).get(emailNormalised)?.state,
  });
  const declaration = declare(submission, now);
  const expiresAt = new Date(now.getTime() + parameters.tokenDays * DAY_MS);
  const mail = writeOptInMail(account, {
    declaration,
    locale,
    pagesUrl: deps.pagesUrl,
    validDays: parameters.tokenDays,
    expiresAt,
  });
  const sha256 = mailSha256(mail);
  if (decision.kind === "excluded") return { kind: "silent", reason: "excluded" };
  if (allConfirmed) return { kind: "silent", reason: "confirmed" };
  const admitted = await admitOptInMail(tx, deps, accountId, emailNormalised);
  if (admitted !== "admitted") return { kind: "silent", reason: admitted };

  const { contact, created } = await findOrCreateContact(tx, deps, accountId, {
    email: submission.email,
    emailNormalised,
    // Names wait in the request: before the confirmation anybody may have typed them.
    fields: {},
    source: "form",
    detail: submission.form.name,
    at: now,
  });
  for (const listId of submission.listIds)
    await upsertPending(tx, accountId, {
      listId,
      emailNormalised,
      contactId: contact.id,
      source: `form:${submission.form.publicId}`,
      at: now,
    });
  const token = randomToken(24);
  const request = await insertRequest(tx, accountId, {
    ...requestOf(submission, declaration),
    tokenHash: hashToken(token),
    contactId: contact.id,
    contactCreated: created,
    ipSealed: sealIp(deps, parameters, submission.ip),
    mail,
    mailSha256: sha256,
    createdAt: now,
    expiresAt,
  });
  const delivery = await queueDelivery(tx, deps, accountId, {
    recipient: decision.recipient,
    email: submission.email,
    message: { ...withToken(mail, token), locale, autoSubmitted: true },
    reference: { type: "consent_request", id: request.id },
  });
  await setDelivery(tx, request.id, delivery.id);
  return { kind: "requested", requestId: request.publicId };
}

/** DOI-12: nothing is left to confirm, neither a list nor the analysis. */
function isAllConfirmed(
  submission: Submission,
  known: {
    subscriptions: Subscription[];
    suppressions: Suppression[];
    tracking: string | undefined;
  },
): boolean {
  const isHeld = (listId: number) =>
    known.suppressions.some(
      (one) =>
        one.scope === "newsletters_address" ||
        (one.scope === "list_address" && one.listId === listId),
    );
  const isConfirmed = (listId: number) =>
    !isHeld(listId) &&
    known.subscriptions.some(
      (one) => one.listId === listId && one.state === "confirmed" && one.flag === null,
    );
  return (
    submission.listIds.every(isConfirmed) &&
    (!submission.wantsTracking || known.tracking === "granted")
  );
}

/** What the version showed in this language, cut down to what was ticked (CON-05). */
function declare(submission: Submission, now: Date): Declaration {
  const { form, version, locale, listIds } = submission;
  const shown = version.definition.shown[locale]!;
  return {
    form: { id: form.publicId, version: version.version, sha256: version.sha256.toString("hex") },
    page: submission.page,
    lists: shown.lists.filter((list) => listIds.includes(list.listId)),
    tracking: submission.wantsTracking ? shown.tracking : null,
    privacyNotice: shown.privacyNotice,
    requestedAt: now.toISOString(),
  };
}

function requestOf(
  submission: Submission,
  declaration: Declaration,
): Pick<
  NewRequest,
  | "formId"
  | "formVersionId"
  | "email"
  | "emailNormalised"
  | "fields"
  | "listIds"
  | "wantsProfiling"
  | "declaration"
  | "locale"
> {
  return {
    formId: submission.form.id,
    formVersionId: submission.version.id,
    email: submission.email,
    emailNormalised: submission.emailNormalised,
    fields: submission.fields,
    listIds: submission.listIds,
    wantsProfiling: declaration.tracking !== null,
    declaration,
    locale: submission.locale,
  };
}

const IP_LABEL = "consent-request/ip/v1";

/** The address of the visitor as far as the account keeps it (`evidence.ip`), only ever inside the evidence. */
function sealIp({ keys }: SignupDeps, { evidenceIp }: SignupParameters, ip: string): Buffer | null {
  const kept =
    evidenceIp === "none"
      ? undefined
      : networkOf(ip, evidenceIp === "full" ? { v4: 32, v6: 128 } : { v4: 24, v6: 48 });
  return kept === undefined ? null : keys.seal(IP_LABEL, Buffer.from(kept));
}

export function openIp(
  { keys }: Pick<SignupDeps, "keys">,
  sealed: Buffer | null,
): string | undefined {
  return sealed === null ? undefined : keys.open(IP_LABEL, sealed).toString("utf8");
}
