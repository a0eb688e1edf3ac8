import { Button, SegmentedControl, Textarea } from "@mantine/core";
import { useState, type ReactNode } from "react";
import type { DocumentView } from "../../../../../contract/documents.ts";
import { api, useApiMutation } from "../../../api/index.ts";
import { Problem, showDone, useTexts } from "../../../ui/index.ts";
import { texts } from "./texts.ts";

/** A question of the screening: yes or no, and why. A choice is saved at once, the reason by its button. */
export function QuestionForm(props: { question: DocumentView["questions"][number] }): ReactNode {
  const t = useTexts(texts);
  const { question } = props;
  const [reason, setReason] = useState(question.reason);
  const save = useApiMutation(
    (answer: "yes" | "no") =>
      api.put(`/documents/screening/answers/${question.key}`, { answer, reason: reason.trim() }),
    {
      invalidates: ["/documents", "/checks"],
      onSuccess: () => showDone(t("question.saved")),
    },
  );
  const { answer } = question;
  return (
    <div className="doc-question" data-missing={answer === null ? true : undefined}>
      {save.error && <Problem error={save.error} />}
      <p className="k-muted">{question.help}</p>
      <SegmentedControl
        aria-label={question.question}
        value={answer ?? ""}
        disabled={save.isPending}
        onChange={(value) => save.mutate(value as "yes" | "no")}
        data={[
          ...(answer === null ? [{ value: "", label: t("question.open"), disabled: true }] : []),
          { value: "no", label: t("question.no") },
          { value: "yes", label: t("question.yes") },
        ]}
      />
      {answer !== null && (
        <div className="doc-reason">
          <Textarea
            label={t("question.reason")}
            description={t("question.reasonHelp")}
            autosize
            minRows={1}
            maxLength={2000}
            value={reason}
            onChange={(event) => setReason(event.currentTarget.value)}
          />
          {reason.trim() !== question.reason && (
            <Button loading={save.isPending} onClick={() => save.mutate(answer)}>
              {t("question.save")}
            </Button>
          )}
        </div>
      )}
    </div>
  );
}
