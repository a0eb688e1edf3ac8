import { Button, Modal, Textarea } from "@mantine/core";
import { useState, type FormEvent, type ReactNode } from "react";
import type { ApprovalHistory } from "../../../../../contract/approvals.ts";
import type { MailingView, ReadinessView } from "../../../../../contract/mailings.ts";
import { api, useApiMutation, useApiQuery, useCan, useSession } from "../../../api/index.ts";
import {
  Card,
  inSentence,
  Problem,
  RuleTag,
  showDone,
  useFormat,
  useTexts,
} from "../../../ui/index.ts";
import { ApprovalPill } from "../planning-tabs.tsx";
import { APPROVAL_CARD } from "./approve-button.tsx";
import { schedulesOnApproval } from "./decides.ts";
import { texts } from "./texts.ts";
import { useApprovalWords } from "./words.ts";

/** What a second person was asked and said about the mailing, and what they can say now (CNT-18). */
export function ApprovalCard(props: {
  mailing: MailingView;
  check: ReadinessView;
  onRequest: () => void;
}): ReactNode {
  const t = useTexts(texts);
  const can = useCan();
  const { mailing, check } = props;
  const { approval } = mailing;
  const [returning, setReturning] = useState(false);
  const [history, setHistory] = useState(false);
  const asked = approval.state === "requested";
  return (
    <Card id={APPROVAL_CARD} title={t("title")} aside={<RuleTag rule="CNT-18" />}>
      <div className="k-stack p-narrow">
        {approval.state !== "none" && (
          <div>
            <ApprovalPill state={approval.state} />
          </div>
        )}
        <Said mailing={mailing} check={check} />
        <div className="k-row">
          {approval.mayDecide && asked && (
            <Button onClick={() => setReturning(true)}>{t("sendBack")}</Button>
          )}
          {can("mailings.write") && !asked && approval.state !== "approved" && (
            <Button disabled={!check.ready} onClick={props.onRequest}>
              {t(approval.state === "none" ? "request" : "again")}
            </Button>
          )}
          {approval.state !== "none" && (
            <Button variant="subtle" size="sm" onClick={() => setHistory(!history)}>
              {t(history ? "hideHistory" : "history")}
            </Button>
          )}
        </div>
        {history && <History mailingId={mailing.id} />}
      </div>
      {returning && <ReturnDialog mailingId={mailing.id} onClose={() => setReturning(false)} />}
    </Card>
  );
}

/** Where it stands, in sentences. */
function Said({ mailing, check }: { mailing: MailingView; check: ReadinessView }): ReactNode {
  const t = useTexts(texts);
  const format = useFormat();
  const { me } = useSession();
  const { approval } = mailing;
  const when = (at: string | null): string => (at === null ? "" : inSentence(format.moment(at)));
  const decidedBy = approval.decidedBy ?? t("someone");
  switch (approval.state) {
    case "none":
      return (
        <p>
          {check.approval.needed === "second_person"
            ? t("needed", { threshold: check.approval.threshold })
            : t("noneNeeded")}
        </p>
      );
    case "requested":
      return (
        <>
          <p>
            {t("requested", {
              name: approval.requestedBy ?? t("someone"),
              when: when(approval.requestedAt),
            })}{" "}
            {approval.planned === null || !schedulesOnApproval(approval, me.now)
              ? t("plannedNone")
              : approval.planned.at === undefined
                ? t("plannedNow")
                : t("plannedAt", { when: when(approval.planned.at) })}
          </p>
          {approval.note !== "" && <blockquote className="p-quote">{approval.note}</blockquote>}
          {!approval.mayDecide && <p className="k-muted">{t("requestedSelf")}</p>}
        </>
      );
    case "approved":
      return <p>{t("approved", { name: decidedBy, when: when(approval.decidedAt) })}</p>;
    case "returned":
      return (
        <>
          <p>{t("returned", { name: decidedBy, when: when(approval.decidedAt) })}</p>
          <blockquote className="p-quote">{approval.comment}</blockquote>
        </>
      );
    case "void":
      return <p>{t("void")}</p>;
  }
}

function ReturnDialog(props: { mailingId: string; onClose: () => void }): ReactNode {
  const t = useTexts(texts);
  const words = useApprovalWords();
  const [comment, setComment] = useState("");
  const back = useApiMutation(
    () => api.post(`/mailings/${props.mailingId}/send-back`, { comment: comment.trim() }),
    {
      invalidates: ["/mailings", "/mailing-calendar", "/dashboard"],
      onSuccess: () => {
        showDone(t("doneBack"));
        props.onClose();
      },
    },
  );
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (comment.trim().length >= 3) back.mutate();
  };
  return (
    <Modal opened onClose={props.onClose} title={t("backTitle")} size={520}>
      <form className="k-stack" onSubmit={submit}>
        <Textarea
          label={t("comment")}
          autosize
          minRows={3}
          maxLength={2000}
          required
          withAsterisk={false}
          data-autofocus
          value={comment}
          onChange={(event) => setComment(event.currentTarget.value)}
        />
        {back.error && <Problem error={back.error} words={words} />}
        <div className="k-row m-dialog-foot">
          <Button
            type="submit"
            variant="filled"
            disabled={comment.trim().length < 3}
            loading={back.isPending}
          >
            {t("back")}
          </Button>
        </div>
      </form>
    </Modal>
  );
}

function History({ mailingId }: { mailingId: string }): ReactNode {
  const t = useTexts(texts);
  const format = useFormat();
  const query = useApiQuery<ApprovalHistory>(`/mailings/${mailingId}/approvals`);
  const at = (moment: string | null): string => (moment === null ? "" : format.dateTime(moment));
  return (
    <ul className="p-words">
      {(query.data?.items ?? []).map((one) => (
        <li key={`${one.requestedAt} ${one.decidedAt}`} className="k-small">
          {one.requestedAt !== null && (
            <p>
              {t("requested", { name: one.requestedBy ?? t("someone"), when: at(one.requestedAt) })}
              {one.note !== "" && ` ${one.note}`}
            </p>
          )}
          {one.decidedAt !== null && (
            <p>
              {t(one.comment === "" ? "approved" : "returned", {
                name: one.decidedBy ?? t("someone"),
                when: at(one.decidedAt),
              })}{" "}
              {one.comment}
            </p>
          )}
        </li>
      ))}
    </ul>
  );
}
