import { Type } from "typebox";
import { notFound, publicRoute, route, type RouteSpec } from "../platform/index.ts";
import type { ImageDeps } from "./deps.ts";
import { keyOfAddress, MEDIA_TYPES } from "./image.ts";
import { accountOfImage, findFileByKey } from "./images.store.ts";
import { readPicture } from "./store-picture.ts";

/**
 * The same for everybody and for ever. Mail programs on the web load it from another site; opened by itself it is
 * nobody's page. No cookie, no tag that could recognise who comes back.
 */
const HEADERS: Readonly<Record<string, string>> = {
  "cache-control": "public, max-age=31536000, immutable",
  "content-security-policy": "default-src 'none'; sandbox",
  "cross-origin-resource-policy": "cross-origin",
  "x-robots-tag": "noindex",
};
const CACHED_BYTES = 32 * 1024 * 1024;
const CACHED_MS = 60_000;

interface Shown {
  type: string;
  bytes: Buffer;
  until: number;
}

/**
 * Pictures at their public address. Who asks, and how often, is neither looked at nor counted nor logged: a picture of a
 * mailing must not become a way to measure (TRK-06). There is one address for all recipients, and what follows a
 * question mark changes nothing.
 */
export function publicImageRoutes(deps: ImageDeps): {
  routes: RouteSpec[];
  forget(keys: readonly string[]): void;
} {
  const cache = new Map<string, Shown>();
  let size = 0;
  const forget = (keys: readonly string[]) => {
    for (const key of keys) {
      size -= cache.get(key)?.bytes.length ?? 0;
      cache.delete(key);
    }
  };
  const keep = (key: string, shown: Shown) => {
    forget([key]);
    cache.set(key, shown);
    size += shown.bytes.length;
    for (const oldest of cache.keys()) {
      if (size <= CACHED_BYTES) break;
      forget([oldest]);
    }
  };
  const find = async (key: string): Promise<Shown> => {
    const now = deps.clock.now().getTime();
    const known = cache.get(key);
    if (known && known.until > now) return known;
    const shown = { ...(await load(deps, key)), until: now + CACHED_MS };
    keep(key, shown);
    return shown;
  };
  return {
    forget,
    routes: [
      route({
        method: "GET",
        path: "/m/:file",
        permission: publicRoute,
        tag: "Images",
        summary: "A picture of the library.",
        hidden: true,
        params: Type.Object({ file: Type.String({ maxLength: 60 }) }),
        async handle({ params, reply }) {
          const key = keyOfAddress(`/m/${params.file}`);
          if (key === undefined) throw notFound("picture");
          const { type, bytes } = await find(key);
          if (!params.file.endsWith(ENDINGS[type]!)) throw notFound("picture");
          return reply.headers(HEADERS).type(type).send(bytes);
        },
      }),
    ],
  };
}

const ENDINGS: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries(MEDIA_TYPES).map(([extension, type]) => [type, `.${extension}`]),
);

async function load({ db }: ImageDeps, key: string): Promise<Omit<Shown, "until">> {
  const accountId = await db.instance((tx) => accountOfImage(tx, key));
  if (accountId === null) throw notFound("picture");
  const file = await db.account(accountId, (tx) => findFileByKey(tx, key));
  if (!file) throw notFound("picture");
  return {
    type: MEDIA_TYPES[file.extension],
    bytes: await readPicture(db, accountId, file.fileId),
  };
}
