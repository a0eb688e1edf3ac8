import { IconArrowDownRight, IconArrowRight, IconArrowUpRight } from "@tabler/icons-react";
import type { ReactNode } from "react";
import type { Deliverability, ProviderView } from "../../../../contract/deliverability.ts";
import { Card, SimpleTable, useFormat, useTexts } from "../../ui/index.ts";
import { useProviderName } from "./provider-name.ts";
import { texts } from "./texts.ts";

/** Every provider with its shares: the table to compare them by. */
export function ProvidersCard({ data }: { data: Deliverability }): ReactNode {
  const t = useTexts(texts);
  const format = useFormat();
  const nameOf = useProviderName();
  const share = (rate: number | null): ReactNode =>
    rate === null ? <span className="k-muted">{t("tooFew")}</span> : format.percent(rate);
  const number = (rate: number | null, count: number): ReactNode => (
    <>
      {share(rate)}
      <span className="k-sub-line">{format.number(count)}</span>
    </>
  );
  return (
    <Card
      title={t("providersTitle")}
      foot={
        <>
          {data.furtherProviders > 0 && <>{t("further", { count: data.furtherProviders })} </>}
          {t("providersFoot")}
        </>
      }
    >
      <div className="d-providers">
        <SimpleTable
          label={t("providersTitle")}
          wide
          head={
            <tr>
              <th scope="col">{t("provider")}</th>
              <th scope="col" data-num>
                {t("accepted")}
              </th>
              <th scope="col" data-num>
                {t("hard")}
              </th>
              <th scope="col" data-num>
                {t("refused")}
              </th>
              <th scope="col" data-num>
                {t("deferred")}
              </th>
              <th scope="col" data-num>
                {t("complaints")}
              </th>
              <th scope="col">{t("trend")}</th>
            </tr>
          }
        >
          {data.providers.map((each) => {
            const refused = each.soft + each.hard + each.policy + each.unknown;
            const decided = each.accepted + refused;
            return (
              <tr key={each.id}>
                <th scope="row">{nameOf(each.name)}</th>
                <td data-num>{number(each.acceptedRate, each.accepted)}</td>
                <td data-num>{number(each.hardRate, each.hard)}</td>
                <td data-num>
                  {number(each.acceptedRate === null ? null : refused / decided, refused)}
                </td>
                <td data-num>{number(each.deferredRate, each.deferred)}</td>
                <td data-num>
                  <span data-over={level(each, data)} className="d-level">
                    {number(each.complaintRate, each.complaints)}
                  </span>
                </td>
                <td>
                  <Trend provider={each} />
                </td>
              </tr>
            );
          })}
        </SimpleTable>
      </div>
    </Card>
  );
}

function level({ complaintRate }: ProviderView, data: Deliverability): string | undefined {
  if (complaintRate === null || complaintRate < data.complaintLines.warn) return undefined;
  return complaintRate < data.complaintLines.stop ? "warn" : "stop";
}

function Trend({ provider }: { provider: ProviderView }): ReactNode {
  const t = useTexts(texts);
  const icons = { better: IconArrowUpRight, same: IconArrowRight, worse: IconArrowDownRight };
  const TrendIcon = provider.trend === null ? undefined : icons[provider.trend];
  return (
    <span className="d-trend" data-trend={provider.trend ?? undefined}>
      {TrendIcon ? (
        <span className="k-nowrap">
          <TrendIcon size={16} stroke={1.8} aria-hidden="true" />{" "}
          {t(`trends.${provider.trend ?? "same"}`)}
        </span>
      ) : (
        <span className="k-muted">{t("trendNone")}</span>
      )}
    </span>
  );
}
