import { Button, Modal, NumberInput, Select, Switch, Textarea, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import type { ReactNode } from "react";
import { FIELD_GROUNDS, type FieldView } from "../../../../contract/contact-fields.ts";
import { excessOf } from "../../../../contract/excessive-fields.ts";
import { api, useApiMutation } from "../../api/index.ts";
import { Notice, Problem, RuleTag, showDone, useTexts } from "../../ui/index.ts";

import { texts } from "./fields-texts.ts";

export interface FieldDraft {
  /** A field that is changed. */
  field?: FieldView;
  /** A stored key that gets its definition. */
  from?: string;
  type?: FieldView["type"];
}

const TYPES = ["text", "number", "date", "boolean", "choice", "choices"] as const;
type Ground = (typeof FIELD_GROUNDS)[number];
export const isGround = (value: string): value is Ground =>
  (FIELD_GROUNDS as readonly string[]).includes(value);

/** Says what a field is for before it takes values. */
export function FieldDialog(props: { draft: FieldDraft; onClose: () => void }): ReactNode {
  const t = useTexts(texts);
  const { field } = props.draft;
  const title = field ? t("dialog.edit", { name: field.label }) : t("dialog.new");
  return (
    <Modal opened onClose={props.onClose} title={title} size={640}>
      <FieldForm {...props} />
    </Modal>
  );
}

/** "Letzter Besuch (Jahr)" → letzter_besuch_jahr */
function keyOf(label: string): string {
  return label
    .toLowerCase()
    .replaceAll("ä", "ae")
    .replaceAll("ö", "oe")
    .replaceAll("ü", "ue")
    .replaceAll("ß", "ss")
    .replace(/[^a-z0-9]+/g, "_")
    .replace(/^[^a-z]+|_+$/g, "")
    .slice(0, 40);
}

function useFieldForm({ field, from, type }: FieldDraft) {
  return useForm({
    initialValues: {
      label: field?.label ?? from ?? "",
      key: field?.key ?? (from ? keyOf(from) : ""),
      type: (field?.type ?? type ?? "text") as FieldView["type"],
      choices: (field?.choices ?? []).join("\n"),
      withoutYear: field?.withoutYear ?? false,
      purpose: field?.purpose ?? "",
      legalBasis: field?.legalBasis ?? "",
      retentionMonths: (field?.retentionMonths ?? "") as number | string,
      owner: field?.owner ?? "",
      neededBecause: field?.neededBecause ?? "",
    },
  });
}

function FieldForm(props: { draft: FieldDraft; onClose: () => void }): ReactNode {
  const t = useTexts(texts);
  const { field, from } = props.draft;
  const form = useFieldForm(props.draft);
  const { values } = form;
  const excess = excessOf(values);
  const save = useApiMutation(
    () => {
      const said = {
        label: values.label,
        choices: values.choices
          .split("\n")
          .map((line) => line.trim())
          .filter(Boolean),
        purpose: values.purpose,
        legalBasis: values.legalBasis,
        retentionMonths: values.retentionMonths === "" ? null : Number(values.retentionMonths),
        owner: values.owner,
        neededBecause: values.neededBecause,
      };
      return field
        ? api.patch(`/contact-fields/${field.id}`, said)
        : api.post("/contact-fields", {
            ...said,
            key: values.key,
            type: values.type,
            withoutYear: values.withoutYear,
            ...(from !== undefined && { from }),
          });
    },
    {
      invalidates: ["/contact-fields", "/contacts"],
      onSuccess: () => {
        showDone(t("dialog.saved"));
        props.onClose();
      },
    },
  );
  const words = Object.fromEntries(
    (
      [
        "field_key_taken",
        "field_choices_missing",
        "field_need_missing",
        "field_need_is_greeting",
      ] as const
    ).map((code) => [code, t(`errors.${code}`)]),
  );
  return (
    <form
      className="k-stack"
      onSubmit={form.onSubmit(() => {
        if (!save.isPending) save.mutate();
      })}
    >
      <div className="c-fields c-fields-top">
        <TextInput
          label={t("dialog.label")}
          required
          maxLength={80}
          data-autofocus
          {...form.getInputProps("label")}
          onChange={(event) => {
            const label = event.currentTarget.value;
            // The key follows the name until somebody writes one.
            const follows = !field && values.key === keyOf(values.label);
            form.setValues({ label, ...(follows && { key: keyOf(label) }) });
          }}
        />
        <TextInput
          label={t("dialog.key")}
          description={t("dialog.keyHelp", { example: "{{ contact.custom.filiale }}" })}
          required
          disabled={field !== undefined}
          pattern="[a-z][a-z0-9_]{0,39}"
          maxLength={40}
          inputWrapperOrder={["label", "input", "description", "error"]}
          {...form.getInputProps("key")}
        />
        <Select
          label={t("dialog.type")}
          allowDeselect={false}
          disabled={field !== undefined}
          data={TYPES.map((value) => ({ value, label: t(`types.${value}`) }))}
          {...form.getInputProps("type")}
        />
        <Select
          label={t("dialog.legalBasis")}
          required
          placeholder="–"
          data={FIELD_GROUNDS.map((value) => ({ value, label: t(`grounds.${value}`) }))}
          {...form.getInputProps("legalBasis")}
        />
      </div>
      {values.type === "date" && (
        <Switch
          label={t("dialog.withoutYear")}
          description={t("dialog.withoutYearHelp")}
          disabled={field !== undefined}
          {...form.getInputProps("withoutYear", { type: "checkbox" })}
        />
      )}
      {(values.type === "choice" || values.type === "choices") && (
        <Textarea
          label={t("dialog.choices")}
          description={t("dialog.choicesHelp")}
          required
          autosize
          minRows={3}
          {...form.getInputProps("choices")}
        />
      )}
      {excess && (
        <Notice tone="wait" title={t("dialog.excessTitle")}>
          <p>
            {t(`dialog.excess.${excess}`)} <RuleTag rule="LEAD-08" />
          </p>
        </Notice>
      )}
      {(excess || values.neededBecause !== "") && (
        <Textarea
          label={t("dialog.needed")}
          required={excess !== undefined}
          autosize
          minRows={2}
          maxLength={500}
          {...form.getInputProps("neededBecause")}
        />
      )}
      <Textarea
        label={t("dialog.purpose")}
        description={t("dialog.purposeHelp")}
        required
        autosize
        minRows={2}
        minLength={5}
        maxLength={500}
        {...form.getInputProps("purpose")}
      />
      <div className="c-fields c-fields-top">
        <NumberInput
          label={t("dialog.retention")}
          description={t("dialog.retentionHelp")}
          inputWrapperOrder={["label", "input", "description", "error"]}
          min={1}
          max={240}
          allowDecimal={false}
          {...form.getInputProps("retentionMonths")}
        />
        <TextInput
          label={t("dialog.owner")}
          description={t("dialog.ownerHelp")}
          inputWrapperOrder={["label", "input", "description", "error"]}
          required
          minLength={2}
          maxLength={100}
          {...form.getInputProps("owner")}
        />
      </div>
      {save.error && <Problem error={save.error} words={words} />}
      <div className="k-row c-foot">
        <Button onClick={props.onClose}>{t("dialog.cancel")}</Button>
        <Button type="submit" variant="filled" loading={save.isPending}>
          {t("dialog.save")}
        </Button>
      </div>
    </form>
  );
}
