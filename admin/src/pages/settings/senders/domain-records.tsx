import { Button } from "@mantine/core";
import type { ReactNode } from "react";
import type { DomainRecord, DomainView } from "../../../../../contract/senders.ts";
import {
  api,
  apiKey,
  queryClient,
  useApiMutation,
  useApiQuery,
  useCan,
} from "../../../api/index.ts";
import {
  Card,
  CardSkeletons,
  CopyButton,
  Loaded,
  Pill,
  Problem,
  RuleTag,
  useFormat,
  useLocale,
  useTexts,
  type Tone,
} from "../../../ui/index.ts";
import { texts } from "./texts.ts";

const TONES: Record<DomainRecord["status"], Tone> = {
  passed: "go",
  failed: "danger",
  not_checked: "unknown",
};

/** The DNS records of a sender's domain: what to enter, and what was found (SND-01). */
export function DomainRecords({ domain }: { domain: string }): ReactNode {
  const t = useTexts(texts);
  const format = useFormat();
  const can = useCan();
  const path = `/sender-domains/${encodeURIComponent(domain)}`;
  const query = useApiQuery<DomainView>(path);
  const check = useApiMutation(() => api.post<DomainView>(`${path}/check`, {}), {
    onSuccess: (found) => queryClient.setQueryData(apiKey(path), found),
  });
  return (
    <Loaded query={query} skeleton={<CardSkeletons count={1} />}>
      {(data) => (
        <Card
          title={t("domain", { domain })}
          aside={
            <span className="set-check">
              {data.checkedAt
                ? t("checkedAt", { at: format.moment(data.checkedAt) })
                : t("neverChecked")}
              {can("senders.write") && (
                <Button size="xs" loading={check.isPending} onClick={() => check.mutate()}>
                  {t("check")}
                </Button>
              )}
            </span>
          }
          foot={
            data.records.some((record) => record.status === "not_checked")
              ? t("notCheckedHelp")
              : undefined
          }
        >
          <p className="k-muted set-group-text">
            {t("dnsText")} <RuleTag rule="SND-01" />
          </p>
          {check.error && <Problem error={check.error} />}
          <ul className="set-records">
            {data.records.map((record) => (
              <Record
                key={`${record.kind} ${record.name}`}
                record={record}
                looked={data.checkedAt !== null}
              />
            ))}
          </ul>
        </Card>
      )}
    </Loaded>
  );
}

function Record({ record, looked }: { record: DomainRecord; looked: boolean }): ReactNode {
  const t = useTexts(texts);
  const locale = useLocale();
  return (
    <li>
      <div className="set-record-head">
        <b>{t(`record.${record.kind}`)}</b>
        <Pill tone={TONES[record.status]}>{t(record.status)}</Pill>
      </div>
      <p className="k-small k-muted">{looked ? record.message[locale] : t("notLooked")}</p>
      <dl className="set-record">
        <dt>{t("recordName")}</dt>
        <dd>
          <code>{record.name}</code>
          <CopyButton value={record.name} variant="subtle">
            {t("copyName")}
          </CopyButton>
        </dd>
        <dt>{t("recordType")}</dt>
        <dd>
          <code>{record.type}</code>
        </dd>
        <dt>{t("recordValue")}</dt>
        <dd>
          <code>{record.value}</code>
          <CopyButton value={record.value} variant="subtle">
            {t("copyValue")}
          </CopyButton>
        </dd>
        {record.found !== null && (
          <>
            <dt>{t("found")}</dt>
            <dd>
              <code>{record.found}</code>
            </dd>
          </>
        )}
      </dl>
      {record.kind === "spf" && <p className="k-small k-muted">{t("spfNote")}</p>}
    </li>
  );
}
