import type { FastifyReply, FastifyRequest } from "fastify";
import { publicRoute, route, type RouteSpec } from "../platform/index.ts";
import { assetHeaders, pageFonts } from "./assets.ts";
import { pageHeaders } from "./headers.ts";
import { linkInvalidPage } from "./notices.ts";
import { chooseLocale, neutralTheme, type Locale, type PageTheme } from "./theme.ts";

/** Sends a page with its headers. Nothing else may set a header on it: some answers must not differ (DOI-11). */
export function answerPage(
  reply: FastifyReply,
  theme: PageTheme,
  page: string,
  options: { status?: number; script?: boolean; indexed?: boolean } = {},
): string {
  reply
    .status(options.status ?? 200)
    .headers(
      pageHeaders(theme, { script: options.script ?? false, indexed: options.indexed ?? false }),
    );
  return page;
}

/** The one answer to every link that is not ours, whatever is wrong with it (UNS-18). */
export function answerInvalidLink(request: FastifyRequest, reply: FastifyReply): string {
  const theme = neutralTheme();
  const locale = requestLocale(request, theme.locales);
  const page = linkInvalidPage({ theme, locale, timeZone: "Europe/Berlin" });
  return answerPage(reply, theme, page, { status: 404 });
}

/** The language of the page: `?lang=`, else the browser's, else the first one offered. */
export function requestLocale(request: FastifyRequest, offered: readonly Locale[]): Locale {
  const chosen = (request.query as { lang?: unknown } | undefined)?.lang;
  return chooseLocale(
    offered,
    typeof chosen === "string" ? chosen : undefined,
    request.headers["accept-language"],
  );
}

/** The files that public pages load from their own host. */
export function pageAssetRoutes(): RouteSpec[] {
  return pageFonts().map((asset) =>
    route({
      method: "GET",
      path: asset.path,
      permission: publicRoute,
      tag: "Pages",
      summary: "A typeface of the public pages.",
      hidden: true,
      handle: async ({ reply }) =>
        reply
          .headers({
            ...assetHeaders,
            // The sandbox in which the workplace shows these pages has an origin without a name.
            "access-control-allow-origin": "*",
          })
          .type(asset.contentType)
          .send(asset.body),
    }),
  );
}
