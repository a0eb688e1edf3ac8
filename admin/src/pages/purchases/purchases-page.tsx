import { IconSearch, IconShoppingBag } from "@tabler/icons-react";
import type { ReactNode } from "react";
import type { PurchaseView } from "../../../../contract/purchases.ts";
import { useApiList, useCan } from "../../api/index.ts";
import {
  ButtonLink,
  Card,
  DataTable,
  EmptyState,
  Page,
  Pill,
  SearchField,
  useFormat,
  useLocale,
  useSearch,
  useTexts,
  type Column,
} from "../../ui/index.ts";
import { PurchaseTabs } from "./purchase-tabs.tsx";
import "./purchases.css";
import { texts } from "./texts.ts";

/** Every purchase with what is proven of it. */
export default function PurchasesPage(): ReactNode {
  const t = useTexts(texts);
  const can = useCan();
  const [search, setSearch] = useSearch();
  const q = search["q"] ?? "";
  const list = useApiList<PurchaseView>("/purchases", { q });
  const columns = useColumns();
  const importLink = can("contacts.import") && (
    <ButtonLink to="/contacts/purchases/import">{t("import")}</ButtonLink>
  );
  return (
    <Page
      title={t("title")}
      crumbs={[{ label: t("contacts"), to: "/contacts" }]}
      actions={importLink}
    >
      <PurchaseTabs current="purchases" />
      <Card>
        <p className="k-muted p-intro">{t("intro")}</p>
        <DataTable
          label={t("title")}
          columns={columns}
          list={list}
          rowKey={(row) => row.id}
          rowHref={(row) => `/contacts/${row.contact.id}`}
          stack
          toolbar={
            <SearchField
              value={q}
              label={t("search")}
              placeholder={t("search")}
              onChange={(value) => setSearch({ q: value })}
            />
          }
          empty={
            q === "" ? (
              <EmptyState
                icon={<IconShoppingBag size={28} stroke={1.6} />}
                title={t("emptyTitle")}
                text={t("emptyText")}
                action={importLink}
              />
            ) : (
              <EmptyState
                icon={<IconSearch size={28} stroke={1.6} />}
                title={t("noneTitle")}
                text={t("noneText")}
              />
            )
          }
        />
      </Card>
    </Page>
  );
}

function useColumns(): Column<PurchaseView>[] {
  const t = useTexts(texts);
  const format = useFormat();
  const locale = useLocale();
  return [
    {
      key: "order",
      title: t("columns.order"),
      width: 150,
      render: (row) => (
        <>
          <span className="p-break">{row.orderNumber}</span>
          <span className="k-sub">{t(`kinds.${row.kind}`)}</span>
        </>
      ),
    },
    {
      key: "person",
      title: t("columns.person"),
      render: (row) => (
        <>
          <b className="p-break">{row.contact.name}</b>
          {row.email !== row.contact.name && <span className="k-sub p-break">{row.email}</span>}
        </>
      ),
    },
    {
      key: "what",
      title: t("columns.what"),
      render: (row) => (
        <>
          {(locale === "en" && row.category.nameEn) || row.category.name}
          {row.entity.relation !== "own" && <span className="k-sub">{row.entity.name}</span>}
        </>
      ),
    },
    {
      key: "when",
      title: t("columns.when"),
      width: 150,
      render: (row) => (
        <>
          {format.date(row.concludedOn)}
          {row.cancelledOn && (
            <span className="k-sub">{t("cancelled", { when: format.date(row.cancelledOn) })}</span>
          )}
        </>
      ),
    },
    {
      key: "may",
      title: t("columns.may"),
      render: (row) => <Proven purchase={row} />,
    },
  ];
}

const CONDITIONS = ["sale", "address", "entity", "notice", "recent"] as const;

function Proven({ purchase }: { purchase: PurchaseView }): ReactNode {
  const t = useTexts(texts);
  const locale = useLocale();
  const missing = [
    ...CONDITIONS.filter((name) => !purchase.conditions[name]).map((name) => t(`missing.${name}`)),
    ...(purchase.objected ? [t("missing.objected")] : []),
  ];
  if (missing.length > 0) return <Pill tone="plain">{missing[0]}</Pill>;
  const names = purchase.similarTo.map((one) => (locale === "en" && one.nameEn) || one.name);
  return (
    <>
      <Pill tone="ok">{t("proven")}</Pill>
      <span className="k-sub">{t("similarTo", { names: names.join(", ") || "–" })}</span>
    </>
  );
}
