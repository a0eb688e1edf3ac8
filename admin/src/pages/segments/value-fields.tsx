import { NumberInput, Select, TagsInput, TextInput } from "@mantine/core";
import type { ReactNode } from "react";
import type { SegmentCatalogue, SegmentCondition } from "../../../../contract/segments.ts";
import { useFormat, useLocale, useTexts } from "../../ui/index.ts";
import { typeOfField, type T } from "./subjects.ts";
import { texts } from "./texts.ts";
import { Day, Days, Figure, Many, One, Period } from "./value-inputs.tsx";

interface Props<C extends SegmentCondition = SegmentCondition> {
  condition: C;
  catalogue: SegmentCatalogue;
  onChange(condition: SegmentCondition): void;
}
type Of<A extends SegmentCondition["about"]> = Extract<SegmentCondition, { about: A }>;

/** What a condition compares with, as fields that fit its type. */
export function ValueFields(props: Props): ReactNode {
  const t = useTexts(texts);
  const { condition, catalogue, onChange } = props;
  switch (condition.about) {
    case "field":
      return <FieldValue {...props} condition={condition} />;
    case "tag":
      return (
        <Many
          of={catalogue.tags}
          value={condition.tags}
          onChange={(tags) => onChange({ ...condition, tags })}
        />
      );
    case "import":
      return (
        <Many
          of={catalogue.imports}
          value={condition.imports}
          onChange={(imports) => onChange({ ...condition, imports })}
        />
      );
    case "provider":
      return (
        <Many
          of={catalogue.providers}
          value={condition.providers}
          onChange={(providers) => onChange({ ...condition, providers })}
        />
      );
    case "source":
      return (
        <Many
          of={catalogue.sources.map((source) => ({ id: source, name: source }))}
          value={condition.sources}
          onChange={(sources) => onChange({ ...condition, sources })}
        />
      );
    case "adviser":
      return (
        <Many
          of={[{ id: "none", name: t("nobodyResponsible") }, ...catalogue.advisers]}
          value={condition.operators}
          onChange={(operators) => onChange({ ...condition, operators })}
        />
      );
    case "stage":
      return (
        <Many
          of={(["none", "prospect", "customer"] as const).map((id) => ({
            id,
            name: t(`stage.${id}`),
          }))}
          value={condition.stages.map((stage) => stage || "none")}
          onChange={(stages) =>
            onChange({
              ...condition,
              stages: stages.map((stage) => (stage === "none" ? "" : stage)) as never,
            })
          }
        />
      );
    case "consent":
      return <ConsentState {...props} condition={condition} />;
    case "list":
      return <ListFields {...props} condition={condition} />;
    case "purchase":
      return <PurchaseFields {...props} condition={condition} />;
    case "received":
      return condition.mailing === undefined ? (
        <Days value={condition.days} onChange={(days) => onChange({ about: "received", days })} />
      ) : (
        <One
          of={catalogue.mailings}
          value={condition.mailing}
          onChange={(mailing) => onChange({ about: "received", mailing })}
        />
      );
    case "created":
    case "changed":
      return condition.test === "past" || condition.test === "ago" ? (
        <Days value={condition.days} onChange={(days) => onChange({ ...condition, days })} />
      ) : (
        <Day value={condition.day} onChange={(day) => onChange({ ...condition, day })} />
      );
    case "behaviour":
      return <BehaviourFields {...props} condition={condition} />;
  }
}

function FieldValue({ condition, catalogue, onChange }: Props<Of<"field">>): ReactNode {
  const t = useTexts(texts);
  const locale = useLocale();
  const { test, values = [] } = condition;
  const type = typeOfField(catalogue, condition.field) ?? "text";
  const set = (change: Partial<Of<"field">>): void => onChange({ ...condition, ...change });
  if (test === "empty") return null;
  if (test === "month")
    return (
      <Select
        aria-label={t("value")}
        allowDeselect={false}
        data={Array.from({ length: 12 }, (_, at) => ({
          value: String(at + 1),
          label: new Date(2026, at, 1).toLocaleDateString(locale, { month: "long" }),
        }))}
        value={String(condition.month ?? 1)}
        onChange={(month) => set({ month: Number(month) })}
      />
    );
  if (["past", "ago", "future", "anniversary"].includes(test))
    return <Days value={condition.days} onChange={(days) => set({ days })} />;
  if (type === "date" || type === "number")
    return <SpanFields condition={condition} isDay={type === "date"} set={set} />;
  if (type === "boolean")
    return (
      <Select
        aria-label={t("value")}
        allowDeselect={false}
        data={[
          { value: "true", label: t("yes") },
          { value: "false", label: t("no") },
        ]}
        value={values[0] ?? "true"}
        onChange={(value) => set({ values: [value ?? "true"] })}
      />
    );
  if (type === "choice" || type === "choices")
    return (
      <Many
        of={choicesOf(condition.field, catalogue, t)}
        value={values}
        onChange={(chosen) => set({ values: chosen })}
      />
    );
  if (test === "is")
    return (
      <TagsInput
        className="sg-wide"
        aria-label={t("value")}
        placeholder={values.length === 0 ? t("typeValue") : ""}
        maxLength={200}
        maxTags={50}
        acceptValueOnBlur
        value={values}
        onChange={(typed) => set({ values: typed })}
      />
    );
  return (
    <TextInput
      className="sg-wide"
      aria-label={t("text")}
      maxLength={200}
      value={values[0] ?? ""}
      onChange={(event) => set({ values: [event.currentTarget.value] })}
    />
  );
}

function choicesOf(field: string, catalogue: SegmentCatalogue, t: T) {
  const choices = catalogue.fields.find(({ id }) => id === field)?.choices ?? [];
  return choices.map((choice) => ({
    id: choice,
    name:
      field === "salutation"
        ? t(`salutation.${choice as "frau"}`)
        : field === "locale"
          ? t(`locale.${choice as "de"}`)
          : choice,
  }));
}

/** A number, a day, or two of them. */
function SpanFields(props: {
  condition: Of<"field">;
  isDay: boolean;
  set(change: Partial<Of<"field">>): void;
}): ReactNode {
  const t = useTexts(texts);
  const { condition, isDay, set } = props;
  const { test, values = [], from, to } = condition;
  const input = (label: string, value: string | undefined, change: (text: string) => void) =>
    isDay ? (
      <Day label={label} value={value} onChange={change} />
    ) : (
      <Figure label={label} value={value} onChange={change} />
    );
  if (test === "is")
    return input(t("value"), values[0], (text) => set({ values: text === "" ? [] : [text] }));
  if (test === "less" || test === "before")
    return input(t("value"), to, (text) => set({ to: text }));
  if (test === "more" || test === "after")
    return input(t("value"), from, (text) => set({ from: text }));
  return (
    <>
      {input(t("from"), from, (text) => set({ from: text }))}
      <span>{t("to")}</span>
      {input(t("until"), to, (text) => set({ to: text }))}
    </>
  );
}

function ConsentState({ condition, onChange }: Props<Of<"consent">>): ReactNode {
  const t = useTexts(texts);
  const data =
    condition.purpose === "newsletter"
      ? (["granted", "withdrawn", "unknown"] as const).map((value) => ({
          value,
          label: t(`consent.${value}`),
        }))
      : (["granted", "refused", "withdrawn", "unknown"] as const).map((value) => ({
          value,
          label: t(`analysis.${value}`),
        }));
  return (
    <Select
      className="sg-wide"
      aria-label={t("value")}
      allowDeselect={false}
      data={data}
      value={condition.state}
      onChange={(state) => state && onChange({ ...condition, state: state as "granted" })}
    />
  );
}

function ListFields({ condition, catalogue, onChange }: Props<Of<"list">>): ReactNode {
  const t = useTexts(texts);
  return (
    <>
      <One
        of={catalogue.lists}
        value={condition.list ?? ""}
        none={t("anyList")}
        onChange={(id) => {
          const { list: _list, ...rest } = condition;
          onChange(id === "" ? rest : { ...rest, list: id });
        }}
      />
      <Period
        days={condition.days}
        onChange={(chosen) => {
          const { days: _days, ...rest } = condition;
          onChange(chosen === undefined ? rest : { ...rest, days: chosen });
        }}
      />
    </>
  );
}

function PurchaseFields({ condition, catalogue, onChange }: Props<Of<"purchase">>): ReactNode {
  const t = useTexts(texts);
  return (
    <>
      <One
        of={catalogue.categories}
        value={condition.category ?? ""}
        none={t("anyCategory")}
        onChange={(id) => {
          const { category: _category, ...rest } = condition;
          onChange(id === "" ? rest : { ...rest, category: id });
        }}
      />
      <Period
        days={condition.days}
        onChange={(chosen) => {
          const { days: _days, ...rest } = condition;
          onChange(chosen === undefined ? rest : { ...rest, days: chosen });
        }}
      />
    </>
  );
}

function BehaviourFields({ condition, catalogue, onChange }: Props<Of<"behaviour">>): ReactNode {
  const t = useTexts(texts);
  const format = useFormat();
  if (condition.last !== undefined)
    return (
      <>
        <NumberInput
          className="sg-days"
          aria-label={t("mailingsUnit")}
          min={1}
          max={10}
          allowDecimal={false}
          clampBehavior="strict"
          value={condition.last}
          onChange={(value) =>
            Number(value) >= 1 && onChange({ ...condition, last: Number(value) })
          }
        />
        <span>{t("mailingsUnit")}</span>
      </>
    );
  return (
    <>
      <One
        of={catalogue.mailings
          .filter(({ measured }) => measured)
          .map(({ id, name, sentAt }) => ({
            id,
            name: sentAt ? `${name} (${format.date(sentAt)})` : name,
          }))}
        value={condition.mailing ?? ""}
        onChange={(mailing) => onChange({ about: "behaviour", did: condition.did, mailing })}
      />
      {condition.did === "clicked" && (
        <NumberInput
          className="sg-link"
          aria-label={t("linkNo")}
          placeholder={t("anyLink")}
          prefix={`${t("link")} `}
          min={1}
          max={1022}
          allowDecimal={false}
          hideControls
          value={condition.link ?? ""}
          onChange={(value) => {
            const { link: _link, ...rest } = condition;
            onChange(value === "" ? rest : { ...rest, link: Number(value) });
          }}
        />
      )}
    </>
  );
}
