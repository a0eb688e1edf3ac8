import { recordEntry, type Evidence } from "../consent/index.ts";
import { findContactById } from "../contacts/index.ts";
import type { LinkSubject } from "../lists/index.ts";
import { outbox, type Clock, type Keys, type Tx } from "../platform/index.ts";
import {
  endRecordsOf,
  insertWithdrawal,
  lockPerson,
  measuredAs,
  openWithdrawal,
  recordsOfPerson,
  reopenRecordsOf,
  undoWithdrawals,
  type CorePerson,
  type WithdrawalKind,
} from "../records/index.ts";
import { insertSuppression, liftByPerson, type SuppressionOrigin } from "../suppression/index.ts";

interface Deps {
  keys: Keys;
  clock: Clock;
}

/** Who leaves a campaign: the person its link names, with the record the mail came from, if it still exists. */
export interface LeavingPerson {
  accountId: number;
  person: CorePerson;
  contactId: number | null;
  mailingId: number | null;
}

export interface PersonLeft {
  changed: boolean;
  endedAt: Date | null;
  receipt: string | null;
}

type Act = { origin: SuppressionOrigin; evidence: Evidence };

/** The person a campaign's link or delivery is about; undefined for mails of the newsletter pot. */
export async function personOf(
  tx: Tx,
  subject: Pick<LinkSubject, "accountId" | "person"> & {
    contactId: number | null;
    mailingId?: number | null;
  },
): Promise<LeavingPerson | undefined> {
  const contactId = subject.contactId || null;
  const mailingId = subject.mailingId || null;
  if (subject.person)
    return { accountId: subject.accountId, person: subject.person, contactId, mailingId };
  const contact = contactId === null ? undefined : await findContactById(tx, contactId);
  if (contact?.pot !== "core" || !contact.sourceSystem || !contact.personNumber) return undefined;
  const person = { source: contact.sourceSystem, number: contact.personNumber };
  return { accountId: subject.accountId, person, contactId, mailingId };
}

/**
 * UNS-12: no campaigns of the core system to this person any more, on whatever address; other people on it go on getting
 * theirs. It stays open until the core system has learnt of it (CRM-08), and nobody is measured for the person's records
 * from now on (UNS-14).
 */
export async function unsubscribePerson(
  tx: Tx,
  deps: Deps,
  leaver: LeavingPerson,
  act: Act,
): Promise<PersonLeft> {
  const { accountId, person } = leaver;
  await lockPerson(tx, accountId, person);
  const open = await openWithdrawal(tx, person, "unsubscribe");
  if (open) return { changed: false, endedAt: open.at, receipt: null };
  const at = deps.clock.now();
  const entry = await record(tx, deps, leaver, "unsubscribed", act.evidence);
  await insertSuppression(tx, accountId, {
    scope: "source_person",
    sourceSystem: person.source,
    personNumber: person.number,
    reason: "unsubscribed",
    origin: act.origin,
    ...(entry ? { entryId: entry.entryId } : {}),
    at,
  });
  await note(tx, deps, leaver, "unsubscribe", act, { unsubscribe: true });
  return { changed: true, endedAt: at, receipt: entry?.publicId ?? null };
}

/** The link of a campaign: the person, and nobody else on the address; no newsletter ends (UNS-12, CRM-01). */
export async function leaveCampaigns(
  tx: Tx,
  deps: Deps,
  subject: Parameters<typeof personOf>[1],
  act: Act,
): Promise<PersonLeft & { emailNormalised: null }> {
  const person = await personOf(tx, subject);
  const left = person
    ? await unsubscribePerson(tx, deps, person, act)
    : { changed: false, endedAt: null, receipt: null };
  return { ...left, emailNormalised: null };
}

/** Art. 21 GDPR, of the person: by number, so that later deliveries are held back for good (LEG-14). */
export async function objectAsPerson(
  tx: Tx,
  deps: Deps,
  leaver: LeavingPerson,
  act: Act,
): Promise<void> {
  const { accountId, person } = leaver;
  await lockPerson(tx, accountId, person);
  const isNew = await insertSuppression(tx, accountId, {
    scope: "account_person",
    sourceSystem: person.source,
    personNumber: person.number,
    reason: "objection",
    origin: act.origin,
    at: deps.clock.now(),
  });
  if (isNew) await note(tx, deps, leaver, "objection", act, { unsubscribe: true });
}

/** TRK-14: the analysis of the person's records ends; the mails go on. False: there was nothing to end. */
export async function stopMeasuringPerson(
  tx: Tx,
  deps: Deps,
  leaver: LeavingPerson,
  act: Act,
): Promise<boolean> {
  await lockPerson(tx, leaver.accountId, leaver.person);
  const measured = (await recordsOfPerson(tx, leaver.person)).some((one) => one.profiling);
  if (!measured) return false;
  await record(tx, deps, leaver, "profiling_withdrawn", act.evidence);
  await note(tx, deps, leaver, "profiling", act, { unsubscribe: false });
  return true;
}

/** Takes an unsubscribe back within its time (UNS-04); the analysis stays off. */
export async function undoPerson(
  tx: Tx,
  deps: Deps,
  leaver: LeavingPerson,
  isInTime: (at: Date) => boolean,
  act: Act,
): Promise<"undone" | "running" | "too_late"> {
  const { person } = leaver;
  await lockPerson(tx, leaver.accountId, person);
  const open = await openWithdrawal(tx, person, "unsubscribe");
  if (!open) return "running";
  if (!isInTime(open.at)) return "too_late";
  const at = deps.clock.now();
  const entry = await record(tx, deps, leaver, "unsubscribe_undone", {
    ...act.evidence,
    unsubscribedAt: open.at.toISOString(),
  });
  await liftByPerson(tx, "source_person", person, {
    at,
    reason: `undone ${entry?.publicId ?? ""}`.trim(),
  });
  await reopenRecordsOf(tx, person, open.at);
  await undoWithdrawals(tx, person, "unsubscribe", at);
  return "undone";
}

/** Ends what the records permit, tells the core system, and has what was measured deleted. */
async function note(
  tx: Tx,
  deps: Deps,
  { accountId, person, contactId, mailingId }: LeavingPerson,
  kind: WithdrawalKind,
  { origin }: Act,
  what: { unsubscribe: boolean },
): Promise<void> {
  const at = deps.clock.now();
  const measured = (await recordsOfPerson(tx, person)).filter((one) => one.profiling);
  await insertWithdrawal(tx, accountId, { kind, person, contactId, mailingId, origin, at });
  await endRecordsOf(tx, person, at, what);
  for (const one of measured)
    await outbox.publish(tx, accountId, {
      type: "profiling.withdrawn",
      emailNormalised: measuredAs(one.contactId),
    });
}

/** An entry needs somebody it is about; where the record is gone, the suppression is all that is left to say. */
async function record(
  tx: Tx,
  deps: Deps,
  { accountId, contactId, person }: LeavingPerson,
  kind: "unsubscribed" | "unsubscribe_undone" | "profiling_withdrawn",
  evidence: Evidence,
): Promise<{ entryId: number; publicId: string } | undefined> {
  if (contactId === null || !(await findContactById(tx, contactId))) return undefined;
  return recordEntry(tx, deps, {
    accountId,
    subject: { contactId },
    kind,
    purpose: kind === "profiling_withdrawn" ? "profiling" : "crm_campaign_email",
    payload: { ...evidence, source: person.source },
  });
}
