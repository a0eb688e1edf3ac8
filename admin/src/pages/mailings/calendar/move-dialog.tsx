import { Button, Modal } from "@mantine/core";
import { useState, type FormEvent, type ReactNode } from "react";
import type { CalendarItem } from "../../../../../contract/calendar.ts";
import { currentTime, DateTimeField, useTexts } from "../../../ui/index.ts";
import { texts } from "./texts.ts";

/** Another day and time for a planned mailing, without a mouse. */
export function MoveDialog(props: {
  item: CalendarItem;
  onClose: () => void;
  onMove: (at: string) => Promise<unknown>;
}): ReactNode {
  const t = useTexts(texts);
  const [at, setAt] = useState<string | null>(props.item.at);
  const [busy, setBusy] = useState(false);
  const past = at !== null && new Date(at) <= currentTime();
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (at === null || past) return;
    setBusy(true);
    await props.onMove(at);
    props.onClose();
  };
  return (
    <Modal opened onClose={props.onClose} title={t("dialogTitle")} size={440}>
      <form className="k-stack" onSubmit={(event) => void submit(event)}>
        <p>
          <b>{props.item.name}</b>
        </p>
        <DateTimeField
          label={t("when")}
          value={at}
          min={currentTime().toISOString()}
          required
          error={past ? t("past") : undefined}
          onChange={setAt}
        />
        <div className="k-row m-dialog-foot">
          <Button type="submit" variant="filled" disabled={at === null || past} loading={busy}>
            {t("move")}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
