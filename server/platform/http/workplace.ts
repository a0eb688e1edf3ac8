import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { extname, join, relative, sep } from "node:path";
import { brotliCompressSync, constants } from "node:zlib";
import type { FastifyReply } from "fastify";
import { AppError } from "../errors.ts";
import { randomToken } from "../ids.ts";
import { foreignFrameRoutes } from "./foreign-frame.ts";
import { publicRoute, route, type RouteSpec } from "./route.ts";

const TYPES: Record<string, string> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".svg": "image/svg+xml",
  ".woff2": "font/woff2",
  ".png": "image/png",
  ".ico": "image/x-icon",
  ".json": "application/json",
  ".webmanifest": "application/manifest+json",
  ".txt": "text/plain; charset=utf-8",
};

interface Asset {
  type: string;
  body: Buffer;
  brotli: Buffer | null;
  etag: string;
}

/** Where the built page wants the nonce, and where it says which page shows foreign HTML. */
const NONCE_PLACE = "__CSP_NONCE__";
const FRAME_PLACE = 'name="foreign-frame" content="/frame"';

/**
 * Only what carries the nonce of this answer, and what that loads, is run or styles anything; no text becomes markup or
 * code except by the policies of `admin/src/ui/policy.ts` and the text editor's own for what is pasted into it (Trusted
 * Types). Foreign HTML lives in its frame only.
 */
function workplacePolicy(nonce: string, frames: string): string {
  return [
    "default-src 'none'",
    `script-src 'nonce-${nonce}' 'strict-dynamic'`,
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data: blob:",
    "font-src 'self'",
    "connect-src 'self'",
    `frame-src ${frames}`,
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types default klarpost-inert ProseMirrorClipboard",
  ].join("; ");
}

/**
 * Serves the built workplace from memory: named files as they are, every other path with its page, so that a link into
 * the workplace works. `reserved` are first path segments that belong to others and end in 404. `sandboxUrl` is the host
 * of the frame for foreign HTML, when it has one of its own.
 */
export function workplaceRoutes(
  folder: string,
  options: { reserved: readonly string[]; publicUrl: string; sandboxUrl: string | null },
): RouteSpec[] {
  const assets = existsSync(join(folder, "index.html")) ? load(folder) : null;
  const { reserved, publicUrl, sandboxUrl } = options;
  const frames = sandboxUrl === null ? "'self'" : `'self' ${new URL(sandboxUrl).origin}`;
  const page = assets
    ?.get("index.html")
    ?.body.toString("utf8")
    .replace(
      FRAME_PLACE,
      `name="foreign-frame" content="${sandboxUrl === null ? "/frame" : new URL("/frame", sandboxUrl).href}"`,
    );
  assets?.delete("index.html");
  const sendPage = (reply: FastifyReply, html: string): FastifyReply => {
    const nonce = randomToken(18);
    return (
      reply
        .header("content-security-policy", workplacePolicy(nonce, frames))
        // A page that is kept would come back with the nonce of an earlier answer.
        .header("cache-control", "no-store")
        .type("text/html; charset=utf-8")
        .send(html.replaceAll(NONCE_PLACE, nonce))
    );
  };
  return [
    ...foreignFrameRoutes(publicUrl),
    route({
      method: "GET",
      path: "/*",
      permission: publicRoute,
      hidden: true,
      tag: "Workplace",
      summary: "The workplace.",
      async handle({ request, reply }) {
        const path = decodeURIComponent(request.url.split("?", 1)[0]!).slice(1);
        const asset = assets?.get(path);
        // A page may end like a file (the page of a domain); a browser that opens one asks for HTML.
        const isFile =
          /\.\w{1,8}$/.test(path) && !(request.headers.accept ?? "").includes("text/html");
        if (!asset && (reserved.includes(path.split("/", 1)[0]!) || isFile))
          throw new AppError("no_such_route", 404, "There is nothing at this address.");
        if (page === undefined)
          throw new AppError("workplace_not_built", 503, "The workplace has not been built.", {
            hint: "Start with `npm start`, or run `npm run build`.",
          });
        if (!asset) return sendPage(reply, page);
        reply.header("etag", asset.etag).header("vary", "accept-encoding").type(asset.type);
        reply.header(
          "cache-control",
          path.startsWith("assets/") ? "public, max-age=31536000, immutable" : "no-cache",
        );
        if (request.headers["if-none-match"] === asset.etag) return reply.status(304).send();
        if (asset.brotli && (request.headers["accept-encoding"] ?? "").includes("br"))
          return reply.header("content-encoding", "br").send(asset.brotli);
        return reply.send(asset.body);
      },
    }),
  ];
}

function load(folder: string): Map<string, Asset> {
  const assets = new Map<string, Asset>();
  for (const entry of readdirSync(folder, { recursive: true, encoding: "utf8" })) {
    const file = join(folder, entry);
    if (!statSync(file).isFile()) continue;
    const body = readFileSync(file);
    const type = TYPES[extname(file)] ?? "application/octet-stream";
    const compressible = /text|javascript|json|svg/.test(type) && body.length > 1024;
    assets.set(relative(folder, file).split(sep).join("/"), {
      type,
      body,
      brotli: compressible
        ? brotliCompressSync(body, { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } })
        : null,
      etag: `"${createHash("sha256").update(body).digest("base64url").slice(0, 22)}"`,
    });
  }
  return assets;
}
