import type { ReactNode } from "react";
import type { ImportView, PreviewRowView } from "../../../../contract/imports.ts";
import { Pill, SimpleTable, useLocale, useTexts, type Tone } from "../../ui/index.ts";
import { texts } from "./columns-texts.ts";
import { useFieldName, useFieldValue } from "./field-names.ts";

const TONES: Record<PreviewRowView["result"], Tone> = {
  created: "go",
  updated: "go",
  unchanged: "plain",
  rejected: "wait",
};

/** Some rows with the values as they would be stored, and where each would end. */
export function PreviewTable(props: {
  view: ImportView;
  rows: PreviewRowView[];
  /** Nothing is said of consents yet: only what is wrong with the data. */
  withoutConsent?: boolean;
}): ReactNode {
  const t = useTexts(texts);
  const nameOf = useFieldName();
  const valueOf = useFieldValue();
  const locale = useLocale();
  const { rows } = props;
  const columns = props.view.columns.filter((column) => column.field !== null);
  if (rows.length === 0) return <p className="k-muted">{t("nothing")}</p>;
  return (
    <div className="i-preview">
      <SimpleTable
        wide
        label={t("preview")}
        head={
          <tr>
            <th scope="col" data-num>
              {t("line")}
            </th>
            {columns.map((column) => (
              <th scope="col" key={column.index}>
                {nameOf(column.field!)}
              </th>
            ))}
            <th scope="col">{t("result")}</th>
          </tr>
        }
      >
        {rows.map((row) => {
          const why = row.reason ?? (props.withoutConsent ? null : row.notMailable);
          const remarks = row.remarks.filter(
            ({ reason }) => !props.withoutConsent || !/^(consent|profiling)_/.test(reason),
          );
          return (
            <tr key={row.line}>
              <td data-num className="k-muted">
                {row.line}
              </td>
              {columns.map((column) => (
                <td key={column.index} className="k-nowrap">
                  {row.fields[column.field!] === undefined ? (
                    <span className="k-muted">{row.raw[column.index] || "–"}</span>
                  ) : (
                    valueOf(column.field!, row.fields[column.field!]!)
                  )}
                </td>
              ))}
              <td className="i-result">
                <Pill tone={TONES[row.result]}>{t(`results.${row.result}`)}</Pill>
                {row.mailable && !props.withoutConsent && (
                  <span className="k-sub">{t("mailable")}</span>
                )}
                {why && <span className="k-sub">{why.label[locale]}</span>}
                {remarks.map((remark) => (
                  <span className="k-sub" key={remark.reason}>
                    {remark.label[locale]}
                  </span>
                ))}
              </td>
            </tr>
          );
        })}
      </SimpleTable>
    </div>
  );
}
