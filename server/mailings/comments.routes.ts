import { Type } from "typebox";
import { IdParams } from "../../contract/common.ts";
import {
  CommentListSchema,
  CommentSchema,
  NewCommentSchema,
  type CommentView,
} from "../../contract/editing.ts";
import { audit, listMembers } from "../accounts/index.ts";
import { insertComment, listComments, settleComment, type Comment } from "../editing/index.ts";
import { notFound, route, type RouteSpec, type Tx } from "../platform/index.ts";
import type { MailingDeps } from "./deps.ts";
import { getMailing } from "./get-mailing.ts";

const CommentParams = Type.Object({
  ...IdParams.properties,
  comment: IdParams.properties.id,
});

/** What colleagues say of a draft, at a block or of the whole. */
export function commentRoutes({ db, clock }: MailingDeps): RouteSpec[] {
  const settle = (verb: "resolve" | "reopen") =>
    route({
      method: "POST",
      path: `/api/v1/mailings/:id/comments/:comment/${verb}`,
      permission: "mailings.write",
      tag: "Mailings",
      summary: verb === "resolve" ? "Settle a comment." : "Open a settled comment again.",
      params: CommentParams,
      response: CommentSchema,
      handle: ({ accountId, actor, params }) =>
        db.account(accountId, async (tx) => {
          const mailing = await getMailing(tx, params.id);
          const at = verb === "resolve" ? clock.now() : null;
          const by = actor.operatorId ?? null;
          const comment = await settleComment(tx, mailing.id, params.comment, by, at);
          if (!comment) throw notFound("comment");
          await audit(
            tx,
            accountId,
            actor,
            `mailing.comment_${verb}d`.replace("reopend", "reopened"),
            {
              objectType: "mailing",
              objectId: mailing.publicId,
            },
          );
          return present(comment, await namesOfMembers(tx, accountId));
        }),
    });
  return [
    route({
      method: "GET",
      path: "/api/v1/mailings/:id/comments",
      permission: "mailings.read",
      tag: "Mailings",
      summary: "Comments on a mailing, the oldest first, and whom a comment can mention.",
      params: IdParams,
      response: CommentListSchema,
      handle: ({ accountId, params }) =>
        db.account(accountId, async (tx) => {
          const mailing = await getMailing(tx, params.id);
          const people = await namesOfMembers(tx, accountId);
          const found = await listComments(tx, mailing.id);
          return { items: found.map((comment) => present(comment, people)), people };
        }),
    }),
    route({
      method: "POST",
      path: "/api/v1/mailings/:id/comments",
      permission: "mailings.write",
      tag: "Mailings",
      summary: "Say something about a mailing, or about one of its blocks. `@Name` mentions.",
      params: IdParams,
      body: NewCommentSchema,
      response: CommentSchema,
      status: 201,
      handle: ({ accountId, actor, params, body }) =>
        db.account(accountId, async (tx) => {
          const mailing = await getMailing(tx, params.id);
          const comment = await insertComment(tx, accountId, {
            mailingId: mailing.id,
            blockId: body.blockId ?? null,
            body: body.body.trim(),
            by: actor.operatorId ?? null,
            at: clock.now(),
          });
          await audit(tx, accountId, actor, "mailing.commented", {
            objectType: "mailing",
            objectId: mailing.publicId,
          });
          return present(comment, await namesOfMembers(tx, accountId));
        }),
    }),
    settle("resolve"),
    settle("reopen"),
  ];
}

async function namesOfMembers(tx: Tx, accountId: number): Promise<string[]> {
  return (await listMembers(tx, accountId)).map((member) => member.name);
}

function present(comment: Comment, people: readonly string[]): CommentView {
  return {
    id: comment.publicId,
    blockId: comment.blockId,
    body: comment.body,
    author: comment.author,
    mentions: people.filter((name) => comment.body.includes(`@${name}`)),
    createdAt: comment.createdAt.toISOString(),
    resolvedAt: comment.resolvedAt?.toISOString() ?? null,
    resolvedBy: comment.resolvedBy,
  };
}
