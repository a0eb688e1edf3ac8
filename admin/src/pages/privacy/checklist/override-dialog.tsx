import { Button, Modal, SegmentedControl, Textarea } from "@mantine/core";
import { useState, type FormEvent, type ReactNode } from "react";
import type { ChecklistView, CheckView } from "../../../../../contract/compliance.ts";
import { api, useApiMutation } from "../../../api/index.ts";
import { Problem, showDone, useLocale, useTexts } from "../../../ui/index.ts";
import { keepChecklist } from "./progress.ts";
import { texts } from "./texts.ts";

/** Passes over a check that is not mandatory, for a while and with a reason (CHK-A2). */
export function OverrideDialog(props: { check: CheckView; onClose: () => void }): ReactNode {
  const t = useTexts(texts);
  const locale = useLocale();
  const [reason, setReason] = useState("");
  const [days, setDays] = useState("30");
  const save = useApiMutation(
    () =>
      api.post<ChecklistView>(`/checks/${props.check.id}/override`, {
        reason: reason.trim(),
        days: Number(days),
      }),
    {
      invalidates: ["/dashboard", "/audit"],
      onSuccess: (checklist) => {
        keepChecklist(checklist);
        showDone(t("override.saved"));
        props.onClose();
      },
    },
  );
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    save.mutate(undefined);
  };
  return (
    <Modal
      opened
      onClose={props.onClose}
      title={t("override.title", { label: props.check.label[locale] })}
      size={560}
    >
      <form className="k-stack" onSubmit={submit}>
        <p className="k-small">{t("override.text")}</p>
        <Textarea
          label={t("override.reason")}
          required
          autosize
          minRows={2}
          maxLength={1000}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
        <SegmentedControl
          className="pv-lang"
          aria-label={t("override.days")}
          value={days}
          onChange={setDays}
          data={["7", "14", "30"].map((value) => ({
            value,
            label: t("override.forDays", { count: Number(value) }),
          }))}
        />
        {save.error && <Problem error={save.error} />}
        <div className="k-row k-ends">
          <Button onClick={props.onClose}>{t("cancel")}</Button>
          <Button
            type="submit"
            variant="filled"
            loading={save.isPending}
            disabled={reason.trim().length < 10}
          >
            {t("override.save")}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
