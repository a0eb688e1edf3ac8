import type { BulkAction, BulkAnswer } from "../../../../contract/contact-care.ts";
import { api, invalidate, queryClient, useApiMutation } from "../../api/index.ts";
import { showDone, showProblem, showUndo, useTexts } from "../../ui/index.ts";
import { texts } from "./care-texts.ts";

export interface BulkTarget {
  ids?: string[];
  filter?: Record<string, string | boolean>;
  count?: number;
}

/** Does something to contacts, says to how many, and offers to take it back. */
export function useBulk(onDone?: () => void): {
  busy: boolean;
  act: (action: BulkAction, target: BulkTarget) => void;
} {
  const t = useTexts(texts);
  const run = useApiMutation(
    (request: BulkTarget & { action: BulkAction }) =>
      api.post<BulkAnswer>("/contacts/bulk", request),
    {
      invalidates: ["/contacts", "/contact-tags"],
      onSuccess: ({ changed, undo }) => {
        onDone?.();
        if (undo === null) showDone(t("bulk.nothing"));
        else
          showUndo(t("bulk.changed", { count: changed }), async () => {
            await api.post(`/contact-bulks/${undo}/undo`);
            await invalidate(queryClient, ["/contacts", "/contact-tags"]);
          });
      },
    },
  );
  return {
    busy: run.isPending,
    act: (action, target) =>
      run.mutate({ action, ...target }, { onError: (error) => showProblem(error) }),
  };
}
