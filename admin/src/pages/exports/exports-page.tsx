import { Button } from "@mantine/core";
import { IconDownload, IconKey } from "@tabler/icons-react";
import { useState, type ReactNode } from "react";
import type { ExportView } from "../../../../contract/exports.ts";
import { api, useApiList, useApiMutation } from "../../api/index.ts";
import {
  ButtonLink,
  Card,
  DataTable,
  DateTime,
  Grid,
  Page,
  Pill,
  ProgressBar,
  showProblem,
  useFormat,
  useSearch,
  useTexts,
  type Column,
  type Tone,
} from "../../ui/index.ts";
import { NewExport, subjectOf } from "./new-export.tsx";
import { PasswordDialog } from "./password-dialog.tsx";
import { texts } from "./texts.ts";

const TONES: Record<ExportView["state"], Tone> = {
  held: "wait",
  waiting: "plain",
  running: "plain",
  done: "go",
  failed: "danger",
  cancelled: "plain",
  refused: "danger",
  expired: "plain",
};
const isWorking = (one: ExportView): boolean => one.state === "waiting" || one.state === "running";
const SLOW_MS = 15_000;

/** Files of contacts that leave: asked for with a reason, fetched within a day. */
export default function ExportsPage(): ReactNode {
  const t = useTexts(texts);
  const list = useApiList<ExportView>(
    "/contact-exports",
    {},
    {
      refetchInterval: (items) =>
        items.some(isWorking) ? 1000 : items.some((one) => one.state === "held") && SLOW_MS,
    },
  );
  const columns = useColumns();
  const [search] = useSearch();
  return (
    <Page
      title={t(`titles.${subjectOf(search)}`)}
      crumbs={[{ label: t("contacts"), to: "/contacts" }]}
    >
      <Grid>
        <NewExport />
        <Card className="c5" title={t("rulesTitle")}>
          <ul className="k-stack">
            {(["second", "sealed", "marked", "noted", "without"] as const).map((rule) => (
              <li key={rule}>{t(`rules.${rule}`)}</li>
            ))}
          </ul>
        </Card>
        {list.items.length > 0 && (
          <Card title={t("history")}>
            <DataTable
              label={t("history")}
              columns={columns}
              list={list}
              rowKey={(row) => row.id}
              stack
            />
          </Card>
        )}
      </Grid>
    </Page>
  );
}

function useColumns(): Column<ExportView>[] {
  const t = useTexts(texts);
  const format = useFormat();
  return [
    {
      key: "what",
      title: t("columns.what"),
      render: (row) => (
        <>
          <span>{row.reason}</span>
          <span className="k-sub">
            {t(`subjects.${row.what}`)} · {t(`formats.${row.format}`)} ·{" "}
            {t("by", { name: row.by, when: format.dateTimeShort(row.createdAt) })}
          </span>
        </>
      ),
    },
    {
      key: "state",
      title: t("columns.state"),
      width: 220,
      render: (row) => <State row={row} />,
    },
    {
      key: "people",
      title: t("columns.people"),
      num: true,
      optional: true,
      render: (row) => format.number(row.state === "done" ? row.written : row.total),
    },
    {
      key: "until",
      title: t("columns.until"),
      num: true,
      optional: true,
      render: (row) =>
        row.expiresAt === null ? null : <DateTime value={row.expiresAt} form="short" />,
    },
    {
      key: "actions",
      title: <span className="k-hidden-visually">{t("columns.actions")}</span>,
      render: (row) => <Actions row={row} />,
    },
  ];
}

function State({ row }: { row: ExportView }): ReactNode {
  const t = useTexts(texts);
  if (row.state !== "running")
    return <Pill tone={TONES[row.state]}>{t(`states.${row.state}`)}</Pill>;
  return <ProgressBar label={t("states.running")} done={row.written} total={row.total} />;
}

function Actions({ row }: { row: ExportView }): ReactNode {
  const t = useTexts(texts);
  const words = {
    export_gone: t("errors.export_gone"),
  };
  const [loading, setLoading] = useState(false);
  const [showing, setShowing] = useState(false);
  const stop = useApiMutation(() => api.post(`/contact-exports/${row.id}/cancel`), {
    invalidates: ["/contact-exports"],
  });
  const fetchFile = async (): Promise<void> => {
    setLoading(true);
    try {
      await api.download(`/contact-exports/${row.id}/file`);
    } catch (error) {
      showProblem(error, words);
    } finally {
      setLoading(false);
    }
  };
  if (!isWorking(row) && row.state !== "held" && row.state !== "done") return null;
  return (
    <div className="k-row">
      {row.state === "done" && (
        <Button
          size="xs"
          variant="filled"
          loading={loading}
          leftSection={<IconDownload size={16} stroke={1.8} aria-hidden="true" />}
          onClick={() => void fetchFile()}
        >
          {t("download")}
        </Button>
      )}
      {row.state === "done" && row.mine && (
        <Button
          size="xs"
          leftSection={<IconKey size={16} stroke={1.8} aria-hidden="true" />}
          onClick={() => setShowing(true)}
        >
          {t("password")}
        </Button>
      )}
      {showing && <PasswordDialog id={row.id} onClose={() => setShowing(false)} />}
      {row.state === "held" && (
        <ButtonLink size="xs" to="/contacts/freigaben">
          {t("toRequests")}
        </ButtonLink>
      )}
      <Button size="xs" loading={stop.isPending} onClick={() => stop.mutate(undefined)}>
        {row.state === "done" ? t("remove") : t("stop")}
      </Button>
    </div>
  );
}
