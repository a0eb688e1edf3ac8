import { Button } from "@mantine/core";
import { useState, type ReactNode } from "react";
import {
  EVIDENCE_BYTES,
  EVIDENCE_FILES,
  type EvidenceFileView,
  type EvidenceListView,
  type EvidenceSubject,
} from "../../../../../contract/evidence.ts";
import { api, ApiError, useApiMutation, useApiQuery, useCan } from "../../../api/index.ts";
import {
  Card,
  ConfirmDialog,
  problemText,
  showDone,
  showProblem,
  useFormat,
  useTexts,
} from "../../../ui/index.ts";
import { UploadField } from "../upload-field.tsx";
import "./evidence.css";
import { texts } from "./texts.ts";

/** Hexadecimal digits of a hash that a person compares. */
const SHOWN_HASH = 16;

interface Props {
  subject: EvidenceSubject;
  /** Id of the answer, place or incident. */
  id: string;
}

/** The papers behind something: to be read by who may, added and removed by data protection. */
export function EvidenceFiles({ subject, id }: Props): ReactNode {
  const t = useTexts(texts);
  const can = useCan();
  const mayRead = can(subject === "incidents" ? "privacy.manage" : "documents.read");
  const path = `/evidence/${subject}/${id}`;
  const { data } = useApiQuery<EvidenceListView>(mayRead ? path : undefined);
  const mayWrite = can("privacy.manage");
  if (!data || (data.items.length === 0 && !mayWrite)) return null;
  return (
    <div className="k-stack">
      {data.items.length > 0 && (
        <ul className="ev-files" aria-label={t("title")}>
          {data.items.map((file) => (
            <File key={file.id} file={file} subject={subject} list={path} />
          ))}
        </ul>
      )}
      {mayWrite &&
        (data.items.length < EVIDENCE_FILES ? (
          <Add path={path} />
        ) : (
          <p className="k-small k-muted">{t("full", { count: EVIDENCE_FILES })}</p>
        ))}
    </div>
  );
}

/** The papers as a card of their own, with what belongs there. */
export function EvidenceCard(props: Props): ReactNode {
  const t = useTexts(texts);
  return (
    <Card title={t("title")}>
      <p className="k-muted">{t("incident")}</p>
      <EvidenceFiles {...props} />
    </Card>
  );
}

function File(props: {
  file: EvidenceFileView;
  subject: EvidenceSubject;
  list: string;
}): ReactNode {
  const t = useTexts(texts);
  const format = useFormat();
  const can = useCan();
  const [removing, setRemoving] = useState(false);
  const { file } = props;
  const path = `/evidence/${props.subject}-files/${file.id}`;
  const remove = useApiMutation(() => api.delete(path), {
    invalidates: [props.list, "/audit"],
    onSuccess: () => showDone(t("removed")),
  });
  return (
    <li>
      <div>
        <b>{file.name}</b>
        <span className="k-muted k-small ev-facts">
          {t("by", {
            name: file.uploadedBy,
            date: format.date(file.uploadedAt),
            size: format.bytes(file.sizeBytes),
          })}{" "}
          ·{" "}
          <span title={file.sha256}>{t("hash", { hash: file.sha256.slice(0, SHOWN_HASH) })}…</span>
        </span>
      </div>
      <div className="k-row">
        <Button
          size="xs"
          aria-label={`${t("load")}: ${file.name}`}
          onClick={() => void api.download(path, { filename: file.name }).catch(showProblem)}
        >
          {t("load")}
        </Button>
        {can("privacy.manage") && (
          <Button
            size="xs"
            variant="subtle"
            aria-label={`${t("remove")}: ${file.name}`}
            onClick={() => setRemoving(true)}
          >
            {t("remove")}
          </Button>
        )}
      </div>
      <ConfirmDialog
        opened={removing}
        onClose={() => setRemoving(false)}
        title={t("removeTitle")}
        action={t("remove")}
        danger
        onConfirm={() => remove.mutateAsync(undefined)}
      >
        {t("removeText", { name: file.name })}
      </ConfirmDialog>
    </li>
  );
}

function Add({ path }: { path: string }): ReactNode {
  const t = useTexts(texts);
  return (
    <UploadField
      path={path}
      invalidates={[path, "/audit"]}
      label={t("file")}
      text={t("fileText")}
      accept=".pdf,.png,.jpg,.jpeg,.txt"
      maxBytes={EVIDENCE_BYTES}
      done={t("added")}
      wordsOf={(problem) => wordsOf(problem, t)}
    />
  );
}

const KNOWN = ["file_not_accepted", "file_too_large", "too_many_files"] as const;

function wordsOf(problem: Error, t: (key: `errors.${(typeof KNOWN)[number]}`) => string): string {
  const code = problem instanceof ApiError ? problem.code : "";
  const known = KNOWN.find((one) => one === code);
  return known ? t(`errors.${known}`) : problemText(problem);
}
