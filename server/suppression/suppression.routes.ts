import { IdParams } from "../../contract/common.ts";
import {
  BulkAnswer,
  BulkBlacklist,
  LiftAnswer,
  LiftSuppression,
  NewBlacklistEntry,
  ReviewSuppression,
  SuppressionPage,
  SuppressionQuery,
  SuppressionSchema,
  type SuppressionView,
} from "../../contract/suppression.ts";
import { audit, countListed } from "../accounts/index.ts";
import {
  conflict,
  decodeCursor,
  invalid,
  notFound,
  route,
  toPage,
  type Clock,
  type Database,
  type Keys,
  type RouteSpec,
} from "../platform/index.ts";
import { addManyToBlacklist, addToBlacklist } from "./add-to-blacklist.ts";
import { findListId } from "./bulk.store.ts";
import { keepingRoutes } from "./keeping.routes.ts";
import { liftSuppression, type AskToLift } from "./lift-suppression.ts";
import { parseBlacklistLine, type Suppression, type SuppressionScope } from "./suppression.ts";
import {
  findSuppression,
  listSuppressions,
  lockSuppression,
  setReview,
} from "./suppression.store.ts";

export interface SuppressionDeps {
  db: Database;
  keys: Keys;
  clock: Clock;
  askSecondPerson: AskToLift;
}

export function suppressionRoutes(deps: SuppressionDeps): RouteSpec[] {
  return [
    listRoute(deps),
    addRoute(deps),
    bulkRoute(deps),
    reviewRoute(deps),
    liftRoute(deps),
    ...keepingRoutes(deps),
  ];
}

function listRoute({ db, clock }: SuppressionDeps): RouteSpec {
  return route({
    method: "GET",
    path: "/api/v1/suppressions",
    permission: "suppression.read",
    tag: "Suppression",
    summary:
      "Addresses and persons that are not mailed, with scope, reason and origin. The audit log says how many somebody was shown.",
    query: SuppressionQuery,
    response: SuppressionPage,
    async handle({ accountId, actor, query }) {
      const limit = query.limit ?? 50;
      const after = decodeCursor(query.cursor, 1)?.[0];
      const found = await db.account(accountId, async (tx) => {
        const listId = query.list === undefined ? undefined : await findListId(tx, query.list);
        if (query.list !== undefined && listId === undefined) throw notFound("list");
        const shown = await listSuppressions(tx, {
          limit: limit + 1,
          ...(query.scope === undefined ? {} : { scope: query.scope as SuppressionScope }),
          ...(query.q === undefined ? {} : { q: searched(query.q) }),
          ...(listId === undefined ? {} : { listId }),
          ...(query.due ? { dueOn: clock.now().toISOString().slice(0, 10) } : {}),
          ...(after === undefined ? {} : { after: Number(after) }),
        });
        await countListed(tx, accountId, actor, Math.min(shown.length, limit));
        return shown;
      });
      return toPage(found, limit, present, (row) => [row.id]);
    },
  });
}

/** A domain is stored without the sign people write before it. */
const searched = (text: string): string => text.trim().toLowerCase().replace(/^\*?@/, "");

function addRoute({ db, keys, clock }: SuppressionDeps): RouteSpec {
  return route({
    method: "POST",
    path: "/api/v1/suppressions",
    permission: "suppression.write",
    tag: "Suppression",
    summary: "Put an address, a domain or all domains below one on the blacklist (UNS-24).",
    body: NewBlacklistEntry,
    response: SuppressionSchema,
    status: 201,
    async handle({ accountId, actor, body }) {
      const target = parseBlacklistLine(body.entry);
      if (target === undefined)
        throw invalid("entry_not_valid", "This is neither an e-mail address nor a domain.", {
          hint: "Expected name@example.org, @example.org, or @*.example.org for the domains below.",
        });
      const { reason, reviewOn } = body;
      return db.account(accountId, async (tx) => {
        const entry = { target, reason, reviewOn, at: clock.now() };
        if (!(await addToBlacklist(tx, keys, accountId, actor, entry)))
          throw conflict("already_on_blacklist", "This entry is on the blacklist already.");
        const [made] = await listSuppressions(tx, { scope: "blacklist", limit: 1 });
        await audit(tx, accountId, actor, "suppression.added", {
          objectType: "suppression",
          objectId: made!.publicId,
          detail: { scope: "blacklist", reason },
        });
        return present(made!);
      });
    },
  });
}

function bulkRoute({ db, keys, clock }: SuppressionDeps): RouteSpec {
  return route({
    method: "POST",
    path: "/api/v1/suppressions/bulk",
    permission: "suppression.write",
    tag: "Suppression",
    summary:
      "Put many entries on the blacklist; each line with its result, wrong ones hold up none.",
    body: BulkBlacklist,
    response: BulkAnswer,
    bodyLimit: 1_000_000,
    handle: ({ accountId, actor, body }) =>
      db.account(accountId, async (tx) => {
        const answer = await addManyToBlacklist(tx, keys, accountId, actor, {
          ...body,
          at: clock.now(),
        });
        await audit(tx, accountId, actor, "suppression.added", {
          objectType: "suppression",
          detail: { scope: "blacklist", reason: body.reason, entries: answer.added },
        });
        return answer;
      }),
  });
}

function reviewRoute({ db, clock }: SuppressionDeps): RouteSpec {
  return route({
    method: "POST",
    path: "/api/v1/suppressions/:id/review",
    permission: "suppression.write",
    tag: "Suppression",
    summary: "Keep a blacklist entry until the next review. Whoever looked owns it from then on.",
    params: IdParams,
    body: ReviewSuppression,
    response: SuppressionSchema,
    handle: ({ accountId, actor, params, body }) =>
      db.account(accountId, async (tx) => {
        await lockSuppression(tx, params.id);
        const known = await findSuppression(tx, params.id);
        if (!known || known.liftedAt || known.scope !== "blacklist") throw notFound("suppression");
        if (known.liftRequest && body.reason !== undefined && body.reason !== known.reason)
          throw conflict(
            "lift_waits",
            "A second person decides about this block by the reason it has.",
            { hint: "Wait for their answer, or let whoever asked withdraw." },
          );
        if (body.reviewOn <= clock.now().toISOString().slice(0, 10))
          throw invalid("review_in_past", "The next review must lie in the future.");
        await setReview(tx, params.id, {
          reviewOn: body.reviewOn,
          ownerId: actor.operatorId ?? null,
          reason: body.reason ?? null,
        });
        await audit(tx, accountId, actor, "suppression.reviewed", {
          objectType: "suppression",
          objectId: params.id,
          detail: {
            reviewOn: body.reviewOn,
            ...(body.reason !== undefined && body.reason !== known.reason
              ? { reason: body.reason, reasonBefore: known.reason }
              : {}),
          },
        });
        return present((await findSuppression(tx, params.id))!);
      }),
  });
}

function liftRoute(deps: SuppressionDeps): RouteSpec {
  return route({
    method: "POST",
    path: "/api/v1/suppressions/:id/lift",
    permission: "suppression.write",
    tag: "Suppression",
    summary:
      "Ask to end a blacklist entry or a complaint, with a reason; it ends when a second person agrees. What a person said themselves stays.",
    params: IdParams,
    body: LiftSuppression,
    response: LiftAnswer,
    handle: ({ accountId, actor, params, body }) =>
      deps.db.account(accountId, async (tx) => {
        const { waits, entry } = await liftSuppression(tx, deps, accountId, actor, {
          publicId: params.id,
          ...body,
        });
        return { waits, suppression: present(entry) };
      }),
  });
}

function present(row: Suppression): SuppressionView {
  return {
    id: row.publicId,
    scope: row.scope,
    address: row.emailNormalised,
    domain: row.domain,
    reason: row.reason,
    origin: row.origin,
    createdAt: row.createdAt.toISOString(),
    reviewOn: row.reviewOn ? new Date(row.reviewOn).toISOString() : null,
    list: row.listName ?? null,
    owner: row.ownerName ?? null,
    liftAsked: row.liftRequest
      ? {
          request: row.liftRequest,
          by: row.liftBy ?? "",
          at: row.liftAt!.toISOString(),
          until: row.liftUntil!.toISOString(),
        }
      : null,
  };
}
