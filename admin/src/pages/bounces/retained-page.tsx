import { Button, Select } from "@mantine/core";
import { IconMailCheck, IconSearch } from "@tabler/icons-react";
import { useState, type ReactNode } from "react";
import type { RetainedAddressView } from "../../../../contract/bounces.ts";
import { refusalMeanings, type RefusalMeaning } from "../../../../contract/refusal-meanings.ts";
import { useApiList, useCan } from "../../api/index.ts";
import {
  ButtonLink,
  Card,
  DataTable,
  DateTime,
  EmptyState,
  Link,
  Page,
  PageTabs,
  Pill,
  SearchField,
  useFormat,
  useLocale,
  useSearch,
  useTexts,
  type Column,
} from "../../ui/index.ts";
import "./bounces.css";
import { ReleaseDialog } from "./release-dialog.tsx";
import { texts } from "./texts.ts";

const REASONS = ["unknown_user", "hard_bounces", "soft_paused", "other"] as const;
/** As many as one decision may concern. */
const MOST = 500;

/** Addresses mail to which came back, with what the servers said, and the way back for those that exist again (SND-09). */
export default function RetainedPage(): ReactNode {
  const t = useTexts(texts);
  const can = useCan();
  const [search, setSearch] = useSearch();
  const [selected, setSelected] = useState<Set<string>>(new Set());
  const [releasing, setReleasing] = useState<string[]>();
  const [resets, setResets] = useState(0);
  const q = search["q"] ?? "";
  const reason = search["reason"] ?? "";
  const list = useApiList<RetainedAddressView>("/retained-addresses", { q, reason });
  const mayRelease = can("addresses.release");
  const columns = useColumns(mayRelease ? (row) => setReleasing([row.id]) : undefined);
  const reset = (): void => {
    setSearch({ q: undefined, reason: undefined });
    setResets(resets + 1);
  };
  const only =
    releasing?.length === 1 ? list.items.find(({ id }) => id === releasing[0]) : undefined;
  return (
    <Page
      title={t("title")}
      windowTitle={t("tabs.retained")}
      actions={
        can("contacts.export") && (
          <ButtonLink
            to={`/contacts/export?what=retained${reason === "" ? "" : `&reason=${reason}`}`}
          >
            {t("export")}
          </ButtonLink>
        )
      }
    >
      <Tabs />
      <Card className={mayRelease ? "b-list b-pick" : "b-list"}>
        <div className="k-muted b-intro">
          <p>{t("intro")}</p>
          <details>
            <summary>{t("when")}</summary>
            <p>{t("whenText")}</p>
          </details>
        </div>
        <DataTable
          label={t("tabs.retained")}
          columns={columns}
          list={list}
          rowKey={(row) => row.id}
          rowLabel={(row) => row.address ?? t("erased")}
          stack
          {...(mayRelease
            ? {
                selection: {
                  selected,
                  onChange: setSelected,
                  actions: (
                    <Button
                      size="xs"
                      disabled={selected.size > MOST}
                      onClick={() => setReleasing([...selected])}
                    >
                      {t("releaseMany")}
                    </Button>
                  ),
                },
              }
            : {})}
          toolbar={
            <>
              <SearchField
                key={resets}
                value={q}
                onChange={(value) => setSearch({ q: value })}
                label={t("search")}
                placeholder={t("search")}
              />
              <Select
                className="b-filter"
                aria-label={t("reason")}
                value={reason}
                onChange={(value) => setSearch({ reason: value ?? "" })}
                data={[
                  { value: "", label: t("all") },
                  ...REASONS.map((value) => ({ value, label: t(`reasons.${value}`) })),
                ]}
              />
            </>
          }
          empty={
            q !== "" || reason !== "" ? (
              <EmptyState
                icon={<IconSearch size={28} stroke={1.6} />}
                title={t("noneTitle")}
                text={t("noneText")}
                action={<Button onClick={reset}>{t("reset")}</Button>}
              />
            ) : (
              <EmptyState
                icon={<IconMailCheck size={28} stroke={1.6} />}
                title={t("emptyTitle")}
                text={t("emptyText")}
              />
            )
          }
        />
      </Card>
      {releasing && (
        <ReleaseDialog
          ids={releasing}
          address={only?.address}
          onClose={() => setReleasing(undefined)}
          onDone={() => {
            setReleasing(undefined);
            setSelected(new Set());
          }}
        />
      )}
    </Page>
  );
}

function Tabs(): ReactNode {
  const t = useTexts(texts);
  const can = useCan();
  return (
    <PageTabs
      label={t("tabs.label")}
      tabs={[
        ...(can("lists.read") ? [{ to: "/lists", label: t("tabs.lists") }] : []),
        ...(can("forms.read") ? [{ to: "/lists/forms", label: t("tabs.forms") }] : []),
        { to: "/lists/blocks", label: t("tabs.blocks") },
        { to: "/lists/retained", label: t("tabs.retained"), current: true },
      ]}
    />
  );
}

function useColumns(
  release: ((row: RetainedAddressView) => void) | undefined,
): Column<RetainedAddressView>[] {
  const t = useTexts(texts);
  const can = useCan();
  const format = useFormat();
  return [
    {
      key: "address",
      title: t("columns.address"),
      width: "28%",
      render: (row) => {
        const name = <b className="b-break">{row.address ?? t("erased")}</b>;
        return row.contact && can("contacts.read") ? (
          <Link to={`/contacts/${row.contact}`}>{name}</Link>
        ) : (
          name
        );
      },
    },
    {
      key: "reason",
      title: t("columns.reason"),
      render: (row) => (
        <>
          <Pill tone={row.reason === "soft_paused" ? "wait" : "no"}>
            {t(`reasons.${row.reason}`)}
          </Pill>
          {row.endsAt && (
            <span className="k-sub">{t("ends", { when: format.date(row.endsAt) })}</span>
          )}
          {row.again && <span className="k-sub">{t("again")}</span>}
        </>
      ),
    },
    { key: "said", title: t("columns.said"), render: (row) => <Said row={row} /> },
    {
      key: "mailings",
      title: t("columns.mailings"),
      num: true,
      optional: true,
      render: (row) => (row.mailings === 0 ? "–" : format.number(row.mailings)),
    },
    {
      key: "since",
      title: t("columns.since"),
      render: (row) => (
        <span className="k-small k-muted">
          <DateTime value={row.since} form="date" />
        </span>
      ),
    },
    ...(release
      ? [
          {
            key: "release",
            title: <span className="k-hidden-visually">{t("release")}</span>,
            num: true,
            render: (row: RetainedAddressView) => (
              <Button
                size="xs"
                onClick={() => release(row)}
                aria-label={t("releaseName", { address: row.address ?? t("erased") })}
              >
                {t("release")}
              </Button>
            ),
          },
        ]
      : []),
  ];
}

/** In plain words first, then in the server's own. */
function Said({ row }: { row: RetainedAddressView }): ReactNode {
  const t = useTexts(texts);
  const locale = useLocale();
  const known =
    row.meaning !== null && Object.hasOwn(refusalMeanings, row.meaning)
      ? refusalMeanings[row.meaning as RefusalMeaning]
      : undefined;
  if (!known) return <span className="k-small k-muted">{t("unknown")}</span>;
  const answer = [row.code, row.enhanced, row.reply].filter((part) => part !== null).join(" ");
  return (
    <div className="b-said">
      {known.text[locale]}
      {answer !== "" && <span className="k-sub k-mono b-break">{answer}</span>}
    </div>
  );
}
