import { IdParams } from "../../contract/common.ts";
import {
  ListChangeSchema,
  ListPage,
  ListSchema,
  NewListSchema,
  SubscriptionPage,
  SubscriptionQuery,
  type ListView,
  type SubscriptionView,
} from "../../contract/lists.ts";
import { audit, countListed } from "../accounts/index.ts";
import { displayName } from "../contacts/index.ts";
import {
  decodeCursor,
  notFound,
  route,
  toPage,
  type Clock,
  type Database,
  type Keys,
  type RouteSpec,
} from "../platform/index.ts";
import type { List } from "./list.ts";
import {
  allLists,
  countStates,
  findList,
  insertList,
  listSubscribers,
  updateList,
  type StateCounts,
  type SubscriberRow,
} from "./lists.store.ts";

interface Deps {
  db: Database;
  clock: Clock;
  keys: Keys;
}

export function listRoutes(deps: Deps): RouteSpec[] {
  return [
    indexRoute(deps),
    createRoute(deps),
    readRoute(deps),
    changeRoute(deps),
    subscribersRoute(deps),
  ];
}

function indexRoute({ db }: Deps): RouteSpec {
  return route({
    method: "GET",
    path: "/api/v1/lists",
    permission: "lists.read",
    tag: "Lists",
    summary: "All lists with their number of subscriptions in each state.",
    response: ListPage,
    handle: ({ accountId }) =>
      db.account(accountId, async (tx) => {
        const counts = await countStates(tx);
        return {
          items: (await allLists(tx, { archived: true })).map((list) => present(list, counts)),
        };
      }),
  });
}

function createRoute({ db, clock, keys }: Deps): RouteSpec {
  return route({
    method: "POST",
    path: "/api/v1/lists",
    permission: "lists.write",
    tag: "Lists",
    summary:
      "Make a list. People join it by a form, or by an import with evidence of their consent.",
    body: NewListSchema,
    response: ListSchema,
    status: 201,
    handle: ({ accountId, actor, body }) =>
      db.account(accountId, async (tx) => {
        const list = await insertList(tx, accountId, body, clock.now());
        await audit(tx, accountId, actor, "list.created", {
          objectType: "list",
          objectId: list.publicId,
          detail: { name: list.name },
          change: { keys, before: null, after: list },
        });
        return present(list, []);
      }),
  });
}

function readRoute({ db }: Deps): RouteSpec {
  return route({
    method: "GET",
    path: "/api/v1/lists/:id",
    permission: "lists.read",
    tag: "Lists",
    summary: "One list.",
    params: IdParams,
    response: ListSchema,
    handle: ({ accountId, params }) =>
      db.account(accountId, async (tx) => {
        const list = await findList(tx, params.id);
        if (!list) throw notFound("list");
        return present(list, await countStates(tx));
      }),
  });
}

function changeRoute({ db, clock, keys }: Deps): RouteSpec {
  return route({
    method: "PATCH",
    path: "/api/v1/lists/:id",
    permission: "lists.write",
    tag: "Lists",
    summary:
      "Change a list's texts, archive it or bring it back. Consents keep the wording they were given under.",
    params: IdParams,
    body: ListChangeSchema,
    response: ListSchema,
    handle: ({ accountId, actor, params, body }) =>
      db.account(accountId, async (tx) => {
        const { archived, ...texts } = body;
        const archivedAt = archived === undefined ? undefined : archived ? clock.now() : null;
        const before = await findList(tx, params.id);
        const list = await updateList(tx, params.id, texts, archivedAt, clock.now());
        if (!list) throw notFound("list");
        await audit(tx, accountId, actor, "list.changed", {
          objectType: "list",
          objectId: list.publicId,
          detail: { fields: Object.keys(body) },
          change: { keys, before, after: list },
        });
        return present(list, await countStates(tx));
      }),
  });
}

function subscribersRoute({ db }: Deps): RouteSpec {
  return route({
    method: "GET",
    path: "/api/v1/lists/:id/subscriptions",
    permission: "contacts.read",
    tag: "Lists",
    summary: "Who is on a list, by address. The audit log says how many somebody was shown.",
    params: IdParams,
    query: SubscriptionQuery,
    response: SubscriptionPage,
    handle: ({ accountId, actor, params, query }) =>
      db.account(accountId, async (tx) => {
        const list = await findList(tx, params.id);
        if (!list) throw notFound("list");
        const limit = query.limit ?? 50;
        const after = decodeCursor(query.cursor, 1)?.[0];
        const found = await listSubscribers(tx, list.id, {
          limit: limit + 1,
          ...(query.state === undefined ? {} : { state: query.state }),
          ...(after === undefined ? {} : { after: String(after) }),
        });
        await countListed(tx, accountId, actor, Math.min(found.length, limit));
        return toPage(found, limit, presentSubscriber, (row) => [row.emailNormalised]);
      }),
  });
}

function present(list: List, counts: StateCounts[]): ListView {
  const found = counts.find((row) => row.listId === list.id);
  const { id: _internal, publicId, archivedAt, createdAt, ...texts } = list;
  return {
    ...texts,
    id: publicId,
    confirmed: found?.confirmed ?? 0,
    pending: found?.pending ?? 0,
    unsubscribed: found?.unsubscribed ?? 0,
    archivedAt: archivedAt?.toISOString() ?? null,
    createdAt: createdAt.toISOString(),
  };
}

function presentSubscriber(row: SubscriberRow): SubscriptionView {
  return {
    contactId: row.publicId,
    email: row.email,
    name: displayName(row),
    state: row.state,
    flag: row.flag,
    source: row.source,
    requestedAt: row.requestedAt.toISOString(),
    confirmedAt: row.confirmedAt?.toISOString() ?? null,
    unsubscribedAt: row.unsubscribedAt?.toISOString() ?? null,
  };
}
