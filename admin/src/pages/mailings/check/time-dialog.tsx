import { Button, Modal, SegmentedControl } from "@mantine/core";
import { useState, type FormEvent, type ReactNode } from "react";
import { currentTime } from "../../../i18n/index.ts";
import { cityOf, DateTimeField, useFormat, useTexts } from "../../../ui/index.ts";
import { ClockFields, useWaves, useZoneFields, type Clocks } from "./recipient-clocks.tsx";
import { texts } from "./texts.ts";
import { TimesFields, type Times } from "./times-fields.tsx";

const FIVE_MINUTES_MS = 300_000;
const HOUR_MS = 3_600_000;

/** At once or at a time, in the account's time zone. */
export function TimeDialog(props: {
  mailingId: string;
  /** Instant, or null: at once. */
  value: string | null;
  earliest: string;
  times: Times;
  /** By each recipient's own clock; null: by the account's. */
  clocks: Clocks | null;
  onChange: (value: string | null, times: Times, clocks: Clocks | null) => void;
  onClose: () => void;
}): ReactNode {
  const t = useTexts(texts);
  const { locale, timeZone } = useFormat();
  const [later, setLater] = useState(props.value !== null);
  const [at, setAt] = useState<string | null>(props.value);
  const [times, setTimes] = useState<Times>(props.times);
  const [clocks, setClocks] = useState<Clocks | null>(props.clocks);
  const fields = useZoneFields();
  const { waves, error, isOver } = useWaves(props.mailingId, later ? at : null, clocks);
  const backwards = times.window !== null && times.window.from >= times.window.to;
  // By the recipients' clocks some may be ahead although the account's own hour is over.
  const past = clocks === null && later && at !== null && Date.parse(at) <= currentTime().getTime();
  const choose = (value: string): void => {
    setLater(value !== "now");
    setClocks(value === "clocks" ? { field: fields[0]!.key, passed: false } : null);
    if (value !== "now" && at === null) setAt(nextFullHour(currentTime()).toISOString());
  };
  const blocked = later && (at === null || past || (clocks !== null && (isOver || !waves)));
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (blocked || backwards) return;
    const kept = clocks === null ? times : { ...times, window: null };
    props.onChange(later ? at : null, kept, later ? clocks : null);
    props.onClose();
  };
  return (
    <Modal opened onClose={props.onClose} title={t("timeDialog.legend")} size={480}>
      <form className="k-stack" onSubmit={submit}>
        <SegmentedControl
          className="m-segments"
          aria-label={t("timeDialog.legend")}
          value={later ? (clocks === null ? "later" : "clocks") : "now"}
          onChange={choose}
          data={[
            { value: "now", label: t("timeDialog.now") },
            { value: "later", label: t(fields.length > 0 ? "clocks.later" : "timeDialog.later") },
            ...(fields.length > 0 ? [{ value: "clocks", label: t("clocks.choice") }] : []),
          ]}
        />
        {later && (
          <DateTimeField
            label={t("timeDialog.at")}
            description={
              clocks === null
                ? t("timeDialog.zone", { zone: cityOf(timeZone, locale) })
                : t("clocks.atHelp")
            }
            value={at}
            min={props.earliest}
            required
            error={past ? t("timeDialog.past") : undefined}
            onChange={setAt}
          />
        )}
        {clocks && later && (
          <ClockFields
            clocks={clocks}
            fields={fields}
            onChange={setClocks}
            waves={waves}
            error={error}
          />
        )}
        <TimesFields times={times} onChange={setTimes} withoutWindow={clocks !== null} />
        <div className="k-row m-dialog-foot">
          <Button type="submit" variant="filled" disabled={blocked || backwards}>
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
