import { useQueryClient } from "@tanstack/react-query";
import { useState, type ReactNode } from "react";
import type { MailingReport } from "../../../../../contract/reports.ts";
import { api } from "../../../api/index.ts";
import { currentTime, ProgressBar, showProblem, useFormat, useTexts } from "../../../ui/index.ts";
import { texts } from "./texts.ts";

/** When the figures of a large mailing were counted, and the way to newer ones. Nothing where each look counts anew. */
export function FiguresAt({ report }: { report: MailingReport }): ReactNode {
  const t = useTexts(texts);
  const format = useFormat();
  const queries = useQueryClient();
  const [asking, setAsking] = useState(false);
  const { snapshot, figuresAt, mailing } = report;
  if (!snapshot) return null;
  const ask = (): void => {
    setAsking(true);
    api
      .post(`/mailings/${mailing.id}/report/refresh`, {})
      .then(() => queries.invalidateQueries())
      .catch((error: unknown) => showProblem(error))
      .finally(() => setAsking(false));
  };
  if (snapshot.computingSince) {
    const passed = currentTime().getTime() - new Date(snapshot.computingSince).getTime();
    const expected = Math.max(1000, snapshot.tookMs);
    return (
      <div className="m-figures-at" role="status">
        <ProgressBar
          label={t("snapshot.label")}
          done={Math.min(0.95, passed / expected)}
          total={1}
          base={`${t("snapshot.label")} · ${t("snapshot.expected", { time: format.duration(Math.ceil(expected / 1000)) })}`}
        />
      </div>
    );
  }
  return (
    <p className="m-figures-at k-small k-muted">
      {t("snapshot.at", { when: format.dateTime(figuresAt) })}
      {" · "}
      <button type="button" className="k-textbutton k-noprint" disabled={asking} onClick={ask}>
        {t("snapshot.again")}
      </button>
    </p>
  );
}
