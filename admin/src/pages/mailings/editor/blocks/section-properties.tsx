import { Button, Select, TextInput } from "@mantine/core";
import { useState, type ReactNode } from "react";
import type { Section } from "../../../../../../contract/blocks.ts";
import { api, invalidate, queryClient } from "../../../../api/index.ts";
import { Notice, showDone, showProblem, useTexts } from "../../../../ui/index.ts";
import { withColumns } from "./block-document.ts";
import { blockTexts } from "./block-texts.ts";
import { ConditionField } from "./condition-field.tsx";
import { ChoiceField, FormProvider, SwitchField } from "./fields.tsx";
import { useBlocks } from "./use-blocks.ts";

/** Columns, ground and distances of a section, and keeping it for again. */
export function SectionProperties({ section }: { section: Section }): ReactNode {
  const t = useTexts(blockTexts);
  const acts = useBlocks();
  const open = !acts.readOnly && !section.locked;
  return (
    <FormProvider
      value={{
        values: section as unknown as Record<string, unknown>,
        isOpen: () => open,
        set: (patch, name) => acts.changeSection(section.id, patch as Partial<Section>, name),
      }}
    >
      <h3 className="b-proptitle">{section.name ?? t("section")}</h3>
      {section.locked && <Notice>{t("locked")}</Notice>}
      <Select
        label={t("fields.columns")}
        value={String(section.columns.length)}
        disabled={!open}
        allowDeselect={false}
        data={["1", "2", "3", "4"]}
        onChange={(value) =>
          value &&
          acts.changeSection(
            section.id,
            { columns: withColumns(section, Number(value)).columns },
            "columns",
          )
        }
      />
      {section.columns.length > 1 && <SwitchField name="sideBySide" />}
      <ChoiceField
        name="background"
        label="background"
        byDefault="none"
        choices={[
          ["none", "none"],
          ["soft", "soft"],
          ["accent", "accentGround"],
        ]}
      />
      <ChoiceField
        name="padding"
        label="padding"
        byDefault="normal"
        choices={[
          ["none", "noPadding"],
          ["small", "small"],
          ["normal", "normal"],
          ["large", "large"],
        ]}
      />
      <SwitchField name="ruled" />
      <ConditionField />
      {!acts.readOnly && <KeepSection section={section} />}
    </FormProvider>
  );
}

function KeepSection({ section }: { section: Section }): ReactNode {
  const t = useTexts(blockTexts);
  const [name, setName] = useState("");
  const keep = (): void => {
    api.post("/saved-sections", { name: name.trim(), section }).then(
      () => {
        void invalidate(queryClient, ["/saved-sections"]);
        showDone(t("savedDone", { name: name.trim() }));
        setName("");
      },
      (error: unknown) => showProblem(error),
    );
  };
  return (
    <form
      className="b-keep"
      onSubmit={(event) => {
        event.preventDefault();
        if (name.trim()) keep();
      }}
    >
      <TextInput
        label={t("save")}
        placeholder={t("saveName")}
        value={name}
        maxLength={80}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <Button type="submit" disabled={!name.trim()}>
        {t("saveDo")}
      </Button>
    </form>
  );
}
