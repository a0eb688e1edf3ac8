import type { ReactNode } from "react";
import type { SignalView } from "../../../../contract/deliverability.ts";
import { Card, SimpleTable, useFormat, useLocale, useTexts } from "../../ui/index.ts";
import { noon, useProviderName } from "./provider-name.ts";
import { texts } from "./texts.ts";

/** What refusals and delays meant, with the providers' own words. */
export function SignalsCard({ signals }: { signals: readonly SignalView[] }): ReactNode {
  const t = useTexts(texts);
  const locale = useLocale();
  const format = useFormat();
  const nameOf = useProviderName();
  return (
    <Card title={t("signalsTitle")}>
      {signals.length === 0 ? (
        <p className="k-muted">{t("signalsNone")}</p>
      ) : (
        <SimpleTable
          label={t("signalsTitle")}
          stack
          head={
            <tr>
              <th scope="col">{t("signal")}</th>
              <th scope="col" data-num>
                {t("count")}
              </th>
              <th scope="col">{t("where")}</th>
              <th scope="col">{t("last")}</th>
            </tr>
          }
        >
          {signals.map((signal) => (
            <tr key={signal.meaning}>
              <td className="d-signal">
                <b>{signal.label[locale]}</b>
                <span className="k-sub-line">{signal.text[locale]}</span>
                {signal.sample !== null && (
                  <details>
                    <summary>{t("sample")}</summary>
                    <code className="d-sample">{signal.sample}</code>
                  </details>
                )}
              </td>
              <td data-num data-label={t("count")}>
                {format.number(signal.count)}
              </td>
              <td data-label={t("where")}>{signal.providers.map(nameOf).join(", ")}</td>
              <td data-label={t("last")} className="k-nowrap">
                {format.date(noon(signal.lastDay))}
              </td>
            </tr>
          ))}
        </SimpleTable>
      )}
    </Card>
  );
}
