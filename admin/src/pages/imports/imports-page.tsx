import { useState, type ReactNode } from "react";
import { IMPORT_LIMITS, type ImportView } from "../../../../contract/imports.ts";
import { api, invalidate, queryClient, useApiList } from "../../api/index.ts";
import {
  ButtonLink,
  Card,
  DataTable,
  DateTime,
  FileDrop,
  Grid,
  Page,
  problemText,
  useFormat,
  useGo,
  useTexts,
  type Column,
} from "../../ui/index.ts";
import { guides } from "./guides.ts";
import { ImportPill, isWorking, useImportErrors } from "./import-state.tsx";
import "./imports.css";
import { texts as shared } from "./texts.ts";
import { texts } from "./upload-texts.ts";

/** Takes a file, and shows what became of the earlier ones. */
export default function ImportsPage(): ReactNode {
  const t = useTexts(texts);
  const tShared = useTexts(shared);
  const list = useApiList<ImportView>(
    "/imports",
    {},
    { refetchInterval: (items) => items.some((one) => isWorking(one.state)) && 2000 },
  );
  const columns = useColumns();
  return (
    <Page
      title={tShared("title")}
      windowTitle={tShared("title")}
      crumbs={[{ label: tShared("contacts"), to: "/contacts" }]}
    >
      <Grid>
        <div className="c7 i-column">
          <Upload />
        </div>
        <Card className="c5" title={t("stepsTitle")} foot={t("noMail")}>
          <ol className="i-how">
            <li>{t("stepColumns")}</li>
            <li>{t("stepEvidence")}</li>
            <li>{t("stepCheck")}</li>
            <li>{t("stepRun")}</li>
          </ol>
        </Card>
        <Card title={t("guides")}>
          <p className="k-muted">{t("guidesText")}</p>
          <div className="k-row i-guides">
            {guides.map(({ id, name }) => (
              <ButtonLink key={id} size="xs" to={`/contacts/import/from/${id}`}>
                {name}
              </ButtonLink>
            ))}
          </div>
        </Card>
        {list.items.length > 0 && (
          <Card title={t("history")}>
            <DataTable
              label={t("history")}
              columns={columns}
              list={list}
              rowKey={(row) => row.id}
              rowHref={(row) => `/contacts/import/${row.id}`}
              stack
            />
          </Card>
        )}
      </Grid>
    </Page>
  );
}

function Upload(): ReactNode {
  const t = useTexts(texts);
  const go = useGo();
  const words = useImportErrors();
  const [file, setFile] = useState<File | null>(null);
  const [progress, setProgress] = useState<number>();
  const [error, setError] = useState<unknown>();
  const take = async (next: File | null): Promise<void> => {
    setFile(next);
    setError(undefined);
    if (!next) return;
    setProgress(0);
    try {
      const added = await api.upload<ImportView>("/imports", next, { onProgress: setProgress });
      await invalidate(queryClient, ["/imports"]);
      go(`/contacts/import/${added.id}`);
    } catch (problem) {
      setError(problem);
    } finally {
      setProgress(undefined);
    }
  };
  return (
    <FileDrop
      label={t("drop")}
      accept=".csv,.txt,.tsv,.xlsx,.xls,.ods,.vcf,.zip,text/csv,text/vcard,application/zip"
      maxBytes={IMPORT_LIMITS.bytes}
      text={
        <>
          {t("kinds")}
          <br />
          {t("excel")}
        </>
      }
      file={file}
      onFile={(next) => void take(next)}
      {...(progress !== undefined && { progress })}
      {...(error !== undefined && { error: problemText(error, words) })}
    />
  );
}

function useColumns(): Column<ImportView>[] {
  const t = useTexts(texts);
  const format = useFormat();
  const rowsOf = (row: ImportView): string => {
    const counts = row.result ?? row.check;
    if (!counts) return "";
    const rows = t("rows", { count: counts.rows });
    return row.result && row.state !== "undone"
      ? `${rows} · ${t("imported", { count: row.result.created + row.result.updated })}`
      : rows;
  };
  return [
    {
      key: "file",
      title: t("columns.file"),
      render: (row) => (
        <>
          <span className="i-break">{row.name}</span>
          <span className="k-sub i-sub">{rowsOf(row)}</span>
        </>
      ),
    },
    {
      key: "state",
      title: t("columns.state"),
      width: 180,
      render: (row) => <ImportPill state={row.state} />,
    },
    {
      key: "mailable",
      title: t("columns.mailable"),
      num: true,
      optional: true,
      render: (row) =>
        row.result && row.state !== "undone" ? format.number(row.result.mailable) : null,
    },
    {
      key: "when",
      title: t("columns.when"),
      num: true,
      render: (row) => (
        <span className="k-muted">
          <DateTime value={row.finishedAt ?? row.createdAt} form="short" />
        </span>
      ),
    },
  ];
}
