import { Button } from "@mantine/core";
import { IconForms } from "@tabler/icons-react";
import { useState, type ReactNode } from "react";
import type { FieldUse, FieldView } from "../../../../contract/contact-fields.ts";
import { api, useApiMutation, useApiQuery, useCan } from "../../api/index.ts";
import {
  AddButton,
  Card,
  ConfirmDialog,
  EmptyState,
  Loaded,
  Notice,
  Page,
  Pill,
  RuleTag,
  SimpleTable,
  showDone,
  useFormat,
  useTexts,
} from "../../ui/index.ts";
import { ContactTabs } from "./contact-tabs.tsx";
import "./contacts.css";
import { FieldDialog, isGround, type FieldDraft } from "./field-dialog.tsx";
import { texts } from "./fields-texts.ts";

/** What the account wants to know of its contacts beyond name and company, and why (LEAD-07, LEAD-08). */
export default function FieldsPage(): ReactNode {
  const t = useTexts(texts);
  const write = useCan()("contact_fields.write");
  const fields = useApiQuery<{ items: FieldView[] }>("/contact-fields");
  const use = useApiQuery<FieldUse>("/contact-fields/use");
  const [editing, setEditing] = useState<FieldDraft>();
  const [removing, setRemoving] = useState<FieldView>();
  return (
    <Page
      title={t("title")}
      crumbs={[{ label: t("contacts"), to: "/contacts" }]}
      actions={write && <AddButton onClick={() => setEditing({})}>{t("add")}</AddButton>}
    >
      <ContactTabs current="fields" />
      <div className="k-stack-lg">
        <Loaded query={fields}>
          {({ items }) => (
            <>
              <Unused fields={items} />
              <Card>
                {items.length === 0 ? (
                  <EmptyState
                    icon={<IconForms size={28} stroke={1.6} />}
                    title={t("emptyTitle")}
                    text={t("emptyText")}
                  />
                ) : (
                  <div className="c-field-table">
                    <p className="k-muted c-intro">
                      {t("intro")} <RuleTag rule="LEAD-07" />
                    </p>
                    <FieldTable
                      fields={items}
                      use={use.data}
                      write={write}
                      onEdit={(field) => setEditing({ field })}
                      onRemove={setRemoving}
                    />
                  </div>
                )}
              </Card>
            </>
          )}
        </Loaded>
        {use.data && use.data.undefined.length > 0 && (
          <Unknown
            keys={use.data.undefined}
            {...(write && {
              onDefine: (one: FieldUse["undefined"][number]) =>
                setEditing({ from: one.key, type: one.type }),
            })}
          />
        )}
      </div>
      {editing && <FieldDialog draft={editing} onClose={() => setEditing(undefined)} />}
      {removing && (
        <Removal
          field={removing}
          values={use.data?.values[removing.key] ?? 0}
          onClose={() => setRemoving(undefined)}
        />
      )}
    </Page>
  );
}

function Unused({ fields }: { fields: FieldView[] }): ReactNode {
  const t = useTexts(texts);
  const format = useFormat();
  const unused = fields.filter((field) => field.unused);
  if (unused.length === 0) return null;
  return (
    <Notice tone="wait" title={t("unusedTitle", { count: unused.length })}>
      <p>
        {t("unusedText", { names: format.list(unused.map((field) => field.label)) })}{" "}
        <RuleTag rule="LEAD-07" />
      </p>
    </Notice>
  );
}

function FieldTable(props: {
  fields: FieldView[];
  use: FieldUse | undefined;
  write: boolean;
  onEdit: (field: FieldView) => void;
  onRemove: (field: FieldView) => void;
}): ReactNode {
  const t = useTexts(texts);
  const format = useFormat();
  const columns = ["field", "purpose", "retention", "owner"] as const;
  return (
    <SimpleTable
      label={t("title")}
      words
      head={
        <tr>
          {columns.map((name) => (
            <th key={name} scope="col">
              {t(`columns.${name}`)}
            </th>
          ))}
          <th scope="col" data-num>
            {t("columns.values")}
          </th>
          {props.write && (
            <th scope="col">
              <span className="k-hidden-visually">{t("columns.acts")}</span>
            </th>
          )}
        </tr>
      }
    >
      {props.fields.map((field) => (
        <tr key={field.id}>
          <td>
            <FieldName field={field} />
          </td>
          <td data-label={t("columns.purpose")}>
            {field.purpose}
            <span className="k-sub">
              {isGround(field.legalBasis) ? t(`grounds.${field.legalBasis}`) : field.legalBasis}
            </span>
            {field.neededBecause && <span className="k-sub">{field.neededBecause}</span>}
          </td>
          <td data-label={t("columns.retention")}>
            {field.retentionMonths === null
              ? t("forever")
              : t("months", { count: field.retentionMonths })}
          </td>
          <td data-label={t("columns.owner")}>{field.owner}</td>
          <td data-num data-label={t("columns.values")}>
            {props.use ? format.number(props.use.values[field.key] ?? 0) : "…"}
          </td>
          {props.write && (
            <td data-label={t("columns.acts")}>
              <div className="k-row c-note-acts">
                <button
                  type="button"
                  className="k-textbutton"
                  aria-label={`${field.label}: ${t("edit")}`}
                  onClick={() => props.onEdit(field)}
                >
                  {t("edit")}
                </button>
                <button
                  type="button"
                  className="k-textbutton"
                  disabled={!props.use}
                  aria-label={`${field.label}: ${t("remove")}`}
                  onClick={() => props.onRemove(field)}
                >
                  {t("remove")}
                </button>
              </div>
            </td>
          )}
        </tr>
      ))}
    </SimpleTable>
  );
}

function FieldName({ field }: { field: FieldView }): ReactNode {
  const t = useTexts(texts);
  const format = useFormat();
  return (
    <>
      <b>{field.label}</b> {field.unused && <Pill tone="wait">{t("unused")}</Pill>}{" "}
      {field.excess && (
        <>
          <Pill tone="wait">{t("excess")}</Pill> <RuleTag rule="LEAD-08" />
        </>
      )}
      <span className="k-sub">
        {field.withoutYear ? t("day") : t(`types.${field.type}`)}
        {" · "}
        <span className="k-mono">{field.key}</span>
      </span>
      <span className="k-sub">
        {field.usedAt ? t("usedAt", { when: format.date(field.usedAt) }) : t("never")}
      </span>
    </>
  );
}

/** Stored values nobody said anything about. */
function Unknown(props: {
  keys: FieldUse["undefined"];
  onDefine?: (one: FieldUse["undefined"][number]) => void;
}): ReactNode {
  const t = useTexts(texts);
  return (
    <Card title={t("unknownTitle")}>
      <p className="k-muted c-intro">
        {t("unknownText")} <RuleTag rule="LEAD-07" />
      </p>
      <ul className="c-rows">
        {props.keys.map((one) => (
          <li key={one.key}>
            <div>
              <b className="k-mono c-break">{one.key}</b>
              <span className="k-sub">
                {t("unknownValues", { count: one.values, type: t(`types.${one.type}`) })}
              </span>
            </div>
            {props.onDefine && (
              <Button size="xs" onClick={() => props.onDefine?.(one)}>
                {t("define")}
              </Button>
            )}
          </li>
        ))}
      </ul>
    </Card>
  );
}

function Removal(props: { field: FieldView; values: number; onClose: () => void }): ReactNode {
  const t = useTexts(texts);
  const { field, values } = props;
  const remove = useApiMutation(() => api.delete(`/contact-fields/${field.id}?values=${values}`), {
    invalidates: ["/contact-fields", "/contacts"],
    onSuccess: () => showDone(t("removal.done")),
  });
  const words = {
    field_values_changed: t("errors.field_values_changed"),
  };
  return (
    <ConfirmDialog
      opened
      onClose={props.onClose}
      title={t("removal.title", { name: field.label })}
      action={t("removal.action")}
      danger
      words={words}
      {...(values > 0 && { people: values })}
      onConfirm={() => remove.mutateAsync()}
    >
      {t(values === 0 ? "removal.text_zero" : "removal.text", { count: values })}
    </ConfirmDialog>
  );
}
