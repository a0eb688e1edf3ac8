import { Button, Modal } from "@mantine/core";
import { useState, type ReactNode } from "react";
import type { GoalPerson, MailingGoals } from "../../../../../contract/goals.ts";
import { useApiList, useApiQuery, useCan } from "../../../api/index.ts";
import {
  Card,
  DataTable,
  Hidden,
  RuleTag,
  SimpleTable,
  useFormat,
  useLocale,
  useTexts,
  Why,
} from "../../../ui/index.ts";
import { Figure } from "./figure.tsx";
import { goalsTexts } from "./goals-texts.ts";

/** Which goals on the website the clickers reached; nothing where the account has no goals. */
export function GoalsCard({ mailingId }: { mailingId: string }): ReactNode {
  const t = useTexts(goalsTexts);
  const can = useCan();
  const report = useApiQuery<MailingGoals>(`/mailings/${mailingId}/goals`).data;
  const [showsPeople, setShowsPeople] = useState(false);
  if (!report || report.goals.length === 0) return null;
  const anybody = report.goals.some((goal) => (goal.people.value ?? 0) > 0);
  return (
    <Card title={t("title")} aside={<RuleTag rule="TRK-01" />} foot={t("foot", { k: report.k })}>
      <div className="k-stack">
        <p className="k-base">
          {report.clickers === 0 ? (
            t("nobodyCovered")
          ) : report.clickers === null ? (
            <>
              {t("clickersHidden")} <Hidden under={report.k} />
            </>
          ) : (
            <Why formula={{ expression: t("clickersHow"), term: "conversions" }}>
              {t("clickers", { count: report.clickers })}
            </Why>
          )}
        </p>
        {report.clickers !== 0 && <Goals report={report} />}
        {report.links && report.links.length > 0 && <Links report={report} />}
        {can("tracking.read") && anybody && (
          <div className="k-noprint">
            <Button onClick={() => setShowsPeople(true)}>{t("people")}</Button>
          </div>
        )}
      </div>
      <Modal
        opened={showsPeople}
        onClose={() => setShowsPeople(false)}
        title={t("peopleTitle")}
        size={760}
      >
        {showsPeople && <People mailingId={mailingId} />}
      </Modal>
    </Card>
  );
}

function Goals({ report }: { report: MailingGoals }): ReactNode {
  const t = useTexts(goalsTexts);
  const format = useFormat();
  const money = useMoney();
  return (
    <SimpleTable
      label={t("title")}
      wide
      head={
        <tr>
          <th scope="col">{t("goal")}</th>
          <th scope="col" data-num>
            {t("reached")}
          </th>
          <th scope="col" data-num>
            {t("rate")}
          </th>
          <th scope="col" data-num>
            {t("times")}
          </th>
          <th scope="col" data-num>
            {t("value")}
          </th>
        </tr>
      }
    >
      {report.goals.map((goal) => (
        <tr key={goal.id}>
          <td>{goal.name}</td>
          <td data-num>
            <Figure figure={goal.people} />
          </td>
          <td data-num>
            {goal.people.value === null || !report.clickers
              ? "–"
              : format.percent(goal.people.value / report.clickers)}
          </td>
          <td data-num>
            <Figure figure={goal.times} />
          </td>
          <td data-num>{goal.valueCents === null ? "–" : money(goal.valueCents)}</td>
        </tr>
      ))}
    </SimpleTable>
  );
}

function Links({ report }: { report: MailingGoals }): ReactNode {
  const t = useTexts(goalsTexts);
  const format = useFormat();
  const names = new Map(report.goals.map((goal) => [goal.id, goal.name]));
  return (
    <SimpleTable
      label={t("byLink")}
      wide
      head={
        <tr>
          <th scope="col">{t("link")}</th>
          <th scope="col">{t("goal")}</th>
          <th scope="col" data-num>
            {t("reached")}
          </th>
        </tr>
      }
    >
      {report.links?.map((link) => (
        <tr key={`${link.goal} ${link.no}`}>
          <td>
            {link.label || link.url}
            {link.label && <span className="k-sub">{link.url}</span>}
          </td>
          <td>{names.get(link.goal)}</td>
          <td data-num>{format.number(link.people)}</td>
        </tr>
      ))}
    </SimpleTable>
  );
}

function People({ mailingId }: { mailingId: string }): ReactNode {
  const t = useTexts(goalsTexts);
  const can = useCan();
  const format = useFormat();
  const money = useMoney();
  const list = useApiList<GoalPerson>(`/mailings/${mailingId}/goals/persons`);
  return (
    <DataTable
      label={t("peopleTitle")}
      list={list}
      rowKey={(row) => `${row.id} ${row.goal} ${row.hour}`}
      empty={<p className="k-muted">{t("nobody")}</p>}
      rowHref={(row) => (can("contacts.read") ? `/contacts/${row.id}` : undefined)}
      columns={[
        {
          key: "person",
          title: t("person"),
          render: (row) => (
            <>
              {row.name}
              {row.name !== row.email && <span className="k-sub m-sub">{row.email}</span>}
            </>
          ),
        },
        { key: "goal", title: t("goal"), render: (row) => row.goal },
        { key: "hour", title: t("hour"), render: (row) => format.dateTimeShort(row.hour) },
        {
          key: "value",
          title: t("value"),
          num: true,
          render: (row) => (row.valueCents === null ? "–" : money(row.valueCents)),
        },
      ]}
    />
  );
}

function useMoney(): (cents: number) => string {
  const locale = useLocale();
  const format = new Intl.NumberFormat(locale === "de" ? "de-DE" : "en-GB", {
    style: "currency",
    currency: "EUR",
  });
  return (cents) => format.format(cents / 100);
}
