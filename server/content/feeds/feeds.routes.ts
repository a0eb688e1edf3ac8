import { IdParams } from "../../../contract/common.ts";
import {
  FeedChangeSchema,
  FeedListSchema,
  FeedSchema,
  FeedTestAnswerSchema,
  FeedTestSchema,
  NewFeedSchema,
  type FeedChange,
  type FeedView,
} from "../../../contract/feeds.ts";
import {
  conflict,
  notFound,
  route,
  type Actor,
  type RouteSpec,
  type Tx,
} from "../../platform/index.ts";
import { FEED_LIMITS, type Feed } from "./feed.ts";
import {
  allFeeds,
  archiveFeed,
  findFeed,
  insertFeed,
  updateFeed,
  type FeedDefinition,
} from "./feeds.store.ts";
import { fetchFeed, type FeedProblem } from "./fetch-feed.ts";
import { FEED_PROBLEMS } from "./problem-texts.ts";
import { refreshFeed, type FeedDeps } from "./refresh-feeds.ts";

export interface FeedRouteDeps extends FeedDeps {
  audit(
    tx: Tx,
    accountId: number,
    actor: Actor,
    action: string,
    entry: { objectType?: string; objectId?: string; detail?: Record<string, unknown> },
  ): Promise<void>;
}

const tag = "Feeds";

/** Feeds whose items mailings may show. */
export function feedRoutes(deps: FeedRouteDeps): RouteSpec[] {
  return [...lookRoutes(deps), ...changeRoutes(deps)];
}

function lookRoutes(deps: FeedRouteDeps): RouteSpec[] {
  const { db } = deps;
  return [
    route({
      method: "GET",
      path: "/api/v1/feeds",
      permission: "mailings.read",
      tag,
      summary: "The account's feeds with the items of their last fetch.",
      response: FeedListSchema,
      handle: ({ accountId }) =>
        db.account(accountId, async (tx) => ({ items: (await allFeeds(tx)).map(present) })),
    }),
    route({
      method: "POST",
      path: "/api/v1/feeds/test",
      permission: "mailings.write",
      tag,
      summary: "Fetch an address once and show what items a feed would have. Nothing is stored.",
      body: FeedTestSchema,
      response: FeedTestAnswerSchema,
      handle: async ({ accountId, actor, body }) => {
        const fetched = await fetchFeed(deps.guard, { mapping: {}, ...body });
        await db.account(accountId, (tx) =>
          deps.audit(tx, accountId, actor, "feed.tested", {
            objectType: "feed",
            detail: { host: URL.parse(body.url)?.hostname ?? "", ok: fetched.ok },
          }),
        );
        return fetched.ok
          ? { items: fetched.items, problem: null }
          : { items: [], problem: problemOf(fetched.problem) };
      },
    }),
  ];
}

function changeRoutes(deps: FeedRouteDeps): RouteSpec[] {
  const { db, clock, audit } = deps;
  return [
    route({
      method: "POST",
      path: "/api/v1/feeds",
      permission: "mailings.write",
      tag,
      summary: "Define a feed. It is fetched at once.",
      body: NewFeedSchema,
      response: FeedSchema,
      status: 201,
      handle: async ({ accountId, actor, body }) => {
        const made = await db.account(accountId, async (tx) => {
          const known = await allFeeds(tx);
          if (known.some((feed) => feed.key === body.key))
            throw conflict("feed_key_taken", `There is a feed called ${body.key} already.`);
          if (known.length >= FEED_LIMITS.perAccount)
            throw conflict(
              "too_many_feeds",
              `There can be ${FEED_LIMITS.perAccount} feeds at most.`,
            );
          const feed = await insertFeed(
            tx,
            accountId,
            { mapping: {}, whenAway: "wait", awayText: "", ...body },
            clock.now(),
          );
          await audit(tx, accountId, actor, "feed.created", {
            objectType: "feed",
            objectId: feed.publicId,
            detail: { key: feed.key },
          });
          return feed;
        });
        return fetched(deps, accountId, made);
      },
    }),
    route({
      method: "PATCH",
      path: "/api/v1/feeds/:id",
      permission: "mailings.write",
      tag,
      summary: "Change a feed, or put it away. Its name in templates stays.",
      params: IdParams,
      body: FeedChangeSchema,
      response: FeedSchema,
      handle: async ({ accountId, actor, params, body }) => {
        const saved = await db.account(accountId, async (tx) => {
          const known = await requireFeed(tx, params.id);
          if (body.archived) await archiveFeed(tx, known.id, clock.now());
          const feed = body.archived
            ? known
            : await updateFeed(tx, known.id, changed(known, body), clock.now());
          await audit(tx, accountId, actor, body.archived ? "feed.archived" : "feed.changed", {
            objectType: "feed",
            objectId: feed.publicId,
            detail: { key: feed.key },
          });
          return feed;
        });
        return body.archived ? present(saved) : fetched(deps, accountId, saved);
      },
    }),
    route({
      method: "POST",
      path: "/api/v1/feeds/:id/fetch",
      permission: "mailings.write",
      tag,
      summary: "Fetch a feed now.",
      params: IdParams,
      response: FeedSchema,
      handle: async ({ accountId, actor, params }) => {
        const feed = await db.account(accountId, async (tx) => {
          const known = await requireFeed(tx, params.id);
          await audit(tx, accountId, actor, "feed.fetched", {
            objectType: "feed",
            objectId: known.publicId,
          });
          return known;
        });
        return fetched(deps, accountId, feed);
      },
    }),
  ];
}

async function fetched(deps: FeedDeps, accountId: number, feed: Feed): Promise<FeedView> {
  await refreshFeed(deps, accountId, feed);
  return deps.db.account(accountId, async (tx) => present(await requireFeed(tx, feed.publicId)));
}

async function requireFeed(tx: Tx, publicId: string): Promise<Feed> {
  const feed = await findFeed(tx, publicId);
  if (!feed) throw notFound("feed");
  return feed;
}

function changed(known: Feed, { archived: _archived, ...change }: FeedChange): FeedDefinition {
  const { key, name, url, kind, mapping, whenAway, awayText } = known;
  return { key, name, url, kind, mapping, whenAway, awayText, ...change };
}

function problemOf(code: string): FeedView["problem"] {
  return { code, message: FEED_PROBLEMS[code as FeedProblem] ?? FEED_PROBLEMS.unreachable };
}

function present(feed: Feed): FeedView {
  const { key, name, url, kind, mapping, whenAway, awayText, items } = feed;
  return {
    id: feed.publicId,
    key,
    name,
    url,
    kind,
    mapping: mapping as FeedView["mapping"],
    whenAway,
    awayText,
    items,
    fetchedAt: feed.fetchedAt?.toISOString() ?? null,
    triedAt: feed.triedAt?.toISOString() ?? null,
    problem: feed.problem === null ? null : problemOf(feed.problem),
  };
}
