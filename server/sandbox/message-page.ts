import type { ParsedMessage } from "./mailbox.ts";

/** A message as a document of its own, with the headers that keep it in its frame. */
export type MessagePage = { html: string; headers: Record<string, string> };

/**
 * The page for the frame that shows a message. `sandbox` without `allow-scripts` gives it an origin
 * of its own and runs no script; links open in a new window without reference to this one. Remote
 * images load as in a mail program (`images`), and with them the message's own pixel.
 */
export function messagePage({ html, text }: ParsedMessage, images: boolean): MessagePage {
  const policy = [
    "sandbox allow-popups allow-popups-to-escape-sandbox",
    "default-src 'none'",
    `img-src ${images ? "http: https: data:" : "data:"}`,
    "style-src 'unsafe-inline'",
    "form-action 'none'",
    "base-uri 'none'",
    "frame-ancestors 'self'",
  ].join("; ");
  return {
    html: html === null ? textDocument(text ?? "") : withLinksOutside(html),
    headers: {
      "content-type": "text/html; charset=utf-8",
      "content-security-policy": policy,
      // Older browsers know this one instead of frame-ancestors.
      "x-frame-options": "SAMEORIGIN",
    },
  };
}

/** `<base>` goes behind the doctype, since anything before it would change how the mail is laid out. */
function withLinksOutside(html: string): string {
  const doctype = /^\s*<!doctype[^>]*>/i.exec(html)?.[0] ?? "";
  return `${doctype}<base target="_blank">${html.slice(doctype.length)}`;
}

function textDocument(text: string): string {
  const escaped = text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;");
  const linked = escaped.replace(
    /\bhttps?:\/\/(?:(?!&(?:lt|quot);)[^\s>])+/g,
    (url) => `<a href="${url}" target="_blank" rel="noopener noreferrer">${url}</a>`,
  );
  return `<!doctype html><meta charset="utf-8"><meta name="color-scheme" content="light dark"><body style="margin:16px"><pre style="white-space:pre-wrap;overflow-wrap:anywhere;font:14px/1.5 ui-monospace,monospace">${linked}</pre>`;
}
