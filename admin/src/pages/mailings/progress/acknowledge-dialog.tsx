import { Button, Modal, SegmentedControl, Textarea } from "@mantine/core";
import { useState, type FormEvent, type ReactNode } from "react";
import type { MailingView } from "../../../../../contract/mailings.ts";
import type { AlarmView } from "../../../../../contract/sending.ts";
import { api, apiKey, queryClient, useApiMutation } from "../../../api/index.ts";
import { currentTime } from "../../../i18n/index.ts";
import { DateTimeField, Problem, useAlarmWords, useTexts } from "../../../ui/index.ts";
import { useErrorWords } from "../refused.tsx";
import { texts } from "./texts.ts";

const HOUR_MS = 3_600_000;

/** Going on with what the product paused: the figures, a word of one's own, and after an outage a time. */
export function AcknowledgeDialog(props: {
  mailing: MailingView;
  alarms: AlarmView[];
  isLate: boolean;
  onClose: () => void;
}): ReactNode {
  const t = useTexts(texts);
  const words = useErrorWords();
  const alarmWords = useAlarmWords();
  const [reason, setReason] = useState("");
  const [at, setAt] = useState<string | null>(null);
  const { id } = props.mailing;
  const acknowledge = useApiMutation(
    () =>
      api.post<MailingView>(`/mailings/${id}/acknowledge`, {
        reason: reason.trim(),
        ...(at === null ? {} : { at }),
      }),
    {
      invalidates: ["/mailings", "/sending"],
      onSuccess: (answer) => {
        queryClient.setQueryData(apiKey(`/mailings/${id}`), answer);
        props.onClose();
      },
    },
  );
  const ready = reason.trim().length >= 3;
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (ready) acknowledge.mutate();
  };
  return (
    <Modal
      opened
      onClose={props.onClose}
      title={props.isLate ? t("acknowledge.lateTitle") : t("acknowledge.title")}
      size={520}
    >
      <form className="k-stack" onSubmit={submit}>
        {props.alarms.map((alarm) => (
          <p key={alarm.id}>{alarmWords(alarm).text}</p>
        ))}
        {props.isLate ? (
          <>
            <SegmentedControl
              aria-label={t("acknowledge.when")}
              value={at === null ? "now" : "later"}
              onChange={(value) =>
                setAt(
                  value === "now"
                    ? null
                    : new Date(
                        Math.ceil(currentTime().getTime() / HOUR_MS) * HOUR_MS,
                      ).toISOString(),
                )
              }
              data={[
                { value: "now", label: t("acknowledge.now") },
                { value: "later", label: t("acknowledge.later") },
              ]}
            />
            {at !== null && (
              <DateTimeField
                label={t("acknowledge.at")}
                value={at}
                min={currentTime().toISOString()}
                required
                onChange={setAt}
              />
            )}
          </>
        ) : (
          <p className="k-muted">{t("acknowledge.responsibility")}</p>
        )}
        <Textarea
          label={props.isLate ? t("acknowledge.lateReason") : t("acknowledge.reason")}
          value={reason}
          required
          maxLength={500}
          autosize
          minRows={2}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
        {acknowledge.error && <Problem error={acknowledge.error} words={words} />}
        <div className="k-row" style={{ justifyContent: "flex-end" }}>
          <Button onClick={props.onClose}>{t("acknowledge.cancel")}</Button>
          <Button type="submit" variant="filled" disabled={!ready} loading={acknowledge.isPending}>
            {t("acknowledge.action")}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
