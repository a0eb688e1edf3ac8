import { one, sql, type Tx } from "../platform/index.ts";

export interface DatabaseFacts {
  version: string;
  size: string;
  fsync: string;
  synchronousCommit: string;
  statementLog: string;
  bypass: boolean;
}

/** Settings that promises rest on. */
export function databaseFacts(tx: Tx): Promise<DatabaseFacts> {
  return one<DatabaseFacts>(
    tx,
    sql`select current_setting('server_version') as version, pg_size_pretty(pg_database_size(current_database())) as size,
          current_setting('fsync') as fsync, current_setting('synchronous_commit') as synchronous_commit,
          current_setting('log_statement') as statement_log,
          exists (select 1 from pg_roles r where r.rolname in ('klarpost_app', 'klarpost_worker', 'klarpost_retention') and (r.rolsuper or r.rolbypassrls)) as bypass`,
  );
}
