import type { FindingFix, Localised } from "../../../contract/content.ts";
import { MASK, type HtmlAttribute, type HtmlElement } from "../html-scan.ts";
import { attributeOf } from "../links.ts";
import { isPixelAddress, registrableDomain } from "./known-hosts.ts";
import type { LintContext } from "./lint-input.ts";

const FORBIDDEN: Readonly<Record<string, Localised>> = {
  script: { de: "Skripte", en: "Scripts" },
  iframe: { de: "Eingebettete Seiten (iframe)", en: "Embedded pages (iframe)" },
  frame: { de: "Eingebettete Seiten (frame)", en: "Embedded pages (frame)" },
  frameset: { de: "Eingebettete Seiten (frameset)", en: "Embedded pages (frameset)" },
  object: { de: "Eingebettete Objekte", en: "Embedded objects" },
  embed: { de: "Eingebettete Objekte", en: "Embedded objects" },
  applet: { de: "Eingebettete Objekte", en: "Embedded objects" },
  form: { de: "Formulare", en: "Forms" },
  base: { de: "Die Angabe base", en: "The element base" },
  portal: { de: "Eingebettete Seiten (portal)", en: "Embedded pages (portal)" },
};
const LOADED_ATTRIBUTES = new Set([
  "src",
  "background",
  "poster",
  "data",
  "lowsrc",
  "dynsrc",
  "xlink:href",
]);
const CSS_IMPORT = /@import\s+(?:url\(\s*)?["']?([^"')\s;]+)[^;]{0,200};?/gi;
const FONT_FACE = /@font-face\s*\{[^}]{0,3000}\}/gi;
const CSS_URL = /url\(\s*["']?\s*((?:https?:)?\/\/[^"')\s]{1,2000})/gi;
const ADDRESS_IN_QUERY = /[?&#;][\w.-]{0,40}=[^&#;]{0,80}(?:@|%40)[\w-]+(?:\.[\w-]+)+/i;

/** CNT-11 and the constant half of CNT-12: nothing in the mail may tell a third party who reads it. */
export function lintExternal(context: LintContext): void {
  const foreign = new Map<string, { place: HtmlAttribute; count: number }>();
  for (const element of context.analysis.scan.elements) {
    lintElement(context, element);
    for (const attribute of element.attributes) lintAttribute(context, element, attribute, foreign);
  }
  for (const run of context.analysis.scan.runs) {
    if (run.parent?.name === "style") lintCss(context, run.text, run.start, foreign);
  }
  for (const [host, { place, count }] of foreign) {
    context.add("CNT-11", "warn", "html", place, {
      de: `${count === 1 ? "Ein Bild wird" : `${count} Bilder werden`} von „${host}“ geladen. Der Betreiber dort erfährt, wer die E-Mail liest. Laden Sie Bilder vom eigenen Server.`,
      en: `${count === 1 ? "One image is" : `${count} images are`} loaded from “${host}”. Whoever runs it learns who reads the e-mail. Load images from your own server.`,
    });
  }
}

function lintElement(context: LintContext, element: HtmlElement): void {
  const label = FORBIDDEN[element.name];
  const isStylesheet = element.name === "link" && attributeOf(element, "href") !== undefined;
  const isRefresh =
    element.name === "meta" && /refresh/i.test(attributeOf(element, "http-equiv") ?? "");
  if (label) {
    block(context, element, {
      de: `${label.de} gehören nicht in eine E-Mail; Programme entfernen sie oder stufen die E-Mail als gefährlich ein.`,
      en: `${label.en} do not belong into an e-mail; clients remove them or treat the e-mail as dangerous.`,
    });
  } else if (isStylesheet) {
    block(context, element, {
      de: "Schriften und Stilvorlagen von außen melden ihrem Anbieter, wer die E-Mail liest. Schreiben Sie Stilangaben in die E-Mail und nennen Sie Systemschriften.",
      en: "Fonts and style sheets from outside tell their provider who reads the e-mail. Write styles into the e-mail and name system fonts.",
    });
  } else if (isRefresh) {
    block(context, element, {
      de: "Automatische Weiterleitungen sind in E-Mails nicht zulässig.",
      en: "Automatic redirects are not allowed in e-mails.",
    });
  }
  if (element.name === "img" && !element.conditional && looksLikePixel(context, element)) {
    block(context, element, {
      de: "Dieses Bild ist ein unsichtbares Zählpixel. Gemessen wird in Klarpost nur mit Erlaubnis und nie durch Dritte.",
      en: "This image is an invisible tracking pixel. Klarpost measures only with permission and never through third parties.",
    });
  }
}

/** A remote image that nobody can see. */
function looksLikePixel(context: LintContext, image: HtmlElement): boolean {
  const source = attributeOf(image, "src") ?? "";
  if (!/^\s*(?:https?:)?\/\//i.test(source)) return false;
  const url = URL.parse(source.trim(), "https://invalid.example");
  if (url && isPixelAddress(url)) return true;
  const style = context.styles.own(image);
  const tiny = (value: string | undefined) =>
    value !== undefined && /^\s*[01](?:px)?\s*$/.test(value);
  const width = tiny(style.get("width") ?? attributeOf(image, "width"));
  const height = tiny(style.get("height") ?? attributeOf(image, "height"));
  return width && height;
}

function lintAttribute(
  context: LintContext,
  element: HtmlElement,
  attribute: HtmlAttribute,
  foreign: Map<string, { place: HtmlAttribute; count: number }>,
): void {
  const { name, value } = attribute;
  // Browsers skip control characters and blanks in front of and inside a scheme.
  // eslint-disable-next-line no-control-regex
  const address = value.replaceAll(/[\u0000-\u0020\u007F]+/g, "");
  if (/^on[a-z]{3,}$/.test(name)) {
    block(
      context,
      attributeStretch(attribute),
      {
        de: `Das Attribut ${name} führt Skript aus und ist nicht zulässig.`,
        en: `The attribute ${name} runs script and is not allowed.`,
      },
      attribute,
    );
    return;
  }
  if (name === "srcdoc" || name === "ping") {
    block(
      context,
      attributeStretch(attribute),
      {
        de: `Das Attribut ${name} ist in E-Mails nicht zulässig.`,
        en: `The attribute ${name} is not allowed in e-mails.`,
      },
      attribute,
    );
    return;
  }
  if (
    /^(?:javascript|vbscript|livescript|file):|^data:(?!image\/(?:png|gif|jpe?g|webp)[;,])/i.test(
      address,
    )
  ) {
    context.add("CNT-11", "block", "html", attributeStretch(attribute), {
      de: "Diese Adresse führt Code aus oder öffnet lokale Dateien. Verwenden Sie eine Adresse mit https.",
      en: "This address runs code or opens local files. Use an address with https.",
    });
    return;
  }
  if (name === "style") lintCss(context, value, attribute.start, foreign, attribute);
  if (/^(?:https?:)?\/\//i.test(address))
    lintAddress(context, element, attribute, address, foreign);
  if (name === "srcset" || name === "imagesrcset") {
    for (const candidate of value.split(","))
      countForeign(context, candidate.trim().split(/\s/)[0] ?? "", attribute, foreign);
  }
}

function lintAddress(
  context: LintContext,
  element: HtmlElement,
  attribute: HtmlAttribute,
  address: string,
  foreign: Map<string, { place: HtmlAttribute; count: number }>,
): void {
  if (!address.includes(MASK) && ADDRESS_IN_QUERY.test(address)) {
    context.add("CNT-12", "block", "html", attribute, {
      de: "In dieser Adresse steht eine E-Mail-Adresse. Persönliche Angaben gehören nicht in Links und Bildadressen.",
      en: "This address contains an e-mail address. Personal data do not belong into links and image addresses.",
    });
  }
  if (!LOADED_ATTRIBUTES.has(attribute.name)) return;
  if (
    element.name === "video" ||
    element.name === "audio" ||
    element.name === "source" ||
    element.name === "track"
  ) {
    countForeign(context, address, attribute, foreign);
  } else if (!FORBIDDEN[element.name]) countForeign(context, address, attribute, foreign);
}

function countForeign(
  context: LintContext,
  address: string,
  place: HtmlAttribute,
  foreign: Map<string, { place: HtmlAttribute; count: number }>,
): void {
  const url = URL.parse(address, "https://invalid.example");
  if (!url || !url.protocol.startsWith("http") || url.hostname === "invalid.example") return;
  const own = (context.input.ownHosts ?? []).map(registrableDomain);
  if (own.length === 0 || own.includes(registrableDomain(url.hostname))) return;
  const known = foreign.get(url.hostname);
  if (known) known.count++;
  else foreign.set(url.hostname, { place, count: 1 });
}

/** Style text, of a `<style>` element at `offset` or of an attribute. */
function lintCss(
  context: LintContext,
  css: string,
  offset: number,
  foreign: Map<string, { place: HtmlAttribute; count: number }>,
  attribute?: HtmlAttribute,
): void {
  const stretch = (match: RegExpMatchArray) =>
    attribute
      ? attributeStretch(attribute)
      : { start: offset + match.index!, end: offset + match.index! + match[0].length };
  const remote: Localised = {
    de: "Schriften und Stilvorlagen von außen melden ihrem Anbieter, wer die E-Mail liest. Nennen Sie stattdessen Systemschriften wie Georgia oder Arial.",
    en: "Fonts and style sheets from outside tell their provider who reads the e-mail. Name system fonts such as Georgia or Arial instead.",
  };
  for (const match of css.matchAll(CSS_IMPORT)) block(context, stretch(match), remote, attribute);
  for (const match of css.matchAll(FONT_FACE)) {
    if (/url\(\s*["']?\s*(?:https?:)?\/\//i.test(match[0]))
      block(context, stretch(match), remote, attribute);
  }
  if (/expression\s*\(|behaviou?r\s*:|-moz-binding/i.test(css)) {
    context.add(
      "CNT-11",
      "block",
      "html",
      { start: offset, end: offset + Math.min(css.length, 200) },
      {
        de: "Diese Stilangabe kann Skript ausführen und ist nicht zulässig.",
        en: "This style can run script and is not allowed.",
      },
    );
  }
  const pictures = css.replaceAll(FONT_FACE, "").replaceAll(CSS_IMPORT, "");
  for (const match of pictures.matchAll(CSS_URL)) {
    const url = URL.parse(match[1]!, "https://invalid.example");
    if (url && isPixelAddress(url))
      block(
        context,
        attribute ? attributeStretch(attribute) : { start: offset, end: offset },
        PIXEL_IN_CSS,
        attribute,
      );
    else countForeign(context, match[1]!, attribute ?? stylePlace(offset), foreign);
  }
}

const PIXEL_IN_CSS: Localised = {
  de: "Diese Stilangabe lädt ein Zählpixel.",
  en: "This style loads a tracking pixel.",
};

function stylePlace(offset: number): HtmlAttribute {
  return { name: "style", value: "", start: offset, end: offset, nameStart: offset, quoted: false };
}

function attributeStretch(attribute: HtmlAttribute): { start: number; end: number } {
  return { start: attribute.nameStart, end: attribute.end + (attribute.quoted ? 1 : 0) };
}

/** A blocking finding whose fix removes the stretch: an element with its content, an attribute, a piece of style. */
function block(
  context: LintContext,
  place: HtmlElement | { start: number; end: number },
  message: Localised,
  attribute?: HtmlAttribute,
): void {
  const isElement = "openEnd" in place;
  const stretch = isElement ? { start: place.start, end: place.openEnd } : place;
  const removed = isElement ? { start: place.start, end: elementEnd(context, place) } : stretch;
  // The form is the author's text with input fields: only they can say what becomes of it.
  const isRemovable = !(isElement && place.name === "form") && removed.end > removed.start;
  const fix: FindingFix | undefined = isRemovable
    ? {
        label: { de: "Entfernen", en: "Remove" },
        edits: [
          { part: "html", offset: removed.start, length: removed.end - removed.start, insert: "" },
        ],
      }
    : undefined;
  const isWholeStyle = attribute?.name === "style";
  context.add("CNT-11", "block", "html", stretch, message, { fix: isWholeStyle ? undefined : fix });
}

function elementEnd(context: LintContext, element: HtmlElement): number {
  const { source } = context.analysis.scan;
  if (!source.startsWith("</", element.closeStart)) return element.openEnd;
  const name = source.slice(element.closeStart + 2, element.closeStart + 2 + element.name.length);
  if (name.toLowerCase() !== element.name) return element.openEnd;
  const close = source.indexOf(">", element.closeStart);
  return close === -1 ? element.openEnd : close + 1;
}
