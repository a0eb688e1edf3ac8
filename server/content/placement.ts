import type { ContentPart, Finding, Localised } from "../../contract/content.ts";
import type { HtmlAttribute, HtmlElement, HtmlScan } from "./html-scan.ts";
import { MASK } from "./html-scan.ts";
import {
  BLOCK_NAMES,
  CONDITION_FIELDS,
  isKnownField,
  suggestField,
  SYSTEM_LINK_FIELDS,
  type BlockName,
} from "./merge-fields.ts";
import { positionFinder } from "./position.ts";
import type { OutputToken, ParsedTemplate, TemplateToken } from "./template.ts";

/** Attributes whose value is fetched or followed by the recipient's client. */
export const URL_ATTRIBUTES = new Set(
  "href src background srcset imagesrcset action formaction poster data cite longdesc usemap ping manifest lowsrc dynsrc xlink:href".split(
    " ",
  ),
);
const IMAGE_ATTRIBUTES = new Set(
  "src background srcset imagesrcset poster data lowsrc dynsrc".split(" "),
);
/** Attributes that are read aloud or shown, where a merge field does no harm. */
const TEXT_ATTRIBUTES = new Set(["alt", "title", "aria-label"]);
/** Fields that may be a whole link target: the system's own, the same for everyone, or never counted. */
const TARGET_FIELDS = new Set([...Object.keys(SYSTEM_LINK_FIELDS), "privacy_url", "web_view_url"]);

export function isBlock(name: string | undefined): name is BlockName {
  return (BLOCK_NAMES as readonly (string | undefined)[]).includes(name);
}

/** Template faults as findings. */
export function syntaxFindings(part: ContentPart, parsed: ParsedTemplate): Finding[] {
  const position = positionFinder(parsed.source);
  return parsed.errors.map((error) => ({
    rule: "LINT-TEMPLATE",
    severity: "block",
    part,
    position: position(error.offset, error.length),
    message: error.message,
  }));
}

/** Fields that do not exist, each with the one most likely meant. */
export function fieldFindings(
  part: ContentPart,
  parsed: ParsedTemplate,
  customFields: readonly string[],
): Finding[] {
  const position = positionFinder(parsed.source);
  const findings: Finding[] = [];
  const suggestions = new Map<string, string | undefined>();
  for (const use of parsed.fields) {
    if (isKnownField(use.name, customFields)) continue;
    if (!suggestions.has(use.name)) suggestions.set(use.name, suggestField(use.name, customFields));
    const suggestion = suggestions.get(use.name);
    findings.push({
      rule: "LINT-FIELD",
      severity: "block",
      part,
      position: position(use.start, use.end - use.start),
      message: {
        de: `Das Feld „${use.name}“ gibt es nicht.${suggestion ? ` Meinten Sie „${suggestion}“?` : " Wählen Sie eines aus der Liste der Felder."}`,
        en: `There is no field “${use.name}”.${suggestion ? ` Did you mean “${suggestion}”?` : " Choose one from the list of fields."}`,
      },
      ...(suggestion && {
        fix: {
          label: { de: `„${suggestion}“ einsetzen`, en: `Insert “${suggestion}”` },
          edits: [{ part, offset: use.start, length: use.end - use.start, insert: suggestion }],
        },
      }),
    });
  }
  return findings;
}

/** What the house notes for itself decides conditions and is never said to the person. */
export function shownConditionFindings(part: ContentPart, parsed: ParsedTemplate): Finding[] {
  const position = positionFinder(parsed.source);
  return parsed.tokens.flatMap((token): Finding[] => {
    if (token.kind !== "output" || !token.field || !CONDITION_FIELDS.has(token.field)) return [];
    const { field, start, end } = token;
    return [
      {
        rule: "LINT-FIELD",
        severity: "block",
        part,
        position: position(start, end - start),
        message: {
          de: `„${field}“ ist eine Angabe des Hauses und steht nicht in der E-Mail selbst. Nehmen Sie sie nur in einer Bedingung, zum Beispiel {% if ${EXAMPLES[field]} %} … {% endif %}.`,
          en: `“${field}” is a note of the house and does not stand in the e-mail itself. Use it in a condition only, for example {% if ${EXAMPLES[field]} %} … {% endif %}.`,
        },
      },
    ];
  });
}

const EXAMPLES: Readonly<Record<string, string>> = {
  "contact.tags": 'contact.tags contains "Bauherr"',
  "contact.stage": 'contact.stage == "customer"',
  "contact.locale": 'contact.locale == "en"',
  "contact.salutation": 'contact.salutation == "frau"',
};

/** System links and blocks in places where only text can stand, such as the subject. */
export function headerPlacementFindings(part: ContentPart, parsed: ParsedTemplate): Finding[] {
  const position = positionFinder(parsed.source);
  return parsed.fields
    .filter((use) => isBlock(use.name) || TARGET_FIELDS.has(use.name))
    .map((use) => ({
      rule: "LINT-PLACEMENT",
      severity: "block",
      part,
      position: position(use.start, use.end - use.start),
      message: {
        de: `„${use.name}“ kann hier nicht stehen. Setzen Sie es in den Inhalt der E-Mail.`,
        en: `“${use.name}” cannot stand here. Put it into the body of the e-mail.`,
      },
    }));
}

/** The text part: blocks must stand alone, not in a condition's operand; fields must not stand in a URL (CNT-12). */
export function textPlacementFindings(parsed: ParsedTemplate, masked: string): Finding[] {
  const position = positionFinder(parsed.source);
  const findings = expressionFindings("text", parsed);
  for (const match of masked.matchAll(/\bhttps?:\/\/[^\s<>"]*/gi)) {
    if (!match[0].includes(MASK)) continue;
    findings.push(personalUrl("text", position(match.index, match[0].length)));
  }
  return findings;
}

/** Placeholders in HTML: text and a few attributes only; link targets only as a whole (CNT-12, CNT-13). */
export function htmlPlacementFindings(parsed: ParsedTemplate, scan: HtmlScan): Finding[] {
  const position = positionFinder(parsed.source);
  const findings = expressionFindings("html", parsed);
  for (const { token, element, attribute } of tokensInTags(parsed.tokens, scan)) {
    const at = position(token.start, token.end - token.start);
    const fault = tagPlacementFault(token, element, attribute, scan);
    if (fault) findings.push({ ...fault, position: at });
  }
  for (const run of scan.runs) {
    const parent = run.parent?.name;
    if ((parent !== "style" && parent !== "script") || !run.text.includes(MASK)) continue;
    const offset = run.start + run.text.indexOf(MASK);
    findings.push({ ...block("CNT-13", STYLE_TEXT), position: position(offset, 2) });
  }
  return findings;
}

/** Blocks and system links are complete as they are: no filters, no conditions about them. */
function expressionFindings(part: ContentPart, parsed: ParsedTemplate): Finding[] {
  const position = positionFinder(parsed.source);
  const plain = new Set<number>();
  for (const token of parsed.tokens) {
    if (token.kind === "output" && token.filters.length === 0) plain.add(token.start);
  }
  const findings: Finding[] = [];
  for (const use of parsed.fields) {
    if (!isBlock(use.name) && !TARGET_FIELDS.has(use.name)) continue;
    const open = parsed.source.lastIndexOf("{{", use.start);
    if (
      plain.has(open) &&
      parsed.source
        .slice(open + 2, use.start)
        .replace("-", "")
        .trim() === ""
    )
      continue;
    findings.push({
      rule: "LINT-PLACEMENT",
      severity: "block",
      part,
      position: position(use.start, use.end - use.start),
      message: {
        de: `„${use.name}“ steht nur für sich allein, ohne Filter und Bedingung: {{ ${use.name} }}.`,
        en: `“${use.name}” only stands by itself, without filters or conditions: {{ ${use.name} }}.`,
      },
    });
  }
  return findings;
}

export interface TokenInTag {
  token: TemplateToken;
  element: HtmlElement;
  attribute: HtmlAttribute | undefined;
}

/** Placeholders that stand inside an opening tag, with the attribute value they belong to. */
export function tokensInTags(tokens: readonly TemplateToken[], scan: HtmlScan): TokenInTag[] {
  const found: TokenInTag[] = [];
  const elements = scan.elements.toSorted((left, right) => left.start - right.start);
  let index = 0;
  for (const token of tokens) {
    while (index < elements.length && elements[index]!.openEnd <= token.start) index++;
    const element = elements[index];
    if (!element || element.start > token.start) continue;
    const attribute = element.attributes.find(
      (each) => each.start <= token.start && token.end <= each.end,
    );
    found.push({ token, element, attribute });
  }
  return found;
}

function tagPlacementFault(
  token: TemplateToken,
  element: HtmlElement,
  attribute: HtmlAttribute | undefined,
  scan: HtmlScan,
): Finding | undefined {
  if (token.kind === "comment") return attribute ? undefined : block("LINT-PLACEMENT", INSIDE_TAG);
  if (!attribute) return block("LINT-PLACEMENT", INSIDE_TAG);
  if (!attribute.quoted) return block("LINT-PLACEMENT", UNQUOTED);
  if (IMAGE_ATTRIBUTES.has(attribute.name)) return block("CNT-13", IMAGE_TARGET);
  if (attribute.name === "style") return block("CNT-13", STYLE_TEXT);
  if (URL_ATTRIBUTES.has(attribute.name)) {
    const isTarget = token.kind === "output" && isWholeTarget(token, attribute, scan);
    if (isTarget && attribute.name === "href" && element.name !== "link" && element.name !== "base")
      return undefined;
    return personalUrl("html", undefined);
  }
  if (!TEXT_ATTRIBUTES.has(attribute.name)) return block("LINT-PLACEMENT", WRONG_ATTRIBUTE);
  if (token.kind === "output" && (isBlock(token.field) || TARGET_FIELDS.has(token.field ?? ""))) {
    return block("LINT-PLACEMENT", WRONG_ATTRIBUTE);
  }
  return undefined;
}

/** Is the attribute's value exactly this one placeholder, and is it one that may be a link target? */
export function isWholeTarget(
  token: OutputToken,
  attribute: HtmlAttribute,
  scan: HtmlScan,
): boolean {
  const before = scan.source.slice(attribute.start, token.start);
  const after = scan.source.slice(token.end, attribute.end);
  return (
    token.filters.length === 0 &&
    TARGET_FIELDS.has(token.field ?? "") &&
    (before + after).trim() === ""
  );
}

function block(rule: string, message: Localised): Finding {
  return { rule, severity: "block", part: "html", message };
}

function personalUrl(part: ContentPart, position: Finding["position"]): Finding {
  return {
    rule: "CNT-12",
    severity: "block",
    part,
    ...(position && { position }),
    message: {
      de: "Kein Platzhalter in einer Adresse: Persönliche Angaben gehören nicht in Links. Erlaubt ist nur ein Link des Systems als ganzes Ziel, zum Beispiel {{ manage_url }}.",
      en: "No placeholder in an address: personal data do not belong into links. Only a link of the system may be the whole target, for example {{ manage_url }}.",
    },
  };
}

const INSIDE_TAG: Localised = {
  de: "Platzhalter können nicht zwischen den Angaben eines HTML-Elements stehen. Setzen Sie ihn in den Text.",
  en: "A placeholder cannot stand among the attributes of an HTML element. Put it into the text.",
};
const UNQUOTED: Localised = {
  de: "Setzen Sie den Wert dieses Attributs in Anführungszeichen, bevor ein Platzhalter darin steht.",
  en: "Put the value of this attribute into quotes before a placeholder can stand in it.",
};
const WRONG_ATTRIBUTE: Localised = {
  de: "Dieser Platzhalter kann hier nicht stehen. In Attributen sind Felder nur in alt, title und aria-label möglich.",
  en: "This placeholder cannot stand here. In attributes, fields are possible in alt, title and aria-label only.",
};
const IMAGE_TARGET: Localised = {
  de: "Kein Platzhalter in einer Bildadresse: Das Bild wäre für jeden Empfänger ein anderes und damit ein verstecktes Zählpixel.",
  en: "No placeholder in an image address: the image would differ for each recipient and so be a hidden tracking pixel.",
};
const STYLE_TEXT: Localised = {
  de: "Kein Platzhalter in Stilangaben oder Skripten: Daraus könnte je Empfänger eine eigene Adresse entstehen.",
  en: "No placeholder in styles or scripts: it could become an address of its own for each recipient.",
};
