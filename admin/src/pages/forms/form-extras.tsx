import { ActionIcon, Button, SegmentedControl, Select, Switch, TextInput } from "@mantine/core";
import { IconPlus, IconTrash } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { useTexts } from "../../ui/index.ts";
import type { FormDraft, HiddenDraft } from "./form-draft.ts";
import { texts } from "./texts.ts";

interface SectionProps {
  draft: FormDraft;
  patch: (change: Partial<FormDraft>) => void;
}

const MOST_HIDDEN = 10;

/** CON-22: asks children's forms for the age. */
export function AgeSection({ draft, patch }: SectionProps): ReactNode {
  const t = useTexts(texts);
  return (
    <div className="k-stack f-ruled">
      <Switch
        className="f-switch"
        checked={draft.minAge !== null}
        onChange={(event) => patch({ minAge: event.currentTarget.checked ? 16 : null })}
        label={t("age")}
        description={t("ageHelp")}
      />
      {draft.minAge !== null && (
        <Select
          className="f-narrow"
          label={t("ageLimit")}
          allowDeselect={false}
          value={String(draft.minAge)}
          onChange={(value) => patch({ minAge: value === "14" ? 14 : 16 })}
          data={[
            { value: "16", label: t("age16") },
            { value: "14", label: t("age14") },
          ]}
        />
      )}
    </div>
  );
}

/** Fields that only tell where somebody came from; never an address or a consent (CON-02). */
export function HiddenSection({ draft, patch }: SectionProps): ReactNode {
  const t = useTexts(texts);
  const change = (index: number, part: Partial<HiddenDraft>): void =>
    patch({ hidden: draft.hidden.map((one, at) => (at === index ? { ...one, ...part } : one)) });
  return (
    <div className="k-stack">
      <p className="k-small k-muted">{t("hidden.help")}</p>
      {draft.hidden.map((field, index) => (
        <div className="f-hidden" key={index}>
          <TextInput
            label={t("hidden.name")}
            placeholder="utm_source"
            maxLength={40}
            spellCheck={false}
            value={field.name}
            onChange={(event) => change(index, { name: event.currentTarget.value })}
          />
          <ActionIcon
            variant="default"
            size={40}
            aria-label={t("hidden.remove", { name: field.name })}
            onClick={() => patch({ hidden: draft.hidden.filter((_one, at) => at !== index) })}
          >
            <IconTrash size={18} stroke={1.6} aria-hidden="true" />
          </ActionIcon>
          <SegmentedControl
            className="f-wide"
            size="xs"
            aria-label={t("hidden.origin")}
            value={field.fixed ? "fixed" : "address"}
            onChange={(value) => change(index, { fixed: value === "fixed" })}
            data={[
              { value: "address", label: t("hidden.address") },
              { value: "fixed", label: t("hidden.fixed") },
            ]}
          />
          {field.fixed ? (
            <TextInput
              className="f-wide"
              label={t("hidden.value")}
              maxLength={100}
              value={field.value}
              onChange={(event) => change(index, { value: event.currentTarget.value })}
            />
          ) : (
            field.name.trim() !== "" && (
              <p className="k-small k-muted f-wide f-break">
                {t("hidden.link", { url: `…?${field.name.trim()}=herbst` })}
              </p>
            )
          )}
        </div>
      ))}
      {draft.hidden.length < MOST_HIDDEN && (
        <div>
          <Button
            leftSection={<IconPlus size={18} stroke={1.6} aria-hidden="true" />}
            onClick={() =>
              patch({ hidden: [...draft.hidden, { name: "", fixed: false, value: "" }] })
            }
          >
            {t("hidden.add")}
          </Button>
        </div>
      )}
    </div>
  );
}

/** The computing task (DOI-11), with what it costs those who fill in the form. */
export function WorkSection({ draft, patch }: SectionProps): ReactNode {
  const t = useTexts(texts);
  return (
    <div className="k-stack">
      <Switch
        className="f-switch"
        checked={draft.proofOfWork}
        onChange={(event) => patch({ proofOfWork: event.currentTarget.checked })}
        label={t("work")}
        description={t("workHelp")}
      />
      <p className="k-small k-muted">{t("workCost")}</p>
    </div>
  );
}
