import { addressHash } from "../contacts/index.ts";
import type { Clock, Keys, Tx } from "../platform/index.ts";
import type { BehaviourCondition } from "../tracking/index.ts";
import { scopeNeeded, type MailKind, type MailPurpose, type RecipientFacts } from "./facts.ts";
import {
  selectExistingCustomers,
  type ExistingCustomerRow,
  type Offer,
} from "./existing-customer.store.ts";
import { currentAccountId, selectFacts, type FactsScope, type HoldsFor } from "./facts.store.ts";
import { frequencyLimits, type FrequencyLimit } from "./frequency.store.ts";
import { withOneToOne, type OneToOneDraft } from "./load-one-to-one.ts";
import { findLetter, offerOfLetter } from "./one-to-one.store.ts";
import { parseFacts, type ParsedFacts } from "./parse-facts.ts";

export interface ComplianceDeps {
  keys: Keys;
  clock: Clock;
  /** Asks whether the segment an audience was chosen by holds for somebody still; comes from segments, which stand above. */
  segmentHolds?(tx: Tx, kept: ChosenBySegment["segment"], at: Date): Promise<HoldsFor>;
}

/** An audience chosen by a segment that asks behaviour. The definition is the segments' own business. */
export interface ChosenBySegment {
  segment: { definition: unknown };
}

/** A recipient: the contact, the address the mail is made out to, or both. Without a contact the address must be given. */
export interface FactsTarget {
  contactId: number | null;
  emailNormalised?: string;
  /** The mail to one person it is about (one to one, transactional): what stands in it decides too. */
  mailId?: number | null;
  /** The same before it is written down. */
  draft?: OneToOneDraft;
}

export interface FactsQuery {
  kind: MailKind;
  /** The mailing's lists in their order; the first that holds carries the mail. */
  listIds: number[];
  targets?: FactsTarget[];
  /** Short for targets with a contact and its own address. */
  contactIds?: number[];
  /** Where the mail would go; by default where the account's mode sends it. */
  destination?: "catch_all" | "internet";
  /** Id of a wording version: the content is of a scope that only this one and later ones cover (CON-19). */
  wordingFrom?: number;
  /** The mail asks for the permission to analyse, so it goes to whom the question is due (CON-26). */
  purpose?: MailPurpose;
  /** What the audience was chosen by: only whoever this may still be known of gets the mail (TRK-11). */
  behaviour?: BehaviourCondition | ChosenBySegment;
  /** A law demands this very mail (transactional only). */
  legallyRequired?: boolean;
  /** What is advertised, and by which company (§ 7(3) UWG). */
  offer?: Offer | null;
  /** The run the mail belongs to: what it sends itself does not count towards the caps (LEAD-14). */
  runId?: number;
}

/** Kinds that caps on advertising mails hold for; what somebody asked for or needs is exempt (LEAD-14). */
const capped: readonly MailKind[] = ["newsletter", "customer_7_3"];

/** The caps that could stop mails of this kind. */
export async function limitsOf(
  tx: Tx,
  { kind, listIds, runId }: Pick<FactsQuery, "kind" | "listIds" | "runId">,
  now: Date,
): Promise<FrequencyLimit[]> {
  if (!capped.includes(kind)) return [];
  return frequencyLimits(tx, { listIds, now, ...(runId === undefined ? {} : { runId }) });
}

/** Kinds that may rest on a purchase and go to many; a personal mail names its own offer. */
const mayRestOnPurchase: readonly MailKind[] = ["customer_7_3"];

/** Kinds that go to a contact's own address by the thousand: its stored hash will do. */
const bulk: readonly MailKind[] = ["newsletter", "core_campaign", "customer_7_3"];

/**
 * The facts of a batch in one statement, in the order of the targets; where a mail may rest on a purchase, those in a
 * second one. What the database does not hold (consents of a core system, personal mail) stays unknown, so that the
 * gate says no.
 */
export async function loadFacts(
  tx: Tx,
  deps: ComplianceDeps,
  query: FactsQuery,
): Promise<RecipientFacts[]> {
  const targets: FactsTarget[] =
    query.targets ?? (query.contactIds ?? []).map((contactId) => ({ contactId }));
  if (targets.length === 0) return [];
  const needHashes =
    !bulk.includes(query.kind) || targets.some((target) => target.contactId === null);
  const accountId = needHashes ? await currentAccountId(tx) : 0;
  const found = await selectFacts(
    tx,
    {
      contactIds: targets.map((target) => target.contactId),
      emails: targets.map((target) => target.emailNormalised ?? null),
      hashes: targets.map(({ emailNormalised }) =>
        needHashes && emailNormalised !== undefined
          ? addressHash(deps.keys, accountId, emailNormalised)
          : null,
      ),
    },
    await scopeFor(tx, deps, query),
  );
  const customers = await existingCustomers(tx, query, found);
  // Most people of a batch have the same facts.
  const parsed = new Map<string, ParsedFacts>();
  const complete = found.map((row, at) => {
    let facts = parsed.get(row.facts);
    if (facts === undefined) parsed.set(row.facts, (facts = parseFacts(row.facts)));
    return withPurchase(completeFacts(facts, query, row), customers?.[at]);
  });
  if (query.kind === "one_to_one" || query.kind === "transactional")
    for (const [at, target] of targets.entries())
      complete[at] = await withLetter(tx, deps, accountId, query, complete[at]!, target);
  return complete;
}

/** Undefined where nobody can know: no such kind of mail, or a mailing that does not say what it advertises. */
async function existingCustomers(
  tx: Tx,
  { kind, offer }: FactsQuery,
  found: { contactId: number | null; emailNormalised: string | null }[],
): Promise<ExistingCustomerRow[] | undefined> {
  if (!mayRestOnPurchase.includes(kind)) return undefined;
  if (kind === "customer_7_3" && !offer) return undefined;
  return selectExistingCustomers(
    tx,
    {
      contactIds: found.map((row) => row.contactId),
      emails: found.map((row) => row.emailNormalised),
    },
    offer ?? null,
  );
}

/** Adds what a person bought, where a mail may rest on it. */
export function withPurchase(
  facts: RecipientFacts,
  row: ExistingCustomerRow | undefined,
): RecipientFacts {
  if (row === undefined) return facts;
  const objected = facts.existingCustomerObjected;
  return {
    ...facts,
    existingCustomerObjected: objected === undefined ? undefined : objected || row.objected,
    existingCustomer: {
      sale: row.sale,
      addressFromSale: row.address,
      sameEntity: row.entity,
      similar: row.similar,
      noticeAtSale: row.notice,
      lastContractOn: row.lastContractOn,
      purchaseId: row.purchaseId,
    },
  };
}

/** Personal and transactional mails are single ones: what decides about them is read one by one. */
async function withLetter(
  tx: Tx,
  deps: ComplianceDeps,
  accountId: number,
  query: FactsQuery,
  facts: RecipientFacts,
  target: FactsTarget,
): Promise<RecipientFacts> {
  if (query.kind === "one_to_one") {
    const offer =
      target.draft?.offer ??
      (target.mailId == null ? null : await offerOfLetter(tx, target.mailId));
    const people = { contactIds: [facts.contactId], emails: [facts.emailNormalised ?? null] };
    const [customer] = await selectExistingCustomers(tx, people, offer);
    return withOneToOne(tx, deps, accountId, withPurchase(facts, customer), target);
  }
  if (target.mailId == null) return facts;
  return { ...facts, legallyRequired: (await findLetter(tx, target.mailId))?.legallyRequired };
}

/** The scope with what has to be looked up first. */
export async function scopeFor(
  tx: Tx,
  { clock, segmentHolds }: Pick<ComplianceDeps, "clock" | "segmentHolds">,
  query: Pick<FactsQuery, "runId"> & Parameters<typeof scopeOf>[0],
): Promise<FactsScope> {
  const now = clock.now();
  const scope = scopeOf(query, now, await limitsOf(tx, query, now));
  if (!query.behaviour || !("segment" in query.behaviour)) return scope;
  if (!segmentHolds) throw new Error("Nobody is here to ask about the segment of this audience.");
  return { ...scope, chosenBy: await segmentHolds(tx, query.behaviour.segment, now) };
}

export function scopeOf(
  query: Pick<
    FactsQuery,
    "kind" | "listIds" | "wordingFrom" | "destination" | "purpose" | "behaviour"
  >,
  now: Date,
  frequency: readonly FrequencyLimit[],
): FactsScope {
  return {
    listIds: query.listIds,
    ...scopeNeeded(query.kind),
    records: query.kind === "core_campaign",
    wordingFrom: query.wordingFrom ?? null,
    questionAt: query.purpose === "tracking_question" ? now : null,
    behaviour:
      query.behaviour && !("segment" in query.behaviour)
        ? { condition: query.behaviour, at: now }
        : null,
    isChosen: query.behaviour !== undefined,
    chosenBy: null,
    frequency,
    testAddresses: query.kind === "test" ? { destination: query.destination ?? null } : null,
  };
}

/** Adds whose facts these are, and what only the asker knows. */
export function completeFacts(
  facts: ParsedFacts,
  query: Pick<FactsQuery, "destination" | "legallyRequired" | "purpose" | "behaviour">,
  who: { contactId: number | null; emailNormalised: string | null },
): RecipientFacts {
  return {
    ...facts,
    contactId: who.contactId,
    emailNormalised: who.emailNormalised ?? undefined,
    destination: query.destination ?? (facts.accountMode === "live" ? "internet" : "catch_all"),
    legallyRequired: query.legallyRequired ?? false,
    questionDue: query.purpose === "tracking_question" ? facts.questionDue : undefined,
    // Nobody is thought known because the answer is missing.
    behaviourKnown: query.behaviour ? (facts.behaviourKnown ?? false) : undefined,
    existingCustomer: undefined,
    oneToOne: undefined,
  };
}
