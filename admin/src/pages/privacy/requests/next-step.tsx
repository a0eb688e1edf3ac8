import { Button } from "@mantine/core";
import { useState, type ReactNode } from "react";
import type { DataRequestDetail } from "../../../../../contract/data-requests.ts";
import { api, useApiMutation } from "../../../api/index.ts";
import {
  Card,
  ConfirmDialog,
  inSentence,
  RuleTag,
  showDone,
  showProblem,
  useFormat,
  useTexts,
} from "../../../ui/index.ts";
import { AnswerForm } from "./answer-form.tsx";
import { IdentifyDialog } from "./identify-dialog.tsx";
import { texts } from "./texts.ts";
import { CHANGED, useRequestErrors } from "./words.ts";

/** The one thing to do now. */
export function NextStep({ request }: { request: DataRequestDetail }): ReactNode {
  const t = useTexts(texts);
  const [skips, setSkips] = useState(false);
  const { next } = request;
  const step = skips && next === "act" ? "answer" : next;
  const rules = {
    identify: "DSR-11",
    wait_link: "DSR-11",
    act: request.kind === "erasure" ? "DSR-06" : "DSR-07",
    answer: "DSR-10",
    none: undefined,
  };
  const rule = rules[step];
  return (
    <Card
      className="dr-next"
      title={step === "none" ? t("nextTitle") : t(`next.${step}`)}
      aside={rule && <RuleTag rule={rule} />}
    >
      {step === "none" && (
        <p className="k-muted">
          {t(request.anonymisedAt ? "nextText.anonymous" : "nextText.none")}
        </p>
      )}
      {(step === "identify" || step === "wait_link") && <Identify request={request} />}
      {step === "act" && <Act request={request} onSkip={() => setSkips(true)} />}
      {step === "answer" && <AnswerForm request={request} />}
    </Card>
  );
}

function Identify({ request }: { request: DataRequestDetail }): ReactNode {
  const t = useTexts(texts);
  const format = useFormat();
  const words = useRequestErrors();
  const [asks, setAsks] = useState(false);
  const [answers, setAnswers] = useState(false);
  const send = useApiMutation(() => api.post(`/data-requests/${request.id}/link`), {
    invalidates: CHANGED,
    onError: (error) => showProblem(error, words),
    onSuccess: () => showDone(t("linkSent")),
  });
  const canLink = request.email !== null && request.known;
  if (answers) return <AnswerForm request={request} />;
  const text =
    request.linkSentAt !== null
      ? t("nextText.wait_link", { when: inSentence(format.moment(request.linkSentAt)) })
      : canLink
        ? t("nextText.identify")
        : request.email === null
          ? t("nextText.identifyLetter")
          : t("nextText.identifyUnknown");
  return (
    <div className="k-stack">
      <p>{text}</p>
      <div className="k-row">
        {canLink && (
          <Button
            variant={request.linkSentAt === null ? "filled" : "default"}
            loading={send.isPending}
            onClick={() => send.mutate()}
          >
            {t(request.linkSentAt === null ? "sendLink" : "sendAgain")}
          </Button>
        )}
        <Button variant={canLink ? "default" : "filled"} onClick={() => setAsks(true)}>
          {t("otherWay")}
        </Button>
        <Button onClick={() => setAnswers(true)}>{t("answer")}</Button>
      </div>
      {asks && <IdentifyDialog request={request} onClose={() => setAsks(false)} />}
    </div>
  );
}

function Act(props: { request: DataRequestDetail; onSkip: () => void }): ReactNode {
  const t = useTexts(texts);
  const words = useRequestErrors();
  const [asks, setAsks] = useState(false);
  const { request } = props;
  const erases = request.kind === "erasure";
  const act = useApiMutation(
    () => api.post(`/data-requests/${request.id}/act`, { act: erases ? "erase" : "restrict" }),
    {
      invalidates: CHANGED,
      onSuccess: () => showDone(t(erases ? "erased" : "restrictedDone")),
    },
  );
  return (
    <div className="k-stack">
      <p>{t("nextText.act")}</p>
      <div className="k-row">
        {request.contactId !== null && (
          <Button
            variant="filled"
            color={erases ? "red" : undefined}
            loading={act.isPending}
            onClick={() =>
              erases
                ? setAsks(true)
                : act.mutateAsync().catch((error: unknown) => showProblem(error, words))
            }
          >
            {t(erases ? "erase" : "restrict")}
          </Button>
        )}
        <Button onClick={props.onSkip}>{t("skipAct")}</Button>
      </div>
      <ConfirmDialog
        opened={asks}
        onClose={() => setAsks(false)}
        title={t("eraseAsk")}
        action={t("eraseAct")}
        danger
        typeWord={request.number}
        words={words}
        onConfirm={() => act.mutateAsync()}
      >
        {t("eraseText")}
      </ConfirmDialog>
    </div>
  );
}
