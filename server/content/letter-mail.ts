import { defaultColour, readableColours, type Locale } from "../platform/index.ts";
import { escapeHtml } from "./pieces.ts";

/** Who writes: the account's name, colour and complete imprint (DOI-03, CNT-04). */
export interface MailTheme {
  accountName: string;
  legalName: string;
  colour?: string | undefined;
  colourDark?: string | undefined;
  /** One fact a line, without the legal name. */
  imprintLines: readonly string[];
  imprintUrl?: string | undefined;
  privacyUrl?: string | undefined;
  /** German with du instead of Sie (A11Y-08). */
  informal: boolean;
}

/** The parts a letter is made of, in reading order. */
export type LetterPart =
  | { kind: "text"; text: string; quiet?: boolean }
  | { kind: "heading"; text: string }
  | { kind: "items"; items: readonly { title: string; text?: string | undefined }[] }
  | { kind: "facts"; facts: readonly (readonly [string, string])[] }
  | { kind: "quotes"; texts: readonly string[] }
  /** At most one in a letter; `confirm` marks it as the one of an opt-in mail (DOI-05). */
  | { kind: "button"; label: string; url: string; confirm?: boolean }
  | { kind: "link"; before: string; label: string; url: string };

export interface Letter {
  subject: string;
  /** What mail programs show beside the subject. */
  preview: string;
  heading: string;
  parts: readonly LetterPart[];
}

export interface BuiltMail {
  subject: string;
  html: string;
  text: string;
}

const words = {
  de: { imprint: "Impressum", privacy: "Hinweise zum Datenschutz" },
  en: { imprint: "Legal notice", privacy: "Privacy notice" },
} as const;

const sans = "-apple-system,'Segoe UI',Roboto,Arial,sans-serif";
const serif = "Georgia,'Times New Roman',serif";

/**
 * Sets a letter as HTML and as plain text: no picture, no script, nothing that counts, light and dark, the
 * whole imprint below (DOI-02, DOI-06). Equal input gives equal bytes (DOI-08).
 * @throws RangeError for a link that is not http or https
 */
export function writeLetter(theme: MailTheme, locale: Locale, letter: Letter): BuiltMail {
  const subject = oneLine(letter.subject);
  return {
    subject,
    html: letterHtml(theme, locale, { ...letter, subject }),
    text: letterText(theme, locale, letter),
  };
}

// A line break in a subject would begin a new header (RFC 5322, 2.2).
function oneLine(text: string): string {
  // oxlint-disable-next-line no-control-regex
  return text
    .replace(/[\u0000-\u001f\u007f\u2028\u2029]+/g, " ")
    .trim()
    .slice(0, 250);
}

function checkedUrl(url: string): string {
  if (!/^https?:\/\/[^\s<>"]+$/i.test(url))
    throw new RangeError("A mail links to http or https only.");
  return url;
}

interface Colours {
  light: string;
  dark: string;
}

function letterHtml(theme: MailTheme, locale: Locale, letter: Letter): string {
  const colours: Colours = readableColours(theme.colour ?? defaultColour);
  if (theme.colourDark !== undefined) colours.dark = readableColours(theme.colourDark).dark;
  return `<!doctype html>
<html lang="${locale}" dir="ltr" xmlns="http://www.w3.org/1999/xhtml">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<meta name="format-detection" content="telephone=no,date=no,address=no,email=no">
<title>${escapeHtml(letter.subject)}</title>
<style>
${styleSheet(colours.dark)}
</style>
</head>
<body class="bg" bgcolor="#FBFAF7" style="margin:0;padding:0;background:#FBFAF7">
<div style="display:none;max-height:0;overflow:hidden;mso-hide:all;font-size:1px;line-height:1px">${escapeHtml(letter.preview)}</div>
<table role="presentation" class="bg" width="100%" cellpadding="0" cellspacing="0" border="0" bgcolor="#FBFAF7" style="background:#FBFAF7">
<tr><td class="out" align="center" style="padding:40px 16px">
<!--[if mso]><table role="presentation" width="600" cellpadding="0" cellspacing="0" border="0"><tr><td><![endif]-->
<table role="presentation" class="sheet" width="100%" cellpadding="0" cellspacing="0" border="0" bgcolor="#FFFFFF" style="max-width:600px;background:#FFFFFF;border:1px solid #E6E3DC;border-radius:12px">
<tr><td class="top" height="4" bgcolor="${colours.light}" style="height:4px;line-height:4px;font-size:1px;background:${colours.light};border-radius:12px 12px 0 0">&nbsp;</td></tr>
<tr><td class="p" style="padding:32px 48px 0">
<p class="ink" style="margin:0;font:400 20px/28px ${serif};color:#1B2430">${escapeHtml(theme.accountName)}</p>
</td></tr>
<tr><td class="p" style="padding:28px 48px 0">
<h1 class="h ink" style="margin:0;font:400 31px/1.22 ${serif};color:#1B2430;letter-spacing:-.2px">${escapeHtml(letter.heading)}</h1>
${letter.parts.map((part) => partHtml(part, colours)).join("\n")}
</td></tr>
<tr><td class="p" style="padding:36px 48px 40px">
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0"><tr><td class="ln mut" style="padding:20px 0 0;border-top:1px solid #E6E3DC;font:400 13px/21px ${sans};color:#5B6470">
${imprintHtml(theme, locale, colours)}
</td></tr></table>
</td></tr>
</table>
<!--[if mso]></td></tr></table><![endif]-->
</td></tr></table>
</body>
</html>
`;
}

function styleSheet(dark: string): string {
  return `:root{color-scheme:light dark;supported-color-schemes:light dark}
body{margin:0;padding:0;width:100%;-webkit-text-size-adjust:100%;-ms-text-size-adjust:100%}
table{border-collapse:separate;mso-table-lspace:0;mso-table-rspace:0}
@media (max-width:620px){
.out{padding:0!important}.sheet{border-radius:0!important;border-left:0!important;border-right:0!important}
.p{padding-left:24px!important;padding-right:24px!important}.h{font-size:27px!important}
.bt{width:100%!important}.bta{display:block!important;padding-left:12px!important;padding-right:12px!important}
}
@media (prefers-color-scheme:dark){
.bg{background:#14181D!important}.sheet{background:#1B2128!important;border-color:#303841!important}
.ink{color:#E8E6E1!important}.mut{color:#A3ABB4!important}.ln{border-color:#303841!important}
.acc{color:${dark}!important}.btc,.top{background:${dark}!important}.bta{color:#0E1A1C!important;border-color:${dark}!important}
}
[data-ogsb] .bg{background:#14181D!important}[data-ogsb] .sheet{background:#1B2128!important}
[data-ogsc] .ink{color:#E8E6E1!important}[data-ogsc] .mut{color:#A3ABB4!important}[data-ogsc] .acc{color:${dark}!important}
[data-ogsb] .btc{background:${dark}!important}[data-ogsc] .bta{color:#0E1A1C!important}`;
}

function partHtml(part: LetterPart, { light }: Colours): string {
  const tableOpen = `<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" style="margin:20px 0 0">`;
  switch (part.kind) {
    case "text":
      return part.quiet === true
        ? `<p class="mut" style="margin:16px 0 0;font:400 14px/22px ${sans};color:#5B6470">${escapeHtml(part.text)}</p>`
        : `<p class="ink" style="margin:16px 0 0;font:400 16px/26px ${sans};color:#1B2430">${escapeHtml(part.text)}</p>`;
    case "heading":
      return `<h2 class="ink" style="margin:32px 0 0;font:400 18px/26px ${serif};color:#1B2430">${escapeHtml(part.text)}</h2>`;
    case "items": {
      const rows = part.items.map(({ title, text }, index) => {
        const below = index === part.items.length - 1 ? "border-bottom:1px solid #E6E3DC;" : "";
        const line =
          text === undefined
            ? ""
            : `<br><span class="mut" style="color:#5B6470">${escapeHtml(text)}</span>`;
        return `<tr><td class="ln" style="padding:12px 0;border-top:1px solid #E6E3DC;${below}font:400 15px/23px ${sans}"><span class="ink" style="font:400 18px/26px ${serif};color:#1B2430">${escapeHtml(title)}</span>${line}</td></tr>`;
      });
      return `${tableOpen}\n${rows.join("\n")}\n</table>`;
    }
    case "facts": {
      const rows = part.facts.map(
        ([term, value]) =>
          `<tr><td class="ln mut" style="padding:10px 16px 10px 0;border-top:1px solid #E6E3DC;font:400 15px/23px ${sans};color:#5B6470;vertical-align:top;width:34%">${escapeHtml(term)}</td><td class="ln ink" style="padding:10px 0;border-top:1px solid #E6E3DC;font:400 15px/23px ${sans};color:#1B2430;word-break:break-word">${escapeHtml(value)}</td></tr>`,
      );
      return `${tableOpen}\n${rows.join("\n")}\n</table>`;
    }
    case "quotes": {
      const paragraphs = part.texts.map(
        (text, index) =>
          `<p class="mut" style="margin:${index === 0 ? 0 : 12}px 0 0;font:italic 400 15px/24px ${serif};color:#5B6470">${escapeHtml(text)}</p>`,
      );
      return `<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" style="margin:10px 0 0"><tr><td class="ln" style="padding:0 0 0 18px;border-left:2px solid #C9DDDA">\n${paragraphs.join("\n")}\n</td></tr></table>`;
    }
    case "button":
      return `<table role="presentation" class="bt" cellpadding="0" cellspacing="0" border="0" style="margin:22px 0 0"><tr><td class="btc" align="center" bgcolor="${light}" style="mso-padding-alt:16px 36px;background:${light};border-radius:10px"><a class="bta"${part.confirm === true ? " data-doi-confirm" : ""} href="${escapeHtml(checkedUrl(part.url))}" style="display:inline-block;padding:16px 36px;font:600 17px/22px ${sans};color:#FFFFFF;text-decoration:none;border:1px solid ${light};border-radius:10px">${escapeHtml(part.label)}</a></td></tr></table>`;
    case "link":
      return `<p class="mut" style="margin:6px 0 0;font:400 15px/24px ${sans};color:#5B6470">${escapeHtml(part.before)} <a class="acc" href="${escapeHtml(checkedUrl(part.url))}" style="color:${light};text-decoration:underline">${escapeHtml(part.label)}</a></p>`;
  }
}

function imprintHtml(theme: MailTheme, locale: Locale, { light }: Colours): string {
  const name = `<strong class="ink" style="font-weight:600;color:#1B2430">${escapeHtml(theme.legalName)}</strong>`;
  const lines = [name, ...theme.imprintLines.map(escapeHtml)].join("<br>\n");
  const links = legalLinks(theme, locale).map(
    ([label, url]) =>
      `<a class="acc" href="${escapeHtml(url)}" style="color:${light};text-decoration:underline">${label}</a>`,
  );
  return links.length === 0 ? lines : `${lines}\n<br><br>${links.join(" &nbsp;·&nbsp; ")}`;
}

function legalLinks(theme: MailTheme, locale: Locale): [string, string][] {
  const links: [string, string | undefined][] = [
    [words[locale].imprint, theme.imprintUrl],
    [words[locale].privacy, theme.privacyUrl],
  ];
  // These two are typed in by people; one that cannot be a link must not keep a mail from leaving.
  return links.filter((link): link is [string, string] =>
    /^https?:\/\/[^\s<>"]+$/i.test(link[1] ?? ""),
  );
}

const lineWidth = 74;

function letterText(theme: MailTheme, locale: Locale, letter: Letter): string {
  const parts = letter.parts.map(partText).join("\n\n");
  const imprint = [theme.legalName, ...theme.imprintLines].map((line) => wrap(line)).join("\n");
  const links = legalLinks(theme, locale).map(([label, url]) => `${label}: ${url}`);
  return `${[
    wrap(letter.heading).toLocaleUpperCase(locale),
    parts,
    `-- \n${imprint}${links.length === 0 ? "" : `\n\n${links.join("\n")}`}`,
  ].join("\n\n")}\n`;
}

function partText(part: LetterPart): string {
  switch (part.kind) {
    case "text":
      return wrap(part.text);
    case "heading":
      return `\n${wrap(part.text).toLocaleUpperCase("de")}`;
    case "items":
      return part.items
        .map(({ title, text }) =>
          wrap(text === undefined ? title : `${title} (${text})`, "  - ", "    "),
        )
        .join("\n");
    case "facts":
      return part.facts.map(([term, value]) => wrap(`${term}: ${value}`, "  ", "    ")).join("\n");
    case "quotes":
      return part.texts.map((text) => wrap(text, "  ", "  ")).join("\n\n");
    case "button":
      return `  ${part.label}:\n  ${checkedUrl(part.url)}`;
    case "link":
      return `${wrap(part.before)}\n\n  ${checkedUrl(part.url)}`;
  }
}

/** Breaks at spaces so that no line is longer than a terminal; a word that is longer stays whole. */
function wrap(text: string, first = "", rest = first): string {
  const lines: string[] = [];
  let line = first;
  let empty = true;
  for (const word of text.replaceAll("\u2011", "-").split(/ +/)) {
    if (!empty && line.length + 1 + word.length > lineWidth) {
      lines.push(line);
      line = rest;
      empty = true;
    }
    line += empty ? word : ` ${word}`;
    empty = false;
  }
  return [...lines, line].join("\n").replaceAll("\u00a0", " ");
}
