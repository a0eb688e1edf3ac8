import { Button } from "@mantine/core";
import { IconDownload } from "@tabler/icons-react";
import { useState, type ReactNode } from "react";
import {
  PURCHASE_LIMITS,
  purchaseColumns,
  type PurchaseImport,
} from "../../../../contract/purchases.ts";
import { api, useApiMutation } from "../../api/index.ts";
import {
  Card,
  FileDrop,
  Grid,
  Notice,
  Page,
  Pill,
  Problem,
  SimpleTable,
  useFormat,
  useLocale,
  useTexts,
  type Tone,
} from "../../ui/index.ts";
import "./purchases.css";
import { texts } from "./texts.ts";

/** A file of purchases: look first, then store. Every line says what became of it. */
export default function ImportPage(): ReactNode {
  const t = useTexts(texts);
  const [file, setFile] = useState<File | null>(null);
  const take = useApiMutation(
    async (dryRun: boolean) =>
      api.post<PurchaseImport>("/purchases/import", {
        fileName: file!.name.slice(0, 200),
        csv: await textOf(file!),
        dryRun,
      }),
    { invalidates: ["/purchases", "/contacts"] },
  );
  const answer = take.data;
  return (
    <Page
      title={t("file.title")}
      crumbs={[
        { label: t("contacts"), to: "/contacts" },
        { label: t("title"), to: "/contacts/purchases" },
      ]}
    >
      <Grid>
        <div className="c7 p-stack">
          <Card>
            <FileDrop
              label={t("file.drop")}
              accept=".csv,text/csv"
              maxBytes={PURCHASE_LIMITS.bytes}
              text={t("file.dropText")}
              file={file}
              onFile={(chosen) => {
                setFile(chosen);
                take.reset();
              }}
            />
            {take.error && (
              <div className="p-under">
                <Problem
                  error={take.error}
                  words={{ purchases_not_readable: t("errors.purchases_not_readable") }}
                />
              </div>
            )}
            {file && !answer && (
              <div className="k-row p-foot">
                <Button variant="filled" loading={take.isPending} onClick={() => take.mutate(true)}>
                  {t("file.look")}
                </Button>
              </div>
            )}
          </Card>
          {answer && (
            <Result
              answer={answer}
              busy={take.isPending}
              onStore={() => take.mutate(false)}
              onAgain={() => {
                setFile(null);
                take.reset();
              }}
            />
          )}
        </div>
        <Card className="c5" title={t("file.columnsTitle")}>
          <p className="k-muted">{t("file.columnsText")}</p>
          <ol className="p-columns">
            {purchaseColumns
              .filter((column) => column !== "noticeKind")
              .map((column, index) => (
                <li key={column} data-needed={index < 4 || undefined}>
                  {t(`fields.${column}`)}
                </li>
              ))}
          </ol>
        </Card>
      </Grid>
    </Page>
  );
}

/** German spreadsheets write windows-1252; everything else writes UTF-8, which nothing else looks like. */
async function textOf(file: File): Promise<string> {
  const bytes = await file.arrayBuffer();
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder("windows-1252").decode(bytes);
  }
}

const TONES: Record<PurchaseImport["lines"][number]["outcome"], Tone> = {
  created: "go",
  changed: "go",
  unchanged: "unknown",
  rejected: "danger",
};
const SHOWN = 100;

function Result(props: {
  answer: PurchaseImport;
  busy: boolean;
  onStore: () => void;
  onAgain: () => void;
}): ReactNode {
  const t = useTexts(texts);
  const format = useFormat();
  const locale = useLocale();
  const { answer } = props;
  const { counts } = answer;
  const told = answer.lines.filter((line) => line.message !== null);
  const useful = counts.created + counts.changed > 0;
  const names = (used: boolean): string =>
    answer.columns
      .filter((column) => (column.field !== null) === used)
      .map((column) => column.heading)
      .join(", ");
  return (
    <Card title={answer.stored ? t("file.done") : t("file.checked")}>
      <dl className="p-counts">
        {(["created", "changed", "unchanged", "rejected"] as const).map((outcome) => (
          <div key={outcome}>
            <dd>{format.number(counts[outcome])}</dd>
            <dt>{t(`file.outcomes.${outcome}`)}</dt>
          </div>
        ))}
      </dl>
      <p className="k-small k-muted">
        {t("file.read", { names: names(true) })}
        {names(false) !== "" && <> · {t("file.ignored", { names: names(false) })}</>}
      </p>
      <Notice tone={answer.stored ? "go" : "wait"} role="status">
        {answer.stored ? t("file.stored") : t("file.nothingStored")}
      </Notice>
      <div className="k-row p-foot">
        {answer.errorFile !== "" && (
          <Button
            leftSection={<IconDownload size={18} stroke={1.6} aria-hidden="true" />}
            onClick={() => download(answer.errorFile, t("file.errorName"))}
          >
            {t("file.errors")}
          </Button>
        )}
        <Button onClick={props.onAgain}>{t("file.again")}</Button>
        {!answer.stored && useful && (
          <Button variant="filled" loading={props.busy} onClick={props.onStore}>
            {t("file.store")}
          </Button>
        )}
      </div>
      {told.length === 0 ? (
        <p className="k-muted p-under">{t("file.allGood")}</p>
      ) : (
        <div className="p-under">
          <SimpleTable
            label={t("file.onlyReasons")}
            stack
            head={
              <tr>
                <th scope="col" data-num>
                  {t("file.line")}
                </th>
                <th scope="col">{t("columns.order")}</th>
                <th scope="col">{t("file.outcome")}</th>
                <th scope="col">{t("file.reason")}</th>
              </tr>
            }
          >
            {told.slice(0, SHOWN).map((line) => (
              <tr key={line.line}>
                <td data-num>{format.number(line.line)}</td>
                <td className="p-break">{line.orderNumber || "–"}</td>
                <td>
                  <Pill tone={TONES[line.outcome]}>{t(`file.outcomes.${line.outcome}`)}</Pill>
                </td>
                <td>
                  {line.message![locale]}
                  {line.value && <span className="k-sub p-break">{line.value}</span>}
                </td>
              </tr>
            ))}
          </SimpleTable>
          {told.length > SHOWN && <p className="k-small k-muted p-under">{t("file.more")}</p>}
        </div>
      )}
    </Card>
  );
}

function download(text: string, name: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type: "text/csv;charset=utf-8" }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}
