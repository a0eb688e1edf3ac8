import { Popover, Tooltip } from "@mantine/core";
import { useState, type ReactNode } from "react";
import { termPath } from "../../../contract/term-path.ts";
import type { TermId } from "../../../contract/terms.ts";
import { useFormat, useTexts } from "../i18n/index.ts";
import { Tip } from "./marks.tsx";
import { Link } from "./navigation.tsx";
import { uiTexts } from "./texts.ts";

/** How a figure came about: the sum as one would write it, and what is in it and what is not. */
export interface Formula {
  /** "(1.942 + 2.476) ÷ 12.118 = 36,5 %" */
  expression: string;
  /** "1.942 persönlich gemessen, 2.476 anonym gezählt. Basis: angenommene Nachrichten." */
  text?: ReactNode;
  /** The figure's entry in the glossary; a click keeps the explanation open and leads there. */
  term?: TermId;
}

/** Text with a dotted line that opens an explanation on hover, focus and touch. */
export function Why(props: { formula?: Formula; tip?: ReactNode; children: ReactNode }): ReactNode {
  const t = useTexts(uiTexts);
  const { formula } = props;
  if (formula?.term)
    return (
      <WhyTerm formula={formula} term={formula.term}>
        {props.children}
      </WhyTerm>
    );
  const label = props.formula ? (
    <Tip title={t("howComputed")} formula={props.formula.expression}>
      {props.formula.text}
    </Tip>
  ) : (
    props.tip
  );
  return (
    <Tooltip label={label} w={328} position="bottom-start">
      <button type="button" className="k-why">
        {props.children}
      </button>
    </Tooltip>
  );
}

/** The same with a way to the glossary: what only hovers cannot be clicked, so a click pins it. */
function WhyTerm(props: { formula: Formula; term: TermId; children: ReactNode }): ReactNode {
  const t = useTexts(uiTexts);
  const { expression, text } = props.formula;
  const [pinned, setPinned] = useState(false);
  const tip = (
    <Tip title={t("howComputed")} formula={expression}>
      {text}
    </Tip>
  );
  return (
    <Popover
      opened={pinned}
      onChange={setPinned}
      width={328}
      position="bottom-start"
      trapFocus
      returnFocus
    >
      <Popover.Target>
        <Tooltip label={tip} w={328} position="bottom-start" disabled={pinned}>
          <button type="button" className="k-why" onClick={() => setPinned(!pinned)}>
            {props.children}
          </button>
        </Tooltip>
      </Popover.Target>
      <Popover.Dropdown className="k-why-pinned" aria-label={t("howComputed")}>
        <b>{t("howComputed")}</b>
        <p className="k-serif">{expression}</p>
        {text && <p className="k-small k-muted">{text}</p>}
        <Link to={termPath(props.term)}>{t("inGlossary")}</Link>
      </Popover.Dropdown>
    </Popover>
  );
}

/** A big serif figure; the unit is set smaller. */
export function Big(props: {
  value: ReactNode;
  unit?: string;
  size?: "md" | "xl";
  tone?: "muted";
  kind?: "estimate";
}): ReactNode {
  return (
    <p className="k-big" data-size={props.size} data-tone={props.tone} data-kind={props.kind}>
      {props.value}
      {props.unit && (
        <>
          {" "}
          <small>{props.unit}</small>
        </>
      )}
    </p>
  );
}

/**
 * A figure that says its base and, on hover, its formula. Numbers are formatted here: give `value` for a
 * count or `share` (0 to 1) for a rate. `value` may also be ready text or a <Hidden/>.
 */
export function StatFigure(props: {
  label?: ReactNode;
  value?: number | ReactNode;
  share?: number;
  /** "4.418 von 12.118" */
  base?: ReactNode;
  formula?: Formula;
  size?: "md" | "xl";
  tone?: "muted";
  kind?: "estimate";
  children?: ReactNode;
}): ReactNode {
  const format = useFormat();
  const value =
    props.share !== undefined
      ? format.percentNumber(props.share)
      : typeof props.value === "number"
        ? format.number(props.value)
        : props.value;
  return (
    <div className="k-stat">
      {props.label && <p className="k-lab">{props.label}</p>}
      <Big
        value={value}
        unit={props.share === undefined ? undefined : "%"}
        size={props.size}
        tone={props.tone}
        kind={props.kind}
      />
      {props.base && (
        <div className="k-base">
          {props.formula ? <Why formula={props.formula}>{props.base}</Why> : props.base}
        </div>
      )}
      {props.children}
    </div>
  );
}

/** Figures side by side with lines between them; on the phone below each other. */
export function Figures({ children }: { children: ReactNode }): ReactNode {
  return <div className="k-figs">{children}</div>;
}

/** Parts of a whole: a bar and, below, what each part means. */
export function SplitBar(props: {
  parts: { label: ReactNode; value: number }[];
  label: string;
  size?: "sm" | "md";
}): ReactNode {
  const format = useFormat();
  const words = props.parts.map((part) => format.number(part.value)).join(" · ");
  return (
    <div>
      <div className="k-split" role="img" aria-label={`${props.label}: ${words}`}>
        {props.parts.map((part, index) => (
          <i
            key={index}
            style={{
              flexGrow: part.value,
              flexBasis: 0,
              display: part.value === 0 ? "none" : undefined,
            }}
          />
        ))}
      </div>
      <Key
        items={props.parts.map((part) => (
          <>
            <b>{format.number(part.value)}</b> {part.label}
          </>
        ))}
        size={props.size ?? "md"}
      />
    </div>
  );
}

/** Legend with coloured squares, or lines for curves. */
export function Key(props: { items: ReactNode[]; lines?: boolean; size?: "sm" | "md" }): ReactNode {
  return (
    <div className="k-key" data-size={props.size}>
      {props.items.map((item, index) => (
        <span key={index}>
          <i data-n={index} data-line={props.lines ? index : undefined} />
          {item}
        </span>
      ))}
    </div>
  );
}

/**
 * Progress of long work. `done` of `total`, with rate (per minute) and remaining time (seconds) once known.
 * Without `total` it only shows that something goes on.
 */
export function ProgressBar(props: {
  label: string;
  done: number;
  total?: number;
  perMinute?: number;
  secondsLeft?: number;
  /** Lines under the bar besides rate and remaining time. */
  details?: [ReactNode, ReactNode][];
  /** Shows the big percentage with its base above the bar. */
  big?: boolean;
  unit?: string;
  /** Stands in place of "412.000 von 1.000.000". */
  base?: string;
  tone?: "wait" | "danger";
}): ReactNode {
  const t = useTexts(uiTexts);
  const format = useFormat();
  const share = props.total ? Math.min(1, props.done / props.total) : undefined;
  const ofTotal = props.total === undefined ? "" : ` ${t("of")} ${format.number(props.total)}`;
  const base =
    props.base ?? `${format.number(props.done)}${ofTotal}${props.unit ? ` ${props.unit}` : ""}`;
  const rows: [ReactNode, ReactNode][] = [];
  if (props.perMinute)
    rows.push([
      t("rate"),
      t("ratePerMinute", { rate: format.number(Math.round(props.perMinute)) }),
    ]);
  if (props.secondsLeft !== undefined)
    rows.push([t("remaining"), format.duration(props.secondsLeft)]);
  rows.push(...(props.details ?? []));
  return (
    <div>
      {props.big && (
        <div
          style={{
            display: "flex",
            flexWrap: "wrap",
            alignItems: "baseline",
            gap: "0 12px",
            margin: "12px 0 8px",
          }}
        >
          <Big
            value={
              share === undefined
                ? format.number(props.done)
                : format.percentNumber(Math.floor(share * 100) / 100, 0)
            }
            unit={share === undefined ? undefined : "%"}
          />
          <span className="k-base">{base}</span>
        </div>
      )}
      <div
        className="k-prog"
        role="progressbar"
        aria-label={props.label}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={share === undefined ? undefined : Math.floor(share * 100)}
        aria-valuetext={base}
        data-tone={props.tone}
        data-indeterminate={share === undefined || undefined}
      >
        <i style={{ width: `${(share ?? 0) * 100}%` }} />
      </div>
      {!props.big && (
        <p className="k-base" style={{ marginTop: 4 }}>
          {base}
        </p>
      )}
      {rows.length > 0 && (
        <dl className="k-kv" style={{ marginTop: 12 }}>
          {rows.map(([name, value], index) => (
            <KvPair key={index} name={name} value={value} />
          ))}
        </dl>
      )}
    </div>
  );
}

function KvPair({ name, value }: { name: ReactNode; value: ReactNode }): ReactNode {
  return (
    <>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </>
  );
}
