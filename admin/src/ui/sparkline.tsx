import type { ReactNode } from "react";

/** A small line without axes, for the trend beside a big figure. Say the trend in words in `label`. */
export function Sparkline(props: {
  values: number[];
  label: string;
  from?: string;
  to?: string;
}): ReactNode {
  const { values } = props;
  const min = Math.min(...values);
  const max = Math.max(...values);
  const range = max - min || 1;
  const x = (index: number): number =>
    values.length < 2 ? 0 : (index / (values.length - 1)) * 200;
  // The area keeps a quarter below the lowest value: a sparkline shows the course, not the size.
  const y = (value: number): number => 70 - (min === max ? 34 : 16 + ((value - min) / range) * 50);
  const line = values
    .map((value, index) => `${index ? "L" : "M"}${x(index).toFixed(1)} ${y(value).toFixed(1)}`)
    .join("");
  return (
    <div className="k-chart" style={{ marginTop: "auto", paddingTop: 16 }}>
      <svg
        className="k-spark"
        viewBox="0 0 200 72"
        preserveAspectRatio="none"
        role="img"
        aria-label={props.label}
      >
        {values.length > 1 && <path className="a" d={`${line}L200 72L0 72Z`} />}
        {values.length > 1 && <path className="l" d={line} />}
      </svg>
      {(props.from || props.to) && (
        <div className="k-spark-axis" aria-hidden="true">
          <span>{props.from}</span>
          <span>{props.to}</span>
        </div>
      )}
    </div>
  );
}
