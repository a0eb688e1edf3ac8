import { maybe, one, rows, run, sql, type Tx } from "../../platform/index.ts";
import type { Feed, FeedInContent, FeedItem } from "./feed.ts";

const COLUMNS = sql.raw(
  "f.id, f.public_id, f.key, f.name, f.url, f.kind, f.mapping, f.when_away, f.away_text, f.items, f.fetched_at, f.tried_at, f.problem, f.created_at, f.updated_at",
);

export type FeedDefinition = Pick<
  Feed,
  "key" | "name" | "url" | "kind" | "mapping" | "whenAway" | "awayText"
>;

/** The account's feeds in alphabetical order. */
export function allFeeds(tx: Tx): Promise<Feed[]> {
  return rows<Feed>(
    tx,
    sql`select ${COLUMNS} from feeds f where f.account_id = app_account() and f.archived_at is null order by lower(f.name), f.id`,
  );
}

export function findFeed(tx: Tx, publicId: string): Promise<Feed | undefined> {
  return maybe<Feed>(
    tx,
    sql`select ${COLUMNS} from feeds f where f.account_id = app_account() and f.public_id = ${publicId} and f.archived_at is null`,
  );
}

/** Feeds by the names that templates call them. */
export function findFeedsByKey(tx: Tx, keys: readonly string[]): Promise<Feed[]> {
  return rows<Feed>(
    tx,
    sql`select ${COLUMNS} from feeds f where f.account_id = app_account() and f.key = any(${[...keys]}::text[]) and f.archived_at is null`,
  );
}

/** The named feeds as a content takes them: with the items of their last fetch, none where the last attempt failed. */
export async function feedsForContent(
  tx: Tx,
  keys: readonly string[],
): Promise<Record<string, FeedInContent>> {
  const found = await findFeedsByKey(tx, keys);
  return Object.fromEntries(
    found.map(({ key, name, items, whenAway, awayText, problem }) => [
      key,
      { name, items: problem === null ? items : [], whenAway, awayText },
    ]),
  );
}

export function insertFeed(
  tx: Tx,
  accountId: number,
  feed: FeedDefinition,
  at: Date,
): Promise<Feed> {
  return one<Feed>(
    tx,
    sql`insert into feeds as f (account_id, key, name, url, kind, mapping, when_away, away_text, created_at, updated_at)
        values (${accountId}, ${feed.key}, ${feed.name}, ${feed.url}, ${feed.kind}, ${JSON.stringify(feed.mapping)}::jsonb, ${feed.whenAway}, ${feed.awayText}, ${at}, ${at})
        returning ${COLUMNS}`,
  );
}

export function updateFeed(tx: Tx, id: number, feed: FeedDefinition, at: Date): Promise<Feed> {
  return one<Feed>(
    tx,
    sql`update feeds f set name = ${feed.name}, url = ${feed.url}, kind = ${feed.kind}, mapping = ${JSON.stringify(feed.mapping)}::jsonb,
          when_away = ${feed.whenAway}, away_text = ${feed.awayText}, updated_at = ${at}
        where f.account_id = app_account() and f.id = ${id} returning ${COLUMNS}`,
  );
}

export async function archiveFeed(tx: Tx, id: number, at: Date): Promise<void> {
  await run(
    tx,
    sql`update feeds set archived_at = ${at}, updated_at = ${at} where account_id = app_account() and id = ${id}`,
  );
}

/** What a fetch gave. A failed one keeps the items of the last success. */
export async function noteFetch(
  tx: Tx,
  id: number,
  result: { items: FeedItem[] } | { problem: string },
  at: Date,
): Promise<void> {
  const set =
    "items" in result
      ? sql`items = ${JSON.stringify(result.items)}::jsonb, fetched_at = ${at}, problem = null`
      : sql`problem = ${result.problem}`;
  await run(
    tx,
    sql`update feeds set ${set}, tried_at = ${at} where account_id = app_account() and id = ${id}`,
  );
}
