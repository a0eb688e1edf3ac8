import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { extname, join, relative, sep } from "node:path";
import { brotliCompressSync, constants } from "node:zlib";
import { AppError } from "../errors.ts";
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

/** Own scripts and fonts only; styles may be inline because the component library writes them. */
const WORKPLACE_CSP =
  "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self'; connect-src 'self'; frame-src 'self' blob: data:; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; manifest-src 'self'; worker-src 'self' blob:";

/**
 * Serves the built workplace from memory: named files as they are, every other path with its page, so that a link into
 * the workplace works. `reserved` are first path segments that belong to others and end in 404.
 */
export function workplaceRoutes(folder: string, reserved: readonly string[]): RouteSpec[] {
  const assets = existsSync(join(folder, "index.html")) ? load(folder) : null;
  return [
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
        const page = asset ?? assets?.get("index.html");
        if (!page) {
          throw new AppError("workplace_not_built", 503, "The workplace has not been built.", {
            hint: "Start with `npm start`, or run `npm run build`.",
          });
        }
        reply.header("etag", page.etag).type(page.type);
        reply.header(
          "cache-control",
          asset && path.startsWith("assets/") ? "public, max-age=31536000, immutable" : "no-cache",
        );
        reply.header("content-security-policy", WORKPLACE_CSP).header("vary", "accept-encoding");
        if (request.headers["if-none-match"] === page.etag) return reply.status(304).send();
        if (page.brotli && (request.headers["accept-encoding"] ?? "").includes("br"))
          return reply.header("content-encoding", "br").send(page.brotli);
        return reply.send(page.body);
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
