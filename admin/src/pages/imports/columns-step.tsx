import { Button, Select, Switch } from "@mantine/core";
import { useState, type ReactNode } from "react";
import type { FieldView } from "../../../../contract/contact-fields.ts";
import {
  delimiters,
  encodings,
  type ImportChange,
  type ImportView,
  type PreviewRowView,
} from "../../../../contract/imports.ts";
import { api, useApiMutation, useApiQuery } from "../../api/index.ts";
import {
  ButtonLink,
  Card,
  Grid,
  Loaded,
  Notice,
  Problem,
  SimpleTable,
  useTexts,
} from "../../ui/index.ts";
import { texts } from "./columns-texts.ts";
import { FIELD_GROUPS, useFieldName, useHeading } from "./field-names.ts";
import { useImportErrors } from "./import-state.tsx";
import { NewFieldDialog } from "./new-field-dialog.tsx";
import { PreviewTable } from "./preview-table.tsx";
import { texts as shared } from "./texts.ts";

const SHOWN = 8;
const SKIP = "-";
const OWN = "own";
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
  const fields = useApiQuery<{ items: FieldView[] }>("/contact-fields");
  const own = fields.data?.items ?? [];
  const rows = preview.data?.rows ?? [];
  const hasEmail = view.columns.some((column) => column.field === "email");
  return (
    <div className="k-stack-lg">
      {change.error && <Problem error={change.error} words={words} />}
      {view.kit && (
        <Notice
          title={t("kit", { name: view.kit.name })}
          action={
            <ButtonLink size="xs" to={`/contacts/import/from/${view.kit.id}`}>
              {t("kitGuide", { name: view.kit.name })}
            </ButtonLink>
          }
        >
          {t("kitText")}
        </Notice>
      )}
      {view.remembered && <Notice title={t("remembered")}>{t("rememberedText")}</Notice>}
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
                kind={view.format.kind}
                column={column}
                own={own}
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
  kind: ImportView["format"]["kind"];
  column: ImportView["columns"][number];
  own: FieldView[];
  samples: string[];
  onField: (field: string | null) => void;
}): ReactNode {
  const t = useTexts(texts);
  const nameOf = useFieldName();
  const { column, own, samples, onField } = props;
  const [naming, setNaming] = useState(false);
  const heading = useHeading(props.kind)(column);
  const key = column.field?.startsWith("custom.") ? column.field.slice("custom.".length) : null;
  const missing = key !== null && !own.some((field) => field.key === key);
  const options = [
    { value: SKIP, label: t("skip") },
    ...(["person", "care", "consent", "status", "profiling"] as const).map((group) => ({
      group: t(`groups.${group}`),
      items: FIELD_GROUPS[group].map((field) => ({ value: field, label: nameOf(field) })),
    })),
    {
      group: t("groups.own"),
      items: [
        ...own.map((field) => ({ value: `custom.${field.key}`, label: field.label })),
        ...(missing ? [{ value: column.field!, label: nameOf(column.field!) }] : []),
        { value: OWN, label: t("own") },
      ],
    },
  ];
  return (
    <tr>
      <td className="i-heading">
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
          value={column.field ?? SKIP}
          onChange={(value) => {
            if (value === OWN) setNaming(true);
            else onField(value === SKIP || value === null ? null : String(value));
          }}
          data={options}
          maxDropdownHeight={320}
        />
        {missing && (
          <Button size="xs" mt={8} onClick={() => setNaming(true)}>
            {t("define")}
          </Button>
        )}
        {naming && (
          <NewFieldDialog
            heading={heading}
            fieldKey={missing ? key : undefined}
            samples={samples}
            onClose={() => setNaming(false)}
            onDone={(made) => {
              setNaming(false);
              onField(`custom.${made}`);
            }}
          />
        )}
      </td>
    </tr>
  );
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
        <p className="k-muted">{t(`kinds.${format.kind}`)}</p>
        {format.kind === "archive" && (
          <div className="k-stack k-small k-muted">
            <p>{t("archiveHelp", { count: format.sheets.length })}</p>
            <ol className="i-how">
              {format.sheets.map((name) => (
                <li key={name} className="i-break">
                  {name}
                </li>
              ))}
            </ol>
          </div>
        )}
        {(format.kind === "workbook" || format.kind === "vcard") && (
          <p className="k-small k-muted">{t("wholeHelp")}</p>
        )}
        {format.kind === "workbook" && format.sheets.length > 1 && (
          <Select
            label={t("sheet")}
            value={format.sheet}
            onChange={(sheet) => sheet && props.onChange({ sheet: String(sheet) })}
            data={format.sheets}
          />
        )}
        {format.kind === "csv" && <TextFormat format={format} onChange={props.onChange} />}
        {(format.kind === "csv" || format.kind === "workbook") && (
          <Switch
            label={t("header")}
            checked={format.header}
            onChange={(event) => props.onChange({ header: event.currentTarget.checked })}
          />
        )}
      </div>
    </Card>
  );
}

function TextFormat(props: {
  format: ImportView["format"];
  onChange: (format: NonNullable<ImportChange["format"]>) => void;
}): ReactNode {
  const t = useTexts(texts);
  const { format } = props;
  return (
    <>
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
    </>
  );
}
