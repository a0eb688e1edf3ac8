import { Button, Select, TextInput } from "@mantine/core";
import { IconHistory } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { useApiList } from "../../../api/index.ts";
import {
  Card,
  DataTable,
  DateTime,
  EmptyState,
  Link,
  Pill,
  useFormat,
  useLocale,
  useSearch,
  useTexts,
  type Column,
} from "../../../ui/index.ts";
import { Cockpit, Proven } from "../cockpit.tsx";
import { DayRange } from "../day-range.tsx";
import { texts as shared } from "../texts.ts";
import { startOfDay } from "../zone-day.ts";
import {
  actionWords,
  detailWords,
  isLook,
  objectPath,
  shortId,
  thingWords,
  type AuditEntry,
} from "./audit-words.ts";
import { texts } from "./texts.ts";

const GROUPS = [
  "contact",
  "subscription",
  "suppression",
  "import",
  "wording",
  "list",
  "form",
  "mailing",
  "sender",
  "account",
  "operator",
  "session",
  "api_key",
  "checks",
  "mailbox",
] as const;
/** Enough of a keyed hash to see whether two are the same. */
const SHORT_HASH = 8;
const NO_FILTER = {
  action: undefined,
  operator: undefined,
  objectType: undefined,
  objectId: undefined,
  from: undefined,
  to: undefined,
};

/** Who did what, who looked at whom. */
export default function AuditPage(): ReactNode {
  const t = useTexts(texts);
  const { timeZone } = useFormat();
  const [search] = useSearch();
  const list = useApiList<AuditEntry>("/audit", {
    action: search["action"],
    operator: search["operator"],
    objectType: search["objectType"],
    objectId: search["objectId"],
    from: startOfDay(search["from"] ?? "", timeZone),
    to: startOfDay(search["to"] ?? "", timeZone, true),
  });
  const columns = useColumns();
  return (
    <Cockpit section="audit">
      <div className="k-stack-lg">
        <p className="k-muted pv-lead">{t("lead")}</p>
        <Card>
          <DataTable
            label={t("label")}
            list={list}
            rowKey={(entry) => entry.id}
            columns={columns}
            stack
            toolbar={<Filters />}
            empty={
              <EmptyState
                icon={<IconHistory size={28} stroke={1.6} />}
                title={t("empty")}
                text={t("emptyText")}
              />
            }
          />
        </Card>
        <Proven>{t("proven")}</Proven>
      </div>
    </Cockpit>
  );
}

function Filters(): ReactNode {
  const t = useTexts(texts);
  const tShared = useTexts(shared);
  const [search, setSearch] = useSearch();
  const filtered = Object.keys(NO_FILTER).some((name) => search[name]);
  return (
    <div className="pv-filters">
      <Select
        label={t("what")}
        placeholder={t("all")}
        clearable
        searchable
        value={search["action"] ?? null}
        onChange={(action) => setSearch({ action: action ?? undefined })}
        data={[
          {
            group: t("looks"),
            items: [
              { value: "contact.viewed", label: t("contactViewed") },
              { value: "contacts.listed", label: t("contactsListed") },
              { value: "report.persons_viewed", label: t("personsViewed") },
              { value: "proof", label: t("proofs") },
            ],
          },
          {
            group: t("changes"),
            items: GROUPS.map((value) => ({ value, label: t(`groups.${value}`) })),
          },
        ]}
      />
      <TextInput
        label={t("object")}
        placeholder={t("objectPlaceholder")}
        value={search["objectId"] ?? ""}
        onChange={(event) => setSearch({ objectId: event.currentTarget.value.trim() })}
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
      {search["operator"] && <p className="k-small k-muted">{t("somebody")}</p>}
    </div>
  );
}

function useColumns(): Column<AuditEntry>[] {
  const t = useTexts(texts);
  const locale = useLocale();
  return [
    {
      key: "what",
      title: t("what"),
      render: (entry) => (
        <span className="pv-what">
          <b>{actionWords(entry.action, locale)}</b>
          {isLook(entry.action) && <Pill tone="go">{t("look")}</Pill>}
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
    { key: "who", title: t("who"), render: (entry) => <Actor entry={entry} /> },
    { key: "object", title: t("concerned"), render: (entry) => <Concerned entry={entry} /> },
    {
      key: "details",
      title: t("details"),
      optional: true,
      render: (entry) => (
        <>
          <span className="k-mono pv-detail" title={JSON.stringify(entry.detail)}>
            {detailWords(entry.detail)}
          </span>
          {entry.change && <Change change={entry.change} />}
        </>
      ),
    },
  ];
}

/** Equal hashes are equal states; nothing can be read from them. */
function Change({ change }: { change: NonNullable<AuditEntry["change"]> }): ReactNode {
  const t = useTexts(texts);
  const { before, after } = change;
  const short = (hash: string | null, none: string) => hash?.slice(0, SHORT_HASH) ?? none;
  return (
    <span
      className="k-sub k-mono"
      title={t("changeFull", { before: before ?? t("none"), after: after ?? t("none") })}
    >
      {t("change", { before: short(before, t("none")), after: short(after, t("none")) })}
    </span>
  );
}

function Actor({ entry }: { entry: AuditEntry }): ReactNode {
  const t = useTexts(texts);
  const [, setSearch] = useSearch();
  const { id, name, kind } = entry.actor;
  const word =
    kind === "api_key" || kind === "system" || kind === "person" ? t(`kinds.${kind}`) : "";
  return (
    <span>
      {id ? (
        <button
          type="button"
          className="k-textbutton"
          title={t("only", { name })}
          onClick={() => setSearch({ operator: id })}
        >
          {name}
        </button>
      ) : (
        name
      )}
      {word && <span className="k-sub">{word}</span>}
    </span>
  );
}

function Concerned({ entry }: { entry: AuditEntry }): ReactNode {
  const locale = useLocale();
  if (!entry.objectType) return null;
  const path = objectPath(entry.objectType, entry.objectId);
  const id = entry.objectId && (
    <span className="k-mono" title={entry.objectId}>
      {shortId(entry.objectId)}
    </span>
  );
  return (
    <span>
      {thingWords(entry.objectType, locale)}
      <span className="k-sub">{path ? <Link to={path}>{id}</Link> : id}</span>
    </span>
  );
}
