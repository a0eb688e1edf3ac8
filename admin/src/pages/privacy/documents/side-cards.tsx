import { Button } from "@mantine/core";
import { IconDownload, IconPrinter } from "@tabler/icons-react";
import { useState, type ReactNode } from "react";
import type {
  DocumentList,
  HouseAssessmentView,
  ImpactFileView,
} from "../../../../../contract/documents.ts";
import { api, useApiMutation, useApiQuery, useCan } from "../../../api/index.ts";
import {
  ButtonLink,
  Card,
  ConfirmDialog,
  Pill,
  problemText,
  showDone,
  showProblem,
  useFormat,
  useLocale,
  useTexts,
} from "../../../ui/index.ts";
import { documentPath, places } from "../places.ts";
import { UploadField } from "../upload-field.tsx";
import { texts } from "./texts.ts";

const MAX_BYTES = 20 * 1024 * 1024;

/** Everything for the data protection officer and the legal department, in one document. */
export function DossierCard(): ReactNode {
  const t = useTexts(texts);
  const locale = useLocale();
  const [busy, setBusy] = useState(false);
  const download = async (): Promise<void> => {
    setBusy(true);
    await api.download("/documents/dossier/pdf", { query: { locale } }).catch(showProblem);
    setBusy(false);
  };
  return (
    <Card title={t("dossier")}>
      <div className="k-stack">
        <p className="k-muted">{t("dossierText")}</p>
        <div className="k-row">
          <Button
            leftSection={<IconDownload size={18} stroke={1.6} aria-hidden="true" />}
            loading={busy}
            onClick={() => void download()}
          >
            {t("pdf")}
          </Button>
          <PrintButton kind="dossier" locale={locale} />
          <ButtonLink variant="subtle" to={documentPath("dossier")}>
            {t("read")}
          </ButtonLink>
        </div>
      </div>
    </Card>
  );
}

/** Opens the document as a page of its own with the print dialogue. */
export function PrintButton(props: {
  kind: string;
  locale: "de" | "en";
  version?: number | undefined;
}): ReactNode {
  const t = useTexts(texts);
  const { kind, locale, version } = props;
  return (
    <Button
      component="a"
      href={api.url(`/documents/${kind}/page`, { locale, version, print: true })}
      target="_blank"
      rel="noopener"
      leftSection={<IconPrinter size={18} stroke={1.6} aria-hidden="true" />}
    >
      {t("print")}
    </Button>
  );
}

/** Result of the screening, the template, and the finished assessment as a file. */
export function ImpactCard({ impact }: { impact: DocumentList["impact"] }): ReactNode {
  const t = useTexts(texts);
  const can = useCan();
  const { required, files } = impact;
  const key = required === null ? "unknown" : required ? "required" : "notRequired";
  return (
    <Card
      title={t("impact.title")}
      aside={
        <Pill tone={required === false || files.length > 0 ? "go" : "wait"}>
          {t(`impact.${key}`)}
        </Pill>
      }
    >
      <div className="k-stack">
        <p className="k-muted">{t(`impact.${key}Text`)}</p>
        <div className="k-row">
          <ButtonLink to={documentPath(required === null ? "screening" : "impact")}>
            {t(required === null ? "impact.screening" : "impact.template")}
          </ButtonLink>
        </div>
        <ImpactFiles files={files} />
        {can("privacy.manage") && required !== null && <ImpactDrop />}
      </div>
    </Card>
  );
}

function ImpactFiles({ files }: { files: ImpactFileView[] }): ReactNode {
  const t = useTexts(texts);
  const format = useFormat();
  const can = useCan();
  const [removing, setRemoving] = useState<ImpactFileView>();
  const remove = useApiMutation((file: ImpactFileView) => api.delete(`/impact-files/${file.id}`), {
    invalidates: ["/documents"],
    onSuccess: () => showDone(t("impact.removed")),
  });
  if (files.length === 0) return null;
  return (
    <>
      <ul className="doc-files">
        {files.map((file) => (
          <li key={file.id}>
            <div>
              <b>{file.name}</b>
              <span className="k-muted k-small">
                {t("impact.by", {
                  name: file.uploadedBy,
                  date: format.date(file.uploadedAt),
                  size: format.bytes(file.sizeBytes),
                })}
              </span>
            </div>
            <div className="k-row">
              <Button
                size="xs"
                aria-label={`${t("pdf")}: ${file.name}`}
                onClick={() =>
                  void api
                    .download(`/impact-files/${file.id}`, { filename: file.name })
                    .catch(showProblem)
                }
              >
                {t("pdf")}
              </Button>
              {can("privacy.manage") && (
                <Button
                  size="xs"
                  variant="subtle"
                  aria-label={`${t("impact.remove")}: ${file.name}`}
                  onClick={() => setRemoving(file)}
                >
                  {t("impact.remove")}
                </Button>
              )}
            </div>
          </li>
        ))}
      </ul>
      <ConfirmDialog
        opened={removing !== undefined}
        onClose={() => setRemoving(undefined)}
        title={t("impact.removeTitle")}
        action={t("impact.remove")}
        danger
        onConfirm={() => removing && remove.mutateAsync(removing)}
      >
        {t("impact.removeText", { name: removing?.name ?? "" })}
      </ConfirmDialog>
    </>
  );
}

function ImpactDrop(): ReactNode {
  const t = useTexts(texts);
  return (
    <UploadField
      path="/documents/impact/files"
      invalidates={["/documents"]}
      label={t("impact.file")}
      text={t("impact.fileText")}
      accept=".pdf,application/pdf"
      maxBytes={MAX_BYTES}
      done={t("impact.uploaded")}
      wordsOf={problemText}
    />
  );
}

/** How the house's own assessments stand. */
export function AssessmentsCard(): ReactNode {
  const t = useTexts(texts);
  const format = useFormat();
  const { data } = useApiQuery<{ items: HouseAssessmentView[] }>("/assessments");
  if (!data) return null;
  const waiting = data.items.filter(
    ({ state, needed }) =>
      ["due", "changed", "overdue"].includes(state) || (needed && state === "missing"),
  );
  const next = data.items.flatMap(({ current }) => (current ? [current.reviewOn] : [])).sort()[0];
  return (
    <Card
      title={t("assessments.card")}
      aside={
        waiting.length > 0 && (
          <Pill
            tone={
              waiting.some(({ state }) => state === "overdue" || state === "changed")
                ? "danger"
                : "wait"
            }
          >
            {format.number(waiting.length)}
          </Pill>
        )
      }
    >
      <div className="k-stack">
        <p className="k-muted">
          {waiting.length > 0
            ? t("assessments.cardText", { count: waiting.length })
            : next === undefined
              ? t("assessments.cardNone")
              : t("assessments.cardCalm", { date: format.dateLong(next) })}
        </p>
        <div>
          <ButtonLink to={places.assessments}>{t("assessments.open")}</ButtonLink>
        </div>
      </div>
    </Card>
  );
}
