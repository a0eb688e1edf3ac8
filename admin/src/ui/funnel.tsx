import { useId, type CSSProperties, type ReactNode } from "react";
import { useFormat } from "../i18n/index.ts";
import { Big, Why, type Formula } from "./figures.tsx";

/** One column of the funnel. */
export interface FunnelStage {
  id: string;
  label: string;
  /** Messages or persons of this stage; its height is its share of the first stage. */
  value: number;
  /** Shows this rate (0 to 1) as the big figure instead of the value. */
  share?: number;
  base: ReactNode;
  formula?: Formula;
  /** Of which: personally measured. The rest of the value is drawn as anonymous. */
  personal?: number;
}

const W = 1000;
const H = 192;

/** From selected to clicked. On the phone the shape becomes a bar under each figure. */
export function Funnel(props: {
  stages: FunnelStage[];
  label: string;
  keys?: [string, string];
}): ReactNode {
  const format = useFormat();
  const id = useId().replaceAll(":", "");
  const { stages } = props;
  const first = stages[0]?.value || 1;
  const heights = stages.map((stage) => Math.min(1, stage.value / first));
  const splitFrom = stages.findIndex((stage) => stage.personal !== undefined);
  const personal = stages.map((stage) => Math.min(1, (stage.personal ?? stage.value) / first));
  const fade = splitFrom < 0 ? 0 : (splitFrom * W) / stages.length;
  const words = stages.map((stage) => `${stage.label} ${format.number(stage.value)}`).join(", ");
  return (
    <div className="k-funnel" style={{ "--stages": stages.length } as CSSProperties}>
      {stages.map((stage) => (
        <div className="k-funnel-stage" key={stage.id}>
          <p className="k-lab">{stage.label}</p>
          {stage.share === undefined ? (
            <Big value={format.number(stage.value)} />
          ) : (
            <Big value={format.percentNumber(stage.share)} unit="%" />
          )}
          <div className="k-base">
            {stage.formula ? <Why formula={stage.formula}>{stage.base}</Why> : stage.base}
          </div>
          <div
            className="k-funnel-bar"
            data-plain={stage.personal === undefined || undefined}
            aria-hidden="true"
          >
            <i style={{ width: `${((stage.personal ?? stage.value) / first) * 100}%` }} />
            {stage.personal !== undefined && (
              <i style={{ width: `${((stage.value - stage.personal) / first) * 100}%` }} />
            )}
          </div>
        </div>
      ))}
      <div className="k-funnel-shape k-chart">
        <svg
          viewBox={`0 0 ${W} ${H}`}
          preserveAspectRatio="none"
          role="img"
          aria-label={`${props.label}: ${words}`}
        >
          <defs>
            {["accent-mid", "accent"].map((colour, index) => (
              <linearGradient
                key={colour}
                id={`${id}g${index}`}
                gradientUnits="userSpaceOnUse"
                x1={fade - 30}
                x2={fade + 60}
                y1="0"
                y2="0"
              >
                <stop offset="0" style={{ stopColor: `var(--${colour})`, stopOpacity: 0 }} />
                <stop offset="1" style={{ stopColor: `var(--${colour})` }} />
              </linearGradient>
            ))}
          </defs>
          <path className="a0" d={funnelPath(heights, 0)} />
          {splitFrom >= 0 && <path fill={`url(#${id}g0)`} d={funnelPath(heights, splitFrom)} />}
          {splitFrom >= 0 && <path fill={`url(#${id}g1)`} d={funnelPath(personal, splitFrom)} />}
        </svg>
        {splitFrom >= 0 && props.keys && (
          <div className="k-key">
            <span>
              <i />
              {props.keys[0]}
            </span>
            <span>
              <i data-n="1" />
              {props.keys[1]}
            </span>
          </div>
        )}
      </div>
    </div>
  );
}

/** Steps with soft shoulders, from stage `from` to the right edge. Shares are of the full height. */
function funnelPath(shares: number[], from: number): string {
  const width = W / shares.length;
  const y = (index: number): number => H - (shares[index] ?? 0) * (H - 8);
  const start = from === 0 ? 0 : from * width - 30;
  let d = `M${start} ${H}L${start} ${y(from).toFixed(1)}`;
  for (let index = from + 1; index < shares.length; index += 1) {
    const edge = index * width;
    const before = y(index - 1).toFixed(1);
    const after = y(index).toFixed(1);
    d += `L${edge - 60} ${before}C${edge} ${before} ${edge - 30} ${after} ${edge + 24} ${after}`;
  }
  return `${d}L${W} ${y(shares.length - 1).toFixed(1)}L${W} ${H}Z`;
}
