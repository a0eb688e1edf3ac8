import { IdParams } from "../../contract/common.ts";
import {
  RefusalSchema,
  SecondPersonPage,
  SecondPersonQuery,
  secondPersonKinds,
  type SecondPersonKind,
  type SecondPersonView,
} from "../../contract/guards.ts";
import { decodeCursor, route, toPage, type Actor, type RouteSpec } from "../platform/index.ts";
import { confirmRequest, refuseRequest, withdrawRequest } from "./decide-second-person.ts";
import type { GuardDeps } from "./deps.ts";
import {
  isOwnRequest,
  isSecondPerson,
  rightFor,
  type SecondPersonRequest,
} from "./second-person.ts";
import { listRequests } from "./second-person.store.ts";

const tag = "Second person";

const PATHS: Readonly<Record<SecondPersonKind, { path: string; what: string }>> = {
  export: { path: "exports", what: "a large export" },
  evidence: { path: "evidence", what: "the evidence of many people" },
  release: { path: "releases", what: "the release of many addresses" },
  lift: { path: "lifts", what: "the end of a block" },
  guards: { path: "guards", what: "asking for a second person from a higher number on" },
};

/** What waits for a second person, and what they say. Each kind needs the right of the thing itself. */
export function secondPersonRoutes(deps: GuardDeps): RouteSpec[] {
  return [listRoute(deps), ...secondPersonKinds.flatMap((kind) => decisionRoutes(deps, kind))];
}

function listRoute({ db, acts }: GuardDeps): RouteSpec {
  return route({
    method: "GET",
    path: "/api/v1/second-person",
    permission: "account.read",
    tag,
    summary:
      "Exports, evidence, releases, ends of blocks and looser safeguards that wait, or waited, for a second person, the newest first; only of the kinds the caller has the right for.",
    query: SecondPersonQuery,
    response: SecondPersonPage,
    handle: ({ accountId, actor, query }) =>
      db.account(accountId, async (tx) => {
        const limit = query.limit ?? 50;
        const after = decodeCursor(query.cursor, 1)?.[0];
        const found = await listRequests(tx, {
          kinds: secondPersonKinds.filter((kind) => actor.permissions.has(rightFor[kind])),
          open: query.state === undefined ? undefined : query.state === "open",
          after: after === undefined ? undefined : Number(after),
          limit: limit + 1,
        });
        const views = [];
        for (const one of found)
          views.push({
            id: one.id,
            view: present(one, actor, (await acts[one.kind].about?.(tx, one)) ?? null),
          });
        return toPage(
          views,
          limit,
          (one) => one.view,
          (one) => [one.id],
        );
      }),
  });
}

function decisionRoutes(deps: GuardDeps, kind: SecondPersonKind): RouteSpec[] {
  const { db } = deps;
  const { path, what } = PATHS[kind];
  const base = `/api/v1/second-person/${path}/:id`;
  const permission = rightFor[kind];
  return [
    route({
      method: "POST",
      path: `${base}/confirm`,
      permission,
      proof: "with_factor",
      tag,
      summary: `Agree to ${what} as a second person; it is done at once.`,
      params: IdParams,
      handle: ({ accountId, actor, params }) =>
        db.account(accountId, (tx) =>
          confirmRequest(tx, deps, accountId, actor, { kind, publicId: params.id }),
        ),
    }),
    route({
      method: "POST",
      path: `${base}/refuse`,
      permission,
      tag,
      summary: `Refuse ${what} as a second person, and say why.`,
      params: IdParams,
      body: RefusalSchema,
      handle: ({ accountId, actor, params, body }) =>
        db.account(accountId, (tx) =>
          refuseRequest(tx, deps, accountId, actor, { kind, publicId: params.id, ...body }),
        ),
    }),
    route({
      method: "POST",
      path: `${base}/withdraw`,
      permission,
      tag,
      summary: `Withdraw one's own request for ${what}.`,
      params: IdParams,
      handle: ({ accountId, actor, params }) =>
        db.account(accountId, (tx) =>
          withdrawRequest(tx, deps, accountId, actor, { kind, publicId: params.id }),
        ),
    }),
  ];
}

function subjectOf({ kind, act }: SecondPersonRequest): SecondPersonView["of"] {
  if (kind === "evidence") return "evidence";
  return kind === "export" ? (act.what ?? "contacts") : null;
}

function present(
  request: SecondPersonRequest,
  actor: Actor,
  about: SecondPersonView["about"],
): SecondPersonView {
  return {
    id: request.publicId,
    kind: request.kind,
    state: request.state,
    people: request.people,
    of: subjectOf(request),
    raises: request.act.raises ?? null,
    reason: request.reason,
    object: request.objectId,
    about,
    requestedBy: request.requestedName,
    requestedAt: request.requestedAt.toISOString(),
    expiresAt: request.expiresAt.toISOString(),
    decidedBy: request.decidedName,
    decidedAt: request.decidedAt?.toISOString() ?? null,
    comment: request.word,
    mine: isOwnRequest(request, actor),
    mayDecide: request.state === "open" && isSecondPerson(request, actor),
  };
}
