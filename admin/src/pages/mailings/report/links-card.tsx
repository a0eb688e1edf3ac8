import { useState, type ReactNode } from "react";
import type { MailingReport, ReportLink } from "../../../../../contract/reports.ts";
import { Card, RuleTag, SimpleTable, Why, useFormat, useTexts } from "../../../ui/index.ts";
import { FollowUpButton } from "../follow-up/index.ts";
import { ClickMap } from "./click-map.tsx";
import { Figure, useFormula } from "./figure.tsx";
import { texts } from "./texts.ts";

/** Clicks per link as far as may be shown: by the number of its place in the mail. */
export function clicksShown(link: ReportLink): number {
  return (link.personal?.hits ?? 0) + (link.anonymous.value ?? 0);
}

/** Every link with its clicks, and a picture of the mail with the links in their places. */
export function LinksCard({ report }: { report: MailingReport }): ReactNode {
  const t = useTexts(texts);
  const formula = useFormula();
  const { links, anonymous, personal, mailing } = report;
  const [active, setActive] = useState<number | null>(null);
  const measured = personal !== null || anonymous !== null;
  const isUnique = links.some((link) => link.unique !== null);
  if (links.length === 0)
    return (
      <Card title={t("links.title")}>
        <p className="k-muted">{t("links.none")}</p>
      </Card>
    );
  return (
    <Card title={t("links.title")} aside={t("links.aside")}>
      <div className="m-linkrow">
        <SimpleTable
          label={t("links.title")}
          head={
            <tr>
              <th scope="col" colSpan={2}>
                {t("links.link")}
              </th>
              {isUnique && personal && (
                <th scope="col" data-num>
                  <Why formula={formula("uniqueClicks")}>{t("links.total")}</Why>
                </th>
              )}
              {personal && (
                <th scope="col" data-num data-opt={isUnique || undefined}>
                  <Why tip={t("links.clickersWhy")}>{t("links.clickers")}</Why>
                </th>
              )}
              {personal && !isUnique && (
                <th scope="col" data-num data-opt>
                  {t("links.personal")}
                </th>
              )}
              {anonymous && (
                <th scope="col" data-num data-opt={(isUnique && personal !== null) || undefined}>
                  <Why formula={formula(isUnique ? "uniqueClicks" : "anonymousClicks")}>
                    {t("links.anonymous")}
                  </Why>
                </th>
              )}
              {anonymous && isUnique && (
                <th scope="col" data-num data-opt>
                  <Why formula={formula("everybodyClicks")}>{t("links.gross")}</Why>
                </th>
              )}
              {measured && (
                <th scope="col" data-num data-opt>
                  <Why formula={formula("machine")}>{t("links.machine")}</Why>
                </th>
              )}
            </tr>
          }
        >
          {links.map((link) => (
            <LinkRow
              key={link.no}
              link={link}
              report={report}
              isUnique={isUnique}
              isActive={active === link.no}
              onActive={setActive}
            />
          ))}
          {anonymous && !anonymous.otherLinks.hidden && (
            <tr>
              <td />
              <td>
                <Why formula={formula("otherLinks")}>{t("links.other")}</Why>
              </td>
              {isUnique && personal && <td />}
              {personal && <td data-opt={isUnique || undefined} />}
              {personal && !isUnique && <td data-opt />}
              {isUnique && <td data-opt={personal !== null || undefined} />}
              <td data-num data-opt={isUnique || undefined}>
                <Figure figure={anonymous.otherLinks} />
              </td>
              <td data-opt />
            </tr>
          )}
        </SimpleTable>
        <ClickMap
          mailingId={mailing.id}
          links={links}
          k={report.measuring?.k ?? 0}
          active={active}
          onActive={setActive}
        />
      </div>
    </Card>
  );
}

function LinkRow(props: {
  link: ReportLink;
  report: MailingReport;
  isUnique: boolean;
  isActive: boolean;
  onActive: (no: number | null) => void;
}): ReactNode {
  const { link, report, isUnique } = props;
  const t = useTexts(texts);
  const format = useFormat();
  const dash = <span className="k-muted">–</span>;
  const machine = (link.machine.personal ?? 0) + (link.machine.anonymous.value ?? 0);
  return (
    <tr
      data-active={props.isActive || undefined}
      onPointerEnter={() => props.onActive(link.no)}
      onPointerLeave={() => props.onActive(null)}
    >
      <td className="m-no">
        <span className="m-tag" data-open={clicksShown(link) === 0 || undefined}>
          {link.no}
        </span>
      </td>
      <td>
        <span className="m-withact">
          <b>{link.label || t("links.untitled")}</b>
          {link.personal && link.personal.people > 0 && (
            <FollowUpButton
              small
              mailingId={report.mailing.id}
              links={report.links}
              link={link.no}
            />
          )}
        </span>
        <span className="k-sub m-linkurl" title={link.url}>
          {link.notPersonal ? (
            <>
              {t("links.notPersonal")} <RuleTag rule="TRK-25" />
            </>
          ) : (
            link.url.replace(/^https?:\/\/(www\.)?/, "")
          )}
          {link.part === "text" && ` · ${t("links.inText")}`}
        </span>
      </td>
      {isUnique && report.personal && (
        <td data-num>
          <b>{link.unique ? <Figure figure={link.unique.everybody} /> : dash}</b>
        </td>
      )}
      {report.personal && (
        <td data-num data-opt={isUnique || undefined}>
          <b>{link.personal ? format.number(link.personal.people) : dash}</b>
        </td>
      )}
      {report.personal && !isUnique && (
        <td data-num data-opt>
          {link.personal ? format.number(link.personal.hits) : dash}
        </td>
      )}
      {report.anonymous && (
        <td data-num data-opt={(isUnique && report.personal !== null) || undefined}>
          <Figure figure={link.unique?.anonymous ?? link.anonymous} />
        </td>
      )}
      {report.anonymous && isUnique && (
        <td data-num data-opt>
          {link.anonymous.hidden ? (
            <Figure figure={link.anonymous} />
          ) : (
            format.number(clicksShown(link))
          )}
        </td>
      )}
      {(report.personal || report.anonymous) && (
        <td data-num data-opt>
          {link.machine.anonymous.hidden && report.anonymous ? (
            <Figure figure={link.machine.anonymous} />
          ) : (
            format.number(machine)
          )}
        </td>
      )}
    </tr>
  );
}
