import { ActionIcon, Modal, Select, SegmentedControl } from "@mantine/core";
import { IconListDetails } from "@tabler/icons-react";
import { useState, type ReactNode } from "react";
import type { MailingReport, ReportPerson } from "../../../../../contract/reports.ts";
import type { PersonsOf } from "../../../../../contract/exports.ts";
import { useApiList, useCan } from "../../../api/index.ts";
import {
  Card,
  DataTable,
  EmptyState,
  RuleTag,
  useFormat,
  useSearch,
  useTexts,
  type Column,
} from "../../../ui/index.ts";
import { PersonEvents } from "./person-events.tsx";
import { PersonsExport } from "./persons-export.tsx";
import { texts } from "./texts.ts";

/** What single people did, of those who permit it. Every look is logged (TRK-12). */
export function PersonsCard({ report }: { report: MailingReport }): ReactNode {
  const t = useTexts(texts);
  const format = useFormat();
  const can = useCan();
  const [search, setSearch] = useSearch();
  const [shown, setShown] = useState<ReportPerson>();
  const did = search["did"] ?? "";
  const link = search["link"] ?? "";
  const list = useApiList<ReportPerson>(`/mailings/${report.mailing.id}/report/persons`, {
    did,
    link,
  });
  // Records of the core system have a number; of a newsletter nobody has one.
  const isCampaign = list.items.some((person) => person.personNumber !== null);
  const columns: Column<ReportPerson>[] = [
    {
      key: "name",
      title: t("persons.name"),
      render: (person) => (
        <>
          {person.name}
          {person.name !== person.email && <span className="k-sub m-sub">{person.email}</span>}
          {person.personNumber && (
            <span className="k-sub m-sub">
              {t("persons.personNumber", { number: person.personNumber })}
            </span>
          )}
        </>
      ),
    },
    {
      key: "opens",
      title: t("persons.opens"),
      num: true,
      render: (person) => format.number(person.opens),
    },
    {
      key: "clicks",
      title: t("persons.clicks"),
      num: true,
      render: (person) => format.number(person.clicks),
    },
    {
      key: "links",
      title: t("persons.links"),
      render: (person) => (
        <span className="m-nos">
          {person.links.map((no) => (
            <span
              key={no}
              className="m-tag"
              title={report.links.find((one) => one.no === no)?.label}
            >
              {no}
            </span>
          ))}
        </span>
      ),
    },
    {
      key: "first",
      title: t("persons.first"),
      optional: true,
      render: (person) => (person.firstHour ? format.dateTimeShort(person.firstHour) : "–"),
    },
    {
      key: "last",
      title: t("persons.last"),
      optional: true,
      render: (person) => (person.lastHour ? format.dateTimeShort(person.lastHour) : "–"),
    },
    {
      key: "events",
      title: t("persons.events"),
      render: (person) => (
        <ActionIcon
          variant="subtle"
          color="gray"
          size={36}
          aria-label={t("persons.eventsOf", { name: person.name })}
          title={t("persons.events")}
          onClick={(event) => {
            event.stopPropagation();
            setShown(person);
          }}
        >
          <IconListDetails size={18} stroke={1.6} aria-hidden="true" />
        </ActionIcon>
      ),
    },
  ];
  return (
    <Card>
      <p className="k-muted m-persons-note">
        {t(isCampaign ? "persons.campaignText" : "persons.text")}{" "}
        <RuleTag rule={isCampaign ? "CRM-13" : "TRK-12"} />
        {did.startsWith("not") && (
          <>
            {" "}
            {t("persons.notNote")} <RuleTag rule="TRK-11" />
          </>
        )}
      </p>
      <DataTable
        label={t("persons.label")}
        columns={columns}
        list={list}
        rowKey={(person) => person.id}
        rowHref={(person) => (can("contacts.read") ? `/contacts/${person.id}` : undefined)}
        toolbar={
          <>
            <SegmentedControl
              aria-label={t("persons.did")}
              value={did}
              onChange={(value) => setSearch({ did: value })}
              data={[
                { value: "", label: t("persons.all") },
                { value: "opened", label: t("persons.opened") },
                { value: "clicked", label: t("persons.clicked") },
                { value: "not_opened", label: t("persons.notOpened") },
                { value: "not_clicked", label: t("persons.notClicked") },
              ]}
            />
            <Select
              className="m-linkfilter"
              aria-label={t("persons.link")}
              placeholder={t("persons.anyLink")}
              clearable
              value={link === "" ? null : link}
              onChange={(value) => setSearch({ link: value ?? undefined })}
              data={report.links
                .filter((one) => !one.notPersonal)
                .map((one) => ({
                  value: String(one.no),
                  label: `${one.no} · ${one.label || one.url}`,
                }))}
            />
            {can("contacts.export") && (
              <PersonsExport
                persons={{
                  mailing: report.mailing.id,
                  ...(did !== "" && { did: did as NonNullable<PersonsOf["did"]> }),
                  ...(link !== "" && { link: Number(link) }),
                }}
              />
            )}
          </>
        }
        empty={<EmptyState title={t("persons.none")} text={t("persons.noneText")} />}
      />
      <Modal
        opened={shown !== undefined}
        onClose={() => setShown(undefined)}
        title={shown && t("persons.eventsOf", { name: shown.name })}
        size={720}
      >
        {shown && <PersonEvents mailingId={report.mailing.id} person={shown} />}
      </Modal>
    </Card>
  );
}
