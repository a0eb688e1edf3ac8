import type { DocumentContent } from "../../contract/documents.ts";
import { linesOf } from "./document.ts";
import type { Frame } from "./document-html.ts";

/** A document as plain text: for the command line, and for copying. */
export function documentText(content: DocumentContent, frame: Frame): string {
  let part: string | undefined;
  const sections = content.sections.flatMap((each) => {
    const heading =
      each.part !== undefined && each.part !== part ? [each.part.toUpperCase(), ""] : [];
    part = each.part;
    return [
      ...heading,
      each.title,
      ...each.blocks.flatMap((block) => {
        const lines = linesOf(block);
        return block.kind === "list" ? lines.map((line) => `- ${line}`) : lines;
      }),
      "",
    ];
  });
  return `${[content.title, `${frame.account} · ${frame.state}`, "", content.intro, "", ...sections, frame.responsibility, `SHA-256 ${frame.sha256}`].join("\n")}\n`;
}
