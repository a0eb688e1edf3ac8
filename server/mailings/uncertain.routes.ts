import {
  UncertainDecisionAnswer,
  UncertainDecisionInput,
  UncertainMails,
} from "../../contract/sending.ts";
import { IdParams } from "../../contract/common.ts";
import { audit } from "../accounts/index.ts";
import { findContactsById } from "../contacts/index.ts";
import { uncertainOfRun } from "../delivery/index.ts";
import { route, type RouteSpec } from "../platform/index.ts";
import { decideUncertainMails } from "./decide-uncertain-mails.ts";
import type { MailingDeps } from "./deps.ts";
import { getMailing } from "./get-mailing.ts";

/** Mails shown at once; further ones follow once these are decided. */
const SHOWN = 200;

/** Mails nobody knows the end of: who they are, and what becomes of them. */
export function uncertainRoutes(deps: MailingDeps): RouteSpec[] {
  const { db } = deps;
  return [
    route({
      method: "GET",
      path: "/api/v1/mailings/:id/uncertain",
      permission: "contacts.read",
      tag: "Mailings",
      summary: "The mailing's uncertain mails, at most 200, with their recipients.",
      params: IdParams,
      response: UncertainMails,
      handle: ({ accountId, actor, params }) =>
        db.account(accountId, async (tx) => {
          const mailing = await getMailing(tx, params.id);
          const mails =
            mailing.runId === null ? [] : await uncertainOfRun(tx, mailing.runId, { limit: SHOWN });
          const contacts = new Map(
            (
              await findContactsById(
                tx,
                mails.flatMap((mail) => mail.contactId ?? []),
              )
            ).map((contact) => [contact.id, contact.publicId]),
          );
          await audit(tx, accountId, actor, "mailing.uncertain_viewed", {
            objectType: "mailing",
            objectId: mailing.publicId,
            detail: { mails: mails.length },
          });
          return {
            items: mails.map((mail) => ({
              id: mail.publicId,
              kind: mail.kind,
              contactId: contacts.get(mail.contactId ?? 0) ?? null,
              email: mail.email,
              at: mail.at.toISOString(),
              isResent: mail.isResent,
            })),
          };
        }),
    }),
    route({
      method: "POST",
      path: "/api/v1/mailings/:id/uncertain",
      permission: "mailings.send",
      tag: "Mailings",
      summary: "Count uncertain mails as accepted, or send them once more (SND-16).",
      params: IdParams,
      body: UncertainDecisionInput,
      response: UncertainDecisionAnswer,
      handle: ({ accountId, actor, params, body }) =>
        db.account(accountId, async (tx) => {
          const { mailing, decided } = await decideUncertainMails(tx, deps, actor, params.id, {
            decision: body.decision,
            reason: body.reason,
            ...(body.deliveryIds === undefined ? {} : { deliveryIds: body.deliveryIds }),
          });
          await audit(tx, accountId, actor, "mailing.uncertain_decided", {
            objectType: "mailing",
            objectId: mailing.publicId,
            detail: { decision: body.decision, decided, reason: body.reason },
          });
          return { decided };
        }),
    }),
  ];
}
