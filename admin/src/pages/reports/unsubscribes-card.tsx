import { Button } from "@mantine/core";
import { useState, type ReactNode } from "react";
import type { AccountMailings, MailingLine } from "../../../../contract/account-report.ts";
import { Card, Link, SimpleTable, useFormat, useTexts, Why } from "../../ui/index.ts";
import { texts } from "./texts.ts";
import { useFigures } from "./words.ts";

const AT_FIRST = 8;

/** Who left after each mailing. */
export function UnsubscribesCard(props: { sent: AccountMailings; className: string }): ReactNode {
  const t = useTexts(texts);
  const [all, setAll] = useState(false);
  const { mailings, furtherMailings } = props.sent;
  const newest = mailings.toReversed();
  return (
    <Card
      className={props.className}
      title={t("mailings.tableTitle")}
      {...(furtherMailings > 0 ? { foot: t("mailings.further", { count: furtherMailings }) } : {})}
    >
      {newest.length === 0 ? (
        <p className="k-muted">{t("notYet")}</p>
      ) : (
        <>
          <Sentence mailings={mailings} />
          <SimpleTable
            label={t("mailings.tableTitle")}
            head={
              <tr>
                <th scope="col">{t("mailing")}</th>
                <th scope="col" data-num>
                  {t("mailings.accepted")}
                </th>
                <th scope="col" data-num>
                  {t("mailings.unsubscribed")}
                </th>
              </tr>
            }
          >
            {(all ? newest : newest.slice(0, AT_FIRST)).map((each) => (
              <Row key={each.id} mailing={each} />
            ))}
          </SimpleTable>
          {!all && newest.length > AT_FIRST && (
            <p className="rp-gap">
              <Button size="xs" onClick={() => setAll(true)}>
                {t("mailings.showAll", { count: newest.length })}
              </Button>
            </p>
          )}
        </>
      )}
    </Card>
  );
}

function Sentence({ mailings }: { mailings: readonly MailingLine[] }): ReactNode {
  const t = useTexts(texts);
  const format = useFormat();
  const rated = mailings.flatMap((each) =>
    each.unsubscribed ? [{ name: each.name, rate: each.unsubscribed }] : [],
  );
  const most = rated.toSorted((a, b) => b.rate.share - a.rate.share)[0];
  if (!most) return null;
  const mean = rated.reduce((sum, { rate }) => sum + rate.share, 0) / rated.length;
  return (
    <p className="rp-sentence">
      {most.rate.count === 0
        ? t("mailings.tableNone")
        : t("mailings.tableSentence", {
            rate: format.percent(mean, 2),
            name: most.name,
            most: format.percent(most.rate.share, 2),
          })}
    </p>
  );
}

function Row({ mailing }: { mailing: MailingLine }): ReactNode {
  const format = useFormat();
  const { rate } = useFigures();
  const { unsubscribed } = mailing;
  return (
    <tr>
      <td>
        <Link to={`/mailings/${mailing.id}/report`}>{mailing.name}</Link>
        <span className="k-sub">{format.dateShort(mailing.startedAt)}</span>
      </td>
      <td data-num>{format.number(mailing.accepted)}</td>
      <td data-num>
        {unsubscribed ? (
          <Why formula={rate("unsubscribed", unsubscribed.count, unsubscribed.base)}>
            {format.number(unsubscribed.count)} · {format.percent(unsubscribed.share, 2)}
          </Why>
        ) : (
          "–"
        )}
      </td>
    </tr>
  );
}
