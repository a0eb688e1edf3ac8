import type { ReactNode } from "react";
import type { MailingReport } from "../../../../../contract/reports.ts";
import { agentReason } from "../../../../../contract/tracking.ts";
import {
  Big,
  Card,
  KeyValue,
  Tip,
  Why,
  useFormat,
  useLocale,
  useTexts,
} from "../../../ui/index.ts";
import { Figure, useFormula } from "./figure.tsx";
import { texts } from "./texts.ts";

/** Image proxies, scanners and previews, apart from everything people did; with reasons only for those who agreed. */
export function MachineCard(props: { report: MailingReport; className: string }): ReactNode {
  const t = useTexts(texts);
  const format = useFormat();
  const locale = useLocale();
  const formula = useFormula();
  const { personal, anonymous, measuring } = props.report;
  if (!personal && !anonymous) return null;
  const items: [ReactNode, ReactNode][] = [];
  for (const { agent, opens, clicks } of personal?.machine.reasons ?? []) {
    const reason = agentReason(agent);
    items.push([
      <Why
        key={agent}
        tip={
          <Tip title={reason.label[locale]}>
            {reason.explanation[locale]} {t("machine.unknown")} {reason.unknown[locale]}
          </Tip>
        }
      >
        {reason.label[locale]}
      </Why>,
      t("machine.both", { opens, clicks }),
    ]);
  }
  if (anonymous) {
    const opens = measuring?.level !== "clicks_only";
    if (opens)
      items.push([
        t("machine.anonymousOpens"),
        <Figure key="o" figure={anonymous.machine.opens} />,
      ]);
    items.push([
      t("machine.anonymousClicks"),
      <Figure key="c" figure={anonymous.machine.clicks} />,
    ]);
  }
  const known = [
    personal?.machine.opens,
    personal?.machine.clicks,
    anonymous?.machine.opens.value,
    anonymous?.machine.clicks.value,
  ];
  const exact = !(anonymous?.machine.opens.hidden || anonymous?.machine.clicks.hidden);
  const sum = known.reduce<number>((total, value) => total + (value ?? 0), 0);
  return (
    <Card className={props.className} title={t("machine.title")}>
      {exact && <Big tone="muted" value={format.number(sum)} />}
      <div className="k-base">
        <Why formula={formula("machine")}>{t("machine.base")}</Why>
      </div>
      <div className="m-kv">
        <KeyValue items={items} />
      </div>
      {personal && personal.uncertain.opens + personal.uncertain.clicks > 0 && (
        <p className="k-small k-muted m-under-kv">
          {t("machine.uncertain", { count: personal.uncertain.opens + personal.uncertain.clicks })}
        </p>
      )}
    </Card>
  );
}
