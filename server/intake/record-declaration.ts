import type {
  DeclarationScope,
  IntakeDeclarationInput,
  RecordedDeclaration,
} from "../../contract/intake.ts";
import { audit } from "../accounts/index.ts";
import { findEntry, recordEntry, withdrawProfiling, type LedgerKind } from "../consent/index.ts";
import { addressHash, findByAddress, lockAddress } from "../contacts/index.ts";
import { findList, type List } from "../lists/index.ts";
import { invalid, type Actor, type Tx } from "../platform/index.ts";
import {
  evidenceOf,
  objectToAdvertising,
  unsubscribe,
  unsubscribeFromAll,
  type LeavingAct,
  type Leaver,
} from "../preferences/index.ts";
import { insertSuppression } from "../suppression/index.ts";
import { takeAttachments } from "./attachments.ts";
import type { IntakeDeps } from "./deps.ts";
import { cleanFacts, proofOf } from "./intake.ts";
import { attach, insertRecord } from "./intake.store.ts";
import { addressOf, agentOf, timeOf } from "./read-input.ts";

interface Told {
  leaver: Leaver & { emailNormalised: string };
  act: LeavingAct;
  list: List | undefined;
}

/**
 * Writes down what somebody no longer wants (LEG-16). It counts at once, also for mails that are queued, and for
 * addresses nobody knows. Every declaration leaves a ledger entry and gives its number, the first as the repeated:
 * so the answer tells nothing about who is stored.
 */
export async function recordDeclaration(
  tx: Tx,
  deps: IntakeDeps,
  accountId: number,
  actor: Actor,
  input: IntakeDeclarationInput,
): Promise<RecordedDeclaration> {
  const now = deps.clock.now();
  const { normalised } = addressOf(input.email);
  const receivedAt = timeOf(now, input.receivedAt ?? now.toISOString(), "/receivedAt");
  const agent = agentOf(actor, input.agent);
  if (agent === undefined)
    throw invalid("agent_missing", "Who took it is missing.", {
      hint: "Give `agent`: the person who spoke with the caller or opened the letter.",
      errors: [{ path: "/agent", message: "Needed from programs." }],
    });
  const list = await listOf(tx, input);
  const attachments = await takeAttachments(tx, actor, input.attachments ?? []);
  await lockAddress(tx, accountId, normalised);
  const [known] = await findByAddress(tx, normalised);
  const told: Told = {
    list,
    leaver: {
      accountId,
      addressHash: addressHash(deps.keys, accountId, normalised),
      contactId: known?.id ?? null,
      emailNormalised: normalised,
    },
    act: {
      origin: input.channel,
      actor: { kind: actor.kind, name: actor.name },
      receivedAt,
      ...cleanFacts({ note: input.note }),
      facts: {
        ...cleanFacts({ agent, nameAsTold: input.name }),
        scope: input.scope,
        recordedAt: now.toISOString(),
        ...(attachments.length === 0 ? {} : { attachments: attachments.map(proofOf) }),
      },
    },
  };
  const first = await express(tx, deps, input.scope, told);
  const entry = await proofFor(tx, deps, input.scope, told, first);
  if (attachments.length > 0) {
    const record = await insertRecord(tx, accountId, {
      kind: "declaration",
      state: "proven",
      channel: input.channel,
      emailNormalised: normalised,
      entryIds: [entry.entryId],
      at: now,
    });
    await attach(tx, record.id, attachments);
  }
  await audit(tx, accountId, actor, "intake.declaration_recorded", {
    objectType: "ledger_entry",
    objectId: entry.publicId,
    detail: { channel: input.channel, scope: input.scope, attachments: attachments.length },
  });
  return { recordedAt: now.toISOString(), receipt: entry.publicId };
}

async function listOf(tx: Tx, input: IntakeDeclarationInput): Promise<List | undefined> {
  if (input.scope !== "list") return undefined;
  const list = input.listId === undefined ? undefined : await findList(tx, input.listId);
  if (!list)
    throw invalid("list_missing", "Which newsletter is no longer wanted is missing.", {
      hint: "Give `listId`, or another scope.",
      errors: [{ path: "/listId", message: "A newsletter of this account." }],
    });
  return list;
}

/** Lets the will count. Gives the public id of the entry, or null where it was so already. */
async function express(
  tx: Tx,
  deps: IntakeDeps,
  scope: DeclarationScope,
  { leaver, act, list }: Told,
): Promise<string | null> {
  switch (scope) {
    case "list":
      return (await unsubscribe(tx, deps, { ...leaver, listId: list!.id }, act)).receipt;
    case "newsletters":
      return (await unsubscribeFromAll(tx, deps, leaver, act)).receipt;
    case "advertising":
      return (await objectToAdvertising(tx, deps, leaver, act)).receipt;
    case "tracking": {
      const entry = await withdrawProfiling(tx, deps, {
        accountId: leaver.accountId,
        emailNormalised: leaver.emailNormalised,
        // Whoever speaks for the address ends the analysis for everybody on it (TRK-24).
        contactId: leaver.contactId ?? 0,
        evidence: evidenceOf(deps, act),
      });
      return entry?.publicId ?? null;
    }
    case "customer_advertising":
      await insertSuppression(tx, leaver.accountId, {
        scope: "customer_7_3_address",
        emailNormalised: leaver.emailNormalised,
        addressHash: leaver.addressHash,
        reason: "objection",
        origin: act.origin,
        at: deps.clock.now(),
      });
      return null;
  }
}

const kinds: Record<DeclarationScope, LedgerKind> = {
  list: "unsubscribed",
  newsletters: "unsubscribed",
  advertising: "objection",
  customer_advertising: "objection",
  tracking: "profiling_withdrawn",
};

/** The entry that proves this declaration. Said again it is proven again, so that everybody gets a number. */
async function proofFor(
  tx: Tx,
  deps: IntakeDeps,
  scope: DeclarationScope,
  { leaver, act, list }: Told,
  first: string | null,
): Promise<{ entryId: number; publicId: string }> {
  const found = first === null ? undefined : await findEntry(tx, first);
  if (found !== undefined) return found;
  const isNewsletter = scope === "list" || scope === "newsletters";
  return recordEntry(tx, deps, {
    accountId: leaver.accountId,
    subject: { emailNormalised: leaver.emailNormalised },
    kind: kinds[scope],
    ...(isNewsletter ? { purpose: "newsletter" as const } : {}),
    ...(scope === "tracking" ? { purpose: "profiling" as const } : {}),
    ...(list === undefined ? {} : { listId: list.id }),
    payload: {
      ...evidenceOf(deps, act),
      ...(list === undefined ? {} : { list: { id: list.publicId, name: list.name } }),
    },
  });
}
