import { Tooltip } from "@mantine/core";
import { IconAlertTriangle, IconCheck, IconInfoCircle, IconX } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { useFormat, useTexts } from "../i18n/index.ts";
import { uiTexts } from "./texts.ts";

/**
 * ok: permission granted (green, nothing else) · no: withdrawn, objected · go: under way, valid ·
 * wait: needs somebody · unknown: not asked, not measurable · danger: failed · plain: the rest.
 */
export type Tone = "ok" | "no" | "go" | "wait" | "unknown" | "danger" | "plain";

/** The state of a thing in one word: "erlaubt", "widerrufen", "wird versendet". */
export function Pill({
  tone = "plain",
  children,
}: {
  tone?: Tone;
  children: ReactNode;
}): ReactNode {
  return (
    <span className="k-pill" data-tone={tone}>
      {children}
    </span>
  );
}

/** The id of the rule behind a decision ("DOI-01"), with its sentence on hover. */
export function RuleTag({ rule, sentence }: { rule: string; sentence?: string }): ReactNode {
  const t = useTexts(uiTexts);
  const tag = (
    <span
      className="k-rule"
      tabIndex={sentence ? 0 : undefined}
      role={sentence ? "note" : undefined}
    >
      {rule}
    </span>
  );
  if (!sentence) return tag;
  return (
    <Tooltip label={<Tip title={t("ruleTitle", { rule })}>{sentence}</Tip>} w={328}>
      {tag}
    </Tooltip>
  );
}

/** Inside of a tooltip: bold title, serif formula, explanation. */
export function Tip(props: { title?: string; formula?: string; children?: ReactNode }): ReactNode {
  return (
    <>
      {props.title && <b>{props.title}</b>}
      {props.formula && <span className="k-tip-formula">{props.formula}</span>}
      {props.children && (
        <span className="k-tip-muted" style={{ display: "block" }}>
          {props.children}
        </span>
      )}
    </>
  );
}

/** A number too small to show: "unter 10", hatched. Without `under` only "verdeckt". */
export function Hidden({ under }: { under?: number }): ReactNode {
  const t = useTexts(uiTexts);
  const format = useFormat();
  return (
    <Tooltip label={t("hiddenWhy")} w={280}>
      <span className="k-hide" tabIndex={0} role="note">
        {under === undefined ? t("hidden") : t("under", { count: format.number(under) } as never)}
      </span>
    </Tooltip>
  );
}

/** A range or rounded figure, visibly not exact: "6–15". */
export function Estimate({ low, high }: { low: number; high?: number }): ReactNode {
  const format = useFormat();
  const t = useTexts(uiTexts);
  return (
    <span className="k-est" title={t("estimate")}>
      {high === undefined
        ? `≈ ${format.number(low)}`
        : `${format.number(low)}–${format.number(high)}`}
    </span>
  );
}

/** A reason and how many people it concerns. */
export interface Reason {
  id: string;
  /** "Anmeldung nicht bestätigt" */
  title: string;
  /** Plain sentence: what it means and what would change it. */
  text?: ReactNode;
  /** People, or a date or word in its place. */
  count?: number | ReactNode;
  rule?: string;
}

/** Why some get no mail, each reason with its number and rule. */
export function ReasonList({ reasons }: { reasons: Reason[] }): ReactNode {
  const format = useFormat();
  return (
    <ul className="k-reasons">
      {reasons.map((reason) => (
        <li key={reason.id}>
          <b>{reason.title}</b>
          <span className="k-reason-n">
            {typeof reason.count === "number" ? format.number(reason.count) : reason.count}
          </span>
          {reason.text ? <p>{reason.text}</p> : <span />}
          {reason.rule && <RuleTag rule={reason.rule} />}
        </li>
      ))}
    </ul>
  );
}

/** One result of a check: of the content, of the sender, of the form. */
export interface Finding {
  id: string;
  level: "ok" | "info" | "warning" | "error";
  title: string;
  text?: ReactNode;
  rule?: string;
}

/** Results of checks, worst first as given. */
export function FindingList({ findings }: { findings: Finding[] }): ReactNode {
  const t = useTexts(uiTexts);
  const words = {
    ok: t("findingOk"),
    info: t("findingInfo"),
    warning: t("findingWarning"),
    error: t("findingError"),
  };
  const icons = { ok: IconCheck, info: IconInfoCircle, warning: IconAlertTriangle, error: IconX };
  return (
    <ul className="k-findings">
      {findings.map((finding) => {
        const FindingIcon = icons[finding.level];
        return (
          <li key={finding.id} data-level={finding.level}>
            <FindingIcon size={18} stroke={1.6} role="img" aria-label={words[finding.level]} />
            <b>{finding.title}</b>
            {finding.rule ? <RuleTag rule={finding.rule} /> : <span />}
            {finding.text && <p>{finding.text}</p>}
          </li>
        );
      })}
    </ul>
  );
}

/** Names and values in two columns, values right. */
export function KeyValue({ items }: { items: [ReactNode, ReactNode][] }): ReactNode {
  return (
    <dl className="k-kv">
      {items.map(([name, value], index) => (
        <Pair key={index} name={name} value={value} />
      ))}
    </dl>
  );
}

function Pair({ name, value }: { name: ReactNode; value: ReactNode }): ReactNode {
  return (
    <>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </>
  );
}

/** A thing that waits for the operator: icon, what, details, one button. */
export interface TodoItem {
  id: string;
  icon: ReactNode;
  tone?: "plain" | "go" | "wait" | "danger";
  title: ReactNode;
  text?: ReactNode;
  action?: ReactNode;
}

/** What waits today. */
export function TodoList({ items }: { items: TodoItem[] }): ReactNode {
  return (
    <ul className="k-todo">
      {items.map((item) => (
        <li key={item.id}>
          <span className="k-dot" data-tone={item.tone} aria-hidden="true">
            {item.icon}
          </span>
          <div>
            <b>{item.title}</b>
            {item.text && <p>{item.text}</p>}
          </div>
          {item.action && <div className="k-todo-act">{item.action}</div>}
        </li>
      ))}
    </ul>
  );
}
