import { ActionIcon, Tooltip } from "@mantine/core";
import { IconCheck, IconMinus, IconQuestionMark, IconRefresh, IconX } from "@tabler/icons-react";
import type { ReactNode } from "react";
import type { CheckView } from "../../../../../contract/compliance.ts";
import {
  ButtonLink,
  Pill,
  RuleTag,
  useFormat,
  useLocale,
  useTexts,
  type Tone,
} from "../../../ui/index.ts";
import { nextStepOf } from "./next-step.ts";
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

/** One check: how it stands, why, what comes next. */
export function CheckRow(props: { check: CheckView; busy: boolean; onRun: () => void }): ReactNode {
  const t = useTexts(texts);
  const locale = useLocale();
  const format = useFormat();
  const { check } = props;
  const StatusIcon = ICONS[check.status];
  const open = check.status === "failed" || check.status === "not_checked";
  // What could not be looked at is mended here only where the check found something to name.
  const mendable = check.status === "failed" || Object.keys(check.evidence).length > 0;
  const next = open && mendable ? nextStepOf(check.id) : undefined;
  const label = check.label[locale];
  return (
    <li id={check.id} data-status={check.status}>
      <span className="pv-check-icon" aria-hidden="true">
        <StatusIcon size={18} stroke={2} />
      </span>
      <div>
        <p className="pv-check-head">
          <b>{label}</b>
          <Pill tone={TONES[check.status]}>{t(`status.${check.status}`)}</Pill>
        </p>
        <p className="pv-check-text">{check.message[locale]}</p>
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
        </p>
      </div>
      {open && (
        <div className="pv-check-act">
          {next && (
            <ButtonLink size="xs" to={next.to}>
              {t(`next.${next.step}`)}
            </ButtonLink>
          )}
          <Tooltip label={t("again")}>
            <ActionIcon
              variant="subtle"
              size={32}
              loading={props.busy}
              aria-label={t("againLabel", { label })}
              onClick={props.onRun}
            >
              <IconRefresh size={18} stroke={1.6} aria-hidden="true" />
            </ActionIcon>
          </Tooltip>
        </div>
      )}
    </li>
  );
}
