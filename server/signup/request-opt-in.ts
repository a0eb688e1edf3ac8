import { getAccount } from "../accounts/index.ts";
import { decide, loadFacts, type Decision } from "../compliance/index.ts";
import {
  listWordingVersions,
  profilingStates,
  type ProfilingPermission,
  type WordingVersion,
} from "../consent/index.ts";
import { addressHash, findByAddress, findOrCreateContact, lockAddress } from "../contacts/index.ts";
import { queueDelivery } from "../delivery/index.ts";
import { subscriptionsOfAddress, upsertPending, type Subscription } from "../lists/index.ts";
import { networkOf } from "../pages/index.ts";
import { hashToken, randomToken, type Locale, type Tx } from "../platform/index.ts";
import { activeForAddress, type Suppression } from "../suppression/index.ts";
import { admitOptInMail } from "./admit-opt-in-mail.ts";
import { sourceOf, type Declaration, type SignupFields } from "./consent-request.ts";
import { insertRequest, setDelivery } from "./consent-requests.store.ts";
import type { SignupDeps } from "./deps.ts";
import { mailSha256, withToken, writeOptInMail } from "./opt-in-mail.ts";
import { DAY_MS, loadParameters, type SignupParameters } from "./parameters.ts";

/** A declaration that waits to be asked about, wherever it was made. */
export interface OptInRequest {
  /** The form it came from, by internal ids; null where it came another way. */
  form: { id: number; versionId: number } | null;
  /** Where the contact comes from, in words of the account: the form's name, the channel. */
  origin: { source: string; detail: string };
  locale: Locale;
  email: string;
  emailNormalised: string;
  fields: SignupFields;
  /** What was declared, cut down to what was ticked (CON-05). Its lists are those that will be confirmed. */
  declaration: Declaration;
  /** Of the visitor; null where there is none. */
  ip: string | null;
}

/** Why no mail left, for tests, metrics and the audit log. The person never learns it (DOI-11). */
export type OptInResult =
  | { kind: "requested"; requestId: string }
  | { kind: "silent"; reason: "confirmed" | "limit" | "not_me" | "excluded" };

/** What is known of an address before it is asked. */
export interface Standing {
  decision: Decision;
  suppressions: Suppression[];
  /** DOI-12: nothing is left to confirm, neither a list nor the analysis. */
  allConfirmed: boolean;
}

export const listIdsOf = ({ lists }: Declaration): number[] => lists.map((list) => list.listId);

/** Reads what stands for and against a request, always the same facts (DOI-11). Call it with the address locked. */
export async function findStanding(
  tx: Tx,
  deps: SignupDeps,
  accountId: number,
  { emailNormalised, declaration }: Pick<OptInRequest, "emailNormalised" | "declaration">,
): Promise<Standing> {
  const [known] = await findByAddress(tx, emailNormalised);
  const hash = addressHash(deps.keys, accountId, emailNormalised);
  const [facts] = await loadFacts(tx, deps.compliance, {
    kind: "opt_in",
    listIds: [],
    targets: [{ contactId: known?.id ?? null, emailNormalised }],
  });
  const subscriptions = await subscriptionsOfAddress(tx, emailNormalised);
  const suppressions = await activeForAddress(tx, emailNormalised, hash);
  const tracking = (await profilingStates(tx, [emailNormalised])).get(emailNormalised);
  const wordings = await listWordingVersions(tx);
  return {
    decision: decide(facts!, "opt_in", deps.clock.now()),
    suppressions,
    allConfirmed: isAllConfirmed(declaration, { subscriptions, suppressions, tracking, wordings }),
  };
}

/**
 * Asks for the confirmation: contact → subscription pending → consent request frozen → gate → delivery. The same
 * facts are read and the same mail is written whatever comes out, so that new, waiting, confirmed and suppressed
 * addresses cost alike (DOI-11).
 */
export async function requestOptIn(
  tx: Tx,
  deps: SignupDeps,
  accountId: number,
  input: OptInRequest,
): Promise<OptInResult> {
  const { emailNormalised, locale, declaration } = input;
  const now = deps.clock.now();
  await lockAddress(tx, accountId, emailNormalised);
  const account = await getAccount(tx);
  const parameters = await loadParameters(tx);
  const { decision, allConfirmed } = await findStanding(tx, deps, accountId, input);
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
    email: input.email,
    emailNormalised,
    // Names wait in the request: before the confirmation anybody may have given them.
    fields: {},
    source: input.origin.source,
    detail: input.origin.detail,
    at: now,
  });
  for (const listId of listIdsOf(declaration))
    await upsertPending(tx, accountId, {
      listId,
      emailNormalised,
      contactId: contact.id,
      source: sourceOf(declaration),
      at: now,
    });
  const token = randomToken(24);
  const request = await insertRequest(tx, accountId, {
    formId: input.form?.id ?? null,
    formVersionId: input.form?.versionId ?? null,
    email: input.email,
    emailNormalised,
    fields: input.fields,
    listIds: listIdsOf(declaration),
    wantsProfiling: declaration.tracking !== null,
    declaration,
    locale,
    tokenHash: hashToken(token),
    contactId: contact.id,
    contactCreated: created,
    ipSealed: input.ip === null ? null : sealIp(deps, parameters, input.ip),
    mail,
    mailSha256: sha256,
    createdAt: now,
    expiresAt,
  });
  const delivery = await queueDelivery(tx, deps, accountId, {
    recipient: decision.recipient,
    email: input.email,
    message: { ...withToken(mail, token), locale, autoSubmitted: true },
    reference: { type: "consent_request", id: request.id },
  });
  await setDelivery(tx, request.id, delivery.id);
  return { kind: "requested", requestId: request.publicId };
}

function isAllConfirmed(
  declaration: Declaration,
  known: {
    subscriptions: Subscription[];
    suppressions: Suppression[];
    tracking: ProfilingPermission | undefined;
    wordings: readonly WordingVersion[];
  },
): boolean {
  const covers = (given: number | null, declared: number) =>
    given === null || isCovered(known.wordings, given, declared);
  const isHeld = (listId: number) =>
    known.suppressions.some(
      (one) =>
        one.scope === "newsletters_address" ||
        (one.scope === "list_address" && one.listId === listId),
    );
  const isConfirmed = ({ listId, declaration: declared }: Declaration["lists"][number]) =>
    !isHeld(listId) &&
    known.subscriptions.some(
      (one) =>
        one.listId === listId &&
        one.state === "confirmed" &&
        one.flag === null &&
        covers(one.wordingVersionId, declared.wordingVersionId),
    );
  const { lists, tracking } = declaration;
  return (
    lists.every(isConfirmed) &&
    (tracking === null ||
      (known.tracking?.state === "granted" &&
        covers(known.tracking.wordingVersionId, tracking.wordingVersionId)))
  );
}

/** CON-19: an older consent covers what is declared now unless the wording changed materially in between. */
function isCovered(wordings: readonly WordingVersion[], given: number, declared: number): boolean {
  if (given === declared) return true;
  const [before, after] = [given, declared].map((id) => wordings.find((one) => one.id === id));
  if (before === undefined || after === undefined) return false;
  return (
    before.wordingId === after.wordingId &&
    wordings.every(
      (one) =>
        one.wordingId !== after.wordingId ||
        !one.material ||
        one.version <= before.version ||
        one.version > after.version,
    )
  );
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
