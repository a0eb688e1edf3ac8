import type { WordingVersionView, WordingView } from "../../../../../contract/consent.ts";
import type { Tone } from "../../../ui/index.ts";

export type VersionState = "current" | "approved" | "waiting" | "retired";

/** Where a version stands: shown to people now, approved earlier, waiting for approval, taken out of use. */
export function stateOf(version: WordingVersionView, wording: WordingView): VersionState {
  if (version.retiredAt) return "retired";
  if (!version.approvedAt) return "waiting";
  return currentVersion(wording, version.locale)?.id === version.id ? "current" : "approved";
}

/** The version people see in this language: the newest approved one. */
export function currentVersion(
  wording: WordingView,
  locale: "de" | "en",
): WordingVersionView | undefined {
  return wording.versions.find(
    (version) => version.locale === locale && version.approvedAt && !version.retiredAt,
  );
}

/** The newest version in each language, German first. */
export function newestVersions(wording: WordingView): WordingVersionView[] {
  return (["de", "en"] as const).flatMap(
    (locale) => wording.versions.find((version) => version.locale === locale) ?? [],
  );
}

/** True when the newest version in some language is neither approved nor retired. */
export function waitsForApproval(wording: WordingView): boolean {
  return newestVersions(wording).some((version) => !version.approvedAt && !version.retiredAt);
}

export const TONES: Record<VersionState, Tone> = {
  current: "go",
  approved: "plain",
  waiting: "wait",
  retired: "no",
};
