import { MultiSelect, NumberInput, Select, TextInput } from "@mantine/core";
import type { ReactNode } from "react";
import { useLocale, useTexts } from "../../ui/index.ts";
import type { T } from "./subjects.ts";
import { texts } from "./texts.ts";

export function Figure(props: {
  label: string;
  value: string | undefined;
  onChange(text: string): void;
}): ReactNode {
  const locale = useLocale();
  return (
    <NumberInput
      className="sg-number"
      aria-label={props.label}
      hideControls
      decimalSeparator={locale === "de" ? "," : "."}
      thousandSeparator={locale === "de" ? "." : ","}
      value={props.value ?? ""}
      onChange={(value) => props.onChange(String(value))}
    />
  );
}

export function Day(props: {
  label?: string;
  value: string | undefined;
  onChange(day: string): void;
}): ReactNode {
  const t = useTexts(texts);
  return (
    <TextInput
      type="date"
      className="sg-day"
      aria-label={props.label ?? t("value")}
      value={props.value ?? ""}
      onChange={(event) => props.onChange(event.currentTarget.value)}
    />
  );
}

export function Days(props: {
  value: number | undefined;
  onChange(days: number): void;
}): ReactNode {
  const t = useTexts(texts);
  return (
    <>
      <NumberInput
        className="sg-days"
        aria-label={t("days")}
        min={0}
        max={3660}
        allowDecimal={false}
        allowNegative={false}
        clampBehavior="strict"
        hideControls
        value={props.value ?? ""}
        onChange={(value) => value !== "" && props.onChange(Number(value))}
      />
      <span>{t("daysUnit", { count: props.value ?? 0 })}</span>
    </>
  );
}

interface Named {
  id: string;
  name: string;
}

/** Any of several. What is chosen and no more stays visible, so that it can be taken out. */
export function Many(props: {
  of: readonly Named[];
  value: readonly string[];
  onChange(ids: string[]): void;
}): ReactNode {
  const t = useTexts(texts);
  return (
    <MultiSelect
      className="sg-wide"
      aria-label={t("value")}
      placeholder={props.value.length === 0 ? t("choose") : ""}
      searchable
      nothingFoundMessage={t("noMatch")}
      data={withMissing(props.of, props.value, t)}
      value={[...props.value]}
      onChange={props.onChange}
    />
  );
}

export function One(props: {
  of: readonly Named[];
  value: string;
  none?: string;
  onChange(id: string): void;
}): ReactNode {
  const t = useTexts(texts);
  const listed = withMissing(props.of, props.value ? [props.value] : [], t);
  return (
    <Select
      className="sg-wide"
      aria-label={t("value")}
      searchable
      allowDeselect={false}
      placeholder={t("choose")}
      nothingFoundMessage={t("noMatch")}
      data={props.none === undefined ? listed : [{ value: "", label: props.none }, ...listed]}
      value={props.none === undefined ? props.value || null : props.value}
      onChange={(id) => props.onChange(id ?? "")}
    />
  );
}

function withMissing(of: readonly Named[], chosen: readonly string[], t: T) {
  const listed = of.map(({ id, name }) => ({ value: id, label: name || id }));
  const missing = chosen.filter((id) => !of.some((one) => one.id === id));
  return [...listed, ...missing.map((id) => ({ value: id, label: t("gone") }))];
}

/** At any time, or within the last so many days. */
export function Period(props: {
  days: number | undefined;
  onChange(days: number | undefined): void;
}): ReactNode {
  const t = useTexts(texts);
  return (
    <>
      <Select
        className="sg-period"
        aria-label={t("since")}
        allowDeselect={false}
        data={[
          { value: "ever", label: t("whenEver") },
          { value: "days", label: t("inDays") },
        ]}
        value={props.days === undefined ? "ever" : "days"}
        onChange={(value) => props.onChange(value === "days" ? (props.days ?? 90) : undefined)}
      />
      {props.days !== undefined && <Days value={props.days} onChange={props.onChange} />}
    </>
  );
}
