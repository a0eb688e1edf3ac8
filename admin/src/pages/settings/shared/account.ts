import { useCallback } from "react";
import type {
  AccountChange,
  AccountView,
  AssessmentInput,
} from "../../../../../contract/accounts.ts";
import { api, ME_KEY, queryClient, useApiQuery, useSession } from "../../../api/index.ts";

/** The settings of the account worked in, with what the set-up still needs. */
export function useAccount(refetchInterval: number | false = false) {
  return useApiQuery<AccountView>("/account", undefined, { refetchInterval });
}

// Sections replace each other as a whole, so two saves must never overlap.
let saves: Promise<unknown> = Promise.resolve();

/**
 * Saves sections of the settings, one save after the other. `change` receives the settings as the last save left
 * them, so that a page can keep what another page owns. The account is the one the page was opened with, also when
 * the last words are saved after switching to another.
 */
export function useSaveAccount(): (
  change: (present: AccountView) => AccountChange,
) => Promise<AccountView> {
  const { account } = useSession();
  const id = account.id;
  return useCallback(
    (change) => {
      const key = [id, "/account"];
      const headers = { "Klarpost-Account": id };
      const run = async (): Promise<AccountView> => {
        const present =
          queryClient.getQueryData<AccountView>(key) ??
          (await api.get<AccountView>("/account", { headers }));
        const after = await api.patch<AccountView>("/account", change(present), { headers });
        await queryClient.cancelQueries({ queryKey: key });
        queryClient.setQueryData(key, after);
        if (concernsSession(present, after))
          await queryClient.invalidateQueries({ queryKey: [...ME_KEY] });
        return after;
      };
      const next = saves.then(run, run);
      saves = next.catch(() => undefined);
      return next;
    },
    [id],
  );
}

/** Records the assessment of level `unique`, or takes it back with null. */
export function useSaveAssessment(): (input: AssessmentInput | null) => Promise<void> {
  const { account } = useSession();
  const id = account.id;
  return useCallback(
    async (input) => {
      const path = "/account/counting-assessment";
      const headers = { "Klarpost-Account": id };
      const after = input
        ? await api.put<AccountView>(path, input, { headers })
        : await api.delete<AccountView>(path, undefined, { headers });
      await queryClient.cancelQueries({ queryKey: [id, "/account"] });
      queryClient.setQueryData([id, "/account"], after);
    },
    [id],
  );
}

/** The shell shows the name and knows the time zone; the start page asks whether the set-up is complete. */
function concernsSession(before: AccountView, after: AccountView): boolean {
  return (
    before.name !== after.name ||
    before.timezone !== after.timezone ||
    before.locale !== after.locale ||
    before.setup.complete !== after.setup.complete
  );
}

/** A copy without blank texts, empty lists and empty objects: what nobody filled in is not stored. */
export function compact<T>(value: T): T {
  return clean(value) as T;
}

function clean(value: unknown): unknown {
  if (typeof value === "string") return value.trim() === "" ? undefined : value;
  if (Array.isArray(value)) {
    const items = value.map(clean).filter((item) => item !== undefined);
    return items.length > 0 ? items : undefined;
  }
  if (value === null || typeof value !== "object") return value;
  const entries = Object.entries(value)
    .map(([name, part]) => [name, clean(part)] as const)
    .filter(([, part]) => part !== undefined);
  return entries.length > 0 ? Object.fromEntries(entries) : undefined;
}
