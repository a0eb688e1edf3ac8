import type { ReactNode } from "react";

const WIDTH = 168;
const HEIGHT = 32;

/** The steps of a warm-up as stairs: climbed ones full, today's as far as it is used. Heights are logarithmic. */
export function Stairs(props: {
  caps: number[];
  step: number;
  /** Of today's cap, 0 to 1. */
  share: number;
  label: string;
}): ReactNode {
  const { caps, step } = props;
  const [low, high] = [Math.log(caps[0] ?? 1), Math.log(caps.at(-1) ?? 1)];
  const each = WIDTH / caps.length;
  return (
    <svg
      className="pace-stairs"
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      role="img"
      aria-label={props.label}
    >
      {caps.map((cap, at) => {
        const full =
          high === low ? HEIGHT : 6 + ((Math.log(cap) - low) / (high - low)) * (HEIGHT - 6);
        const used = at < step ? 1 : at === step ? Math.min(1, props.share) : 0;
        const x = at * each;
        const width = Math.max(1, each - 1.5);
        return (
          <g key={at}>
            <rect className="b" x={x} y={HEIGHT - full} width={width} height={full} rx={1} />
            {used > 0 && (
              <rect
                className="u"
                x={x}
                y={HEIGHT - full * used}
                width={width}
                height={full * used}
                rx={1}
              />
            )}
          </g>
        );
      })}
    </svg>
  );
}
