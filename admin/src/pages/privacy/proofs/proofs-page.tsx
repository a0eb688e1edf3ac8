import { Button, Select } from "@mantine/core";
import { IconCertificate } from "@tabler/icons-react";
import type { ReactNode } from "react";
import type { LedgerEntryView, WordingView } from "../../../../../contract/consent.ts";
import type { ListView } from "../../../../../contract/lists.ts";
import { useApiList, useApiQuery, useCan } from "../../../api/index.ts";
import {
  Card,
  DataTable,
  DateTime,
  EmptyState,
  Notice,
  Pill,
  useFormat,
  useSearch,
  useTexts,
  type Column,
} from "../../../ui/index.ts";
import { Cockpit, Proven } from "../cockpit.tsx";
import { DayRange } from "../day-range.tsx";
import { proofPath } from "../places.ts";
import { texts as shared } from "../texts.ts";
import { startOfDay } from "../zone-day.ts";
import { EvidenceCard } from "./evidence-card.tsx";
import { ledgerKinds, toneOf } from "./kinds.ts";
import { LedgerCard } from "./ledger-card.tsx";
import { texts } from "./texts.ts";
import "./proofs.css";

const NO_FILTER = {
  kind: undefined,
  wording: undefined,
  list: undefined,
  from: undefined,
  to: undefined,
  contact: undefined,
};

/** The ledger: what happened and when. Whom it concerns stays closed until a proof is opened. */
export default function ProofsPage(): ReactNode {
  const t = useTexts(texts);
  const { timeZone } = useFormat();
  const [search] = useSearch();
  const list = useApiList<LedgerEntryView>("/consents", {
    kind: search["kind"],
    wording: search["wording"],
    list: search["list"],
    contact: search["contact"],
    from: startOfDay(search["from"] ?? "", timeZone),
    to: startOfDay(search["to"] ?? "", timeZone, true),
  });
  const columns = useColumns();
  const filtered = Object.keys(NO_FILTER).some((name) => search[name]);
  return (
    <Cockpit section="proofs">
      <div className="k-stack-lg">
        <p className="k-muted pv-lead">{t("lead")}</p>
        {!search["contact"] && <LedgerCard />}
        {search["contact"] && <Notice tone="wait">{t("contactFilter")}</Notice>}
        {/* Above the table, which grows as one scrolls. */}
        {!search["contact"] && <EvidenceCard />}
        <Card>
          <DataTable
            label={t("label")}
            list={list}
            rowKey={(entry) => entry.id}
            rowHref={(entry) => proofPath(entry.id)}
            columns={columns}
            stack
            toolbar={<Filters filtered={filtered} />}
            empty={
              <EmptyState
                icon={<IconCertificate size={28} stroke={1.6} />}
                title={t(filtered ? "empty" : "none")}
                text={t(filtered ? "emptyText" : "noneText")}
              />
            }
          />
        </Card>
        <Proven>{t("proven")}</Proven>
      </div>
    </Cockpit>
  );
}

function Filters({ filtered }: { filtered: boolean }): ReactNode {
  const t = useTexts(texts);
  const tShared = useTexts(shared);
  const can = useCan();
  const [search, setSearch] = useSearch();
  const wordings = useApiQuery<{ items: WordingView[] }>(
    can("wordings.read") ? "/wordings" : undefined,
  );
  const lists = useApiQuery<{ items: ListView[] }>(can("lists.read") ? "/lists" : undefined);
  return (
    <div className="pv-filters">
      <Select
        label={t("what")}
        placeholder={t("all")}
        clearable
        value={search["kind"] ?? null}
        onChange={(kind) => setSearch({ kind: kind ?? undefined })}
        data={ledgerKinds.map((value) => ({ value, label: tShared(`kinds.${value}`) }))}
      />
      <Select
        label={t("wording")}
        placeholder={t("all")}
        clearable
        value={search["wording"] ?? null}
        onChange={(wording) => setSearch({ wording: wording ?? undefined })}
        data={(wordings.data?.items ?? []).map((wording) => ({
          group: wording.name,
          items: wording.versions.map((version) => ({
            value: version.id,
            label: `${tShared("version", { version: version.version })}, ${tShared(`locale.${version.locale}`)}`,
          })),
        }))}
      />
      <Select
        label={t("list")}
        placeholder={t("all")}
        clearable
        value={search["list"] ?? null}
        onChange={(list) => setSearch({ list: list ?? undefined })}
        data={(lists.data?.items ?? []).map((list) => ({ value: list.id, label: list.name }))}
      />
      <DayRange
        from={search["from"] ?? ""}
        to={search["to"] ?? ""}
        onChange={(patch) => setSearch(patch)}
      />
      {filtered && (
        <Button variant="subtle" onClick={() => setSearch(NO_FILTER)}>
          {tShared("reset")}
        </Button>
      )}
    </div>
  );
}

function useColumns(): Column<LedgerEntryView>[] {
  const t = useTexts(texts);
  const tShared = useTexts(shared);
  const format = useFormat();
  return [
    {
      key: "what",
      title: t("what"),
      render: (entry) => (
        <span className="pv-kind" data-tone={toneOf(entry.kind)}>
          {tShared(`kinds.${entry.kind}`)}
        </span>
      ),
    },
    {
      key: "when",
      title: t("when"),
      render: (entry) => (
        <span className="k-nowrap">
          <DateTime value={entry.at} form="short" />
        </span>
      ),
    },
    {
      key: "purpose",
      title: t("purpose"),
      render: (entry) => entry.purpose && tShared(`purposes.${entry.purpose}`),
    },
    {
      key: "wording",
      title: t("wording"),
      render: (entry) =>
        entry.wording && (
          <span>
            {entry.wording.name}
            <span className="k-sub">
              {tShared("version", { version: entry.wording.version })},{" "}
              {tShared(`locale.${entry.wording.locale}`)}
            </span>
          </span>
        ),
    },
    {
      key: "commitment",
      title: t("commitment"),
      optional: true,
      render: (entry) => (
        <span>
          <span className="k-mono" title={entry.commitment}>
            {entry.commitment.slice(0, 8)}…
          </span>
          {entry.destroyed && <Pill tone="no">{t("destroyed")}</Pill>}
          {entry.sealedUntil && (
            <Pill tone="wait">{t("sealed", { date: format.date(entry.sealedUntil) })}</Pill>
          )}
        </span>
      ),
    },
  ];
}
