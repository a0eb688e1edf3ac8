import { Parser } from "htmlparser2";
import type { Look } from "./look.ts";
import { escapeText, hideTokens, hrefOf, showTokens } from "./opaque.ts";

const SIZES = {
  small: [14, 22],
  normal: [16, 26],
  large: [19, 30],
} as const;
const SAME: Readonly<Record<string, string>> = { b: "strong", i: "em" };
const BLOCKS = new Set(["p", "h1", "h2", "h3", "ul", "ol"]);
const INLINE = new Set(["strong", "em", "u", "s"]);
/** Nobody writes deeper, and what is deeper is shown without its emphasis. */
const MAX_DEPTH = 30;
const DROPPED = new Set(["script", "style", "title", "iframe", "object", "template"]);

export interface TextStyle {
  look: Look;
  size: keyof typeof SIZES;
  /** On a ground in the accent colour. */
  inverse: boolean;
}

/**
 * The text a person wrote as HTML that mail programs show alike: allowed elements only, balanced, each with its own
 * style. Merge fields and conditions stay as they are. Pure.
 */
export function richText(html: string, style: TextStyle): string {
  const hidden = hideTokens(html);
  const open: { name: string; tag: string }[] = [];
  let out = "";
  let dropped = 0;
  let count = 0;
  const parser = new Parser(
    {
      onopentag(name, attributes) {
        if (open.length > 500) parser.pause();
        if (DROPPED.has(name)) dropped++;
        const known = dropped > 0 || open.length >= MAX_DEPTH ? "" : (SAME[name] ?? name);
        const inItem = known === "p" && open.at(-1)?.tag === "li";
        if (inItem && !out.endsWith(">")) out += "<br />";
        const tag = inItem ? "" : known;
        let opening = "";
        if (tag === "br") out += "<br />";
        else if (BLOCKS.has(tag)) {
          opening = `<${tag}${styleOf(tag, style, count === 0)}>`;
          if (open.every((each) => each.tag === "")) count++;
        } else if (tag === "li") opening = `<li style="margin:0 0 6px">`;
        else if (INLINE.has(tag)) opening = `<${tag}>`;
        else if (tag === "a") opening = anchor(showTokens(attributes["href"] ?? "", hidden), style);
        out += opening;
        open.push({ name, tag: opening === "" ? "" : tag });
      },
      ontext(text) {
        if (dropped === 0) out += escapeText(text);
      },
      onclosetag(name) {
        if (DROPPED.has(name)) dropped = Math.max(0, dropped - 1);
        const last = open.pop();
        if (last && last.tag !== "") out += `</${last.tag}>`;
      },
    },
    { decodeEntities: true },
  );
  parser.end(hidden.text);
  for (const { tag } of open.toReversed()) if (tag !== "") out += `</${tag}>`;
  return showTokens(out, hidden);
}

function anchor(href: string, style: TextStyle): string {
  const colour = style.inverse ? "#FFFFFF" : style.look.accent;
  return `<a${style.inverse ? "" : ` class="kp-link"`} href="${hrefOf(href)}" style="color:${colour};text-decoration:underline">`;
}

/** Margins stand above an element, so that a text ends where its last line ends. */
function styleOf(tag: string, { look, size, inverse }: TextStyle, first: boolean): string {
  const [pixels, lineHeight] = SIZES[size];
  const colour = inverse ? "#FFFFFF" : look.ink;
  const css = (above: number, font: string, more = "") =>
    `${inverse ? ` class="kp-onacc${tag === "h1" ? " kp-h1" : ""}"` : ` class="kp-ink${tag === "h1" ? " kp-h1" : ""}"`} style="margin:${first ? 0 : above}px 0 0;${more}font:${font};color:${colour}"`;
  if (tag === "h1") return css(20, `400 33px/40px ${look.headings}`, "letter-spacing:-.3px;");
  if (tag === "h2") return css(26, `400 23px/30px ${look.headings}`);
  if (tag === "h3") return css(20, `600 17px/25px ${look.text}`);
  const text = `400 ${pixels}px/${lineHeight}px ${look.text}`;
  if (tag === "p") return css(12, text);
  return css(12, text, "padding:0 0 0 22px;");
}
