import {
  bindVariant,
  compileVersion,
  contentFor,
  escapeHtml,
  findContentVersion,
  neutralValues,
  personalise,
  writePieces,
  type ContentVersion,
  type Piece,
} from "../content/index.ts";
import type { Locale, Tx } from "../platform/index.ts";
import { excerptOf } from "./archive.ts";
import type { ArchiveDeps } from "./deps.ts";
import type { ViewedMailing } from "./web-view.ts";

/** A mailing as nobody in particular sees it. */
export interface SharedRendering {
  subject: string;
  excerpt: string;
  /** The HTML up to the end of its body, and the rest: a line about the web view comes between. */
  html: readonly [string, string];
}

/** Renderings kept in memory, so that a mailing read by thousands is made once. */
export interface SharedRenderings {
  /** The rendering of a mailing with content; `tx` is used only when it is not in memory. */
  of(tx: Tx, accountId: number, mailing: ViewedMailing, locale?: Locale): Promise<SharedRendering>;
}

/** Characters held at most; UTF-16, so twice as many bytes. */
const MAX_HELD = 16_000_000;

/** Keeps the renderings used last. A content version never changes, so what is held is never stale. */
export function createSharedRenderings(
  deps: Pick<ArchiveDeps, "engine" | "pagesUrl">,
  maxHeld = MAX_HELD,
  load = findContentVersion,
): SharedRenderings {
  const held = new Map<string, { made: Promise<SharedRendering>; size: number }>();
  let size = 0;
  const forget = (key: string): void => {
    size -= held.get(key)?.size ?? 0;
    held.delete(key);
  };
  return {
    async of(tx, accountId, mailing, locale = mailing.locale) {
      const key = `${accountId}/${mailing.id}/${mailing.contentVersionId}/${locale}`;
      const known = held.get(key);
      if (known) {
        held.delete(key);
        held.set(key, known);
        return known.made;
      }
      const entry = { made: renderMailing(tx, deps, load, accountId, mailing, locale), size: 0 };
      held.set(key, entry);
      try {
        const made = await entry.made;
        entry.size = made.subject.length + made.excerpt.length + made.html.join("").length;
        size += entry.size;
        for (const oldest of held.keys()) {
          if (size <= maxHeld) break;
          forget(oldest);
        }
        return made;
      } catch (error) {
        forget(key);
        throw error;
      }
    },
  };
}

async function renderMailing(
  tx: Tx,
  deps: Pick<ArchiveDeps, "engine" | "pagesUrl">,
  load: typeof findContentVersion,
  accountId: number,
  mailing: ViewedMailing,
  locale: Locale,
): Promise<SharedRendering> {
  const version = await load(tx, accountId, mailing.contentVersionId!);
  if (!version) throw new Error(`Mailing ${mailing.publicId} has lost its content.`);
  const personalUrl = `${deps.pagesUrl}/w/${mailing.webViewKey}/persoenlich`;
  return renderShared(deps, version, personalUrl, locale);
}

/**
 * Renders a version for everyone at once (TRK-02, tracking.md): every field empty, so that its fallback stands in; the
 * author's own link targets; no image that measures; nobody is asked anything; and in place of the links that carry a
 * person's token the page that says where to find them.
 */
export async function renderShared(
  { engine }: Pick<ArchiveDeps, "engine">,
  version: ContentVersion,
  personalUrl: string,
  locale: Locale = version.settings.facts.locale,
): Promise<SharedRendering> {
  const compiled = compileVersion(version);
  if (!compiled.ok) throw new Error(`Content ${version.publicId} does not compile any more.`);
  const content = contentFor(compiled.content, locale);
  const values = neutralValues(content.facts);
  const [result] = await personalise(content, engine, [values]);
  if (!result!.ok) throw new Error(`Content ${version.publicId} cannot be rendered.`);
  const urls = {
    link: (_no: number, original: string) => original,
    pixel: () => undefined,
    system: () => personalUrl,
  };
  const write = (pieces: readonly Piece[]): string =>
    writePieces(bindVariant(pieces, { kind: "none" }), values, urls);
  const { subject, html, text } = result!.content;
  const title = write(subject).replace(/\s+/g, " ").trim();
  return {
    subject: title,
    excerpt: excerptOf(write(content.preheader.pieces), write(text)),
    html: splitBody(withHead(write(html), title)),
  };
}

/**
 * What a page needs and authors of mails leave out: a title (WCAG 2.4.2), and a sign of its own, because browsers would
 * ask for `/favicon.ico`, which the sandbox may not have.
 */
function withHead(html: string, title: string): string {
  const element = `<link rel="icon" href="data:,">${/<title[\s>]/i.test(html) ? "" : `<title>${escapeHtml(title)}</title>`}`;
  const head = /<head(?:\s[^>]*)?>/i.exec(html) ?? /<html(?:\s[^>]*)?>/i.exec(html);
  if (!head)
    return /^\s*<!doctype/i.test(html) ? html.replace(/>/, () => `>${element}`) : element + html;
  const at = head.index + head[0].length;
  return html.slice(0, at) + element + html.slice(at);
}

function splitBody(html: string): [string, string] {
  const at = html.toLowerCase().lastIndexOf("</body");
  return at === -1 ? [html, ""] : [html.slice(0, at), html.slice(at)];
}
