import type { ContentPart, Finding } from "../../contract/content.ts";
import type { ContentFacts } from "./blocks.ts";
import { maskPlaceholders, scanHtml, type HtmlScan } from "./html-scan.ts";
import { LinkList, MAX_LINKS, storedUrl } from "./links.ts";
import {
  fieldFindings,
  headerPlacementFindings,
  htmlPlacementFindings,
  syntaxFindings,
  textPlacementFindings,
} from "./placement.ts";
import { parseTemplate, type ParsedTemplate } from "./template.ts";

/** What an author wrote. */
export interface ContentSource {
  subject: string;
  preheader: string;
  html: string;
  text: string;
  /** Names of the account's own contact fields, without `contact.custom.`. */
  customFields?: readonly string[] | undefined;
  /** Addresses marked "not personally" in the link settings (TRK-25). */
  notPersonalUrls?: readonly string[] | undefined;
}

export interface ContentAnalysis {
  parsed: Record<"subject" | "preheader" | "html" | "text", ParsedTemplate>;
  scan: HtmlScan;
  maskedText: string;
  list: LinkList;
  /** What stands in the way of compiling. */
  findings: Finding[];
}

/** The reading that compiler and lint share. */
export function analyseContent(source: ContentSource, facts: ContentFacts): ContentAnalysis {
  const customFields = source.customFields ?? [];
  const parsed = {
    subject: parseTemplate(source.subject),
    preheader: parseTemplate(source.preheader),
    html: parseTemplate(source.html),
    text: parseTemplate(source.text),
  };
  const scan = scanHtml(maskPlaceholders(source.html, parsed.html.tokens));
  const maskedText = maskPlaceholders(source.text, parsed.text.tokens);
  const uncounted = [facts.privacyUrl, facts.imprintUrl, facts.webViewUrl].flatMap(
    (url) => storedUrl(url ?? "") ?? [],
  );
  const list = new LinkList({
    notPersonalUrls: new Set((source.notPersonalUrls ?? []).map((url) => storedUrl(url) ?? url)),
    uncountedUrls: new Set(uncounted),
  });
  list.collectHtml(scan);
  list.collectText(source.text, maskedText);
  const findings: Finding[] = [];
  for (const part of ["subject", "preheader", "html", "text"] as const) {
    findings.push(
      ...syntaxFindings(part, parsed[part]),
      ...fieldFindings(part, parsed[part], customFields),
    );
    if (source[part].includes("\0")) findings.push(nulCharacter(part, source[part].indexOf("\0")));
    if (!facts.webViewUrl) findings.push(...missingWebView(part, parsed[part]));
  }
  findings.push(
    ...headerPlacementFindings("subject", parsed.subject),
    ...headerPlacementFindings("preheader", parsed.preheader),
    ...htmlPlacementFindings(parsed.html, scan),
    ...textPlacementFindings(parsed.text, maskedText),
  );
  if (list.overflow > 0) findings.push(tooManyLinks(list.overflow));
  return { parsed, scan, maskedText, list, findings };
}

function missingWebView(part: ContentPart, parsed: ParsedTemplate): Finding[] {
  return parsed.fields
    .filter((use) => use.name === "web_view_url")
    .map(() => ({
      rule: "LINT-FIELD",
      severity: "block",
      part,
      message: {
        de: "Für dieses Mailing gibt es keine Web-Ansicht. Entfernen Sie {{ web_view_url }}.",
        en: "There is no web view for this mailing. Remove {{ web_view_url }}.",
      },
    }));
}

function tooManyLinks(overflow: number): Finding {
  return {
    rule: "LINT-LINKS",
    severity: "block",
    part: "html",
    message: {
      de: `Ein Mailing kann höchstens ${MAX_LINKS} Links haben; dieses hat ${MAX_LINKS + overflow}.`,
      en: `A mailing can have at most ${MAX_LINKS} links; this one has ${MAX_LINKS + overflow}.`,
    },
  };
}

/** No database and no mail can carry it; it gets in by pasting from broken files. */
function nulCharacter(part: ContentPart, offset: number): Finding {
  return {
    rule: "LINT-TEMPLATE",
    severity: "block",
    part,
    message: {
      de: "Hier steht ein unsichtbares Steuerzeichen (NUL). Entfernen Sie es.",
      en: "There is an invisible control character (NUL). Remove it.",
    },
    fix: {
      label: { de: "Zeichen entfernen", en: "Remove the character" },
      edits: [{ part, offset, length: 1, insert: "" }],
    },
  };
}
