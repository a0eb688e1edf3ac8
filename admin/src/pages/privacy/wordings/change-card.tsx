import { Checkbox } from "@mantine/core";
import type { ReactNode } from "react";
import { Card, ChoiceCards, Notice, RuleTag, useTexts } from "../../../ui/index.ts";
import { texts } from "./texts.ts";
import { grownScope, WORDING_CHANGES, type VersionDraft } from "./version-draft.ts";

/** Editorial or material, what is new, and what that means for those who agreed before (CON-19). */
export function ChangeCard(props: {
  draft: VersionDraft;
  before: VersionDraft;
  /** Consents given under earlier versions. */
  consents: number;
  onChange: (draft: VersionDraft) => void;
}): ReactNode {
  const t = useTexts(texts);
  const { draft, before, consents, onChange } = props;
  const grown = grownScope(draft, before).length > 0;
  return (
    <Card title={t("change")} aside={<RuleTag rule="CON-19" />}>
      <div className="k-stack">
        <ChoiceCards
          legend={t("changeAsk")}
          value={draft.material === undefined ? undefined : draft.material ? "yes" : "no"}
          onChange={(value) =>
            onChange({
              ...draft,
              material: value === "yes",
              changes: value === "yes" ? draft.changes : [],
            })
          }
          choices={[
            { value: "no", title: t("editorial"), text: t("editorialText") },
            { value: "yes", title: t("material"), text: t("materialText") },
          ]}
        />
        {grown && draft.material === false && <Notice tone="wait">{t("grew")}</Notice>}
        {draft.material === true && (
          <Checkbox.Group
            label={t("whatIsNew")}
            value={draft.changes}
            onChange={(changes) => onChange({ ...draft, changes })}
          >
            <div className="pv-checks">
              {WORDING_CHANGES.map((value) => (
                <Checkbox key={value} value={value} label={t(`changes.${value}`)} />
              ))}
            </div>
          </Checkbox.Group>
        )}
        {draft.material !== undefined && (
          <Notice tone={draft.material ? "wait" : undefined}>
            {consents === 0
              ? t("consequenceNone")
              : draft.material
                ? t("consequenceMaterial", { count: consents })
                : t("consequenceEditorial", { count: consents })}
          </Notice>
        )}
      </div>
    </Card>
  );
}
