import { describeOutcome } from "../../contract/outcomes.ts";
import { agentReason } from "../../contract/tracking.ts";
import type { TimelineEntry } from "../../contract/directory.ts";
import type { LedgerEntry } from "../consent/index.ts";
import type { Note, Tag } from "../contacts/index.ts";
import type { List } from "../lists/index.ts";
import { HONEYPOT_LINK, HUMAN, PIXEL_LINK } from "../tracking/index.ts";
import type { ImportRow, MailRow, PurchaseEvent, UseRow } from "./person.store.ts";
import { CONSENT_WORDS, TIMELINE_WORDS } from "./overview-words.ts";

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
