import { Skeleton } from "@mantine/core";
import type { ReactNode } from "react";
import type { Dashboard } from "../../../../../contract/dashboard.ts";
import { useApiQuery } from "../../../api/index.ts";
import {
  Card,
  Figures,
  SplitBar,
  StatFigure,
  useFormat,
  useTexts,
  type Audience,
} from "../../../ui/index.ts";
import { texts } from "./texts.ts";

/** People, how many may be mailed and measured, and what they said about the analysis of their use. */
export function PeopleCard({ audience }: { audience: Audience | undefined }): ReactNode {
  const t = useTexts(texts);
  const format = useFormat();
  const people = useApiQuery<Dashboard>("/dashboard").data?.people;
  const rate = (part: number, whole: number, text: string) => ({
    expression: `${format.number(part)} ÷ ${format.number(whole)} = ${format.percent(whole === 0 ? 0 : part / whole)}`,
    text,
  });
  if (!audience)
    return (
      <Card title={t("people")}>
        <Skeleton height={96} />
      </Card>
    );
  const { candidates, mailable, measurable } = audience;
  return (
    <Card title={t("people")}>
      <Figures>
        <StatFigure
          label={t("persons")}
          value={candidates}
          base={t("personsBase")}
          formula={{ expression: format.number(candidates), text: t("personsHow") }}
        />
        <StatFigure
          label={t("mailable")}
          value={mailable}
          base={t("ofPersons", { count: candidates })}
          formula={{ ...rate(mailable, candidates, t("mailableHow")), term: "mailable" }}
        />
        <StatFigure
          label={t("measurable")}
          value={measurable}
          base={t("ofMailable", { count: mailable })}
          formula={{ ...rate(measurable, mailable, t("measurableHow")), term: "measurable" }}
        />
      </Figures>
      {people && (
        <div className="pv-states">
          <p className="k-lab">{t("profiling")}</p>
          <SplitBar
            label={t("profiling")}
            parts={[
              { label: t("granted"), value: people.granted },
              {
                label: t("unknown"),
                value: people.subscribers - people.granted - people.refused - people.withdrawn,
              },
              { label: t("refused"), value: people.refused },
              { label: t("withdrawn"), value: people.withdrawn },
            ]}
          />
        </div>
      )}
    </Card>
  );
}
