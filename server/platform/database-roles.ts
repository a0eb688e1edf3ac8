import type pg from "pg";
import { AppError } from "./errors.ts";

/** The roles the product works under. The connected user owns the tables and changes into one of them. */
export const DATABASE_ROLES = ["klarpost_app", "klarpost_worker", "klarpost_retention"] as const;

/** The user that owns the tables of the embedded database. */
export const EMBEDDED_OWNER = "klarpost_owner";

const quoteIdentifier = (name: string): string => `"${name.replaceAll('"', '""')}"`;

/**
 * The SQL that creates the product's roles and lets `owner` change into them. Idempotent, PostgreSQL 15
 * to 18. None of them can log in or pass row-level security. `migrate` runs it where it may, `doctor`
 * prints it for the administrator of a foreign server.
 */
export function rolesSql(owner: string): string {
  const create = DATABASE_ROLES.map(
    (role) => `do $$ begin
  create role ${role} nologin;
exception when duplicate_object or unique_violation then null;
end $$;`,
  );
  return `${create.join("\n")}\ngrant ${DATABASE_ROLES.join(", ")} to ${quoteIdentifier(owner)};\n`;
}

interface RoleState {
  owner: string;
  mayCreate: boolean;
  missing: string[];
  dangerous: string[];
}

async function readRoles(client: pg.ClientBase): Promise<RoleState> {
  // From PostgreSQL 16 on, being a member does not include the right to change into the role.
  const { rows } = await client.query<RoleState>(
    `select session_user::text as owner,
            (select rolsuper or rolcreaterole from pg_roles where rolname = session_user) as "mayCreate",
            coalesce(array_agg(wanted.name) filter (
              where r.rolname is null or not pg_has_role(session_user, r.oid,
                case when current_setting('server_version_num')::int >= 160000 then 'SET' else 'MEMBER' end)
            ), '{}') as missing,
            coalesce(array_agg(wanted.name) filter (where r.rolsuper or r.rolbypassrls), '{}') as dangerous
       from unnest($1::text[]) as wanted(name)
       left join pg_roles r on r.rolname = wanted.name`,
    [DATABASE_ROLES],
  );
  const [state] = rows;
  if (state === undefined) throw new Error("The server did not answer which roles there are.");
  return state;
}

/**
 * Sees to it that the roles exist and that the connected user may change into them.
 * Throws `database_roles_missing` with the SQL to run when this user may not create roles, and
 * `database_role_unsafe` when a role could pass row-level security.
 */
export async function ensureRoles(client: pg.ClientBase): Promise<void> {
  let state = await readRoles(client);
  if (state.missing.length > 0 && state.mayCreate) {
    await client.query(rolesSql(state.owner));
    state = await readRoles(client);
  }
  if (state.missing.length > 0) {
    throw new AppError(
      "database_roles_missing",
      500,
      `The database user "${state.owner}" needs the roles ${state.missing.join(", ")} and may not create them.`,
      {
        hint: `Run this as an administrator of the PostgreSQL server, then start again:\n\n${rolesSql(state.owner)}`,
      },
    );
  }
  if (state.dangerous.length > 0) {
    throw new AppError(
      "database_role_unsafe",
      500,
      `The roles ${state.dangerous.join(", ")} must not be superuser and must not bypass row-level security, and are or do.`,
      {
        hint: `Run: ${state.dangerous.map((role) => `alter role ${role} nosuperuser nobypassrls;`).join(" ")}`,
      },
    );
  }
}
