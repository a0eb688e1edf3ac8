import { Type } from "typebox";
import { IdParams } from "../../contract/common.ts";
import { getAccount } from "../accounts/index.ts";
import { blocksToMjml } from "../content/index.ts";
import { brandKitOf } from "../editing/index.ts";
import { route, type RouteSpec } from "../platform/index.ts";
import type { MailingDeps } from "./deps.ts";
import { getMailing } from "./get-mailing.ts";
import { presentSource } from "./mailing-source.ts";

/** What an author goes on with who changes from blocks to code. */
export function codeRoutes({ db, pagesUrl }: MailingDeps): RouteSpec[] {
  return [
    route({
      method: "GET",
      path: "/api/v1/mailings/:id/code",
      permission: "mailings.read",
      tag: "Mailings",
      summary: "The MJML and the HTML that a mailing's source is made into.",
      params: IdParams,
      response: Type.Object({
        mjml: Type.Union([Type.String(), Type.Null()], {
          description: "Null for a mailing in HTML.",
        }),
        html: Type.String(),
      }),
      handle: ({ accountId, params }) =>
        db.account(accountId, async (tx) => {
          const mailing = await getMailing(tx, params.id);
          const source = presentSource(mailing);
          if (source.kind === "html") return { mjml: null, html: mailing.html };
          if (source.kind === "mjml") return { mjml: source.source.mjml, html: mailing.html };
          const kit = await brandKitOf(tx, await getAccount(tx), pagesUrl);
          return { mjml: blocksToMjml(source.source, kit, mailing.locale), html: mailing.html };
        }),
    }),
  ];
}
