import { ActionIcon, Button, Tooltip } from "@mantine/core";
import {
  IconCheck,
  IconChevronDown,
  IconMinus,
  IconPlayerSkipForward,
  IconQuestionMark,
  IconRefresh,
  IconX,
} from "@tabler/icons-react";
import { useId, useState, type ReactNode } from "react";
import type { CheckView } from "../../../../../contract/compliance.ts";
import { useCan } from "../../../api/index.ts";
import {
  ButtonLink,
  Pill,
  RuleTag,
  useFormat,
  useLocale,
  useTexts,
  type Tone,
} from "../../../ui/index.ts";
import { AnswerDialog } from "./answer-dialog.tsx";
import { CheckDetails } from "./check-details.tsx";
import { OverrideDialog } from "./override-dialog.tsx";
import { isOpen, openQuestion } from "./progress.ts";
import { texts } from "./texts.ts";

const ICONS = {
  passed: IconCheck,
  failed: IconX,
  not_checked: IconQuestionMark,
  not_applicable: IconMinus,
};
const TONES: Record<CheckView["status"], Tone> = {
  passed: "go",
  failed: "danger",
  not_checked: "wait",
  not_applicable: "unknown",
};

/** One check: how it stands, why, what comes next, and what it was found on. */
export function CheckRow(props: {
  check: CheckView;
  busy: boolean;
  onRun: () => void;
  /** Stands in the list below as well, where it has the address. */
  isTwice?: boolean;
}): ReactNode {
  const t = useTexts(texts);
  const locale = useLocale();
  const format = useFormat();
  const [unfolded, setUnfolded] = useState(false);
  const details = useId();
  const { check } = props;
  const label = check.label[locale];
  const StatusIcon = check.override ? IconPlayerSkipForward : ICONS[check.status];
  return (
    <li
      id={props.isTwice ? undefined : check.id}
      data-status={check.override ? "passed_over" : check.status}
    >
      <span className="pv-check-icon" aria-hidden="true">
        <StatusIcon size={18} stroke={2} />
      </span>
      <div>
        <p className="pv-check-head">
          <b>{label}</b>
          <Pill tone={check.override ? "plain" : TONES[check.status]}>
            {check.override ? t("passedOver") : t(`status.${check.status}`)}
          </Pill>
        </p>
        <p className="pv-check-text">{check.message[locale]}</p>
        {check.override && (
          <p className="pv-check-text">
            {t("passedOverText", {
              by: check.override.by,
              until: format.dateLong(check.override.until),
              reason: check.override.reason,
            })}
          </p>
        )}
        <p className="pv-check-meta">
          <span className="k-mono">{check.id}</span>
          {check.rules.map((rule) => (
            <RuleTag key={rule} rule={rule} />
          ))}
          {check.blocking && (
            <Tooltip label={t("mandatoryHelp")} w={280}>
              <span className="pv-mandatory" tabIndex={0} role="note">
                {t("mandatory")}
              </span>
            </Tooltip>
          )}
          {check.checkedAt && (
            <span>{t("checkedAt", { when: format.moment(check.checkedAt) })}</span>
          )}
          {check.checkedAt && (
            <button
              type="button"
              className="pv-unfold"
              aria-expanded={unfolded}
              aria-controls={details}
              aria-label={t("evidenceOf", { label })}
              onClick={() => setUnfolded(!unfolded)}
            >
              {t("evidence")}
              <IconChevronDown size={14} stroke={2} aria-hidden="true" />
            </button>
          )}
        </p>
        {unfolded && <CheckDetails id={details} check={check} />}
      </div>
      <RowActs {...props} />
    </li>
  );
}

function RowActs(props: { check: CheckView; busy: boolean; onRun: () => void }): ReactNode {
  const t = useTexts(texts);
  const locale = useLocale();
  const can = useCan();
  const [dialog, setDialog] = useState<"answer" | "override">();
  const { check } = props;
  const question = openQuestion(check);
  const open = isOpen(check);
  if (!open && question === undefined) return null;
  return (
    <div className="pv-check-act">
      {question && can("privacy.manage") ? (
        <Button size="xs" variant="filled" onClick={() => setDialog("answer")}>
          {t("confirm")}
        </Button>
      ) : (
        !question && (
          <ButtonLink size="xs" to={check.next.path}>
            {check.next.label[locale]}
          </ButtonLink>
        )
      )}
      {!check.blocking && can("account.manage") && (
        <Button size="xs" variant="subtle" onClick={() => setDialog("override")}>
          {t("passOver")}
        </Button>
      )}
      <Tooltip label={t("again")}>
        <ActionIcon
          variant="subtle"
          size={32}
          loading={props.busy}
          aria-label={t("againLabel", { label: check.label[locale] })}
          onClick={props.onRun}
        >
          <IconRefresh size={18} stroke={1.6} aria-hidden="true" />
        </ActionIcon>
      </Tooltip>
      {dialog === "answer" && question && (
        <AnswerDialog check={check} question={question} onClose={() => setDialog(undefined)} />
      )}
      {dialog === "override" && (
        <OverrideDialog check={check} onClose={() => setDialog(undefined)} />
      )}
    </div>
  );
}
