import {
  ApprovalHistorySchema,
  ApprovalRequestSchema,
  ApprovalReturnSchema,
} from "../../contract/approvals.ts";
import { IdParams } from "../../contract/common.ts";
import { MailingSchema } from "../../contract/mailings.ts";
import { audit } from "../accounts/index.ts";
import { route, type RouteSpec } from "../platform/index.ts";
import { approvalHistory } from "./approvals.store.ts";
import { approveMailing, requestApproval, returnMailing } from "./decide-approval.ts";
import type { MailingDeps } from "./deps.ts";
import { getMailing } from "./get-mailing.ts";
import { presentApproval } from "./present-approval.ts";
import { presentMailing } from "./present-mailing.ts";

const tag = "Mailings";

/** Asking a second person, and what they say (CNT-18). */
export function approvalRoutes(deps: MailingDeps): RouteSpec[] {
  const { db } = deps;
  return [
    route({
      method: "GET",
      path: "/api/v1/mailings/:id/approvals",
      permission: "mailings.read",
      tag,
      summary: "Everything that was asked and said about a mailing, the latest first.",
      params: IdParams,
      response: ApprovalHistorySchema,
      handle: ({ accountId, actor, params }) =>
        db.account(accountId, async (tx) => {
          const mailing = await getMailing(tx, params.id);
          const history = await approvalHistory(tx, mailing.id);
          return {
            items: history.map((one) => {
              const {
                planned: _planned,
                mayDecide: _may,
                decidedByCaller: _own,
                ...said
              } = presentApproval(mailing, one, actor);
              return said;
            }),
          };
        }),
    }),
    route({
      method: "POST",
      path: "/api/v1/mailings/:id/request-approval",
      permission: "mailings.write",
      tag,
      summary:
        "Ask a second person to approve the mailing as it is now, and when it shall leave then.",
      params: IdParams,
      body: ApprovalRequestSchema,
      response: MailingSchema,
      handle: ({ accountId, actor, params, body }) =>
        db.account(accountId, async (tx) => {
          const mailing = await requestApproval(tx, deps, accountId, actor, params.id, body);
          await audit(tx, accountId, actor, "mailing.approval_requested", {
            objectType: "mailing",
            objectId: mailing.publicId,
            detail: { revision: mailing.revision, at: body.schedule?.at ?? null },
          });
          return presentMailing(tx, accountId, mailing, actor);
        }),
    }),
    route({
      method: "POST",
      path: "/api/v1/mailings/:id/approve",
      permission: "mailings.send",
      tag,
      summary:
        "Approve a mailing as a second person (CNT-18). Where a time was asked for, it is scheduled.",
      params: IdParams,
      response: MailingSchema,
      handle: ({ accountId, actor, params }) =>
        db.account(accountId, async (tx) => {
          const { mailing, scheduled } = await approveMailing(
            tx,
            deps,
            accountId,
            actor,
            params.id,
          );
          await audit(tx, accountId, actor, "mailing.approve", {
            objectType: "mailing",
            objectId: mailing.publicId,
            detail: {
              revision: mailing.revision,
              ...(scheduled ? { scheduledAt: mailing.scheduledAt?.toISOString() } : {}),
            },
          });
          return presentMailing(tx, accountId, mailing, actor);
        }),
    }),
    route({
      method: "POST",
      path: "/api/v1/mailings/:id/send-back",
      permission: "mailings.send",
      tag,
      summary: "Send a mailing back to its author as a second person, and say what should change.",
      params: IdParams,
      body: ApprovalReturnSchema,
      response: MailingSchema,
      handle: ({ accountId, actor, params, body }) =>
        db.account(accountId, async (tx) => {
          const { comment } = body;
          const mailing = await returnMailing(tx, deps, accountId, actor, params.id, comment);
          await audit(tx, accountId, actor, "mailing.sent_back", {
            objectType: "mailing",
            objectId: mailing.publicId,
            detail: { revision: mailing.revision, comment },
          });
          return presentMailing(tx, accountId, mailing, actor);
        }),
    }),
  ];
}
