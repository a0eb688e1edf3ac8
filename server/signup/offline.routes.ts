import { Type } from "typebox";
import { IdParams, LocaleSchema, oneOf } from "../../contract/common.ts";
import { route, type RouteSpec } from "../platform/index.ts";
import type { SignupDeps } from "./deps.ts";
import { offlineCard } from "./offline-card.ts";
import { offlineHelp, phoneScript } from "./offline-help.ts";

const tag = "Forms";

/** What helps to ask where there is no screen: a letter, a card, a telephone script (CON-27). */
export function offlineRoutes(deps: SignupDeps): RouteSpec[] {
  return [
    route({
      method: "GET",
      path: "/api/v1/forms/:id/card.pdf",
      permission: "forms.read",
      tag,
      summary:
        "A letter or card for printing, with a QR code to the form and its wording (CON-27).",
      params: IdParams,
      query: Type.Object({
        kind: Type.Optional(oneOf("letter", "card")),
        locale: Type.Optional(LocaleSchema),
      }),
      async handle({ accountId, params, query, reply }) {
        const help = await deps.db.account(accountId, (tx) =>
          offlineHelp(tx, deps, accountId, params.id, query.locale),
        );
        const kind = query.kind ?? "letter";
        void reply
          .type("application/pdf")
          .header(
            "content-disposition",
            `attachment; filename="${params.id}-${kind}-${help.locale}.pdf"`,
          );
        return offlineCard(help, kind);
      },
    }),
    route({
      method: "GET",
      path: "/api/v1/forms/:id/phone-script",
      permission: "forms.read",
      tag,
      summary:
        "What to say on the telephone, with the wording to be read out and its version (CON-27).",
      params: IdParams,
      query: Type.Object({ locale: Type.Optional(LocaleSchema) }),
      async handle({ accountId, params, query, reply }) {
        const help = await deps.db.account(accountId, (tx) =>
          offlineHelp(tx, deps, accountId, params.id, query.locale),
        );
        void reply
          .type("text/plain; charset=utf-8")
          .header(
            "content-disposition",
            `attachment; filename="${params.id}-phone-${help.locale}.txt"`,
          );
        return phoneScript(help);
      },
    }),
  ];
}
