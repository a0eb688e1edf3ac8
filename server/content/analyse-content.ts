import type { ContentLink, ContentPart, Finding } from "../../contract/content.ts";
import type { ContentFacts } from "./blocks.ts";
import { expandFeeds, type Expanded } from "./feeds/expand-feeds.ts";
import { maskPlaceholders, scanHtml, type HtmlScan } from "./html-scan.ts";
import { LinkList, MAX_LINKS, storedUrl } from "./links.ts";
import {
  fieldFindings,
  headerPlacementFindings,
  htmlPlacementFindings,
  shownConditionFindings,
  syntaxFindings,
  textPlacementFindings,
} from "./placement.ts";
import { positionFinder } from "./position.ts";
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

type SourcePart = "subject" | "preheader" | "html" | "text";
const PARTS = ["subject", "preheader", "html", "text"] as const;

export interface ContentAnalysis {
  /** The author's text with the items of feeds in it. Everything here but `toAuthor` speaks of this text. */
  source: ContentSource;
  /** Says a finding about `source` in places of the text that the author wrote. */
  toAuthor(finding: Finding): Finding;
  /** A feed that gives nothing at the moment: the mailing waits or says its replacement. */
  feedFindings: Finding[];
  parsed: Record<SourcePart, ParsedTemplate>;
  scan: HtmlScan;
  maskedText: string;
  list: LinkList;
  /** The links with their places in the text that the author wrote. */
  linksForAuthor(): ContentLink[];
  /** What stands in the way of compiling. */
  findings: Finding[];
}

/** The reading that compiler and lint share. */
export function analyseContent(author: ContentSource, facts: ContentFacts): ContentAnalysis {
  const expanded = expandParts(author, facts);
  const source: ContentSource = {
    ...author,
    subject: expanded.subject.source,
    preheader: expanded.preheader.source,
    html: expanded.html.source,
    text: expanded.text.source,
  };
  const customFields = [...(source.customFields ?? []), ...Object.keys(facts.fieldTypes ?? {})];
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
  const { toAuthor, fromAuthor } = wayBack(author, expanded);
  const feedFindings: Finding[] = [];
  for (const part of PARTS) {
    for (const fault of expanded[part].faults) {
      const isEmpty = fault.code === "empty";
      (isEmpty ? feedFindings : findings).push(
        fromAuthor(part, fault, {
          rule: "LINT-FEED",
          severity: isEmpty && !fault.waits ? "warn" : "block",
          part,
          message: fault.message,
        }),
      );
    }
    findings.push(
      ...syntaxFindings(part, parsed[part]),
      ...fieldFindings(part, parsed[part], customFields),
      ...shownConditionFindings(part, parsed[part]),
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
  const linksForAuthor = () =>
    list.links.map((link) => {
      const {
        rule: _rule,
        message: _message,
        severity: _severity,
        ...placed
      } = toAuthor({
        rule: "",
        severity: "info",
        part: link.part,
        position: link.position,
        message: { de: "", en: "" },
      });
      return { ...link, position: placed.position ?? link.position };
    });
  return {
    source,
    toAuthor,
    feedFindings,
    linksForAuthor,
    parsed,
    scan,
    maskedText,
    list,
    findings,
  };
}

function expandParts(author: ContentSource, facts: ContentFacts): Record<SourcePart, Expanded> {
  const { locale, mailingDate, feeds = {} } = facts;
  const expand = (part: SourcePart) =>
    expandFeeds(author[part], { feeds, locale, mailingDate, html: part === "html" });
  return {
    subject: expand("subject"),
    preheader: expand("preheader"),
    html: expand("html"),
    text: expand("text"),
  };
}

function wayBack(author: ContentSource, expanded: Record<SourcePart, Expanded>) {
  /** Findings that speak of the author's text already. */
  const placed = new WeakSet<Finding>();
  const finders = new Map<SourcePart, ReturnType<typeof positionFinder>>();
  const at = (part: SourcePart, start: number, end: number) => {
    let find = finders.get(part);
    if (!find) finders.set(part, (find = positionFinder(author[part])));
    return find(start, end - start);
  };
  const fromAuthor = (
    part: SourcePart,
    { start, end }: { start: number; end: number },
    finding: Finding,
  ): Finding => {
    const made = { ...finding, position: at(part, start, end) };
    placed.add(made);
    return made;
  };
  const toAuthor = (finding: Finding): Finding => {
    const { part, position, fix } = finding;
    if (part === "sender" || placed.has(finding)) return finding;
    const isSame = (each: SourcePart) => expanded[each].source === author[each];
    if (
      isSame(part) &&
      (fix?.edits ?? []).every((edit) => edit.part === "sender" || isSame(edit.part))
    )
      return finding;
    const { fix: _fix, ...rest } = finding;
    const place =
      position && expanded[part].back(position.offset, position.offset + position.length);
    const edits = (fix?.edits ?? []).map((edit) => {
      if (edit.part === "sender") return edit;
      const back = expanded[edit.part].back(edit.offset, edit.offset + edit.length);
      return back.exact ? { ...edit, offset: back.start } : undefined;
    });
    const usable = fix && edits.every((edit) => edit !== undefined);
    return {
      ...rest,
      ...(place && { position: at(part, place.start, place.end) }),
      ...(usable && { fix: { ...fix, edits: uniqueEdits(edits as typeof fix.edits) } }),
    };
  };
  return { toAuthor, fromAuthor };
}

/** What stands in a loop is written once for each item; its repair is made once. */
function uniqueEdits<T extends { part: string; offset: number }>(edits: readonly T[]): T[] {
  return edits.filter(
    (edit, index) =>
      edits.findIndex((each) => each.part === edit.part && each.offset === edit.offset) === index,
  );
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
