import {
  MailingRulesInput,
  MailingRulesSchema,
  type MailingRulesView,
} from "../../contract/mailing-rules.ts";
import { audit } from "../accounts/index.ts";
import { findListsByPublicId } from "../lists/index.ts";
import { invalid, route, type RouteSpec, type Tx } from "../platform/index.ts";
import type { MailingDeps } from "./deps.ts";
import { listCaps, mailingRules, saveRules } from "./mailing-rules.store.ts";

const tag = "Mailings";

/** How often an address is written to at most, and above which size a second person looks. */
export function mailingRulesRoutes({ db, clock }: Pick<MailingDeps, "db" | "clock">): RouteSpec[] {
  return [
    route({
      method: "GET",
      path: "/api/v1/mailing-rules",
      permission: "mailings.read",
      tag,
      summary:
        "How many advertising mails an address gets at most, and above how many recipients a second person approves.",
      response: MailingRulesSchema,
      handle: ({ accountId }) => db.account(accountId, (tx) => present(tx)),
    }),
    route({
      method: "PUT",
      path: "/api/v1/mailing-rules",
      permission: "account.manage",
      tag,
      summary:
        "Set the caps and the size. They hold from the next mail on, for mailings under way too.",
      body: MailingRulesInput,
      response: MailingRulesSchema,
      handle: ({ accountId, actor, body }) =>
        db.account(accountId, async (tx) => {
          const ids = body.lists.map((cap) => cap.listId);
          const lists = await findListsByPublicId(tx, ids);
          const missing = ids.filter((id) => !lists.some((list) => list.publicId === id));
          if (missing.length > 0 || new Set(ids).size !== ids.length)
            throw invalid("no_such_list", "Each cap names one list of this account.", {
              hint: "GET /api/v1/lists lists them.",
            });
          const { cap, approvalAbove } = body;
          await saveRules(
            tx,
            accountId,
            { cap, approvalAbove },
            body.lists.map(({ listId, max, days }) => ({
              listId: lists.find((list) => list.publicId === listId)!.id,
              max,
              days,
            })),
            clock.now(),
          );
          await audit(tx, accountId, actor, "mailing_rules.changed", {
            objectType: "account",
            detail: { cap, approvalAbove, lists: body.lists },
          });
          return present(tx);
        }),
    }),
  ];
}

async function present(tx: Tx): Promise<MailingRulesView> {
  const { cap, approvalAbove } = await mailingRules(tx);
  return {
    cap,
    approvalAbove,
    lists: (await listCaps(tx)).map(({ publicId, name, max, days }) => ({
      listId: publicId,
      name,
      max,
      days,
    })),
  };
}
