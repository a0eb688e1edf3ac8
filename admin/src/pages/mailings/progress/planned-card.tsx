import type { ReactNode } from "react";
import type { AudienceView, MailingView } from "../../../../../contract/mailings.ts";
import { useApiQuery, useCan } from "../../../api/index.ts";
import { currentTime } from "../../../i18n/index.ts";
import { Card, Figures, inSentence, StatFigure, useFormat, useTexts } from "../../../ui/index.ts";
import { instantOf } from "../../../ui/wall-clock.ts";
import { texts as shared } from "../texts.ts";
import { texts } from "./texts.ts";

/** When a planned mailing leaves, and how many it would reach as things stand. */
export function PlannedCard(props: { at: string; mailing: MailingView }): ReactNode {
  const t = useTexts(texts);
  const format = useFormat();
  const can = useCan();
  const tShared = useTexts(shared);
  const { lists, segment, recipientTime } = props.mailing;
  const { data } = useApiQuery<AudienceView>(can("lists.read") ? "/audience" : undefined, {
    lists: lists.map((list) => list.id).join(","),
    ...(segment?.id ? { segment: segment.id } : {}),
  });
  const moment = format.moment(props.at);
  return (
    <Card title={t("plannedTitle")} foot={t("plannedText")}>
      <p className="k-pass-name">
        {Date.parse(props.at) <= currentTime().getTime()
          ? t("plannedNow")
          : t("planned", { when: inSentence(moment) })}
      </p>
      {segment && <p className="k-muted">{tShared("segment", { name: segment.name })}</p>}
      {recipientTime && (
        <p>
          {t("byClocks", {
            when: inSentence(
              format.moment(
                instantOf(`${recipientTime.local.replace("T", " ")}:00`, format.timeZone),
              ),
            ),
          })}
        </p>
      )}
      {data && (
        <div className="m-counts">
          <Figures>
            <StatFigure
              label={t("today.mailable")}
              value={data.mailable}
              base={t("outOf", { total: data.candidates })}
            />
            <StatFigure
              label={t("today.measurable")}
              value={data.measurable}
              base={t("outOf", { total: data.mailable })}
            />
            <StatFigure
              label={t("today.leftOut")}
              value={data.candidates - data.mailable}
              base={t("outOf", { total: data.candidates })}
            />
          </Figures>
        </div>
      )}
    </Card>
  );
}
