import type { WordingView } from "../../../../../contract/consent.ts";
import type { Purpose } from "./mandatory-parts.ts";
import { newestVersions } from "./wording-state.ts";

/** What a new version says and covers, while it is being written. */
export interface VersionDraft {
  texts: { de: string; en: string };
  /** Undefined until somebody has decided; a first version needs no decision. */
  material: boolean | undefined;
  techniques: string[];
  uses: string[];
  channels: string[];
  annexes: { de: AnnexDraft; en: AnnexDraft };
  /** What is new, where the change is material (CON-19). */
  changes: string[];
}

export interface AnnexDraft {
  title: string;
  text: string;
}

export const WORDING_CHANGES = [
  "controller",
  "topics",
  "technique",
  "use",
  "channel",
  "annex",
] as const;

const noAnnex: AnnexDraft = { title: "", text: "" };

export const emptyDraft: VersionDraft = {
  texts: { de: "", en: "" },
  material: undefined,
  techniques: [],
  uses: [],
  channels: ["newsletter"],
  annexes: { de: noAnnex, en: noAnnex },
  changes: [],
};

/** The next version begins with the texts and the scope of the newest. */
export function draftFrom(wording: WordingView): VersionDraft {
  const newest = newestVersions(wording);
  const text = (locale: "de" | "en"): string =>
    newest.find((version) => version.locale === locale)?.text ?? "";
  const annex = (locale: "de" | "en"): AnnexDraft => {
    const known = newest.find((version) => version.locale === locale)?.annex;
    return known ? { title: known.title, text: known.text } : noAnnex;
  };
  const [first] = newest;
  return {
    texts: { de: text("de"), en: text("en") },
    material: undefined,
    techniques: first?.techniques ?? [],
    uses: first?.uses ?? [],
    channels: first?.channels ?? ["newsletter"],
    annexes: { de: annex("de"), en: annex("en") },
    changes: [],
  };
}

/** What the draft covers and the version before did not; more than before is always a material change. */
export function grownScope(draft: VersionDraft, before: VersionDraft): string[] {
  return (["techniques", "uses", "channels"] as const).flatMap((field) =>
    draft[field].filter((value) => !before[field].includes(value)),
  );
}

/** What the API takes. */
export function bodyOf(draft: VersionDraft, purpose: Purpose): Record<string, unknown> {
  const { de, en } = draft.texts;
  const annexes = Object.fromEntries(
    Object.entries(draft.annexes).filter(([, annex]) => annex.text.trim() !== ""),
  );
  return {
    texts: { ...(de.trim() ? { de } : {}), ...(en.trim() ? { en } : {}) },
    material: draft.material ?? false,
    ...(draft.changes.length > 0 ? { changes: draft.changes } : {}),
    ...(Object.keys(annexes).length > 0 ? { annexes } : {}),
    channels: draft.channels,
    ...(purpose === "profiling" ? { techniques: draft.techniques, uses: draft.uses } : {}),
  };
}

export type DraftProblem =
  | "needText"
  | "same_as_before"
  | "needChange"
  | "needChanges"
  | "grewProblem"
  | "needScope";

/** What keeps a draft from being saved; undefined when nothing does. */
export function problemOf(
  draft: VersionDraft,
  purpose: Purpose,
  before: VersionDraft | undefined,
): DraftProblem | undefined {
  if (!draft.texts.de.trim() && !draft.texts.en.trim()) return "needText";
  if (purpose === "profiling")
    for (const list of [draft.techniques, draft.uses, draft.channels])
      if (list.length === 0) return "needScope";
  if (!before) return undefined;
  const scope = (one: VersionDraft): string =>
    JSON.stringify([one.techniques, one.uses, one.channels].map((list) => [...list].sort()));
  const same =
    draft.texts.de.trim() === before.texts.de.trim() &&
    draft.texts.en.trim() === before.texts.en.trim() &&
    JSON.stringify(draft.annexes) === JSON.stringify(before.annexes) &&
    scope(draft) === scope(before);
  if (same) return "same_as_before";
  if (draft.material === undefined) return "needChange";
  if (!draft.material) return grownScope(draft, before).length > 0 ? "grewProblem" : undefined;
  return draft.changes.length === 0 ? "needChanges" : undefined;
}
