import { Select } from "@mantine/core";
import { useState, type ReactNode } from "react";
import type { Deliverability } from "../../../../contract/deliverability.ts";
import { Card, Curve, CurveKey, KeyValue, useFormat, useTexts } from "../../ui/index.ts";
import { isMarked, noon, useProviderName } from "./provider-name.ts";
import { texts } from "./texts.ts";

const ALL = "";

/** Accepted, refused and put off by day, of all providers or one, as a chart with its table. */
export function ChartCard(props: { data: Deliverability; className: string }): ReactNode {
  const t = useTexts(texts);
  const format = useFormat();
  const nameOf = useProviderName();
  const [chosen, setChosen] = useState(ALL);
  const { series: total, providers } = props.data;
  const provider = providers.find((each) => each.id === chosen);
  const byDay = new Map(provider?.days.map((each) => [each.day, each]));
  const none = { accepted: 0, refused: 0, deferred: 0 };
  const days = total.map((each) =>
    provider ? { ...none, ...byDay.get(each.day), day: each.day } : each,
  );
  const series = [t("accepted"), t("refused"), t("deferred")];
  const only = days.length === 1 ? days[0] : undefined;
  return (
    <Card className={props.className} title={t("chartTitle")} aside={<CurveKey series={series} />}>
      <Select
        className="d-pick"
        label={t("chartOf")}
        value={provider ? chosen : ALL}
        onChange={(value) => setChosen(value ?? ALL)}
        allowDeselect={false}
        data={[
          { value: ALL, label: t("all") },
          ...providers.map((each) => ({ value: each.id, label: nameOf(each.name) })),
        ]}
      />
      {only ? (
        <KeyValue
          items={[
            [t("day"), format.dateLong(noon(only.day))],
            [t("accepted"), format.number(only.accepted)],
            [t("refused"), format.number(only.refused)],
            [t("deferred"), format.number(only.deferred)],
          ]}
        />
      ) : (
        <Curve
          label={t("chartLabel")}
          firstColumn={t("day")}
          series={series}
          foot={t("chartFoot")}
          points={days.map((each, index) => ({
            x: index,
            label: format.dateLong(noon(each.day)),
            ...(isMarked(index, days.length) ? { axis: format.dateShort(noon(each.day)) } : {}),
            values: [each.accepted, each.refused, each.deferred],
          }))}
        />
      )}
    </Card>
  );
}
