import { Button } from "@mantine/core";
import { IconDownload, IconInbox } from "@tabler/icons-react";
import { useState, type ReactNode } from "react";
import type { DataRequestView, RequestSummary } from "../../../../../contract/data-requests.ts";
import { api, useApiList, useApiQuery, useCan } from "../../../api/index.ts";
import {
  ButtonLink,
  Card,
  CardSkeletons,
  CopyButton,
  EmptyState,
  Figures,
  Grid,
  Link,
  PageTabs,
  Pill,
  Problem,
  showProblem,
  StatFigure,
  useFormat,
  useLocale,
  useSearch,
  useTexts,
} from "../../../ui/index.ts";
import { Cockpit } from "../cockpit.tsx";
import { places, requestPath } from "../places.ts";
import { NewRequestDialog } from "./new-request-dialog.tsx";
import { informationTexts } from "./information-texts.ts";
import "./requests.css";
import { texts } from "./texts.ts";
import { noon, toneOf, useDeadline } from "./words.ts";

/** What is due when, one clear next step for each case (DSR-10). */
export default function RequestsPage(): ReactNode {
  const t = useTexts(texts);
  const can = useCan();
  const [search] = useSearch();
  const state = search["state"] === "ended" ? "ended" : "open";
  const [isNew, setNew] = useState(false);
  const summary = useApiQuery<RequestSummary>("/data-requests/summary").data;
  return (
    <Cockpit
      section="requests"
      actions={
        can("intake.record") && (
          <Button variant="filled" onClick={() => setNew(true)}>
            {t("new")}
          </Button>
        )
      }
    >
      <div className="k-stack-lg">
        <p className="k-muted pv-lead">{t("lead")}</p>
        {summary && <Now summary={summary} />}
        <Grid>
          <div className="c8 dr-cases">
            <PageTabs
              label={t("title")}
              tabs={(["open", "ended"] as const).map((one) => ({
                to: one === "open" ? places.requests : `${places.requests}?state=ended`,
                label: t(one),
                current: one === state,
              }))}
            />
            <Cases key={state} state={state} />
          </div>
          <div className="c4 k-stack-lg">
            {summary && <Ways summary={summary} />}
            <Register />
            <Information />
          </div>
        </Grid>
      </div>
      {isNew && <NewRequestDialog onClose={() => setNew(false)} />}
    </Cockpit>
  );
}

function Now({ summary }: { summary: RequestSummary }): ReactNode {
  const t = useTexts(texts);
  const format = useFormat();
  const { open, soon, overdue, notices, nextDueOn } = summary;
  return (
    <Card>
      <Figures>
        <StatFigure
          label={t("open")}
          value={open}
          base={nextDueOn ? t("openBase", { day: format.date(noon(nextDueOn)) }) : t("openNone")}
        />
        <StatFigure label={t("soon")} value={soon} base={t("soonBase")} />
        <StatFigure label={t("overdue")} value={overdue} base={t("overdueBase")} />
        <StatFigure
          label={<Link to={places.notices}>{t("notices")}</Link>}
          value={notices}
          base={t("noticesBase")}
        />
      </Figures>
    </Card>
  );
}

function Cases({ state }: { state: "open" | "ended" }): ReactNode {
  const t = useTexts(texts);
  const { items, query } = useApiList<DataRequestView>("/data-requests", { state });
  if (query.error && items.length === 0)
    return <Problem error={query.error} onRetry={() => void query.refetch()} />;
  if (query.isPending) return <CardSkeletons count={1} />;
  if (items.length === 0)
    return (
      <Card>
        <EmptyState
          icon={<IconInbox size={28} stroke={1.6} />}
          title={t(state === "open" ? "emptyTitle" : "emptyEnded")}
          text={t("emptyText")}
        />
      </Card>
    );
  return (
    <>
      <ul className="dr-list">
        {items.map((request) => (
          <Case key={request.id} request={request} />
        ))}
      </ul>
      {query.hasNextPage && (
        <Button
          variant="subtle"
          loading={query.isFetchingNextPage}
          onClick={() => void query.fetchNextPage()}
        >
          {t("more")}
        </Button>
      )}
    </>
  );
}

function Case({ request }: { request: DataRequestView }): ReactNode {
  const t = useTexts(texts);
  const format = useFormat();
  const deadline = useDeadline();
  const isOpen = request.urgency !== "ended";
  return (
    <li className="k-card dr-case" data-urgency={request.urgency}>
      <div className="dr-case-what">
        <p className="k-lab">
          {request.number} · {t(`articles.${request.kind}`)}
        </p>
        <h2>
          <Link to={requestPath(request.id)}>
            {t(request.lifts ? "kinds.lifts" : `kinds.${request.kind}`)}
          </Link>
        </h2>
        <p className="k-muted">
          {[
            request.person || t("anonymous"),
            t(`channels.${request.channel}`),
            t("received", { day: format.date(noon(request.receivedOn)) }),
          ].join(" · ")}
        </p>
      </div>
      <div className="dr-case-due">
        <Pill tone={toneOf(request)}>{deadline(request)}</Pill>
        {isOpen && (
          <p className="k-small k-muted">
            {t("due", { day: format.date(noon(request.dueOn)) })}
            {request.extended && `, ${t("extended")}`}
          </p>
        )}
      </div>
      <ButtonLink to={requestPath(request.id)} size="xs">
        {t(`next.${request.next}`)}
      </ButtonLink>
    </li>
  );
}

function Ways({ summary }: { summary: RequestSummary }): ReactNode {
  const t = useTexts(texts);
  return (
    <Card title={t("ways")}>
      <div className="k-stack">
        <p>
          {summary.address === null ? t("wayMailNone") : t("wayMail", { address: summary.address })}
        </p>
        <div>
          <p>{t("wayForm")}</p>
          <p className="k-mono dr-url">{summary.formUrl}</p>
          <CopyButton value={summary.formUrl}>{t("copyUrl")}</CopyButton>
        </div>
        <p>{t("wayHand")}</p>
        <p>{t("waySelf")}</p>
      </div>
    </Card>
  );
}

function Information(): ReactNode {
  const t = useTexts(informationTexts);
  return (
    <Card title={t("title")}>
      <div className="k-stack">
        <p>{t("linkText")}</p>
        <Link to={places.information}>{t("link")}</Link>
      </div>
    </Card>
  );
}

function Register(): ReactNode {
  const t = useTexts(texts);
  const locale = useLocale();
  const [busy, setBusy] = useState<string>();
  const save = (format: "csv" | "pdf"): void => {
    setBusy(format);
    api
      .download("/data-requests/register", { query: { format, locale } })
      .catch((error: unknown) => showProblem(error))
      .finally(() => setBusy(undefined));
  };
  return (
    <Card title={t("register")}>
      <div className="k-stack">
        <p>{t("registerText")}</p>
        <div className="k-row">
          {(["pdf", "csv"] as const).map((format) => (
            <Button
              key={format}
              size="xs"
              loading={busy === format}
              leftSection={<IconDownload size={16} stroke={1.6} aria-hidden="true" />}
              onClick={() => save(format)}
            >
              {t(format)}
            </Button>
          ))}
        </div>
      </div>
    </Card>
  );
}
