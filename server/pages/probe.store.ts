import { sql, type Tx } from "../platform/index.ts";

export async function beginProbe(tx: Tx): Promise<void> {
  await sql`savepoint page_probe`.execute(tx);
}

/** Takes back what the probe wrote, also after an error in the database. */
export async function endProbe(tx: Tx): Promise<void> {
  await sql`rollback to savepoint page_probe`.execute(tx);
  await sql`release savepoint page_probe`.execute(tx);
}
