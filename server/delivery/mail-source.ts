import type { ComplianceDeps, Decision, RecipientFacts } from "../compliance/index.ts";
import { getAccount } from "../accounts/index.ts";
import { countAsked, mayBeAsked, profilingStates } from "../consent/index.ts";
import { addressHash, displayName, findContactsById, tagNames } from "../contacts/index.ts";
import {
  asksForTracking,
  type CompiledContent,
  compileMessage,
  contentVoice,
  type TemplateEngine,
} from "../content/index.ts";
import {
  CORE_MAIL,
  CUSTOMER_MAIL,
  touchMailed,
  type LinkTokens,
  type UnsubscribeMailto,
} from "../lists/index.ts";
import { measuredAs } from "../records/index.ts";
import { bouncePattern, createBounceAddresses, type BounceAddresses } from "../mailboxes/index.ts";
import type { Clock, Database, Keys, Tx, Voice } from "../platform/index.ts";
import { purchaseReason, purchasesForNotice } from "../purchases/index.ts";
import { senderForMail, signingKeys, type SigningKey } from "../senders/index.ts";
import { measuredMailing, TRACKING_TOKEN_LENGTH, type TrackingTokens } from "../tracking/index.ts";
import {
  createComposer,
  type ComposedMail,
  type Composer,
  type ComposeRecipient,
} from "./compose.ts";
import type { Batch, Delivery, Run } from "./delivery.ts";
import { acceptedOfBatch } from "./batches.store.ts";
import { streamOf } from "./ways-out.ts";
import { findRun } from "./runs.store.ts";
import { sealedMessage } from "./singles.store.ts";
import { advertisingAllowed } from "./advertising-allowed.ts";
import { recordBounces } from "./record-bounces.ts";
import { privateKeyOf, signMessage, type DkimKey } from "./dkim.ts";
import { loadRunContent } from "./load-run-content.ts";
import { extraHeaders } from "./mail-headers.ts";
import { openMessage } from "./queue-delivery.ts";
import type { Task } from "./task.ts";

type Cleared = Extract<Decision, { kind: "cleared" }>;

/** A recipient that the gate let through on fresh facts. */
export interface ClearedDelivery {
  delivery: Delivery;
  decision: Cleared;
  facts: RecipientFacts;
}

export type Prepared = Pick<
  Task,
  "delivery" | "envelopeFrom" | "basis" | "measured" | "personal" | "compose" | "advertised"
> & { broken?: string };

/** Where the contents of deliveries come from: the run's content version, or a single mail's own body. */
export interface MailSource {
  runOf(tx: Tx, batch: Batch): Promise<Run | undefined>;
  prepare(tx: Tx, batch: Batch, cleared: ClearedDelivery[]): Promise<Prepared[]>;
  /** Whether mails of this batch's run carry random numbers (level `unique`). */
  carriesNumbers(batch: Batch): Promise<boolean>;
  /** All mails of the batch ended: what follows for subscriptions and addresses. */
  finished(batch: Batch): Promise<void>;
  /** The batch rests until its next retries are due: what was refused so far. May be told again. */
  resting(batch: Batch): Promise<void>;
}

export interface MailSourceDeps {
  db: Database;
  clock: Clock;
  keys: Keys;
  compliance: ComplianceDeps;
  engine: TemplateEngine;
  tracking: TrackingTokens;
  links: LinkTokens;
  unsubscribeMailto?: UnsubscribeMailto;
  /** Where the installation receives mail itself; null or undefined: it does not. */
  inboundDomain?: string | null;
  pagesUrl: string;
  trackUrl: string;
}

interface LoadedRun {
  composer: Composer;
  content: CompiledContent;
  from: string;
  domain: string;
}

type SourceDeps = MailSourceDeps & { bounces: BounceAddresses };

/**
 * The envelope sender of each delivery (SND-13): an address of its own where bounces are read here, else the sender's.
 */
async function envelopeSender(
  tx: Tx,
  deps: SourceDeps,
  sender: { domain: string; address: string },
): Promise<(delivery: Delivery) => string> {
  const pattern = await bouncePattern(tx, sender.domain, deps.inboundDomain ?? null);
  if (pattern === null) return () => sender.address;
  return (delivery) => deps.bounces.make(pattern, delivery.accountId, delivery.id);
}

/** Runs kept compiled at the same time in one process. */
const KEPT_RUNS = 16;

export function createMailSource(base: MailSourceDeps): MailSource {
  const deps: SourceDeps = { ...base, bounces: createBounceAddresses(base.keys) };
  const loaded = new Map<string, LoadedRun>();
  const numbered = new Map<number, boolean>();
  const load = async (tx: Tx, batch: Batch, run: Run): Promise<LoadedRun> => {
    const key = `${batch.accountId}:${run.id}`;
    const known = loaded.get(key);
    if (known) return known;
    const content = await loadRunContent(tx, deps, batch.accountId, run);
    const made = {
      composer: createComposer(content, deps),
      content: content.content,
      from: content.from.address,
      domain: content.domain,
    };
    if (loaded.size >= KEPT_RUNS) loaded.delete(loaded.keys().next().value!);
    loaded.set(key, made);
    return made;
  };
  return {
    runOf: async (tx, batch) => (batch.runId === null ? undefined : findRun(tx, batch.runId)),
    async prepare(tx, batch, cleared) {
      if (cleared.length === 0) return [];
      if (batch.runId === null)
        return Promise.all(cleared.map((one) => prepareSingle(tx, deps, batch, one)));
      const run = (await findRun(tx, batch.runId))!;
      return prepareOfRun(tx, deps, batch, run, await load(tx, batch, run), cleared);
    },
    async carriesNumbers(batch) {
      const { runId, accountId } = batch;
      if (runId === null) return false;
      // The level of a run that is being sent never changes.
      let known = numbered.get(runId);
      if (known === undefined) {
        known = await deps.db.account(accountId, async (tx) => {
          const mailingId = (await findRun(tx, runId))?.mailingId;
          return mailingId != null && (await measuredMailing(tx, mailingId))?.level === "unique";
        });
        if (numbered.size >= KEPT_RUNS) numbered.delete(numbered.keys().next().value!);
        numbered.set(runId, known);
      }
      return known;
    },
    finished: (batch) => settleBatch(deps, batch, load),
    resting: (batch) =>
      deps.db.account(batch.accountId, (tx) => recordBounces(tx, deps, batch, null)),
  };
}

async function prepareOfRun(
  tx: Tx,
  deps: SourceDeps,
  batch: Batch,
  run: Run,
  loaded: LoadedRun,
  cleared: ClearedDelivery[],
): Promise<Prepared[]> {
  const contacts = new Map(
    (
      await findContactsById(
        tx,
        cleared.map((one) => one.delivery.contactId!),
      )
    ).map((contact) => [contact.id, contact]),
  );
  const isCampaign = run.kind === "core_campaign";
  // What was asked and answered on an address says nothing about records of the core system (CRM-11).
  const states = await profilingStates(
    tx,
    isCampaign ? [] : cleared.map((one) => one.delivery.emailNormalised),
  );
  const now = deps.clock.now();
  const reasons = await purchaseReasons(tx, cleared, contentVoice(loaded.content.facts));
  const tags = loaded.content.usesNotes
    ? await tagNames(tx, [...contacts.keys()])
    : new Map<number, string[]>();
  const recipients = cleared.map(({ delivery, decision, facts }): ComposeRecipient => {
    const contact = contacts.get(delivery.contactId!)!;
    const purchaseReason = reasons.get(facts.existingCustomer?.purchaseId ?? 0);
    return {
      deliveryId: delivery.id,
      messageKey: delivery.publicId.slice("dlv_".length),
      email: delivery.email,
      contactId: contact.id,
      listId: isCampaign
        ? CORE_MAIL
        : (decision.recipient.listId ?? delivery.listId ?? CUSTOMER_MAIL),
      ...(isCampaign
        ? { person: { source: contact.sourceSystem!, number: contact.personNumber! } }
        : {}),
      addressHash: addressHash(deps.keys, batch.accountId, delivery.emailNormalised),
      name: displayName(contact) === contact.email ? "" : displayName(contact),
      contact: {
        ...contact,
        tags: tags.get(contact.id),
        mayBeAsked: !isCampaign && mayBeAsked(states.get(delivery.emailNormalised), now),
        purchaseReason,
      },
      measure: decision.measure === "personal" ? "personal" : "anonymous",
    };
  });
  const mails = await loaded.composer.prepare(recipients);
  const envelopeFrom = await envelopeSender(tx, deps, {
    domain: loaded.domain,
    address: loaded.from,
  });
  return cleared.map(({ delivery, decision }, at): Prepared => {
    const mail = mails[at]!;
    const measured = decision.measure;
    const personal =
      measured === "personal" && run.mailingId !== null
        ? {
            mailingId: run.mailingId,
            contactId: delivery.contactId!,
            // CRM-11: permission and measured mail meet under the record's own name, not under the address.
            emailNormalised: isCampaign
              ? measuredAs(delivery.contactId!)
              : delivery.emailNormalised,
          }
        : null;
    const base = {
      delivery,
      envelopeFrom: envelopeFrom(delivery),
      basis: decision.basis,
      measured,
      personal,
    };
    if ("failed" in mail) return { ...base, compose: unreachable, broken: mail.failed };
    return { ...base, compose: mail.compose };
  });
}

/** What each recipient bought, for the notice in their mail (T-6), by purchase. */
async function purchaseReasons(
  tx: Tx,
  cleared: readonly ClearedDelivery[],
  voice: Voice,
): Promise<Map<number, string>> {
  const ids = cleared.flatMap(({ facts }) => facts.existingCustomer?.purchaseId ?? []);
  if (ids.length === 0) return new Map();
  const purchases = await purchasesForNotice(tx, ids);
  return new Map(purchases.map((one) => [one.id, purchaseReason(one, voice)]));
}

async function unreachable(): Promise<ComposedMail> {
  throw new Error("This mail could not be prepared.");
}

async function prepareSingle(
  tx: Tx,
  deps: SourceDeps,
  batch: Batch,
  { delivery, decision }: ClearedDelivery,
): Promise<Prepared> {
  const account = await getAccount(tx);
  const sender = await senderForMail(tx, account, delivery.senderId);
  const envelopeFrom = await envelopeSender(tx, deps, {
    domain: sender.domain,
    address: sender.fromAddress,
  });
  const base = {
    delivery,
    envelopeFrom: envelopeFrom(delivery),
    basis: decision.basis,
    measured: "none" as const,
    personal: null,
  };
  const sealed = await sealedMessage(tx, batch.accountId, delivery.id);
  if (!sealed) return { ...base, compose: unreachable, broken: "body_missing" };
  const message = openMessage(deps.keys, sealed);
  const { withoutAdvertising } = message;
  const advertised =
    withoutAdvertising && (await advertisingAllowed(tx, deps, delivery, withoutAdvertising));
  const body = withoutAdvertising && !advertised ? withoutAdvertising : message;
  const dkim = toDkimKeys(await signingKeys(tx, deps.keys, sender.domain, streamOf(delivery.kind)));
  const messageKey = delivery.publicId.slice("dlv_".length);
  const compose: Prepared["compose"] = async (buffer, now) => {
    const compiled = compileMessage({
      from: { name: message.fromName ?? sender.fromName, address: sender.fromAddress },
      replyTo: replyToOf(message.replyTo ?? sender.replyTo, sender.fromAddress),
      subject: [message.subject],
      html: [body.html],
      text: [body.text],
      messageIdDomain: sender.domain,
      tokenLength: TRACKING_TOKEN_LENGTH,
      listUnsubscribe: message.listUnsubscribe !== undefined,
      autoSubmitted: message.autoSubmitted ? "auto-generated" : undefined,
      ...extraHeaders({
        kind: delivery.kind,
        accountId: batch.accountId,
        mailingId: null,
        domain: sender.domain,
        complaintsAddress: account.complaintsAddress,
      }),
    });
    const values = {
      to: { name: message.toName, address: delivery.email },
      messageId: messageKey,
      date: now,
      fields: {},
      tokens: [],
      unsubscribe: message.listUnsubscribe,
    };
    const rendered = compiled.render(values, buffer);
    const signatures = await signMessage(rendered, dkim, now);
    return {
      bytes: rendered.complete(signatures),
      messageId: `${messageKey}@${sender.domain}`,
      needsSmtpUtf8: rendered.to.needsSmtpUtf8,
    };
  };
  return { ...base, ...(advertised === undefined ? {} : { advertised }), compose };
}

function replyToOf(replyTo: string, from: string): { address: string } | undefined {
  return replyTo === from ? undefined : { address: replyTo };
}

export function toDkimKeys(keys: readonly SigningKey[]): DkimKey[] {
  return keys.map((key) => ({
    algorithm: key.algorithm === "rsa" ? "rsa-sha256" : "ed25519-sha256",
    domain: key.domain,
    selector: key.selector,
    privateKey: privateKeyOf(key.privateKey),
  }));
}

/** CON-18: the consents were used. CON-26: who saw the question was asked. SND-09: what was refused stands against an address. */
async function settleBatch(
  deps: MailSourceDeps,
  batch: Batch,
  load: (tx: Tx, batch: Batch, run: Run) => Promise<LoadedRun>,
): Promise<void> {
  const now = deps.clock.now();
  await deps.db.account(batch.accountId, async (tx) => {
    const accepted = await acceptedOfBatch(tx, batch.id);
    if (batch.runId !== null) {
      await touchMailed(
        tx,
        accepted.flatMap((row) =>
          row.listId === null ? [] : [{ listId: row.listId, emailNormalised: row.emailNormalised }],
        ),
        now,
      );
      const run = accepted.length === 0 ? undefined : await findRun(tx, batch.runId);
      if (
        run &&
        run.kind !== "core_campaign" &&
        asksForTracking((await load(tx, batch, run)).content)
      )
        await countAsked(tx, batch.accountId, {
          mailingId: run.mailingId,
          emails: accepted.map((row) => row.emailNormalised),
          at: now,
        });
    }
    await recordBounces(tx, deps, batch, { accepted });
  });
}
