import { Button, Checkbox } from "@mantine/core";
import { useEffect, useRef, useState, type ReactNode } from "react";
import type { Course, TrainingResult } from "../../../../../contract/training.ts";
import { api, fetchMe, ME_KEY, queryClient, useApiMutation } from "../../../api/index.ts";
import {
  Card,
  ChoiceCards,
  Notice,
  Problem,
  useFormat,
  useLocale,
  useTexts,
} from "../../../ui/index.ts";
import { CertificateButton } from "./certificate-button.tsx";
import { texts } from "./texts.ts";

/** Chapter by chapter, then the questions. */
export function CourseReader(props: { course: Course; onEnd: () => void }): ReactNode {
  const t = useTexts(texts);
  const { chapters } = props.course;
  const [at, setAt] = useState(0);
  const top = useRef<HTMLDivElement>(null);
  useEffect(() => {
    // Each chapter is read from its beginning, with the eyes and with a screen reader.
    top.current?.focus();
    top.current?.scrollIntoView({ block: "start" });
  }, [at]);
  const chapter = chapters[at];
  return (
    <div className="k-stack-lg trn-reader" ref={top} tabIndex={-1}>
      <ol className="trn-steps" aria-hidden="true">
        {[...chapters, null].map((_, index) => (
          <li key={index} data-done={index <= at || undefined} />
        ))}
      </ol>
      {chapter === undefined ? (
        <Questions course={props.course} onBack={() => setAt(at - 1)} onEnd={props.onEnd} />
      ) : (
        <Card>
          <article className="trn-chapter">
            <p className="k-lab">{t("chapterOf", { no: at + 1, of: chapters.length })}</p>
            <h2>{chapter.title}</h2>
            {chapter.paragraphs.map((paragraph) => (
              <p key={paragraph}>{paragraph}</p>
            ))}
            <aside className="trn-example" aria-label={t("example")}>
              <span className="k-lab">{t("example")}</span>
              <b>{chapter.example.title}</b>
              {chapter.example.text}
            </aside>
            <p className="trn-remember">
              <span className="k-lab">{t("remember")}</span> {chapter.remember}
            </p>
          </article>
          <div className="k-row trn-foot" style={{ marginTop: 24 }}>
            <Button onClick={() => (at === 0 ? props.onEnd() : setAt(at - 1))}>{t("back")}</Button>
            <Button variant="filled" onClick={() => setAt(at + 1)}>
              {t(at + 1 === chapters.length ? "toQuestions" : "next")}
            </Button>
          </div>
        </Card>
      )}
    </div>
  );
}

function Questions(props: { course: Course; onBack: () => void; onEnd: () => void }): ReactNode {
  const t = useTexts(texts);
  const locale = useLocale();
  const { questions, promise } = props.course;
  const [answers, setAnswers] = useState<Record<string, string>>({});
  const [promised, setPromised] = useState(false);
  const check = useApiMutation<void, TrainingResult>(
    () =>
      api.post("/training/attempts", {
        answers: Object.fromEntries(Object.entries(answers).map(([id, no]) => [id, Number(no)])),
        promised,
        locale,
      }),
    {
      invalidates: ["/training", "/dashboard"],
      onSuccess: ({ passed }) => {
        // Rights that rested are back; the workplace asks anew what this person may do.
        if (passed) void fetchMe().then((me) => queryClient.setQueryData(ME_KEY, me));
      },
    },
  );
  const result = check.data;
  const isComplete = promised && questions.every(({ id }) => answers[id] !== undefined);
  return (
    <Card title={t("questions")}>
      <form
        className="k-stack-lg"
        onSubmit={(event) => {
          event.preventDefault();
          check.mutate();
        }}
      >
        <p className="k-muted">{t("questionsText")}</p>
        {questions.map(({ id, question, answers: choices }, index) => {
          const marked = result?.results.find((one) => one.id === id);
          return (
            <div key={id} className="trn-question k-stack">
              <ChoiceCards
                legend={`${index + 1}. ${question}`}
                value={answers[id]}
                onChange={(value) => {
                  setAnswers({ ...answers, [id]: value });
                  check.reset();
                }}
                choices={choices.map((title, no) => ({ value: String(no), title }))}
              />
              {marked && (
                <Notice
                  tone={marked.correct ? "ok" : "wait"}
                  title={t(marked.correct ? "right" : "wrong")}
                >
                  {marked.explanation}
                </Notice>
              )}
            </div>
          );
        })}
        <Checkbox
          label={promise}
          checked={promised}
          onChange={(event) => setPromised(event.currentTarget.checked)}
        />
        {check.error && <Problem error={check.error} />}
        {result ? (
          <Outcome result={result} onEnd={props.onEnd} />
        ) : (
          <div className="k-row trn-foot">
            <Button onClick={props.onBack}>{t("back")}</Button>
            <Button type="submit" variant="filled" loading={check.isPending} disabled={!isComplete}>
              {t("submit")}
            </Button>
          </div>
        )}
      </form>
    </Card>
  );
}

function Outcome({ result, onEnd }: { result: TrainingResult; onEnd: () => void }): ReactNode {
  const t = useTexts(texts);
  const format = useFormat();
  return (
    <Notice
      tone={result.passed ? "ok" : "wait"}
      role="status"
      title={t(result.passed ? "passed" : "notPassed")}
      action={
        result.certificate !== null && (
          <div className="k-row">
            <CertificateButton id={result.certificate} />
            <Button size="xs" variant="subtle" onClick={onEnd}>
              {t("back")}
            </Button>
          </div>
        )
      }
    >
      {result.dueOn === null
        ? t("notPassedText")
        : t("passedText", { day: format.dateLong(`${result.dueOn}T12:00:00Z`) })}
    </Notice>
  );
}
