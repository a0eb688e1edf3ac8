import { useState, type ReactNode } from "react";
import type { Static } from "typebox";
import type {
  DomainReportsView,
  DomainView,
  RecordedReportSchema,
} from "../../../../../contract/domains.ts";
import { api, invalidate, queryClient, useApiQuery, useCan } from "../../../api/index.ts";
import {
  Card,
  CardSkeletons,
  CopyButton,
  FileDrop,
  Figures,
  Loaded,
  Pill,
  problemText,
  RuleTag,
  showDone,
  SimpleTable,
  StatFigure,
  useFormat,
  useTexts,
} from "../../../ui/index.ts";
import { domainPath } from "./domain-path.ts";
import { useErrorWords } from "./error-words.ts";
import { texts } from "./report-texts.ts";

const MAX_BYTES = 5 * 1024 * 1024;

/** What receivers report about mail of the domain: shares, servers, and a way to add a report by hand (SND-14). */
export function ReportsCard({ view }: { view: DomainView }): ReactNode {
  const t = useTexts(texts);
  const can = useCan();
  const query = useApiQuery<DomainReportsView>(`${domainPath(view.domain)}/reports`);
  return (
    <Loaded query={query} skeleton={<CardSkeletons count={1} />}>
      {(data) => (
        <Card title={t("reportsTitle")}>
          <div className="k-stack">
            <p className="k-muted">
              {t("reportsText")} <RuleTag rule="SND-14" />
            </p>
            {view.reportAddress && (
              <div className="set-secret">
                <span className="k-small k-muted">{t("reportAddress")}</span>
                <code>{view.reportAddress}</code>
                <CopyButton value={view.reportAddress} />
              </div>
            )}
            <Shares data={data} />
            {data.dmarc.sources.length > 0 && <Sources data={data} />}
            {can("senders.write") && <Upload />}
          </div>
        </Card>
      )}
    </Loaded>
  );
}

function Shares({ data }: { data: DomainReportsView }): ReactNode {
  const t = useTexts(texts);
  const format = useFormat();
  const { dmarc, tls } = data;
  if (dmarc.messages + tls.messages === 0) return <p>{t("noReports")}</p>;
  return (
    <>
      <Figures>
        {dmarc.messages > 0 && (
          <StatFigure
            label={`DMARC ${t("passed")}`}
            share={(dmarc.messages - dmarc.failures) / dmarc.messages}
            base={t("messages", { number: format.number(dmarc.messages) })}
          />
        )}
        {tls.messages > 0 && (
          <StatFigure
            label={`TLS ${t("tlsPassed")}`}
            share={(tls.messages - tls.failures) / tls.messages}
            base={t("sessions", { number: format.number(tls.messages) })}
          />
        )}
      </Figures>
      {tls.reasons.length > 0 && (
        <p className="k-small k-muted">
          {t("tlsReasons", {
            reasons: tls.reasons
              .map((one) => `${one.reason} (${format.number(one.sessions)})`)
              .join(", "),
          })}
        </p>
      )}
    </>
  );
}

function Sources({ data }: { data: DomainReportsView }): ReactNode {
  const t = useTexts(texts);
  const format = useFormat();
  return (
    <SimpleTable
      label={t("source")}
      stack
      head={
        <tr>
          <th scope="col">{t("source")}</th>
          <th scope="col">{t("who")}</th>
          <th scope="col" data-num>
            {t("mails")}
          </th>
          <th scope="col" data-num>
            {t("failures")}
          </th>
        </tr>
      }
    >
      {data.dmarc.sources.slice(0, 20).map((one) => (
        <tr key={one.source}>
          <td data-label={t("source")}>
            <code>{one.source}</code>
          </td>
          <td data-label={t("who")}>
            <Pill tone={one.own > 0 ? "go" : one.known ? "plain" : "wait"}>
              {t(one.own > 0 ? "own" : one.known ? "known" : "unknown")}
            </Pill>
          </td>
          <td data-label={t("mails")} data-num>
            {format.number(one.messages)}
          </td>
          <td data-label={t("failures")} data-num>
            {format.number(one.failures)}
          </td>
        </tr>
      ))}
    </SimpleTable>
  );
}

function Upload(): ReactNode {
  const t = useTexts(texts);
  const words = useErrorWords();
  const [progress, setProgress] = useState<number>();
  const [error, setError] = useState<unknown>();
  const take = async (file: File | null): Promise<void> => {
    setError(undefined);
    if (!file) return;
    setProgress(0);
    try {
      const recorded = await api.upload<Static<typeof RecordedReportSchema>>(
        "/sender-domain-reports",
        file,
        { onProgress: setProgress },
      );
      await invalidate(queryClient, ["/sender-domains"]);
      showDone(
        recorded.known ? t("uploadedKnown") : t("uploaded", { reporter: recorded.reporter }),
      );
    } catch (problem) {
      setError(problem);
    } finally {
      setProgress(undefined);
    }
  };
  return (
    <FileDrop
      label={t("upload")}
      maxBytes={MAX_BYTES}
      text={t("uploadKinds")}
      onFile={(file) => void take(file)}
      {...(progress !== undefined && { progress })}
      {...(error !== undefined && { error: problemText(error, words) })}
    />
  );
}
