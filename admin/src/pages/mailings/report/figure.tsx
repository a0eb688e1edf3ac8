import type { ReactNode } from "react";
import type { FigureView } from "../../../../../contract/reports.ts";
import { Hidden, useFormat } from "../../../ui/index.ts";

/** An anonymous figure: its value, or hatched where the group is too small to show (TRK-08). */
export function Figure({ figure }: { figure: FigureView }): ReactNode {
  const format = useFormat();
  if (!figure.hidden && figure.value !== null) return format.number(figure.value);
  return <Hidden {...(figure.below ? { under: figure.below } : {})} />;
}
