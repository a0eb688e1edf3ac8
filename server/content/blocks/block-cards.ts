import type { BlockOf } from "../../../contract/blocks.ts";
import {
  hint,
  inkClass,
  inkOf,
  mutedClass,
  mutedOf,
  picture,
  textBlock,
  type Place,
} from "./block-parts.ts";
import { dayWords, momentOf, spanWords, timeWords } from "./day-words.ts";
import { formatDay } from "../locale.ts";
import { hrefOf, textOf, valueOf } from "./opaque.ts";
import { WORDS } from "./words.ts";

const TABLE = `<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0">`;

/** Below this room picture and text stand above each other. */
const NARROW = 340;

interface Writer {
  heading: (text: string, above?: number) => string;
  paragraph: (text: string, above?: number) => string;
  muted: (text: string, above?: number) => string;
  link: (href: string, label: string, above?: number) => string;
}

function writerOf(place: Place): Writer {
  const { look } = place;
  const ink = `class="${inkClass(place)}"`;
  const accent = place.inverse ? "#FFFFFF" : look.accent;
  const when = (text: string, html: string) => (text.trim() === "" ? "" : html);
  return {
    heading: (text, above = 0) =>
      when(
        text,
        `<h2 ${ink} style="margin:${above}px 0 0;font:400 21px/28px ${look.headings};color:${inkOf(place)}">${text}</h2>`,
      ),
    paragraph: (text, above = 6) =>
      when(
        text,
        `<p ${ink} style="margin:${above}px 0 0;font:400 15px/24px ${look.text};color:${inkOf(place)}">${text}</p>`,
      ),
    muted: (text, above = 4) =>
      when(
        text,
        `<p class="${mutedClass(place)}" style="margin:${above}px 0 0;font:400 14px/22px ${look.text};color:${mutedOf(place)}">${text}</p>`,
      ),
    link: (href, label, above = 10) =>
      when(
        label,
        `<p style="margin:${above}px 0 0;font:600 15px/24px ${look.text}"><a class="${place.inverse ? "kp-onacc" : "kp-link"}" href="${hrefOf(href)}" style="color:${accent};text-decoration:underline">${label}</a></p>`,
      ),
  };
}

/** Picture and words beside each other, on phones and in narrow columns above each other. */
function beside(place: Place, side: { html: string; width: number }, words: string): string {
  if (side.html === "") return words;
  if (place.width < NARROW) return `${side.html}<div style="padding-top:14px">${words}</div>`;
  return `${TABLE}<tr><td class="kp-stack0" width="${side.width}" valign="top" style="width:${side.width}px">${side.html}</td><td class="kp-stack" valign="top" style="padding-left:22px">${words}</td></tr></table>`;
}

export function product(block: BlockOf<"product">, place: Place): string {
  if (!block.name.trim() && !block.src.trim())
    return hint(block, place, WORDS[place.locale].emptyProduct);
  const write = writerOf(place);
  const width = place.width < NARROW ? place.width : 176;
  const src = block.src.trim()
    ? picture(block.src, block.alt, width, { radius: "8px", href: block.href })
    : "";
  const old = block.oldPrice.trim()
    ? ` <span class="${mutedClass(place)}" style="font-weight:400;color:${mutedOf(place)}">${WORDS[place.locale].price} <s>${textOf(block.oldPrice)}</s></span>`
    : "";
  const price = block.price.trim() ? `<strong>${textOf(block.price)}</strong>${old}` : "";
  const words =
    write.heading(textOf(block.name)) +
    write.paragraph(textOf(block.text)) +
    write.paragraph(price, 10) +
    write.link(block.href, textOf(block.label));
  return textBlock(block, place, beside(place, { html: src, width }, words));
}

export function event(block: BlockOf<"event">, place: Place): string {
  const start = momentOf(block.start);
  if (!start && !block.title.trim()) return hint(block, place, WORDS[place.locale].emptyEvent);
  const write = writerOf(place);
  const { look, locale } = place;
  const words =
    write.heading(textOf(block.title)) +
    write.muted(start ? textOf(spanWords(start, momentOf(block.end), locale)) : "") +
    write.muted(textOf(block.place), 0) +
    write.paragraph(textOf(block.text), 8) +
    write.link(block.href, textOf(block.label));
  if (!start) return textBlock(block, place, words);
  const ink = look.accent;
  // On its own colour the tile would be lost.
  const ground = place.inverse || place.soft ? "#FFFFFF" : look.soft;
  const tile = `<table role="presentation" class="kp-tile" width="72" cellpadding="0" cellspacing="0" border="0" bgcolor="${ground}" style="width:72px;background:${ground};border-radius:10px"><tr><td align="center" style="padding:10px 6px 12px"><div class="kp-link" style="font:400 30px/34px ${look.headings};color:${ink}">${formatDay(start.day, locale === "de" ? "%e." : "%e", locale)}</div><div class="kp-link" style="font:600 13px/18px ${look.text};color:${ink}">${formatDay(start.day, "%b", locale)}</div></td></tr></table>`;
  return textBlock(
    block,
    place,
    `${TABLE}<tr><td class="kp-day" width="72" valign="top" style="width:72px" aria-hidden="true">${tile}</td><td valign="top" style="padding-left:20px">${words}</td></tr></table>`,
  );
}

export function advisor(block: BlockOf<"advisor">, place: Place): string {
  if (!block.name.trim() && !block.photo.trim())
    return hint(block, place, WORDS[place.locale].emptyAdvisor);
  const write = writerOf(place);
  const photo = block.photo.trim()
    ? `<img src="${valueOf(block.photo.trim())}" alt="${valueOf(block.alt)}" width="96" style="display:block;width:96px;height:auto;border:0;border-radius:48px" />`
    : "";
  const signature = block.signature.trim()
    ? `<img src="${valueOf(block.signature.trim())}" alt="" width="150" style="display:block;width:150px;height:auto;margin:10px 0 0;border:0" />`
    : "";
  const accent = place.inverse ? "#FFFFFF" : place.look.accent;
  const anchor = (href: string, label: string) =>
    `<a class="${place.inverse ? "kp-onacc" : "kp-link"}" href="${href}" style="color:${accent};text-decoration:underline">${label}</a>`;
  const phone = block.phone.trim()
    ? `${WORDS[place.locale].phone} ${anchor(`tel:${valueOf(block.phone.replaceAll(/[^\d+]/g, ""))}`, textOf(block.phone.trim()))}`
    : "";
  const email = block.email.trim()
    ? anchor(`mailto:${valueOf(block.email.trim())}`, textOf(block.email.trim()))
    : "";
  const words =
    write.paragraph(textOf(block.text), 0) +
    signature +
    write.heading(textOf(block.name), block.text.trim() ? 12 : 0) +
    write.muted(textOf(block.role), 0) +
    write.muted([phone, email].filter(Boolean).join("<br />"), 6) +
    write.link(block.href, textOf(block.label));
  const side = beside(place, { html: photo, width: 96 }, words);
  return textBlock(block, place, side);
}

/** A picture that leads to the video, and the way there in words: mails play nothing. */
export function video(block: BlockOf<"video">, place: Place): string {
  if (!block.src.trim()) return hint(block, place, WORDS[place.locale].emptyVideo);
  const { look } = place;
  const still = picture(block.src, block.alt, place.width, {
    radius: "10px 10px 0 0",
    href: block.href,
  });
  const label = textOf(block.label) || WORDS[place.locale].video;
  const accent = place.inverse ? "#FFFFFF" : look.accent;
  const ink = place.inverse ? look.accent : "#FFFFFF";
  const bar = `<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0"><tr><td>${still}</td></tr><tr><td align="center" bgcolor="${accent}" class="kp-bar" style="padding:12px 20px;background:${accent};border-radius:0 0 10px 10px"><a href="${hrefOf(block.href)}" style="font:600 16px/22px ${look.text};color:${ink};text-decoration:none"><span aria-hidden="true">&#9654;&nbsp; </span>${label}</a></td></tr></table>`;
  return textBlock(block, place, bar);
}

/** The last day in words: nothing that is loaded on opening, and nothing that runs out of date while it is read. */
export function countdown(block: BlockOf<"countdown">, place: Place): string {
  const end = momentOf(block.end);
  if (!end && !block.title.trim()) return hint(block, place, WORDS[place.locale].emptyCountdown);
  const write = writerOf(place);
  const { look, locale } = place;
  const time = end ? timeWords(end, locale) : "";
  const day = end ? `${dayWords(end, locale)}${time ? `, ${time}` : ""}` : "";
  const until = day
    ? `<p class="${place.inverse ? "kp-onacc" : "kp-link"}" style="margin:6px 0 0;font:400 26px/34px ${look.headings};color:${place.inverse ? "#FFFFFF" : look.accent}">${WORDS[locale].until} ${day}</p>`
    : "";
  const words =
    write.paragraph(block.title.trim() ? `<strong>${textOf(block.title)}</strong>` : "", 0) +
    until +
    write.muted(textOf(block.note), 6);
  return textBlock(block, place, words, "center");
}
