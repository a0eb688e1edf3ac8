import { Button, Modal, Textarea, TextInput } from "@mantine/core";
import { useState, type FormEvent, type ReactNode } from "react";
import type {
  ChecklistView,
  CheckQuestionView,
  CheckView,
} from "../../../../../contract/compliance.ts";
import { EVIDENCE_BYTES } from "../../../../../contract/evidence.ts";
import { api, useApiMutation, useSession } from "../../../api/index.ts";
import {
  currentTime,
  FileDrop,
  Problem,
  showDone,
  showProblem,
  useLocale,
  useTexts,
} from "../../../ui/index.ts";
import { keepChecklist } from "./progress.ts";
import { texts } from "./texts.ts";

const DAY_MS = 86_400_000;
const dayIn = (days: number): string =>
  new Date(currentTime().getTime() + days * DAY_MS).toISOString().slice(0, 10);

/** A person confirms by name what no program can know: on what grounds, and until when it counts. */
export function AnswerDialog(props: {
  check: CheckView;
  question: CheckQuestionView;
  onClose: () => void;
}): ReactNode {
  const t = useTexts(texts);
  const locale = useLocale();
  const { operator } = useSession();
  const [evidence, setEvidence] = useState(props.question.answer?.evidence ?? "");
  const [file, setFile] = useState<File | null>(null);
  const [validUntil, setValidUntil] = useState(dayIn(364));
  const save = useApiMutation(
    () =>
      api.post<ChecklistView>(`/checks/${props.check.id}/answer`, {
        key: props.question.key,
        evidence: evidence.trim(),
        validUntil,
      }),
    {
      invalidates: ["/dashboard", "/audit"],
      onSuccess: async (checklist) => {
        keepChecklist(checklist);
        const answer = checklist.items
          .find(({ id }) => id === props.check.id)
          ?.questions.find(({ key }) => key === props.question.key)?.answer;
        // The confirmation stands already; a file that is not taken is said and can be added again.
        if (file && answer)
          await api.upload(`/evidence/checks/${answer.id}`, file).catch(showProblem);
        showDone(t("answer.saved"));
        props.onClose();
      },
    },
  );
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    save.mutate(undefined);
  };
  return (
    <Modal opened onClose={props.onClose} title={props.check.label[locale]} size={560}>
      <form className="k-stack" onSubmit={submit}>
        <blockquote className="pv-quote">{props.question.text[locale]}</blockquote>
        <Textarea
          label={t("answer.evidence")}
          description={t("answer.evidenceHelp")}
          required
          autosize
          minRows={2}
          maxLength={2000}
          value={evidence}
          onChange={(event) => setEvidence(event.currentTarget.value)}
        />
        <TextInput
          type="date"
          label={t("answer.until")}
          description={t("answer.untilHelp")}
          required
          min={dayIn(1)}
          max={dayIn(365)}
          value={validUntil}
          onChange={(event) => setValidUntil(event.currentTarget.value)}
        />
        <FileDrop
          label={t("answer.file")}
          accept=".pdf,.png,.jpg,.jpeg,.txt"
          maxBytes={EVIDENCE_BYTES}
          text={t("answer.fileText")}
          file={file}
          onFile={setFile}
        />
        <p className="k-small k-muted">{t("answer.name", { name: operator.name })}</p>
        {save.error && <Problem error={save.error} />}
        <div className="k-row k-ends">
          <Button onClick={props.onClose}>{t("cancel")}</Button>
          <Button
            type="submit"
            variant="filled"
            loading={save.isPending}
            disabled={evidence.trim().length < 3}
          >
            {t("answer.save")}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
