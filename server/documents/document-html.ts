import { createHash } from "node:crypto";
import type { DocumentBlock, DocumentContent, FlowPicture } from "../../contract/documents.ts";
import type { Locale } from "../platform/index.ts";

/** What stands around the content of a document. */
export interface Frame {
  account: string;
  /** Where it stands: "Fassung 2, bestätigt von …". */
  state: string;
  /** SHA-256 of the content, hexadecimal. */
  sha256: string;
  /** Day it was made, in words. */
  made: string;
  /** T-18. */
  responsibility: string;
  locale: Locale;
}

const STYLE = `:root{color-scheme:light;--ink:#1b2330;--muted:#5b6577;--accent:#0b6e6e;--line:#dfe0dc;--wait:#8a5a00}
*{box-sizing:border-box}
body{margin:0;background:#f4f3ef;color:var(--ink);font:16px/1.55 Inter,system-ui,sans-serif}
main{max-width:50rem;margin:2rem auto;padding:3rem 3.5rem;background:#fff;border-radius:12px;box-shadow:0 1px 3px rgb(27 35 48/.12)}
h1,h2,h3{font-family:"Source Serif 4",Georgia,serif;font-weight:400;line-height:1.25;text-wrap:balance}
h1{font-size:2.1rem;margin:0 0 .25rem}
h2{font-size:1.5rem;margin:3rem 0 0;padding-top:1.25rem;border-top:2px solid var(--accent);break-after:avoid}
h3{font-size:1.15rem;margin:1.9rem 0 .5rem;break-after:avoid}
p{margin:.5rem 0;overflow-wrap:anywhere}
.state{color:var(--muted);margin:0 0 1.25rem}
dl{display:grid;grid-template-columns:minmax(8rem,12rem) 1fr;gap:.35rem 1.25rem;margin:.5rem 0}
dt{color:var(--muted);hyphens:auto;overflow-wrap:anywhere}
dd{margin:0;overflow-wrap:anywhere}
ul{margin:.5rem 0;padding-left:1.2rem}
li{margin:.25rem 0}
table{border-collapse:collapse;width:100%;font-size:.875rem;line-height:1.4;margin:.75rem 0}
th,td{text-align:left;vertical-align:top;padding:.45rem .6rem .45rem 0;border-bottom:1px solid var(--line);overflow-wrap:anywhere}
th{color:var(--muted);font-weight:600}
tr{break-inside:avoid}
.scroll{overflow-x:auto}
.open{border-left:3px solid var(--wait);padding:.25rem 0 .25rem .75rem;color:var(--wait)}
.sign{margin:3.5rem 0 0;padding-top:.4rem;border-top:1px solid var(--ink);max-width:22rem;break-inside:avoid}
.sign span{display:block;color:var(--muted);font-size:.85rem}
svg{display:block;width:100%;height:auto;margin:1rem 0}
footer{margin-top:3rem;padding-top:1rem;border-top:1px solid var(--line);color:var(--muted);font-size:.8rem}
code{font-size:.75rem;overflow-wrap:anywhere}
@media(max-width:40rem){main{margin:0;padding:1.5rem 1.1rem;border-radius:0}h1{font-size:1.6rem}dl{grid-template-columns:1fr;gap:0}dd{margin-bottom:.6rem}}
@media print{body{background:#fff;font-size:10.5pt}main{margin:0;padding:0;max-width:none;box-shadow:none}h2{margin-top:2rem}}
@page{margin:18mm 16mm}`;
const PRINT = "addEventListener('load',()=>print())";

const hashed = (text: string): string =>
  `'sha256-${createHash("sha256").update(text).digest("base64")}'`;

/** The page's own policy: its style, its one line of script where it prints, and nothing from anywhere else. */
export const documentPolicy = (prints: boolean): string =>
  [
    "default-src 'none'",
    `style-src ${hashed(STYLE)}`,
    ...(prints ? [`script-src ${hashed(PRINT)}`] : []),
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join("; ");

const escape = (text: string): string =>
  text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");

/** A document as a page to read and print: no foreign address. `prints`: the print dialogue opens by itself. */
export function documentHtml(content: DocumentContent, frame: Frame, prints: boolean): string {
  const { locale } = frame;
  const foot =
    locale === "de"
      ? `Erzeugt am ${frame.made} aus der laufenden Konfiguration. Prüfsumme des Inhalts (SHA-256):`
      : `Made on ${frame.made} from the live configuration. Checksum of the content (SHA-256):`;
  return `<!doctype html>
<html lang="${locale}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escape(`${content.title} – ${frame.account}`)}</title>
<style>${STYLE}</style>${prints ? `<script>${PRINT}</script>` : ""}</head>
<body><main><h1>${escape(content.title)}</h1><p class="state">${escape(frame.account)} · ${escape(frame.state)}</p><p>${escape(content.intro)}</p>
${contentHtml(content)}
<footer><p>${escape(frame.responsibility)}</p><p>${escape(foot)} <code>${frame.sha256}</code></p></footer></main></body></html>
`;
}

/** The sections alone, for copying into a page of one's own. */
export function contentHtml({ sections }: DocumentContent): string {
  let part: string | undefined;
  return sections
    .map((each) => {
      const heading =
        each.part !== undefined && each.part !== part ? `<h2>${escape(each.part)}</h2>\n` : "";
      part = each.part;
      return `${heading}<section><h3>${escape(each.title)}</h3>${each.blocks.map(blockHtml).join("\n")}</section>`;
    })
    .join("\n");
}

function blockHtml(block: DocumentBlock): string {
  switch (block.kind) {
    case "text":
      return `<p>${escape(block.text)}</p>`;
    case "open":
      return `<p class="open">${escape(block.text)}</p>`;
    case "list":
      return `<ul>${block.items.map((item) => `<li>${escape(item)}</li>`).join("")}</ul>`;
    case "facts":
      return `<dl>${block.rows.map(({ label, value }) => `<dt>${escape(label)}</dt><dd>${escape(value)}</dd>`).join("")}</dl>`;
    case "table":
      return `<div class="scroll" tabindex="0" role="region" aria-label="${escape(block.label)}"><table><thead><tr>${block.head.map((cell) => `<th scope="col">${escape(cell)}</th>`).join("")}</tr></thead><tbody>${block.rows.map((row) => `<tr>${row.map((cell) => `<td>${escape(cell)}</td>`).join("")}</tr>`).join("")}</tbody></table></div>`;
    case "figure":
      return flowSvg(block.picture, block.alt);
    case "signature":
      return `<p class="sign">${block.lines.map((line) => `<span>${escape(line)}</span>`).join("")}</p>`;
  }
}

const TONES = {
  house: ["#e3f0ef", "#0b6e6e"],
  in: ["#ffffff", "#aab2bd"],
  out: ["#ffffff", "#aab2bd"],
} as const;

/** The picture of the data flows as SVG, drawn with attributes alone so that no style is needed. */
export function flowSvg(picture: FlowPicture, alt: string): string {
  const boxes = picture.boxes.map((box) => {
    const [fill, stroke] = TONES[box.tone];
    const lines = box.lines.map(
      (line, at) =>
        `<text x="${box.x + 10}" y="${box.y + 37 + at * 13}" font-size="10.5" fill="#5b6577">${escape(line)}</text>`,
    );
    return `<rect x="${box.x + 0.5}" y="${box.y + 0.5}" width="${box.width - 1}" height="${box.height - 1}" rx="8" fill="${fill}" stroke="${stroke}"/><text x="${box.x + 10}" y="${box.y + 19}" font-size="12" font-weight="600" fill="#1b2330">${escape(box.title)}</text>${lines.join("")}`;
  });
  const arrows = picture.arrows.map(
    ({ fromX, fromY, toX, toY }) =>
      `<path d="M${fromX} ${fromY}L${toX - 3} ${toY}M${toX - 8} ${toY - 4}L${toX - 2} ${toY}L${toX - 8} ${toY + 4}" fill="none" stroke="#0b6e6e" stroke-width="1.2"/>`,
  );
  return `<svg viewBox="0 0 ${picture.width} ${picture.height}" role="img" aria-label="${escape(alt)}" font-family="Inter, system-ui, sans-serif">${boxes.join("")}${arrows.join("")}</svg>`;
}
