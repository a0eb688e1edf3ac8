import { IdParams } from "../../contract/common.ts";
import {
  DecideReply,
  InboundStateSchema,
  ReplyPage,
  ReplyQuery,
  ReplySchema,
} from "../../contract/inbound.ts";
import { audit } from "../accounts/index.ts";
import { decodeCursor, invalid, route, toPage, type RouteSpec } from "../platform/index.ts";
import type { InboundResultCode } from "./arrival.ts";
import { arrivalCounts } from "./arrivals.store.ts";
import { decideReply, undoDecision } from "./decide-reply.ts";
import type { InboundDeps } from "./deps.ts";
import { replyLocalPart } from "./inbound-address.ts";
import { presentReply } from "./present-reply.ts";
import { listReplies, waitingReplies } from "./replies.store.ts";
import { countUnknown } from "./unknown.store.ts";

const tag = "Replies";
const LATELY_MS = 30 * 86_400_000;

/** The queue of replies that may be an unsubscribe or an objection (LEG-17). */
export function replyRoutes(deps: InboundDeps): RouteSpec[] {
  return [stateRoute(deps), listRoute(deps), decideRoute(deps), undoRoute(deps)];
}

function stateRoute(deps: InboundDeps): RouteSpec {
  return route({
    method: "GET",
    path: "/api/v1/inbound",
    permission: "replies.read",
    tag,
    summary:
      "Where replies are to be forwarded, how many wait for a decision, and what came in lately.",
    response: InboundStateSchema,
    handle: ({ accountId }) =>
      deps.db.account(accountId, async (tx) => {
        const now = deps.clock.now();
        const { waiting, overdue } = await waitingReplies(tx, now);
        const counts = await arrivalCounts(tx, new Date(now.getTime() - LATELY_MS));
        const countOf = (result: InboundResultCode) =>
          counts.find((one) => one.result === result)?.count ?? 0;
        const domain = deps.inboundDomain;
        return {
          configured: domain !== null,
          address: domain === null ? null : `${replyLocalPart(deps.keys, accountId)}@${domain}`,
          waiting,
          overdue,
          unknown: (await countUnknown(tx)).waiting,
          lately: {
            bounces: countOf("bounce"),
            complaints: countOf("complaint"),
            autoReplies: countOf("auto_reply"),
          },
        };
      }),
  });
}

function listRoute(deps: InboundDeps): RouteSpec {
  return route({
    method: "GET",
    path: "/api/v1/replies",
    permission: "replies.read",
    tag,
    summary: "Replies that wait for a decision, the most urgent first, or those decided lately.",
    query: ReplyQuery,
    response: ReplyPage,
    handle: ({ accountId, actor, query }) =>
      deps.db.account(accountId, async (tx) => {
        const limit = query.limit ?? 50;
        const waiting = query.state !== "decided";
        const after = positionOf(decodeCursor(query.cursor, 2));
        const found = await listReplies(tx, {
          waiting,
          limit: limit + 1,
          ...(after ? { after } : {}),
        });
        if (found.length > 0)
          await audit(tx, accountId, actor, "reply.viewed", {
            objectType: "reply",
            detail: { count: Math.min(found.length, limit) },
          });
        const shown = [];
        for (const row of found)
          shown.push({ row, view: await presentReply(tx, deps, accountId, row) });
        return toPage(
          shown,
          limit,
          ({ view }) => view,
          ({ row }) => [((waiting ? null : row.decidedAt) ?? row.dueAt).toISOString(), row.id],
        );
      }),
  });
}

/** Nothing of a cursor that somebody made up reaches the database. */
function positionOf(cursor: (string | number)[] | null): { at: string; id: number } | undefined {
  if (cursor === null) return undefined;
  const [at, id] = cursor;
  if (Number.isNaN(Date.parse(String(at))) || !Number.isSafeInteger(id))
    throw invalid("bad_cursor", "The cursor is not one of ours.", {
      hint: "Take `nextCursor` of the page before, unchanged.",
    });
  return { at: String(at), id: Number(id) };
}

function decideRoute(deps: InboundDeps): RouteSpec {
  return route({
    method: "POST",
    path: "/api/v1/replies/:id/decide",
    permission: "replies.write",
    tag,
    summary: "Say what a reply meant. It works at once and ends what was held.",
    params: IdParams,
    body: DecideReply,
    response: ReplySchema,
    handle: ({ accountId, actor, params, body }) =>
      deps.db.account(accountId, async (tx) => {
        const reply = await decideReply(tx, deps, accountId, params.id, body, actor);
        await audit(tx, accountId, actor, "reply.decided", {
          objectType: "reply",
          objectId: reply.publicId,
          detail: { decision: body.decision },
        });
        return presentReply(tx, deps, accountId, reply);
      }),
  });
}

function undoRoute(deps: InboundDeps): RouteSpec {
  return route({
    method: "POST",
    path: "/api/v1/replies/:id/undo",
    permission: "replies.write",
    tag,
    summary: "Take back “no request”, or within 30 minutes leaving one newsletter.",
    params: IdParams,
    response: ReplySchema,
    handle: ({ accountId, actor, params }) =>
      deps.db.account(accountId, async (tx) => {
        const reply = await undoDecision(tx, deps, accountId, params.id, actor);
        await audit(tx, accountId, actor, "reply.reopened", {
          objectType: "reply",
          objectId: reply.publicId,
        });
        return presentReply(tx, deps, accountId, reply);
      }),
  });
}
