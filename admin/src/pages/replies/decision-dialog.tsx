import { Button, Modal, Textarea } from "@mantine/core";
import { useState, type FormEvent, type ReactNode } from "react";
import { useTexts } from "../../ui/index.ts";
import { texts } from "./texts.ts";

/** Decisions that staff cannot take back. */
export type AskedDecision = "newsletters" | "advertising" | "erasure";

/** Says what a decision does before it is made, and takes a note for the proof. */
export function DecisionDialog(props: {
  from: string;
  decision: AskedDecision;
  decide: (note: string) => Promise<unknown>;
  onClose: () => void;
}): ReactNode {
  const t = useTexts(texts);
  const { decision, onClose } = props;
  const title = decision === "erasure" ? t("wantsErasure") : t(decision);
  const [note, setNote] = useState("");
  const [busy, setBusy] = useState(false);
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (busy) return;
    setBusy(true);
    // What fails is told beside the page by the mutation.
    await props.decide(note.trim()).then(onClose, () => setBusy(false));
  };
  return (
    <Modal opened onClose={onClose} title={title} size={520}>
      <form className="k-stack" onSubmit={(event) => void submit(event)}>
        <p>{t(`ask.${decision}`, { from: props.from })}</p>
        <Textarea
          label={t("note")}
          description={t("noteHelp")}
          maxLength={500}
          autosize
          minRows={2}
          data-autofocus
          value={note}
          onChange={(event) => setNote(event.currentTarget.value)}
        />
        <div className="k-row r-foot">
          <Button onClick={onClose}>{t("cancel")}</Button>
          <Button type="submit" variant="filled" loading={busy}>
            {decision === "erasure" ? t("confirmErasure") : t(decision)}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
