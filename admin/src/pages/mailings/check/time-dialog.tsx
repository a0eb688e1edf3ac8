import { Button, Modal, SegmentedControl } from "@mantine/core";
import { useState, type FormEvent, type ReactNode } from "react";
import { currentTime } from "../../../i18n/index.ts";
import { DateTimeField, useFormat, useTexts } from "../../../ui/index.ts";
import { texts } from "./texts.ts";
import { TimesFields, type Times } from "./times-fields.tsx";

const FIVE_MINUTES_MS = 300_000;
const HOUR_MS = 3_600_000;

/** At once or at a time, in the account's time zone. */
export function TimeDialog(props: {
  /** Instant, or null: at once. */
  value: string | null;
  earliest: string;
  times: Times;
  onChange: (value: string | null, times: Times) => void;
  onClose: () => void;
}): ReactNode {
  const t = useTexts(texts);
  const { timeZone } = useFormat();
  const [later, setLater] = useState(props.value !== null);
  const [at, setAt] = useState<string | null>(props.value);
  const [times, setTimes] = useState<Times>(props.times);
  const backwards = times.window !== null && times.window.from >= times.window.to;
  const past = later && at !== null && Date.parse(at) <= currentTime().getTime();
  const choose = (value: string): void => {
    setLater(value === "later");
    if (value === "later" && at === null) setAt(nextFullHour(currentTime()).toISOString());
  };
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if ((later && (at === null || past)) || backwards) return;
    props.onChange(later ? at : null, times);
    props.onClose();
  };
  return (
    <Modal opened onClose={props.onClose} title={t("timeDialog.legend")} size={440}>
      <form className="k-stack" onSubmit={submit}>
        <SegmentedControl
          className="m-segments"
          aria-label={t("timeDialog.legend")}
          value={later ? "later" : "now"}
          onChange={choose}
          data={[
            { value: "now", label: t("timeDialog.now") },
            { value: "later", label: t("timeDialog.later") },
          ]}
        />
        {later && (
          <DateTimeField
            label={t("timeDialog.at")}
            description={t("timeDialog.zone", { zone: timeZone })}
            value={at}
            min={props.earliest}
            required
            error={past ? t("timeDialog.past") : undefined}
            onChange={setAt}
          />
        )}
        <TimesFields times={times} onChange={setTimes} />
        <div className="k-row m-dialog-foot">
          <Button
            type="submit"
            variant="filled"
            disabled={(later && (at === null || past)) || backwards}
          >
            {t("timeDialog.done")}
          </Button>
        </div>
      </form>
    </Modal>
  );
}

/** The next full hour that is at least five minutes away. */
function nextFullHour(now: Date): Date {
  return new Date(Math.ceil((now.getTime() + FIVE_MINUTES_MS) / HOUR_MS) * HOUR_MS);
}
