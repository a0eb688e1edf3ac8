import type { Finding, FindingFix, Localised } from "../../../contract/content.ts";
import { contrast } from "../../platform/index.ts";
import type { HtmlElement } from "../html-scan.ts";
import { attributeOf, linkLabel, storedUrl } from "../links.ts";
import { isWholeTarget, tokensInTags } from "../placement.ts";
import type { OutputToken } from "../template.ts";
import { isAdvertising, type LintContext } from "./lint-input.ts";
import { parentAt } from "./visible-text.ts";

const UNSUBSCRIBE_WORDS =
  /abmeld|abbestell|austragen|widersprech|unsubscri|opt[ -]?out|\bobject to/i;
const MIN_PIXELS = 12;
const MIN_CONTRAST = 4.5;

/** A block or system link in the HTML: where, and whether every reader sees it. */
interface Placed {
  token: OutputToken;
  element: HtmlElement | undefined;
  /** Set if it is the target of a link. */
  link: HtmlElement | undefined;
  conditional: boolean;
}

/** CNT-04 to CNT-07: imprint, privacy notice, unsubscribing and managing, visible to everyone. */
export function lintLegalBlocks(context: LintContext): void {
  const { kind } = context.input;
  const placed = placedTokens(context);
  const footer = visible(
    context,
    placed.filter((each) => each.token.field === "footer"),
  );
  if (isAdvertising(kind) || kind === "opt_in") lintImprint(context, placed, footer !== undefined);
  lintPrivacy(context, placed, footer !== undefined);
  if (!isAdvertising(kind)) return;
  lintUnsubscribe(context, placed, footer !== undefined);
  const manage = visible(
    context,
    placed.filter((each) => each.token.field === "manage_url" && each.link),
  );
  if (!footer && !manage) {
    missing(context, "CNT-07", {
      de: "Es fehlt der Link „Daten ändern“, über den Empfänger auch ihre Tracking-Einstellungen finden.",
      en: "The link “Change my data” is missing, through which recipients also find their tracking settings.",
    });
  }
}

function placedTokens(context: LintContext): Placed[] {
  const { scan, parsed } = context.analysis;
  const inTags = new Map(tokensInTags(parsed.html.tokens, scan).map((each) => [each.token, each]));
  const placed: Placed[] = [];
  let depth = 0;
  for (const token of parsed.html.tokens) {
    if (token.kind === "tag") {
      if (token.name === "if" || token.name === "unless" || token.name === "case") depth++;
      else if (token.name.startsWith("end")) depth--;
    }
    if (token.kind !== "output" || !token.field) continue;
    const tag = inTags.get(token);
    const isLink =
      tag?.attribute?.name === "href" &&
      tag.element.name === "a" &&
      isWholeTarget(token, tag.attribute, scan);
    const element = tag ? tag.element : parentAt(scan, token.start);
    placed.push({ token, element, link: isLink ? tag.element : undefined, conditional: depth > 0 });
  }
  return placed;
}

function visible(context: LintContext, placed: readonly Placed[]): Placed | undefined {
  return placed.find(
    (each) =>
      !each.conditional && !context.styles.hiddenBy(each.element) && !each.element?.conditional,
  );
}

function lintImprint(context: LintContext, placed: readonly Placed[], hasFooter: boolean): void {
  const imprint = visible(
    context,
    placed.filter((each) => each.token.field === "imprint"),
  );
  if (!hasFooter && !imprint) {
    missing(context, "CNT-04", {
      de: "Das vollständige Impressum fehlt. Ein Link „Impressum“ allein genügt nicht.",
      en: "The complete legal notice is missing. A link alone is not enough.",
    });
  }
  for (const part of context.input.imprintMissing ?? []) {
    context.add("CNT-04", "block", "html", undefined, {
      de: `Im Impressum fehlt: ${part.de}. Ergänzen Sie es in den Stammdaten des Mandanten.`,
      en: `The legal notice lacks: ${part.en}. Add it to the account’s master data.`,
    });
  }
}

function lintPrivacy(context: LintContext, placed: readonly Placed[], hasFooter: boolean): void {
  const { privacyUrl } = context.input.facts;
  const stored = storedUrl(privacyUrl);
  if (!stored) {
    context.add("CNT-05", "block", "html", undefined, {
      de: "Die Adresse Ihrer Datenschutzhinweise ist nicht hinterlegt. Tragen Sie sie in den Stammdaten des Mandanten ein.",
      en: "The address of your privacy notice is not set. Enter it in the account’s master data.",
    });
  } else if (!stored.startsWith("https://")) {
    context.add("CNT-05", "block", "html", undefined, {
      de: `Ihre Datenschutzhinweise müssen über https erreichbar sein (${privacyUrl}).`,
      en: `Your privacy notice must be reachable over https (${privacyUrl}).`,
    });
  }
  const byField = visible(
    context,
    placed.filter((each) => each.token.field === "privacy_url" && each.link),
  );
  const byAddress = context.analysis.scan.elements.some(
    (element) =>
      element.name === "a" &&
      stored !== undefined &&
      storedUrl(attributeOf(element, "href") ?? "") === stored &&
      !context.styles.hiddenBy(element),
  );
  if (!hasFooter && !byField && !byAddress) {
    missing(context, "CNT-05", {
      de: "Der Link zu den Datenschutzhinweisen fehlt.",
      en: "The link to the privacy notice is missing.",
    });
  }
}

function lintUnsubscribe(
  context: LintContext,
  placed: readonly Placed[],
  hasFooter: boolean,
): void {
  if (hasFooter) return;
  const links = placed.filter((each) => each.token.field === "unsubscribe_url" && each.link);
  const faults = links.map((each) => unsubscribeFault(context, each));
  if (faults.includes(undefined)) return;
  if (links.length === 0) {
    const hidden = placed.find((each) => each.token.field === "footer");
    missing(
      context,
      "CNT-06",
      hidden
        ? {
            de: "Die Fußzeile mit dem Abmeldelink ist nicht für alle sichtbar.",
            en: "The footer with the unsubscribe link is not visible to everyone.",
          }
        : { de: "Der Abmeldelink fehlt.", en: "The unsubscribe link is missing." },
    );
    return;
  }
  links.forEach((each, index) => {
    const link = each.link!;
    context.add(
      "CNT-06",
      "block",
      "html",
      { start: link.start, end: link.openEnd },
      faults[index]!,
      { fix: footerFix(context) },
    );
  });
}

/** Why a person would not find this unsubscribe link, or undefined if they would. */
function unsubscribeFault(
  context: LintContext,
  { link, conditional }: Placed,
): Localised | undefined {
  const { styles, analysis } = context;
  if (!link) return undefined;
  if (conditional) {
    return {
      de: "Der Abmeldelink steht in einer Bedingung. Jeder Empfänger muss ihn sehen.",
      en: "The unsubscribe link stands in a condition. Every recipient must see it.",
    };
  }
  if (link.conditional) {
    return {
      de: "Der Abmeldelink steht in einem Kommentar für einzelne Programme und ist für die meisten unsichtbar.",
      en: "The unsubscribe link stands in a comment for single programs and is invisible for most.",
    };
  }
  const run = analysis.scan.runs.find(
    (each) => each.start >= link.openEnd && each.start < link.closeStart && /\S/.test(each.text),
  );
  const innermost = run?.parent ?? link;
  const hidden = styles.hiddenBy(innermost) ?? styles.hiddenBy(link);
  if (hidden) {
    return {
      de: `Der Abmeldelink ist unsichtbar (${hidden}).`,
      en: `The unsubscribe link is invisible (${hidden}).`,
    };
  }
  if (!UNSUBSCRIBE_WORDS.test(linkLabel(link, analysis.scan))) {
    return {
      de: "Der Text des Abmeldelinks sagt nicht, was er tut. Schreiben Sie „Abmelden“ oder „Newsletter abbestellen“.",
      en: "The text of the unsubscribe link does not say what it does. Write “Unsubscribe”.",
    };
  }
  const size = styles.fontSize(innermost);
  if (size < MIN_PIXELS) {
    return {
      de: `Der Abmeldelink ist mit ${round(size)} Pixeln zu klein; es müssen mindestens ${MIN_PIXELS} sein.`,
      en: `At ${round(size)} pixels the unsubscribe link is too small; it must have at least ${MIN_PIXELS}.`,
    };
  }
  const text = styles.textColour(innermost).colour;
  const behind = styles.background(innermost).colour;
  if (text && behind && contrast(text, behind) < MIN_CONTRAST) {
    const ratio = round(contrast(text, behind));
    return {
      de: `Der Abmeldelink hebt sich zu wenig vom Hintergrund ab (Kontrast ${ratio.replace(".", ",")}:1, nötig sind 4,5:1).`,
      en: `The unsubscribe link stands out too little from its background (contrast ${ratio}:1, needed 4.5:1).`,
    };
  }
  return undefined;
}

function round(value: number): string {
  return String(Math.round(value * 10) / 10);
}

function missing(context: LintContext, rule: string, message: Localised): void {
  const fix = footerFix(context);
  const hint: Localised = {
    de: " Am einfachsten setzen Sie {{ footer }} ein.",
    en: " The simplest way is to insert {{ footer }}.",
  };
  const full = fix ? { de: message.de + hint.de, en: message.en + hint.en } : message;
  context.add(rule, "block", "html", undefined, full, { fix });
}

/** Inserts the complete footer at the end of the body, centred like the letters it will stand under. */
export function footerFix(context: LintContext): FindingFix | undefined {
  const { scan, parsed } = context.analysis;
  const source = parsed.html.source;
  const hasUsableFooter = visible(
    context,
    placedTokens(context).filter((each) => each.token.field === "footer"),
  );
  if (hasUsableFooter) return undefined;
  const offset =
    scan.elements.find((element) => element.name === "body")?.closeStart ?? source.length;
  return {
    label: { de: "Fußzeile einsetzen", en: "Insert the footer" },
    edits: [{ part: "html", offset, length: 0, insert: FOOTER_FRAME }],
  };
}

const TABLE = `<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0"`;
const FOOTER_FRAME = `
${TABLE}><tr><td align="center" style="padding:24px 16px 32px">
${TABLE} bgcolor="#FFFFFF" style="max-width:600px;background:#FFFFFF"><tr><td align="left" style="padding:0 24px 24px">
{{ footer }}
</td></tr></table>
</td></tr></table>
`;

/** CNT-14: an edited text part needs the same legal blocks as the HTML part. */
export function lintTextBlocks(context: LintContext): void {
  const { input, analysis } = context;
  if (!input.textIsEdited || !isAdvertising(input.kind)) return;
  const fields = new Set<string | undefined>();
  let depth = 0;
  for (const token of analysis.parsed.text.tokens) {
    if (token.kind === "tag" && /^(if|unless|case)$/.test(token.name)) depth++;
    else if (token.kind === "tag" && token.name.startsWith("end")) depth--;
    else if (token.kind === "output" && depth === 0) fields.add(token.field);
  }
  if (fields.has("footer")) return;
  const absent: Localised[] = [];
  if (!fields.has("imprint")) absent.push({ de: "Impressum", en: "legal notice" });
  if (!fields.has("unsubscribe_url")) absent.push({ de: "Abmeldelink", en: "unsubscribe link" });
  if (!fields.has("manage_url")) absent.push({ de: "„Daten ändern“", en: "“Change my data”" });
  if (!fields.has("privacy_url") && !input.text.includes(input.facts.privacyUrl))
    absent.push({ de: "Datenschutzhinweise", en: "privacy notice" });
  if (absent.length === 0) return;
  const finding: Finding = {
    rule: "CNT-14",
    severity: "block",
    part: "text",
    message: {
      de: `Im Textteil fehlt: ${absent.map((each) => each.de).join(", ")}. Am einfachsten setzen Sie {{ footer }} ein.`,
      en: `The text part lacks: ${absent.map((each) => each.en).join(", ")}. The simplest way is to insert {{ footer }}.`,
    },
    fix: {
      label: { de: "Fußzeile einsetzen", en: "Insert the footer" },
      edits: [{ part: "text", offset: input.text.length, length: 0, insert: "\n\n{{ footer }}\n" }],
    },
  };
  context.findings.push(finding);
}
