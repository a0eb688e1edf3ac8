import { Button } from "@mantine/core";
import { IconDownload } from "@tabler/icons-react";
import { useEffect, useState, type ReactNode } from "react";
import type { ImportView } from "../../../../contract/imports.ts";
import { api, invalidate, queryClient, useApiMutation } from "../../api/index.ts";
import {
  ButtonLink,
  Card,
  ConfirmDialog,
  KeyValue,
  Notice,
  Problem,
  RuleTag,
  showProblem,
  useFormat,
  useLocale,
  useTexts,
} from "../../ui/index.ts";
import { CountsView } from "./counts-view.tsx";
import { isWorking, useImportErrors } from "./import-state.tsx";
import { texts } from "./result-texts.ts";
import { Working } from "./working.tsx";

/** A file that was or is being imported: progress, result, the rejected rows, and the way back. */
export function RunView({ view }: { view: ImportView }): ReactNode {
  const t = useTexts(texts);
  const format = useFormat();
  const locale = useLocale();
  const working = isWorking(view.state);
  useEffect(() => {
    if (!working) void invalidate(queryClient, ["/contacts", "/lists", "/audience"]);
  }, [working]);
  if (working) return <Working view={view} />;
  const { result, undo } = view;
  return (
    <div className="k-stack-lg">
      {view.state === "failed" && (
        <Notice
          tone="danger"
          title={
            view.error?.line
              ? `${t("failed")} · ${t("failedLine", { line: view.error.line })}`
              : t("failed")
          }
        >
          {view.error?.label[locale] ?? ""}
        </Notice>
      )}
      {view.state === "cancelled" && (
        <Notice tone="wait" title={t("cancelled")}>
          {t("cancelledText")}
        </Notice>
      )}
      {view.state === "done" && (
        <Notice tone="go" title={t("done")}>
          {t("doneText")}
        </Notice>
      )}
      {view.noticeDueOn && view.state !== "undone" && (
        <Notice tone="wait" title={t("notice", { when: format.dateLong(view.noticeDueOn) })}>
          <p>
            {t("noticeText")} <RuleTag rule="DSR-02" />
          </p>
        </Notice>
      )}
      {undo && <Undone undo={undo} />}
      {view.state !== "undone" && <Ways view={view} />}
      {result && <CountsView counts={result} title={t("happened")} />}
    </div>
  );
}

function Undone({ undo }: { undo: NonNullable<ImportView["undo"]> }): ReactNode {
  const t = useTexts(texts);
  const format = useFormat();
  return (
    <Card title={t("undone")}>
      <KeyValue
        items={[
          [t("undoneItems.removed"), format.number(undo.contactsRemoved)],
          [t("undoneItems.restored"), format.number(undo.contactsRestored)],
          [t("undoneItems.consents"), format.number(undo.consentsTakenBack)],
          [t("undoneItems.kept"), format.number(undo.kept)],
        ]}
      />
    </Card>
  );
}

/** What can be done now: go on, look at the contacts, fetch the rejected rows, take everything back. */
function Ways({ view }: { view: ImportView }): ReactNode {
  const t = useTexts(texts);
  const words = useImportErrors();
  const [asking, setAsking] = useState(false);
  const [loading, setLoading] = useState(false);
  const path = `/imports/${view.id}`;
  const act = useApiMutation((what: "run" | "undo") => api.post(`${path}/${what}`), {
    invalidates: ["/imports"],
  });
  const download = async (): Promise<void> => {
    setLoading(true);
    try {
      await api.download(`${path}/errors.csv`);
    } catch (error) {
      showProblem(error, words);
    } finally {
      setLoading(false);
    }
  };
  const stopped = view.state === "cancelled" || view.state === "failed";
  const created = view.result?.created ?? 0;
  return (
    <div className="k-stack">
      <div className="k-row">
        {stopped ? (
          <Button variant="filled" loading={act.isPending} onClick={() => act.mutate("run")}>
            {t("resume")}
          </Button>
        ) : (
          <ButtonLink to="/contacts" variant="filled">
            {t("toContacts")}
          </ButtonLink>
        )}
        {view.hasErrorFile && (
          <Button
            title={t("errorFileText")}
            leftSection={<IconDownload size={18} stroke={1.6} aria-hidden="true" />}
            loading={loading}
            onClick={() => void download()}
          >
            {t("errorFile")}
          </Button>
        )}
        <Button onClick={() => setAsking(true)}>{t("undo")}</Button>
      </div>
      {act.error && !asking && <Problem error={act.error} words={words} />}
      <ConfirmDialog
        opened={asking}
        onClose={() => setAsking(false)}
        title={t("undoTitle")}
        action={t("undo")}
        danger
        people={created}
        words={words}
        onConfirm={() => act.mutateAsync("undo")}
      >
        {t("undoText", { count: created })}
      </ConfirmDialog>
    </div>
  );
}
