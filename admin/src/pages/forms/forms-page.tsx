import { IconForms } from "@tabler/icons-react";
import { useState, type ReactNode } from "react";
import type { ListView } from "../../../../contract/lists.ts";
import type { FormView } from "../../../../contract/signup.ts";
import { useApiQuery, useCan } from "../../api/index.ts";
import {
  ButtonLink,
  Card,
  DataTable,
  EmptyState,
  Loaded,
  Page,
  Pill,
  useFormat,
  useTexts,
  type Column,
} from "../../ui/index.ts";
import { FormTabs } from "./form-tabs.tsx";
import "./forms.css";
import { texts } from "./texts.ts";

/** All sign-up forms, each with whether it is open and what became of its sign-ups. */
export default function FormsPage(): ReactNode {
  const t = useTexts(texts);
  const can = useCan();
  const [showArchived, setShowArchived] = useState(false);
  const forms = useApiQuery<{ items: FormView[] }>("/forms");
  const lists = useApiQuery<{ items: ListView[] }>(can("lists.read") ? "/lists" : undefined);
  const columns = useColumns();
  const write = can("forms.write");
  const noList = lists.data?.items.every((list) => list.archivedAt !== null) ?? false;
  const any = (forms.data?.items.length ?? 0) > 0;
  const create = write && (
    <ButtonLink to="/lists/forms/new" variant="filled">
      {t("new")}
    </ButtonLink>
  );
  return (
    <Page title={t("section")} windowTitle={t("title")} actions={any && !noList && create}>
      <FormTabs />
      <Loaded query={forms}>
        {({ items }) => {
          const archived = items.filter((form) => form.archivedAt !== null);
          const shown = showArchived ? items : items.filter((form) => form.archivedAt === null);
          return (
            <Card>
              <DataTable
                label={t("title")}
                columns={columns}
                rows={shown}
                rowKey={(form) => form.id}
                rowHref={(form) => `/lists/forms/${form.id}`}
                stack
                empty={
                  noList ? (
                    <EmptyState
                      icon={<IconForms size={28} stroke={1.6} />}
                      title={t("noListTitle")}
                      text={t("noListText")}
                      action={<ButtonLink to="/lists">{t("toLists")}</ButtonLink>}
                    />
                  ) : (
                    <EmptyState
                      icon={<IconForms size={28} stroke={1.6} />}
                      title={t("emptyTitle")}
                      text={t("emptyText")}
                      action={create}
                    />
                  )
                }
              />
              {archived.length > 0 && (
                <div className="f-archived">
                  <button
                    type="button"
                    className="k-textbutton k-small"
                    aria-expanded={showArchived}
                    onClick={() => setShowArchived(!showArchived)}
                  >
                    {t("showArchived", { count: archived.length })}
                  </button>
                </div>
              )}
            </Card>
          );
        }}
      </Loaded>
    </Page>
  );
}

/** Open, closed for a reason, or archived. */
export function FormState({ form }: { form: FormView }): ReactNode {
  const t = useTexts(texts);
  if (form.archivedAt !== null) return <Pill>{t("states.archived")}</Pill>;
  if (form.problems.length > 0) return <Pill tone="wait">{t("states.closed")}</Pill>;
  return <Pill tone="go">{t("states.open")}</Pill>;
}

function useColumns(): Column<FormView>[] {
  const t = useTexts(texts);
  const format = useFormat();
  return [
    {
      key: "form",
      title: t("columns.form"),
      render: (form) => (
        <>
          {form.name}
          <span className="k-sub f-sub">{form.lists.map((list) => list.name).join(", ")}</span>
        </>
      ),
    },
    {
      key: "state",
      title: t("columns.state"),
      width: 160,
      render: (form) => <FormState form={form} />,
    },
    {
      key: "requested",
      title: t("columns.requested"),
      num: true,
      optional: true,
      render: (form) => (
        <>
          {format.number(form.submissions.requested)}
          <span className="k-sub">{t("columns.last")}</span>
        </>
      ),
    },
    {
      key: "confirmed",
      title: t("columns.confirmed"),
      num: true,
      optional: true,
      render: (form) => format.number(form.submissions.confirmed),
    },
  ];
}
