import { Button } from "@mantine/core";
import { IconFileSearch } from "@tabler/icons-react";
import type { ReactNode } from "react";
import type { ImportView, PreviewRowView } from "../../../../contract/imports.ts";
import { api, useApiMutation, useApiQuery } from "../../api/index.ts";
import { Card, EmptyState, Loaded, Notice, Problem, useLocale, useTexts } from "../../ui/index.ts";
import { CountsView } from "./counts-view.tsx";
import type { ImportStep } from "./import-page.tsx";
import { useImportErrors } from "./import-state.tsx";
import { PreviewTable } from "./preview-table.tsx";
import { texts } from "./result-texts.ts";
import { texts as shared } from "./texts.ts";
import { Working } from "./working.tsx";

/** Problems that are mended by mapping columns; all others belong to origin and evidence. */
const OF_COLUMNS = ["email_not_mapped", "consent_date_not_mapped", "field_undefined"];

/** The dry run: what is missing, its progress, and what it found; then the import can begin. */
export function CheckStep(props: {
  view: ImportView;
  goTo: (step: ImportStep) => void;
}): ReactNode {
  const t = useTexts(texts);
  const tShared = useTexts(shared);
  const words = useImportErrors();
  const locale = useLocale();
  const { view, goTo } = props;
  const path = `/imports/${view.id}`;
  const act = useApiMutation((what: "check" | "run") => api.post(`${path}/${what}`), {
    invalidates: ["/imports"],
  });
  if (view.state === "checking") return <Working view={view} />;
  const found = view.check;
  const news = found
    ? found.created + found.updated + found.consents + found.profilingGranted + found.suppressed
    : 0;
  return (
    <div className="k-stack-lg">
      {act.error && <Problem error={act.error} words={words} />}
      {view.error && (
        <Notice
          tone="danger"
          title={
            view.error.line === null
              ? t("failed")
              : `${t("failed")} · ${t("failedLine", { line: view.error.line })}`
          }
        >
          {view.error.label[locale]}
        </Notice>
      )}
      {view.problems.map((problem) => (
        <Notice
          key={problem.code}
          tone="wait"
          title={problem.label[locale]}
          action={
            problem.code !== "processor_contract_missing" && (
              <Button
                size="xs"
                onClick={() => goTo(OF_COLUMNS.includes(problem.code) ? "columns" : "evidence")}
              >
                {t("fix")}
              </Button>
            )
          }
        />
      ))}
      {found ? (
        <>
          <CountsView counts={found} title={t("found")} />
          <Preview view={view} />
          {news === 0 && <Notice title={t("nothingToRun")} />}
          <div className="k-row i-foot">
            <Button onClick={() => goTo("evidence")}>{tShared("back")}</Button>
            <Button
              variant="filled"
              disabled={news === 0 || view.problems.length > 0}
              loading={act.isPending}
              onClick={() => act.mutate("run")}
            >
              {found.created + found.updated > 0
                ? t("run", { count: found.created + found.updated })
                : t("runSuppressed")}
            </Button>
          </div>
        </>
      ) : (
        <Card>
          <EmptyState
            icon={<IconFileSearch size={28} stroke={1.6} />}
            title={t("checkTitle")}
            text={view.state === "cancelled" ? t("cancelledCheck") : t("checkText")}
            action={
              <Button
                variant="filled"
                disabled={view.problems.length > 0}
                loading={act.isPending}
                onClick={() => act.mutate("check")}
              >
                {view.state === "uploaded" ? t("check") : t("again")}
              </Button>
            }
          />
        </Card>
      )}
    </div>
  );
}

function Preview({ view }: { view: ImportView }): ReactNode {
  const t = useTexts(texts);
  const preview = useApiQuery<{ rows: PreviewRowView[] }>(`/imports/${view.id}/preview`);
  return (
    <Card title={t("preview")}>
      <Loaded query={preview}>{(data) => <PreviewTable view={view} rows={data.rows} />}</Loaded>
    </Card>
  );
}
