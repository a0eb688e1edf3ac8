import { describeOutcome } from "../../contract/outcomes.ts";
import { agentReason } from "../../contract/tracking.ts";
import type { TimelineEntry } from "../../contract/directory.ts";
import type { LedgerEntry } from "../consent/index.ts";
import type { ContactField, Note, Tag } from "../contacts/index.ts";
import type { List } from "../lists/index.ts";
import { HONEYPOT_LINK, HUMAN, PIXEL_LINK } from "../tracking/index.ts";
import type {
  ActRow,
  ImportRow,
  MailRow,
  PurchaseEvent,
  RecordEvent,
  ReplyRow,
  UseRow,
} from "./person.store.ts";
import {
  ACT_WORDS,
  CHANNEL_WORDS,
  CONSENT_WORDS,
  FIELD_WORDS,
  TIMELINE_WORDS,
} from "./overview-words.ts";

type Text = { de: string; en: string };

const both = (text: string): Text => ({ de: text, en: text });
const join = (a: Text, b: Text): Text => ({ de: `${a.de} · ${b.de}`, en: `${a.en} · ${b.en}` });

/** What happened with a person, the newest first. `use` is empty unless it may be shown. */
export function contactTimeline(facts: {
  mails: MailRow[];
  entries: LedgerEntry[];
  lists: List[];
  use: UseRow[];
  notes: Note[];
  tags: (Tag & { at: Date })[];
  imports: ImportRow[];
  purchases: PurchaseEvent[];
  replies: ReplyRow[];
  acts: ActRow[];
  fields: ContactField[];
  record: RecordEvent[];
}): TimelineEntry[] {
  return [
    ...facts.mails.map(presentMail),
    ...facts.entries.map((entry) => presentConsent(entry, facts.lists)),
    ...facts.use.map(presentUse),
    ...facts.notes.map((note) =>
      plain("note", note.createdAt, TIMELINE_WORDS.note, both(note.authorName)),
    ),
    ...facts.tags.map((tag) => plain("tag", tag.at, TIMELINE_WORDS.tag, both(tag.name))),
    ...facts.imports.map((row) =>
      plain("import", row.at, TIMELINE_WORDS[row.result], both(row.name)),
    ),
    ...facts.purchases.map(presentPurchase),
    ...facts.replies.map(presentReply),
    ...facts.acts.map((row) => presentAct(row, facts.fields)),
    ...facts.record.map(presentRecord),
  ].sort((a, b) => (a.at < b.at ? 1 : a.at > b.at ? -1 : 0));
}

const plain = (
  kind: TimelineEntry["kind"],
  at: Date,
  title: Text,
  detail: Text,
): TimelineEntry => ({
  at: at.toISOString(),
  kind,
  title,
  detail,
  agent: null,
  rule: null,
  mailing: null,
  url: null,
});

function presentReply(row: ReplyRow): TimelineEntry {
  const words = TIMELINE_WORDS;
  const way = row.channel === null ? undefined : CHANNEL_WORDS[row.channel];
  const subject = both(row.subject);
  const what = way ? join(subject, way) : subject;
  return plain(
    "reply",
    row.at,
    row.channel === null ? words.reply : words.inquiry,
    row.answered ? what : join(what, words.stillOpen),
  );
}

/** A change names the fields, never the values: those stand once, with their origin. */
function presentAct(row: ActRow, fields: ContactField[]): TimelineEntry {
  const who = row.actorKind === "person" ? TIMELINE_WORDS.bySelf : both(row.actorName);
  const names = (row.detail.fields ?? []).map((name) => nameOf(name, fields));
  const detail =
    names.length === 0
      ? who
      : join(
          {
            de: names.map(({ de }) => de).join(", "),
            en: names.map(({ en }) => en).join(", "),
          },
          who,
        );
  return plain("change", row.at, ACT_WORDS[row.action] ?? both(row.action), detail);
}

function nameOf(name: string, fields: ContactField[]): Text {
  if (!name.startsWith("custom.")) return FIELD_WORDS[name] ?? both(name);
  const key = name.slice("custom.".length);
  return both(fields.find((field) => field.key === key)?.label ?? key);
}

function presentRecord(row: RecordEvent): TimelineEntry {
  const words = TIMELINE_WORDS;
  if (row.kind === "delivered") return plain("record", row.at, words.delivered, both(row.name));
  if (row.kind !== "changed")
    return { ...plain("record", row.at, words[row.kind], both("")), detail: null };
  const name = FIELD_WORDS[row.name] ?? both(row.name);
  const values = `„${row.oldValue}“ → „${row.newValue}“`;
  return plain("record", row.at, words.recordChanged, {
    de: `${name.de}: ${values}`,
    en: `${name.en}: ${values.replace(/„([^“]*)“/g, "“$1”")}`,
  });
}

function presentPurchase(row: PurchaseEvent): TimelineEntry {
  const words = TIMELINE_WORDS;
  const what: Text = {
    de: `${row.category} · ${row.orderNumber}`,
    en: `${row.categoryEn || row.category} · ${row.orderNumber}`,
  };
  const cancelled = row.cancelledOn !== null;
  return plain(
    "purchase",
    new Date(`${row.cancelledOn ?? row.on}T12:00:00Z`),
    cancelled ? words.cancelled : words.purchase,
    what,
  );
}

/** What a mail outside of mailings was. */
function titleOf(kind: string): Text {
  const words = TIMELINE_WORDS;
  if (kind === "one_to_one") return words.oneToOne;
  if (kind === "transactional") return words.transactional;
  return kind === "privacy_notice" ? words.privacyNotice : words.mail;
}

function presentMail(row: MailRow): TimelineEntry {
  const words = TIMELINE_WORDS;
  const base = {
    at: row.at.toISOString(),
    kind: "mail" as const,
    title: row.mailingName === null ? titleOf(row.kind) : both(row.mailingName),
    mailing:
      row.mailingPublicId === null
        ? null
        : { id: row.mailingPublicId, name: row.mailingName ?? "" },
    url: null,
    agent: null,
  };
  if (row.outcome === null) return { ...base, detail: words.waiting, rule: null };
  if (row.outcome === "accepted") {
    // A mailing without permission can be measured by nobody; single mails are not measured at all.
    const silent = row.mailingName !== null && row.measured !== "personal";
    return {
      ...base,
      detail: silent ? join(words.accepted, words.notMeasurable) : words.accepted,
      rule: null,
    };
  }
  const { label, rule } = describeOutcome(row.outcome, row.reason);
  return { ...base, detail: join(words.notSent, label), rule };
}

function presentConsent(entry: LedgerEntry, lists: List[]): TimelineEntry {
  const list = lists.find((one) => one.id === entry.listId);
  return {
    at: entry.at.toISOString(),
    kind: "consent",
    title: CONSENT_WORDS[entry.kind],
    agent: null,
    detail: list ? both(list.name) : null,
    rule: null,
    mailing: null,
    url: null,
  };
}

function presentUse(row: UseRow): TimelineEntry {
  const { certainty, label, explanation, unknown } = agentReason(row.agent);
  return {
    at: row.at.toISOString(),
    kind: row.link === PIXEL_LINK ? "opened" : "clicked",
    title: titleOfUse(row),
    agent: { certainty, label, explanation, unknown },
    detail: null,
    rule: null,
    mailing:
      row.mailingPublicId === null
        ? null
        : { id: row.mailingPublicId, name: row.mailingName ?? "" },
    url: row.url,
  };
}

/** A machine loads and calls; whether anybody opened or clicked is another question. */
function titleOfUse({ link, agent }: UseRow): Text {
  const words = TIMELINE_WORDS;
  if (link === HONEYPOT_LINK) return words.calledInvisible;
  const isPerson = agent === HUMAN;
  if (link === PIXEL_LINK) return isPerson ? words.opened : words.loaded;
  return isPerson ? words.clicked : words.called;
}
