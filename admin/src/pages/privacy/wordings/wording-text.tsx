import type { ReactNode } from "react";

const PLACEHOLDER = /(\{\{\s*[\p{L}_]+\s*\}\})/gu;

/** A wording as it was approved: placeholders are marked, because each person sees their own values there. */
export function WordingText({ text }: { text: string }): ReactNode {
  return text.split(PLACEHOLDER).map((part, index) =>
    index % 2 === 1 ? (
      <span className="pv-place" key={index}>
        {part.replace(/[{}\s]/g, "")}
      </span>
    ) : (
      part
    ),
  );
}
