import { bodyEnd } from "../compile-content.ts";
import type { LintContext } from "./lint-input.ts";

/**
 * LEG-08: the notice of the right to object is put at the end of the body by itself. What stands open there would
 * swallow it: a condition, a comment, an element that is not shown.
 */
export function lintObjectionNotice(context: LintContext): void {
  const { input, analysis, styles } = context;
  if (input.kind !== "customer_7_3") return;
  const { scan, parsed } = analysis;
  const end = bodyEnd(scan);
  let depth = 0;
  for (const token of parsed.html.tokens) {
    if (token.kind !== "tag" || token.start >= end) continue;
    if (/^(if|unless|case)$/.test(token.name)) depth++;
    else if (token.name.startsWith("end")) depth--;
  }
  const around = scan.elements.filter(
    (element) => element.openEnd <= end && element.closeStart >= end,
  );
  const hidden = around.map((element) => styles.hiddenBy(element)).find(Boolean);
  const inComment = scan.comments.some(
    ({ start, end: last }) =>
      start < end && last >= end && !scan.source.slice(start, last).endsWith("-->"),
  );
  if (depth <= 0 && hidden === undefined && !inComment) return;
  context.add("LEG-08", "block", "html", undefined, {
    de: "Am Ende des Inhalts ist eine Bedingung, ein Kommentar oder ein unsichtbares Element noch offen. Der Hinweis auf das Widerspruchsrecht, der dort steht, wäre nicht für alle zu sehen.",
    en: "At the end of the content a condition, a comment or an invisible element is still open. The notice of the right to object, which stands there, would not be visible to everyone.",
  });
}
