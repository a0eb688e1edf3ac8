import { Select } from "@mantine/core";
import { useState, type ReactNode } from "react";
import { useCan } from "../../api/index.ts";
import { ButtonLink, Card, CopyButton, useTexts } from "../../ui/index.ts";
import { CLEAN_ADDRESS, examples } from "./examples.ts";
import { texts } from "./texts.ts";

const STEPS = ["keep", "send", "answer"] as const;

/** Everything the website's developer needs, ready to copy. */
export function DeveloperCard({ goalId }: { goalId: string | undefined }): ReactNode {
  const t = useTexts(texts);
  const can = useCan();
  const all = examples(window.location.origin, goalId ?? "gol_…");
  const [shown, setShown] = useState(all[0]!.id);
  const example = all.find((one) => one.id === shown) ?? all[0]!;
  return (
    <Card title={t("devTitle")}>
      <div className="g-dev">
        <ol className="g-steps">
          {STEPS.map((step) => (
            <li key={step}>{t(`devSteps.${step}`)}</li>
          ))}
        </ol>
        <div className="k-stack">
          <div className="k-row">
            <Select
              className="k-noprint"
              label={t("devLanguage")}
              value={shown}
              allowDeselect={false}
              data={all.map((one) => ({ value: one.id, label: one.name }))}
              onChange={(value) => setShown(value ?? shown)}
            />
          </div>
          <Code label={t("devServer")} code={example.code} />
          <Code label="HTML" code={CLEAN_ADDRESS} />
          {can("apikeys.manage") && (
            <div className="k-noprint">
              <ButtonLink to="/einstellungen/api">{t("devKeys")}</ButtonLink>
            </div>
          )}
        </div>
      </div>
    </Card>
  );
}

function Code({ label, code }: { label: string; code: string }): ReactNode {
  return (
    <figure className="g-code">
      <figcaption>
        <span className="k-cap">{label}</span>
        <CopyButton value={code} />
      </figcaption>
      <pre tabIndex={0} aria-label={label}>
        {code}
      </pre>
    </figure>
  );
}
