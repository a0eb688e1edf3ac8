import { createHash } from "node:crypto";
import { rows, run, sql, type Tx } from "../../platform/index.ts";
import type { AddressAnswer } from "./address-answer.ts";

const hashOf = (url: string): Buffer => createHash("sha256").update(url).digest();

/** Stores what an address answered, in place of what it answered before. */
export async function saveAnswer(tx: Tx, accountId: number, answer: AddressAnswer): Promise<void> {
  const { url, state, status, reason, finalUrl, mediaType, bytes, checkedAt } = answer;
  await run(
    tx,
    sql`insert into link_answers (account_id, url_hash, url, state, status, reason, final_url, media_type, bytes, checked_at)
        values (${accountId}, ${hashOf(url)}, ${url}, ${state}, ${status}, ${reason}, ${finalUrl}, ${mediaType}, ${bytes}, ${checkedAt})
        on conflict (account_id, url_hash) do update set state = excluded.state, status = excluded.status, reason = excluded.reason,
          final_url = excluded.final_url, media_type = excluded.media_type, bytes = excluded.bytes, checked_at = excluded.checked_at`,
  );
}

/** What these addresses answered since then, by address. */
export async function answersOf(
  tx: Tx,
  urls: readonly string[],
  since: Date,
): Promise<Map<string, AddressAnswer>> {
  if (urls.length === 0) return new Map();
  const found = await rows<AddressAnswer>(
    tx,
    sql`select a.url, a.state, a.status, a.reason, a.final_url, a.media_type, a.bytes, a.checked_at
        from link_answers a where a.account_id = app_account() and a.url_hash = any(${urls.map(hashOf)}::bytea[]) and a.checked_at > ${since}`,
  );
  return new Map(found.map((answer) => [answer.url, answer]));
}

/** Forgets answers from before then. */
export function forgetAnswers(tx: Tx, before: Date): Promise<number> {
  return run(
    tx,
    sql`delete from link_answers where account_id = app_account() and checked_at < ${before}`,
  );
}
