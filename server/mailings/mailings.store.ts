import type { BlockDocument, MjmlSource, SourceKind } from "../../contract/blocks.ts";
import { maybe, one, rows, run, sql, type RawBuilder, type Tx } from "../platform/index.ts";
import { peopleWho, type BehaviourCondition } from "../tracking/index.ts";
import type {
  BasisReport,
  Mailing,
  MailingKind,
  MailingSettings,
  MailingState,
} from "./mailing.ts";

const COLUMNS = sql.raw(
  "m.id, m.public_id, m.name, m.kind, m.state, m.locale, m.sender_id, m.list_ids, m.subject, m.preheader, m.html, m.text, m.text_is_edited, m.source_kind, m.source, m.settings, m.revision, m.scheduled_at, m.scheduled_local, m.scheduled_zone, m.content_version_id, m.run_id, m.basis_report, m.test_sent_at, m.approved_by, m.approved_at, m.created_by, m.campaign_id, m.created_at, m.updated_at, m.started_at, m.finished_at, m.web_view_key",
);

export interface DraftFields {
  /** Fixed when the draft is made. */
  kind: MailingKind;
  name: string;
  locale: "de" | "en";
  senderId: number | null;
  listIds: number[];
  subject: string;
  preheader: string;
  html: string;
  text: string;
  textIsEdited: boolean;
  /** What the author writes in; `html` is made from it unless it is HTML itself. */
  sourceKind: SourceKind;
  source: BlockDocument | MjmlSource | null;
  settings: MailingSettings;
}

export function insertMailing(
  tx: Tx,
  accountId: number,
  draft: DraftFields,
  createdBy: number | null,
  at: Date,
): Promise<Mailing> {
  return one<Mailing>(
    tx,
    sql`insert into mailings as m (account_id, kind, name, locale, sender_id, list_ids, subject, preheader, html, text, text_is_edited, source_kind, source, settings, created_by, created_at, updated_at)
        values (${accountId}, ${draft.kind}, ${draft.name}, ${draft.locale}, ${draft.senderId}, ${draft.listIds}::bigint[], ${draft.subject}, ${draft.preheader}, ${draft.html},
          ${draft.text}, ${draft.textIsEdited}, ${draft.sourceKind}, ${draft.source === null ? null : JSON.stringify(draft.source)}, ${JSON.stringify(draft.settings)}, ${createdBy}, ${at}, ${at}) returning ${COLUMNS}`,
  );
}

export function findMailing(tx: Tx, publicId: string): Promise<Mailing | undefined> {
  return maybe<Mailing>(
    tx,
    sql`select ${COLUMNS} from mailings m where m.account_id = app_account() and m.public_id = ${publicId}`,
  );
}

export function findMailingById(tx: Tx, id: number): Promise<Mailing | undefined> {
  return maybe<Mailing>(
    tx,
    sql`select ${COLUMNS} from mailings m where m.account_id = app_account() and m.id = ${id}`,
  );
}

/** The mailing, held until the transaction ends: two people press buttons one after the other. */
export function lockMailing(tx: Tx, publicId: string): Promise<Mailing | undefined> {
  return maybe<Mailing>(
    tx,
    sql`select ${COLUMNS} from mailings m where m.account_id = app_account() and m.public_id = ${publicId} for update`,
  );
}

/** The same, for work that knows the mailing by its number. */
export function lockMailingById(tx: Tx, id: number): Promise<Mailing | undefined> {
  return maybe<Mailing>(
    tx,
    sql`select ${COLUMNS} from mailings m where m.account_id = app_account() and m.id = ${id} for update`,
  );
}

/** Public ids and names of mailings by their numbers. */
export async function namesOfMailings(
  tx: Tx,
  ids: number[],
): Promise<Map<number, { publicId: string; name: string }>> {
  if (ids.length === 0) return new Map();
  const found = await rows<{ id: number; publicId: string; name: string }>(
    tx,
    sql`select m.id, m.public_id, m.name from mailings m where m.account_id = app_account() and m.id = any(${ids}::bigint[])`,
  );
  return new Map(found.map((row) => [row.id, row]));
}

export function listMailings(
  tx: Tx,
  filter: {
    state?: MailingState;
    q?: string;
    /** Public id of a campaign. */
    campaign?: string;
    after?: { updatedAt: string; id: number };
    limit: number;
  },
): Promise<Mailing[]> {
  const like = filter.q === undefined ? null : `%${filter.q.replace(/[\\%_]/g, "\\$&")}%`;
  return rows<Mailing>(
    tx,
    sql`select ${COLUMNS} from mailings m
        where m.account_id = app_account() and m.archived_at is null and m.translation_of is null
          and not exists (select 1 from recurring_mailings t where t.account_id = m.account_id and t.mailing_id = m.id)
          and (${filter.state ?? null}::text is null or m.state = ${filter.state ?? null})
          and (${filter.campaign ?? null}::text is null or m.campaign_id = (select c.id from campaigns c where c.account_id = app_account() and c.public_id = ${filter.campaign ?? null}))
          and (${like}::text is null or m.name ilike ${like} or m.subject ilike ${like})
          and (${filter.after === undefined} or (m.updated_at, m.id) < (${filter.after?.updatedAt ?? null}::timestamptz, ${filter.after?.id ?? null}::bigint))
        order by m.updated_at desc, m.id desc limit ${filter.limit}`,
  );
}

/** Saves a draft when it is still at the expected revision; undefined when somebody else was faster. */
export function updateDraft(
  tx: Tx,
  id: number,
  revision: number,
  draft: DraftFields,
  at: Date,
): Promise<Mailing | undefined> {
  return maybe<Mailing>(
    tx,
    sql`update mailings m set name = ${draft.name}, locale = ${draft.locale}, sender_id = ${draft.senderId}, list_ids = ${draft.listIds}::bigint[],
          subject = ${draft.subject}, preheader = ${draft.preheader}, html = ${draft.html}, text = ${draft.text}, text_is_edited = ${draft.textIsEdited},
          source_kind = ${draft.sourceKind}, source = ${draft.source === null ? null : JSON.stringify(draft.source)}, settings = ${JSON.stringify(draft.settings)}, revision = m.revision + 1, updated_at = ${at}, approved_by = null, approved_at = null
        where m.account_id = app_account() and m.id = ${id} and m.revision = ${revision} and m.state = 'draft' returning ${COLUMNS}`,
  );
}

export interface StateChange {
  scheduledAt?: Date | null;
  scheduledLocal?: string | null;
  scheduledZone?: string | null;
  settings?: MailingSettings;
  contentVersionId?: number | null;
  runId?: number;
  basisReport?: BasisReport;
  approvedBy?: number | null;
  approvedAt?: Date | null;
  startedAt?: Date;
  finishedAt?: Date;
  testSentAt?: Date;
}

/** Moves a mailing from one of the expected states; false when it is in another one by now. */
export async function changeState(
  tx: Tx,
  id: number,
  from: readonly MailingState[],
  to: MailingState,
  change: StateChange,
  at: Date,
): Promise<boolean> {
  const set: RawBuilder<unknown>[] = [sql`state = ${to}`, sql`updated_at = ${at}`];
  if (change.scheduledAt !== undefined) set.push(sql`scheduled_at = ${change.scheduledAt}`);
  if (change.scheduledLocal !== undefined)
    set.push(sql`scheduled_local = ${change.scheduledLocal}`);
  if (change.scheduledZone !== undefined) set.push(sql`scheduled_zone = ${change.scheduledZone}`);
  if (change.settings !== undefined) set.push(sql`settings = ${JSON.stringify(change.settings)}`);
  if (change.contentVersionId !== undefined)
    set.push(sql`content_version_id = ${change.contentVersionId}`);
  if (change.runId !== undefined) set.push(sql`run_id = ${change.runId}`);
  if (change.basisReport !== undefined)
    set.push(sql`basis_report = ${JSON.stringify(change.basisReport)}`);
  if (change.approvedBy !== undefined) set.push(sql`approved_by = ${change.approvedBy}`);
  if (change.approvedAt !== undefined) set.push(sql`approved_at = ${change.approvedAt}`);
  if (change.startedAt !== undefined) set.push(sql`started_at = ${change.startedAt}`);
  if (change.finishedAt !== undefined) set.push(sql`finished_at = ${change.finishedAt}`);
  const changed = await run(
    tx,
    sql`update mailings set ${sql.join(set)} where account_id = app_account() and id = ${id} and state = any(${[...from]}::text[])`,
  );
  return changed === 1;
}

export async function setTestSent(tx: Tx, id: number, at: Date): Promise<void> {
  await run(
    tx,
    sql`update mailings set test_sent_at = ${at} where account_id = app_account() and id = ${id}`,
  );
}

export async function setApproval(
  tx: Tx,
  id: number,
  by: number | null,
  at: Date | null,
): Promise<void> {
  await run(
    tx,
    sql`update mailings set approved_by = ${by}, approved_at = ${at} where account_id = app_account() and id = ${id}`,
  );
}

/** Writes settings that somebody did not type: of copies made for a purpose. */
export async function setSettings(tx: Tx, id: number, settings: MailingSettings): Promise<void> {
  await run(
    tx,
    sql`update mailings set settings = ${JSON.stringify(settings)} where account_id = app_account() and id = ${id}`,
  );
}

export async function archiveMailing(tx: Tx, id: number, at: Date | null): Promise<void> {
  await run(
    tx,
    sql`update mailings set archived_at = ${at} where account_id = app_account() and id = ${id}`,
  );
}

/**
 * The candidates of lists, for freezing: everyone on them who did not leave, one mail per address (SND-16). A confirmed
 * subscription wins over a pending one, the earlier list over the later. With a condition only those for whom it is true
 * at that moment (TRK-11), and only those of a segment, a condition on the contact row `c`.
 */
export function candidatesOfLists(
  listIds: number[],
  behaviour?: { condition: BehaviourCondition; at: Date },
  segment: RawBuilder<unknown> = sql`true`,
): RawBuilder<unknown> {
  const chosen = behaviour
    ? sql`and (s.contact_id, s.email_normalised) in (${peopleWho(behaviour.condition, { use: "segments", at: behaviour.at })})`
    : sql``;
  return sql`select distinct on (s.email_normalised) s.contact_id, c.email, s.email_normalised, s.list_id
    from subscriptions s join contacts c on c.account_id = s.account_id and c.id = s.contact_id
    where s.account_id = app_account() and s.list_id = any(${listIds}::bigint[]) and s.state <> 'unsubscribed' ${chosen} and ${segment}
    order by s.email_normalised, (s.state = 'confirmed') desc, array_position(${listIds}::bigint[], s.list_id)`;
}

/** How many people of the account could approve a mailing: one, or more. */
export async function countApprovers(tx: Tx): Promise<number> {
  const found = await one<{ count: number }>(
    tx,
    sql`select count(*) as count from memberships m join operators o on o.id = m.operator_id
        where m.account_id = app_account() and o.disabled_at is null and (m.roles && array['owner', 'marketer']
          or exists (select 1 from account_roles r where r.account_id = m.account_id and r.public_id = any (m.roles) and 'mailings.send' = any (r.permissions)))`,
  );
  return found.count;
}

/** Deliveries handed over in the last minute, for the rate. */
export async function handedOverSince(tx: Tx, runId: number, since: Date): Promise<number> {
  const found = await one<{ count: number }>(
    tx,
    sql`select count(*) as count from delivery_outcomes o where o.account_id = app_account() and o.run_id = ${runId} and o.attempt > 0 and o.at > ${since}`,
  );
  return found.count;
}

/** Drafts made of blocks, which follow the account's look. */
export function blockDrafts(
  tx: Tx,
): Promise<{ id: number; locale: "de" | "en"; source: BlockDocument }[]> {
  return rows(
    tx,
    sql`select m.id, m.locale, m.source from mailings m
        where m.account_id = app_account() and m.state = 'draft' and m.source_kind = 'blocks' and m.archived_at is null order by m.id limit 2000 for update`,
  );
}

/** The HTML of a draft made anew; its revision stays, because nobody's text changed. */
export async function setHtml(tx: Tx, id: number, html: string): Promise<void> {
  await run(
    tx,
    sql`update mailings set html = ${html} where account_id = app_account() and id = ${id}`,
  );
}
