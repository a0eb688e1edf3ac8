import type { RelayTestView } from "../../contract/relays.ts";
import { maybe, one, rows, run, sql, type Tx } from "../platform/index.ts";
import type { RelayKind, SendingRelay, Stream } from "./relay.ts";

/** A way out as it is kept: secrets sealed. */
export interface StoredRelay {
  id: number;
  publicId: string;
  kind: RelayKind;
  name: string;
  enabled: boolean;
  host: string | null;
  port: number | null;
  baseUrl: string | null;
  region: string | null;
  channel: string | null;
  tls: SendingRelay["tls"];
  credentialsSealed: Buffer | null;
  proxySealed: Buffer | null;
  heloName: string | null;
  streams: Stream[];
  priority: number;
  weight: number;
  connections: number;
  perSecond: number | null;
  version: number;
  outsideEu: boolean;
  outsideEuBy: string | null;
  outsideEuAt: Date | null;
  hookMadeAt: Date | null;
  hookLastAt: Date | null;
  testReport: RelayTestView | null;
  failingSince: Date | null;
  failure: string | null;
}

export type RelayFields = Omit<
  StoredRelay,
  | "id"
  | "publicId"
  | "version"
  | "hookMadeAt"
  | "hookLastAt"
  | "testReport"
  | "failingSince"
  | "failure"
>;

const columns = sql.raw(
  `r.id, r.public_id, r.kind, r.name, r.enabled, r.host, r.port, r.base_url, r.region, r.channel, r.tls,
   r.credentials_sealed, r.proxy_sealed, r.helo_name, r.streams, r.priority, r.weight, r.connections, r.per_second,
   r.version, r.outside_eu, r.outside_eu_by, r.outside_eu_at, r.hook_made_at, r.hook_last_at, r.test_report,
   r.failing_since, r.failure`,
);

export function listRelays(tx: Tx): Promise<StoredRelay[]> {
  return rows<StoredRelay>(
    tx,
    sql`select ${columns} from relays r where r.account_id = app_account() and r.archived_at is null
         order by r.priority, r.weight desc, r.id`,
  );
}

export function findRelay(tx: Tx, publicId: string): Promise<StoredRelay | undefined> {
  return maybe<StoredRelay>(
    tx,
    sql`select ${columns} from relays r where r.account_id = app_account() and r.public_id = ${publicId} and r.archived_at is null`,
  );
}

/** Held until the end of the transaction, so that two changes do not cross. */
export function lockRelays(tx: Tx): Promise<number> {
  return run(
    tx,
    sql`select pg_advisory_xact_lock(hashtextextended('relays', app_account()::bigint))`,
  );
}

export async function nameIsTaken(tx: Tx, name: string, besides: number | null): Promise<boolean> {
  const found = await maybe(
    tx,
    sql`select 1 as one from relays r where r.account_id = app_account() and lower(r.name) = lower(${name})
           and r.archived_at is null and r.id is distinct from ${besides}::bigint`,
  );
  return found !== undefined;
}

export function insertRelay(
  tx: Tx,
  accountId: number,
  relay: RelayFields,
  now: Date,
): Promise<StoredRelay> {
  return one<StoredRelay>(
    tx,
    sql`insert into relays as r (account_id, kind, name, enabled, host, port, base_url, region, channel, tls,
          credentials_sealed, proxy_sealed, helo_name, streams, priority, weight, connections, per_second,
          outside_eu, outside_eu_by, outside_eu_at, created_at, updated_at)
        values (${accountId}, ${relay.kind}, ${relay.name}, ${relay.enabled}, ${relay.host}, ${relay.port}, ${relay.baseUrl},
          ${relay.region}, ${relay.channel}, ${relay.tls}, ${relay.credentialsSealed}, ${relay.proxySealed}, ${relay.heloName},
          ${relay.streams}::text[], ${relay.priority}, ${relay.weight}, ${relay.connections}, ${relay.perSecond},
          ${relay.outsideEu}, ${relay.outsideEuBy}, ${relay.outsideEuAt}, ${now}, ${now})
        returning ${columns}`,
  );
}

/** Everything anew; what was found out about the way before says nothing about the changed one. */
export function updateRelay(
  tx: Tx,
  id: number,
  relay: RelayFields,
  now: Date,
): Promise<StoredRelay> {
  return one<StoredRelay>(
    tx,
    sql`update relays r set name = ${relay.name}, enabled = ${relay.enabled}, host = ${relay.host}, port = ${relay.port},
          base_url = ${relay.baseUrl}, region = ${relay.region}, channel = ${relay.channel}, tls = ${relay.tls},
          credentials_sealed = ${relay.credentialsSealed}, proxy_sealed = ${relay.proxySealed}, helo_name = ${relay.heloName},
          streams = ${relay.streams}::text[], priority = ${relay.priority}, weight = ${relay.weight},
          connections = ${relay.connections}, per_second = ${relay.perSecond}, outside_eu = ${relay.outsideEu},
          outside_eu_by = ${relay.outsideEuBy}, outside_eu_at = ${relay.outsideEuAt}, version = r.version + 1,
          failing_since = null, failure = null, updated_at = ${now}
         where r.account_id = app_account() and r.id = ${id} returning ${columns}`,
  );
}

/** Out of use for good; its secrets are gone with it. */
export async function archiveRelay(tx: Tx, id: number, now: Date): Promise<void> {
  await run(
    tx,
    sql`update relays set archived_at = ${now}, enabled = false, credentials_sealed = null, proxy_sealed = null,
          hook_token_hash = null, hook_password_hash = null, hook_topic = null, hook_made_at = null, version = version + 1
         where account_id = app_account() and id = ${id}`,
  );
}

export async function saveTest(
  tx: Tx,
  id: number,
  report: RelayTestView,
  now: Date,
): Promise<void> {
  await run(
    tx,
    sql`update relays set tested_at = ${now}, test_report = ${JSON.stringify(report)}::jsonb
         where account_id = app_account() and id = ${id}`,
  );
}

/** As the sending process sees it, in the role worker. */
export async function saveHealth(
  tx: Tx,
  id: number,
  failingSince: Date | null,
  failure: string | null,
): Promise<void> {
  await run(
    tx,
    sql`update relays set failing_since = ${failingSince}, failure = ${failure} where id = ${id} and archived_at is null`,
  );
}

// Reports of providers

export async function saveHook(
  tx: Tx,
  id: number,
  hook: { tokenHash: Buffer; passwordHash: Buffer | null } | null,
  now: Date,
): Promise<void> {
  await run(
    tx,
    sql`update relays set hook_token_hash = ${hook?.tokenHash ?? null}, hook_password_hash = ${hook?.passwordHash ?? null},
          hook_topic = null, hook_made_at = ${hook ? now : null}, hook_last_at = null
         where account_id = app_account() and id = ${id}`,
  );
}

export interface RelayHook {
  accountId: number;
  id: number;
  publicId: string;
  kind: RelayKind;
  passwordHash: Buffer | null;
  topic: string | null;
}

/** Whose address this is, across accounts: in the role worker. */
export function findHook(tx: Tx, tokenHash: Buffer): Promise<RelayHook | undefined> {
  return maybe<RelayHook>(
    tx,
    sql`select r.account_id, r.id, r.public_id, r.kind, r.hook_password_hash as password_hash, r.hook_topic as topic
          from relays r where r.hook_token_hash = ${tokenHash} and r.archived_at is null`,
  );
}

/** Binds the address to the topic that was confirmed first; false when it is bound to another one. */
export async function bindTopic(tx: Tx, id: number, topic: string): Promise<boolean> {
  const changed = await run(
    tx,
    sql`update relays set hook_topic = ${topic}
         where account_id = app_account() and id = ${id} and (hook_topic is null or hook_topic = ${topic})`,
  );
  return changed === 1;
}

export async function noteReport(tx: Tx, id: number, now: Date): Promise<void> {
  await run(
    tx,
    sql`update relays set hook_last_at = ${now} where account_id = app_account() and id = ${id}`,
  );
}
