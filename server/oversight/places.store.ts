import type { PlaceRole } from "../../contract/oversight.ts";
import { maybe, one, rows, run, sql, type Tx } from "../platform/index.ts";
import type { Environment } from "./deps.ts";
import type { Place } from "./place.ts";

const PLACE = sql.raw(
  "p.id, p.public_id, p.host, p.role, p.company, p.country, p.purpose, p.contract_state, p.contract_note, p.contract_on::text as contract_on, p.transfer, p.declared_by, p.updated_at",
);

export function declaredPlaces(tx: Tx): Promise<Place[]> {
  return rows<Place>(
    tx,
    sql`select ${PLACE} from places p where p.account_id = app_account() and p.removed_at is null order by lower(p.company), p.id`,
  );
}

export function findPlace(tx: Tx, publicId: string): Promise<Place | undefined> {
  return maybe<Place>(
    tx,
    sql`select ${PLACE} from places p where p.account_id = app_account() and p.public_id = ${publicId} and p.removed_at is null`,
  );
}

export function placeOfHost(tx: Tx, host: string): Promise<Place | undefined> {
  return maybe<Place>(
    tx,
    sql`select ${PLACE} from places p where p.account_id = app_account() and p.host = ${host} and p.removed_at is null`,
  );
}

type PlaceFields = Omit<Place, "id" | "publicId" | "updatedAt">;

export function insertPlace(
  tx: Tx,
  accountId: number,
  place: PlaceFields,
  at: Date,
): Promise<Place> {
  return one<Place>(
    tx,
    sql`insert into places as p (account_id, host, role, company, country, purpose, contract_state, contract_note, contract_on, transfer, declared_by, created_at, updated_at)
        values (${accountId}, ${place.host}, ${place.role}, ${place.company}, ${place.country}, ${place.purpose}, ${place.contractState}, ${place.contractNote},
                ${place.contractOn}::date, ${place.transfer === null ? null : JSON.stringify(place.transfer)}::jsonb, ${place.declaredBy}, ${at}, ${at})
        returning ${PLACE}`,
  );
}

export function updatePlace(tx: Tx, id: number, place: PlaceFields, at: Date): Promise<Place> {
  return one<Place>(
    tx,
    sql`update places p set role = ${place.role}, company = ${place.company}, country = ${place.country}, purpose = ${place.purpose},
               contract_state = ${place.contractState}, contract_note = ${place.contractNote}, contract_on = ${place.contractOn}::date,
               transfer = ${place.transfer === null ? null : JSON.stringify(place.transfer)}::jsonb, declared_by = ${place.declaredBy}, updated_at = ${at}
         where p.account_id = app_account() and p.id = ${id} returning ${PLACE}`,
  );
}

export async function removePlace(tx: Tx, id: number, at: Date): Promise<void> {
  await run(
    tx,
    sql`update places set removed_at = ${at} where account_id = app_account() and id = ${id}`,
  );
}

/** Places that were removed before then and of which papers are kept. */
export async function removedPlaces(tx: Tx, before: Date): Promise<string[]> {
  const found = await rows<{ publicId: string }>(
    tx,
    sql`select p.public_id from places p where p.account_id = app_account() and p.removed_at < ${before}
          and exists (select 1 from evidence_files e where e.account_id = p.account_id and e.subject = 'places' and e.subject_id = p.public_id)`,
  );
  return found.map(({ publicId }) => publicId);
}

/** Whether data of the account may only go where it was declared to; without a word of the account it may not. */
export async function readEuOnly(tx: Tx): Promise<{ euOnly: boolean; reason: string }> {
  const found = await maybe<{ euOnly: boolean; reason: string }>(
    tx,
    sql`select s.eu_only, s.reason from place_settings s where s.account_id = app_account()`,
  );
  return found ?? { euOnly: true, reason: "" };
}

export async function saveEuOnly(
  tx: Tx,
  accountId: number,
  set: { euOnly: boolean; reason: string; by: string; at: Date },
): Promise<void> {
  await run(
    tx,
    sql`insert into place_settings as s (account_id, eu_only, reason, changed_by, changed_at)
        values (${accountId}, ${set.euOnly}, ${set.reason}, ${set.by}, ${set.at})
        on conflict (account_id) do update set eu_only = excluded.eu_only, reason = excluded.reason,
               changed_by = excluded.changed_by, changed_at = excluded.changed_at`,
  );
}

/** One thing the configuration of the account names, with the address it is reached at. */
export interface ConfiguredRow {
  key: string;
  role: PlaceRole;
  kind: "relay" | "mailbox" | "webhook" | "timestamp" | "feed" | "sign_in";
  name: string;
  /** A host, or an address with one. */
  target: string | null;
  relayKind: string | null;
  region: string | null;
  since: Date | null;
}

/** Read from the live configuration, so that nothing can be forgotten (ORG-09). */
export function configuredRows(tx: Tx): Promise<ConfiguredRow[]> {
  return rows<ConfiguredRow>(
    tx,
    sql`select 'relay:' || r.public_id as key, 'relay' as role, 'relay' as kind, r.name, coalesce(r.base_url, r.host) as target, r.kind as relay_kind, r.region, r.created_at as since
          from relays r where r.account_id = app_account() and r.archived_at is null and r.enabled
        union all
        select 'mailbox:' || m.public_id, 'mailbox', 'mailbox', m.name, m.host, null, null, m.created_at from mailboxes m where m.account_id = app_account() and m.active
        union all
        select 'webhook:ledger', 'webhook', 'webhook', 'Ledger', a.webhook_url, null, null, a.updated_at from ledger_anchor_settings a where a.account_id = app_account() and a.webhook_url is not null
        union all
        select 'timestamp:ledger', 'timestamp', 'timestamp', 'RFC 3161', a.timestamp_url, null, null, a.updated_at from ledger_anchor_settings a where a.account_id = app_account() and a.timestamp_url is not null
        union all
        select 'feed:' || f.public_id, 'feed', 'feed', f.name, f.url, null, null, f.created_at from feeds f where f.account_id = app_account() and f.archived_at is null
        union all
        select 'sign_in:provider', 'sign_in', 'sign_in', i.name, i.issuer, null, null, i.updated_at from identity_provider i where i.enabled
        order by 1`,
  );
}

/** The day of the database, such as 2026-11-22, for those who have no clock at hand. */
export async function databaseDay(tx: Tx): Promise<string> {
  return (await one<{ day: string }>(tx, sql`select (now() at time zone 'UTC')::date::text as day`))
    .day;
}

/** What the environment of the running installation names, so that every process and document knows it. */
export async function noteEnvironment(tx: Tx, environment: Environment): Promise<void> {
  await run(
    tx,
    sql`insert into instance_settings as s (key, value) values ('places', ${JSON.stringify(environment)}::jsonb)
        on conflict (key) do update set value = excluded.value where s.value is distinct from excluded.value`,
  );
}

export async function readEnvironment(tx: Tx): Promise<Environment> {
  const found = await maybe<{ value: Environment }>(
    tx,
    sql`select s.value from instance_settings s where s.key = 'places'`,
  );
  return found?.value ?? { places: [], own: [] };
}

/** Whether an account in live operation says of a host where it stands, in the role worker across accounts. */
export function declarationsOfHost(
  tx: Tx,
  host: string,
): Promise<Pick<Place, "country" | "transfer">[]> {
  return rows(
    tx,
    sql`select p.country, p.transfer from places p where p.host = ${host} and p.removed_at is null`,
  );
}
