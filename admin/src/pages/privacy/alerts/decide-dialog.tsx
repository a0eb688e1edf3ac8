import { Button, Modal, Textarea } from "@mantine/core";
import { useState, type FormEvent, type ReactNode } from "react";
import type { AlertView } from "../../../../../contract/guards.ts";
import { api, useApiMutation } from "../../../api/index.ts";
import { Problem, showDone, useGo, useLocale, useTexts } from "../../../ui/index.ts";
import { places } from "../places.ts";
import { texts } from "./texts.ts";

export type Verdict = "expected" | "incident";

/** What somebody makes of an alert, with a note; an incident goes on to the register. */
export function DecideDialog(props: {
  alert: AlertView;
  verdict: Verdict;
  onClose: () => void;
}): ReactNode {
  const t = useTexts(texts);
  return (
    <Modal
      opened
      onClose={props.onClose}
      size={560}
      title={t(props.verdict === "incident" ? "incidentTitle" : "expectedTitle")}
    >
      <DecideForm {...props} />
    </Modal>
  );
}

function DecideForm(props: { alert: AlertView; verdict: Verdict; onClose: () => void }): ReactNode {
  const t = useTexts(texts);
  const locale = useLocale();
  const go = useGo();
  const { alert, verdict } = props;
  const [comment, setComment] = useState("");
  const isIncident = verdict === "incident";
  const decide = useApiMutation(
    () =>
      api.post(`/alerts/${alert.id}/decide`, {
        verdict,
        ...(comment.trim() === "" ? {} : { comment: comment.trim() }),
      }),
    {
      invalidates: ["/alerts", "/dashboard"],
      onSuccess: () => {
        props.onClose();
        if (isIncident) go(places.incidents);
        else showDone(t("saved"));
      },
    },
  );
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (!decide.isPending) decide.mutate(undefined);
  };
  return (
    <form className="k-stack" onSubmit={submit}>
      <p>
        <b>{alert.sentence[locale]}</b>
      </p>
      <p>{t(isIncident ? "incidentText" : "expectedText")}</p>
      <Textarea
        label={t("comment")}
        description={t("commentHelp")}
        maxLength={1000}
        autosize
        minRows={2}
        data-autofocus
        value={comment}
        onChange={(event) => setComment(event.currentTarget.value)}
      />
      {decide.error && <Problem error={decide.error} />}
      <div className="k-row k-ends">
        <Button onClick={props.onClose}>{t("cancel")}</Button>
        <Button
          type="submit"
          variant="filled"
          {...(isIncident ? { color: "danger" } : {})}
          loading={decide.isPending}
        >
          {t(isIncident ? "saveIncident" : "saveExpected")}
        </Button>
      </div>
    </form>
  );
}
