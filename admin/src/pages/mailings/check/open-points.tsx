import { Button } from "@mantine/core";
import { IconAlertTriangle, IconX } from "@tabler/icons-react";
import type { ReactNode } from "react";
import type {
  MailingView,
  ReadinessProblem,
  ReadinessView,
} from "../../../../../contract/mailings.ts";
import { useCan } from "../../../api/index.ts";
import {
  ButtonLink,
  Card,
  RuleTag,
  TodoList,
  useLocale,
  useTexts,
  type TodoItem,
} from "../../../ui/index.ts";
import { editorPath, places, spotPath } from "../places.ts";
import { OPEN_POINTS } from "./send-action.tsx";
import { texts } from "./texts.ts";

/** What is missing besides the content, each with the way to mend it. Nothing when nothing is. */
export function OpenPoints(props: {
  mailing: MailingView;
  check: ReadinessView;
  onTest: () => void;
}): ReactNode {
  const t = useTexts(texts);
  const locale = useLocale();
  const can = useCan();
  const { check, mailing } = props;
  const findings = check.findings.filter((finding) => finding.severity === "block");
  const points = check.problems;
  if (points.length === 0 && findings.length === 0) return null;
  const blocking = points.filter((point) => point.severity === "block").length + findings.length;
  const icon = (severity: "block" | "warn"): ReactNode =>
    severity === "block" ? (
      <IconX size={20} stroke={1.8} />
    ) : (
      <IconAlertTriangle size={20} stroke={1.6} />
    );
  const pointItem = (point: ReadinessProblem, index: number): TodoItem => ({
    id: `${point.code}-${index}`,
    icon: icon(point.severity),
    tone: point.severity === "block" ? "danger" : "wait",
    title: point.message[locale],
    text: <RuleTag rule={point.rule} />,
    action:
      point.code === "no_test_mail" ? (
        can("mailings.write") && (
          <Button size="xs" onClick={props.onTest}>
            {t("fixTest")}
          </Button>
        )
      ) : (
        <Mend path={mendPath(point, mailing.id)} />
      ),
  });
  return (
    <Card
      id={OPEN_POINTS}
      title={blocking > 0 ? t("openTitle") : t("openTitleNotes")}
      aside={blocking > 0 ? t("openBlocked", { count: blocking }) : t("openNothing")}
    >
      <TodoList
        items={[
          ...points.filter((point) => point.severity === "block").map(pointItem),
          ...findings.map((finding, index) => ({
            id: `${finding.rule}-${index}`,
            icon: icon("block"),
            tone: "danger" as const,
            title: finding.message[locale],
            text: <RuleTag rule={finding.rule} />,
            action: <Mend path={spotPath(mailing.id, finding.part, finding.position)} />,
          })),
          ...points.filter((point) => point.severity === "warn").map(pointItem),
        ]}
      />
    </Card>
  );
}

function Mend({ path }: { path: string | undefined }): ReactNode {
  const t = useTexts(texts);
  return (
    path && (
      <ButtonLink size="xs" to={path}>
        {t("fix")}
      </ButtonLink>
    )
  );
}

/** Where a point is mended. What the editor holds is mended there; the rest says its page itself. */
function mendPath(point: ReadinessProblem, id: string): string | undefined {
  switch (point.code) {
    case "sender_missing":
      return spotPath(id, "sender");
    case "offer_category_missing":
    case "offer_whole_range":
    case "offer_entity_missing":
    case "list_missing":
    case "list_archived":
    case "nobody_to_mail":
      return spotPath(id, "lists");
    case "subject_missing":
      return spotPath(id, "subject");
    case "content_missing":
      return editorPath(id);
    case "reply_to_unconfirmed":
      return places.senders;
    case "check_failed":
      return places.checklist;
    default:
      return point.path;
  }
}
