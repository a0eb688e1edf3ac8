import { consentKindWords, describeSource, storedTexts } from "./stored-texts.ts";
import type { LedgerEntry } from "../consent/index.ts";
import { displayName, showFieldValue, type Contact, type ContactField } from "../contacts/index.ts";
import { listTexts, type List } from "../lists/index.ts";
import { formatDay, formatCount, pageVoice, type PageContext } from "../pages/index.ts";
import type { ErasedCounts, ManageModel, StoredFact } from "./pages/index.ts";

export interface EventCounts {
  opens: number;
  clicks: number;
  /** By machines, or by who knows whom. */
  others: number;
}

/** What we store about a person, each with its origin and how long it stays (DSR-03). */
export function storedFacts(
  context: PageContext,
  facts: {
    contact: Contact;
    /** The account's own fields, for their names. */
    fields: readonly ContactField[];
    entries: number;
    events: EventCounts;
  },
): StoredFact[] {
  const { contact, events } = facts;
  const voice = pageVoice(context);
  const words = storedTexts[voice];
  const origin = (field: string): string => {
    const found = contact.origins[field];
    if (!found) return words.originUnknown;
    const day = formatDay(new Date(found.at), context);
    return words.origin(describeSource(found.source, voice), day);
  };
  const name = displayName(contact);
  const more: [string, string][] = (
    [
      ["title", contact.title],
      ["company", contact.company],
    ] as const
  ).flatMap(([field, value]) => (value === "" ? [] : [[field, value]]));
  return [
    { label: words.address, value: contact.email, origin: origin("email") },
    ...(name === contact.email
      ? []
      : [{ label: words.name, value: name, origin: origin("lastName") }]),
    ...more.map(([field, value]) => ({
      label: words.fields[field as "title" | "company"],
      value,
      origin: origin(field),
    })),
    ...Object.entries(contact.custom).map(([key, value]) => {
      const field = facts.fields.find((one) => one.key === key);
      return {
        label: field?.label ?? key,
        value: showFieldValue(field, value, context.locale),
        origin: origin(`custom.${key}`),
      };
    }),
    ...(events.opens + events.clicks + events.others === 0
      ? []
      : [
          {
            label: words.use,
            value: [
              formatCount(events.opens, context.locale, ...words.opens),
              formatCount(events.clicks, context.locale, ...words.clicks),
              ...(events.others === 0
                ? []
                : [formatCount(events.others, context.locale, ...words.others)]),
            ].join(", "),
            origin: words.useOrigin,
          },
        ]),
    ...(facts.entries === 0
      ? []
      : [{ label: words.proof, value: words.proofValue, origin: words.proofOrigin }]),
  ];
}

/** The history of consents in words, the newest first (DSR-12). */
export function consentHistory(
  { locale }: PageContext,
  entries: LedgerEntry[],
  lists: List[],
): NonNullable<ManageModel["history"]> {
  const words = consentKindWords[locale];
  return entries.toReversed().map((entry) => {
    const list = lists.find((one) => one.id === entry.listId);
    const name = list && listTexts(list, locale).name;
    const quoted = name && (locale === "de" ? `„${name}“` : `“${name}”`);
    const shown = entry.document?.evidence.shownText;
    return {
      at: entry.at,
      text: quoted === undefined ? words[entry.kind] : `${words[entry.kind]}: ${quoted}`,
      ...(typeof shown === "string" ? { wording: shown } : {}),
    };
  });
}

/** What stays after erasure and why (DSR-06). Year: of the proof's end, after three full years. */
export function whatStays(context: PageContext, now: Date, suppressed: boolean): string[] {
  const words = storedTexts[pageVoice(context)];
  const proof = words.staysProof(now.getUTCFullYear() + 3);
  return suppressed ? [words.staysSuppression, proof] : [proof];
}

const groupOf: Record<string, keyof ErasedCounts> = {
  contacts: "details",
  segments: "details",
  lists: "lists",
  signup: "lists",
  tracking: "uses",
  goals: "uses",
  delivery: "mails",
  correspondence: "mails",
  inbound: "mails",
  bounces: "mails",
  purchases: "purchases",
  records: "purchases",
  imports: "purchases",
};
/** Sealed or reduced to a hash, and told among what stays. */
const KEPT = new Set(["ledger_subjects", "suppressions", "core_withdrawals"]);

/** An erasure's rows in groups a person understands; what is only sealed or hashed is not among them. */
export function erasedCounts(report: Record<string, Record<string, number>>): ErasedCounts {
  const counts: ErasedCounts = { details: 0, lists: 0, uses: 0, mails: 0, purchases: 0, rest: 0 };
  for (const [slice, tables] of Object.entries(report))
    for (const [table, count] of Object.entries(tables))
      if (!KEPT.has(table)) counts[groupOf[slice] ?? "rest"] += count;
  return counts;
}
