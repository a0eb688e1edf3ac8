import { Menu, VisuallyHidden } from "@mantine/core";
import {
  IconAlertTriangle,
  IconArrowRight,
  IconCalendarEvent,
  IconRepeat,
} from "@tabler/icons-react";
import { useState, type DragEvent, type ReactNode } from "react";
import type { CalendarItem, ComingIssue } from "../../../../../contract/calendar.ts";
import { Link, useFormat, useGo, useTexts } from "../../../ui/index.ts";
import { checkPath, hrefOf, recurringPath } from "../places.ts";
import { ApprovalPill, CampaignMark } from "../planning-tabs.tsx";
import { StatePill } from "../mailing-state.tsx";
import { texts as shared } from "../texts.ts";
import { useClashText } from "./clash-text.ts";
import { addDays, dayOf, type Day } from "./days.ts";
import { texts } from "./texts.ts";

interface Moves {
  mayMove: boolean;
  onMoveTo: (item: CalendarItem, day: Day) => void;
  onAsk: (item: CalendarItem) => void;
}

/** Days with their mailings; on the phone only the days that have some, below each other. */
export function CalendarGrid(
  props: Moves & {
    days: Day[];
    view: "month" | "week";
    month: string;
    today: Day;
    items: CalendarItem[];
    coming: ComingIssue[];
  },
): ReactNode {
  const format = useFormat();
  const [dragged, setDragged] = useState<CalendarItem>();
  const [over, setOver] = useState<Day>();
  const tag = format.locale === "de" ? "de-DE" : "en-GB";
  const weekday = new Intl.DateTimeFormat(tag, { weekday: "short", timeZone: "UTC" });
  const long = new Intl.DateTimeFormat(tag, {
    weekday: "short",
    day: "numeric",
    month: "long",
    timeZone: "UTC",
  });
  const asDate = (day: Day) => new Date(`${day}T00:00:00Z`);
  const drop = (event: DragEvent, day: Day): void => {
    event.preventDefault();
    setOver(undefined);
    if (dragged && dayOf(dragged.at, format.timeZone) !== day) props.onMoveTo(dragged, day);
    setDragged(undefined);
  };
  return (
    <div className="p-grid" data-view={props.view}>
      {props.days.slice(0, 7).map((day) => (
        <div key={day} className="p-weekday k-cap" aria-hidden="true">
          {weekday.format(asDate(day))}
        </div>
      ))}
      {props.days.map((day) => {
        const items = props.items.filter((item) => dayOf(item.at, format.timeZone) === day);
        const coming = props.coming.filter((issue) => dayOf(issue.at, format.timeZone) === day);
        return (
          <section
            key={day}
            className="p-day"
            aria-label={long.format(asDate(day))}
            data-day={day}
            data-today={day === props.today}
            data-other={props.view === "month" && !day.startsWith(props.month)}
            data-empty={items.length + coming.length === 0}
            data-over={dragged !== undefined && over === day}
            onDragOver={(event) => {
              if (!dragged || day < props.today) return;
              event.preventDefault();
              setOver(day);
            }}
            onDrop={(event) => drop(event, day)}
          >
            <p className="p-no" aria-hidden="true">
              <span className="p-no-wide">{Number(day.slice(8))}</span>
              <span className="p-no-narrow">{long.format(asDate(day))}</span>
            </p>
            {items.map((item) => (
              <Item
                key={item.id}
                item={item}
                day={day}
                mayMove={props.mayMove}
                onMoveTo={props.onMoveTo}
                onAsk={props.onAsk}
                dragged={dragged === item}
                onDrag={setDragged}
              />
            ))}
            {coming.map((issue) => (
              <Coming key={`${issue.recurringId} ${issue.at}`} issue={issue} />
            ))}
          </section>
        );
      })}
    </div>
  );
}

/** A date of a recurring mailing whose issue is not made yet; it leads to its plan. */
function Coming({ issue }: { issue: ComingIssue }): ReactNode {
  const t = useTexts(texts);
  const format = useFormat();
  return (
    <Link
      to={recurringPath(issue.recurringId)}
      className="p-item p-coming"
      data-colour={issue.campaign?.colour}
    >
      <b>{issue.name}</b>
      <small>
        <IconRepeat size={14} stroke={1.8} aria-hidden="true" /> {format.time(issue.at)}
        {issue.needsNews && ` · ${t("ifNews")}`}
        <VisuallyHidden>{`, ${t("recurring")}`}</VisuallyHidden>
      </small>
    </Link>
  );
}

function Item(
  props: Moves & {
    item: CalendarItem;
    day: Day;
    dragged: boolean;
    onDrag: (item: CalendarItem | undefined) => void;
  },
): ReactNode {
  const t = useTexts(texts);
  const tShared = useTexts(shared);
  const format = useFormat();
  const go = useGo();
  const say = useClashText();
  const { item, day } = props;
  const waits = item.approvalState === "requested";
  const moves = props.mayMove && item.state === "scheduled";
  const state = waits ? tShared("approvalStates.requested") : tShared(`states.${item.state}`);
  return (
    <Menu position="bottom-start" shadow="md" width={320}>
      <Menu.Target>
        <button
          type="button"
          className="p-item"
          data-colour={item.campaign?.colour}
          data-done={item.state === "sent"}
          data-waits={waits || item.state === "missed" || item.state === "paused"}
          data-dragged={props.dragged}
          draggable={moves}
          onDragStart={(event) => {
            event.dataTransfer.effectAllowed = "move";
            event.dataTransfer.setData("text/plain", item.name);
            props.onDrag(item);
          }}
          onDragEnd={() => props.onDrag(undefined)}
        >
          <b>{item.name}</b>
          <small>
            {format.time(item.at)}
            {waits || item.state !== "scheduled" ? (
              ` · ${state}`
            ) : (
              <VisuallyHidden>{`, ${state}`}</VisuallyHidden>
            )}
            {item.clashes.length > 0 && <IconAlertTriangle size={14} stroke={2} />}
          </small>
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        <div className="p-what">
          <p>
            <b>{item.name}</b>
          </p>
          <p className="k-muted">{item.subject || tShared("noSubject")}</p>
          <p className="k-muted">
            {item.lists.length > 0
              ? t("lists", { lists: format.list(item.lists) })
              : t("customers")}
          </p>
          <p>
            {waits ? <ApprovalPill state="requested" /> : <StatePill state={item.state} />}{" "}
            {item.campaign && <CampaignMark campaign={item.campaign} />}
          </p>
          {item.clashes.map((clash) => (
            <p key={clash.list ?? ""}>
              <IconAlertTriangle size={14} stroke={2} aria-hidden="true" color="var(--amber)" />{" "}
              {say(clash)}
            </p>
          ))}
        </div>
        <Menu.Divider />
        <Menu.Item
          leftSection={<IconArrowRight size={18} stroke={1.6} aria-hidden="true" />}
          onClick={() => go(waits ? checkPath(item.id) : hrefOf(item))}
        >
          {t("open")}
        </Menu.Item>
        {moves && (
          <>
            <Menu.Item
              leftSection={<IconCalendarEvent size={18} stroke={1.6} aria-hidden="true" />}
              onClick={() => props.onAsk(item)}
            >
              {t("moveTo")}
            </Menu.Item>
            <Menu.Item onClick={() => props.onMoveTo(item, addDays(day, 1))}>
              {t("dayLater")}
            </Menu.Item>
            <Menu.Item onClick={() => props.onMoveTo(item, addDays(day, -1))}>
              {t("dayEarlier")}
            </Menu.Item>
            <Menu.Item onClick={() => props.onMoveTo(item, addDays(day, 7))}>
              {t("weekLater")}
            </Menu.Item>
          </>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}
