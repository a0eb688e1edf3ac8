import { NumberInput, SegmentedControl, Switch, Textarea, TextInput } from "@mantine/core";
import { createContext, useContext, useId, type ReactNode } from "react";
import { ImagePicker, useTexts } from "../../../../ui/index.ts";
import { blockTexts } from "./block-texts.ts";

/** The values of what is selected, which of them may be changed, and how. */
export interface Form {
  values: Readonly<Record<string, unknown>>;
  isOpen: (name: string) => boolean;
  set: (patch: Record<string, unknown>, name: string) => void;
}
const FormContext = createContext<Form | undefined>(undefined);
export const FormProvider = FormContext.Provider;

export function useForm(): Form {
  const form = useContext(FormContext);
  if (!form) throw new Error("field outside a form");
  return form;
}

function useField(name: string): {
  value: unknown;
  disabled: boolean;
  set: (value: unknown) => void;
} {
  const form = useForm();
  return {
    value: form.values[name],
    disabled: !form.isOpen(name),
    set: (value) => form.set({ [name]: value }, name),
  };
}

export type FieldName = keyof typeof FIELD_NAMES;
/** Labels of fields, as `fields.<name>` in the texts. */
const FIELD_NAMES = {
  alt: 0,
  caption: 0,
  email: 0,
  height: 0,
  href: 0,
  html: 0,
  label: 0,
  name: 0,
  note: 0,
  oldPrice: 0,
  phone: 0,
  place: 0,
  price: 0,
  role: 0,
  text: 0,
  title: 0,
  width: 0,
};
const HELP: Partial<Record<FieldName, "altHelp" | "hrefHelp" | "labelHelp">> = {
  alt: "altHelp",
  href: "hrefHelp",
  label: "labelHelp",
};

export function LineField(props: { name: FieldName; max?: number }): ReactNode {
  const t = useTexts(blockTexts);
  const { value, disabled, set } = useField(props.name);
  const help = HELP[props.name];
  return (
    <TextInput
      label={t(`fields.${props.name}`)}
      {...(help ? { description: t(`fields.${help}`) } : {})}
      value={String(value ?? "")}
      maxLength={props.max ?? 500}
      disabled={disabled}
      onChange={(event) => set(event.currentTarget.value)}
    />
  );
}

export function LongField(props: { name: FieldName; max: number; code?: boolean }): ReactNode {
  const t = useTexts(blockTexts);
  const { value, disabled, set } = useField(props.name);
  return (
    <Textarea
      label={t(`fields.${props.name}`)}
      value={String(value ?? "")}
      maxLength={props.max}
      autosize
      minRows={props.code ? 8 : 2}
      maxRows={props.code ? 24 : 10}
      disabled={disabled}
      {...(props.code ? { classNames: { input: "b-codefield" }, spellCheck: false } : {})}
      onChange={(event) => set(event.currentTarget.value)}
    />
  );
}

export function NumberField(props: {
  name: "width" | "height";
  min: number;
  max: number;
}): ReactNode {
  const t = useTexts(blockTexts);
  const { value, disabled, set } = useField(props.name);
  return (
    <NumberInput
      label={t(`fields.${props.name}`)}
      value={Number(value)}
      min={props.min}
      max={props.max}
      step={props.name === "width" ? 5 : 4}
      allowDecimal={false}
      disabled={disabled}
      onChange={(next) => {
        const number = Math.round(Number(next));
        if (number >= props.min && number <= props.max) set(number);
      }}
    />
  );
}

type SwitchName =
  | "edge"
  | "fullWidth"
  | "question"
  | "rounded"
  | "ruled"
  | "showDate"
  | "showWebView"
  | "sideBySide";

export function SwitchField(props: { name: SwitchName; byDefault?: boolean }): ReactNode {
  const t = useTexts(blockTexts);
  const { value, disabled, set } = useField(props.name);
  return (
    <Switch
      label={t(`fields.${props.name}`)}
      checked={(value ?? props.byDefault ?? false) === true}
      disabled={disabled}
      onChange={(event) => set(event.currentTarget.checked)}
    />
  );
}

type ChoiceLabel = "align" | "background" | "dividerStyle" | "frame" | "padding" | "size" | "style";
type ChoiceWord =
  | "accent"
  | "accentGround"
  | "center"
  | "dots"
  | "filled"
  | "large"
  | "left"
  | "letter"
  | "line"
  | "noPadding"
  | "none"
  | "normal"
  | "outline"
  | "plain"
  | "right"
  | "small"
  | "soft";

/** A choice of few, each with its word. */
export function ChoiceField(props: {
  name: string;
  label: ChoiceLabel;
  choices: readonly (readonly [value: string, word: ChoiceWord])[];
  byDefault?: string;
}): ReactNode {
  const t = useTexts(blockTexts);
  const id = useId();
  const { value, disabled, set } = useField(props.name);
  return (
    <div>
      <p className="m-legend" id={id}>
        {t(`fields.${props.label}`)}
      </p>
      <SegmentedControl
        className="m-segments"
        aria-labelledby={id}
        size="xs"
        value={String(value ?? props.byDefault ?? "")}
        disabled={disabled}
        onChange={set}
        data={props.choices.map(([choice, word]) => ({
          value: choice,
          label: t(`fields.${word}`),
        }))}
      />
    </div>
  );
}

export const ALIGN = [
  ["left", "left"],
  ["center", "center"],
  ["right", "right"],
] as const;

/** A local day with its time. */
export function TimeField(props: {
  name: "start" | "end";
  label: "start" | "end" | "until";
}): ReactNode {
  const t = useTexts(blockTexts);
  const { value, disabled, set } = useField(props.name);
  const text = String(value ?? "");
  return (
    <TextInput
      type="datetime-local"
      label={t(`fields.${props.label}`)}
      value={text.length === 10 ? `${text}T00:00` : text}
      disabled={disabled}
      onChange={(event) => set(event.currentTarget.value.slice(0, 16))}
    />
  );
}

/** An image of the library, or the address of another one. */
export function ImageField(props: {
  name: "src" | "photo" | "signature";
  withAlt?: boolean;
}): ReactNode {
  const t = useTexts(blockTexts);
  const form = useForm();
  const { value, disabled, set } = useField(props.name);
  const label = t(`fields.${props.name === "src" ? "image" : props.name}`);
  return (
    <div className="k-stack" role="group" aria-label={label}>
      <p className="m-legend">{label}</p>
      {!disabled && (
        <ImagePicker
          value={String(value ?? "")}
          label={label}
          onChange={(image) =>
            form.set(
              {
                [props.name]: image?.url ?? "",
                ...(props.withAlt && image?.alt ? { alt: image.alt } : {}),
              },
              props.name,
            )
          }
        />
      )}
      <TextInput
        label={t("fields.imageAddress")}
        value={String(value ?? "")}
        maxLength={2000}
        disabled={disabled}
        placeholder="https://"
        onChange={(event) => set(event.currentTarget.value)}
      />
    </div>
  );
}
