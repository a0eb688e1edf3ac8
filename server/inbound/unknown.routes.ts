import { IdParams } from "../../contract/common.ts";
import {
  AppliedRule,
  DecideMessage,
  DecidedMessage,
  ForwardingChange,
  ForwardingSchema,
  MessageRuleList,
  UnknownMessageDetail,
  UnknownMessagePage,
  UnknownMessageQuery,
  type ForwardingView,
  type MessageRuleView,
  type UnknownMessageView,
} from "../../contract/unknown-messages.ts";
import { audit } from "../accounts/index.ts";
import {
  decodeCursor,
  invalid,
  notFound,
  route,
  toPage,
  type RouteSpec,
  type Tx,
} from "../platform/index.ts";
import { findConfirmedAddresses, listAddresses } from "../senders/index.ts";
import { applyRule, decideUnknownMessage, readUnknown } from "./decide-unknown.ts";
import type { InboundDeps } from "./deps.ts";
import { forwardingTargets, saveForwarding } from "./forwarding.store.ts";
import { headersOf } from "./headers-of.ts";
import type { MessageRule } from "./rule.ts";
import { deleteRule, findRule, listRules } from "./rules.store.ts";
import { MOST_KEPT, UNKNOWN_DAYS } from "./unknown-message.ts";
import { findUnknown, listUnknown, type UnknownMessage } from "./unknown.store.ts";

const tag = "Replies";
const DAY_MS = 86_400_000;

/** Messages nobody understood, what was taught of them, and whom replies are passed on to. */
export function unknownRoutes(deps: InboundDeps): RouteSpec[] {
  return [
    listRoute(deps),
    detailRoute(deps),
    decideRoute(deps),
    rulesRoute(deps),
    applyRuleRoute(deps),
    deleteRuleRoute(deps),
    forwardingRoute(deps),
    changeForwardingRoute(deps),
  ];
}

function listRoute(deps: InboundDeps): RouteSpec {
  return route({
    method: "GET",
    path: "/api/v1/unknown-messages",
    permission: "replies.read",
    tag,
    summary: "Messages nobody understood, or what people said they were; the newest first.",
    query: UnknownMessageQuery,
    response: UnknownMessagePage,
    handle: ({ accountId, actor, query }) =>
      deps.db.account(accountId, async (tx) => {
        const limit = query.limit ?? 50;
        const before = positionOf(decodeCursor(query.cursor, 1));
        const found = await listUnknown(tx, {
          state: query.state ?? "waiting",
          limit: limit + 1,
          ...(before === undefined ? {} : { before }),
        });
        if (found.length > 0)
          await audit(tx, accountId, actor, "unknown_message.listed", {
            objectType: "unknown_message",
            detail: { count: Math.min(found.length, limit) },
          });
        return toPage(found, limit, present, (row) => [row.id]);
      }),
  });
}

function positionOf(cursor: (string | number)[] | null): number | undefined {
  if (cursor === null) return undefined;
  const id = Number(cursor[0]);
  if (!Number.isSafeInteger(id))
    throw invalid("bad_cursor", "The cursor is not one of ours.", {
      hint: "Take `nextCursor` of the page before, unchanged.",
    });
  return id;
}

function detailRoute(deps: InboundDeps): RouteSpec {
  return route({
    method: "GET",
    path: "/api/v1/unknown-messages/:id",
    permission: "replies.read",
    tag,
    summary: "A message nobody understood, as text.",
    params: IdParams,
    response: UnknownMessageDetail,
    async handle({ accountId, actor, params }) {
      const message = await deps.db.account(accountId, async (tx) => {
        const found = await findUnknown(tx, params.id);
        if (!found) throw notFound("message");
        await audit(tx, accountId, actor, "unknown_message.viewed", {
          objectType: "unknown_message",
          objectId: found.publicId,
        });
        return found;
      });
      const read = await readUnknown(deps, message);
      return {
        ...present({ ...message, deciderName: null, ruleClass: null }),
        headers: read === null ? [] : headersOf(read.raw),
        text: read?.mail ? withoutLinks(read.mail.text).slice(0, 20_000) : null,
        truncated: message.sizeBytes > MOST_KEPT,
        candidates: read?.mail?.report.candidates.slice(0, 20) ?? [],
      };
    },
  });
}

/** Links in what came back hold tokens of the recipient. */
function withoutLinks(text: string): string {
  return text.replace(/<?\b(?:https?:\/\/|www\.)[^\s<>"]+>?/gi, "[Link]");
}

function decideRoute(deps: InboundDeps): RouteSpec {
  return route({
    method: "POST",
    path: "/api/v1/unknown-messages/:id/decide",
    permission: "replies.write",
    tag,
    summary: "Say what a message is, and whether later ones like it are the same.",
    params: IdParams,
    body: DecideMessage,
    response: DecidedMessage,
    async handle({ accountId, actor, params, body }) {
      const message = await deps.db.account(accountId, (tx) => findUnknown(tx, params.id));
      if (!message) throw notFound("message");
      const read = await readUnknown(deps, message);
      return deps.db.account(accountId, async (tx) => {
        const { result, rule } = await decideUnknownMessage(
          tx,
          deps,
          accountId,
          params.id,
          body,
          read?.mail ?? null,
          actor,
        );
        await audit(tx, accountId, actor, "unknown_message.decided", {
          objectType: "unknown_message",
          objectId: message.publicId,
          detail: { class: body.class, remembered: rule !== null },
        });
        return { id: message.publicId, result, ruleId: rule?.publicId ?? null };
      });
    },
  });
}

function rulesRoute(deps: InboundDeps): RouteSpec {
  return route({
    method: "GET",
    path: "/api/v1/message-rules",
    permission: "replies.read",
    tag,
    summary: "What people taught about messages; the newest first.",
    response: MessageRuleList,
    handle: ({ accountId }) =>
      deps.db.account(accountId, async (tx) => ({
        items: (await listRules(tx)).map(presentRule),
      })),
  });
}

function applyRuleRoute(deps: InboundDeps): RouteSpec {
  return route({
    method: "POST",
    path: "/api/v1/message-rules/:id/apply",
    permission: "replies.write",
    tag,
    summary: "Treat messages that wait by a rule.",
    params: IdParams,
    response: AppliedRule,
    handle: ({ accountId, actor, params }) =>
      deps.db.account(accountId, async (tx) => {
        const rule = await findRule(tx, params.id);
        if (!rule) throw notFound("rule");
        const counts = await applyRule(tx, deps, accountId, rule, actor);
        await audit(tx, accountId, actor, "message_rule.applied", {
          objectType: "message_rule",
          objectId: rule.publicId,
          detail: counts,
        });
        return counts;
      }),
  });
}

function deleteRuleRoute(deps: InboundDeps): RouteSpec {
  return route({
    method: "DELETE",
    path: "/api/v1/message-rules/:id",
    permission: "replies.write",
    tag,
    summary: "Forget a rule. What it did stays.",
    params: IdParams,
    handle: ({ accountId, actor, params }) =>
      deps.db.account(accountId, async (tx) => {
        const rule = await findRule(tx, params.id);
        if (!rule) throw notFound("rule");
        await deleteRule(tx, rule.id);
        await audit(tx, accountId, actor, "message_rule.removed", {
          objectType: "message_rule",
          objectId: rule.publicId,
          detail: { class: rule.class },
        });
      }),
  });
}

function forwardingRoute(deps: InboundDeps): RouteSpec {
  return route({
    method: "GET",
    path: "/api/v1/reply-forwarding",
    permission: "replies.read",
    tag,
    summary: "Whom replies of people are passed on to.",
    response: ForwardingSchema,
    handle: ({ accountId }) => deps.db.account(accountId, presentForwarding),
  });
}

function changeForwardingRoute(deps: InboundDeps): RouteSpec {
  return route({
    method: "PUT",
    path: "/api/v1/reply-forwarding",
    permission: "senders.write",
    tag,
    summary: "Choose the confirmed addresses that replies of people are passed on to.",
    body: ForwardingChange,
    response: ForwardingSchema,
    handle: ({ accountId, actor, body }) =>
      deps.db.account(accountId, async (tx) => {
        const targets = [...new Set(body.targets)];
        if ((await findConfirmedAddresses(tx, "test", targets)).length !== targets.length)
          throw invalid("address_not_confirmed", "One of these addresses is not confirmed.", {
            hint: "Replies go to confirmed test addresses only; see GET /api/v1/addresses.",
            errors: [{ path: "/targets", message: "Only confirmed test addresses." }],
          });
        await saveForwarding(tx, accountId, targets, deps.clock.now());
        await audit(tx, accountId, actor, "reply_forwarding.changed", {
          objectType: "reply_forwarding",
          detail: { count: targets.length },
        });
        return presentForwarding(tx);
      }),
  });
}

async function presentForwarding(tx: Tx): Promise<ForwardingView> {
  const confirmed = (await listAddresses(tx)).filter(
    ({ kind, confirmedAt }) => kind === "test" && confirmedAt !== null,
  );
  const counting = await findConfirmedAddresses(
    tx,
    "test",
    confirmed.map((one) => one.publicId),
  );
  const available = counting.map(({ publicId, email }) => ({ id: publicId, email }));
  const chosen = new Set(await forwardingTargets(tx));
  return { targets: available.filter(({ id }) => chosen.has(id)), available };
}

function present(
  row: Omit<UnknownMessage, "sealed"> & {
    deciderName: string | null;
    ruleClass: UnknownMessageView["proposed"];
  },
): UnknownMessageView {
  return {
    id: row.publicId,
    from: row.email,
    subject: row.subject,
    receivedAt: row.receivedAt.toISOString(),
    sizeBytes: row.sizeBytes,
    source: row.source,
    state: row.state,
    decision: row.decision,
    decidedAt: row.decidedAt?.toISOString() ?? null,
    decidedBy: row.deciderName,
    proposed: row.state === "waiting" ? row.ruleClass : null,
    namesMail: row.deliveryId !== null && row.deliveryId !== 0,
    deletedAt: new Date(row.receivedAt.getTime() + UNKNOWN_DAYS * DAY_MS).toISOString(),
  };
}

function presentRule(rule: MessageRule): MessageRuleView {
  return {
    id: rule.publicId,
    sender: rule.sender,
    subject: rule.subject,
    fragment: rule.fragment,
    class: rule.class,
    applied: rule.applied,
    lastAppliedAt: rule.lastAppliedAt?.toISOString() ?? null,
    createdAt: rule.createdAt.toISOString(),
  };
}
