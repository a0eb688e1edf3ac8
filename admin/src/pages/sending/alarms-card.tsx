import { Button, Modal, Textarea } from "@mantine/core";
import { useState, type FormEvent, type ReactNode } from "react";
import type { AlarmView } from "../../../../contract/sending.ts";
import { api, useApiMutation, useCan } from "../../api/index.ts";
import {
  ButtonLink,
  Card,
  Notice,
  Problem,
  useAlarmWords,
  useFormat,
  useTexts,
} from "../../ui/index.ts";
import { texts } from "./texts.ts";

/** What people have to know and decide. Nothing when nothing is. */
export function AlarmsCard({ alarms }: { alarms: AlarmView[] }): ReactNode {
  const t = useTexts(texts);
  const format = useFormat();
  const words = useAlarmWords();
  const can = useCan();
  const [open, setOpen] = useState<AlarmView>();
  if (alarms.length === 0) return null;
  return (
    <Card title={t("alarmsTitle")}>
      <div className="k-stack">
        {alarms.map((alarm) => {
          const { title, text } = words(alarm);
          return (
            <Notice
              key={alarm.id}
              tone="wait"
              title={alarm.mailing ? `${alarm.mailing.name}: ${title}` : title}
              action={
                alarm.mailing ? (
                  <ButtonLink size="xs" to={alarm.path ?? `/mailings/${alarm.mailing.id}`}>
                    {t("toMailing")}
                  </ButtonLink>
                ) : (
                  can("mailings.send") && (
                    <Button size="xs" onClick={() => setOpen(alarm)}>
                      {t("acknowledge")}
                    </Button>
                  )
                )
              }
            >
              <p>{text}</p>
              <p className="k-muted">{format.moment(alarm.raisedAt)}</p>
            </Notice>
          );
        })}
      </div>
      {open && <AcknowledgeDialog alarm={open} onClose={() => setOpen(undefined)} />}
    </Card>
  );
}

function AcknowledgeDialog(props: { alarm: AlarmView; onClose: () => void }): ReactNode {
  const t = useTexts(texts);
  const words = useAlarmWords();
  const [reason, setReason] = useState("");
  const acknowledge = useApiMutation(
    () => api.post(`/sending/alarms/${props.alarm.id}/acknowledge`, { reason: reason.trim() }),
    { invalidates: ["/sending"], onSuccess: props.onClose },
  );
  const ready = reason.trim().length >= 3;
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (ready) acknowledge.mutate();
  };
  return (
    <Modal opened onClose={props.onClose} title={words(props.alarm).title} size={520}>
      <form className="k-stack" onSubmit={submit}>
        <p>{words(props.alarm).text}</p>
        <p className="k-muted">{t("acknowledgeText")}</p>
        <Textarea
          label={t("acknowledgeReason")}
          value={reason}
          required
          maxLength={500}
          autosize
          minRows={2}
          data-autofocus
          onChange={(event) => setReason(event.currentTarget.value)}
        />
        {acknowledge.error && <Problem error={acknowledge.error} />}
        <div className="k-row" style={{ justifyContent: "flex-end" }}>
          <Button onClick={props.onClose}>{t("cancel")}</Button>
          <Button type="submit" variant="filled" disabled={!ready} loading={acknowledge.isPending}>
            {t("acknowledge")}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
