import { Button, Modal, NumberInput, Select, TagsInput, TextInput, Textarea } from "@mantine/core";
import { useState, type ReactNode } from "react";
import type { FieldView, NewField } from "../../../../contract/contact-fields.ts";
import { api, useApiMutation } from "../../api/index.ts";
import { Problem, useTexts } from "../../ui/index.ts";
import { texts } from "./columns-texts.ts";

const KEY = /^[a-z][a-z0-9_]{0,39}$/;
const TYPES = ["text", "number", "date", "boolean", "choice", "choices"] as const;
const BASES = ["consent", "contract", "legal_duty", "legitimate_interest"] as const;
type Draft = Omit<NewField, "neededBecause" | "choices"> & {
  neededBecause: string;
  choices: string[];
};

/** Defines an own field without leaving the import: nothing is stored of which nobody knows what for (LEAD-07). */
export function NewFieldDialog(props: {
  heading: string;
  /** Of a column that is mapped to a field nobody has defined. */
  fieldKey: string | undefined;
  samples: string[];
  onClose: () => void;
  onDone: (key: string) => void;
}): ReactNode {
  const t = useTexts(texts);
  const [draft, setDraft] = useState<Draft>({
    key: props.fieldKey ?? nameFrom(props.heading),
    label: props.heading.slice(0, 80),
    type: typeOf(props.samples),
    choices: [],
    purpose: "",
    legalBasis: "consent",
    retentionMonths: null,
    owner: "",
    neededBecause: "",
  });
  const patch = (change: Partial<Draft>): void => setDraft({ ...draft, ...change });
  const choosing = draft.type === "choice" || draft.type === "choices";
  const complete =
    KEY.test(draft.key) &&
    draft.label.trim() !== "" &&
    draft.purpose.trim().length >= 5 &&
    draft.owner.trim().length >= 2 &&
    (!choosing || draft.choices.length > 0);
  const save = useApiMutation(
    () => {
      const { choices, neededBecause, ...rest } = draft;
      return api.post<FieldView>("/contact-fields", {
        ...rest,
        ...(choosing ? { choices } : {}),
        ...(neededBecause.trim() === "" ? {} : { neededBecause }),
      });
    },
    { invalidates: ["/contact-fields"], onSuccess: () => props.onDone(draft.key) },
  );
  return (
    <Modal opened onClose={props.onClose} title={t("newField.title")} size="lg">
      <form
        className="k-stack"
        onSubmit={(event) => {
          event.preventDefault();
          if (complete) save.mutate(undefined);
        }}
      >
        <p className="k-muted">{t("newField.intro")}</p>
        <TextInput
          data-autofocus
          label={t("newField.label")}
          required
          maxLength={80}
          value={draft.label}
          onChange={(event) => patch({ label: event.currentTarget.value })}
        />
        <TextInput
          label={t("newField.key")}
          description={t("newField.keyHelp")}
          required
          disabled={props.fieldKey !== undefined}
          maxLength={40}
          spellCheck={false}
          error={draft.key !== "" && !KEY.test(draft.key)}
          value={draft.key}
          onChange={(event) => patch({ key: event.currentTarget.value.toLowerCase() })}
        />
        <Select
          label={t("newField.type")}
          value={draft.type}
          onChange={(value) => patch({ type: TYPES.find((one) => one === value) ?? "text" })}
          data={TYPES.map((value) => ({ value, label: t(`newField.types.${value}`) }))}
        />
        {choosing && (
          <TagsInput
            label={t("newField.choices")}
            description={t("newField.choicesHelp")}
            value={draft.choices}
            onChange={(choices) => patch({ choices })}
            data={props.samples}
            maxTags={100}
          />
        )}
        <TextInput
          label={t("newField.purpose")}
          description={t("newField.purposeHelp")}
          required
          minLength={5}
          maxLength={500}
          value={draft.purpose}
          onChange={(event) => patch({ purpose: event.currentTarget.value })}
        />
        <Select
          label={t("newField.basis")}
          value={draft.legalBasis}
          onChange={(value) =>
            patch({ legalBasis: BASES.find((one) => one === value) ?? "consent" })
          }
          data={BASES.map((value) => ({ value, label: t(`newField.bases.${value}`) }))}
        />
        <NumberInput
          label={t("newField.retention")}
          description={t("newField.retentionHelp")}
          min={1}
          max={240}
          value={draft.retentionMonths ?? ""}
          onChange={(value) => patch({ retentionMonths: typeof value === "number" ? value : null })}
        />
        <TextInput
          label={t("newField.owner")}
          required
          minLength={2}
          maxLength={100}
          value={draft.owner}
          onChange={(event) => patch({ owner: event.currentTarget.value })}
        />
        <Textarea
          label={t("newField.needed")}
          description={t("newField.neededHelp")}
          maxLength={500}
          autosize
          value={draft.neededBecause}
          onChange={(event) => patch({ neededBecause: event.currentTarget.value })}
        />
        {save.error && <Problem error={save.error} />}
        <div className="k-row i-foot">
          <Button onClick={props.onClose}>{t("newField.cancel")}</Button>
          <Button type="submit" variant="filled" disabled={!complete} loading={save.isPending}>
            {t("newField.save")}
          </Button>
        </div>
      </form>
    </Modal>
  );
}

/** What the first values look like; a proposal, no more. */
function typeOf(samples: string[]): NewField["type"] {
  const all = (pattern: RegExp): boolean =>
    samples.length > 0 && samples.every((sample) => pattern.test(sample));
  if (all(/^(?:ja|nein|yes|no|true|false|j|n)$/i)) return "boolean";
  if (all(/^(?:\d{4}-\d{2}-\d{2}|\d{1,2}\.\d{1,2}\.\d{4})(?: 00:00:00)?$/)) return "date";
  // With a zero in front it is a postcode or a customer number.
  return all(/^-?(?!0\d)\d{1,9}(?:[.,]\d+)?$/) ? "number" : "text";
}

/** "PLZ / Ort" → "plz_ort". */
function nameFrom(heading: string): string {
  return heading
    .toLowerCase()
    .replaceAll("ß", "ss")
    .replaceAll("ä", "ae")
    .replaceAll("ö", "oe")
    .replaceAll("ü", "ue")
    .replace(/[^a-z0-9]+/g, "_")
    .replace(/^[^a-z]+|_+$/g, "")
    .slice(0, 40);
}
