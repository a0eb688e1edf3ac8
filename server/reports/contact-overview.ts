import type { ContactOverview } from "../../contract/directory.ts";
import type { ComplianceDeps } from "../compliance/index.ts";
import {
  explainProfiling,
  profilingStates,
  readEntries,
  type LedgerEntry,
} from "../consent/index.ts";
import {
  addressHash,
  allFields,
  displayName,
  findAdviser,
  findByAddress,
  notesOf,
  orphanDeletion,
  presentContact,
  presentNote,
  tagsOf,
  type Contact,
  type ContactField,
  type Origin,
} from "../contacts/index.ts";
import { mergesInto, undoableSince, UNDO_DAYS } from "../duplicates/index.ts";
import { allLists, subscriptionsOfAddress, type List } from "../lists/index.ts";
import { measuredAs } from "../records/index.ts";
import { isDisposable, isRoleAddress, likelyDomain, type Tx } from "../platform/index.ts";
import { activeForAddress } from "../suppression/index.ts";
import { askGate, presentDecision } from "./contact-directory.ts";
import { contactTimeline } from "./contact-timeline.ts";
import {
  actsOn,
  importsOf,
  mailsOf,
  pendingUntil,
  purchasesOf,
  recordEventsOf,
  recordOf,
  repliesOf,
  usageAllowed,
  useOf,
  type MailRow,
  type RecordOfContact,
} from "./person.store.ts";
import { CONSENT_WORDS, DELETION_WORDS, FIELD_ORDER, MEASURE_WORDS } from "./overview-words.ts";

const DAY_MS = 86_400_000;
const SHOWN = 60;
const after = (date: Date, days: number) => new Date(date.getTime() + days * DAY_MS);

/**
 * Who is this, what may we do, what happened, where does each field come from, and what is deleted when. Use of mails
 * appears only while the person permits it and only to those who may see it (TRK-01, TRK-12).
 */
export async function contactOverview(
  tx: Tx,
  deps: ComplianceDeps,
  accountId: number,
  contact: Contact,
  viewer: { seesUse: boolean; seesProofs: boolean },
): Promise<ContactOverview> {
  const { emailNormalised } = contact;
  const domain = emailNormalised.slice(emailNormalised.lastIndexOf("@") + 1);
  const now = deps.clock.now();
  const lists = await allLists(tx, { archived: true });
  const subscriptions =
    contact.pot === "newsletter" ? await subscriptionsOfAddress(tx, emailNormalised) : [];
  const permission = (await profilingStates(tx, [emailNormalised])).get(emailNormalised);
  const record = contact.pot === "core" ? await recordOf(tx, contact.id) : undefined;
  const allowed = record
    ? record.profiling && record.unsubscribedAt === null && contact.restrictedAt === null
    : contact.pot === "newsletter" && (await usageAllowed(tx, emailNormalised));
  const entries = await readEntries(
    tx,
    deps,
    accountId,
    contact.pot === "newsletter" ? { emailNormalised } : { contactId: contact.id },
  );
  const profiling = await explainProfiling(tx, contact, permission, "person_report");
  const mails = await mailsOf(tx, contact.id, SHOWN);
  const usageShown = allowed && viewer.seesUse;
  const openLists = lists.filter((list) => list.archivedAt === null).map((list) => list.id);
  const person = [{ id: contact.id, emailNormalised }];
  const [mail] = await askGate(tx, deps, person, openLists);
  // An address joins nobody of the core system with anybody else (CRM-01).
  const others =
    contact.pot === "newsletter"
      ? (await findByAddress(tx, emailNormalised)).filter((other) => other.id !== contact.id)
      : [];
  const suppressions = await activeForAddress(
    tx,
    emailNormalised,
    addressHash(deps.keys, accountId, emailNormalised),
  );
  const notes = await notesOf(tx, contact.id);
  const tags = await tagsOf(tx, contact.id);
  const fields = await allFields(tx);
  const adviser =
    contact.responsibleId === null ? undefined : await findAdviser(tx, contact.responsibleId);
  const state = permission?.state ?? "unknown";
  const known: ContactOverview["lists"] = [];
  for (const subscription of subscriptions) {
    const list = lists.find((one) => one.id === subscription.listId);
    if (!list) continue;
    const [decision] = await askGate(tx, deps, person, [list.id]);
    known.push({
      id: list.publicId,
      name: list.name,
      state: subscription.state,
      flag: subscription.flag,
      source: subscription.source,
      requestedAt: subscription.requestedAt.toISOString(),
      confirmedAt: subscription.confirmedAt?.toISOString() ?? null,
      unsubscribedAt: subscription.unsubscribedAt?.toISOString() ?? null,
      mail: presentDecision(decision!),
    });
  }
  return {
    contact: presentContact(contact),
    checkedAt: now.toISOString(),
    mail: presentDecision(mail!),
    measure: record
      ? {
          allowed,
          state: allowed ? "granted" : "refused",
          since: null,
          reason: allowed ? null : MEASURE_WORDS.core,
          rule: allowed ? null : "CRM-10",
          scope: null,
        }
      : {
          allowed,
          state,
          since: permission?.changedAt.toISOString() ?? null,
          reason: allowed
            ? null
            : state === "granted"
              ? (profiling.obstacle?.text ?? MEASURE_WORDS.others)
              : MEASURE_WORDS[state],
          rule: allowed ? null : (profiling.obstacle?.rule ?? "TRK-01"),
          scope: profiling.scope,
        },
    lists: known,
    suppressions: suppressions.map((one) => ({
      scope: one.scope,
      reason: one.reason,
      origin: one.origin,
      since: one.createdAt.toISOString(),
    })),
    permissions: entries.map((entry) => presentEntry(entry, lists, viewer.seesProofs)).reverse(),
    timeline: contactTimeline({
      mails,
      entries,
      lists,
      notes,
      tags,
      imports: await importsOf(tx, contact.id, SHOWN),
      purchases: await purchasesOf(tx, contact.id, SHOWN),
      // A core-system contact shares its address with nobody: what came from it is of the newsletter pot.
      replies: contact.pot === "newsletter" ? await repliesOf(tx, contact, SHOWN) : [],
      acts: await actsOn(tx, contact.publicId, SHOWN),
      fields,
      record: contact.pot === "core" ? await recordEventsOf(tx, contact.id, SHOWN) : [],
      use: usageShown
        ? await useOf(tx, record ? measuredAs(contact.id) : emailNormalised, SHOWN)
        : [],
    }),
    usageShown,
    tags: tags.map(({ publicId, name, colour }) => ({ id: publicId, name, colour })),
    notes: notes.map(presentNote),
    responsible: adviser ? { id: adviser.publicId, name: adviser.name } : null,
    orphan: {
      since: contact.orphanedAt?.toISOString() ?? null,
      deletedOn: orphanDeletion(contact, now)?.toISOString() ?? null,
      keptUntil: contact.keptUntil,
      keptBecause: contact.keptBecause,
    },
    address: {
      role: isRoleAddress(emailNormalised),
      disposable: isDisposable(domain),
      likely: likelyDomain(domain) ?? null,
    },
    origins: origins(contact, fields),
    deletions: await deletions(tx, contact, {
      mails,
      allowed,
      subscribed: known,
      fields,
      record,
      now,
    }),
    merges: (await mergesInto(tx, contact.id, undoableSince(now))).map((one) => ({
      id: one.publicId,
      at: one.mergedAt.toISOString(),
      until: after(one.mergedAt, UNDO_DAYS).toISOString(),
      by: one.mergedBy,
    })),
    record: presentRecord(record),
    sharedWith: others.map((other) => ({
      id: other.publicId,
      name: displayName(other),
      company: other.company,
      since: other.createdAt.toISOString(),
      permits: permission?.state === "granted" && permission.contactIds.includes(other.id),
    })),
  };
}

function presentRecord(record: RecordOfContact | undefined): ContactOverview["record"] {
  if (!record) return null;
  const {
    listPublicId,
    listName,
    occasion,
    unsubscribedAt,
    keepDays: _days,
    updatedAt: _at,
    ...rest
  } = record;
  return {
    ...rest,
    list: { id: listPublicId, name: listName, occasion },
    unsubscribedAt: unsubscribedAt?.toISOString() ?? null,
  };
}

function presentEntry(
  entry: LedgerEntry,
  lists: List[],
  seesProofs: boolean,
): ContactOverview["permissions"][number] {
  const list = lists.find((one) => one.id === entry.listId);
  const { document } = entry;
  return {
    id: entry.publicId,
    at: entry.at.toISOString(),
    kind: entry.kind,
    label: CONSENT_WORDS[entry.kind],
    purpose: entry.purpose,
    list: list ? { id: list.publicId, name: list.name } : null,
    proof:
      seesProofs && document
        ? {
            intact: entry.intact === true,
            commitment: entry.commitment.toString("hex"),
            shownText: document.evidence.shownText ?? null,
            wording: document.wording
              ? { id: document.wording.id, version: document.wording.version }
              : null,
            source:
              document.evidence.source ??
              document.evidence.page ??
              document.evidence.form?.id ??
              null,
            sealedUntil: entry.sealedUntil,
          }
        : null,
  };
}

/** DSR-03: every field that holds something, with where it comes from. */
function origins(contact: Contact, fields: ContactField[]): ContactOverview["origins"] {
  const present = (field: string, value: string, label: string | null, origin?: Origin) => ({
    field,
    label,
    value,
    source: origin?.source ?? "",
    at: origin?.at ?? null,
  });
  const named = FIELD_ORDER.map((field) =>
    present(field, String(contact[field] ?? ""), null, contact.origins[field]),
  );
  const own = Object.entries(contact.custom).map(([key, value]) =>
    present(
      `custom.${key}`,
      value,
      fields.find((field) => field.key === key)?.label ?? key,
      contact.origins[`custom.${key}`],
    ),
  );
  return [...named, ...own].filter(({ value }) => value !== "");
}

async function deletions(
  tx: Tx,
  contact: Contact,
  facts: {
    mails: MailRow[];
    allowed: boolean;
    subscribed: ContactOverview["lists"];
    fields: ContactField[];
    record: RecordOfContact | undefined;
    now: Date;
  },
): Promise<ContactOverview["deletions"]> {
  const on = (date: Date | null) => date?.toISOString() ?? null;
  const [lastMail] = facts.mails;
  const { record } = facts;
  if (record) {
    const { rule, what, when } = DELETION_WORDS.record;
    const last = new Date(Math.max(record.updatedAt.getTime(), lastMail?.at.getTime() ?? 0));
    const days = { de: when.de(record.keepDays), en: when.en(record.keepDays) };
    return [
      { rule, what, when: days, on: on(after(last, record.keepDays)) },
      ...(facts.allowed ? [{ ...DELETION_WORDS.use, on: null }] : []),
      ...(lastMail ? [{ ...DELETION_WORDS.mails, on: on(after(lastMail.at, 90)) }] : []),
    ];
  }
  const pending = await pendingUntil(tx, contact.emailNormalised);
  const left = facts.subscribed.find((one) => one.unsubscribedAt !== null);
  const orphan = orphanDeletion(contact, facts.now);
  return [
    ...(orphan ? [{ ...DELETION_WORDS.orphan, on: on(orphan) }] : []),
    ...facts.fields.flatMap((field) => fieldDeletion(contact, field)),
    ...(pending ? [{ ...DELETION_WORDS.pending, on: on(pending) }] : []),
    ...(facts.allowed ? [{ ...DELETION_WORDS.use, on: null }] : []),
    ...(lastMail ? [{ ...DELETION_WORDS.mails, on: on(after(lastMail.at, 90)) }] : []),
    {
      ...DELETION_WORDS.data,
      on: left?.unsubscribedAt ? on(after(new Date(left.unsubscribedAt), 7)) : null,
    },
    { ...DELETION_WORDS.proofs, on: null },
  ];
}

/** LEAD-07: when the value of an own field goes. */
function fieldDeletion(contact: Contact, field: ContactField): ContactOverview["deletions"] {
  if (field.retentionMonths === null || !contact.custom[field.key]) return [];
  const origin = contact.origins[`custom.${field.key}`];
  const at = new Date(origin?.at ?? contact.createdAt);
  at.setUTCMonth(at.getUTCMonth() + field.retentionMonths);
  return [
    {
      rule: "LEAD-07",
      what: { de: field.label, en: field.label },
      when: {
        de: `${field.retentionMonths} Monate nach dem Eintrag`,
        en: `${field.retentionMonths} months after the entry`,
      },
      on: at.toISOString(),
    },
  ];
}
