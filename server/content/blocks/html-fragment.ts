import { Parser } from "htmlparser2";
import { hideTokens, showTokens, withoutOpenBraces } from "./opaque.ts";

const VOID = new Set(
  "area base br col embed hr img input link meta param source track wbr".split(" "),
);

/** Deeper than any mail nests, and far from what the compiler can take. */
const MAX_DEPTH = 50;
/** Nobody writes this; the parser needs ever longer for it. */
const STOP = 500;

/** The frame of a page and the compiler's own elements have no place inside a block. */
function isKept(name: string): boolean {
  return /^[a-z][\w:-]*$/.test(name) && !/^(?:html|head|body|mjml|mj-.*)$/.test(name);
}

/**
 * An author's own HTML as a balanced piece of XML: elements closed, attributes quoted, nothing left out. So an open
 * table of a block cannot swallow the rest of the mail. Scripts stay, for the lint to refuse them at their place.
 */
export function htmlFragment(html: string): string {
  const hidden = hideTokens(html);
  const open: string[] = [];
  let out = "";
  const parser = new Parser(
    {
      onopentag(name, attributes) {
        if (open.length > STOP) parser.pause();
        if (open.length >= MAX_DEPTH || !isKept(name)) {
          open.push("");
          return;
        }
        const written = Object.entries(attributes)
          .filter(([key]) => /^[a-z_:][\w:.-]*$/i.test(key))
          .map(
            ([key, value]) =>
              ` ${key}="${value.replaceAll('"', "&quot;").replaceAll("<", "&lt;")}"`,
          )
          .join("");
        const closed = VOID.has(name);
        out += `<${name}${written}${closed ? " /" : ""}>`;
        open.push(closed ? "" : name);
      },
      ontext(text) {
        out += text
          .replaceAll("<", "&lt;")
          .replaceAll(/&(?![a-z][a-z0-9]{1,30};|#\d{1,7};|#x[0-9a-f]{1,6};)/gi, "&amp;");
      },
      oncomment(text) {
        out += `<!--${text.replaceAll("--", "- -")}-->`;
      },
      onclosetag() {
        const name = open.pop();
        if (name) out += `</${name}>`;
      },
    },
    { decodeEntities: false },
  );
  parser.end(hidden.text);
  while (open.length > 0) {
    const name = open.pop();
    if (name) out += `</${name}>`;
  }
  return showTokens(withoutOpenBraces(out, hidden), hidden);
}
