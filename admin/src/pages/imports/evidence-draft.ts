import type { ImportOptions, ImportView, Triage } from "../../../../contract/imports.ts";

export type Evidence = "none" | "double_opt_in" | "signed_declaration";
export const OTHER_TEXT = "other";

/** What is said of origin and evidence, as the fields hold it. */
export interface EvidenceDraft {
  origin: string;
  collectedFrom: "person" | "elsewhere" | undefined;
  evidence: Evidence | undefined;
  reason: string;
  source: string;
  /** Id of a wording version, OTHER_TEXT, or "" while nothing is chosen. */
  wording: string;
  wordingText: string;
  wordingLocale: "de" | "en";
  lastMailedOn: string;
  lists: string[];
  tags: string[];
  triage: Triage;
  existing: "fill" | "overwrite";
  /** Id of a wording version, or "" when a column says it. */
  profilingWording: string;
  profilingSource: string;
}

/** What a careful person would decide; without a kit every complete row counts, as it always did. */
const CAREFUL: Triage = { proven: "evidence", plausible: "unverified", missing: "contact" };
const ALL: Triage = { proven: "evidence", plausible: "evidence", missing: "unverified" };

export function draftOf(options: ImportOptions, kit: ImportView["kit"] = null): EvidenceDraft {
  const { consent, origin, profiling } = options;
  const proven = consent && consent.evidence !== "none" ? consent : undefined;
  return {
    origin: origin?.text ?? "",
    collectedFrom: origin?.collectedFrom,
    evidence: consent?.evidence,
    reason: consent?.evidence === "signed_declaration" ? consent.reason : "",
    source: proven?.source ?? "",
    wording: proven?.wording?.versionId ?? (proven?.wording?.text ? OTHER_TEXT : ""),
    wordingText: proven?.wording?.text ?? "",
    wordingLocale: proven?.wording?.locale ?? "de",
    lastMailedOn: proven?.lastMailedOn ?? "",
    lists: options.listIds ?? [],
    tags: options.tags ?? [],
    triage: options.triage ?? (kit ? CAREFUL : ALL),
    existing: options.existing ?? "fill",
    profilingWording: profiling?.wordingVersionId ?? "",
    profilingSource: profiling?.source ?? "",
  };
}

/** What is sent: only what is decided and long enough to be taken; the rest the server names as missing. */
export function optionsOf(draft: EvidenceDraft): ImportOptions {
  const origin = draft.origin.trim();
  const consent = consentOf(draft);
  const profilingSource = draft.profilingSource.trim();
  return {
    listIds: draft.lists,
    tags: draft.tags,
    triage: draft.triage,
    existing: draft.existing,
    ...(origin.length >= 3 && draft.collectedFrom
      ? { origin: { text: origin, collectedFrom: draft.collectedFrom } }
      : {}),
    ...(consent ? { consent } : {}),
    ...(draft.profilingWording !== "" || profilingSource.length >= 2
      ? {
          profiling: {
            ...(draft.profilingWording !== "" ? { wordingVersionId: draft.profilingWording } : {}),
            ...(profilingSource.length >= 2 ? { source: profilingSource } : {}),
          },
        }
      : {}),
  };
}

function consentOf(draft: EvidenceDraft): ImportOptions["consent"] {
  const { evidence } = draft;
  if (evidence === undefined) return undefined;
  if (evidence === "none") return { evidence };
  const source = draft.source.trim();
  const text = draft.wordingText.trim();
  const wording =
    draft.wording === OTHER_TEXT
      ? text.length >= 20
        ? { text, locale: draft.wordingLocale }
        : undefined
      : draft.wording !== ""
        ? { versionId: draft.wording }
        : undefined;
  const common = {
    ...(source.length >= 2 ? { source } : {}),
    ...(wording ? { wording } : {}),
    ...(draft.lastMailedOn !== "" ? { lastMailedOn: draft.lastMailedOn } : {}),
  };
  if (evidence === "double_opt_in") return { evidence, ...common };
  const reason = draft.reason.trim();
  return reason.length >= 20 ? { evidence, reason, ...common } : undefined;
}
