import { MultiSelect, Select, TextInput } from "@mantine/core";
import { useState, type ReactNode } from "react";
import type { FieldView } from "../../../../contract/contact-fields.ts";
import { useLocale, useTexts } from "../../ui/index.ts";
import { texts } from "./contact-texts.ts";

/** An input as the type of an own field wants it; gives and takes the stored form. */
export function OwnFieldInput(props: {
  field: FieldView;
  value: string;
  onChange: (value: string) => void;
}): ReactNode {
  const t = useTexts(texts);
  const { field, value, onChange } = props;
  const label = { label: field.label };
  switch (field.type) {
    case "boolean":
      return (
        <Select
          {...label}
          value={value}
          allowDeselect={false}
          data={[
            { value: "", label: t("editDialog.none") },
            { value: "true", label: t("editDialog.yes") },
            { value: "false", label: t("editDialog.no") },
          ]}
          onChange={(chosen) => onChange(chosen ?? "")}
        />
      );
    case "choice":
      return (
        <Select
          {...label}
          clearable
          value={value === "" ? null : value}
          data={field.choices}
          onChange={(chosen) => onChange(chosen ?? "")}
        />
      );
    case "choices":
      return (
        <MultiSelect
          {...label}
          clearable
          styles={{ input: { height: "auto", minHeight: 40 } }}
          value={value.startsWith("[") ? (JSON.parse(value) as string[]) : []}
          data={field.choices}
          onChange={(chosen) => onChange(chosen.length > 0 ? JSON.stringify(chosen) : "")}
        />
      );
    case "number":
      return <NumberField label={field.label} value={value} onChange={onChange} />;
    case "date":
      return field.withoutYear ? (
        <DayField label={field.label} value={value} onChange={onChange} />
      ) : (
        <TextInput
          {...label}
          type="date"
          value={value}
          onChange={(event) => onChange(event.currentTarget.value)}
        />
      );
    case "text":
      return (
        <TextInput
          {...label}
          maxLength={1000}
          value={value}
          onChange={(event) => onChange(event.currentTarget.value)}
        />
      );
  }
}

interface Typed {
  label: string;
  value: string;
  onChange: (value: string) => void;
}

/** A number in the notation of the language, stored with a point. */
function NumberField({ label, value, onChange }: Typed): ReactNode {
  const german = useLocale() === "de";
  const [typed, setTyped] = useState(german ? value.replace(".", ",") : value);
  return (
    <TextInput
      label={label}
      inputMode="decimal"
      value={typed}
      onChange={(event) => {
        const text = event.currentTarget.value;
        setTyped(text);
        const bare = text.replace(/\s/g, "");
        onChange(german ? bare.replaceAll(".", "").replace(",", ".") : bare.replaceAll(",", ""));
      }}
    />
  );
}

/** A day of the year, stored as `--MM-DD`. The server reads what people write. */
function DayField({ label, value, onChange }: Typed): ReactNode {
  const t = useTexts(texts);
  const day = /^--(\d\d)-(\d\d)$/.exec(value);
  const [typed, setTyped] = useState(day ? `${day[2]}.${day[1]}.` : value);
  return (
    <TextInput
      label={label}
      placeholder={t("editDialog.noYear")}
      value={typed}
      onChange={(event) => {
        setTyped(event.currentTarget.value);
        onChange(event.currentTarget.value.trim());
      }}
    />
  );
}
