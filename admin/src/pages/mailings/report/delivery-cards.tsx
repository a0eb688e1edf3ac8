import type { ReactNode } from "react";
import { reportFigures, type MailingReport } from "../../../../../contract/reports.ts";
import {
  Card,
  ReasonList,
  SimpleTable,
  Why,
  useFormat,
  useLocale,
  useTexts,
} from "../../../ui/index.ts";
import { useFormula } from "./figure.tsx";
import { texts } from "./texts.ts";

/** What the receivers of each provider did with the mail: facts of the delivery, known of everybody. */
export function ProvidersCard({ report }: { report: MailingReport }): ReactNode {
  const t = useTexts(texts);
  const format = useFormat();
  const formula = useFormula();
  const locale = useLocale();
  const { providers, bounces } = report;
  if (providers.length === 0) return null;
  const most = Math.max(1, ...providers.map((row) => row.accepted + row.refused));
  return (
    <Card
      className={bounces.length > 0 ? "c8" : "c12"}
      title={reportFigures.providers.label[locale]}
      aside={<Why formula={formula("providers")}>{t("providers.aside")}</Why>}
    >
      <SimpleTable
        wide
        label={reportFigures.providers.label[locale]}
        head={
          <tr>
            <th scope="col">{t("providers.provider")}</th>
            <th scope="col" data-num>
              {t("providers.accepted")}
            </th>
            <th scope="col" data-num>
              {t("providers.refused")}
            </th>
            <th scope="col" data-num>
              {t("providers.returned")}
            </th>
          </tr>
        }
      >
        {providers.map((row) => (
          <tr key={row.provider ?? ""}>
            <td>
              <b>{row.name ?? t("providers.others")}</b>
              <span className="m-share" aria-hidden="true">
                <i style={{ width: `${((row.accepted + row.refused) / most) * 100}%` }} />
              </span>
            </td>
            <td data-num>
              {format.number(row.accepted)}
              <span className="k-sub">
                {format.percent(row.accepted / (row.accepted + row.refused || 1))}
              </span>
            </td>
            <td data-num>{row.refused === 0 ? "–" : format.number(row.refused)}</td>
            <td data-num>{row.bounced === 0 ? "–" : format.number(row.bounced)}</td>
          </tr>
        ))}
      </SimpleTable>
    </Card>
  );
}

/** Why mails came back, at the door or later. */
export function BouncesCard({ report }: { report: MailingReport }): ReactNode {
  const t = useTexts(texts);
  const format = useFormat();
  const formula = useFormula();
  const locale = useLocale();
  const { bounces } = report;
  if (bounces.length === 0) return null;
  const total = bounces.reduce((sum, row) => sum + row.count, 0);
  return (
    <Card
      className="c4"
      title={reportFigures.bounces.label[locale]}
      aside={<Why formula={formula("bounces")}>{format.number(total)}</Why>}
    >
      <ReasonList
        reasons={bounces.map((row) => ({
          id: `${row.meaning}-${row.later}`,
          title: row.label[locale],
          text: t(row.later ? "bounces.later" : "bounces.atOnce"),
          count: row.count,
        }))}
      />
    </Card>
  );
}
