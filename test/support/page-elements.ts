import { parseDocument } from "htmlparser2";

type Node = ReturnType<typeof parseDocument>["children"][number];
type Parent = { children: Node[] };

/** One element of a page with what tests ask about: attributes, own text, and what it stands in. */
export interface PageElement {
  tag: string;
  attributes: Record<string, string>;
  text: string;
  ancestors: PageElement[];
}

/** All elements of a page in document order. */
export function pageElements(page: string): PageElement[] {
  const found: PageElement[] = [];
  const visit = (parent: Parent, ancestors: PageElement[]): void => {
    for (const node of parent.children) {
      if (!("attribs" in node)) continue;
      const element: PageElement = {
        tag: node.name,
        attributes: node.attribs,
        text: textOf(node).replace(/\s+/g, " ").trim(),
        ancestors,
      };
      found.push(element);
      visit(node, [...ancestors, element]);
    }
  };
  visit(parseDocument(page), []);
  return found;
}

function textOf(node: Node | Parent): string {
  if ("data" in node && typeof node.data === "string") return node.data;
  return "children" in node ? (node.children as Node[]).map(textOf).join("") : "";
}
