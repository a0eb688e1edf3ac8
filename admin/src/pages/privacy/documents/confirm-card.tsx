import { Button } from "@mantine/core";
import { IconCertificate } from "@tabler/icons-react";
import { useState, type ReactNode } from "react";
import type { DocumentChange, DocumentView } from "../../../../../contract/documents.ts";
import { api, useApiMutation, useCan, useSession } from "../../../api/index.ts";
import {
  ButtonLink,
  Card,
  ConfirmDialog,
  Pill,
  showDone,
  useFormat,
  useLocale,
  useTexts,
} from "../../../ui/index.ts";
import { places } from "../places.ts";
import { useStateWords } from "./state-words.ts";
import { texts } from "./texts.ts";

/** Where the document stands, and the one act: confirm it by name. */
export function ConfirmCard(props: { document: DocumentView; readsOld: boolean }): ReactNode {
  const t = useTexts(texts);
  const locale = useLocale();
  const can = useCan();
  const words = useStateWords();
  const { operator } = useSession();
  const [asking, setAsking] = useState(false);
  const { document, readsOld } = props;
  const { state, kind } = document;
  const confirm = useApiMutation(
    () => api.post(`/documents/${kind}/confirm`, { sha256: document.sha256 }),
    {
      invalidates: ["/documents", "/checks", "/dashboard"],
      onSuccess: () => showDone(t("version.done")),
    },
  );
  if (state === null)
    return (
      <Card title={t("version.about")}>
        <div className="k-stack">
          <p className="k-muted">{t(kind === "impact" ? "version.draft" : "version.dossier")}</p>
          {kind === "impact" && (
            <div>
              <ButtonLink to={places.documents}>{t("version.file")}</ButtonLink>
            </div>
          )}
        </div>
      </Card>
    );
  return (
    <Card
      title={t("version.title")}
      aside={<Pill tone={words.tone(state)}>{t(`states.${state}`)}</Pill>}
    >
      <div className="k-stack">
        <p>{words.line(document)}</p>
        {state === "incomplete" && <p className="k-muted">{t("version.incomplete")}</p>}
        {!can("privacy.manage") && <p className="k-muted">{t("version.readOnly")}</p>}
        {can("privacy.manage") && !readsOld && state !== "incomplete" && (
          <div>
            <Button
              variant={state === "current" ? "default" : "filled"}
              leftSection={<IconCertificate size={18} stroke={1.6} aria-hidden="true" />}
              onClick={() => setAsking(true)}
            >
              {t(document.version === null ? "version.confirm" : "version.again")}
            </Button>
          </div>
        )}
      </div>
      <ConfirmDialog
        opened={asking}
        onClose={() => setAsking(false)}
        title={t("version.ask")}
        action={t("version.confirm")}
        words={{ document_changed: t("version.stale") }}
        onConfirm={() => confirm.mutateAsync()}
      >
        {t("version.askText", { title: document.title[locale], name: operator.name })}
      </ConfirmDialog>
    </Card>
  );
}

/** What came and went since the last version. */
export function ChangesCard({ changes }: { changes: DocumentChange[] }): ReactNode {
  const t = useTexts(texts);
  if (changes.length === 0) return null;
  return (
    <Card title={t("changes.title")}>
      <ul className="doc-changes">
        {changes.map((change, at) => (
          <li key={at}>
            <b>{change.section}</b>
            {change.added.map((line, no) => (
              <p key={`+${no}`} data-change="added">
                <span className="k-hidden-visually">{t("changes.added")}: </span>
                {line}
              </p>
            ))}
            {change.removed.map((line, no) => (
              <p key={`-${no}`} data-change="removed">
                <span className="k-hidden-visually">{t("changes.removed")}: </span>
                <del>{line}</del>
              </p>
            ))}
          </li>
        ))}
      </ul>
    </Card>
  );
}

/** Every version that somebody confirmed, to be read as it was. */
export function VersionsCard(props: {
  document: DocumentView;
  version: number | undefined;
  onVersion: (version: number | undefined) => void;
}): ReactNode {
  const t = useTexts(texts);
  const format = useFormat();
  const { versions } = props.document;
  if (versions.length === 0) return null;
  return (
    <Card title={t("version.earlier")}>
      <ul className="doc-versions">
        {props.version !== undefined && (
          <li>
            <Button size="xs" onClick={() => props.onVersion(undefined)}>
              {t("version.now")}
            </Button>
          </li>
        )}
        {versions.map((each) => (
          <li key={each.version} aria-current={each.version === props.version || undefined}>
            <div>
              <b>{t("version.line", { version: each.version })}</b>
              <span className="k-muted k-small">
                {t("version.by", {
                  name: each.confirmedBy,
                  date: format.dateLong(each.confirmedAt),
                })}
              </span>
              <span className="k-muted k-small k-mono">{each.sha256.slice(0, 16)}…</span>
            </div>
            {each.version !== props.version && (
              <Button
                size="xs"
                aria-label={`${t("read")}: ${t("version.line", { version: each.version })}`}
                onClick={() => props.onVersion(each.version)}
              >
                {t("read")}
              </Button>
            )}
          </li>
        ))}
      </ul>
    </Card>
  );
}
