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

const union = (parts: RawBuilder<unknown>[]) => sql.join(parts, sql` union all `);

/** The entries of everybody in `subject`, as a table of its own: for a whole list, where hash joins pay. */
export function stopsOfAll(listIds: number[]): RawBuilder<unknown> {
  const found = ways.map(
    ({ meets, scopes }) =>
      sql`select s.no, x.scope, x.list_id from subject s join suppressions x on ${live} and ${meets} where ${scopes}`,
  );
  return sql`select x.no, ${gathered(listIds)} from (${union(found)}) x group by x.no`;
}

/** The entries of one recipient `s`, for a lateral join: index by index, whatever the planner thinks of the tables. */
export function stopsOfOne(listIds: number[]): RawBuilder<unknown> {
  const found = ways.map(
    ({ meets, scopes, any }) =>
      sql`select x.scope, x.list_id from suppressions x where ${any ?? sql`true`} and ${live} and ${meets} and ${scopes}`,
  );
  return sql`select ${gathered(listIds)} from (${union(found)}) x`;
}
