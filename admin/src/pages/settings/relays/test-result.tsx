import { IconAlertTriangle, IconCheck } from "@tabler/icons-react";
import type { ReactNode } from "react";
import type { RelayTestView } from "../../../../../contract/relays.ts";
import { useFormat, useLocale, useTexts, inSentence } from "../../../ui/index.ts";
import { texts } from "./texts.ts";

/** What a test met on its way, step by step. */
export function TestResult({ test }: { test: RelayTestView }): ReactNode {
  const t = useTexts(texts);
  const format = useFormat();
  const locale = useLocale();
  return (
    <div className="rel-test" role="status">
      <p>
        <b>{test.ok ? t("testOk") : t("testBad")}</b>{" "}
        <span className="k-muted k-small">
          {t("lastTest", { moment: inSentence(format.moment(test.at)) })}
        </span>
      </p>
      <ol>
        {test.steps.map((step) => (
          <li key={step.step} data-ok={step.ok}>
            {step.ok ? (
              <IconCheck size={18} stroke={2} aria-hidden="true" />
            ) : (
              <IconAlertTriangle size={18} stroke={1.8} aria-hidden="true" />
            )}
            <span>{step.text[locale]}</span>
          </li>
        ))}
      </ol>
    </div>
  );
}
