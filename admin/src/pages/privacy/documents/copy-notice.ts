import type { DocumentBlock, DocumentContent } from "../../../../../contract/documents.ts";

const escape = (text: string): string =>
  text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");

/** The blocks of the privacy notice in plain HTML, without style or class: the website has its own. */
export function noticeHtml({ sections }: Pick<DocumentContent, "sections">): string {
  return sections
    .map(({ title, blocks }) => `<h2>${escape(title)}</h2>\n${blocks.map(blockHtml).join("\n")}`)
    .join("\n\n");
}

function blockHtml(block: DocumentBlock): string {
  switch (block.kind) {
    case "text":
    case "open":
      return `<p>${escape(block.text)}</p>`;
    case "list":
      return `<ul>\n${block.items.map((item) => `  <li>${escape(item)}</li>`).join("\n")}\n</ul>`;
    case "facts":
      return `<p>${block.rows.map(({ label, value }) => `${escape(label)}: ${escape(value)}`).join("<br>\n")}</p>`;
    default:
      return "";
  }
}

/** The same as text. */
export function noticeText({ sections }: Pick<DocumentContent, "sections">): string {
  return sections
    .map(
      ({ title, blocks }) =>
        `${title}\n\n${blocks
          .flatMap((block) => {
            if (block.kind === "list") return [block.items.map((item) => `- ${item}`).join("\n")];
            if (block.kind === "facts")
              return [block.rows.map(({ label, value }) => `${label}: ${value}`).join("\n")];
            return block.kind === "text" || block.kind === "open" ? [block.text] : [];
          })
          .join("\n\n")}`,
    )
    .join("\n\n\n");
}

/** Puts the blocks on the clipboard. */
export function copyNotice(content: DocumentContent, form: "text" | "html"): Promise<void> {
  return navigator.clipboard.writeText(form === "text" ? noticeText(content) : noticeHtml(content));
}
