import {
  maskPlaceholders,
  scanHtml,
  URL_ATTRIBUTES,
  type HtmlAttribute,
} from "../content/index.ts";
import { invalid } from "../platform/index.ts";

/** `{{ variable }}` in the source of a transactional mail. */
export const VARIABLE = /\{\{\s*([A-Za-z][A-Za-z0-9_.]*)\s*\}\}/g;

/** A variable that does not stand in text: in a tag, outside of an attribute's value or in it, or in a style sheet. */
interface ValuePlace {
  name: string;
  start: number;
  end: number;
  attribute?: HtmlAttribute;
  element: string;
  /** Nothing stands before it in its attribute, so that it says where the address leads. */
  leads: boolean;
}

const RAW_TEXT = new Set(["style", "script"]);

/** The variables for which escaping is not enough, in the order of the source. Linear in it. */
export function valuePlaces(html: string): ValuePlace[] {
  const variables = [...html.matchAll(VARIABLE)].map((match) => ({
    name: match[1]!,
    start: match.index,
    end: match.index + match[0].length,
  }));
  if (variables.length === 0) return [];
  const scan = scanHtml(maskPlaceholders(html, variables));
  const elements = scan.elements.toSorted((left, right) => left.start - right.start);
  const found: ValuePlace[] = [];
  let no = 0;
  let attributeNo = 0;
  for (const variable of variables) {
    while (no < elements.length && elements[no]!.openEnd <= variable.start) {
      no++;
      attributeNo = 0;
    }
    const element = elements[no];
    if (!element || element.start > variable.start) continue;
    const { attributes } = element;
    while (attributeNo < attributes.length && attributes[attributeNo]!.end <= variable.start)
      attributeNo++;
    const next = attributes[attributeNo];
    const attribute = next && next.start <= variable.start ? next : undefined;
    const before = attribute ? scan.source.slice(attribute.start, variable.start) : "";
    found.push({
      ...variable,
      element: element.name,
      leads: before.trim() === "",
      ...(attribute && { attribute }),
    });
  }
  const raw = scan.runs.filter((run) => RAW_TEXT.has(run.parent?.name ?? ""));
  let runNo = 0;
  for (const variable of variables) {
    while (runNo < raw.length && raw[runNo]!.end <= variable.start) runNo++;
    const run = raw[runNo];
    if (run && run.start <= variable.start)
      found.push({ ...variable, element: run.parent!.name, leads: false });
  }
  return found;
}

const LINK = /^\s*(https?:\/\/|mailto:|tel:)/i;
/** Neither a second declaration nor an address fits in; the brackets are those of example values. */
const PLAIN_STYLE = /^[\p{L}\p{N}\s#.,%_[\]-]*$/u;

/**
 * Refuses values that would become more than a value where they stand: a further attribute, a script, a style that loads
 * something. Throws 400 `variable_no_link` or `variable_out_of_place`.
 */
export function refuseUnsafeValues(
  html: string,
  variables: Readonly<Record<string, string>>,
): void {
  for (const place of valuePlaces(html)) {
    const value = variables[place.name]!;
    const kind = place.attribute?.name ?? "";
    if (place.leads && URL_ATTRIBUTES.has(kind) && !LINK.test(value))
      throw refusal(
        "variable_no_link",
        place.name,
        "stands for a link and is none.",
        "must begin with https://, http://, mailto: or tel:",
      );
    if (!fits(place, value))
      throw refusal(
        "variable_out_of_place",
        place.name,
        "would be more than a value where it stands.",
        "must not hold this where the template has it; put the attribute into quotes, or the variable into the text",
      );
  }
}

function fits({ element, attribute }: ValuePlace, value: string): boolean {
  if (element === "script" || element === "meta") return false;
  if (!attribute) return element === "style" ? PLAIN_STYLE.test(value) : /^[\w[\]-]*$/.test(value);
  const { name } = attribute;
  if (name.startsWith("on") || name === "srcdoc") return false;
  if (name === "style") return PLAIN_STYLE.test(value);
  if (name.endsWith("srcset") && /[\s,]/.test(value)) return false;
  return attribute.quoted || (value !== "" && !/[\s`]/.test(value));
}

function refusal(code: string, name: string, detail: string, message: string) {
  return invalid(code, `The value of ${name} ${detail}`, {
    errors: [{ path: `variables.${name}`, message }],
  });
}
