import { ActionIcon, Button, SegmentedControl } from "@mantine/core";
import { IconChevronLeft, IconChevronRight } from "@tabler/icons-react";
import { useState, type ReactNode } from "react";
import type { CalendarItem, CalendarView } from "../../../../../contract/calendar.ts";
import { api, useApiMutation, useApiQuery, useCan } from "../../../api/index.ts";
import {
  ButtonLink,
  Card,
  currentTime,
  inSentence,
  Loaded,
  Page,
  PageSkeleton,
  RuleTag,
  showDone,
  showProblem,
  useFormat,
  useSearch,
  useTexts,
} from "../../../ui/index.ts";
import { CALENDAR, RULES } from "../places.ts";
import { MailingTabs } from "../planning-tabs.tsx";
import { texts as shared } from "../texts.ts";
import { CalendarGrid } from "./calendar-grid.tsx";
import { useClashText } from "./clash-text.ts";
import { addDays, addMonths, beginOf, dayOf, daysShown, sameTimeOn, type Day } from "./days.ts";
import { MoveDialog } from "./move-dialog.tsx";
import { texts } from "./texts.ts";

/** What went out, what is planned and what waits, by month or week; planned mailings can be moved. */
export default function CalendarPage(): ReactNode {
  const t = useTexts(texts);
  const tShared = useTexts(shared);
  const { timeZone } = useFormat();
  const can = useCan();
  const [search, setSearch] = useSearch();
  const [moving, setMoving] = useState<CalendarItem>();
  const today = dayOf(currentTime().toISOString(), timeZone);
  const view = search["view"] === "week" ? "week" : "month";
  const day = /^\d{4}-\d\d-\d\d$/.test(search["day"] ?? "") ? search["day"]! : today;
  const days = daysShown(day, view);
  const query = useApiQuery<CalendarView>("/mailing-calendar", {
    from: beginOf(days[0]!, timeZone),
    to: beginOf(addDays(days.at(-1)!, 1), timeZone),
  });
  const move = useMove();
  const step = (direction: 1 | -1): void =>
    setSearch({
      day: view === "week" ? addDays(day, 7 * direction) : addMonths(day, direction),
    });
  return (
    <Page title={t("title")} crumbs={[{ label: tShared("title"), to: "/mailings" }]}>
      <MailingTabs current={CALENDAR} />
      <div className="k-stack-lg">
        <Card>
          <div className="p-bar">
            <Heading day={day} view={view} first={days[0]!} />
            <SegmentedControl
              aria-label={t("view")}
              value={view}
              onChange={(value) => setSearch({ view: value === "week" ? "week" : undefined })}
              data={[
                { value: "month", label: t("month") },
                { value: "week", label: t("week") },
              ]}
            />
            <div className="k-row">
              <Step label={t(`before.${view}`)} icon={IconChevronLeft} onClick={() => step(-1)} />
              <Button size="sm" onClick={() => setSearch({ day: undefined })}>
                {t("today")}
              </Button>
              <Step label={t(`after.${view}`)} icon={IconChevronRight} onClick={() => step(1)} />
            </div>
          </div>
          <Loaded query={query} skeleton={<PageSkeleton cards={1} />}>
            {(calendar) => (
              <>
                <CalendarGrid
                  days={days}
                  view={view}
                  month={day.slice(0, 7)}
                  today={today}
                  items={calendar.items}
                  coming={calendar.coming}
                  mayMove={can("mailings.send")}
                  onMoveTo={(item, to) => move(item, { local: sameTimeOn(to, item.at, timeZone) })}
                  onAsk={setMoving}
                />
                {calendar.items.length + calendar.coming.length === 0 && (
                  <p className="m-note">{t("nothing")}</p>
                )}
                {can("mailings.send") && <p className="m-note">{t("dragHint")}</p>}
              </>
            )}
          </Loaded>
        </Card>
        {query.data && <ClashCard items={query.data.items} />}
      </div>
      {moving && (
        <MoveDialog
          item={moving}
          onClose={() => setMoving(undefined)}
          onMove={(at) => move(moving, { at })}
        />
      )}
    </Page>
  );
}

function Step(props: {
  label: string;
  icon: typeof IconChevronLeft;
  onClick: () => void;
}): ReactNode {
  const StepIcon = props.icon;
  return (
    <ActionIcon
      variant="default"
      size={36}
      aria-label={props.label}
      title={props.label}
      onClick={props.onClick}
    >
      <StepIcon size={18} stroke={1.8} aria-hidden="true" />
    </ActionIcon>
  );
}

function Heading(props: { day: Day; view: "month" | "week"; first: Day }): ReactNode {
  const t = useTexts(texts);
  const format = useFormat();
  const noon = (day: Day) => `${day}T12:00:00Z`;
  if (props.view === "week")
    return <h2 aria-live="polite">{t("weekFrom", { day: format.dateLong(noon(props.first)) })}</h2>;
  const words = new Intl.DateTimeFormat(format.locale, { month: "long", year: "numeric" });
  return <h2 aria-live="polite">{words.format(new Date(noon(`${props.day.slice(0, 7)}-15`)))}</h2>;
}

/** Moves a mailing and says where it is now; refused, it says why and nothing has changed. */
function useMove(): (item: CalendarItem, to: { at?: string; local?: string }) => Promise<unknown> {
  const t = useTexts(texts);
  const format = useFormat();
  const words = {
    time_past: t("errors.time_past"),
    zones_passed: t("errors.zones_passed"),
    mailing_not_ready: t("errors.mailing_not_ready"),
  };
  const move = useApiMutation(
    ({ item, to }: { item: CalendarItem; to: { at?: string; local?: string } }) =>
      api.post<{ scheduledAt: string }>(`/mailings/${item.id}/reschedule`, to),
    {
      invalidates: ["/mailing-calendar", "/mailings"],
      onSuccess: (mailing, { item }) =>
        showDone(
          t("moved", { name: item.name, when: inSentence(format.moment(mailing.scheduledAt)) }),
        ),
      onError: (error) => showProblem(error, words),
    },
  );
  return (item, to) => move.mutateAsync({ item, to }).catch(() => undefined);
}

/** Mailings of which a cap leaves people out. */
function ClashCard({ items }: { items: CalendarItem[] }): ReactNode {
  const t = useTexts(texts);
  const format = useFormat();
  const say = useClashText();
  const clashing = items.filter((item) => item.clashes.length > 0);
  if (clashing.length === 0) return null;
  return (
    <Card title={t("clashTitle")} aside={<RuleTag rule="LEAD-14" />}>
      <p className="k-muted">{t("clashLead")}</p>
      <ul className="p-words">
        {clashing.map((item) => (
          <li key={item.id}>
            <b>{item.name}</b> <span className="k-muted">{format.dateTimeShort(item.at)}</span>
            {item.clashes.map((clash) => (
              <p key={clash.list ?? ""}>{say(clash)}</p>
            ))}
          </li>
        ))}
      </ul>
      <div className="m-under">
        <ButtonLink to={RULES} size="xs">
          {t("clashRules")}
        </ButtonLink>
      </div>
    </Card>
  );
}
