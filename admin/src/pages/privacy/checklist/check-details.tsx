import { Button } from "@mantine/core";
import type { ReactNode } from "react";
import type {
  CheckHistoryView,
  ChecklistView,
  CheckView,
} from "../../../../../contract/compliance.ts";
import { api, useApiMutation, useApiQuery, useCan } from "../../../api/index.ts";
import {
  KeyValue,
  showDone,
  showProblem,
  useFormat,
  useLocale,
  useTexts,
} from "../../../ui/index.ts";
import { EvidenceFiles } from "../evidence/evidence-files.tsx";
import { evidenceRows } from "./evidence-rows.ts";
import { keepChecklist } from "./progress.ts";
import { texts } from "./texts.ts";

const SHOWN_CHANGES = 8;

/** What a check was found on, who confirmed what, and how it stood before. */
export function CheckDetails({ id, check }: { id: string; check: CheckView }): ReactNode {
  const t = useTexts(texts);
  const locale = useLocale();
  const format = useFormat();
  const history = useApiQuery<CheckHistoryView>(`/checks/${check.id}/history`);
  const rows = evidenceRows(check.evidence, (name) => t(`found.${name}`), format.moment);
  const answers = check.questions.filter(({ answer }) => answer !== null);
  return (
    <div id={id} className="pv-details">
      {rows.length > 0 && <KeyValue items={rows} />}
      {answers.map(({ key, text, answer }) => (
        <div key={key} className="pv-answer">
          <p>{text[locale]}</p>
          <p className="k-small k-muted">
            {t("answer.given", {
              by: answer!.by,
              at: format.dateLong(answer!.at),
              until: format.dateLong(answer!.validUntil),
              evidence: answer!.evidence,
            })}
          </p>
          <EvidenceFiles subject="checks" id={answer!.id} />
          <Withdraw checkId={check.id} question={key} />
        </div>
      ))}
      {check.override && <EndOverride checkId={check.id} />}
      {rows.length === 0 && answers.length === 0 && (
        <p className="k-small k-muted">{t("noEvidence")}</p>
      )}
      {(history.data?.items.length ?? 0) > 1 && (
        <>
          <p className="pv-details-title">{t("history")}</p>
          <ul className="pv-changes">
            {history.data!.items.slice(0, SHOWN_CHANGES).map((change) => (
              <li key={change.at} data-status={change.status}>
                <span>{format.moment(change.at)}</span>
                <b>{t(`status.${change.status}`)}</b>
                <span>{change.message[locale]}</span>
              </li>
            ))}
          </ul>
        </>
      )}
    </div>
  );
}

function Withdraw(props: { checkId: string; question: string }): ReactNode {
  const t = useTexts(texts);
  const can = useCan();
  const take = useApiMutation(
    () =>
      api.delete<ChecklistView>(`/checks/${props.checkId}/answer`, undefined, {
        query: { key: props.question },
      }),
    {
      invalidates: ["/dashboard", "/audit", `/checks/${props.checkId}/history`],
      onSuccess: (checklist) => {
        keepChecklist(checklist);
        showDone(t("answer.withdrawn"));
      },
      onError: showProblem,
    },
  );
  if (!can("privacy.manage")) return null;
  return (
    <Button
      size="xs"
      variant="subtle"
      loading={take.isPending}
      onClick={() => take.mutate(undefined)}
    >
      {t("answer.withdraw")}
    </Button>
  );
}

function EndOverride({ checkId }: { checkId: string }): ReactNode {
  const t = useTexts(texts);
  const can = useCan();
  const end = useApiMutation(() => api.delete<ChecklistView>(`/checks/${checkId}/override`), {
    invalidates: ["/dashboard", "/audit"],
    onSuccess: (checklist) => {
      keepChecklist(checklist);
      showDone(t("override.ended"));
    },
    onError: showProblem,
  });
  if (!can("account.manage")) return null;
  return (
    <Button
      size="xs"
      variant="subtle"
      loading={end.isPending}
      onClick={() => end.mutate(undefined)}
    >
      {t("override.end")}
    </Button>
  );
}
