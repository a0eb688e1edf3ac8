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
}

export const emptyDraft: VersionDraft = {
  texts: { de: "", en: "" },
  material: undefined,
  techniques: [],
  uses: [],
  channels: ["newsletter"],
};

/** The next version begins with the texts and the scope of the newest. */
export function draftFrom(wording: WordingView): VersionDraft {
  const newest = newestVersions(wording);
  const text = (locale: "de" | "en"): string =>
    newest.find((version) => version.locale === locale)?.text ?? "";
  const [first] = newest;
  return {
    texts: { de: text("de"), en: text("en") },
    material: undefined,
    techniques: first?.techniques ?? [],
    uses: first?.uses ?? [],
    channels: first?.channels ?? ["newsletter"],
  };
}

/** What the API takes. */
export function bodyOf(draft: VersionDraft, purpose: Purpose): Record<string, unknown> {
  const { de, en } = draft.texts;
  return {
    texts: { ...(de.trim() ? { de } : {}), ...(en.trim() ? { en } : {}) },
    material: draft.material ?? false,
    channels: draft.channels,
    ...(purpose === "profiling" ? { techniques: draft.techniques, uses: draft.uses } : {}),
  };
}

export type DraftProblem = "needText" | "same_as_before" | "needChange" | "needScope";

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
    scope(draft) === scope(before);
  if (same) return "same_as_before";
  return draft.material === undefined ? "needChange" : undefined;
}
