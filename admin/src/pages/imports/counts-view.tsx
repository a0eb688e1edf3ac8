import type { ReactNode } from "react";
import { importRemarks, rejectionReasons } from "../../../../contract/import-texts.ts";
import type { ImportCountsView } from "../../../../contract/imports.ts";
import { exclusionReasons, isExclusionReason } from "../../../../contract/reasons.ts";
import {
  Card,
  Grid,
  KeyValue,
  ReasonList,
  SplitBar,
  StatFigure,
  useFormat,
  useLocale,
  useTexts,
  type Reason,
} from "../../ui/index.ts";
import { texts } from "./result-texts.ts";

type Counted = ImportCountsView["rejectedBy"];

/** Where the rows end and how many people may be mailed; every other number with its reasons. */
export function CountsView(props: { counts: ImportCountsView; title: string }): ReactNode {
  const t = useTexts(texts);
  const format = useFormat();
  const { counts } = props;
  const taken = counts.rows - counts.rejected;
  const parts = (["created", "updated", "unchanged", "rejected"] as const).filter(
    (part) => counts[part] > 0,
  );
  return (
    <Grid>
      <Card className="c7" title={props.title}>
        <p className="i-sentence">
          <b>{t("lines", { count: counts.rows })}</b>
          {parts.length > 0 && ": "}
          {parts.map((part) => `${format.number(counts[part])} ${t(part)}`).join(", ")}.
        </p>
        <SplitBar
          label={t("lines", { count: counts.rows })}
          parts={parts.map((part) => ({ label: t(part), value: counts[part] }))}
        />
        <div className="i-mailable">
          <StatFigure
            size="xl"
            value={counts.mailable}
            base={t("mailableBase", { count: taken })}
            formula={{
              expression: `${format.number(counts.mailable)} ÷ ${format.number(taken)}${
                taken > 0 ? ` = ${format.percent(counts.mailable / taken)}` : ""
              }`,
              text: t("formula"),
            }}
          />
          <p className="i-mailable-words">
            {counts.mailable === 0 ? t("willMailNone") : t("willMail", { count: counts.mailable })}
          </p>
        </div>
      </Card>
      {counts.notMailable.length > 0 && (
        <Card className="c5" title={t("whyNot")}>
          <Reasons counted={counts.notMailable} explained />
        </Card>
      )}
      {(counts.consents > 0 || counts.unverifiedBy.length > 0 || counts.heldBack.length > 0) && (
        <Card className="c6" title={t("consentsTitle")}>
          <p>{t("consents", { count: counts.consents })}</p>
          <Reasons counted={[...counts.unverifiedBy, ...counts.heldBack]} />
        </Card>
      )}
      {counts.triage.proven + counts.triage.plausible + counts.triage.missing > 0 &&
        (counts.triage.plausible > 0 || counts.triage.proven > 0) && (
          <Card className="c6" title={t("triageTitle")}>
            <KeyValue
              items={[
                [t("triage.proven"), format.number(counts.triage.proven)],
                [t("triage.plausible"), format.number(counts.triage.plausible)],
                [t("triage.missing"), format.number(counts.triage.missing)],
              ]}
            />
          </Card>
        )}
      {counts.suppressed > 0 && (
        <Card className="c6" title={t("suppressedTitle")}>
          <p>{t("suppressed", { count: counts.suppressed })}</p>
        </Card>
      )}
      {(counts.profilingGranted > 0 || counts.profilingRefusedBy.length > 0) && (
        <Card className="c6" title={t("profilingTitle")}>
          <p>{t("profiling", { count: counts.profilingGranted })}</p>
          <Reasons counted={counts.profilingRefusedBy} />
        </Card>
      )}
      {counts.rejectedBy.length > 0 && (
        <Card className="c6" title={t("rejectedTitle")}>
          <Reasons counted={counts.rejectedBy} />
        </Card>
      )}
      {counts.hints.length > 0 && (
        <Card className="c6" title={t("hintsTitle")}>
          <Reasons counted={counts.hints} />
          {counts.typoDomains.length > 0 && (
            <ul className="k-small k-muted i-typos">
              {counts.typoDomains.slice(0, 10).map((typo) => (
                <li key={typo.found}>
                  {t("typo", { found: typo.found, likely: typo.likely })} ·{" "}
                  {format.number(typo.count)}
                </li>
              ))}
            </ul>
          )}
        </Card>
      )}
    </Grid>
  );
}

const TEXTS: Record<string, { label: unknown; rule?: string }> = {
  ...importRemarks,
  ...rejectionReasons,
};

/** Counted reasons with the rule behind each; those of the gate with their sentence. */
function Reasons(props: { counted: Counted; explained?: boolean }): ReactNode {
  const locale = useLocale();
  if (props.counted.length === 0) return null;
  return (
    <div className="i-reasons">
      <ReasonList
        reasons={props.counted.map(({ reason, label, count }): Reason => {
          const known = isExclusionReason(reason) ? exclusionReasons[reason] : undefined;
          const rule = TEXTS[reason]?.rule ?? known?.rule;
          return {
            id: reason,
            title: label[locale],
            count,
            ...(props.explained && known && { text: known.explanation[locale] }),
            ...(rule && { rule }),
          };
        })}
      />
    </div>
  );
}
