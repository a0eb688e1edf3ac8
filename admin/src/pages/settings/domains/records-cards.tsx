import { Select } from "@mantine/core";
import type { ReactNode } from "react";
import {
  dnsHosts,
  type DnsHost,
  type DomainRecord,
  type DomainView,
} from "../../../../../contract/domains.ts";
import { api, apiKey, queryClient, useApiMutation, useCan } from "../../../api/index.ts";
import {
  Card,
  CopyButton,
  Pill,
  RuleTag,
  showProblem,
  useLocale,
  useTexts,
  type Tone,
} from "../../../ui/index.ts";
import { dnsFields, type DnsForm } from "./dns-forms.ts";
import { domainPath } from "./domain-path.ts";
import { texts as keyTexts } from "./key-texts.ts";
import { texts } from "./texts.ts";

type Shown = "match" | "missing" | "different" | "not_checked";

const TONES: Record<Shown, Tone> = {
  match: "go",
  missing: "wait",
  different: "danger",
  not_checked: "unknown",
};

function shownAs(record: DomainRecord): Shown {
  if (record.status === "passed") return "match";
  if (record.status === "not_checked") return "not_checked";
  return record.found === null ? "missing" : "different";
}

/** The records to publish, in the form of the DNS host, and what stands there now (SND-01). */
export function RecordsCards({ view }: { view: DomainView }): ReactNode {
  const t = useTexts(texts);
  const can = useCan();
  const path = domainPath(view.domain);
  const choose = useApiMutation(
    (dnsHost: DnsHost | null) => api.patch<DomainView>(path, { dnsHost }),
    {
      onSuccess: (found) => queryClient.setQueryData(apiKey(path), found),
      onError: showProblem,
    },
  );
  const form: DnsForm = view.dnsHost ?? view.foundDnsHost ?? "zone";
  // A key that waits for its turn, or has had it, is no choice either.
  const isOptional = (record: DomainRecord): boolean => !record.required && record.kind !== "dkim";
  const needed = view.records.filter((record) => !isOptional(record));
  const optional = view.records.filter(isOptional);
  const list = (records: DomainRecord[]): ReactNode => (
    <ul className="set-records">
      {records.map((record) => (
        <Record key={`${record.kind} ${record.name}`} record={record} form={form} view={view} />
      ))}
    </ul>
  );
  return (
    <>
      <Card title={t("recordsTitle")}>
        <p className="k-muted set-group-text">
          {t("recordsText")} <RuleTag rule="SND-01" />
        </p>
        <div className="set-dns-host">
          <Select
            label={t("dnsHost")}
            description={
              view.foundDnsHost
                ? t("dnsHostFound", { host: t(`hosts.${view.foundDnsHost}`) })
                : view.checkedAt
                  ? t("dnsHostUnknown")
                  : undefined
            }
            data={[
              { value: "zone", label: t("zone") },
              ...dnsHosts.map((host) => ({ value: host, label: t(`hosts.${host}`) })),
            ]}
            value={form}
            allowDeselect={false}
            disabled={!can("senders.write") || choose.isPending}
            onChange={(value) => choose.mutate(dnsHosts.find((host) => host === value) ?? null)}
          />
          <p className="k-small k-muted">{t(`hint.${form}`)}</p>
        </div>
        {list(needed)}
      </Card>
      {optional.length > 0 && (
        <Card title={t("optionalTitle")}>
          <p className="k-muted set-group-text">{t("optionalText")}</p>
          <details className="set-details">
            <summary>{t("optionalShow", { count: optional.length })}</summary>
            {list(optional)}
          </details>
        </Card>
      )}
    </>
  );
}

function Record(props: { record: DomainRecord; form: DnsForm; view: DomainView }): ReactNode {
  const t = useTexts(texts);
  const locale = useLocale();
  const { record, view } = props;
  const shown = shownAs(record);
  const isOptional = !record.required && record.kind !== "dkim" && shown === "missing";
  const fields = <Fields {...props} shown={shown} />;
  return (
    <li>
      <div className="set-record-head">
        <b>
          {t(`record.${record.kind}`)}
          {record.kind === "dkim" && <KeyNote record={record} view={view} />}
        </b>
        <Pill tone={isOptional ? "plain" : TONES[shown]}>
          {t(`status.${isOptional ? "optional" : shown}`)}
        </Pill>
      </div>
      <p className="k-small k-muted">{t(`why.${record.kind}`)}</p>
      {view.checkedAt && <p className="k-small">{record.message[locale]}</p>}
      {shown === "match" ? (
        <details className="set-details">
          <summary>{t("showRecord")}</summary>
          {fields}
        </details>
      ) : (
        fields
      )}
    </li>
  );
}

/** Which key a record publishes, when it is not the one in use. */
function KeyNote({ record, view }: { record: DomainRecord; view: DomainView }): ReactNode {
  const t = useTexts(keyTexts);
  const key = view.keys.find((one) => one.recordName === record.name);
  if (!key || (key.state === "active" && view.keys.length === 1)) return null;
  const what = key.state === "active" ? key.selector : t(`keyState.${key.state}`);
  return <span className="k-muted"> · {what}</span>;
}

function Fields(props: {
  record: DomainRecord;
  form: DnsForm;
  view: DomainView;
  shown: Shown;
}): ReactNode {
  const t = useTexts(texts);
  const { record, form, view } = props;
  return (
    <dl className="set-record">
      {form !== "zone" && (
        <>
          <dt>{t("type")}</dt>
          <dd>
            <code>{record.type}</code>
          </dd>
        </>
      )}
      {dnsFields(form, record, view.zone).map(({ field, value }) => (
        <Field key={field} label={t(`field.${field}`)} value={value} />
      ))}
      {props.shown === "different" && (
        <>
          <dt>{t("found")}</dt>
          <dd>
            <code>{record.found}</code>
          </dd>
        </>
      )}
    </dl>
  );
}

function Field({ label, value }: { label: string; value: string }): ReactNode {
  const t = useTexts(texts);
  return (
    <>
      <dt>{label}</dt>
      <dd>
        <code>{value === "" ? t("fieldEmpty") : value}</code>
        {value !== "" && (
          <CopyButton value={value} variant="subtle">
            {t("copyField", { field: label })}
          </CopyButton>
        )}
      </dd>
    </>
  );
}
