import { Button } from "@mantine/core";
import type { ReactNode } from "react";
import type { ContactOverview } from "../../../../contract/directory.ts";
import type { UnmergeAnswer } from "../../../../contract/duplicates.ts";
import { api, useApiMutation, useCan } from "../../api/index.ts";
import {
  inSentence,
  Notice,
  showDone,
  showProblem,
  useFormat,
  useGo,
  useTexts,
} from "../../ui/index.ts";
import { texts } from "./duplicates-texts.ts";

/** Merges into this contact that can still be taken back, each with its last day. */
export function MergeNotices({ data }: { data: ContactOverview }): ReactNode {
  return data.merges.map((merge) => <MergeNotice key={merge.id} merge={merge} />);
}

function MergeNotice({ merge }: { merge: ContactOverview["merges"][number] }): ReactNode {
  const t = useTexts(texts);
  const format = useFormat();
  const go = useGo();
  const write = useCan()("contacts.write");
  const undo = useApiMutation(() => api.post<UnmergeAnswer>(`/contact-merges/${merge.id}/undo`), {
    invalidates: ["/contacts", "/contact-pairs"],
    onSuccess: ({ id }) => {
      showDone(t("merge.undone"));
      go(`/contacts/${id}`);
    },
  });
  return (
    <Notice
      title={t("merge.mergedTitle", { when: inSentence(format.moment(merge.at)), by: merge.by })}
      action={
        write && (
          <Button
            size="xs"
            loading={undo.isPending}
            onClick={() => undo.mutate(undefined, { onError: (error) => showProblem(error) })}
          >
            {t("merge.undo")}
          </Button>
        )
      }
    >
      <p>{t("merge.mergedText", { until: format.date(merge.until) })}</p>
    </Notice>
  );
}
