import { Button, Textarea, TextInput } from "@mantine/core";
import { useState, type FormEvent, type ReactNode } from "react";
import type { HouseAssessmentView } from "../../../../../contract/documents.ts";
import { api, useApiMutation } from "../../../api/index.ts";
import { currentTime, Problem, showDone, useLocale, useTexts } from "../../../ui/index.ts";
import { texts } from "./texts.ts";

const DAY_MS = 86_400_000;
const inDays = (days: number): string =>
  new Date(currentTime().getTime() + days * DAY_MS).toISOString().slice(0, 10);

/** Writes an assessment down, by name. Going through an old one begins with its words. */
export function AssessmentForm(props: {
  item: HouseAssessmentView | undefined;
  onClose: () => void;
}): ReactNode {
  const t = useTexts(texts);
  const locale = useLocale();
  const { item, onClose } = props;
  const [question, setQuestion] = useState("");
  const [words, setWords] = useState(item?.current?.arguments ?? "");
  const [conclusion, setConclusion] = useState(item?.current?.conclusion ?? "");
  const [reviewOn, setReviewOn] = useState(inDays(365));
  const save = useApiMutation(
    () =>
      api.post("/assessments", {
        ...(item ? { topic: item.topic } : { question: question.trim() }),
        arguments: words.trim(),
        conclusion: conclusion.trim(),
        reviewOn,
      }),
    {
      invalidates: ["/assessments", "/documents", "/checks", "/dashboard"],
      onSuccess: () => {
        showDone(t("assessments.saved"));
        onClose();
      },
    },
  );
  const isComplete =
    (item !== undefined || question.trim().length >= 10) &&
    words.trim().length >= 40 &&
    conclusion.trim().length >= 10 &&
    reviewOn !== "";
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    save.mutate();
  };
  return (
    <form className="k-stack" onSubmit={submit}>
      {save.error && <Problem error={save.error} />}
      {item ? (
        <>
          <p className="pv-lead">{item.question[locale]}</p>
          {item.help[locale] !== "" && <p className="k-muted k-small">{item.help[locale]}</p>}
        </>
      ) : (
        <TextInput
          label={t("assessments.question")}
          description={t("assessments.questionHelp")}
          required
          maxLength={500}
          value={question}
          onChange={(event) => setQuestion(event.currentTarget.value)}
        />
      )}
      <Textarea
        label={t("assessments.arguments")}
        description={t("assessments.argumentsHelp")}
        required
        autosize
        minRows={5}
        maxRows={14}
        maxLength={8000}
        value={words}
        onChange={(event) => setWords(event.currentTarget.value)}
      />
      <Textarea
        label={t("assessments.conclusion")}
        description={t("assessments.conclusionHelp")}
        required
        autosize
        minRows={2}
        maxLength={2000}
        value={conclusion}
        onChange={(event) => setConclusion(event.currentTarget.value)}
      />
      <TextInput
        type="date"
        label={t("assessments.reviewOn")}
        description={t("assessments.reviewHelp")}
        required
        min={inDays(1)}
        max={inDays(730)}
        value={reviewOn}
        onChange={(event) => setReviewOn(event.currentTarget.value)}
      />
      <div className="k-row k-ends">
        <Button onClick={onClose}>{t("assessments.cancel")}</Button>
        <Button type="submit" variant="filled" loading={save.isPending} disabled={!isComplete}>
          {t("assessments.save")}
        </Button>
      </div>
    </form>
  );
}
