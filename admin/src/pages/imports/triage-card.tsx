import { Select } from "@mantine/core";
import type { ReactNode } from "react";
import {
  evidenceClasses,
  triageDecisions,
  type ImportView,
  type Triage,
} from "../../../../contract/imports.ts";
import { Card, RuleTag, useFormat, useTexts } from "../../ui/index.ts";
import type { EvidenceDraft } from "./evidence-draft.ts";
import { texts } from "./evidence-texts.ts";

/** How well each row proves its consent, and what becomes of each class. */
export function TriageCard(props: {
  view: ImportView;
  draft: EvidenceDraft;
  patch: (change: Partial<EvidenceDraft>) => void;
}): ReactNode {
  const t = useTexts(texts);
  const format = useFormat();
  const { view, draft, patch } = props;
  const found = view.check?.triage;
  return (
    <Card title={t("triage.title")}>
      <div className="k-stack">
        <p className="k-muted">
          {t("triage.intro")} <RuleTag rule="CON-23" />
        </p>
        {evidenceClasses.map((one) => (
          <div key={one} className="i-class">
            <div>
              <b>{t(`triage.classes.${one}`)}</b>
              {found && <span className="i-class-count">{format.number(found[one])}</span>}
              <span className="k-sub">{t(`triage.explained.${one}`)}</span>
            </div>
            <Select
              aria-label={t("triage.decisionFor", { name: t(`triage.classes.${one}`) })}
              value={draft.triage[one]}
              onChange={(value) => {
                const decision = triageDecisions.find((each) => each === value);
                if (decision) patch({ triage: { ...draft.triage, [one]: decision } as Triage });
              }}
              data={triageDecisions
                .filter((decision) => one !== "missing" || decision !== "evidence")
                .map((decision) => ({ value: decision, label: t(`triage.decisions.${decision}`) }))}
            />
          </div>
        ))}
        <p className="k-small k-muted">{t("triage.ask")}</p>
      </div>
    </Card>
  );
}
