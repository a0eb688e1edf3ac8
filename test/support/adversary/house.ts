import { createCipheriv, createHmac, hkdfSync, randomBytes } from "node:crypto";
import pg from "pg";
import { createDispatcher } from "../../../server/delivery/index.ts";
import type { LinkTokens } from "../../../server/lists/index.ts";
import { PIXEL_LINK, type TrackingTokens } from "../../../server/tracking/index.ts";
import { durableDatabase, type DurableDatabase } from "../durable-database.ts";
import { seedNewsletter, type SeedOptions } from "../newsletter.ts";
import { eventually, prepareNewsletter, sendingParts, type SendingParts } from "../sending.ts";
import { startSmtpSink } from "../smtp-sink.ts";

export type Level = NonNullable<SeedOptions["countingLevel"]>;

/** A product with a database of its own, whose write-ahead log holds nothing of anybody else. */
export interface House {
  database: DurableDatabase;
  /** As the owner of the tables: reads what a dump would hold. */
  owner: pg.Client;
  parts: SendingParts;
  close(): Promise<void>;
}

/** The tracking key as the product derives it. */
export const trackingKey = (parts: SendingParts): Buffer => parts.keys.derive("tracking-token/v1");

export async function openHouse(): Promise<House> {
  const database = await durableDatabase({
    settings: { fsync: "off", synchronous_commit: "off", max_wal_size: "4GB" },
  });
  const owner = new pg.Client(database.connection);
  await owner.connect();
  await journalEverything(owner);
  // Numbers that are no everyday numbers, so that finding one is finding a person.
  for (const [table, from] of [
    ["contacts", 710_000_000],
    ["deliveries", 730_000_000],
  ] as const)
    await owner.query(`alter table ${table} alter column id restart with ${from}`);
  const parts = sendingParts(database.db);
  return {
    database,
    owner,
    parts,
    async close() {
      await parts.close();
      await owner.end();
      await database.close();
    },
  };
}

/**
 * What the write-ahead log says of each row, readable: every version of every row of every table, in the order in
 * which it was written. Whoever holds the log can decode as much.
 */
async function journalEverything(owner: pg.Client): Promise<void> {
  await owner.query(`
    create schema adversary;
    create table adversary.journal (id bigint generated always as identity primary key, tbl text, new jsonb, old jsonb, at double precision);
    create function adversary.note() returns trigger language plpgsql security definer as $$
      begin
        insert into adversary.journal (tbl, new, old)
        values (tg_table_name, case when tg_op <> 'DELETE' then to_jsonb(new) end, case when tg_op <> 'INSERT' then to_jsonb(old) end);
        return null;
      end $$;
    grant usage on schema adversary to public`);
}

export async function watchTables(owner: pg.Client): Promise<void> {
  await owner.query(`do $$ declare t record; begin
    for t in select c.oid::regclass as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
             where n.nspname = 'public' and c.relkind in ('r', 'p') and not c.relispartition loop
      execute format('create or replace trigger adversary_note after insert or update or delete on %s for each row execute function adversary.note()', t.name);
    end loop; end $$`);
  await owner.query("truncate adversary.journal");
}

export async function leaveTables(owner: pg.Client): Promise<void> {
  await owner.query(`do $$ declare t record; begin
    for t in select tgrelid::regclass as name from pg_trigger where tgname = 'adversary_note' and tgparentid = 0 loop
      execute format('drop trigger adversary_note on %s', t.name);
    end loop; end $$`);
}

/** Somebody who gave no permission, with everything by which the database knows them. */
export interface Person {
  deliveryId: number;
  contactId: number;
  names: string[];
  /** Their place in the order in which mails were accepted, over all recipients. */
  rank: number;
}

export interface Sent {
  accountId: number;
  mailingId: number;
  anonymous: Person[];
  granted: Person[];
  /** Delivery to the tokens of its mail, by link. Never shown to the adversary. */
  mails: Map<number, Map<number, string>>;
}

/** What a leaky variant changes about rendering. */
export type Rendering = (parts: {
  tracking: TrackingTokens;
  links: LinkTokens;
  key: Buffer;
}) => Partial<{ tracking: TrackingTokens; links: LinkTokens }>;

let sent = 0;

/** Sends a mailing with the product's own parts: audience, gate, composer, dispatcher, SMTP. */
export async function sendMailing(
  house: House,
  options: { level: Level; people: number; granted: number; rendering?: Rendering },
): Promise<Sent> {
  const { parts, database, owner } = house;
  const seeded = await seedNewsletter(database.db, parts.keys, {
    people: options.people + options.granted,
    granted: options.granted,
    countingLevel: options.level,
    domain: `gegner${++sent}.example`,
  });
  const all = options.people + options.granted;
  const mailing = await prepareNewsletter(parts, seeded, { people: all });
  const sink = await startSmtpSink();
  const { tracking, links } = parts.deps;
  const dispatcher = createDispatcher({
    ...parts.deps,
    ...options.rendering?.({ tracking, links, key: trackingKey(parts) }),
    transports: {
      smtpUrl: null,
      sandboxSmtpUrl: `smtp://127.0.0.1:${sink.port}?tls=none`,
      heloName: "klarpost.invalid",
    },
  });
  dispatcher.start();
  await eventually("all mails are accepted", () => sink.count === all, 900_000);
  await dispatcher.stop();
  const people = await readPeople(owner, seeded.accountId, mailing.runId!);
  const byAddress = new Map(people.map((person) => [person.names[0]!, person]));
  const mails = new Map<number, Map<number, string>>();
  for (const message of sink.accepted) {
    const text = message.content.toString("latin1").replace(/=\r\n/g, "");
    const tokens = new Map<number, string>();
    for (const [, token] of text.matchAll(/\/t\/([\w-]{43})/g))
      tokens.set(tracking.open(token!)!.link, token!);
    mails.set(byAddress.get(message.to[0]!)!.deliveryId, tokens);
  }
  await sink.close();
  const isGranted = (person: Person) =>
    Number(/^person(\d+)@/.exec(person.names[0]!)![1]) <= options.granted;
  return {
    accountId: seeded.accountId,
    mailingId: mailing.id,
    anonymous: people.filter((person) => !isGranted(person)),
    granted: people.filter(isGranted),
    mails,
  };
}

async function readPeople(owner: pg.Client, accountId: number, runId: number): Promise<Person[]> {
  const found = await owner.query<{
    delivery: string;
    contact: string;
    email: string;
    delivery_key: string;
    contact_key: string;
    hash: string;
  }>(
    `select d.id as delivery, c.id as contact, c.email_normalised as email, d.public_id as delivery_key, c.public_id as contact_key, encode(c.address_hash, 'hex') as hash
     from deliveries d join contacts c on c.account_id = d.account_id and c.id = d.contact_id
     join delivery_outcomes o on o.account_id = d.account_id and o.delivery_id = d.id and o.outcome = 'accepted'
     where d.account_id = $1 and d.run_id = $2 order by o.at, o.ctid`,
    [accountId, runId],
  );
  return found.rows.map((row, rank) => ({
    deliveryId: Number(row.delivery),
    contactId: Number(row.contact),
    names: [row.email, row.delivery_key, row.delivery_key.slice(4), row.contact_key, row.hash],
    rank,
  }));
}

/** A token of level `unique` whose number is chosen, which the product never does (docs/privacy/tracking-tokens.md). */
export function tokenWithNumber(
  key: Buffer,
  place: { account: number; mailing: number; link: number },
  number: Buffer,
): string {
  const blocks = Buffer.from(hkdfSync("sha256", key, "", "tracking token 1 blocks", 32));
  const plain = randomBytes(32);
  plain.writeUInt32BE(((1 << 29) | (2 << 26) | (place.link << 16) | (place.account >>> 6)) >>> 0);
  plain.writeUInt32BE((((place.account & 63) << 26) | place.mailing) >>> 0, 4);
  plain.copy(plain, 16, 8, 16);
  number.copy(plain, 24, 0, 8);
  const cipher = createCipheriv("aes-256-ecb", blocks, null).setAutoPadding(false);
  return cipher.update(plain).toString("base64url");
}

export const derivedNumber = (key: Buffer, contactId: number, link: number): Buffer =>
  createHmac("sha256", key).update(`${contactId}:${link}`).digest().subarray(0, 8);

export { PIXEL_LINK };
