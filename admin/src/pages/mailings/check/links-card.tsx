import { Button } from "@mantine/core";
import { useEffect, useRef, type ReactNode } from "react";
import type { LinkCheckView } from "../../../../../contract/link-check.ts";
import {
  api,
  invalidate,
  queryClient,
  useApiMutation,
  useApiQuery,
  useCan,
} from "../../../api/index.ts";
import {
  Card,
  FindingList,
  inSentence,
  Loaded,
  ProgressBar,
  showProblem,
  useFormat,
  useLocale,
  useTexts,
  type Finding,
} from "../../../ui/index.ts";
import { linksTexts } from "./links-texts.ts";

type Address = LinkCheckView["addresses"][number];

/** Answers that are worth a line of their own. */
const LEVELS = {
  not_found: "warning",
  failed: "warning",
  moved: "info",
  not_asked: "info",
} as const;

/** Whether the links and images of a mailing lead somewhere, as they answered when they were last asked. */
export function LinksCard({ mailingId }: { mailingId: string }): ReactNode {
  const t = useTexts(linksTexts);
  const can = useCan();
  const path = `/mailings/${mailingId}/link-check`;
  const query = useApiQuery<LinkCheckView>(path, undefined, {
    staleTime: 0,
    refetchInterval: (data) => (data?.state === "running" ? 1_000 : false),
  });
  const ask = useApiMutation(() => api.post<LinkCheckView>(path), {
    invalidates: [path],
    onError: showProblem,
  });
  const state = query.data?.state;
  const before = useRef(state);
  useEffect(() => {
    // What the links answered stands in the findings of the final check too.
    if (before.current === "running" && state === "done")
      void invalidate(queryClient, [`/mailings/${mailingId}/readiness`]);
    before.current = state;
  }, [state, mailingId]);
  return (
    <Card title={t("title")}>
      <p className="k-muted" style={{ marginBottom: 16 }}>
        {t("lead")}
      </p>
      <Loaded query={query} skeleton={<p className="k-muted">…</p>}>
        {(check) => (
          <div aria-live="polite" className="k-stack">
            {check.state === "running" ? (
              <ProgressBar label={t("running")} done={check.done} total={check.total} />
            ) : (
              <Answers check={check} />
            )}
          </div>
        )}
      </Loaded>
      {can("mailings.write") && (
        <div className="k-row k-noprint" style={{ marginTop: 16 }}>
          <Button
            loading={ask.isPending}
            disabled={state === "running" || query.data?.addresses.length === 0}
            onClick={() => ask.mutate(undefined)}
          >
            {t(state === undefined || state === "never" ? "ask" : "again")}
          </Button>
        </div>
      )}
    </Card>
  );
}

function Answers({ check }: { check: LinkCheckView }): ReactNode {
  const t = useTexts(linksTexts);
  const format = useFormat();
  const locale = useLocale();
  const { addresses, finishedAt } = check;
  if (addresses.length === 0) return <p className="k-muted">{t("none")}</p>;
  const reached = addresses.filter(({ state }) => state === "reachable");
  const open = addresses.filter(({ state }) => state === "open");
  const weight = addresses.reduce((sum, { bytes }) => sum + (bytes ?? 0), 0);
  const findingOf = (address: Address, state: keyof typeof LEVELS): Finding => {
    const { kind, label, url, reason, finalUrl } = address;
    const because = reason ? ` (${reason[locale]})` : "";
    return {
      id: url,
      level: LEVELS[state],
      title: `${t(`states.${state}`)}${because}: ${label || `${t(kind)} ${t("unnamed")}`}`,
      text: (
        <span className="m-address">
          <a href={url} target="_blank" rel="noreferrer noopener">
            {url}
          </a>
          {finalUrl && <span>{t("movedTo", { url: finalUrl })}</span>}
        </span>
      ),
    };
  };
  const findings: Finding[] = [
    ...(["not_found", "failed", "moved", "not_asked"] as const).flatMap((state) =>
      addresses
        .filter((address) => address.state === state)
        .map((address) => findingOf(address, state)),
    ),
    ...(open.length > 0
      ? [{ id: "open", level: "info" as const, title: t("open", { count: open.length }) }]
      : []),
    ...(reached.length > 0
      ? [
          {
            id: "fine",
            level: "ok" as const,
            title: t("fine", { count: reached.length }),
            text: weight > 0 ? t("weight", { size: format.bytes(weight) }) : undefined,
          },
        ]
      : []),
  ];
  return (
    <>
      <FindingList findings={findings} />
      {finishedAt && (
        <p className="k-small k-muted">
          {t("when", { when: inSentence(format.moment(finishedAt)) })}
        </p>
      )}
    </>
  );
}
