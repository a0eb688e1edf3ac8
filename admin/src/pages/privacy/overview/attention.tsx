import { Button } from "@mantine/core";
import {
  IconAlertTriangle,
  IconCertificate,
  IconClockQuestion,
  IconFileText,
  IconMessageReply,
  IconMoodSmile,
  IconPlugConnected,
  IconScale,
  IconSchool,
  IconShieldCheck,
  IconUrgent,
  IconUserShield,
  IconWorld,
  IconWriting,
  type Icon,
} from "@tabler/icons-react";
import { useState, type ReactNode } from "react";
import type { ChecklistView } from "../../../../../contract/compliance.ts";
import type { Dashboard, Todo } from "../../../../../contract/dashboard.ts";
import type { WordingView } from "../../../../../contract/consent.ts";
import { useApiQuery } from "../../../api/index.ts";
import {
  ButtonLink,
  Card,
  EmptyState,
  TodoList,
  useFormat,
  useLocale,
  useTexts,
  type Audience,
  type TodoItem,
} from "../../../ui/index.ts";
import { places, wordingPath } from "../places.ts";
import { waitsForApproval } from "../wordings/wording-state.ts";
import { texts } from "./texts.ts";

const NAMED = 2;
const SHOWN = 6;
/** What of the day's tasks is the data protection officer's. Checks and wordings have lines of their own here. */
const DUTIES: Partial<Record<Todo["code"], Icon>> = {
  data_request_open: IconUserShield,
  data_notice_open: IconMessageReply,
  incident_open: IconUrgent,
  alert_open: IconAlertTriangle,
  document_changed: IconFileText,
  assessment_due: IconScale,
  place_open: IconWorld,
  tool_review_due: IconPlugConnected,
  training_overdue: IconSchool,
};
/** Reasons of the gate that say: there may be a consent, but nobody could prove it. */
const UNPROVEN = ["consent_unverified", "doi_missing", "consent_stale"];

/** What needs a decision, the most serious first. */
export function Attention(props: {
  className: string;
  checklist: ChecklistView;
  wordings: WordingView[];
  audience: Audience | undefined;
}): ReactNode {
  const t = useTexts(texts);
  const [all, setAll] = useState(false);
  const duties = useDuties();
  const items = [
    ...duties.filter(({ tone }) => tone === "wait"),
    ...useFailed(props.checklist),
    ...useUnapproved(props.wordings),
    ...useUnproven(props.audience),
    ...duties.filter(({ tone }) => tone !== "wait"),
    ...useUnchecked(props.checklist),
  ];
  return (
    <Card className={props.className} title={t("attention")}>
      {items.length > 0 ? (
        <div>
          <TodoList items={all ? items : items.slice(0, SHOWN)} />
          {items.length > SHOWN && (
            <Button variant="subtle" size="xs" aria-expanded={all} onClick={() => setAll(!all)}>
              {all ? t("fewer") : t("allTasks", { count: items.length - SHOWN })}
            </Button>
          )}
        </div>
      ) : (
        <EmptyState
          icon={<IconMoodSmile size={28} stroke={1.6} />}
          title={t("calmTitle")}
          text={t("calmText")}
        />
      )}
    </Card>
  );
}

/** Requests with their deadlines, incidents, alerts, documents: the same tasks as on the start page. */
function useDuties(): TodoItem[] {
  const t = useTexts(texts);
  const locale = useLocale();
  const todos = useApiQuery<Dashboard>("/dashboard").data?.todos ?? [];
  return todos.flatMap((todo) => {
    const DutyIcon = DUTIES[todo.code];
    if (!DutyIcon) return [];
    return {
      id: `${todo.code} ${todo.path} ${todo.rule ?? ""}`,
      icon: <DutyIcon size={20} stroke={1.6} />,
      tone: todo.urgent ? "wait" : "plain",
      title: todo.title[locale],
      ...(todo.detail ? { text: todo.detail[locale] } : {}),
      action: (
        <ButtonLink size="xs" to={todo.path}>
          {t("openTask")}
        </ButtonLink>
      ),
    } satisfies TodoItem;
  });
}

function useFailed(checklist: ChecklistView): TodoItem[] {
  const t = useTexts(texts);
  const locale = useLocale();
  const failed = checklist.items
    .filter((check) => check.status === "failed")
    .sort((a, b) => Number(b.blocking) - Number(a.blocking));
  if (failed.length === 0) return [];
  const labels = failed
    .slice(0, NAMED)
    .map((check) => check.label[locale])
    .join(" · ");
  const rest = failed.length - NAMED;
  return [
    {
      id: "failed",
      icon: <IconShieldCheck size={20} stroke={1.6} />,
      tone: "danger",
      title: t("failed", { count: failed.length }),
      text: rest > 0 ? t("more", { labels, count: rest }) : labels,
      action: (
        <ButtonLink size="xs" variant="filled" to={places.checklist}>
          {t("toChecklist")}
        </ButtonLink>
      ),
    },
  ];
}

function useUnapproved(wordings: WordingView[]): TodoItem[] {
  const t = useTexts(texts);
  const format = useFormat();
  // Texts for purposes that nobody uses yet need no decision today.
  const waiting = wordings.filter(
    (wording) =>
      waitsForApproval(wording) &&
      (["newsletter", "profiling"].includes(wording.purpose) ||
        wording.versions.some((version) => version.approvedAt)),
  );
  const [first] = waiting;
  if (!first) return [];
  return [
    {
      id: "wordings",
      icon: <IconWriting size={20} stroke={1.6} />,
      tone: "wait",
      title: t("unapproved", { count: waiting.length }),
      text: t("unapprovedText", { names: format.list(waiting.map((wording) => wording.name)) }),
      action: (
        <ButtonLink size="xs" to={waiting.length === 1 ? wordingPath(first.id) : places.wordings}>
          {t("review")}
        </ButtonLink>
      ),
    },
  ];
}

function useUnproven(audience: Audience | undefined): TodoItem[] {
  const t = useTexts(texts);
  const count = (audience?.reasons ?? [])
    .filter((reason) => UNPROVEN.includes(reason.reason))
    .reduce((sum, reason) => sum + reason.count, 0);
  if (count === 0) return [];
  return [
    {
      id: "unproven",
      icon: <IconCertificate size={20} stroke={1.6} />,
      tone: "wait",
      title: t("unproven", { count }),
      text: t("unprovenText"),
      action: (
        <ButtonLink size="xs" to={`${places.overview}#why`}>
          {t("why")}
        </ButtonLink>
      ),
    },
  ];
}

function useUnchecked(checklist: ChecklistView): TodoItem[] {
  const t = useTexts(texts);
  if (checklist.notChecked === 0) return [];
  return [
    {
      id: "unchecked",
      icon: <IconClockQuestion size={20} stroke={1.6} />,
      title: t("unchecked", { count: checklist.notChecked }),
      text: t("uncheckedText"),
      action: (
        <ButtonLink size="xs" to={places.checklist}>
          {t("toChecklist")}
        </ButtonLink>
      ),
    },
  ];
}
