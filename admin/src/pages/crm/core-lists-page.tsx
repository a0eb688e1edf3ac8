import { IconBuildingBank, IconPlus } from "@tabler/icons-react";
import type { ReactNode } from "react";
import type { CoreListView } from "../../../../contract/crm.ts";
import { useApiList, useCan } from "../../api/index.ts";
import {
  ButtonLink,
  Card,
  DataTable,
  DateTime,
  EmptyState,
  Notice,
  Page,
  Pill,
  useTexts,
  type Column,
} from "../../ui/index.ts";
import { texts } from "./texts.ts";

/** Lists of the core system, and what waits to be handed back to it. */
export default function CoreListsPage(): ReactNode {
  const t = useTexts(texts);
  const can = useCan();
  const list = useApiList<CoreListView>("/core-lists");
  const columns = useColumns();
  const button = can("contacts.import") && (
    <ButtonLink
      to="/kampagnenlisten/neu"
      variant="filled"
      leftSection={<IconPlus size={18} stroke={1.8} aria-hidden="true" />}
    >
      {t("import")}
    </ButtonLink>
  );
  return (
    <Page title={t("title")} actions={button}>
      <div className="k-stack-lg">
        <p>{t("lead")}</p>
        <Card title={t("title")}>
          <DataTable
            label={t("title")}
            columns={columns}
            list={list}
            rowKey={(row) => row.id}
            rowHref={(row) => `/kampagnenlisten/${row.id}`}
            stack
            empty={
              <EmptyState
                icon={<IconBuildingBank size={28} stroke={1.6} />}
                title={t("none")}
                text={t("noneText")}
                action={button}
              />
            }
          />
        </Card>
        <Notice tone="wait" title={t("interfaceTitle")}>
          {t("interfaceText")}
        </Notice>
      </div>
    </Page>
  );
}

function useColumns(): Column<CoreListView>[] {
  const t = useTexts(texts);
  return [
    {
      key: "name",
      title: t("name"),
      render: (row) => (
        <>
          {row.name}
          <span className="k-sub">{row.occasion}</span>
          <span className="k-sub">
            {`${row.source} · ${t("recordCount", { count: row.records })}`}
          </span>
        </>
      ),
    },
    {
      key: "created",
      title: t("created"),
      optional: true,
      render: (row) => <DateTime value={row.createdAt} />,
    },
    { key: "open", title: t("open"), render: (row) => <OpenPill row={row} /> },
  ];
}

function OpenPill({ row }: { row: CoreListView }): ReactNode {
  const t = useTexts(texts);
  if (row.open > 0) return <Pill tone="wait">{t("openCount", { count: row.open })}</Pill>;
  if (row.manualOpen > 0) return <Pill tone="wait">{t("manualOpen")}</Pill>;
  return <Pill>{row.endedAt ? t("ended") : t("nothingOpen")}</Pill>;
}
