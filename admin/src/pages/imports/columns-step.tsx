import { Button, Select, Switch, TextInput } from "@mantine/core";
import { useEffect, useRef, useState, type ReactNode } from "react";
import {
  delimiters,
  encodings,
  type ImportChange,
  type ImportView,
  type PreviewRowView,
} from "../../../../contract/imports.ts";
import { api, useApiMutation, useApiQuery } from "../../api/index.ts";
import { Card, Grid, Loaded, Notice, Problem, SimpleTable, useTexts } from "../../ui/index.ts";
import { texts } from "./columns-texts.ts";
import { FIELD_GROUPS, useFieldName } from "./field-names.ts";
import { useImportErrors } from "./import-state.tsx";
import { PreviewTable } from "./preview-table.tsx";
import { texts as shared } from "./texts.ts";

const SHOWN = 8;
const SKIP = "-";
const OWN = "own";
const OWN_NAME = /^[a-z][a-z0-9_]{0,39}$/;
const DELIMITER_KEYS = { ";": "semicolon", ",": "comma", "\t": "tab", "|": "pipe" } as const;

/** How the file is read, and which column is stored as what. Every choice is saved at once. */
export function ColumnsStep({ view, onNext }: { view: ImportView; onNext: () => void }): ReactNode {
  const t = useTexts(texts);
  const tShared = useTexts(shared);
  const words = useImportErrors();
  const preview = useApiQuery<{ rows: PreviewRowView[] }>(
    `/imports/${view.id}/preview`,
    undefined,
    { keepPrevious: true },
  );
  const change = useApiMutation(
    (next: ImportChange) => api.patch<ImportView>(`/imports/${view.id}`, next),
    { invalidates: [`/imports/${view.id}`] },
  );
  const setField = (index: number, field: string | null): void =>
    change.mutate({
      mapping: view.columns.flatMap((column) => {
        // A field holds one column: taking it elsewhere frees it here.
        const chosen =
          column.index === index ? field : column.field === field ? null : column.field;
        return chosen === null ? [] : [{ column: column.index, field: chosen }];
      }),
    });
  const rows = preview.data?.rows ?? [];
  const hasEmail = view.columns.some((column) => column.field === "email");
  return (
    <div className="k-stack-lg">
      {change.error && <Problem error={change.error} words={words} />}
      <Grid>
        <Card className="c8" title={t("title")}>
          <p className="k-muted i-intro">{t("intro")}</p>
          <SimpleTable
            label={t("title")}
            head={
              <tr>
                <th scope="col">{t("column")}</th>
                <th scope="col" data-opt>
                  {t("sample")}
                </th>
                <th scope="col">{t("field")}</th>
              </tr>
            }
          >
            {view.columns.map((column) => (
              <ColumnRow
                key={`${column.index}-${column.heading}`}
                column={column}
                samples={samplesOf(rows, column.index)}
                onField={(field) => setField(column.index, field)}
              />
            ))}
          </SimpleTable>
        </Card>
        <Format view={view} onChange={(format) => change.mutate({ format })} />
      </Grid>
      <Card title={t("preview")}>
        <Loaded query={preview}>
          {(data) => <PreviewTable view={view} rows={data.rows.slice(0, SHOWN)} withoutConsent />}
        </Loaded>
      </Card>
      {!hasEmail && <Notice tone="wait" title={t("noEmail")} />}
      <div className="k-row i-foot">
        <Button variant="filled" disabled={!hasEmail} onClick={onNext}>
          {tShared("next")}
        </Button>
      </div>
    </div>
  );
}

/** Up to three different values of a column. */
function samplesOf(rows: PreviewRowView[], index: number): string[] {
  return [...new Set(rows.map((row) => (row.raw[index] ?? "").trim()))]
    .filter((value) => value !== "")
    .slice(0, 3);
}

function ColumnRow(props: {
  column: ImportView["columns"][number];
  samples: string[];
  onField: (field: string | null) => void;
}): ReactNode {
  const t = useTexts(texts);
  const nameOf = useFieldName();
  const { column, samples, onField } = props;
  const [naming, setNaming] = useState(false);
  const heading = column.heading || t("unnamed", { number: column.index + 1 });
  const isOwn = column.field?.startsWith("custom.") ?? false;
  const options = [
    { value: SKIP, label: t("skip") },
    ...(["person", "consent", "profiling"] as const).map((group) => ({
      group: t(`groups.${group}`),
      items: FIELD_GROUPS[group].map((field) => ({ value: field, label: nameOf(field) })),
    })),
    {
      group: t("groups.own"),
      items: [
        ...(isOwn ? [{ value: column.field!, label: nameOf(column.field!) }] : []),
        { value: OWN, label: t("own") },
      ],
    },
  ];
  return (
    <tr>
      <td>
        <b className="i-break">{heading}</b>
        {column.field !== null && column.field === column.suggested && (
          <span className="k-sub">{t("recognised")}</span>
        )}
      </td>
      <td data-opt>
        <span className="k-small k-muted i-break">{samples.join(" · ") || t("empty")}</span>
      </td>
      <td className="i-field">
        <Select
          aria-label={t("fieldOf", { name: heading })}
          value={naming ? OWN : (column.field ?? SKIP)}
          onChange={(value) => {
            setNaming(value === OWN);
            if (value !== OWN) onField(value === SKIP || value === null ? null : String(value));
          }}
          data={options}
          maxDropdownHeight={320}
        />
        {naming && (
          <OwnName
            suggestion={nameFrom(column.heading)}
            onDone={(name) => {
              setNaming(false);
              onField(`custom.${name}`);
            }}
          />
        )}
      </td>
    </tr>
  );
}

function OwnName(props: { suggestion: string; onDone: (name: string) => void }): ReactNode {
  const t = useTexts(texts);
  const [name, setName] = useState(props.suggestion);
  const field = useRef<HTMLInputElement>(null);
  // Whoever chose "own field" names it next.
  useEffect(() => field.current?.focus(), []);
  const valid = OWN_NAME.test(name);
  const done = (): void => {
    if (valid) props.onDone(name);
  };
  return (
    <TextInput
      mt={8}
      ref={field}
      label={t("ownName")}
      description={t("ownHelp")}
      value={name}
      maxLength={40}
      spellCheck={false}
      error={name !== "" && !valid}
      onChange={(event) => setName(event.currentTarget.value.toLowerCase())}
      onKeyDown={(event) => event.key === "Enter" && done()}
      onBlur={done}
    />
  );
}

/** "PLZ / Ort" → "plz_ort". */
function nameFrom(heading: string): string {
  return heading
    .toLowerCase()
    .replaceAll("ß", "ss")
    .replaceAll("ä", "ae")
    .replaceAll("ö", "oe")
    .replaceAll("ü", "ue")
    .replace(/[^a-z0-9]+/g, "_")
    .replace(/^[^a-z]+|_+$/g, "")
    .slice(0, 40);
}

function Format(props: {
  view: ImportView;
  onChange: (format: NonNullable<ImportChange["format"]>) => void;
}): ReactNode {
  const t = useTexts(texts);
  const { format } = props.view;
  return (
    <Card className="c4 i-format" title={t("format")}>
      <div className="k-stack">
        <Select
          label={t("encoding")}
          description={t("formatHelp")}
          value={format.encoding}
          onChange={(value) => {
            const encoding = encodings.find((one) => one === value);
            if (encoding) props.onChange({ encoding });
          }}
          data={encodings.map((value) => ({ value, label: value }))}
        />
        <Select
          label={t("delimiter")}
          value={format.delimiter}
          onChange={(value) => {
            const delimiter = delimiters.find((one) => one === value);
            if (delimiter) props.onChange({ delimiter });
          }}
          data={delimiters.map((value) => ({
            value,
            label: t(`delimiters.${DELIMITER_KEYS[value]}`),
          }))}
        />
        <Switch
          label={t("header")}
          checked={format.header}
          onChange={(event) => props.onChange({ header: event.currentTarget.checked })}
        />
      </div>
    </Card>
  );
}
