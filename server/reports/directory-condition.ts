import type { DirectoryFilterInput } from "../../contract/directory.ts";
import { fold } from "../contacts/index.ts";
import type { Clock, RawBuilder, Tx } from "../platform/index.ts";
import { resolveFilter } from "./contact-directory.ts";
import { conditionsOf, foundBy } from "./directory.store.ts";

/**
 * Whom a filter of the directory means, as a condition over contact row `c`: everybody, also where the directory
 * itself shows only the first hits of a search. What people did leaves in no file, so a segment that asks it is refused
 * here (403). Throws 404 for a list, tag or segment that does not exist.
 */
export function directoryCondition({ clock }: { clock: Clock }) {
  return async (
    tx: Tx,
    filter: DirectoryFilterInput,
    me: number | undefined,
  ): Promise<RawBuilder<unknown>> => {
    const { q, ...rest } = filter;
    const viewer = { operatorId: me, permissions: new Set<string>(), at: clock.now() };
    const condition = conditionsOf(await resolveFilter(tx, rest, viewer));
    const text = q?.trim().toLowerCase() ?? "";
    if (text === "") return condition;
    return foundBy(condition, text, fold(text));
  };
}
