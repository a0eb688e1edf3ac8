import type { MailingSource } from "../../../../../contract/blocks.ts";
import type { ContentEdit, ContentPart, FindingFix } from "../../../../../contract/content.ts";
import type { MailingChangeInput, MailingView } from "../../../../../contract/mailings.ts";

/** What the editor edits of a mailing. `text` counts only where the author edits it. */
export interface Draft {
  name: string;
  locale: "de" | "en";
  senderId: string | null;
  listIds: string[];
  subject: string;
  preheader: string;
  /** Written by the author only where the source is HTML itself. */
  html: string;
  source: MailingSource;
  text: string;
  textIsEdited: boolean;
  notPersonalLinks: string[];
  /** Wording version from which on a consent covers the content (CON-19); null: any. */
  wordingFrom: string | null;
  /** Segment that narrows the audience; null: everybody of the lists. */
  segmentId: string | null;
  /** What a mailing to existing customers advertises, and for which company; null for a newsletter. */
  offerCategory: string | null;
  offerEntity: string | null;
}

export function draftOf(mailing: MailingView): Draft {
  const { name, locale, senderId, subject, preheader, html, textIsEdited, notPersonalLinks } =
    mailing;
  return {
    name,
    locale,
    senderId,
    listIds: mailing.lists.map((list) => list.id),
    subject,
    preheader,
    html,
    source: mailing.source,
    text: textIsEdited ? mailing.text : "",
    textIsEdited,
    notPersonalLinks,
    wordingFrom: mailing.wordingFrom,
    segmentId: mailing.segment?.id ?? null,
    offerCategory: mailing.offer?.categoryId ?? null,
    offerEntity: mailing.offer?.entityId ?? null,
  };
}

/** The fields that differ from what is saved, as the API takes them. A name cannot be emptied. */
export function changesOf(saved: Draft, draft: Draft): Omit<MailingChangeInput, "revision"> {
  const changes: Omit<MailingChangeInput, "revision"> = {};
  const differs = (key: keyof Draft): boolean => !same(saved[key], draft[key]);
  if (differs("name") && draft.name.trim() !== "") changes.name = draft.name.trim();
  if (differs("locale")) changes.locale = draft.locale;
  if (differs("senderId")) changes.senderId = draft.senderId;
  if (differs("listIds")) changes.listIds = draft.listIds;
  if (differs("subject")) changes.subject = draft.subject;
  if (differs("preheader")) changes.preheader = draft.preheader;
  if (differs("source")) changes.source = draft.source;
  if (differs("html") && draft.source.kind === "html") changes.html = draft.html;
  if (differs("notPersonalLinks")) changes.notPersonalLinks = draft.notPersonalLinks;
  if (differs("segmentId")) changes.segmentId = draft.segmentId;
  if (differs("wordingFrom")) changes.wordingFrom = draft.wordingFrom;
  if (differs("offerCategory") || differs("offerEntity"))
    changes.offer = { categoryId: draft.offerCategory, entityId: draft.offerEntity };
  if (differs("textIsEdited")) changes.textIsEdited = draft.textIsEdited;
  if (draft.textIsEdited && (differs("text") || differs("textIsEdited"))) changes.text = draft.text;
  return changes;
}

function same(left: Draft[keyof Draft], right: Draft[keyof Draft]): boolean {
  return Array.isArray(left) && Array.isArray(right)
    ? left.length === right.length && left.every((item, index) => item === right[index])
    : left === right;
}

const FIELDS: Partial<Record<ContentPart, "subject" | "preheader" | "html" | "text">> = {
  subject: "subject",
  preheader: "preheader",
  html: "html",
  text: "text",
};

/**
 * Carries out a repair on the draft its finding was made for. Undefined when a part it touches has changed
 * since: the offsets would lie. `seen` is the draft the finding was made for.
 */
export function applyFix(draft: Draft, seen: Draft, fix: FindingFix): Draft | undefined {
  const next = { ...draft };
  const edits = [...fix.edits].sort((left, right) => right.offset - left.offset);
  for (const edit of edits) {
    const field = FIELDS[edit.part];
    if (field === undefined || draft[field] !== seen[field]) return undefined;
    next[field] = spliced(next[field], edit);
  }
  return next;
}

function spliced(text: string, { offset, length, insert }: ContentEdit): string {
  return text.slice(0, offset) + insert + text.slice(offset + length);
}

/** What was and what may come again. Typing in one field within a second is one step. */
export interface History {
  past: Draft[];
  present: Draft;
  future: Draft[];
  last: { field: string; at: number } | undefined;
}

export type HistoryAct =
  | { kind: "change"; patch: Partial<Draft>; field: string; at: number }
  | { kind: "reset"; draft: Draft }
  | { kind: "undo" }
  | { kind: "redo" };

const ONE_STEP_MS = 1000;
const STEPS = 100;

export function step(history: History, act: HistoryAct): History {
  const { past, present, future } = history;
  if (act.kind === "undo") {
    const before = past.at(-1);
    if (!before) return history;
    return {
      past: past.slice(0, -1),
      present: before,
      future: [present, ...future],
      last: undefined,
    };
  }
  if (act.kind === "redo") {
    const [after, ...rest] = future;
    if (!after) return history;
    return { past: [...past, present], present: after, future: rest, last: undefined };
  }
  if (act.kind === "reset") return { past: [], present: act.draft, future: [], last: undefined };
  const next = { ...present, ...act.patch };
  const keys = Object.keys(act.patch) as (keyof Draft)[];
  if (keys.every((key) => same(next[key], present[key]))) return history;
  const goesOn =
    history.last?.field === act.field && act.at - history.last.at < ONE_STEP_MS && past.length > 0;
  return {
    past: goesOn ? past : [...past.slice(1 - STEPS), present],
    present: next,
    future: [],
    last: { field: act.field, at: act.at },
  };
}
