import { SANS, SERIF } from "../blocks.ts";
import type { Locale } from "../../platform/index.ts";

const INK = "#1B2430";
const MUTED = "#5B6470";
const LINE = "#E6E3DC";
const PETROL = "#0B6E6E";

/** Building bricks of the letters to start from: tables for Outlook, inline styles for Gmail, classes for dark mode. */
export const letter = {
  paragraph: (text: string, above = 14) =>
    `<p class="kp-ink" style="margin:${above}px 0 0;font:400 16px/26px ${SANS};color:${INK}">${text}</p>`,
  kicker: (text: string) =>
    `<p class="kp-link" style="margin:0 0 8px;font:600 14px/20px ${SANS};color:${PETROL}">${text}</p>`,
  title: (text: string) =>
    `<h1 class="kp-ink kp-title" style="margin:0;font:400 33px/40px ${SERIF};letter-spacing:-.3px;color:${INK}">${text}</h1>`,
  heading: (text: string, above = 0) =>
    `<h2 class="kp-ink" style="margin:${above}px 0 0;font:400 23px/30px ${SERIF};color:${INK}">${text}</h2>`,
  link: (url: string, text: string) =>
    `<a class="kp-link" href="${url}" style="font-weight:600;color:${PETROL};text-decoration:underline">${text}</a>`,
  button: (url: string, text: string) =>
    `<table role="presentation" class="kp-wide" cellpadding="0" cellspacing="0" border="0" style="margin:22px 0 0"><tr><td class="kp-btn" align="center" bgcolor="${PETROL}" style="mso-padding-alt:14px 30px;background:${PETROL};border-radius:10px">
<a class="kp-btna" href="${url}" style="display:inline-block;padding:14px 30px;font:600 16px/22px ${SANS};color:#FFFFFF;text-decoration:none;border:1px solid ${PETROL};border-radius:10px">${text}</a>
</td></tr></table>`,
  /** A row of the sheet with the common margins at the sides. */
  row: (content: string, above: number, below = 0) =>
    `<tr><td class="kp-side" style="padding:${above}px 48px ${below}px">\n${content}\n</td></tr>`,
  /** A row set off by a hairline. */
  ruled: (content: string, above = 32) =>
    `<tr><td class="kp-side" style="padding:${above}px 48px 0"><table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0"><tr><td class="kp-line" style="padding:30px 0 0;border-top:1px solid ${LINE}">\n${content}\n</td></tr></table></td></tr>`,
  /** Name and value in two columns, one row each. */
  facts: (rows: readonly (readonly [string, string])[]) =>
    `<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" style="margin:14px 0 0">
${rows
  .map(
    ([name, value]) =>
      `<tr><td class="kp-mut kp-line" width="120" valign="top" style="padding:11px 12px 11px 0;border-top:1px solid ${LINE};font:400 15px/23px ${SANS};color:${MUTED}">${name}</td><td class="kp-ink kp-line" valign="top" style="padding:11px 0;border-top:1px solid ${LINE};font:400 15px/23px ${SANS};color:${INK}">${value}</td></tr>`,
  )
  .join("\n")}
</table>`,
};

const VIEW_ONLINE: Record<Locale, string> = { de: "Im Browser ansehen", en: "View in browser" };

/** The shared web view, above the sheet: for programs that show the letter badly. */
function viewOnline(locale: Locale): string {
  return `<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" style="max-width:600px"><tr><td class="kp-mut kp-top" align="right" style="padding:0 4px 12px;font:400 13px/20px ${SANS};color:${MUTED}"><a class="kp-mut" href="{{ web_view_url }}" style="color:${MUTED};text-decoration:underline">${VIEW_ONLINE[locale]}</a></td></tr></table>
`;
}

/**
 * The whole mail around its rows: paper, sheet, coloured edge, name and date at the top, question and footer at the
 * end. A letter that only asks has no web view: the question is for its recipient.
 */
export function letterFrame(
  locale: Locale,
  title: string,
  rows: readonly string[],
  options: { webView: boolean } = { webView: true },
): string {
  return `<!doctype html>
<html lang="${locale}" xmlns="http://www.w3.org/1999/xhtml">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<meta name="format-detection" content="telephone=no,date=no,address=no,email=no">
<title>${title}</title>
${STYLES}
</head>
<body class="kp-paper" bgcolor="#FBFAF7" style="margin:0;padding:0;background:#FBFAF7">
<table role="presentation" class="kp-paper" lang="${locale}" width="100%" cellpadding="0" cellspacing="0" border="0" bgcolor="#FBFAF7" style="background:#FBFAF7">
<tr><td class="kp-out" align="center" style="padding:40px 16px">
<!--[if mso]><table role="presentation" width="600" cellpadding="0" cellspacing="0" border="0"><tr><td><![endif]-->
${options.webView ? viewOnline(locale) : ""}<table role="presentation" class="kp-sheet" width="100%" cellpadding="0" cellspacing="0" border="0" bgcolor="#FFFFFF" style="max-width:600px;background:#FFFFFF;border:1px solid ${LINE};border-radius:12px;text-align:left">
<tr><td class="kp-edge" height="4" bgcolor="${PETROL}" style="height:4px;line-height:4px;font-size:1px;background:${PETROL};border-radius:12px 12px 0 0">&nbsp;</td></tr>
<tr><td class="kp-side" style="padding:30px 48px 0">
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0"><tr>
<td class="kp-ink" style="font:400 20px/28px ${SERIF};color:${INK}">{{ account.name }}</td>
<td class="kp-mut" align="right" style="font:400 13px/28px ${SANS};color:${MUTED}">{{ mailing.date }}</td>
</tr></table>
</td></tr>

${rows.join("\n\n")}

<tr><td class="kp-side" style="padding:40px 48px 0">
{{ tracking_question }}
</td></tr>

<tr><td class="kp-side" style="padding:32px 48px 40px">
{{ footer }}
</td></tr>
</table>
<!--[if mso]></td></tr></table><![endif]-->
</td></tr>
</table>
</body>
</html>
`;
}

const STYLES = `<style>
:root{color-scheme:light dark;supported-color-schemes:light dark}
body{margin:0;padding:0;width:100%;-webkit-text-size-adjust:100%;-ms-text-size-adjust:100%}
table{border-collapse:separate;mso-table-lspace:0;mso-table-rspace:0}
@media (max-width:620px){
  .kp-out{padding:0!important}
  .kp-top{padding:14px 24px!important}
  .kp-sheet{border-radius:0!important;border-left:0!important;border-right:0!important}
  .kp-edge{border-radius:0!important}
  .kp-side{padding-left:24px!important;padding-right:24px!important}
  .kp-title{font-size:28px!important;line-height:35px!important}
  .kp-wide{width:100%!important}
  .kp-btna{display:block!important;padding-left:12px!important;padding-right:12px!important}
}
@media (prefers-color-scheme:dark){
  .kp-paper{background:#14181D!important}
  .kp-sheet,.kp-foot{background:#1B2128!important;border-color:#303841!important}
  .kp-ask{background:#202A2E!important;border-color:#2F4A4A!important}
  .kp-ink{color:#E8E6E1!important}
  .kp-mut{color:#A3ABB4!important}
  .kp-line{border-color:#303841!important}
  .kp-link{color:#4FB6B2!important}
  .kp-edge,.kp-btn{background:#4FB6B2!important}
  .kp-btna{color:#0E1A1C!important;border-color:#4FB6B2!important}
}
[data-ogsb] .kp-paper{background:#14181D!important}
[data-ogsb] .kp-sheet,[data-ogsb] .kp-foot{background:#1B2128!important}
[data-ogsb] .kp-ask{background:#202A2E!important}
[data-ogsb] .kp-btn{background:#4FB6B2!important}
[data-ogsc] .kp-ink{color:#E8E6E1!important}
[data-ogsc] .kp-mut{color:#A3ABB4!important}
[data-ogsc] .kp-link{color:#4FB6B2!important}
[data-ogsc] .kp-btna{color:#0E1A1C!important}
</style>`;
