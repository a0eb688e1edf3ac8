import { rows, sql, type Locale, type Tx } from "../platform/index.ts";
import type { OwnRole } from "./permissions.ts";

/** Somebody who works in the account and may come in. */
export interface ActiveMember {
  id: number;
  publicId: string;
  name: string;
  email: string;
  locale: Locale;
  roles: string[];
  ownRoles: OwnRole[];
}

/** Everybody who works in the account and is not disabled. */
export function activeMembers(tx: Tx, accountId: number): Promise<ActiveMember[]> {
  return rows<ActiveMember>(
    tx,
    sql`select o.id, o.public_id, o.name, o.email, o.locale, m.roles, own_roles(m.account_id, m.roles) as own_roles
          from memberships m join operators o on o.id = m.operator_id
         where m.account_id = ${accountId} and o.disabled_at is null order by lower(o.name), o.id`,
  );
}

/** How often people of these keys failed to sign in since then; in an instance transaction. */
export function failuresOf(
  tx: Tx,
  keys: readonly Buffer[],
  since: Date,
): Promise<{ key: Buffer; failures: number }[]> {
  return rows(
    tx,
    sql`select key, failures from login_throttles where key = any(${[...keys]}::bytea[]) and last_at >= ${since} and failures > 0`,
  );
}
