import { IdParams } from "../../contract/common.ts";
import { LanguagesSchema } from "../../contract/mailing-languages.ts";
import { audit, personBehind } from "../accounts/index.ts";
import { route, type RouteSpec } from "../platform/index.ts";
import type { MailingDeps } from "./deps.ts";
import { getMailing } from "./get-mailing.ts";
import { addTranslation, languagesOf, removeTranslation } from "./translations.ts";

const path = "/api/v1/mailings/:id/languages";
const tag = "Mailings";

/** A mailing in two languages; each contact gets the one they chose. */
export function languageRoutes({ db, clock }: MailingDeps): RouteSpec[] {
  return [
    route({
      method: "GET",
      path,
      permission: "mailings.read",
      tag,
      summary: "The languages a mailing exists in.",
      params: IdParams,
      response: LanguagesSchema,
      handle: ({ accountId, params }) =>
        db.account(accountId, async (tx) => languagesOf(tx, await getMailing(tx, params.id))),
    }),
    route({
      method: "POST",
      path,
      permission: "mailings.write",
      tag,
      summary:
        "Add a version in the other language: a draft with the same content to be translated. It is frozen and sent with the mailing.",
      params: IdParams,
      response: LanguagesSchema,
      status: 201,
      handle: ({ accountId, actor, params }) =>
        db.account(accountId, async (tx) => {
          const mailing = await getMailing(tx, params.id);
          const made = await addTranslation(
            tx,
            accountId,
            mailing,
            await personBehind(tx, actor),
            clock.now(),
          );
          await audit(tx, accountId, actor, "mailing.language_added", {
            objectType: "mailing",
            objectId: mailing.publicId,
            detail: { locale: made.locale, version: made.publicId },
          });
          return languagesOf(tx, mailing);
        }),
    }),
    route({
      method: "DELETE",
      path,
      permission: "mailings.write",
      tag,
      summary: "Put the version in the other language away.",
      params: IdParams,
      handle: ({ accountId, actor, params }) =>
        db.account(accountId, async (tx) => {
          const mailing = await getMailing(tx, params.id);
          await removeTranslation(tx, mailing, clock.now());
          await audit(tx, accountId, actor, "mailing.language_removed", {
            objectType: "mailing",
            objectId: mailing.publicId,
          });
        }),
    }),
  ];
}
