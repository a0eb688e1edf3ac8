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
  EmptyState,
  Pill,
  ProgressBar,
  showProblem,
  useFormat,
  useTexts,
  type Column,
  type Tone,
} from "../../ui/index.ts";
import { PasswordDialog } from "./password-dialog.tsx";
import { texts } from "./texts.ts";

/** Where exports are asked for: by whoever exports contacts, or by whoever reads proofs. */
type Door = "/contact-exports" | "/evidence-exports";

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

/** What happens to a file that leaves, rule by rule; beside a form where it has a `className`. */
export function ExportRules(props: {
  className?: string;
  rules: ("second" | "sealed" | "marked" | "signed" | "noted" | "without" | "permitted")[];
}): ReactNode {
  const t = useTexts(texts);
  return (
    <Card {...(props.className && { className: props.className })} title={t("rulesTitle")}>
      <ul className="k-stack">
        {props.rules.map((rule) => (
          <li key={rule}>{t(`rules.${rule}`)}</li>
        ))}
      </ul>
    </Card>
  );
}

/**
 * The exports of one door with their progress, and what can be done with each. Below a form it is left out while there are
 * none; `alone`, it says so.
 */
export function ExportHistory({ at, alone = false }: { at: Door; alone?: boolean }): ReactNode {
  const t = useTexts(texts);
  const list = useApiList<ExportView>(
    at,
    {},
    {
      refetchInterval: (items) =>
        items.some(isWorking) ? 1000 : items.some((one) => one.state === "held") && SLOW_MS,
    },
  );
  const columns = useColumns(at);
  if (list.items.length === 0 && !alone) return null;
  return (
    <Card title={t("history")}>
      <DataTable
        label={t("history")}
        columns={columns}
        list={list}
        rowKey={(row) => row.id}
        stack
        empty={<EmptyState title={t("none")} text={t("noneText")} />}
      />
    </Card>
  );
}

function useColumns(at: Door): Column<ExportView>[] {
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
      title: t(at === "/evidence-exports" ? "columns.persons" : "columns.people"),
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
      render: (row) => <Actions row={row} at={at} />,
    },
  ];
}

function State({ row }: { row: ExportView }): ReactNode {
  const t = useTexts(texts);
  if (row.state !== "running")
    return <Pill tone={TONES[row.state]}>{t(`states.${row.state}`)}</Pill>;
  return <ProgressBar label={t("states.running")} done={row.written} total={row.total} />;
}

function Actions({ row, at }: { row: ExportView; at: Door }): ReactNode {
  const t = useTexts(texts);
  const words = {
    export_gone: t("errors.export_gone"),
  };
  const [loading, setLoading] = useState(false);
  const [showing, setShowing] = useState(false);
  const stop = useApiMutation(() => api.post(`${at}/${row.id}/cancel`), {
    invalidates: [at],
  });
  const fetchFile = async (): Promise<void> => {
    setLoading(true);
    try {
      await api.download(`${at}/${row.id}/file`);
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
      {showing && <PasswordDialog at={`${at}/${row.id}`} onClose={() => setShowing(false)} />}
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
