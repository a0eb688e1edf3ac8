import type { ReactNode } from "react";
import type { ReportPerson, ReportPersonEvent } from "../../../../../contract/reports.ts";
import { agentReason } from "../../../../../contract/tracking.ts";
import { useApiQuery } from "../../../api/index.ts";
import {
  Loaded,
  Pill,
  RuleTag,
  SimpleTable,
  Tip,
  useFormat,
  useLocale,
  useTexts,
  Why,
} from "../../../ui/index.ts";
import { texts } from "./texts.ts";

const HONEYPOT_LINK = 1023;

/** What is stored of one person in this mailing, and why each hit counts as a person's or a machine's (TRK-13). */
export function PersonEvents(props: { mailingId: string; person: ReportPerson }): ReactNode {
  const t = useTexts(texts);
  const format = useFormat();
  const locale = useLocale();
  const query = useApiQuery<{ items: ReportPersonEvent[] }>(
    `/mailings/${props.mailingId}/report/persons/${props.person.id}`,
  );
  const what = (event: ReportPersonEvent): string =>
    event.link === 0
      ? t("persons.opened1")
      : event.link === HONEYPOT_LINK
        ? t("persons.trap")
        : `${event.link} · ${event.label || event.url}`;
  return (
    <Loaded query={query}>
      {({ items }) => (
        <div className="k-stack">
          <p className="k-muted">
            {t("persons.eventsNote")} <RuleTag rule="TRK-12" />
          </p>
          {items.length === 0 ? (
            <p>{t("persons.noEvents")}</p>
          ) : (
            <SimpleTable
              label={t("persons.eventsOf", { name: props.person.name })}
              head={
                <tr>
                  <th scope="col">{t("persons.hour")}</th>
                  <th scope="col">{t("persons.what")}</th>
                  <th scope="col">{t("persons.who")}</th>
                </tr>
              }
            >
              {items.map((event) => {
                const reason = agentReason(event.agent);
                return (
                  <tr key={`${event.hour} ${event.link} ${event.agent}`}>
                    <td className="k-nowrap">{format.dateTimeShort(event.hour)}</td>
                    <td>
                      {what(event)}
                      {event.hits > 1 && ` (${format.number(event.hits)} ×)`}
                    </td>
                    <td>
                      <Why
                        tip={
                          <Tip title={reason.label[locale]}>
                            {reason.explanation[locale]} {t("machine.unknown")}{" "}
                            {reason.unknown[locale]}
                          </Tip>
                        }
                      >
                        <Pill tone={reason.certainty === "person" ? "go" : "unknown"}>
                          {reason.label[locale]}
                        </Pill>
                      </Why>
                    </td>
                  </tr>
                );
              })}
            </SimpleTable>
          )}
        </div>
      )}
    </Loaded>
  );
}
