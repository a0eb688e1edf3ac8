import type { DocumentState, DocumentSummary } from "../../../../../contract/documents.ts";
import { useFormat, useLocale, useTexts, type Tone } from "../../../ui/index.ts";
import { texts } from "./texts.ts";

const TONES: Record<DocumentState, Tone> = {
  current: "go",
  changed: "wait",
  expired: "danger",
  never: "wait",
  incomplete: "wait",
};
const NAMED = 3;

/** What a document's state means, in one line. */
export function useStateWords(): {
  tone: (state: DocumentState) => Tone;
  line: (document: DocumentSummary) => string;
} {
  const t = useTexts(texts);
  const locale = useLocale();
  const format = useFormat();
  const some = (all: string[]): string => {
    const named = [...new Set(all)];
    const text = named.slice(0, NAMED).join(", ");
    const count = named.length - NAMED;
    return count > 0 ? t("andMore", { text, count }) : text;
  };
  const line = (document: DocumentSummary): string => {
    const { state, version, confirmedBy, validUntil, open, changed } = document;
    if (state === "incomplete")
      return t("openLine", {
        count: open.length,
        points: some(open.map((point) => point[locale])),
      });
    if (state === "changed")
      return t("changedLine", { sections: some(changed.map((section) => section[locale])) });
    if (version === null || validUntil === null) return t("neverLine");
    return t("confirmedLine", {
      version,
      name: confirmedBy ?? "",
      until: format.dateLong(validUntil),
    });
  };
  return { tone: (state) => TONES[state], line };
}
