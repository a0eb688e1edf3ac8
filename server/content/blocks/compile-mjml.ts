import { Parser } from "htmlparser2";
import { Engine } from "mrml";
import type { Localised } from "../../../contract/content.ts";
import type { MjmlProblem } from "../../../contract/blocks.ts";
import type { Locale } from "../../platform/index.ts";
import { hideTokens, showTokens, sourceOffset, type Opaque } from "./opaque.ts";

/** Deeper than any mail nests; the compiler's own stack ends far below. */
const MAX_DEPTH = 80;
const MAX_PROBLEMS = 20;

export type MjmlResult = { ok: true; html: string } | { ok: false; problems: MjmlProblem[] };

const engine = startEngine();

function startEngine(): Engine {
  const started = new Engine();
  // No address of anybody else's server: neither typefaces nor symbols of networks.
  started.setRenderOptions({ disableComments: false, socialIconOrigin: null, fonts: {} });
  return started;
}

/**
 * Makes the HTML of a mail from MJML. Merge fields and conditions pass unread. Nothing is loaded from anywhere:
 * includes, scripts and style sheets from elsewhere are refused. Pure; the same source gives the same HTML.
 * @returns problems with their place in the source, in both languages
 */
export function compileMjml(mjml: string, locale: Locale): MjmlResult {
  const hidden = hideTokens(mjml);
  const refused = refusals(hidden, mjml);
  if (refused.length > 0) return { ok: false, problems: refused };
  const result = translate(hidden, mjml, locale);
  if (result.ok) return result;
  const open = unclosed(hidden.text);
  return open
    ? {
        ok: false,
        problems: [
          problemAt(mjml, sourceOffset(hidden, open.at), {
            de: `Das Element <${open.name}> wird nicht geschlossen.`,
            en: `The element <${open.name}> is not closed.`,
          }),
        ],
      }
    : result;
}

/** The innermost element that is never closed: what the author looks for when the compiler stops at the end. */
function unclosed(text: string): { name: string; at: number } | undefined {
  const places: number[] = [];
  let found: { name: string; at: number } | undefined;
  const parser = new Parser(
    {
      onopentag() {
        places.push(parser.startIndex);
      },
      onclosetag(name, isImplied) {
        const at = places.pop() ?? 0;
        if (isImplied && !text.slice(parser.startIndex, parser.endIndex + 1).endsWith("/>"))
          found ??= { name: name.slice(0, 40), at };
      },
    },
    { xmlMode: true, decodeEntities: false },
  );
  parser.end(text);
  return found;
}

/** The compiling itself, for MJML of our own that holds nothing to refuse. */
export function translateMjml(mjml: string, locale: Locale): MjmlResult {
  return translate(hideTokens(mjml), mjml, locale);
}

function translate(hidden: Opaque, mjml: string, locale: Locale): MjmlResult {
  try {
    const result = engine.toHtml(hidden.text);
    if (result.type === "success")
      return { ok: true, html: withLanguage(showTokens(result.content, hidden), locale) };
    const details = result.origin === "parser" ? result.details : undefined;
    const at =
      details && "position" in details
        ? bytesToUnits(hidden.text, details.position.start)
        : hidden.text.length;
    const place = at === hidden.text.length && details?.type === "no-root-node" ? 0 : at;
    return {
      ok: false,
      problems: [
        problemAt(mjml, sourceOffset(hidden, place), sentence(details?.type, hidden.text, place)),
      ],
    };
  } catch {
    // The compiler gave up; nothing of it is known to be broken, so this source is.
    return { ok: false, problems: [problemAt(mjml, 0, UNREADABLE)] };
  }
}

const UNREADABLE: Localised = {
  de: "Dieses MJML lässt sich nicht übersetzen. Prüfen Sie, ob jedes Element geschlossen ist.",
  en: "This MJML cannot be compiled. Check that each element is closed.",
};

function withLanguage(html: string, locale: Locale): string {
  if (/^<!doctype html><html lang="(?!und)/i.test(html)) return html;
  return html
    .replace(/^(<!doctype html><html)(?: lang="und")?/i, `$1 lang="${locale}"`)
    .replace(`role="article" lang="und"`, `role="article" lang="${locale}"`);
}

function sentence(type: string | undefined, text: string, at: number): Localised {
  const name = /^<?\/?\s*([\w-]{1,40})/.exec(text.slice(at))?.[1] ?? "";
  const shown = name === "" ? "" : ` „${name}“`;
  const english = name === "" ? "" : ` “${name}”`;
  switch (type) {
    case "no-root-node":
      return {
        de: "Es fehlt das umschließende Element <mjml>.",
        en: "The enclosing element <mjml> is missing.",
      };
    case "end-of-stream":
      return {
        de: "Der Text endet, bevor alle Elemente geschlossen sind.",
        en: "The text ends before all elements are closed.",
      };
    case "unexpected-element":
      return {
        de: `Das Element${shown} gehört nicht an diese Stelle.`,
        en: `The element${english} does not belong here.`,
      };
    case "missing-attribute":
      return { de: `Bei${shown} fehlt ein Attribut.`, en: `An attribute of${english} is missing.` };
    case "invalid-attribute":
      return {
        de: `Dieses Attribut${shown} ist ungültig.`,
        en: `This attribute${english} is invalid.`,
      };
    case "unexpected-token":
    case "invalid-format":
      return {
        de: `Hier steht etwas Unerwartetes${name ? `: „${name}“` : ""}. Oft ist das Element davor nicht geschlossen.`,
        en: `Something unexpected stands here${name ? `: “${name}”` : ""}. Often the element before it is not closed.`,
      };
    default:
      return UNREADABLE;
  }
}

/** What a mail may not hold or load, found before anything is compiled. */
function refusals(hidden: Opaque, source: string): MjmlProblem[] {
  const problems: MjmlProblem[] = [];
  let depth = 0;
  const refuse = (at: number, message: Localised) => {
    if (problems.length < MAX_PROBLEMS)
      problems.push(problemAt(source, sourceOffset(hidden, at), message));
  };
  const parser = new Parser(
    {
      onopentag(name, attributes) {
        const tag = name.toLowerCase();
        const at = parser.startIndex;
        if (++depth === MAX_DEPTH) {
          parser.pause();
          refuse(at, {
            de: "Die Elemente sind zu tief ineinander verschachtelt.",
            en: "The elements are nested too deeply.",
          });
        }
        const message = refusal(tag, attributes);
        if (message) refuse(at, message);
      },
      onclosetag() {
        depth--;
      },
      ontext(text) {
        if (/@import\b/i.test(text)) refuse(parser.startIndex, OUTSIDE_STYLES);
      },
    },
    { xmlMode: true, decodeEntities: false },
  );
  parser.end(hidden.text);
  return problems;
}

const ELEMENTS = new Set(
  "mjml mj-head mj-attributes mj-all mj-class mj-breakpoint mj-font mj-preview mj-style mj-title mj-raw mj-html-attributes mj-selector mj-html-attribute mj-body mj-accordion mj-accordion-element mj-accordion-text mj-accordion-title mj-button mj-carousel mj-carousel-image mj-column mj-divider mj-group mj-hero mj-image mj-navbar mj-navbar-link mj-section mj-social mj-social-element mj-spacer mj-table mj-text mj-wrapper mj-include".split(
    " ",
  ),
);

const OUTSIDE_STYLES: Localised = {
  de: "Schriften und Stilvorlagen von außen melden ihrem Anbieter, wer die E-Mail liest. Nennen Sie Systemschriften und schreiben Sie Stile in mj-style.",
  en: "Typefaces and style sheets from outside tell their provider who reads the e-mail. Name system fonts and write styles into mj-style.",
};

function refusal(tag: string, attributes: Record<string, string>): Localised | undefined {
  if (tag === "mj-include")
    return {
      de: "mj-include lädt Dateien von außen. Fügen Sie den Inhalt hier ein.",
      en: "mj-include loads files from outside. Paste the content here.",
    };
  if (/^mj-|^mjml/.test(tag) && !ELEMENTS.has(tag))
    return {
      de: `Das Element <${tag.slice(0, 40)}> gibt es nicht.`,
      en: `There is no element <${tag.slice(0, 40)}>.`,
    };
  if (tag === "script")
    return {
      de: "Skripte gehören nicht in eine E-Mail; Programme entfernen sie oder stufen die E-Mail als gefährlich ein.",
      en: "Scripts do not belong into an e-mail; clients remove them or treat the e-mail as dangerous.",
    };
  if (tag === "mj-font" || (tag === "link" && /stylesheet|preload/i.test(attributes["rel"] ?? "")))
    return OUTSIDE_STYLES;
  if (tag === "mj-social-element" && !attributes["src"])
    return {
      de: "Ohne src käme das Symbol dieses Netzwerks von einem fremden Server. Geben Sie die Adresse eines eigenen Bildes an, oder schreiben Sie den Link als Text.",
      en: "Without src the symbol of this network would come from somebody else’s server. Give the address of an own image, or write the link as text.",
    };
  return undefined;
}

/** A place in the source as people count it: lines and columns from 1. */
function problemAt(source: string, offset: number, message: Localised): MjmlProblem {
  const at = Math.max(0, Math.min(offset, source.length));
  const before = source.slice(0, at);
  const line = before.split("\n").length;
  const end = /[\s>]|$/.exec(source.slice(at + 1))?.index ?? 0;
  return {
    message,
    line,
    column: at - before.lastIndexOf("\n"),
    offset: at,
    length: Math.min(end + 1, source.length - at),
  };
}

function bytesToUnits(text: string, bytes: number): number {
  return Buffer.from(text, "utf8").subarray(0, bytes).toString("utf8").length;
}
