import type { ListView } from "../../../../contract/lists.ts";
import { api, useApiMutation } from "../../api/index.ts";
import { showDone, showProblem, showUndo, useTexts } from "../../ui/index.ts";
import { texts } from "./texts.ts";

/** Archives a list, with a way back, and brings archived ones back. Subscribers and proofs stay either way. */
export function useArchive(): {
  archive: (list: ListView) => void;
  restore: (list: ListView) => void;
} {
  const t = useTexts(texts);
  const invalidates = ["/lists", "/forms", "/audience"];
  const change = useApiMutation(
    ({ list, archived }: { list: ListView; archived: boolean }) =>
      api.patch<ListView>(`/lists/${list.id}`, { archived }),
    { invalidates, onError: (error) => showProblem(error) },
  );
  return {
    archive: (list) =>
      change.mutate(
        { list, archived: true },
        {
          onSuccess: () =>
            showUndo(t("archivedDone", { name: list.name }), () =>
              change.mutateAsync({ list, archived: false }),
            ),
        },
      ),
    restore: (list) =>
      change.mutate(
        { list, archived: false },
        { onSuccess: () => showDone(t("restored", { name: list.name })) },
      ),
  };
}
