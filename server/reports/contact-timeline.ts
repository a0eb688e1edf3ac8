import { describeOutcome } from "../../contract/outcomes.ts";
import type { TimelineEntry } from "../../contract/directory.ts";
import type { LedgerEntry } from "../consent/index.ts";
import type { List } from "../lists/index.ts";
import type { MailRow, UseRow } from "./directory.store.ts";
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
}): TimelineEntry[] {
  return [
    ...facts.mails.map(presentMail),
    ...facts.entries.map((entry) => presentConsent(entry, facts.lists)),
    ...facts.use.map(presentUse),
  ].sort((a, b) => (a.at < b.at ? 1 : a.at > b.at ? -1 : 0));
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
    detail: list ? both(list.name) : null,
    rule: null,
    mailing: null,
    url: null,
  };
}

function presentUse(row: UseRow): TimelineEntry {
  const words = TIMELINE_WORDS;
  return {
    at: row.at.toISOString(),
    kind: row.link === 0 ? "opened" : "clicked",
    title: row.link === 0 ? words.opened : words.clicked,
    detail: row.machine ? words.machine : null,
    rule: null,
    mailing:
      row.mailingPublicId === null
        ? null
        : { id: row.mailingPublicId, name: row.mailingName ?? "" },
    url: row.url,
  };
}
