import { analyseContent, type ContentSource } from "../analyse-content.ts";
import type { ContentFacts } from "../blocks.ts";
import { attributeOf, storedUrl } from "../links.ts";
import type { ContentAddress } from "./address-answer.ts";

const IMAGE_SOURCES = new Set(["src", "background", "poster"]);

/**
 * The addresses that somebody who reads a content can follow or whose pictures they see, each once: the author's own
 * targets, without anything personal; those of feeds; the privacy notice and the imprint of the footer. Links that the
 * system makes for each person are not among them.
 */
export function addressesIn(source: ContentSource, facts: ContentFacts): ContentAddress[] {
  const { scan, list } = analyseContent(source, facts);
  const found = new Map<string, ContentAddress>();
  const add = (value: string | undefined, kind: ContentAddress["kind"], label: string) => {
    const url = storedUrl(value ?? "");
    if (url && !found.has(url)) found.set(url, { url, kind, label });
  };
  for (const link of list.links) add(link.url, "link", link.label);
  add(
    facts.privacyUrl,
    "link",
    facts.locale === "de" ? "Hinweise zum Datenschutz" : "Privacy notice",
  );
  add(facts.imprintUrl, "link", facts.locale === "de" ? "Impressum" : "Legal notice");
  for (const element of scan.elements)
    for (const attribute of element.attributes) {
      const isImage =
        element.name === "img" || element.name.startsWith("v:") || attribute.name === "background";
      if (isImage && IMAGE_SOURCES.has(attribute.name))
        add(attribute.value, "image", attributeOf(element, "alt") ?? "");
    }
  return [...found.values()];
}
