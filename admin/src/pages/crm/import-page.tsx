import { Button, Checkbox, NumberInput, Select, TextInput } from "@mantine/core";
import { useState, type ReactNode } from "react";
import {
  CORE_FILE_LIMITS,
  coreFields,
  coreRefusals,
  coreWarnings,
  type CoreField,
  type CoreImportAnswer,
  type CorePreview,
  type CoreRefusal,
  type CoreWarning,
} from "../../../../contract/crm.ts";
import { fileErrors } from "../../../../contract/import-file-errors.ts";
import { api, invalidate, queryClient } from "../../api/index.ts";
import {
  Card,
  FileDrop,
  Grid,
  Notice,
  Page,
  problemText,
  ReasonList,
  showDone,
  showProblem,
  SimpleTable,
  useFormat,
  useGo,
  useLocale,
  useSearch,
  useTexts,
} from "../../ui/index.ts";
import { texts } from "./texts.ts";

type Kind = "create" | "append" | "update";
type Mapping = (CoreField | null)[];

const queryOf = (values: Record<string, string | undefined>): string => {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(values)) if (value) search.set(name, value);
  const text = search.toString();
  return text ? `?${text}` : "";
};

/** What is wrong with a file, by error code. */
const fileWords = (locale: "de" | "en"): Record<string, string> =>
  Object.fromEntries(
    Object.entries(fileErrors).map(([reason, { label }]) => [`file_${reason}`, label[locale]]),
  );

/** Two steps: the file with what it says, then the list it becomes. */
export default function CoreImportPage(): ReactNode {
  const t = useTexts(texts);
  const locale = useLocale();
  const [search] = useSearch();
  const listId = search["list"];
  const kind: Kind = listId ? (search["kind"] === "update" ? "update" : "append") : "create";
  const [file, setFile] = useState<File | null>(null);
  const [preview, setPreview] = useState<CorePreview>();
  const [manual, setManual] = useState(false);
  const [progress, setProgress] = useState<number>();
  const [error, setError] = useState<unknown>();
  const look = async (next: File | null, mapping?: Mapping, byHand = manual): Promise<void> => {
    setFile(next);
    setError(undefined);
    if (!next) return setPreview(undefined);
    setProgress(0);
    try {
      const query = queryOf({
        mapping: mapping && JSON.stringify(mapping),
        manual: byHand ? "true" : undefined,
        list: listId,
        kind,
      });
      setPreview(
        await api.upload<CorePreview>(`/core-list-previews${query}`, next, {
          onProgress: setProgress,
        }),
      );
    } catch (problem) {
      setPreview(undefined);
      setError(problem);
    } finally {
      setProgress(undefined);
    }
  };
  const title = t(
    kind === "create" ? "newTitle" : kind === "append" ? "appendTitle" : "updateTitle",
  );
  const mapping: Mapping = preview?.columns.map((column) => column.field) ?? [];
  return (
    <Page title={title} crumbs={[{ label: t("title"), to: "/kampagnenlisten" }]}>
      <div className="k-stack-lg">
        {!preview && (
          <FileDrop
            label={t("drop")}
            accept=".csv,.txt,.tsv,.xlsx,.xls,.ods,text/csv"
            maxBytes={CORE_FILE_LIMITS.bytes}
            text={
              <>
                {t("kinds")}
                <br />
                {t("untouched")}
              </>
            }
            file={file}
            onFile={(next) => void look(next)}
            {...(progress !== undefined && { progress })}
            {...(error !== undefined && { error: problemText(error, fileWords(locale)) })}
          />
        )}
        {preview && file && (
          <Grid>
            <ColumnsCard
              preview={preview}
              onChange={(at, field) =>
                void look(
                  file,
                  mapping.map((known, index) =>
                    index === at ? field : known === field && field !== null ? null : known,
                  ),
                )
              }
            />
            <ResultCard
              preview={preview}
              kind={kind}
              manual={manual}
              onManual={(next) => {
                setManual(next);
                void look(file, mapping, next);
              }}
            />
            <TakeCard
              {...{ file, kind, mapping, manual, listId }}
              ready={mapping.includes(kind === "update" ? "personNumber" : "email")}
              onOther={() => void look(null)}
            />
          </Grid>
        )}
      </div>
    </Page>
  );
}

function ColumnsCard(props: {
  preview: CorePreview;
  onChange: (at: number, field: CoreField | null) => void;
}): ReactNode {
  const t = useTexts(texts);
  return (
    <Card className="c7" title={t("columnsTitle")} foot={t("untouched")}>
      <SimpleTable
        label={t("columnsTitle")}
        words
        head={
          <tr>
            <th scope="col">{t("column")}</th>
            <th scope="col">{t("meaning")}</th>
            <th scope="col">{t("examples")}</th>
          </tr>
        }
      >
        {props.preview.columns.map((column, at) => (
          <tr key={at}>
            <td data-label={t("column")}>{column.heading}</td>
            <td data-label={t("meaning")}>
              <Select
                aria-label={`${t("meaning")}: ${column.heading}`}
                value={column.field ?? ""}
                allowDeselect={false}
                onChange={(value) => props.onChange(at, (value || null) as CoreField | null)}
                data={[
                  { value: "", label: t("kept") },
                  ...coreFields.map((field) => ({ value: field, label: t(`field.${field}`) })),
                ]}
              />
            </td>
            <td data-label={t("examples")}>{column.samples.filter(Boolean).join(" · ") || "–"}</td>
          </tr>
        ))}
      </SimpleTable>
    </Card>
  );
}

function ResultCard(props: {
  preview: CorePreview;
  kind: Kind;
  manual: boolean;
  onManual: (manual: boolean) => void;
}): ReactNode {
  const t = useTexts(texts);
  const format = useFormat();
  const locale = useLocale();
  const { preview, kind, manual } = props;
  const { counts } = preview;
  const rows = [
    ...Object.entries(counts.warnings).map(([id, count]) => ({
      id,
      title: coreWarnings[id as CoreWarning]?.[locale] ?? id,
      count,
      text: t("warned"),
    })),
    ...Object.entries(counts.refusals).map(([id, count]) => ({
      id: `no-${id}`,
      title: coreRefusals[id as CoreRefusal]?.[locale] ?? id,
      count,
      text: t("refused"),
    })),
  ];
  const needed = kind === "update" ? "personNumber" : "email";
  const isMapped = preview.columns.some((column) => column.field === needed);
  return (
    <Card className="c5" title={t("resultTitle")}>
      <div className="k-stack">
        {isMapped ? (
          <>
            <p>
              <b>{t("lines", { count: counts.lines })}</b>
              <span className="k-sub">
                {`${t("taken")} ${format.number(counts.taken)} · ${t("warned")} ${format.number(counts.warned)} · ${t("refused")} ${format.number(counts.refused)}`}
              </span>
              <span className="k-sub">
                {t("sum", {
                  persons: preview.persons,
                  addresses: preview.addresses,
                  profiled: preview.profiled,
                })}
              </span>
            </p>
            {rows.length > 0 && <ReasonList reasons={rows} />}
          </>
        ) : (
          <Notice tone="wait">{t(needed === "email" ? "needEmail" : "needPerson")}</Notice>
        )}
        {kind !== "update" && (manual || (counts.refusals["person_number_missing"] ?? 0) > 0) && (
          <Checkbox
            label={t("manualLabel")}
            description={t("manualHelp")}
            checked={manual}
            onChange={(event) => props.onManual(event.currentTarget.checked)}
          />
        )}
      </div>
    </Card>
  );
}

function TakeCard(props: {
  file: File;
  kind: Kind;
  mapping: Mapping;
  manual: boolean;
  listId: string | undefined;
  ready: boolean;
  onOther: () => void;
}): ReactNode {
  const t = useTexts(texts);
  const go = useGo();
  const { kind, listId } = props;
  const [name, setName] = useState("");
  const [occasion, setOccasion] = useState("");
  const [source, setSource] = useState("OSPlus");
  const [keepDays, setKeepDays] = useState<number>(180);
  const [busy, setBusy] = useState(false);
  const isNew = kind === "create";
  const filled = !isNew || (name.trim() !== "" && occasion.trim() !== "" && source.trim() !== "");
  const take = async (): Promise<void> => {
    setBusy(true);
    try {
      const query = queryOf({
        mapping: JSON.stringify(props.mapping),
        manual: props.manual ? "true" : undefined,
        ...(isNew
          ? {
              name: name.trim(),
              occasion: occasion.trim(),
              source: source.trim(),
              keepDays: String(keepDays),
            }
          : {}),
      });
      const path = isNew ? "/core-lists" : `/core-lists/${listId}/${kind}s`;
      const answer = await api.upload<CoreImportAnswer>(`${path}${query}`, props.file);
      await invalidate(queryClient, ["/core-lists"]);
      const { taken, warned } = answer.import.counts;
      showDone(t("done", { taken: taken + warned }));
      go(`/kampagnenlisten/${answer.list.id}`);
    } catch (error) {
      showProblem(error);
    } finally {
      setBusy(false);
    }
  };
  return (
    <Card title={isNew ? t("listTitle") : t(kind === "append" ? "appendTitle" : "updateTitle")}>
      <div className="k-stack">
        {isNew && (
          <>
            <TextInput
              label={t("name")}
              placeholder={t("nameExample")}
              maxLength={200}
              value={name}
              onChange={(event) => setName(event.currentTarget.value)}
            />
            <TextInput
              label={t("occasion")}
              placeholder={t("occasionExample")}
              maxLength={300}
              value={occasion}
              onChange={(event) => setOccasion(event.currentTarget.value)}
            />
            <TextInput
              label={t("source")}
              description={t("sourceHelp")}
              placeholder={t("sourceExample")}
              maxLength={30}
              value={source}
              onChange={(event) => setSource(event.currentTarget.value)}
            />
            <NumberInput
              label={t("keepLabel")}
              description={t("keepWhy")}
              min={30}
              max={730}
              value={keepDays}
              onChange={(value) => setKeepDays(Number(value) || 180)}
            />
          </>
        )}
        <div className="k-row">
          <Button
            variant="filled"
            disabled={!props.ready || !filled}
            loading={busy}
            onClick={() => void take()}
          >
            {t(isNew ? "take" : kind === "append" ? "takeAppend" : "takeUpdate")}
          </Button>
          <Button onClick={props.onOther}>{t("other")}</Button>
        </div>
      </div>
    </Card>
  );
}
