import { Button, Modal, Textarea } from "@mantine/core";
import { useState, type FormEvent, type ReactNode } from "react";
import type { DataRequestDetail } from "../../../../../contract/data-requests.ts";
import { api, invalidate, queryClient } from "../../../api/index.ts";
import { ChoiceCards, Problem, showDone, useTexts } from "../../../ui/index.ts";
import { texts } from "./texts.ts";
import { CHANGED, useRequestErrors } from "./words.ts";

/** How somebody made sure who asks, without a copy of an identity card (DSR-11). */
export function IdentifyDialog(props: {
  request: DataRequestDetail;
  onClose: () => void;
}): ReactNode {
  const t = useTexts(texts);
  const words = useRequestErrors();
  const [way, setWay] = useState<"question" | "attested">("question");
  const [note, setNote] = useState("");
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>();
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    setBusy(true);
    try {
      await api.post(`/data-requests/${props.request.id}/identify`, { way, note: note.trim() });
      await invalidate(queryClient, CHANGED);
      showDone(t("identified"));
      props.onClose();
    } catch (problem) {
      setError(problem);
      setBusy(false);
    }
  };
  return (
    <Modal opened onClose={props.onClose} title={t("identifyTitle")} size={560}>
      <form className="k-stack" onSubmit={(event) => void submit(event)}>
        <ChoiceCards
          legend={t("identity")}
          value={way}
          onChange={setWay}
          choices={(["question", "attested"] as const).map((value) => ({
            value,
            title: t(`way.${value}`),
            text: t(`wayText.${value}`),
          }))}
        />
        <Textarea
          label={t("howExactly")}
          description={t("howHelp")}
          required
          autosize
          minRows={2}
          maxLength={1000}
          value={note}
          onChange={(event) => setNote(event.currentTarget.value)}
        />
        {error !== undefined && <Problem error={error} words={words} />}
        <div className="k-row k-ends">
          <Button onClick={props.onClose}>{t("cancel")}</Button>
          <Button type="submit" variant="filled" loading={busy} disabled={note.trim().length < 5}>
            {t("save")}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
