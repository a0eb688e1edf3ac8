import type { Finding } from "../../../contract/content.ts";
import { blockHtml } from "../blocks.ts";
import { BLOCK_NAMES } from "../merge-fields.ts";
import { neutralValues } from "../merge-fields.ts";
import { isBlock } from "../placement.ts";
import { writePieces } from "../pieces.ts";
import { LintContext, type LintInput } from "./lint-input.ts";
import { lintAccessibility } from "./rules-accessibility.ts";
import { lintAnswers } from "./rules-answers.ts";
import { lintExternal } from "./rules-external.ts";
import { lintLegalBlocks, lintTextBlocks } from "./rules-legal.ts";
import { lintLinks } from "./rules-links.ts";
import { lintObjectionNotice } from "./rules-objection.ts";
import { lintSender } from "./rules-sender.ts";
import { lintSubject } from "./rules-subject.ts";
import { lintWording } from "./rules-wording.ts";

/** Gmail cuts a message beyond this size, and the footer with it (CNT-14). */
const CLIPPED_BYTES = 102 * 1024;
const TOKEN_BYTES = 70;
const ORDER = { block: 0, warn: 1, info: 2 } as const;

/**
 * The content lint (Inhaltsprüfung): what stands in the way of sending, what deserves a second look, and what
 * is good to know. Pure and fast enough for every keystroke; a mailing may go out when no finding blocks.
 * @returns findings, blocking ones first, then in the order of the text
 */
export function lintContent(input: LintInput): Finding[] {
  const context = new LintContext(input);
  context.findings.push(...context.analysis.findings, ...context.analysis.feedFindings);
  lintSender(context);
  lintSubject(context);
  lintLegalBlocks(context);
  lintTextBlocks(context);
  lintObjectionNotice(context);
  lintExternal(context);
  lintLinks(context);
  lintWording(context);
  lintAccessibility(context);
  lintAnswers(context);
  lintSize(context);
  return forAuthor(context).toSorted(
    (left, right) =>
      ORDER[left.severity] - ORDER[right.severity] ||
      (left.position?.offset ?? -1) - (right.position?.offset ?? -1),
  );
}

/** Findings at the author's places; what a loop over a feed repeats is said once. */
function forAuthor({ findings, analysis }: LintContext): Finding[] {
  const seen = new Set<string>();
  return findings
    .map((each) => analysis.toAuthor(each))
    .filter(({ rule, part, position, message }) => {
      if (!position) return true;
      const key = JSON.stringify([rule, part, position.offset, position.length, message.en]);
      return !seen.has(key) && seen.add(key);
    });
}

/** Does nothing in these findings forbid sending? */
export function maySend(findings: readonly Finding[]): boolean {
  return !findings.some((finding) => finding.severity === "block");
}

function lintSize(context: LintContext): void {
  const { input, analysis } = context;
  let bytes = Buffer.byteLength(input.html) + analysis.list.links.length * TOKEN_BYTES;
  const values = { ...neutralValues(input.facts.locale), "contact.may_be_asked": "true" };
  const dummy = () => "x".repeat(TOKEN_BYTES);
  for (const name of BLOCK_NAMES) {
    const uses = analysis.parsed.html.tokens.filter(
      (token) => token.kind === "output" && isBlock(token.field) && token.field === name,
    );
    if (uses.length === 0) continue;
    const html = writePieces(blockHtml(name, input.facts), values, {
      link: dummy,
      pixel: dummy,
      system: dummy,
    });
    bytes += uses.length * Buffer.byteLength(html);
  }
  if (bytes <= CLIPPED_BYTES) return;
  const size = Math.ceil(bytes / 1024);
  context.add("CNT-14", "warn", "html", undefined, {
    de: `Die E-Mail ist mit ${size} kB zu groß: Gmail schneidet nach 102 kB ab, und mit dem Rest verschwinden Impressum und Abmeldelink.`,
    en: `At ${size} kB the e-mail is too large: Gmail cuts after 102 kB, and with the rest the legal notice and the unsubscribe link disappear.`,
  });
}
