import { Button, Modal, Textarea, TextInput } from "@mantine/core";
import { useState, type ReactNode } from "react";
import type { DutyAnswer } from "../../../../../contract/data-requests.ts";
import { api, useApiMutation } from "../../../api/index.ts";
import { Problem, useTexts } from "../../../ui/index.ts";
import { informationTexts } from "./information-texts.ts";

/** Writes down how people learned otherwise that their data are stored, or why they need not (Art. 14(5) GDPR). */
export function ToldDialog(props: {
  contactIds: readonly string[];
  invalidates: string[];
  onDone: (answer: DutyAnswer) => void;
  onClose: () => void;
}): ReactNode {
  const t = useTexts(informationTexts);
  const [toldOn, setToldOn] = useState("");
  const [how, setHow] = useState("");
  const note = useApiMutation(
    () =>
      api.post<DutyAnswer>("/information-duties/told", {
        contactIds: props.contactIds,
        toldOn,
        how: how.trim(),
      }),
    { invalidates: props.invalidates, onSuccess: props.onDone },
  );
  return (
    <Modal opened onClose={props.onClose} title={t("toldTitle")} size={560}>
      <form
        className="k-stack"
        onSubmit={(event) => {
          event.preventDefault();
          note.mutate(undefined);
        }}
      >
        <p className="k-muted">{t("toldText", { count: props.contactIds.length })}</p>
        <TextInput
          label={t("toldOn")}
          type="date"
          required
          value={toldOn}
          onChange={(event) => setToldOn(event.currentTarget.value)}
        />
        <Textarea
          label={t("how")}
          description={t("howHelp")}
          required
          autosize
          minRows={3}
          minLength={10}
          maxLength={500}
          value={how}
          onChange={(event) => setHow(event.currentTarget.value)}
        />
        {note.error && <Problem error={note.error} words={{ told_in_future: t("toldInFuture") }} />}
        <div className="k-actions">
          <Button onClick={props.onClose}>{t("cancel")}</Button>
          <Button
            type="submit"
            variant="filled"
            loading={note.isPending}
            disabled={toldOn === "" || how.trim().length < 10}
          >
            {t("note")}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
