import { Chip, NumberInput, Switch, TextInput } from "@mantine/core";
import type { ReactNode } from "react";
import type { WindowView } from "../../../../../contract/sending.ts";
import { cityOf, useFormat, useTexts } from "../../../ui/index.ts";
import { texts } from "./texts.ts";

/** When and how fast the mails of a mailing may leave. */
export interface Times {
  window: WindowView | null;
  perHour: number | null;
}

const OFFICE: WindowView = { days: [1, 2, 3, 4, 5], from: "08:00", to: "20:00" };
const DAYS = [1, 2, 3, 4, 5, 6, 7] as const;

/** Weekdays, hours and the highest pace; all optional. */
export function TimesFields(props: {
  times: Times;
  onChange: (times: Times) => void;
  /** The recipients' clocks say the hour already. */
  withoutWindow?: boolean;
}): ReactNode {
  const t = useTexts(texts);
  const { locale, timeZone } = useFormat();
  const { window, perHour } = props.times;
  const change = (part: Partial<WindowView>): void =>
    props.onChange({ perHour, window: { ...(window ?? OFFICE), ...part } });
  return (
    <>
      {!props.withoutWindow && (
        <Switch
          label={t("timeDialog.window")}
          description={t("timeDialog.windowHelp", { zone: cityOf(timeZone, locale) })}
          checked={window !== null}
          onChange={(event) =>
            props.onChange({ perHour, window: event.currentTarget.checked ? OFFICE : null })
          }
        />
      )}
      {window && !props.withoutWindow && (
        <>
          <Chip.Group
            multiple
            value={window.days.map(String)}
            onChange={(days) => {
              if (days.length > 0) change({ days: days.map(Number).toSorted((a, b) => a - b) });
            }}
          >
            <div className="k-row" role="group" aria-label={t("timeDialog.days")}>
              {DAYS.map((day) => (
                <Chip key={day} value={String(day)} size="xs">
                  {t(`timeDialog.weekdays.d${day}`)}
                </Chip>
              ))}
            </div>
          </Chip.Group>
          <div className="k-row">
            <TextInput
              type="time"
              label={t("timeDialog.from")}
              value={window.from}
              required
              onChange={(event) => change({ from: event.currentTarget.value })}
            />
            <TextInput
              type="time"
              label={t("timeDialog.to")}
              value={window.to}
              required
              error={window.from >= window.to ? t("timeDialog.backwards") : undefined}
              onChange={(event) => change({ to: event.currentTarget.value })}
            />
          </div>
        </>
      )}
      <NumberInput
        label={t("timeDialog.perHour")}
        value={perHour ?? ""}
        min={1}
        max={10_000_000}
        allowDecimal={false}
        onChange={(value) =>
          props.onChange({ window, perHour: typeof value === "number" ? value : null })
        }
      />
    </>
  );
}

/** "Mo, Di 08:00–20:00 Uhr · höchstens 500 Mails je Stunde", or null: no limits. */
export function useTimesText(): (times: Times) => string | null {
  const t = useTexts(texts);
  return ({ window, perHour }) => {
    const parts = [
      ...(window === null
        ? []
        : [
            t("timeDialog.summary", {
              days: DAYS.filter((day) => window.days.includes(day))
                .map((day) => t(`timeDialog.weekdays.d${day}`))
                .join(", "),
              from: window.from,
              to: window.to,
            }),
          ]),
      ...(perHour === null ? [] : [t("timeDialog.pace", { count: perHour })]),
    ];
    return parts.length === 0 ? null : parts.join(" · ");
  };
}
