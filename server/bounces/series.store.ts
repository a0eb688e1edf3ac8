import { rows, run, sql, type Tx } from "../platform/index.ts";
import type { SeriesState } from "./refusal.ts";

/** One mailing of one address, as it is stored. */
export interface BouncedMailing {
  addressHash: Buffer;
  mailingKey: string;
  emailNormalised: string;
  contactId: number | null;
  deliveryId: number | null;
  class: "hard" | "soft" | "neutral";
  unknownUser: boolean;
  code: number;
  enhanced: string;
  meaning: string;
  reply: string;
  source: string;
  mailedAt: Date;
  at: Date;
}

const RANK = (column: string) =>
  sql`case ${sql.ref(column)} when 'accepted' then 0 when 'neutral' then 1 when 'soft' then 2 else 3 end`;

/**
 * Writes what became of mailings; of several news about one the gravest stays. Needs one row per address and mailing.
 * Gives the rows that changed anything.
 */
export function upsertMailings(
  tx: Tx,
  accountId: number,
  made: BouncedMailing[],
): Promise<{ addressHash: Buffer; mailingKey: string }[]> {
  return rows(
    tx,
    sql`insert into bounce_mailings as b (account_id, address_hash, mailing_key, email_normalised, delivery_id, class, unknown_user, code, enhanced, meaning, reply, source, mailed_at, at)
        select ${accountId}::int, u.* from unnest(${made.map((m) => m.addressHash)}::bytea[], ${made.map((m) => m.mailingKey)}::text[],
          ${made.map((m) => m.emailNormalised)}::text[], ${made.map((m) => m.deliveryId)}::bigint[], ${made.map((m) => m.class)}::text[],
          ${made.map((m) => m.unknownUser)}::boolean[], ${made.map((m) => m.code)}::smallint[], ${made.map((m) => m.enhanced)}::text[],
          ${made.map((m) => m.meaning)}::text[], ${made.map((m) => m.reply)}::text[], ${made.map((m) => m.source)}::text[],
          ${made.map((m) => m.mailedAt)}::timestamptz[], ${made.map((m) => m.at)}::timestamptz[]) u
        on conflict (account_id, address_hash, mailing_key) do update set class = excluded.class, unknown_user = b.unknown_user or excluded.unknown_user,
          code = excluded.code, enhanced = excluded.enhanced, meaning = excluded.meaning, reply = excluded.reply, source = excluded.source,
          mailed_at = least(b.mailed_at, excluded.mailed_at), at = excluded.at
        where ${RANK("excluded.class")} > ${RANK("b.class")} or excluded.unknown_user and not b.unknown_user
        returning b.address_hash, b.mailing_key`,
  );
}

/** Begins the series of addresses that have none. */
export async function beginSeries(
  tx: Tx,
  accountId: number,
  made: BouncedMailing[],
): Promise<void> {
  await run(
    tx,
    sql`insert into bounce_series as s (account_id, address_hash, email_normalised, contact_id, first_at, last_at)
        select distinct on (u.hash) ${accountId}::int, u.hash, u.email, u.contact, u.at, u.at
        from unnest(${made.map((m) => m.addressHash)}::bytea[], ${made.map((m) => m.emailNormalised)}::text[],
          ${made.map((m) => m.contactId)}::bigint[], ${made.map((m) => m.at)}::timestamptz[]) u(hash, email, contact, at)
        order by u.hash, u.at
        on conflict (account_id, address_hash) do update set contact_id = coalesce(excluded.contact_id, s.contact_id)`,
  );
}

/** Notes successes of addresses that have a series; everybody else costs one look into an index. */
export function noteAccepted(
  tx: Tx,
  accountId: number,
  accepted: { emailNormalised: string; deliveryId: number | null; mailingKey: string; at: Date }[],
): Promise<{ addressHash: Buffer }[]> {
  return rows(
    tx,
    sql`insert into bounce_mailings (account_id, address_hash, mailing_key, email_normalised, delivery_id, class, mailed_at, at)
        select distinct on (s.address_hash, u.key) ${accountId}::int, s.address_hash, u.key, s.email_normalised, u.delivery_id, 'accepted', u.at, u.at
        from unnest(${accepted.map((a) => a.emailNormalised)}::text[], ${accepted.map((a) => a.deliveryId)}::bigint[],
          ${accepted.map((a) => a.mailingKey)}::text[], ${accepted.map((a) => a.at)}::timestamptz[]) u(email, delivery_id, key, at)
        join bounce_series s on s.account_id = ${accountId} and s.email_normalised = u.email
        order by s.address_hash, u.key
        on conflict do nothing
        returning address_hash`,
  );
}

/** A series after it was counted again. */
export interface CountedSeries extends SeriesState {
  addressHash: Buffer;
  emailNormalised: string;
  contactId: number | null;
}

/**
 * Counts series again from their mailings, in the order the mails were handed over. A success ends what was before it; a
 * soft bounce interrupts a row of hard ones; what is older than the last re-activation counts no longer.
 */
export function countSeries(tx: Tx, hashes: Buffer[], softSince: Date): Promise<CountedSeries[]> {
  return rows<CountedSeries>(
    tx,
    sql`update bounce_series s set hard_row = c.hard_row, soft_mailings = c.soft_mailings, refused_mailings = c.refused, last_class = l.class,
          last_meaning = l.meaning, last_code = l.code, last_enhanced = l.enhanced, last_reply = l.reply, last_at = coalesce(l.at, s.last_at),
          on_probation = s.on_probation and not coalesce(a.success_at > s.counts_from, false)
        from bounce_series o
        cross join lateral (select max(m.mailed_at) filter (where m.class = 'accepted') as success_at,
            coalesce(greatest(max(m.mailed_at) filter (where m.class = 'accepted'), o.counts_from), '-infinity') as since
          from bounce_mailings m where m.account_id = o.account_id and m.address_hash = o.address_hash) a
        cross join lateral (select coalesce(max(m.mailed_at), '-infinity') as soft_at from bounce_mailings m
          where m.account_id = o.account_id and m.address_hash = o.address_hash and m.mailed_at > a.since and m.class = 'soft') b
        cross join lateral (select count(*) filter (where m.class = 'hard' and m.mailed_at > b.soft_at) as hard_row,
            count(*) filter (where m.class = 'soft' and m.at > ${softSince}) as soft_mailings,
            count(*) filter (where m.class in ('hard', 'soft')) as refused, coalesce(bool_or(m.unknown_user), false) as unknown_user
          from bounce_mailings m where m.account_id = o.account_id and m.address_hash = o.address_hash and m.mailed_at > a.since) c
        left join lateral (select m.class, m.meaning, m.code, m.enhanced, m.reply, m.at from bounce_mailings m
          where m.account_id = o.account_id and m.address_hash = o.address_hash and m.class in ('hard', 'soft') order by m.mailed_at desc limit 1) l on true
        where o.account_id = app_account() and o.address_hash = any(${hashes}::bytea[]) and s.account_id = o.account_id and s.address_hash = o.address_hash
        returning s.address_hash, s.email_normalised, s.contact_id, s.hard_row, s.soft_mailings, c.unknown_user, s.on_probation`,
  );
}

export async function setPaused(tx: Tx, hashes: Buffer[], until: Date): Promise<void> {
  await run(
    tx,
    sql`update bounce_series set paused_until = ${until} where account_id = app_account() and address_hash = any(${hashes}::bytea[])`,
  );
}

/** Series whose pause is over; their mailings count no longer. */
export function endPauses(tx: Tx, now: Date, limit: number): Promise<{ addressHash: Buffer }[]> {
  return rows(
    tx,
    sql`update bounce_series s set paused_until = null, counts_from = ${now}, soft_mailings = 0
        where s.account_id = app_account() and s.address_hash in (
          select p.address_hash from bounce_series p where p.account_id = app_account() and p.paused_until <= ${now} limit ${limit})
        returning s.address_hash`,
  );
}

/** A person re-activated these: older mailings count no longer, and the next hard bounce retains at once. */
export async function beginProbation(
  tx: Tx,
  accountId: number,
  released: { addressHash: Buffer; emailNormalised: string | null }[],
  now: Date,
): Promise<void> {
  const known = released.filter((one) => one.emailNormalised !== null);
  await run(
    tx,
    sql`insert into bounce_series (account_id, address_hash, email_normalised, first_at, last_at, counts_from, on_probation)
        select ${accountId}::int, u.hash, u.email, ${now}, ${now}, ${now}, true
        from unnest(${known.map((one) => one.addressHash)}::bytea[], ${known.map((one) => one.emailNormalised)}::text[]) u(hash, email)
        on conflict (account_id, address_hash) do update set counts_from = ${now}, on_probation = true, paused_until = null,
          hard_row = 0, soft_mailings = 0`,
  );
}

/** Forgets series that ended well long ago, and any after two years. Gives how many went. */
export async function forgetSeries(
  tx: Tx,
  ended: Date,
  oldest: Date,
  limit: number,
): Promise<number> {
  const gone = await rows<{ addressHash: Buffer }>(
    tx,
    sql`delete from bounce_series s where s.account_id = app_account() and s.address_hash in (
          select o.address_hash from bounce_series o
          where o.account_id = app_account() and o.paused_until is null and not person_held(o.account_id, o.contact_id, o.email_normalised)
            and (o.last_at < ${oldest} or o.last_at < ${ended} and o.hard_row = 0 and o.soft_mailings = 0 and not o.on_probation
              and not exists (select 1 from suppressions x where x.account_id = o.account_id and x.address_hash = o.address_hash and x.scope = 'retained' and x.lifted_at is null))
          limit ${limit})
        returning s.address_hash`,
  );
  await run(
    tx,
    sql`delete from bounce_mailings where account_id = app_account() and address_hash = any(${gone.map((one) => one.addressHash)}::bytea[])`,
  );
  return gone.length;
}

export function exportSeries(tx: Tx, emailNormalised: string): Promise<unknown[]> {
  return rows(
    tx,
    sql`select s.last_class, s.last_code, s.last_enhanced, s.last_reply, s.refused_mailings, s.first_at, s.last_at, s.paused_until from bounce_series s
        where s.account_id = app_account() and s.email_normalised = ${emailNormalised}`,
  );
}

export function exportMailings(tx: Tx, emailNormalised: string): Promise<unknown[]> {
  return rows(
    tx,
    sql`select m.class, m.code, m.enhanced, m.reply, m.mailed_at from bounce_mailings m
        where m.account_id = app_account() and m.email_normalised = ${emailNormalised} order by m.mailed_at`,
  );
}

export async function eraseSeries(
  tx: Tx,
  emailNormalised: string,
): Promise<{ series: number; mailings: number }> {
  const series = await run(
    tx,
    sql`delete from bounce_series where account_id = app_account() and email_normalised = ${emailNormalised}`,
  );
  const mailings = await run(
    tx,
    sql`delete from bounce_mailings where account_id = app_account() and email_normalised = ${emailNormalised}`,
  );
  return { series, mailings };
}
