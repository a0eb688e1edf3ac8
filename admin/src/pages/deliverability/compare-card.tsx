import { MultiSelect } from "@mantine/core";
import { useState, type ReactNode } from "react";
import type { Deliverability, ProviderView } from "../../../../contract/deliverability.ts";
import { Card, Curve, CurveKey, useFormat, useTexts } from "../../ui/index.ts";
import { isMarked, noon, useProviderName } from "./provider-name.ts";
import { texts } from "./texts.ts";

const MOST = 3;

/** How many of a thousand mails up to three providers refuse, beside each other. */
export function CompareCard({ data }: { data: Deliverability }): ReactNode {
  const t = useTexts(texts);
  const format = useFormat();
  const nameOf = useProviderName();
  const able = data.providers.filter((each) => each.days.length > 1);
  const [chosen, setChosen] = useState<string[]>();
  const ids = (chosen ?? able.slice(0, MOST).map((each) => each.id)).filter((id) =>
    able.some((each) => each.id === id),
  );
  const shown = ids.flatMap((id) => able.find((each) => each.id === id) ?? []);
  const names = shown.map((each) => nameOf(each.name));
  // Days on which nothing was decided would break the lines.
  const points = data.series.flatMap(({ day }, index) => {
    const values = shown.map((each) => refusedOfThousand(each, day));
    return values.every((value) => value === null) ? [] : [{ day, index, values }];
  });
  return (
    <Card
      title={t("compareTitle")}
      {...(shown.length > 0 ? { aside: <CurveKey series={names} /> } : {})}
    >
      {able.length < 2 ? (
        <p className="k-muted">{t("compareFew")}</p>
      ) : (
        <>
          <MultiSelect
            className="d-pick"
            label={t("comparePick")}
            maxValues={MOST}
            value={ids}
            onChange={setChosen}
            data={able.map((each) => ({ value: each.id, label: nameOf(each.name) }))}
          />
          {points.length > 1 && (
            <Curve
              plain
              label={t("compareLabel")}
              firstColumn={t("day")}
              series={names}
              foot={t("compareFoot")}
              points={points.map(({ day, index, values }, at) => ({
                x: index,
                label: format.dateLong(noon(day)),
                ...(isMarked(at, points.length) ? { axis: format.dateShort(noon(day)) } : {}),
                values,
              }))}
            />
          )}
        </>
      )}
    </Card>
  );
}

function refusedOfThousand(provider: ProviderView, day: string): number | null {
  const found = provider.days.find((each) => each.day === day);
  const decided = (found?.accepted ?? 0) + (found?.refused ?? 0);
  return found && decided > 0 ? Math.round((found.refused / decided) * 1000) : null;
}
