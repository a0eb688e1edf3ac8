import type { ImportRemark, RejectionReason } from "../../contract/import-texts.ts";
import type { ExclusionReason } from "../../contract/reasons.ts";
import { decide, type RecipientFacts, type SubscriptionFacts } from "../compliance/index.ts";
import type { ProfilingPermission } from "../consent/index.ts";
import { changedFields, givenFields, type Contact, type ContactFields } from "../contacts/index.ts";
import type { StoredSubscription } from "../lists/index.ts";
import type { ContactDetails } from "./details.store.ts";
import type { ParsedLine, Rejection } from "./read-line.ts";
import type { Recipe } from "./recipe.ts";

/** What is known here about the people of a batch. */
export interface BatchFacts {
  contacts: Map<string, Contact>;
  /** By `subscriptionKey`. */
  subscriptions: Map<string, StoredSubscription>;
  left: Set<string>;
  profiling: Map<string, ProfilingPermission>;
  /** The gate's facts by address. */
  recipients: Map<string, RecipientFacts>;
  /** Tags, stage and responsible person by contact, where the batch brings any. */
  details: Map<number, ContactDetails>;
}

/** What a line brings beside fields and consents, and what was there before. */
export interface PlannedDetails {
  tags: string[];
  stage?: string;
  responsibleId?: number;
  before: { stage: string; responsibleId: number | null };
}

export const subscriptionKey = (listId: number, emailNormalised: string) =>
  `${listId} ${emailNormalised}`;

export interface PlannedSubscription {
  listId: number;
  /** With complete evidence; otherwise it is stored as unverified. */
  proven: boolean;
  /** What stands there now; null for a new one. */
  before: StoredSubscription | null;
}

/** What will happen to a line. Every line has exactly one result. */
export interface PlannedLine {
  parsed: ParsedLine;
  result: "created" | "updated" | "unchanged" | "rejected";
  reason?: RejectionReason;
  rejection?: Rejection;
  contact?: Contact;
  /** Fields that will be written. */
  news: ContactFields;
  subscriptions: PlannedSubscription[];
  details?: PlannedDetails;
  grant: boolean;
  remarks: ImportRemark[];
  mailable: boolean;
  /** The gate's reason, where it says no. */
  excluded?: ExclusionReason | undefined;
}

/** Decides every line of a batch. Pure: the preview, the check and the import share it. */
export function planBatch(
  lines: readonly ParsedLine[],
  facts: BatchFacts,
  recipe: Recipe,
  now: Date,
): PlannedLine[] {
  const answers: Answers = new Map();
  return lines.map((parsed) => planLine(parsed, facts, recipe, now, answers));
}

/**
 * The same for a batch that was planned before anybody was looked up, where nobody in it is known after all: only what the
 * gate says is still to be asked. Undefined where the lines must be planned anew. Completes the lines it is given.
 */
export function planStrangers(
  ahead: PlannedLine[] | undefined,
  facts: BatchFacts,
  recipe: Recipe,
  now: Date,
): PlannedLine[] | undefined {
  const { contacts, subscriptions, left, profiling, recipients } = facts;
  if (contacts.size + subscriptions.size + left.size + profiling.size > 0) return undefined;
  const answers: Answers = new Map();
  for (const line of ahead ?? []) {
    if (line.result === "rejected") continue;
    const recipient = recipients.get(line.parsed.emailNormalised);
    if (globalBlock(recipient, recipe.lists.length > 0) !== undefined) return undefined;
    line.excluded = askOnce(line.parsed, recipient, line.subscriptions, recipe, now, answers);
    line.mailable = line.excluded === undefined;
  }
  return ahead;
}

/** What the gate said, by facts and planned subscriptions: all strangers of a batch have the same facts. */
type Answers = Map<RecipientFacts, Map<string, ExclusionReason | undefined>>;

function planLine(
  parsed: ParsedLine,
  facts: BatchFacts,
  recipe: Recipe,
  now: Date,
  answers: Answers,
): PlannedLine {
  if (parsed.rejection) return rejected(parsed, parsed.rejection);
  const email = parsed.emailNormalised;
  const contact = facts.contacts.get(email);
  const recipient = facts.recipients.get(email);
  const blocked = globalBlock(recipient, recipe.lists.length > 0);
  if (blocked !== undefined) return { ...rejected(parsed, { reason: blocked }), excluded: blocked };
  const knownOn = (listId: number) =>
    facts.subscriptions.size === 0
      ? undefined
      : facts.subscriptions.get(subscriptionKey(listId, email));
  const open = recipe.lists.filter(
    ({ id }) =>
      (facts.left.size === 0 || !facts.left.has(subscriptionKey(id, email))) &&
      knownOn(id)?.state !== "unsubscribed",
  );
  if (recipe.lists.length > 0 && open.length === 0)
    return { ...rejected(parsed, { reason: "unsubscribed" }), excluded: "unsubscribed" };
  const remarks = [...parsed.remarks];
  if (open.length < recipe.lists.length) remarks.push("list_unsubscribed");
  const { consent } = parsed;
  const onlyContact = !consent.complete && consent.only === "contact";
  const subscriptions = (onlyContact ? [] : open).flatMap((list) =>
    planSubscription(list.id, knownOn(list.id) ?? null, consent.complete),
  );
  if (!consent.complete && (subscriptions.length > 0 || (onlyContact && open.length > 0)))
    remarks.push(consent.missing);
  const grant = planGrant(parsed, facts.profiling.get(email), remarks);
  const news = contact ? changedFields(contact, parsed.fields, recipe.overwrite) : parsed.fields;
  const details = planDetails(parsed, contact && facts.details.get(contact.id), recipe.overwrite);
  const isChanged = () =>
    givenFields(news).length > 0 || subscriptions.length > 0 || grant || details !== undefined;
  const excluded = askOnce(parsed, recipient, subscriptions, recipe, now, answers);
  return {
    parsed,
    result: !contact ? "created" : isChanged() ? "updated" : "unchanged",
    ...(contact ? { contact } : {}),
    news,
    subscriptions,
    ...(details ? { details } : {}),
    grant,
    remarks,
    mailable: excluded === undefined,
    ...(excluded === undefined ? {} : { excluded }),
  };
}

function rejected(parsed: ParsedLine, rejection: Rejection): PlannedLine {
  return {
    parsed,
    result: "rejected",
    reason: rejection.reason,
    rejection,
    news: {},
    subscriptions: [],
    grant: false,
    remarks: [],
    mailable: false,
  };
}

/** Tags are only added; stage and responsible person fill what is empty, or replace it with the fields. */
function planDetails(
  { tags, stage, responsibleId }: ParsedLine,
  known: ContactDetails | undefined,
  overwrite: boolean,
): PlannedDetails | undefined {
  const before = { stage: known?.stage ?? "", responsibleId: known?.responsibleId ?? null };
  const newTags = tags.filter((tag) => !known?.tags.includes(tag.toLowerCase()));
  const newStage = stage !== before.stage && (overwrite || before.stage === "") ? stage : undefined;
  const newResponsible =
    responsibleId !== (before.responsibleId ?? undefined) &&
    (overwrite || before.responsibleId === null)
      ? responsibleId
      : undefined;
  if (newTags.length === 0 && newStage === undefined && newResponsible === undefined)
    return undefined;
  return {
    tags: newTags,
    before,
    ...(newStage === undefined ? {} : { stage: newStage }),
    ...(newResponsible === undefined ? {} : { responsibleId: newResponsible }),
  };
}

/** UNS-23, DSR-07: whom no import brings back, whatever the file says. In the gate's order. */
function globalBlock(
  facts: RecipientFacts | undefined,
  subscribes: boolean,
): (RejectionReason & ExclusionReason) | undefined {
  if (facts?.restricted === true) return "restricted";
  if (!subscribes || facts === undefined) return undefined;
  if (facts.blacklisted === true) return "blacklist";
  if (facts.addressObjected === true || facts.personObjected === true) return "objection";
  if (facts.complained === true) return "complaint";
  if (facts.retained === true) return "retained";
  if (facts.newslettersUnsubscribed === true) return "newsletters_unsubscribed";
  return undefined;
}

/** A confirmed and proven subscription stays as it is; evidence completes a waiting or unproven one. */
function planSubscription(
  listId: number,
  before: StoredSubscription | null,
  proven: boolean,
): PlannedSubscription[] {
  if (before === null) return [{ listId, proven, before }];
  const open =
    before.state === "pending" ||
    (before.state === "confirmed" && (before.flag === "unverified" || before.entryId === null));
  return open && proven ? [{ listId, proven, before }] : [];
}

/** Only who has said nothing here yet is granted from outside; an earlier no is stronger. */
function planGrant(
  parsed: ParsedLine,
  known: ProfilingPermission | undefined,
  remarks: ImportRemark[],
): boolean {
  if (!parsed.profiling) return false;
  if (known === undefined || known.state === "unknown") return true;
  if (known.state !== "granted") remarks.push("profiling_declined");
  return false;
}

function askOnce(
  parsed: ParsedLine,
  recipient: RecipientFacts | undefined,
  planned: PlannedSubscription[],
  recipe: Recipe,
  now: Date,
  answers: Answers,
): ExclusionReason | undefined {
  if (recipient === undefined) return "facts_missing";
  const used = lastUsedAt(parsed, now);
  let known = answers.get(recipient);
  if (known === undefined) answers.set(recipient, (known = new Map()));
  const question = `${Math.floor(used / DAY_MS)} ${planned.map((plan) => `${plan.listId}${plan.proven ? "p" : "u"}`).join(" ")}`;
  if (!known.has(question))
    known.set(question, askGate(dayOf(used), recipient, planned, recipe, now));
  return known.get(question);
}

/** When a consent was last used, for its age in days (CON-18). */
function lastUsedAt({ consent }: ParsedLine, now: Date): number {
  return consent.complete
    ? Math.max(consent.given.at.getTime(), consent.lastMailedAt?.getTime() ?? 0)
    : now.getTime();
}

const DAY_MS = 86_400_000;
const dayOf = (time: number): string => new Date(time).toISOString().slice(0, 10);

/** The gate's answer as it will be after the import: its own facts, with the planned subscriptions among them. */
function askGate(
  used: string,
  recipient: RecipientFacts,
  planned: PlannedSubscription[],
  recipe: Recipe,
  now: Date,
): ExclusionReason | undefined {
  const known = Array.isArray(recipient.subscriptions)
    ? (recipient.subscriptions as SubscriptionFacts[])
    : [];
  const subscriptions = recipe.lists.flatMap((list): SubscriptionFacts[] => {
    const plan = planned.find((each) => each.listId === list.id);
    return plan ? [plannedFacts(plan, used)] : known.filter((each) => each.listId === list.id);
  });
  const decision = decide(
    { ...recipient, contactExists: true, addressCurrent: true, pot: "newsletter", subscriptions },
    "newsletter",
    now,
  );
  return decision.kind === "excluded" ? decision.reason : undefined;
}

function plannedFacts(plan: PlannedSubscription, used: string): SubscriptionFacts {
  return {
    listId: plan.listId,
    own: true,
    state: "confirmed",
    evidenced: plan.proven,
    proven: plan.proven,
    flag: plan.proven ? "none" : "unverified",
    lastUsedOn: used,
    onUnsubscribeList: false,
    scopeCovered: true,
    contactRestricted: false,
  };
}
