import type { ReactNode } from "react";
import {
  reportFigures,
  type MailingReport,
  type ReportLink,
} from "../../../../../contract/reports.ts";
import {
  Card,
  RuleTag,
  SimpleTable,
  Why,
  useFormat,
  useLocale,
  useTexts,
} from "../../../ui/index.ts";
import { FollowUpButton } from "../follow-up/index.ts";
import { ClickMap } from "./click-map.tsx";
import { Figure } from "./figure.tsx";
import { texts } from "./texts.ts";

/** Clicks per link as far as may be shown: by the number of its place in the mail. */
export function clicksShown(link: ReportLink): number {
  return (link.personal?.hits ?? 0) + (link.anonymous.value ?? 0);
}

/** Every link with its clicks, and a picture of the mail with the links in their places. */
export function LinksCard({ report }: { report: MailingReport }): ReactNode {
  const t = useTexts(texts);
  const locale = useLocale();
  const { links, anonymous, personal, mailing } = report;
  const measured = personal !== null || anonymous !== null;
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
              {personal && (
                <th scope="col" data-num>
                  <Why tip={t("links.clickersWhy")}>{t("links.clickers")}</Why>
                </th>
              )}
              {personal && (
                <th scope="col" data-num data-opt>
                  {t("links.personal")}
                </th>
              )}
              {anonymous && (
                <th scope="col" data-num>
                  {t("links.anonymous")}
                </th>
              )}
              {measured && (
                <th scope="col" data-num data-opt>
                  <Why tip={reportFigures.machine.formula[locale]}>{t("links.machine")}</Why>
                </th>
              )}
            </tr>
          }
        >
          {links.map((link) => (
            <LinkRow key={link.no} link={link} report={report} />
          ))}
          {anonymous && !anonymous.otherLinks.hidden && (
            <tr>
              <td />
              <td>
                <Why tip={reportFigures.otherLinks.formula[locale]}>{t("links.other")}</Why>
              </td>
              {personal && <td />}
              {personal && <td data-opt />}
              <td data-num>
                <Figure figure={anonymous.otherLinks} />
              </td>
              <td data-opt />
            </tr>
          )}
        </SimpleTable>
        <ClickMap mailingId={mailing.id} links={links} />
      </div>
    </Card>
  );
}

function LinkRow({ link, report }: { link: ReportLink; report: MailingReport }): ReactNode {
  const t = useTexts(texts);
  const format = useFormat();
  const dash = <span className="k-muted">–</span>;
  const machine = (link.machine.personal ?? 0) + (link.machine.anonymous.value ?? 0);
  return (
    <tr>
      <td className="m-no">
        <span className="m-tag" data-open={clicksShown(link) === 0 || undefined}>
          {link.no}
        </span>
      </td>
      <td>
        <b>{link.label || t("links.untitled")}</b>
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
      {report.personal && (
        <td data-num>
          <b>{link.personal ? format.number(link.personal.people) : dash}</b>
          {link.personal && link.personal.people > 0 && (
            <FollowUpButton
              small
              mailingId={report.mailing.id}
              links={report.links}
              link={link.no}
            />
          )}
        </td>
      )}
      {report.personal && (
        <td data-num data-opt>
          {link.personal ? format.number(link.personal.hits) : dash}
        </td>
      )}
      {report.anonymous && (
        <td data-num>
          <Figure figure={link.anonymous} />
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
