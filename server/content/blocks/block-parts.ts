import type { Block, BlockOf, BrandKit } from "../../../contract/blocks.ts";
import type { Locale } from "../../platform/index.ts";
import { htmlFragment } from "./html-fragment.ts";
import type { Look } from "./look.ts";
import { hrefOf, textOf, valueOf } from "./opaque.ts";
import { richText } from "./rich-text.ts";
import { longDayField, SOCIAL_NAMES, WORDS } from "./words.ts";

/** Where a block stands: what it needs to know of kit, language, ground and room. */
export interface Place {
  kit: BrandKit;
  look: Look;
  locale: Locale;
  /** On a ground in the accent colour. */
  inverse: boolean;
  /** On the light ground in the accent's hue. */
  soft: boolean;
  /** Distances to the section's edges, in pixels. */
  left: number;
  right: number;
  /** Distance to what stands above. */
  above: number;
  /** Room for content in pixels. */
  width: number;
  /** Keeps HTML of our own from the compiler, which has nothing to do with it. */
  inner: (html: string) => string;
  /** In the editor empty blocks show what is to be filled in. */
  editing: boolean;
}

/** Attributes of a block's outermost element: its class tells which block a place in the HTML belongs to. */
export function frame(block: Block, place: Place, classes = ""): string {
  return `css-class="kb-${block.id} kp-side${classes ? ` ${classes}` : ""}" padding="${place.above}px ${place.right}px 0 ${place.left}px"`;
}

export function inkClass(place: Place): string {
  return place.inverse ? "kp-onacc" : "kp-ink";
}

export function inkOf(place: Place): string {
  return place.inverse ? "#FFFFFF" : place.look.ink;
}

export function mutedOf(place: Place): string {
  return place.inverse ? "#FFFFFF" : place.look.muted;
}

export function mutedClass(place: Place): string {
  return place.inverse ? "kp-onacc" : "kp-mut";
}

/** HTML of our own in a block of text. */
export function textBlock(block: Block, place: Place, html: string, align = "left"): string {
  return `<mj-text ${frame(block, place, inkClass(place))} align="${align}" font-family="${place.look.text}" font-size="16px" line-height="26px" color="${inkOf(place)}">${place.inner(html)}</mj-text>`;
}

/** In the editor only: what an empty block asks for. */
export function hint(block: Block, place: Place, words: string): string {
  if (!place.editing) return "";
  return textBlock(
    block,
    place,
    `<div style="padding:22px 16px;border:1px dashed ${place.look.line};border-radius:10px;text-align:center;font:400 14px/22px ${place.look.text};color:${mutedOf(place)}" class="${mutedClass(place)}">${words}</div>`,
  );
}

export function header(block: BlockOf<"header">, place: Place): string {
  const { kit, look } = place;
  const name = kit.logo
    ? `<img src="${valueOf(kit.logo.url)}" alt="${valueOf(kit.accountName)}" width="${kit.logo.width}" style="display:${block.align === "center" ? "inline-block" : "block"};width:${kit.logo.width}px;max-width:100%;height:auto;border:0" />`
    : textOf(kit.accountName || "{{ account.name }}");
  const nameFont = `font:400 20px/28px ${look.headings};color:${inkOf(place)}`;
  const dateFont = `font:400 13px/28px ${look.text};color:${mutedOf(place)}`;
  const date = block.showDate ? longDayField : "";
  if (block.align === "center") {
    const below = date
      ? `<div class="${mutedClass(place)}" style="${dateFont};text-align:center">${date}</div>`
      : "";
    return textBlock(
      block,
      place,
      `<div class="${inkClass(place)}" style="${nameFont};text-align:center">${name}</div>${below}`,
      "center",
    );
  }
  const right = date
    ? `<td class="${mutedClass(place)}" align="right" style="${dateFont}">${date}</td>`
    : "";
  return textBlock(
    block,
    place,
    `<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0"><tr><td class="${inkClass(place)}" style="${nameFont}">${name}</td>${right}</tr></table>`,
  );
}

/** The link to the shared web view stands above the letter, not in it. */
export function webViewLine(look: Look, locale: Locale): string {
  const label = WORDS[locale].webView;
  return `<mj-section padding="14px 4px 12px"><mj-column><mj-text css-class="kp-mut" align="right" padding="0 20px" font-family="${look.text}" font-size="13px" line-height="20px" color="${look.muted}"><a class="kp-mut" href="{{ web_view_url }}" style="color:${look.muted};text-decoration:underline">${label}</a></mj-text></mj-column></mj-section>`;
}

export function text(block: BlockOf<"text">, place: Place): string {
  const html = richText(block.html, {
    look: place.look,
    size: block.size,
    inverse: place.inverse,
  });
  if (html.replaceAll(/<[^>]*>/g, "").trim() === "")
    return hint(block, place, WORDS[place.locale].emptyText);
  return textBlock(block, place, html, block.align);
}

/** The picture itself; an empty address has no picture, which the editor shows. */
export function picture(
  src: string,
  alt: string,
  width: number,
  options: { radius?: string; href?: string } = {},
): string {
  const image = `<img src="${valueOf(src.trim())}" alt="${valueOf(alt)}" width="${width}" style="display:block;width:100%;max-width:${width}px;height:auto;border:0${options.radius ? `;border-radius:${options.radius}` : ""}" />`;
  return options.href && hrefOf(options.href) !== ""
    ? `<a href="${hrefOf(options.href)}" style="text-decoration:none">${image}</a>`
    : image;
}

export function image(block: BlockOf<"image">, place: Place): string {
  if (block.src.trim() === "") return hint(block, place, WORDS[place.locale].emptyImage);
  const width = Math.max(16, Math.round((place.width * block.width) / 100));
  const href = hrefOf(block.href);
  const caption = block.caption
    ? `<mj-text css-class="kb-${block.id} kp-side ${mutedClass(place)}" align="center" padding="8px ${place.right}px 0 ${place.left}px" font-family="${place.look.text}" font-size="13px" line-height="20px" color="${mutedOf(place)}">${textOf(block.caption)}</mj-text>`
    : "";
  return `<mj-image ${frame(block, place)} src="${valueOf(block.src.trim())}" alt="${valueOf(block.alt)}" width="${width}px"${href ? ` href="${href}"` : ""}${block.rounded ? ` border-radius="10px"` : ""} />${caption}`;
}

export function button(
  block: Block & { label: string; href: string },
  place: Place,
  form: { align: string; style: "filled" | "outline"; fullWidth: boolean },
): string {
  const { look } = place;
  const filled = form.style === "filled";
  const accent = place.inverse ? "#FFFFFF" : look.accent;
  const ground = filled ? accent : "transparent";
  const ink = filled ? (place.inverse ? look.accent : "#FFFFFF") : accent;
  const href = hrefOf(block.href);
  const label = textOf(block.label) || WORDS[place.locale].emptyButton;
  return `<mj-button ${frame(block, place, filled ? "kp-btn" : "kp-out")} align="${form.align}" href="${href}" background-color="${ground}" color="${ink}" border="1px solid ${accent}" border-radius="${look.radius}" inner-padding="13px 28px" font-family="${look.text}" font-size="16px" font-weight="600" line-height="22px"${form.fullWidth ? ` width="100%"` : ""}>${label}</mj-button>`;
}

export function social(block: BlockOf<"social">, place: Place): string {
  const links = block.links.length > 0 ? block.links : place.kit.social;
  if (links.length === 0) return hint(block, place, WORDS[place.locale].emptySocial);
  const colour = place.inverse ? "#FFFFFF" : place.look.accent;
  const words = links.map(
    ({ network, url }) =>
      `<a class="${place.inverse ? "kp-onacc" : "kp-link"}" href="${hrefOf(url)}" style="color:${colour};text-decoration:underline;white-space:nowrap">${SOCIAL_NAMES[network]}</a>`,
  );
  return textBlock(
    block,
    place,
    `<p style="margin:0;font:600 15px/26px ${place.look.text}">${words.join("&nbsp;&nbsp;&nbsp; ")}</p>`,
    block.align,
  );
}

export function legal(block: BlockOf<"legal">, place: Place): string {
  const { look, kit } = place;
  const question = block.question
    ? `<mj-text ${frame(block, place)} font-family="${look.text}" font-size="16px" line-height="26px">{{ tracking_question }}</mj-text>`
    : "";
  const own = kit.footer.trim()
    ? `<p class="kp-mut" style="margin:0 0 20px;font:400 13px/22px ${look.text};color:${look.muted}">${textOf(kit.footer.trim())}</p>`
    : "";
  const footer = textBlock(
    block,
    block.question ? { ...place, above: 32 } : place,
    `${own}{{ footer }}`,
  );
  return question + footer;
}

export function imprint(block: BlockOf<"imprint">, place: Place): string {
  return textBlock(
    block,
    place,
    `<p class="${mutedClass(place)}" style="margin:0;font:400 13px/22px ${place.look.text};color:${mutedOf(place)}">{{ imprint }}</p>`,
  );
}

export function divider(block: BlockOf<"divider">, place: Place): string {
  const accent = block.style === "accent";
  const colour = place.inverse ? "#FFFFFF" : accent ? place.look.accent : place.look.line;
  const style = block.style === "dots" ? "dotted" : "solid";
  const thickness = block.style === "line" ? 1 : 3;
  const width = accent ? ` width="64px" align="left"` : "";
  return `<mj-divider ${frame(block, place, accent ? "kp-rule" : "kp-line")} border-width="${thickness}px" border-style="${style}" border-color="${colour}"${width} />`;
}

export function spacer(block: BlockOf<"spacer">): string {
  return `<mj-spacer css-class="kb-${block.id}" height="${block.height}px" />`;
}

export function ownHtml(block: BlockOf<"html">, place: Place): string {
  const html = htmlFragment(block.html);
  if (html.trim() === "") return hint(block, place, WORDS[place.locale].emptyHtml);
  return textBlock(block, place, html);
}
