import type { Preview, PreviewState } from "../../contract/content.ts";
import type { CompiledContent } from "./compile-content.ts";
import type { RenderOutcome, TemplateEngine } from "./liquid-engine.ts";
import type { MergeValues, SystemLink } from "./merge-fields.ts";
import { personalise } from "./personalise.ts";
import { bindVariant, writePieces, type UrlWriter } from "./pieces.ts";

/** Addresses a preview shows in place of real tokens; they lead nowhere. */
export interface PreviewUrls {
  /** Address for a system link, for example a page that explains it. */
  system: (link: SystemLink) => string;
}

export type PreviewResult = { ok: true; preview: Preview } | Extract<RenderOutcome, { ok: false }>;

/**
 * Shows a content as one contact would get it in one measuring state. Links keep their own targets in every
 * state, so that an author can try them and nothing is counted; the measuring image is left out. Foreign code
 * may be in the result: show it only from another origin or under a sandbox.
 */
export async function previewContent(
  content: CompiledContent,
  engine: TemplateEngine,
  values: MergeValues,
  state: PreviewState,
  urls: PreviewUrls,
): Promise<PreviewResult> {
  const [result] = await personalise(content, engine, [values]);
  if (!result?.ok) return result ?? { ok: false, reason: "closed", detail: "no result" };
  const writer: UrlWriter = {
    link: (_, original) => original,
    pixel: () => undefined,
    system: urls.system,
  };
  const { subject, html, text } = result.content;
  const written = writePieces(bindVariant(html, { kind: "own", pixel: false }), values, writer);
  return {
    ok: true,
    preview: {
      state,
      subject: writePieces(subject, values, writer).trim(),
      preheader: content.preheader.logic
        ? ""
        : writePieces(content.preheader.pieces, values, writer),
      html: written,
      text: writePieces(text, values, writer),
      htmlBytes: Buffer.byteLength(written),
    },
  };
}
