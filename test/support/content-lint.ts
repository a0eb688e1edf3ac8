import type { ContentEdit, Finding } from "../../contract/content.ts";
import { lintContent, type LintInput } from "../../server/content/index.ts";
import { sampleHtml, sampleLintInput } from "./content-samples.ts";

/** Findings of a good newsletter with changes. */
export function lint(change: Partial<LintInput> = {}): Finding[] {
  return lintContent(sampleLintInput(change));
}

/** Findings of a good newsletter with this body. */
export function lintBody(body: string, change: Partial<LintInput> = {}): Finding[] {
  return lint({ html: sampleHtml(body), ...change });
}

/** Findings of one rule as "severity part". */
export function of(findings: Finding[], rule: string): string[] {
  return findings
    .filter((finding) => finding.rule === rule)
    .map((finding) => `${finding.severity} ${finding.part}`);
}

/** Applies all edits of a part, last first. */
export function applied(source: string, edits: readonly ContentEdit[]): string {
  return edits
    .toSorted((left, right) => right.offset - left.offset)
    .reduce(
      (text, edit) =>
        text.slice(0, edit.offset) + edit.insert + text.slice(edit.offset + edit.length),
      source,
    );
}
