import { maybe, one, rows, run, sql, type Tx } from "../platform/index.ts";

export type AnchorKind = "mail" | "webhook" | "timestamp";

export interface AnchorSettings {
  byMail: boolean;
  webhookUrl: string | null;
  timestampUrl: string | null;
}

export async function readAnchorSettings(tx: Tx): Promise<AnchorSettings> {
  const found = await maybe<AnchorSettings>(
    tx,
    sql`select by_mail, webhook_url, timestamp_url from ledger_anchor_settings where account_id = app_account()`,
  );
  return found ?? { byMail: true, webhookUrl: null, timestampUrl: null };
}

export async function saveAnchorSettings(
  tx: Tx,
  settings: AnchorSettings,
  at: Date,
): Promise<void> {
  await run(
    tx,
    sql`insert into ledger_anchor_settings as s (account_id, by_mail, webhook_url, timestamp_url, updated_at)
        values (app_account(), ${settings.byMail}, ${settings.webhookUrl}, ${settings.timestampUrl}, ${at})
        on conflict (account_id) do update set by_mail = excluded.by_mail, webhook_url = excluded.webhook_url,
          timestamp_url = excluded.timestamp_url, updated_at = excluded.updated_at`,
  );
}

export interface AnchorRow {
  id: number;
  publicId: string;
  checkpointId: number;
  kind: AnchorKind;
  host: string | null;
  state: "waiting" | "done" | "failed";
  attempts: number;
  askedAt: Date;
  finishedAt: Date | null;
  answer: string | null;
  token: Buffer | null;
}
const ANCHOR = sql.raw(
  "a.id, a.public_id, a.checkpoint_id, a.kind, a.host, a.state, a.attempts, a.asked_at, a.finished_at, a.answer, a.token",
);

export function insertAnchor(
  tx: Tx,
  made: { checkpointId: number; kind: AnchorKind; host: string | null; at: Date },
): Promise<AnchorRow> {
  return one<AnchorRow>(
    tx,
    sql`insert into ledger_anchors as a (account_id, checkpoint_id, kind, host, asked_at)
        values (app_account(), ${made.checkpointId}, ${made.kind}, ${made.host}, ${made.at}) returning ${ANCHOR}`,
  );
}

export function findAnchor(tx: Tx, id: number): Promise<AnchorRow | undefined> {
  return maybe<AnchorRow>(
    tx,
    sql`select ${ANCHOR} from ledger_anchors a where a.account_id = app_account() and a.id = ${id}`,
  );
}

export async function endAnchor(
  tx: Tx,
  id: number,
  end: {
    state: "waiting" | "done" | "failed";
    answer: string;
    token?: Buffer | undefined;
    at: Date;
  },
): Promise<void> {
  await run(
    tx,
    sql`update ledger_anchors a set state = ${end.state}, attempts = a.attempts + 1, answer = ${end.answer},
          token = coalesce(${end.token ?? null}::bytea, a.token), finished_at = ${end.state === "waiting" ? null : end.at}::timestamptz
        where a.account_id = app_account() and a.id = ${id} and a.state = 'waiting'`,
  );
}

/** When this kind was last asked for, whatever came of it. */
export function lastAsked(tx: Tx, kind: AnchorKind): Promise<{ at: Date | null }> {
  return one(
    tx,
    sql`select max(a.asked_at) as at from ledger_anchors a where a.account_id = app_account() and a.kind = ${kind}`,
  );
}

/** When the account's first checkpoint was signed. */
export function firstCheckpoint(tx: Tx): Promise<{ at: Date | null }> {
  return one(
    tx,
    sql`select min(c.at) as at from ledger_checkpoints c where c.account_id = app_account()`,
  );
}

/** An anchor with what it anchors. */
export interface AnchoredRow extends AnchorRow {
  checkpoint: string;
  treeSize: number;
  note: string;
}

/** The newest, newest first. */
export function listAnchors(tx: Tx, limit: number): Promise<AnchoredRow[]> {
  return rows<AnchoredRow>(
    tx,
    sql`select ${ANCHOR}, c.public_id as checkpoint, c.tree_size, c.note from ledger_anchors a
        join ledger_checkpoints c on c.account_id = a.account_id and c.id = a.checkpoint_id
        where a.account_id = app_account() order by a.id desc limit ${limit}`,
  );
}

/** Of each kind the first that left the house with a tree of at least this size, as far as it is not larger than `upTo`. */
export function anchorsCovering(tx: Tx, size: number, upTo: number): Promise<AnchoredRow[]> {
  return rows<AnchoredRow>(
    tx,
    sql`select distinct on (a.kind) ${ANCHOR}, c.public_id as checkpoint, c.tree_size, c.note from ledger_anchors a
        join ledger_checkpoints c on c.account_id = a.account_id and c.id = a.checkpoint_id
        where a.account_id = app_account() and a.state = 'done' and c.tree_size between ${size} and ${upTo}
        order by a.kind, c.tree_size, a.id`,
  );
}
