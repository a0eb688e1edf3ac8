import type { DirectoryFilterInput } from "../../contract/directory.ts";
import { fold } from "../contacts/index.ts";
import { sql, type RawBuilder, type Tx } from "../platform/index.ts";
import { resolveFilter } from "./contact-directory.ts";
import { conditionsOf } from "./directory.store.ts";

const likePrefix = (text: string): string => `${text.replace(/[\\%_]/g, "\\$&")}%`;

/**
 * Whom a filter of the directory means, as a condition over contact row `c`: everybody, also where the directory
 * itself shows only the first hits of a search. Throws 404 for a list or tag that does not exist.
 */
export async function directoryCondition(
  tx: Tx,
  filter: DirectoryFilterInput,
  me: number | undefined,
): Promise<RawBuilder<unknown>> {
  const { q, ...rest } = filter;
  const condition = conditionsOf(await resolveFilter(tx, rest, me));
  const text = q?.trim().toLowerCase() ?? "";
  if (text === "") return condition;
  return sql`${condition} and c.id in (select s.id from search_contacts(${likePrefix(text)}, ${likePrefix(fold(text))}, 2147483647) s(id))`;
}
