import { Button } from "@mantine/core";
import { IconSearch, IconUsers } from "@tabler/icons-react";
import { useState, type ReactNode } from "react";
import { exclusionReasons, isExclusionReason } from "../../../../contract/reasons.ts";
import type { DirectoryEntry } from "../../../../contract/directory.ts";
import type { ListView } from "../../../../contract/lists.ts";
import { useApiList, useApiQuery, useCan, useSession } from "../../api/index.ts";
import {
  AddButton,
  AudienceLine,
  ButtonLink,
  Card,
  DataTable,
  DateTime,
  EmptyState,
  Notice,
  Page,
  Pill,
  RuleTag,
  SearchField,
  useLocale,
  useSearch,
  useTexts,
  type Audience,
  type Column,
} from "../../ui/index.ts";
import { BulkBar } from "./bulk-bar.tsx";
import { texts as careTexts } from "./care-texts.ts";
import { ContactTabs } from "./contact-tabs.tsx";
import "./contacts.css";
import { Filters, FILTERS } from "./directory-filters.tsx";
import { texts } from "./directory-texts.ts";
import { NewContactDialog } from "./new-contact-dialog.tsx";
import { TagPill } from "./tag-parts.tsx";
import { texts as shared } from "./texts.ts";
import { ProfilingPill } from "./words.tsx";

/** The export of whom the filter shows. */
const exportPath = (filter: Record<string, string>): string => {
  const query = new URLSearchParams(Object.entries(filter).filter(([, value]) => value !== ""));
  return query.size === 0 ? "/contacts/export" : `/contacts/export?${query}`;
};

/** Everybody the account knows, each with what may be sent to them now. */
export default function DirectoryPage(): ReactNode {
  const t = useTexts(texts);
  const tShared = useTexts(shared);
  const can = useCan();
  const { account } = useSession();
  const [search, setSearch] = useSearch();
  const [adding, setAdding] = useState(false);
  const [resets, setResets] = useState(0);
  const columns = useColumns();
  const [marked, setMarked] = useState<Set<string>>(new Set());
  const filter = Object.fromEntries(FILTERS.map((name) => [name, search[name] ?? ""]));
  const filtered = FILTERS.some((name) => filter[name] !== "");
  const list = useApiList<DirectoryEntry>("/contacts", filter);
  const nothingYet = !filtered && list.query.isSuccess && list.items.length === 0;
  const orphans = useApiQuery<{ count: number }>("/contacts/count", { orphaned: true });
  const change = (patch: Record<string, string | undefined>): void => {
    setMarked(new Set());
    setSearch(patch);
  };
  const asked = Object.fromEntries(
    Object.entries(filter)
      .filter(([, value]) => value !== "")
      .map(([name, value]) => [
        name,
        name === "suppressed" || name === "orphaned" ? value === "true" : value,
      ]),
  );
  const reset = (): void => {
    setMarked(new Set());
    setSearch(Object.fromEntries(FILTERS.map((name) => [name, undefined])));
    setResets(resets + 1);
  };
  const open = adding || (search["new"] === "1" && can("contacts.write"));
  const close = (): void => {
    setAdding(false);
    if (search["new"]) setSearch({ new: undefined });
  };
  return (
    <Page
      title={tShared("title")}
      meta={
        account.assignedOnly
          ? t("onlyYours")
          : !nothingYet && can("lists.read") && <Counts list={filter["list"]} />
      }
      actions={
        <>
          <ButtonLink to="/contacts/purchases">{t("purchases")}</ButtonLink>
          {can("contacts.import") && <ButtonLink to="/contacts/import">{t("import")}</ButtonLink>}
          {can("contacts.export") && !nothingYet && (
            <ButtonLink to={exportPath(filter)}>{t("export")}</ButtonLink>
          )}
          {can("contacts.write") && (
            <AddButton onClick={() => setAdding(true)}>{t("add")}</AddButton>
          )}
        </>
      }
    >
      <ContactTabs current="all" />
      {(orphans.data?.count ?? 0) > 0 && filter["orphaned"] === "" && (
        <div className="c-above">
          <Notice
            tone="wait"
            title={t("orphans", { count: orphans.data!.count })}
            action={
              <Button size="xs" onClick={() => change({ orphaned: "true" })}>
                {t("orphansShow")}
              </Button>
            }
          >
            <p>
              {t("orphansText")} <RuleTag rule="RET-06" />
            </p>
          </Notice>
        </div>
      )}
      <Card>
        {nothingYet ? (
          <EmptyState
            icon={<IconUsers size={28} stroke={1.6} />}
            title={t("emptyTitle")}
            text={t("emptyText")}
            action={
              can("forms.write") && <ButtonLink to="/lists/forms/new">{t("emptyForm")}</ButtonLink>
            }
          />
        ) : (
          <DataTable
            label={tShared("title")}
            columns={columns}
            list={list}
            rowKey={(row) => row.id}
            rowHref={(row) => `/contacts/${row.id}`}
            rowLabel={(row) => row.name}
            {...(can("contacts.write") && {
              selection: {
                selected: marked,
                onChange: setMarked,
                actions: (
                  <BulkBar
                    selected={marked}
                    filter={asked}
                    everythingMarked={
                      list.items.length > 0 && list.items.every((row) => marked.has(row.id))
                    }
                    onDone={() => setMarked(new Set())}
                  />
                ),
              },
            })}
            stack
            toolbar={
              <>
                <SearchField
                  key={resets}
                  value={search["q"] ?? ""}
                  onChange={(q) => change({ q })}
                  placeholder={t("search")}
                  label={t("search")}
                />
                <Filters search={search} setSearch={change} />
                {filtered && (
                  <Button size="xs" variant="subtle" onClick={reset}>
                    {t("reset")}
                  </Button>
                )}
              </>
            }
            empty={
              <EmptyState
                icon={<IconSearch size={28} stroke={1.6} />}
                title={t("noneTitle")}
                text={t("noneText")}
                action={<Button onClick={reset}>{t("reset")}</Button>}
              />
            }
          />
        )}
      </Card>
      {open && <NewContactDialog onClose={close} />}
    </Page>
  );
}

/** How many people are on the chosen list, or on any, and what may be done with them. */
function Counts({ list }: { list: string | undefined }): ReactNode {
  const t = useTexts(texts);
  const lists = useApiQuery<{ items: ListView[] }>("/lists");
  const ids = list
    ? [list]
    : lists.data?.items.filter((one) => one.archivedAt === null).map((one) => one.id);
  const audience = useApiQuery<Audience>(
    ids && ids.length > 0 ? "/audience" : undefined,
    { lists: ids?.join(",") },
    { staleTime: 30_000, keepPrevious: true },
  );
  if (ids?.length === 0) return null;
  return (
    <div className="c-counts">
      <span className="k-small">{list ? t("onList") : t("onAnyList")}</span>
      <AudienceLine audience={audience.data} note={t("audienceNote")} />
    </div>
  );
}

function useColumns(): Column<DirectoryEntry>[] {
  const t = useTexts(texts);
  return [
    {
      key: "contact",
      title: t("columns.contact"),
      render: (row) => (
        <>
          <span className="c-break">{row.name}</span>
          {row.name !== row.email && <span className="k-sub c-break">{row.email}</span>}
        </>
      ),
    },
    {
      key: "care",
      title: t("columns.care"),
      width: 208,
      render: (row) => <Care row={row} />,
    },
    {
      key: "mail",
      title: t("columns.mail"),
      named: true,
      render: (row) => <MayMail row={row} />,
    },
    {
      key: "lists",
      title: t("columns.lists"),
      render: (row) => <Lists row={row} />,
    },
    {
      key: "profiling",
      title: t("columns.profiling"),
      named: true,
      width: 148,
      render: (row) => <ProfilingPill state={row.profiling} />,
    },
    {
      key: "created",
      title: t("columns.created"),
      width: 104,
      num: true,
      optional: true,
      render: (row) => (
        <span className="k-muted">
          <DateTime value={row.createdAt} form="date" />
        </span>
      ),
    },
  ];
}

/** Tags, stage and adviser, and the day an orphan goes. */
function Care({ row }: { row: DirectoryEntry }): ReactNode {
  const t = useTexts(texts);
  const tCare = useTexts(careTexts);
  const words = [
    row.stage === "" ? undefined : tCare(`stages.${row.stage}`),
    row.responsible?.name,
  ].filter(Boolean);
  if (words.length === 0 && row.tags.length === 0 && row.deletedOn === null)
    return <span className="k-muted">–</span>;
  return (
    <>
      {words.length > 0 && <span>{words.join(" · ")}</span>}
      {row.tags.length > 0 && (
        <span className="c-tags">
          {row.tags.map((tag) => (
            <TagPill key={tag.id} tag={tag} />
          ))}
        </span>
      )}
      {row.deletedOn !== null && (
        <span className="k-sub">
          {t("goes")} <DateTime value={row.deletedOn} form="date" />
        </span>
      )}
    </>
  );
}

/** The gate's answer, with its reason when it is no. */
function MayMail({ row }: { row: DirectoryEntry }): ReactNode {
  const t = useTexts(texts);
  const locale = useLocale();
  if (row.mail.allowed) return <Pill tone="ok">{t("mailYes")}</Pill>;
  const { reason } = row.mail;
  const known = reason !== null && isExclusionReason(reason) ? exclusionReasons[reason] : undefined;
  return (
    <span title={known?.explanation[locale]}>
      <Pill>{known?.label[locale] ?? reason}</Pill>
    </span>
  );
}

function Lists({ row }: { row: DirectoryEntry }): ReactNode {
  const t = useTexts(texts);
  const tShared = useTexts(shared);
  if (row.lists.length === 0) return <span className="k-muted">{t("noList")}</span>;
  return (
    <ul className="c-lists">
      {row.lists.map((list) => (
        <li key={list.id} data-state={list.state}>
          {list.name}
          {list.state !== "confirmed" && (
            <span className="k-muted"> · {tShared(`states.${list.state}`)}</span>
          )}
        </li>
      ))}
    </ul>
  );
}
