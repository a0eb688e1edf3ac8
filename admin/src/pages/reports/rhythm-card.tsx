import { SegmentedControl } from "@mantine/core";
import { useState, type ReactNode } from "react";
import type {
  AccountMailings,
  AccountReport,
  Rhythm,
} from "../../../../contract/account-report.ts";
import { Card, SimpleTable, useFormat, useTexts, Why } from "../../ui/index.ts";
import { texts } from "./texts.ts";
import { useFigures } from "./words.ts";

type By = "weekdays" | "hours";

/** On which weekday and at which hour mailings are opened most, with how far that can be believed. */
export function RhythmCard(props: {
  report: AccountReport;
  sent: AccountMailings;
  className: string;
}): ReactNode {
  const t = useTexts(texts);
  const [by, setBy] = useState<By>("weekdays");
  const rhythm = props.sent[by];
  return (
    <Card
      className={props.className}
      title={t("rhythm.title")}
      aside={
        <SegmentedControl
          size="xs"
          aria-label={t("rhythm.by")}
          value={by}
          onChange={(value) => setBy(value === "hours" ? "hours" : "weekdays")}
          data={[
            { value: "weekdays", label: t("rhythm.weekdays") },
            { value: "hours", label: t("rhythm.hours") },
          ]}
        />
      }
      {...(rhythm.verdict === "too_few" || rhythm.mailings === 0
        ? {}
        : { foot: t("rhythm.rests", { count: rhythm.mailings }) })}
    >
      {rhythm.cells.length === 0 ? (
        <p className="k-muted">{t("rhythm.none")}</p>
      ) : (
        <>
          <Verdict by={by} rhythm={rhythm} />
          <Cells by={by} rhythm={rhythm} />
        </>
      )}
    </Card>
  );
}

function useKeyName(): (by: By, key: number) => string {
  const t = useTexts(texts);
  return (by, key) =>
    by === "weekdays"
      ? t(`rhythm.weekdayNames.${key as 1}`)
      : t("rhythm.hour", {
          from: String(key).padStart(2, "0"),
          to: String(key + 1).padStart(2, "0"),
        });
}

function Verdict({ by, rhythm }: { by: By; rhythm: Rhythm }): ReactNode {
  const t = useTexts(texts);
  const format = useFormat();
  const { formula } = useFigures();
  const nameOf = useKeyName();
  const { best, verdict, mailings, needed, neededEach } = rhythm;
  if (verdict === "too_few" || !best)
    return (
      <p className="rp-sentence">{t("rhythm.tooFew", { mailings, needed, each: neededEach })}</p>
    );
  const isDay = by === "weekdays";
  const words = { key: nameOf(by, best.key), lead: format.number(best.lead * 100, 1) };
  return (
    <p className="rp-sentence">
      <Why formula={formula(isDay ? "weekday" : "hour", `p = ${format.number(best.chance, 3)}`)}>
        {t(
          verdict === "clear"
            ? isDay
              ? "rhythm.clearDay"
              : "rhythm.clearHour"
            : isDay
              ? "rhythm.chanceDay"
              : "rhythm.chanceHour",
          words,
        )}
      </Why>
    </p>
  );
}

/** Bars and figures in one table, so that nothing is only drawn. */
function Cells({ by, rhythm }: { by: By; rhythm: Rhythm }): ReactNode {
  const t = useTexts(texts);
  const format = useFormat();
  const { rate, formula } = useFigures();
  const nameOf = useKeyName();
  const most = Math.max(0.01, ...rhythm.cells.map((cell) => cell.opened.share));
  const hasGross = rhythm.cells.some((cell) => cell.anonymous !== null);
  return (
    <SimpleTable
      label={t("rhythm.label")}
      head={
        <tr>
          <th scope="col">{t(by === "weekdays" ? "rhythm.weekdays" : "rhythm.hours")}</th>
          <th scope="col">{t("rhythm.openRate")}</th>
          <th scope="col" data-num>
            {t("rhythm.clickRate")}
          </th>
          {hasGross && (
            <th scope="col" data-num>
              {t("rhythm.gross")}
            </th>
          )}
        </tr>
      }
    >
      {rhythm.cells.map((cell) => (
        <tr key={cell.key}>
          <td>
            {nameOf(by, cell.key)}
            <span className="k-sub">{t("rhythm.mailings", { count: cell.mailings })}</span>
          </td>
          <td>
            <div className="rp-bar">
              <i
                aria-hidden="true"
                data-best={
                  (rhythm.verdict === "clear" && rhythm.best?.key === cell.key) || undefined
                }
                style={{ width: `${(cell.opened.share / most) * 100}%` }}
              />
            </div>
            <Why formula={rate("opened", cell.opened.count, cell.opened.base)}>
              {format.percent(cell.opened.share)}
            </Why>
          </td>
          <td data-num>{format.percent(cell.clicked.share)}</td>
          {hasGross && (
            <td data-num>
              {cell.anonymous ? (
                <Why
                  formula={formula(
                    "grossOpens",
                    `${format.number(cell.anonymous.opens)} ÷ ${format.number(cell.anonymous.base)} × 100`,
                  )}
                >
                  {format.number((cell.anonymous.opens / cell.anonymous.base) * 100)}
                </Why>
              ) : (
                "–"
              )}
            </td>
          )}
        </tr>
      ))}
    </SimpleTable>
  );
}
