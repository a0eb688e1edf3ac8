import { DateTimePicker } from "@mantine/dates";
import "@mantine/dates/styles.css";
import "dayjs/locale/de";
import type { ReactNode } from "react";
import { timeZoneName, useFormat } from "../i18n/index.ts";
import type { DateTimeFieldProps } from "./date-time-field-lazy.tsx";
import { instantOf, wallClockOf } from "./wall-clock.ts";

/** See date-time-field-lazy.tsx. */
export default function DateTimeField(props: DateTimeFieldProps): ReactNode {
  const { locale, timeZone } = useFormat();
  return (
    <DateTimePicker
      label={props.label}
      description={props.description ?? timeZoneName(timeZone, locale)}
      error={props.error}
      required={props.required}
      withAsterisk={false}
      disabled={props.disabled}
      locale={locale}
      firstDayOfWeek={1}
      valueFormat={locale === "de" ? "D. MMMM YYYY, HH:mm [Uhr]" : "D MMMM YYYY, HH:mm"}
      value={props.value === null ? null : wallClockOf(props.value, timeZone)}
      minDate={props.min === undefined ? undefined : wallClockOf(props.min, timeZone)}
      onChange={(value) => props.onChange(value === null ? null : instantOf(value, timeZone))}
      clearable={!props.required}
    />
  );
}
