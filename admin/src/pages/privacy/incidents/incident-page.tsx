import { Button, Textarea } from "@mantine/core";
import { useState, type ReactNode } from "react";
import type { IncidentDetail } from "../../../../../contract/incidents.ts";
import { api, useApiMutation, useApiQuery } from "../../../api/index.ts";
import {
  Card,
  Grid,
  Loaded,
  Page,
  PageSkeleton,
  Pill,
  Problem,
  showDone,
  Timeline,
  useFormat,
  useRouteParam,
  useTexts,
  type TimelineItem,
} from "../../../ui/index.ts";
import { places } from "../places.ts";
import { texts as shared } from "../texts.ts";
import "../privacy.css";
import { Facts } from "./facts.tsx";
import { EvidenceCard } from "../evidence/evidence-files.tsx";
import { FactsCard } from "./facts-card.tsx";
import "./incidents.css";
import { LettersCard } from "./letters-card.tsx";
import { NextStepCard } from "./next-step-card.tsx";
import { PeopleCard } from "./people-card.tsx";
import { texts } from "./texts.ts";
import { CHANGED, toneOf, useClock } from "./words.ts";

const EVERY_MS = 60_000;

/** One entry: the clock and the next step large, what is known below, letters and history beside it. */
export default function IncidentPage(): ReactNode {
  const id = useRouteParam("id");
  const query = useApiQuery<IncidentDetail>(`/incidents/${id}`, undefined, {
    refetchInterval: EVERY_MS,
  });
  return (
    <Loaded query={query} skeleton={<PageSkeleton />}>
      {(incident) => <Incident key={incident.id} incident={incident} />}
    </Loaded>
  );
}

function Incident({ incident }: { incident: IncidentDetail }): ReactNode {
  const t = useTexts(texts);
  const tShared = useTexts(shared);
  const format = useFormat();
  const clock = useClock();
  const isOpen = incident.state === "open";
  return (
    <Page
      title={incident.title}
      crumbs={[
        { label: tShared("title"), to: places.overview },
        { label: t("title"), to: places.incidents },
      ]}
      meta={
        <span className="k-row">
          <Pill tone={toneOf(incident)}>{clock(incident)}</Pill>
          <span>
            {[
              incident.number,
              incident.nearMiss ? t("nearMiss") : t(`kinds.${incident.kind}`),
              t("known", { at: format.moment(incident.discoveredAt) }),
            ].join(" · ")}
          </span>
        </span>
      }
    >
      <Grid>
        <div className="c8 k-stack-lg">
          <NextStepCard key={incident.next} incident={incident} />
          <FactsCard incident={incident} />
          {isOpen && <PeopleCard incident={incident} />}
          <LettersCard incident={incident} />
          <EvidenceCard subject="incidents" id={incident.id} />
        </div>
        <div className="c4 k-stack-lg">
          <ClockCard incident={incident} />
          <DecisionsCard incident={incident} />
          <History incident={incident} />
        </div>
      </Grid>
    </Page>
  );
}

/** The 72 hours as a bar: how much of them has gone. */
function ClockCard({ incident }: { incident: IncidentDetail }): ReactNode {
  const t = useTexts(texts);
  const format = useFormat();
  const clock = useClock();
  if (!incident.running) return null;
  const tone = toneOf(incident);
  const gone = Math.min(1, Math.max(0, 1 - incident.minutesLeft / (72 * 60)));
  return (
    <Card title={t("clock")}>
      <div className="k-stack">
        <p className="inc-clock" data-tone={tone}>
          {clock(incident)}
        </p>
        <div className="inc-bar" data-tone={tone} aria-hidden="true">
          <span style={{ width: `${Math.round(gone * 100)}%` }} />
        </div>
        <p className="k-muted">{t("dueAt", { at: format.dateTime(incident.dueAt) })}</p>
      </div>
    </Card>
  );
}

function DecisionsCard({ incident }: { incident: IncidentDetail }): ReactNode {
  const t = useTexts(texts);
  const format = useFormat();
  if (incident.nearMiss || incident.state === "proposed" || incident.state === "dismissed")
    return null;
  const fact = (decision: IncidentDetail["authority"]): ReactNode => {
    if (decision === null) return t("undecided");
    const what = !decision.notify
      ? t("notifyNo")
      : decision.doneAt === null
        ? t("notifyYes")
        : t("notifyDone", { at: format.dateTime(decision.doneAt) });
    return (
      <>
        {what}
        <span className="inc-words k-small k-muted">
          {[decision.reference, decision.reason, decision.by].filter(Boolean).join(" · ")}
        </span>
      </>
    );
  };
  return (
    <Card title={t("decisions")}>
      <Facts
        narrow
        items={[
          [t("authority"), fact(incident.authority)],
          [t("peopleFact"), fact(incident.peopleNotice)],
        ]}
      />
    </Card>
  );
}

function History({ incident }: { incident: IncidentDetail }): ReactNode {
  const t = useTexts(texts);
  const items = incident.events
    .map((event, index): TimelineItem => {
      const isAlarm = event.kind === "alarm";
      const fields = event.changes
        .map(({ field }) => field)
        .filter((field) => field !== "notify" && field !== "toldAt");
      return {
        id: String(index),
        at: event.at,
        tone: isAlarm
          ? "danger"
          : /told|closed/.test(event.kind)
            ? "ok"
            : /decided/.test(event.kind)
              ? "go"
              : "plain",
        title: t(`events.${event.kind as "alarm"}`, { hours: event.text }),
        text: (
          <>
            {[
              isAlarm ? "" : event.actor,
              fields.map((field) => t(`changedFields.${field as "what"}`)).join(", "),
            ]
              .filter(Boolean)
              .join(" · ")}
            {!isAlarm && event.text && <span className="inc-words">{event.text}</span>}
          </>
        ),
      };
    })
    .toReversed();
  return (
    <Card title={t("history")}>
      <div className="k-stack">
        <NoteForm incident={incident} />
        <Timeline items={items} />
      </div>
    </Card>
  );
}

function NoteForm({ incident }: { incident: IncidentDetail }): ReactNode {
  const t = useTexts(texts);
  const [text, setText] = useState("");
  const save = useApiMutation(
    () => api.post(`/incidents/${incident.id}/notes`, { text: text.trim() }),
    {
      invalidates: CHANGED,
      onSuccess: () => {
        setText("");
        showDone(t("saved"));
      },
    },
  );
  return (
    <form
      className="k-stack"
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate();
      }}
    >
      <Textarea
        label={t("note")}
        autosize
        minRows={1}
        maxLength={4000}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      {save.error && <Problem error={save.error} />}
      {text.trim() !== "" && (
        <div>
          <Button size="xs" type="submit" loading={save.isPending}>
            {t("addNote")}
          </Button>
        </div>
      )}
    </form>
  );
}
