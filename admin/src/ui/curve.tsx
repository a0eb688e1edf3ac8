import { useRef, useState, type KeyboardEvent, type PointerEvent, type ReactNode } from "react";
import { useFormat, useTexts } from "../i18n/index.ts";
import { Key } from "./figures.tsx";
import { uiTexts } from "./texts.ts";

const W = 1000;

/** One moment of a curve. */
export interface CurvePoint {
  /** Position: day number, milliseconds, anything that grows. */
  x: number;
  /** Full name for tooltip and table: "10. November 2026". */
  label: string;
  /** Short name under the axis; points without one have no mark. */
  axis?: string;
  values: (number | null)[];
  /** Several days shown together: the line to this point is dashed. */
  merged?: boolean;
}

/**
 * One to three lines over time, with the table behind it. The pointer shows the values of a point, and so do the arrow
 * keys, which also say them; the button below swaps chart and table.
 */
export function Curve(props: {
  points: CurvePoint[];
  series: string[];
  label: string;
  firstColumn: string;
  foot?: ReactNode;
  /** Lines only: nothing under the first one, where all are of one rank. */
  plain?: boolean;
  /** Values are shares of 0 to 1, shown in percent with so many decimals. */
  percent?: number;
  /** Values not to be passed, each a dashed line with its name; the scale reaches to the highest. */
  limits?: { value: number; label: string }[];
}): ReactNode {
  const t = useTexts(uiTexts);
  const say = useSay(props.percent);
  const [asTable, setAsTable] = useState(false);
  const [at, setAt] = useState<number>();
  const box = useRef<HTMLDivElement>(null);
  const { points, series } = props;
  const x0 = points[0]?.x ?? 0;
  const xRange = (points.at(-1)?.x ?? 1) - x0 || 1;
  const limits = props.limits ?? [];
  const top = niceMaximum(
    Math.max(
      props.percent === undefined ? 1 : 0.1 ** (props.percent + 2),
      ...limits.map((limit) => limit.value),
      ...points.flatMap((point) => point.values.map((value) => value ?? 0)),
    ),
    props.percent === undefined ? 1 : 0.1 ** (props.percent + 2),
  );
  const px = (point: CurvePoint): number => ((point.x - x0) / xRange) * W;
  const py = (value: number): number => 224 - (value / top.limit) * 224;
  const onMove = (event: PointerEvent): void => {
    const area = box.current?.getBoundingClientRect();
    if (!area) return;
    const wanted = x0 + ((event.clientX - area.left) / area.width) * xRange;
    let best = 0;
    points.forEach((point, index) => {
      if (Math.abs(point.x - wanted) < Math.abs((points[best]?.x ?? 0) - wanted)) best = index;
    });
    setAt(best);
  };
  const onKey = (event: KeyboardEvent): void => {
    const last = points.length - 1;
    const to = {
      ArrowLeft: Math.max(0, (at ?? 0) - 1),
      ArrowDown: Math.max(0, (at ?? 0) - 1),
      ArrowRight: Math.min(last, (at ?? -1) + 1),
      ArrowUp: Math.min(last, (at ?? -1) + 1),
      Home: 0,
      End: last,
    }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    setAt(to);
  };
  const pointText = (point: CurvePoint | undefined): string =>
    point
      ? `${point.label}: ${series.map((name, index) => `${name} ${valueText(point.values[index], say)}`).join(", ")}`
      : "";
  const active = at === undefined ? undefined : points[at];
  return (
    <div className="k-chart">
      {asTable ? (
        <CurveTable {...props} />
      ) : (
        <>
          <div
            className="k-curve"
            ref={box}
            onPointerMove={onMove}
            onPointerLeave={() => setAt(undefined)}
            tabIndex={0}
            role="slider"
            aria-label={`${props.label}. ${t("curveKeys")}`}
            aria-valuemin={1}
            aria-valuemax={points.length}
            aria-valuenow={(at ?? 0) + 1}
            aria-valuetext={pointText(points[at ?? 0])}
            onKeyDown={onKey}
            onFocus={() => setAt(at ?? 0)}
            onBlur={() => setAt(undefined)}
          >
            <svg viewBox={`0 0 ${W} 224`} preserveAspectRatio="none" aria-hidden="true">
              <path className="g" d={top.ticks.map((tick) => `M0 ${py(tick)}H${W}`).join("")} />
              {series[0] !== undefined && !props.plain && (
                <path className="a" d={areaPath(points, px, py)} />
              )}
              {series.map((_, index) => (
                <g key={index}>
                  <path className="l" data-n={index} d={linePath(points, index, px, py, false)} />
                  <path
                    className="l dash"
                    data-n={index}
                    d={linePath(points, index, px, py, true)}
                  />
                </g>
              ))}
              {limits.map(({ value }) => (
                <path className="limit" key={value} d={`M0 ${py(value)}H${W}`} />
              ))}
              {active && <path className="cursor" d={`M${px(active)} 0V224`} />}
            </svg>
            {limits.map(({ value, label }) => (
              <span
                className="k-curve-note"
                key={value}
                style={{ right: 0, top: `${(py(value) / 224) * 100}%` }}
                aria-hidden="true"
              >
                {label}
              </span>
            ))}
            {top.ticks.map((tick) => (
              <span
                className="k-curve-y"
                key={tick}
                style={{ top: `${(py(tick) / 224) * 100}%` }}
                aria-hidden="true"
              >
                {tick === 0 ? "0" : say(tick)}
              </span>
            ))}
            {active && (
              <div
                className="k-curve-tip"
                style={
                  px(active) > W / 2
                    ? { right: `${100 - px(active) / 10 + 1}%` }
                    : { left: `${px(active) / 10 + 1}%` }
                }
              >
                <b>{active.label}</b>
                {series.map((name, index) => (
                  <div key={name}>
                    {name}: {valueText(active.values[index], say)}
                  </div>
                ))}
              </div>
            )}
          </div>
          <div className="k-curve-axis" aria-hidden="true">
            {points
              .filter((point) => point.axis)
              .map((point, index, all) => (
                <span
                  key={point.x}
                  style={{ left: `${px(point) / 10}%` }}
                  data-mid={index % 2 === 1 && index < all.length - 1 ? true : undefined}
                >
                  {point.axis}
                </span>
              ))}
          </div>
        </>
      )}
      <div className="k-card-foot">
        {props.foot && <>{props.foot} </>}
        <button
          type="button"
          className="k-textbutton k-nowrap k-noprint"
          aria-pressed={asTable}
          onClick={() => setAsTable(!asTable)}
        >
          {asTable ? t("asChart") : t("asTable")}
        </button>
      </div>
    </div>
  );
}

/** Legend of a curve, for the `aside` of its card. */
export function CurveKey({ series }: { series: string[] }): ReactNode {
  return <Key items={series} lines />;
}

function CurveTable(props: {
  points: CurvePoint[];
  series: string[];
  label: string;
  firstColumn: string;
  percent?: number;
  limits?: { value: number; label: string }[];
}): ReactNode {
  const say = useSay(props.percent);
  return (
    <div
      className="k-table-wrap"
      style={{ maxHeight: 320, overflowY: "auto" }}
      tabIndex={0}
      role="region"
      aria-label={props.label}
    >
      <table className="k-table">
        <caption className="k-hidden-visually">{props.label}</caption>
        <thead>
          <tr>
            <th scope="col">{props.firstColumn}</th>
            {props.series.map((name) => (
              <th scope="col" data-num key={name}>
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {props.points.map((point) => (
            <tr key={point.x}>
              <td>{point.label}</td>
              {props.series.map((name, index) => (
                <td data-num key={name}>
                  {valueText(point.values[index], say)}
                </td>
              ))}
            </tr>
          ))}
          {props.limits?.map(({ value, label }) => (
            <tr key={label}>
              <th scope="row">{label}</th>
              <td data-num colSpan={props.series.length}>
                {say(value)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** How a value is written: a whole number, or a share in percent. */
function useSay(percent: number | undefined): (value: number) => string {
  const format = useFormat();
  return (value) => (percent === undefined ? format.number(value) : format.percent(value, percent));
}

function valueText(value: number | null | undefined, number: (value: number) => string): string {
  return value === null || value === undefined ? "–" : number(value);
}

function linePath(
  points: CurvePoint[],
  index: number,
  px: (p: CurvePoint) => number,
  py: (v: number) => number,
  dashed: boolean,
): string {
  let d = "";
  points.forEach((point, at) => {
    const before = points[at - 1];
    const from = before?.values[index];
    const to = point.values[index];
    if (!before || from === null || from === undefined || to === null || to === undefined) return;
    if (Boolean(point.merged) !== dashed) return;
    d += `M${px(before).toFixed(1)} ${py(from).toFixed(1)}L${px(point).toFixed(1)} ${py(to).toFixed(1)}`;
  });
  return d;
}

function areaPath(
  points: CurvePoint[],
  px: (p: CurvePoint) => number,
  py: (v: number) => number,
): string {
  // Everything up to the last exact point: days shown together lie under the dashed part of the line.
  const known = points.filter((point) => typeof point.values[0] === "number");
  const end = known.findLastIndex((point) => !point.merged);
  const exact = known.slice(0, end + 1);
  const first = exact[0];
  const last = exact.at(-1);
  if (!first || !last || exact.length < 2) return "";
  const line = exact
    .map(
      (point, index) =>
        `${index ? "L" : "M"}${px(point).toFixed(1)} ${py(point.values[0] ?? 0).toFixed(1)}`,
    )
    .join("");
  return `${line}L${px(last).toFixed(1)} 224L${px(first).toFixed(1)} 224Z`;
}

/** Ticks 0 … at round numbers, at most four steps of `least` or more, and the upper limit of the scale (a little headroom). */
function niceMaximum(max: number, least: number): { limit: number; ticks: number[] } {
  const rough = max / 4;
  const power = 10 ** Math.floor(Math.log10(rough || 1));
  const step = Math.max(
    least,
    [1, 2, 2.5, 5, 10].map((factor) => factor * power).find((candidate) => candidate >= rough) ??
      power * 10,
  );
  const whole = step < 5 * least ? Math.ceil(step / least - 1e-9) * least : step;
  const ticks: number[] = [];
  for (let tick = 0; tick <= max + whole * 0.01 || ticks.length < 2; tick += whole)
    ticks.push(tick);
  return { limit: Math.max(max * 1.04, ticks.at(-1) ?? max), ticks };
}
