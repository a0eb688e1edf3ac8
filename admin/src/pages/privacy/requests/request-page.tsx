import { Button, Select } from "@mantine/core";
import { IconDownload, IconPaperclip } from "@tabler/icons-react";
import { useRef, useState, type ReactNode } from "react";
import { requestKinds, type DataRequestDetail } from "../../../../../contract/data-requests.ts";
import { api, invalidate, queryClient, useApiQuery } from "../../../api/index.ts";
import {
  Card,
  Grid,
  KeyValue,
  Link,
  Loaded,
  Notice,
  Page,
  PageSkeleton,
  Pill,
  problemText,
  showProblem,
  SimpleTable,
  Timeline,
  useFormat,
  useRouteParam,
  useTexts,
  type TimelineItem,
} from "../../../ui/index.ts";
import { places } from "../places.ts";
import { texts as shared } from "../texts.ts";
import { NextStep } from "./next-step.tsx";
import { NoteForm, SideActs } from "./side-acts.tsx";
import "../privacy.css";
import "./requests.css";
import { texts } from "./texts.ts";
import { CHANGED, noon, toneOf, useDeadline, useRequestErrors } from "./words.ts";

/** One case: the next step large, what is known beside it, everything that happened below. */
export default function RequestPage(): ReactNode {
  const id = useRouteParam("id");
  const query = useApiQuery<DataRequestDetail>(`/data-requests/${id}`);
  return (
    <Loaded query={query} skeleton={<PageSkeleton />}>
      {(request) => <Case key={request.id} request={request} />}
    </Loaded>
  );
}

function Case({ request }: { request: DataRequestDetail }): ReactNode {
  const t = useTexts(texts);
  const tShared = useTexts(shared);
  const format = useFormat();
  const deadline = useDeadline();
  return (
    <Page
      title={`${t(request.lifts ? "kinds.lifts" : `kinds.${request.kind}`)} · ${request.number}`}
      crumbs={[
        { label: tShared("title"), to: places.overview },
        { label: t("title"), to: places.requests },
      ]}
      meta={
        <span className="k-row">
          <Pill tone={toneOf(request)}>{deadline(request)}</Pill>
          <span>
            {[
              t("received", { day: format.date(noon(request.receivedOn)) }),
              t("due", { day: format.date(noon(request.dueOn)) }),
              t(`articles.${request.kind}`),
            ].join(" · ")}
          </span>
        </span>
      }
    >
      <div className="k-stack-lg">
        {request.restricted && <Notice tone="wait" title={t("locked")} />}
        {request.shared && <Notice tone="wait" title={t("sharedAddress")} />}
        <Grid>
          <div className="c8 k-stack-lg">
            <NextStep request={request} />
            {request.message !== "" && (
              <Card title={t("message")}>
                <blockquote className="pv-quote" tabIndex={0} aria-label={t("message")}>
                  {request.message}
                </blockquote>
              </Card>
            )}
            <History request={request} />
          </div>
          <div className="c4 k-stack-lg">
            <Facts request={request} />
            <SideActs request={request} />
            <Scans request={request} />
            {Object.keys(request.counts).length > 0 && <Counts request={request} />}
          </div>
        </Grid>
      </div>
    </Page>
  );
}

function Facts({ request }: { request: DataRequestDetail }): ReactNode {
  const t = useTexts(texts);
  const format = useFormat();
  const isOpen = request.urgency !== "ended";
  const change = async (kind: string | null): Promise<void> => {
    if (kind === null || kind === request.kind) return;
    try {
      await api.patch(`/data-requests/${request.id}`, { kind });
      await invalidate(queryClient, CHANGED);
    } catch (error) {
      showProblem(error);
    }
  };
  const contact = request.contactId ? (
    <Link to={`/contacts/${request.contactId}`}>{t("toContact")}</Link>
  ) : request.anonymisedAt ? (
    t("anonymous")
  ) : request.known ? (
    "–"
  ) : (
    t("unknown")
  );
  const identity =
    request.identity === null ? (
      t("identityOpen")
    ) : (
      <>
        {t(`way.${request.identity}`)}
        {request.identifiedAt && `, ${format.date(request.identifiedAt)}`}
        {request.identityNote && <span className="dr-words">{request.identityNote}</span>}
      </>
    );
  return (
    <Card title={t("person")}>
      <div className="k-stack">
        <KeyValue
          items={[
            ...(request.name ? ([[t("name"), request.name]] as [ReactNode, ReactNode][]) : []),
            ...(request.email ? ([[t("email"), request.email]] as [ReactNode, ReactNode][]) : []),
            [t("contact"), contact],
            [t("identity"), identity],
            [t("channel"), t(`channels.${request.channel}`)],
            [t("language"), t(`languages.${request.locale}`)],
            ...(request.extensionReason
              ? ([[t("extended"), request.extensionReason]] as [ReactNode, ReactNode][])
              : []),
          ]}
        />
        {isOpen && (
          <Select
            label={t("kind")}
            allowDeselect={false}
            data={requestKinds.map((value) => ({ value, label: t(`kinds.${value}`) }))}
            value={request.kind}
            onChange={(kind) => void change(kind)}
          />
        )}
      </div>
    </Card>
  );
}

function History({ request }: { request: DataRequestDetail }): ReactNode {
  const t = useTexts(texts);
  const items = request.events
    .map((event, index): TimelineItem => {
      const isAlarm = event.kind === "alarm";
      const who = event.actor || (event.kind === "identified" ? t("byPerson") : "");
      return {
        id: String(index),
        at: event.at,
        tone: isAlarm
          ? "danger"
          : event.kind === "answered" || event.kind === "identified"
            ? "ok"
            : event.kind === "refused"
              ? "no"
              : ["mailed", "letter", "link_sent"].includes(event.kind)
                ? "go"
                : "plain",
        title: t(`events.${event.kind as "note"}`),
        text: (
          <>
            {[who, isAlarm ? "" : event.subject].filter(Boolean).join(" · ")}
            {event.text && <span className="dr-words">{event.text}</span>}
          </>
        ),
      };
    })
    .toReversed();
  return (
    <Card title={t("history")}>
      <div className="k-stack">
        {!request.anonymisedAt && <NoteForm request={request} />}
        <Timeline items={items} />
      </div>
    </Card>
  );
}

function Scans({ request }: { request: DataRequestDetail }): ReactNode {
  const t = useTexts(texts);
  const format = useFormat();
  const words = useRequestErrors();
  const input = useRef<HTMLInputElement>(null);
  const [problem, setProblem] = useState<string>();
  const isOpen = request.urgency !== "ended";
  if (!isOpen && request.scans.length === 0) return null;
  const take = async (file: File | undefined): Promise<void> => {
    if (!file) return;
    setProblem(undefined);
    try {
      await api.upload(`/data-requests/${request.id}/scans`, file);
      await invalidate(queryClient, CHANGED);
    } catch (error) {
      setProblem(problemText(error, words));
    }
  };
  return (
    <Card title={t("scans")}>
      <div className="k-stack">
        {request.scans.map((scan, index) => (
          <div key={scan.id}>
            <Button
              size="xs"
              leftSection={<IconDownload size={16} stroke={1.6} aria-hidden="true" />}
              onClick={() =>
                api
                  .download(`/data-request-scans/${scan.id}`)
                  .catch((error: unknown) => showProblem(error))
              }
            >
              {t("scan", { no: index + 1 })} · {format.bytes(scan.sizeBytes)}
            </Button>
          </div>
        ))}
        {isOpen && (
          <>
            <p className="k-small k-muted">{t("scanHelp")}</p>
            <div>
              <input
                ref={input}
                type="file"
                hidden
                accept="application/pdf,image/jpeg,image/png"
                aria-label={t("addScan")}
                onChange={(event) => {
                  void take(event.currentTarget.files?.[0]);
                  event.currentTarget.value = "";
                }}
              />
              <Button
                size="xs"
                leftSection={<IconPaperclip size={16} stroke={1.6} aria-hidden="true" />}
                onClick={() => input.current?.click()}
              >
                {t("addScan")}
              </Button>
            </div>
          </>
        )}
        {problem && <p role="alert">{problem}</p>}
      </div>
    </Card>
  );
}

/** An erasure's counts, without anybody's data (DSR-06). */
function Counts({ request }: { request: DataRequestDetail }): ReactNode {
  const t = useTexts(texts);
  const format = useFormat();
  return (
    <Card title={t("counts")}>
      <SimpleTable
        label={t("counts")}
        head={
          <tr>
            <th scope="col">{t("table")}</th>
            <th scope="col" data-num>
              {t("rows")}
            </th>
          </tr>
        }
      >
        {Object.entries(request.counts).map(([table, count]) => (
          <tr key={table}>
            <td className="k-mono">{table}</td>
            <td data-num>{format.number(count)}</td>
          </tr>
        ))}
      </SimpleTable>
    </Card>
  );
}
