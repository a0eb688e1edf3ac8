import { Button, Checkbox, Select } from "@mantine/core";
import { IconBan, IconSearch } from "@tabler/icons-react";
import { useState, type ReactNode } from "react";
import { outcomeReasons } from "../../../../contract/outcomes.ts";
import { exclusionReasons, isExclusionReason } from "../../../../contract/reasons.ts";
import type { SuppressionView } from "../../../../contract/suppression.ts";
import { useApiList, useCan } from "../../api/index.ts";
import {
  ButtonLink,
  Card,
  currentTime,
  DataTable,
  DateTime,
  EmptyState,
  Link,
  Page,
  Pill,
  SearchField,
  useFormat,
  useLocale,
  useSearch,
  useTexts,
  type Column,
  type Locale,
} from "../../ui/index.ts";
import { BlockDialog, LiftDialog } from "./block-dialogs.tsx";
import { BlockManyDialog, ReviewDialog } from "./block-many-dialog.tsx";
import { texts } from "./blocks-texts.ts";
import { KeepingCard } from "./keeping-card.tsx";
import { ListTabs } from "./list-tabs.tsx";
import "./lists.css";
import { texts as shared } from "./texts.ts";

const SCOPES = [
  "list_address",
  "newsletters_address",
  "customer_7_3_address",
  "account_address",
  "account_person",
  "source_person",
  "blacklist",
  "retained",
  "complaint",
  "held",
] as const;
const ORIGINS = [
  "link",
  "header",
  "mailto",
  "manage_page",
  "letter",
  "fax",
  "sms",
  "phone",
  "in_person",
  "reply",
  "bounce",
  "complaint",
  "operator",
  "import",
  "api",
] as const;
/** Only these may be lifted by staff; what a person said is undone by that person alone (UNS-23, DOI-13). */
const LIFTABLE: readonly SuppressionView["scope"][] = ["blacklist", "complaint"];

/** Everybody who gets no mail, how far that reaches, and why: unsubscribes, objections, blacklist, undeliverable. */
export default function BlocksPage(): ReactNode {
  const t = useTexts(texts);
  const tShared = useTexts(shared);
  const can = useCan();
  const [search, setSearch] = useSearch();
  const [adding, setAdding] = useState(false);
  const [many, setMany] = useState(false);
  const [reviewing, setReviewing] = useState<SuppressionView>();
  const [lifting, setLifting] = useState<SuppressionView>();
  const [resets, setResets] = useState(0);
  const q = search["q"] ?? "";
  const scope = search["scope"] ?? "";
  const due = search["due"] === "true";
  const filtered = q !== "" || scope !== "" || due;
  const list = useApiList<SuppressionView>("/suppressions", {
    q,
    scope,
    ...(due ? { due: "true" } : {}),
  });
  const columns = useColumns(
    can("suppression.write") ? { lift: setLifting, review: setReviewing } : undefined,
  );
  const write = can("suppression.write");
  const reset = (): void => {
    setSearch({ q: undefined, scope: undefined, due: undefined });
    setResets(resets + 1);
  };
  const add = (
    <>
      {can("contacts.export") && (
        <ButtonLink to={`/contacts/export?what=blocks${scope === "" ? "" : `&scope=${scope}`}`}>
          {t("export")}
        </ButtonLink>
      )}
      {write && <Button onClick={() => setMany(true)}>{t("many.open")}</Button>}
      {write && <Button onClick={() => setAdding(true)}>{t("add")}</Button>}
    </>
  );
  return (
    <Page title={tShared("title")} windowTitle={tShared("tabs.blocks")} actions={add}>
      <ListTabs current="blocks" />
      <Card>
        <p className="k-muted l-intro">{t("intro")}</p>
        <DataTable
          label={tShared("tabs.blocks")}
          columns={columns}
          list={list}
          rowKey={(row) => row.id}
          stack
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
                className="l-filter"
                aria-label={t("scope")}
                value={scope}
                onChange={(value) => setSearch({ scope: value ?? "" })}
                data={[
                  { value: "", label: t("allScopes") },
                  ...SCOPES.map((value) => ({ value, label: t(`scopes.${value}`) })),
                ]}
              />
              <Checkbox
                label={t("due")}
                checked={due}
                onChange={(event) =>
                  setSearch({ due: event.currentTarget.checked ? "true" : undefined })
                }
              />
            </>
          }
          empty={
            filtered ? (
              <EmptyState
                icon={<IconSearch size={28} stroke={1.6} />}
                title={t("noneTitle")}
                text={t("noneText")}
                action={<Button onClick={reset}>{t("reset")}</Button>}
              />
            ) : (
              <EmptyState
                icon={<IconBan size={28} stroke={1.6} />}
                title={t("emptyTitle")}
                text={t("emptyText")}
              />
            )
          }
        />
      </Card>
      <KeepingCard />
      {many && <BlockManyDialog onClose={() => setMany(false)} />}
      {reviewing && <ReviewDialog block={reviewing} onClose={() => setReviewing(undefined)} />}
      {adding && <BlockDialog onClose={() => setAdding(false)} />}
      {lifting && <LiftDialog block={lifting} onClose={() => setLifting(undefined)} />}
    </Page>
  );
}

function useColumns(
  acts:
    | { lift: (row: SuppressionView) => void; review: (row: SuppressionView) => void }
    | undefined,
): Column<SuppressionView>[] {
  const t = useTexts(texts);
  const locale = useLocale();
  const nameOf = (row: SuppressionView): string => {
    if (row.address) return row.address;
    if (row.domain) return `@${row.domain}`;
    return row.scope === "account_person" || row.scope === "source_person"
      ? t("person")
      : t("erased");
  };
  return [
    {
      key: "who",
      title: t("columns.who"),
      render: (row) => (
        <>
          <b className="l-break">{nameOf(row)}</b>
          {row.domain && (
            <span className="k-sub">
              {row.domain.startsWith("*.") ? t("below") : t("wholeDomain")}
            </span>
          )}
        </>
      ),
    },
    {
      key: "scope",
      title: t("columns.scope"),
      render: (row) => (
        <>
          <Pill tone="no">{t(`scopes.${row.scope}`)}</Pill>
          {row.list && <span className="k-sub l-break">{row.list}</span>}
        </>
      ),
    },
    {
      key: "reason",
      title: t("columns.reason"),
      render: (row) => (
        <span className="k-small k-muted l-break">
          {reasonWords(row.reason, locale)}
          {row.reviewOn && <ReviewOn when={row.reviewOn} />}
          {row.owner && <span className="k-sub">{t("owner", { name: row.owner })}</span>}
        </span>
      ),
    },
    {
      key: "since",
      title: t("columns.since"),
      render: (row) => {
        const origin = ORIGINS.find((one) => one === row.origin);
        return (
          <span className="k-small k-muted">
            <DateTime value={row.createdAt} form="date" />
            <span className="k-sub">{origin ? t(`origins.${origin}`) : row.origin}</span>
          </span>
        );
      },
    },
    ...(acts
      ? [
          {
            key: "lift",
            title: <span className="k-hidden-visually">{t("lift")}</span>,
            num: true,
            render: (row: SuppressionView) =>
              row.scope === "retained" ? (
                <Link
                  className="k-small"
                  to={`/lists/retained${row.address ? `?q=${encodeURIComponent(row.address)}` : ""}`}
                >
                  {t("retainedLink")}
                </Link>
              ) : (
                LIFTABLE.includes(row.scope) &&
                (row.liftAsked ? (
                  <LiftAsked asked={row.liftAsked} />
                ) : (
                  <div className="k-row l-foot">
                    {row.scope === "blacklist" && (
                      <Button size="xs" variant="subtle" onClick={() => acts.review(row)}>
                        {t("reviewDialog.open")}
                      </Button>
                    )}
                    <Button
                      size="xs"
                      onClick={() => acts.lift(row)}
                      aria-label={t("liftName", { name: nameOf(row) })}
                    >
                      {t("lift")}
                    </Button>
                  </div>
                ))
              ),
          },
        ]
      : []),
  ];
}

/** Where the block of this line is being decided about. */
function LiftAsked({ asked }: { asked: NonNullable<SuppressionView["liftAsked"]> }): ReactNode {
  const t = useTexts(texts);
  const format = useFormat();
  return (
    <>
      <Link className="k-small" to="/contacts/freigaben">
        {t("waits")}
      </Link>
      <span className="k-sub">
        {t("waitsBy", { name: asked.by, when: format.dateTimeShort(asked.at) })}
      </span>
    </>
  );
}

/** Reasons of the product are codes; what people typed stays as it is. */
function reasonWords(reason: string, locale: Locale): string {
  if (isExclusionReason(reason)) return exclusionReasons[reason].label[locale];
  return Object.hasOwn(outcomeReasons, reason)
    ? outcomeReasons[reason as keyof typeof outcomeReasons].label[locale]
    : reason;
}

function ReviewOn({ when }: { when: string }): ReactNode {
  const t = useTexts(texts);
  const format = useFormat();
  const late = new Date(when) < currentTime();
  return (
    <span className="k-sub">{t(late ? "overdue" : "review", { when: format.date(when) })}</span>
  );
}
