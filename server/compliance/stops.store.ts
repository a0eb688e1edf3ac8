import { sql, type RawBuilder } from "../platform/index.ts";
import { FLAG } from "./fact-flags.ts";

/** Where an entry of the suppressions may hit a recipient `s`. Each finds it by an index of its own. */
interface Way {
  meets: RawBuilder<unknown>;
  scopes: RawBuilder<unknown>;
  /** Asked once a statement: whether the account has such entries at all. */
  any?: RawBuilder<unknown>;
}

const live = sql`x.account_id = app_account() and x.lifted_at is null`;
const anyEntry = (condition: RawBuilder<unknown>) =>
  sql`(select exists (select 1 from suppressions x where ${live} and ${condition}))`;

const ways: readonly Way[] = [
  {
    meets: sql`x.address_hash = s.hash`,
    scopes: sql`x.scope not in ('account_person', 'source_person')`,
  },
  {
    meets: sql`x.domain = split_part(s.email, '@', -1)`,
    scopes: sql`x.scope = 'blacklist'`,
    any: anyEntry(sql`x.domain is not null`),
  },
  // `*.example.com`: any domain below it. No domain begins with a dot, so the end of the address decides.
  {
    meets: sql`x.domain like '*.%' and right(s.email, length(x.domain) - 1) = substr(x.domain, 2)`,
    scopes: sql`x.scope = 'blacklist'`,
    any: anyEntry(sql`x.domain like '*.%'`),
  },
  {
    meets: sql`x.source_system = s.source_system and x.person_number = s.person_number`,
    scopes: sql`x.scope in ('account_person', 'source_person')`,
  },
  {
    meets: sql`x.contact_id = s.contact_id`,
    scopes: sql`x.scope = 'account_person'`,
    any: anyEntry(sql`x.contact_id is not null`),
  },
];

/** What an entry of each scope says; an unsubscribe from a newsletter also objects to § 7(3) mail (LEG-15). */
const flagOf = (listIds: number[]) => sql`case x.scope
  when 'blacklist' then ${sql.lit(FLAG.blacklisted)}
  when 'retained' then ${sql.lit(FLAG.retained)}
  when 'complaint' then ${sql.lit(FLAG.complained)}
  when 'account_address' then ${sql.lit(FLAG.addressObjected)}
  when 'account_person' then ${sql.lit(FLAG.personObjected)}
  when 'source_person' then ${sql.lit(FLAG.campaignsUnsubscribed)}
  when 'newsletters_address' then ${sql.lit(FLAG.newslettersUnsubscribed | FLAG.existingCustomerObjected)}
  when 'customer_7_3_address' then ${sql.lit(FLAG.existingCustomerObjected)}
  when 'list_address' then ${sql.lit(FLAG.existingCustomerObjected)}
  when 'held' then case when x.list_id is null or x.list_id = any(${listIds}::bigint[]) then ${sql.lit(FLAG.replyPending)} else 0 end
  else 0 end`;

const gathered = (listIds: number[]) =>
  sql`bit_or(${flagOf(listIds)}) as flags, array_agg(x.list_id) filter (where x.scope = 'list_address') as lists`;

/** Which kinds of entries an account has at all, besides those on an address. */
export interface StopKinds {
  hasDomains: boolean;
  hasBelow: boolean;
  hasPersons: boolean;
  hasContacts: boolean;
}

/** Columns of `StopKinds` for the account of the transaction. */
export const stopKinds = sql`${anyEntry(sql`x.domain is not null`)} as has_domains, ${anyEntry(sql`x.domain like '*.%'`)} as has_below,
  ${anyEntry(sql`x.person_number is not null`)} as has_persons, ${anyEntry(sql`x.contact_id is not null`)} as has_contacts`;

/**
 * The entries beside everybody of a whole list `s`: those on an address gathered and joined once, of the other kinds the
 * account has whether there is one. `stop.lists` are the lists the address left. `account` is a constant.
 */
export function stopsBeside(
  account: RawBuilder<unknown>,
  listIds: number[],
  kinds: StopKinds,
): { join: RawBuilder<unknown>; flags: RawBuilder<unknown> } {
  const entries = sql`suppressions x where x.account_id = ${account} and x.lifted_at is null`;
  const domains = sql`x.scope = 'blacklist' and x.domain is not null`;
  const person = (scope: string) =>
    sql`s.person_number is not null and (s.source_system, s.person_number) in (select x.source_system, x.person_number from ${entries}
      and x.scope = ${scope} and x.source_system is not null and x.person_number is not null)`;
  const flag = (is: number, when: RawBuilder<unknown>) =>
    sql`case when ${when} then ${sql.lit(is)} else 0 end`;
  const flags = [sql`coalesce(stop.flags, 0)`];
  if (kinds.hasDomains)
    flags.push(
      flag(
        FLAG.blacklisted,
        sql`split_part(s.email, '@', -1) in (select x.domain from ${entries} and ${domains})`,
      ),
    );
  if (kinds.hasBelow)
    flags.push(
      flag(
        FLAG.blacklisted,
        sql`exists (select 1 from ${entries} and ${domains} and x.domain like '*.%' and right(s.email, length(x.domain) - 1) = substr(x.domain, 2))`,
      ),
    );
  if (kinds.hasContacts)
    flags.push(
      flag(
        FLAG.personObjected,
        sql`s.contact_id in (select x.contact_id from ${entries} and x.scope = 'account_person' and x.contact_id is not null)`,
      ),
    );
  if (kinds.hasPersons)
    flags.push(
      flag(FLAG.personObjected, person("account_person")),
      flag(FLAG.campaignsUnsubscribed, person("source_person")),
    );
  return {
    join: sql`
      left join (select x.address_hash, ${gathered(listIds)} from ${entries} and x.address_hash is not null
          and x.scope not in ('account_person', 'source_person') group by x.address_hash) stop
        on stop.address_hash = s.hash`,
    flags: sql`(${sql.join(flags, sql` | `)})`,
  };
}

/** The entries of one recipient `s`, for a lateral join: index by index, whatever the planner thinks of the tables. */
export function stopsOfOne(listIds: number[]): RawBuilder<unknown> {
  const found = ways.map(
    ({ meets, scopes, any }) =>
      sql`select x.scope, x.list_id from suppressions x where ${any ?? sql`true`} and ${live} and ${meets} and ${scopes}`,
  );
  return sql`select ${gathered(listIds)} from (${sql.join(found, sql` union all `)}) x`;
}
