import { maybe, one, rows, run, sql, type Tx } from "../platform/index.ts";
import type { OwnRole } from "./permissions.ts";

export interface OwnRoleRow extends OwnRole {
  description: string;
}

const columns = sql.raw("r.public_id as id, r.name, r.description, r.template, r.permissions");

/** The account's own roles, by name. */
export function listOwnRoles(tx: Tx, accountId: number): Promise<OwnRoleRow[]> {
  return rows<OwnRoleRow>(
    tx,
    sql`select ${columns} from account_roles r where r.account_id = ${accountId} order by lower(r.name), r.id`,
  );
}

/** Own roles of all accounts that an identity provider may give; owners are made by owners. */
export function givableOwnRoles(
  tx: Tx,
): Promise<{ accountId: string; id: string; name: string }[]> {
  return rows(
    tx,
    sql`select a.public_id as account_id, r.public_id as id, r.name from account_roles r join accounts a on a.id = r.account_id
        where r.template <> 'owner' order by lower(r.name), r.id limit 1000`,
  );
}

/** One own role, locked: nobody changes, gives or deletes it meanwhile. */
export function lockOwnRole(
  tx: Tx,
  accountId: number,
  id: string,
): Promise<OwnRoleRow | undefined> {
  return maybe<OwnRoleRow>(
    tx,
    sql`select ${columns} from account_roles r where r.account_id = ${accountId} and r.public_id = ${id} for update`,
  );
}

/** Own roles that are about to be given stay until the transaction ends. */
export async function keepOwnRoles(
  tx: Tx,
  accountId: number,
  ids: readonly string[],
): Promise<void> {
  await run(
    tx,
    sql`select 1 from account_roles r where r.account_id = ${accountId} and r.public_id = any(${[...ids]}::text[]) order by r.id for key share`,
  );
}

export function insertOwnRole(
  tx: Tx,
  accountId: number,
  role: Omit<OwnRoleRow, "id"> & { at: Date },
): Promise<OwnRoleRow> {
  return one<OwnRoleRow>(
    tx,
    sql`insert into account_roles as r (account_id, name, description, template, permissions, created_at, updated_at)
        values (${accountId}, ${role.name}, ${role.description}, ${role.template}, ${role.permissions}, ${role.at}, ${role.at})
        returning ${columns}`,
  );
}

export async function updateOwnRole(
  tx: Tx,
  accountId: number,
  role: OwnRoleRow,
  at: Date,
): Promise<void> {
  await run(
    tx,
    sql`update account_roles set name = ${role.name}, description = ${role.description}, permissions = ${role.permissions}, updated_at = ${at}
         where account_id = ${accountId} and public_id = ${role.id}`,
  );
}

export async function deleteOwnRole(tx: Tx, accountId: number, id: string): Promise<void> {
  await run(
    tx,
    sql`delete from account_roles where account_id = ${accountId} and public_id = ${id}`,
  );
}
