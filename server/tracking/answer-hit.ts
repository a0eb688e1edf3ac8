import type { IncomingMessage, ServerResponse } from "node:http";

/** One transparent point: the smallest GIF that every mail program shows. 43 bytes. */
export const PIXEL_GIF: Buffer = Buffer.from(
  "R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAEALAAAAAABAAEAAAICTAEAOw==",
  "base64",
);

/** As text, so that head and body leave in one write. */
const PIXEL_TEXT = PIXEL_GIF.toString("latin1");

// Nothing here lets a browser recognise itself the next time: no ETag, no Last-Modified, no cookie (TRK-06).
const PRIVATE = [
  "Cache-Control",
  "no-store",
  "Referrer-Policy",
  "no-referrer",
  "X-Content-Type-Options",
  "nosniff",
];
const PIXEL_HEADERS = [
  "Content-Type",
  "image/gif",
  "Content-Length",
  String(PIXEL_GIF.length),
  // Mail programs on the web show it on pages of their own.
  "Cross-Origin-Resource-Policy",
  "cross-origin",
  ...PRIVATE,
];

/** Headers of the installation for every answer, names and values in turn. */
export type MoreHeaders = readonly string[];

/** Step 5 for the pixel. */
export function answerPixel(
  request: IncomingMessage,
  response: ServerResponse,
  more: MoreHeaders,
): void {
  response.writeHead(200, more.length === 0 ? PIXEL_HEADERS : [...PIXEL_HEADERS, ...more]);
  if (request.method === "HEAD") response.end();
  else response.end(PIXEL_TEXT, "latin1");
}

/** Step 5 for a link: to the stored target, which is a web address (see `openMeasuring`). */
export function answerRedirect(response: ServerResponse, url: string, more: MoreHeaders): void {
  response.writeHead(302, [
    "Location",
    headerSafe(url),
    "Content-Length",
    "0",
    ...PRIVATE,
    ...more,
  ]);
  response.end();
}

/**
 * The plain page for a link that is not ours, cut off, or forgotten (404), that nobody can look up now (503), or that no
 * person sees (200).
 */
export function answerDeadLink(
  request: IncomingMessage,
  response: ServerResponse,
  page: { html: string; headers: Record<string, string> },
  more: MoreHeaders,
  status: 200 | 404 | 503 = 404,
): void {
  const body = Buffer.from(page.html, "utf8");
  response.writeHead(status, [
    ...Object.entries({
      ...page.headers,
      "cache-control": "no-store",
      "referrer-policy": "no-referrer",
      "content-length": String(body.length),
    }).flat(),
    ...more,
  ]);
  response.end(request.method === "HEAD" ? undefined : body);
}

export function answerNotAllowed(
  request: IncomingMessage,
  response: ServerResponse,
  more: MoreHeaders,
): void {
  request.resume();
  response.writeHead(405, ["Allow", "GET, HEAD", "Content-Length", "0", ...PRIVATE, ...more]);
  response.end();
}

/** Targets are stored as their authors wrote them; a header takes ASCII only. */
function headerSafe(url: string): string {
  return /^[\x21-\x7e]*$/.test(url) ? url : (URL.parse(url)?.href ?? "/");
}
