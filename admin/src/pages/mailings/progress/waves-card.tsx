import type { ReactNode } from "react";
import type { ProgressView } from "../../../../../contract/mailings.ts";
import { Card, SimpleTable, useFormat, useTexts } from "../../../ui/index.ts";
import { zoneNames } from "../check/recipient-clocks.tsx";
import { texts } from "./texts.ts";

/** The waves of a mailing by the recipients' clocks, with how far each is. Nothing for any other. */
export function WavesCard({ waves }: { waves: ProgressView["waves"] }): ReactNode {
  const t = useTexts(texts);
  const format = useFormat();
  if (waves.length === 0) return null;
  return (
    <Card className="m-top" title={t("waves.title")} foot={t("waves.foot")}>
      <SimpleTable
        label={t("waves.title")}
        head={
          <tr>
            <th scope="col">{t("waves.at")}</th>
            <th scope="col">{t("waves.zones")}</th>
            <th scope="col" className="k-num">
              {t("waves.done")}
            </th>
          </tr>
        }
      >
        {waves
          .filter((wave) => wave.people > 0)
          .map((wave) => (
            <tr key={wave.at}>
              <td>{format.dateTimeShort(wave.at)}</td>
              <td data-label={t("waves.zones")} title={wave.zones.join(", ")}>
                {zoneNames(wave.zones)}
              </td>
              <td className="k-num" data-label={t("waves.done")}>
                {t("waves.of", { count: wave.done, total: wave.people })}
              </td>
            </tr>
          ))}
      </SimpleTable>
    </Card>
  );
}
