import type pg from "pg";

/** A column as the catalogue describes it. */
interface Column {
  name: string;
  type: string;
  kind: string;
  element: string | null;
  needed: boolean;
}

/** A value that a column of this type takes; another one for each number. */
function valueOf({ type, kind, element }: Column, no: number): string {
  if (element !== null) return `'{}'`;
  if (kind === "r") return "'empty'";
  switch (type) {
    case "int2":
    case "int4":
    case "int8":
    case "numeric":
    case "float4":
    case "float8":
      return String(no);
    case "bool":
      return "false";
    case "bytea":
      return `'\\x0${no}'`;
    case "json":
    case "jsonb":
      return `'{}'`;
    case "date":
      return `'2026-01-0${no}'`;
    case "timestamp":
    case "timestamptz":
      return `'2026-01-0${no} 09:00'`;
    case "time":
      return `'0${no}:00'`;
    case "interval":
      return `'${no} days'`;
    case "uuid":
      return `'00000000-0000-4000-8000-00000000000${no}'`;
    case "inet":
    case "cidr":
      return `'192.0.2.${no}'`;
    case "char":
      return `'${no}'`;
    default:
      return `'x${no}'`;
  }
}

/**
 * Puts one row of each of these accounts into every table that has an account, without what the product would put beside
 * it: checks, references and triggers go first, so the database is good for nothing else afterwards. Gives the tables.
 * A table that is added tomorrow is among them.
 */
export async function fillEveryTable(
  client: pg.Client,
  accounts: readonly number[],
): Promise<string[]> {
  const constraints = await client.query<{ table: string; name: string }>(
    `select c.conrelid::regclass::text as table, quote_ident(c.conname) as name from pg_constraint c join pg_class r on r.oid = c.conrelid
       where c.contype in ('c', 'f') and c.connamespace = 'public'::regnamespace and not r.relispartition and c.conparentid = 0 order by c.contype desc`,
  );
  const tables = await client.query<{ name: string; columns: Column[] }>(
    `select r.relname as name, jsonb_agg(jsonb_build_object('name', quote_ident(a.attname), 'type', t.typname, 'kind', t.typtype,
              'element', case when t.typcategory = 'A' then t.typelem::regtype::text end,
              'needed', a.attnotnull and not a.atthasdef and a.attidentity = '') order by a.attnum) as columns
       from pg_class r join pg_attribute a on a.attrelid = r.oid and a.attnum > 0 and not a.attisdropped join pg_type t on t.oid = a.atttypid
      where r.relnamespace = 'public'::regnamespace and r.relkind in ('r', 'p') and not r.relispartition
        and exists (select from pg_attribute b where b.attrelid = r.oid and b.attname = 'account_id' and not b.attisdropped)
      group by r.relname order by r.relname`,
  );
  const statements = constraints.rows.map(
    ({ table, name }) => `alter table ${table} drop constraint ${name} cascade`,
  );
  for (const { name, columns } of tables.rows) {
    statements.push(`alter table ${name} disable trigger user`);
    for (const [at, account] of accounts.entries()) {
      const given = columns.filter((one) => one.name === "account_id" || one.needed);
      const values = given.map((one) =>
        one.name === "account_id" ? String(account) : valueOf(one, at + 1),
      );
      statements.push(
        `insert into ${name} (${given.map((one) => one.name).join(", ")}) values (${values.join(", ")}) on conflict do nothing`,
      );
    }
  }
  await client.query(statements.join(";\n"));
  return tables.rows.map(({ name }) => name);
}
