import type { CampaignColour, CampaignTag } from "../../contract/campaigns.ts";
import { maybe, one, rows, run, sql, type Tx } from "../platform/index.ts";

/** A named group of mailings, and what they are to bring about. */
export interface Campaign {
  id: number;
  publicId: string;
  name: string;
  colour: CampaignColour;
  /** Days, as `2026-11-21`. */
  startsOn: string | null;
  endsOn: string | null;
  goal: string;
  createdAt: Date;
  archivedAt: Date | null;
  mailings: number;
  sent: number;
  nextAt: Date | null;
}

const CAMPAIGN = sql.raw(
  "c.id, c.public_id, c.name, c.colour, c.starts_on::text, c.ends_on::text, c.goal, c.created_at, c.archived_at, m.mailings, m.sent, m.next_at from campaigns c cross join lateral (select count(*) as mailings, count(m.started_at) as sent, min(m.scheduled_at) filter (where m.state = 'scheduled') as next_at from mailings m where m.account_id = c.account_id and m.campaign_id = c.id and m.archived_at is null) m",
);

export function listCampaigns(tx: Tx, archived: boolean): Promise<Campaign[]> {
  return rows<Campaign>(
    tx,
    sql`select ${CAMPAIGN} where c.account_id = app_account() and (c.archived_at is not null) = ${archived}
        order by coalesce(c.ends_on, c.starts_on, c.created_at::date) desc, c.id desc limit 500`,
  );
}

export function findCampaign(tx: Tx, publicId: string): Promise<Campaign | undefined> {
  return maybe<Campaign>(
    tx,
    sql`select ${CAMPAIGN} where c.account_id = app_account() and c.public_id = ${publicId}`,
  );
}

export function findCampaignById(tx: Tx, id: number): Promise<Campaign> {
  return one<Campaign>(
    tx,
    sql`select ${CAMPAIGN} where c.account_id = app_account() and c.id = ${id}`,
  );
}

export type CampaignFields = Pick<Campaign, "name" | "colour" | "startsOn" | "endsOn" | "goal">;

/** Writes a campaign; gives its number. */
export async function addCampaign(
  tx: Tx,
  accountId: number,
  { name, colour, startsOn, endsOn, goal }: CampaignFields,
  at: Date,
): Promise<number> {
  const made = await one<{ id: number }>(
    tx,
    sql`insert into campaigns (account_id, name, colour, starts_on, ends_on, goal, created_at)
        values (${accountId}, ${name}, ${colour}, ${startsOn}, ${endsOn}, ${goal}, ${at}) returning id`,
  );
  return made.id;
}

export async function updateCampaign(
  tx: Tx,
  id: number,
  { name, colour, startsOn, endsOn, goal }: CampaignFields,
  archivedAt: Date | null,
): Promise<void> {
  await run(
    tx,
    sql`update campaigns set name = ${name}, colour = ${colour}, starts_on = ${startsOn}, ends_on = ${endsOn}, goal = ${goal}, archived_at = ${archivedAt}
        where account_id = app_account() and id = ${id}`,
  );
}

/** Whether another open campaign has this name. */
export async function isNameTaken(tx: Tx, name: string, except: number): Promise<boolean> {
  const found = await maybe(
    tx,
    sql`select 1 from campaigns c where c.account_id = app_account() and c.archived_at is null and lower(c.name) = lower(${name}) and c.id <> ${except}`,
  );
  return found !== undefined;
}

export async function assignCampaign(
  tx: Tx,
  mailingId: number,
  campaignId: number | null,
): Promise<void> {
  await run(
    tx,
    sql`update mailings set campaign_id = ${campaignId} where account_id = app_account() and id = ${mailingId}`,
  );
}

/** Names and colours of campaigns by their numbers. */
export async function campaignTags(
  tx: Tx,
  ids: readonly number[],
): Promise<Map<number, CampaignTag>> {
  if (ids.length === 0) return new Map();
  const found = await rows<{ id: number } & Pick<Campaign, "publicId" | "name" | "colour">>(
    tx,
    sql`select c.id, c.public_id, c.name, c.colour from campaigns c where c.account_id = app_account() and c.id = any(${[...new Set(ids)]}::bigint[])`,
  );
  return new Map(
    found.map(({ id, publicId, name, colour }) => [id, { id: publicId, name, colour }]),
  );
}
