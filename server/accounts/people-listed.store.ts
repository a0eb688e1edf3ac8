import { rows, run, sql, type Tx } from "../platform/index.ts";

/** What one person or key was shown in lists and the audit log does not say yet. */
interface Listed {
  actorKind: "operator" | "api_key";
  actorId: number;
  actorName: string;
  beganAt: Date;
  lastAt: Date;
  people: number;
  pages: number;
}

export async function addListed(
  tx: Tx,
  accountId: number,
  page: { kind: Listed["actorKind"]; id: number; name: string; people: number },
): Promise<void> {
  await run(
    tx,
    sql`insert into people_listed as l (account_id, actor_kind, actor_id, actor_name, people, pages)
        values (${accountId}, ${page.kind}, ${page.id}, ${page.name}, ${page.people}, 1)
        on conflict (account_id, actor_kind, actor_id) do update
          set people = l.people + excluded.people, pages = l.pages + 1, last_at = excluded.last_at, actor_name = excluded.actor_name`,
  );
}

/** Takes out what began before then. */
export function takeListed(tx: Tx, before: Date): Promise<Listed[]> {
  return rows<Listed>(
    tx,
    sql`delete from people_listed l where l.account_id = app_account() and l.began_at <= ${before}
        returning l.actor_kind, l.actor_id, l.actor_name, l.began_at, l.last_at, l.people, l.pages`,
  );
}
