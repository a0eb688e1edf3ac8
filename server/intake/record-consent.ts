import type { IntakeConsentInput, RecordedConsent } from "../../contract/intake.ts";
import { audit, getAccount } from "../accounts/index.ts";
import { findOrCreateContact, lockAddress } from "../contacts/index.ts";
import {
  findListsByPublicId,
  importSubscriptions,
  subscriptionColumns,
  type List,
} from "../lists/index.ts";
import {
  AppError,
  conflict,
  notFound,
  type Actor,
  type FieldError,
  type Tx,
} from "../platform/index.ts";
import { confirmSigned, findStanding, requestOptIn, type OptInRequest } from "../signup/index.ts";
import { takeAttachments } from "./attachments.ts";
import { declare } from "./declare.ts";
import type { IntakeDeps } from "./deps.ts";
import { factsOf, missingEvidence, type Attachment } from "./intake.ts";
import {
  attach,
  deleteRecords,
  insertRecord,
  openRecords,
  type NewRecord,
} from "./intake.store.ts";
import { addressOf, agentOf, timeOf } from "./read-input.ts";
import { signedRule } from "./signed-rule.ts";

type Outcome = Pick<RecordedConsent, "outcome" | "receipts" | "notAsked"> & {
  requestId?: string;
  entryIds?: number[];
};

/**
 * Writes down a consent that came by letter, phone, text message or in person (CON-12). With complete evidence the
 * address is asked by mail (CON-13); with a signed declaration it counts at once where the account enabled that.
 * Without, it is refused with 422 `evidence_incomplete`, or kept as unverified and not mailable (CON-23).
 * The answer is the same for new, known and blocked addresses, except to those who may read contacts anyway.
 */
export async function recordConsent(
  tx: Tx,
  deps: IntakeDeps,
  accountId: number,
  actor: Actor,
  input: IntakeConsentInput,
): Promise<RecordedConsent> {
  const now = deps.clock.now();
  const address = addressOf(input.email);
  const declaredAt = timeOf(now, input.declaredAt ?? now.toISOString(), "/declaredAt");
  const account = await getAccount(tx);
  const lists = await listsOf(tx, input.lists);
  const attachments = await takeAttachments(tx, actor, input.attachments ?? []);
  const given = { ...input, agent: agentOf(actor, input.agent), attachments: attachments.length };
  const missing = missingEvidence(input.channel, given);
  if (input.tracking && !input.trackingWordingId)
    missing.push({
      path: "/trackingWordingId",
      message: "The wording of the analysis is missing.",
    });
  if (missing.length > 0 && !input.saveIncomplete) throw incomplete(missing);
  await lockAddress(tx, accountId, address.normalised);
  const request: OptInRequest = {
    form: null,
    origin: { source: "intake", detail: input.channel },
    locale: input.locale ?? account.locale,
    email: address.address,
    emailNormalised: address.normalised,
    fields: namesOf(input),
    declaration: await declare(tx, account, lists, {
      input: missing.length > 0 ? { ...input, tracking: false } : input,
      facts: factsOf(input.channel, given),
      attachments,
      actor,
      declaredAt,
      now,
    }),
    ip: null,
  };
  const done =
    missing.length > 0
      ? await keepUnverified(tx, deps, accountId, request)
      : await ask(tx, deps, accountId, request, input, attachments);
  await fileRecord(tx, accountId, { input, request, done, attachments, at: now });
  await audit(tx, accountId, actor, "intake.consent_recorded", {
    objectType: "ledger_entry",
    ...(done.receipts[0] === undefined ? {} : { objectId: done.receipts[0] }),
    detail: {
      channel: input.channel,
      outcome: done.outcome,
      lists: input.lists.length,
      tracking: input.tracking ?? false,
      attachments: attachments.length,
      ...(done.notAsked === null ? {} : { notAsked: done.notAsked }),
    },
  });
  return {
    outcome: done.outcome,
    recordedAt: now.toISOString(),
    receipts: done.receipts,
    missing: missing.map(({ path }) => path.slice(1)),
    notAsked: actor.permissions.has("contacts.read") ? done.notAsked : null,
  };
}

async function ask(
  tx: Tx,
  deps: IntakeDeps,
  accountId: number,
  request: OptInRequest,
  input: IntakeConsentInput,
  attachments: Attachment[],
): Promise<Outcome> {
  const rule = input.signed ? await signedRule(tx) : undefined;
  const isSigned = (input.channel === "letter" || input.channel === "in_person") && rule?.enabled;
  if (input.signed && (!isSigned || attachments.length === 0))
    throw conflict(
      "signature_not_enough",
      "A signed declaration does not count without an opt-in mail here.",
      {
        hint: "An owner can enable it with a reason, for letters and forms whose scan is attached.",
      },
    );
  const result = rule
    ? await confirmSigned(tx, deps, accountId, { ...request, reason: rule.reason })
    : await requestOptIn(tx, deps, accountId, request);
  switch (result.kind) {
    case "confirmed":
      return {
        outcome: "confirmed",
        receipts: result.entries.map((entry) => entry.publicId),
        entryIds: result.entries.map((entry) => entry.entryId),
        notAsked: null,
      };
    case "requested":
      return { outcome: "asked", receipts: [], requestId: result.requestId, notAsked: null };
    case "silent":
      return { outcome: "asked", receipts: [], notAsked: result.reason };
  }
}

/** CON-23: stored, and nothing may be mailed until somebody records it again with its evidence. */
async function keepUnverified(
  tx: Tx,
  deps: IntakeDeps,
  accountId: number,
  request: OptInRequest,
): Promise<Outcome> {
  const { decision, allConfirmed } = await findStanding(tx, deps, accountId, request);
  const notAsked = decision.kind === "excluded" ? "excluded" : allConfirmed ? "confirmed" : null;
  if (notAsked !== null) return { outcome: "unverified", receipts: [], notAsked };
  const at = deps.clock.now();
  const { contact } = await findOrCreateContact(tx, deps, accountId, {
    email: request.email,
    emailNormalised: request.emailNormalised,
    fields: { ...request.fields, locale: request.locale },
    source: "intake",
    detail: request.origin.detail,
    at,
  });
  await importSubscriptions(
    tx,
    accountId,
    subscriptionColumns(
      request.declaration.lists.map((list) => ({
        listId: list.listId,
        emailNormalised: request.emailNormalised,
        contactId: contact.id,
        proof: null,
        flag: "unverified" as const,
        entryId: null,
        wordingVersionId: null,
        source: `intake:${request.origin.detail}`,
        at,
        lastMailedAt: null,
      })),
    ),
  );
  return { outcome: "unverified", receipts: [], notAsked: null };
}

/** Keeps the way from the evidence to its scans. Where nothing came of it nothing is kept, and the scans go too. */
async function fileRecord(
  tx: Tx,
  accountId: number,
  what: {
    input: IntakeConsentInput;
    request: OptInRequest;
    done: Outcome;
    attachments: Attachment[];
    at: Date;
  },
): Promise<void> {
  const { input, request, done, attachments, at } = what;
  if (done.notAsked !== null) return;
  const { emailNormalised } = request;
  await deleteRecords(tx, await openRecords(tx, emailNormalised, ["unverified"]));
  const state: NewRecord["state"] =
    done.outcome === "unverified" ? "unverified" : done.entryIds ? "proven" : "waiting";
  const record = await insertRecord(tx, accountId, {
    kind: "consent",
    state,
    channel: input.channel,
    emailNormalised,
    ...(done.requestId === undefined ? {} : { requestPublicId: done.requestId }),
    ...(done.entryIds === undefined ? {} : { entryIds: done.entryIds }),
    ...(state === "unverified"
      ? {
          detail: {
            lists: request.declaration.lists.map((list) => list.name),
            declaredAt: input.declaredAt ?? null,
            ...request.declaration.offline?.facts,
          },
        }
      : {}),
    at,
  });
  await attach(tx, record.id, attachments);
}

async function listsOf(tx: Tx, publicIds: string[]): Promise<List[]> {
  const found = (await findListsByPublicId(tx, publicIds)).filter((list) => !list.archivedAt);
  if (found.length !== publicIds.length) throw notFound("newsletter");
  return found;
}

const namesOf = ({ salutation, firstName, lastName }: IntakeConsentInput) => ({
  ...(salutation === undefined ? {} : { salutation }),
  ...(firstName?.trim() ? { firstName: firstName.trim() } : {}),
  ...(lastName?.trim() ? { lastName: lastName.trim() } : {}),
});

function incomplete(errors: FieldError[]): AppError {
  return new AppError(
    "evidence_incomplete",
    422,
    "This consent cannot be recorded without its proof.",
    {
      hint: "Add what is missing, or save it incomplete: then it is unverified and nothing may be mailed (CON-23).",
      errors,
    },
  );
}
