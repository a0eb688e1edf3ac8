import { Button, Modal, Radio, Textarea } from "@mantine/core";
import { useState, type FormEvent, type ReactNode } from "react";
import type { PlannedSending } from "../../../../../contract/approvals.ts";
import { api, useApiMutation } from "../../../api/index.ts";
import { inSentence, Problem, showDone, useFormat, useTexts } from "../../../ui/index.ts";
import { texts } from "./texts.ts";
import { useApprovalWords } from "./words.ts";

/** Asks colleagues to look, and says what happens once one of them approves. */
export function RequestDialog(props: {
  mailingId: string;
  planned: PlannedSending;
  onClose: () => void;
}): ReactNode {
  const t = useTexts(texts);
  const format = useFormat();
  const words = useApprovalWords();
  const [note, setNote] = useState("");
  const [then, setThen] = useState("planned");
  const path = `/mailings/${props.mailingId}`;
  const ask = useApiMutation(
    () =>
      api.post(`${path}/request-approval`, {
        note: note.trim(),
        ...(then === "planned" ? { schedule: props.planned } : {}),
      }),
    {
      invalidates: ["/mailings", "/mailing-calendar"],
      onSuccess: () => {
        showDone(t("sent"));
        props.onClose();
      },
    },
  );
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    ask.mutate();
  };
  const when =
    props.planned.at === undefined ? t("whenNow") : inSentence(format.moment(props.planned.at));
  return (
    <Modal opened onClose={props.onClose} title={t("dialogTitle")} size={520}>
      <form className="k-stack" onSubmit={submit}>
        <p>{t("dialogText")}</p>
        <Textarea
          label={t("note")}
          placeholder={t("noteExample")}
          autosize
          minRows={2}
          maxLength={1000}
          data-autofocus
          value={note}
          onChange={(event) => setNote(event.currentTarget.value)}
        />
        <Radio.Group label={t("when")} value={then} onChange={setThen}>
          <div className="k-stack m-under">
            <Radio value="planned" label={t("whenPlanned", { when })} />
            <Radio value="not" label={t("whenNot")} />
          </div>
        </Radio.Group>
        {ask.error && <Problem error={ask.error} words={words} />}
        <div className="k-row m-dialog-foot">
          <Button type="submit" variant="filled" loading={ask.isPending}>
            {t("send")}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
