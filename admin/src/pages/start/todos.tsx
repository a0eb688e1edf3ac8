import { Button } from "@mantine/core";
import {
  IconAlertTriangle,
  IconBan,
  IconCalendar,
  IconFileText,
  IconHandStop,
  IconHelpCircle,
  IconMail,
  IconMessageReply,
  IconMoodSmile,
  IconPencil,
  IconPlayerPause,
  IconPlugConnected,
  IconScale,
  IconSchool,
  IconSettings,
  IconShieldCheck,
  IconUrgent,
  IconUserCheck,
  IconUserShield,
  IconWorld,
  type Icon,
} from "@tabler/icons-react";
import { useState, type ReactNode } from "react";
import type { Todo } from "../../../../contract/dashboard.ts";
import {
  ButtonLink,
  EmptyState,
  TodoList,
  useFormat,
  useLocale,
  useTexts,
  type Moment,
  type TodoItem,
  inSentence,
} from "../../ui/index.ts";
import { texts } from "./texts.ts";

const SHOWN = 5;
const CHECKS_NAMED = 2;

const ICONS: Record<Todo["code"], Icon> = {
  setup_incomplete: IconSettings,
  check_failed: IconShieldCheck,
  reply_address_unconfirmed: IconMail,
  reply_waiting: IconMessageReply,
  block_review_due: IconBan,
  sending_stopped: IconHandStop,
  sending_alarm: IconAlertTriangle,
  approval_waiting: IconUserCheck,
  second_person_waiting: IconUserCheck,
  alert_open: IconAlertTriangle,
  mailing_paused: IconPlayerPause,
  mailing_missed: IconAlertTriangle,
  mailing_scheduled: IconCalendar,
  delivery_uncertain: IconHelpCircle,
  mailing_draft: IconPencil,
  data_request_open: IconUserShield,
  data_notice_open: IconMessageReply,
  information_due: IconMessageReply,
  incident_open: IconUrgent,
  training_overdue: IconSchool,
  place_open: IconWorld,
  tool_review_due: IconPlugConnected,
  core_return_due: IconMessageReply,
  core_manual_open: IconPencil,
  assessment_due: IconScale,
  document_changed: IconFileText,
};

/** What waits, the most urgent first, each with one action. Failed checks are one task: the checklist. */
export function Todos(props: {
  todos: Todo[];
  now: Moment;
  /** Without a filled button, where the page has another next step. */
  plain?: boolean;
}): ReactNode {
  const t = useTexts(texts);
  const items = useTodoItems(props.todos, props.now, props.plain ?? false);
  const [all, setAll] = useState(false);
  if (items.length === 0)
    return (
      <EmptyState
        icon={<IconMoodSmile size={28} stroke={1.6} />}
        title={t("calmTitle")}
        text={t("calmText")}
      />
    );
  const hidden = items.length - SHOWN;
  return (
    <>
      <TodoList items={all ? items : items.slice(0, SHOWN)} />
      {hidden > 0 && (
        <div className="st-more">
          <Button variant="subtle" size="xs" aria-expanded={all} onClick={() => setAll(!all)}>
            {all ? t("fewer") : t("all", { count: hidden })}
          </Button>
        </div>
      )}
    </>
  );
}

function useTodoItems(todos: Todo[], now: Moment, plain: boolean): TodoItem[] {
  const t = useTexts(texts);
  const locale = useLocale();
  const format = useFormat();
  const when: Partial<Record<Todo["code"], "since" | "edited" | "planned" | "missedAt" | "due">> = {
    reply_waiting: "due",
    sending_stopped: "since",
    sending_alarm: "since",
    core_return_due: "since",
    mailing_paused: "since",
    approval_waiting: "since",
    second_person_waiting: "since",
    alert_open: "since",
    mailing_draft: "edited",
    mailing_scheduled: "planned",
    mailing_missed: "missedAt",
  };
  const checks = todos.filter((todo) => todo.code === "check_failed");
  const joined = checks.length > 1;
  const list = joined
    ? todos.filter((todo) => todo.code !== "check_failed" || todo === checks[0])
    : todos;
  return list.map((todo, index) => {
    const isChecks = joined && todo.code === "check_failed";
    const key = when[todo.code];
    const time =
      todo.at && key ? t(key, { when: inSentence(format.moment(todo.at, now)) }) : undefined;
    const named = checks.slice(0, CHECKS_NAMED).map((check) => nameOf(check, locale));
    const rest = checks.length - named.length;
    const TodoIcon = ICONS[todo.code];
    return {
      id: `${todo.code} ${todo.path} ${todo.rule ?? ""}`,
      icon: <TodoIcon size={20} stroke={1.6} />,
      tone: todo.urgent ? "wait" : todo.code === "mailing_draft" ? "go" : "plain",
      title: isChecks ? t("checks", { count: checks.length }) : todo.title[locale],
      text: isChecks
        ? rest > 0
          ? t("checksMore", { labels: named.join(" · "), count: rest })
          : named.join(" · ")
        : [time, todo.detail?.[locale]].filter(Boolean).join(" · ") || undefined,
      action: (
        <ButtonLink size="xs" to={todo.path} variant={index === 0 && !plain ? "filled" : "default"}>
          {t(`act.${todo.code}`)}
        </ButtonLink>
      ),
    };
  });
}

/** What a failed check looks at: the part of its title behind the colon. */
function nameOf(check: Todo, locale: "de" | "en"): string {
  const title = check.title[locale];
  return title.slice(title.indexOf(":") + 1).trim();
}
