import type { HtmlElement, HtmlScan } from "../html-scan.ts";
import { attributeOf } from "../links.ts";
import { parseColour } from "./colour.ts";

export type Declarations = Map<string, string>;

/** How far inheritance is followed; real mails nest about 40 deep. */
const MAX_DEPTH = 200;
const WHITE = "#ffffff";
const BLACK = "#000000";
const LINK_BLUE = "#0000ee";
const FONT_SIZES: Readonly<Record<string, number>> = {
  "xx-small": 9,
  "x-small": 10,
  small: 13,
  medium: 16,
  large: 18,
  "x-large": 24,
  smaller: 13,
  larger: 19,
};

/** Works out how an element looks, from its attributes, inline styles and simple rules in `<style>`. */
export class StyleReader {
  readonly #rules = new Map<string, Declarations>();
  readonly #own = new Map<HtmlElement, Declarations>();

  constructor(scan: HtmlScan) {
    for (const run of scan.runs) {
      if (run.parent?.name === "style") this.#readSheet(run.text);
    }
  }

  /** Simple selectors outside of @-rules: `.class`, `tag`, `#id`, `tag.class`. */
  #readSheet(sheet: string): void {
    const flat = stripAtRules(
      sheet
        .slice(0, 200_000)
        .replaceAll(/\/\*[\s\S]*?\*\//g, " ")
        .replaceAll(/<!--|-->/g, " "),
    );
    for (const rule of flat.split("}")) {
      const brace = rule.indexOf("{");
      if (brace === -1) continue;
      const declarations = parseDeclarations(rule.slice(brace + 1));
      for (const selector of rule.slice(0, brace).split(",")) {
        const simple = /^(?:[a-z][a-z0-9]*)?(?:[.#][\w-]+)?$/i.exec(selector.trim())?.[0];
        if (!simple) continue;
        const key = simple.toLowerCase();
        this.#rules.set(key, new Map([...(this.#rules.get(key) ?? []), ...declarations]));
      }
    }
  }

  /** What is declared for an element itself. */
  own(element: HtmlElement): Declarations {
    const known = this.#own.get(element);
    if (known) return known;
    const { name } = element;
    const classes = (attributeOf(element, "class") ?? "")
      .toLowerCase()
      .split(/\s+/)
      .filter(Boolean);
    const id = attributeOf(element, "id")?.toLowerCase();
    const keys = [
      name,
      ...classes.flatMap((each) => [`.${each}`, `${name}.${each}`]),
      ...(id ? [`#${id}`, `${name}#${id}`] : []),
    ];
    const declarations: Declarations = new Map();
    for (const key of keys)
      for (const [property, value] of this.#rules.get(key) ?? []) declarations.set(property, value);
    for (const [property, value] of parseDeclarations(attributeOf(element, "style") ?? "")) {
      if (!declarations.get(property)?.includes("!important") || value.includes("!important"))
        declarations.set(property, value);
    }
    this.#own.set(element, declarations);
    return declarations;
  }

  /** Hidden from the eye by the element or anything around it; the reason in CSS words, or undefined. */
  hiddenBy(element: HtmlElement | undefined): string | undefined {
    for (const each of ancestry(element)) {
      const own = this.own(each);
      const is = (property: string, pattern: RegExp) => pattern.test(own.get(property) ?? "");
      if (attributeOf(each, "hidden") !== undefined) return "hidden";
      if (is("display", /^none/)) return "display:none";
      if (is("visibility", /^(hidden|collapse)/)) return "visibility:hidden";
      if (Number.parseFloat(own.get("opacity") ?? "1") < 0.3) return "opacity";
      const clipped =
        is("overflow", /^hidden/) &&
        (is("max-height", /^[0-2](px|em)?\b/) || is("height", /^[0-2](px|em)?\b/));
      if (clipped) return "max-height:0";
      if (is("text-indent", /^-\d{3,}/)) return "text-indent";
      if (is("position", /^absolute/) && (is("left", /^-\d{3,}/) || is("top", /^-\d{3,}/)))
        return "position";
    }
    return undefined;
  }

  /** Size of text in pixels. */
  fontSize(element: HtmlElement | undefined): number {
    let factor = 1;
    for (const each of ancestry(element)) {
      const declared =
        this.own(each).get("font-size") ?? fontShorthandSize(this.own(each).get("font"));
      const size = declared && /^([\d.]+)\s*(px|pt|em|rem|%)?/.exec(declared);
      if (declared && FONT_SIZES[declared]) return FONT_SIZES[declared]! * factor;
      if (size) {
        const number = Number(size[1]);
        if (size[2] === "em") factor *= number;
        else if (size[2] === "%") factor *= number / 100;
        else if (size[2] === "rem") return number * 16 * factor;
        else return number * (size[2] === "pt" ? 4 / 3 : 1) * factor;
      } else if (each.name === "small") factor *= 0.83;
    }
    return 16 * factor;
  }

  /** Colour of text, and whether somebody declared it. Links do not inherit. */
  textColour(element: HtmlElement | undefined): { colour: string | undefined; declared: boolean } {
    for (const each of ancestry(element)) {
      const declared =
        this.own(each).get("color") ?? attributeOf(each, each.name === "body" ? "text" : "color");
      if (declared && !/^(inherit|currentcolor)/i.test(declared)) {
        return { colour: parseColour(declared.replace(/\s*!important/i, "")), declared: true };
      }
      if (each.name === "a" && declared === undefined)
        return { colour: LINK_BLUE, declared: false };
    }
    return { colour: BLACK, declared: false };
  }

  /** Colour behind text; undefined if it is an image, a gradient or transparent paint. */
  background(element: HtmlElement | undefined): { colour: string | undefined; declared: boolean } {
    for (const each of ancestry(element)) {
      const own = this.own(each);
      const image = own.get("background-image");
      const declared =
        own.get("background-color") ?? own.get("background") ?? attributeOf(each, "bgcolor");
      if (
        (image && !image.startsWith("none")) ||
        attributeOf(each, "background") ||
        /url\(|gradient/i.test(declared ?? "")
      ) {
        return { colour: undefined, declared: true };
      }
      if (!declared || /^(transparent|inherit|none|initial|unset)/i.test(declared)) continue;
      const plain = declared.replace(/\s*!important/i, "");
      const colour =
        parseColour(plain) ??
        plain
          .split(/\s+(?![^(]*\))/)
          .map(parseColour)
          .find(Boolean);
      return { colour, declared: true };
    }
    return { colour: WHITE, declared: false };
  }
}

/** The element and what is around it, innermost first. */
export function* ancestry(element: HtmlElement | undefined): Generator<HtmlElement> {
  let each = element;
  for (let depth = 0; each && depth < MAX_DEPTH; depth++) {
    yield each;
    each = each.parent;
  }
}

/** Splits `a:b;c:d`, minding quotes and parentheses. Names and simple values are in lower case. */
export function parseDeclarations(style: string): Declarations {
  const declarations: Declarations = new Map();
  for (const match of style
    .slice(0, 5_000)
    .matchAll(/([a-z-]+)\s*:\s*((?:[^;"'(]|"[^"]*"|'[^']*'|\([^)]*\)|["'(])*)/gi)) {
    declarations.set(match[1]!.toLowerCase(), match[2]!.trim().toLowerCase());
  }
  return declarations;
}

function fontShorthandSize(font: string | undefined): string | undefined {
  return font && /(?:^|\s)([\d.]+(?:px|pt|em|rem|%))/.exec(font)?.[1];
}

/** Removes @media and other nested rules, which only hold for some clients. */
function stripAtRules(sheet: string): string {
  let flat = "";
  let at = 0;
  let brace = 0;
  while (at < sheet.length) {
    const start = sheet.indexOf("@", at);
    if (start === -1) return flat + sheet.slice(at);
    flat += sheet.slice(at, start);
    if (brace !== -1 && brace < start) brace = sheet.indexOf("{", start);
    const semicolon = sheet.indexOf(";", start);
    if (brace === -1 || (semicolon !== -1 && semicolon < brace)) {
      at = semicolon === -1 ? sheet.length : semicolon + 1;
      continue;
    }
    let depth = 1;
    at = brace + 1;
    while (at < sheet.length && depth > 0) {
      if (sheet[at] === "{") depth++;
      else if (sheet[at] === "}") depth--;
      at++;
    }
  }
  return flat;
}
