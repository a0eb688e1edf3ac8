import {
  guardDefaults,
  limitKinds,
  type AlertLimits,
  type GuardsInput,
} from "../../contract/guards.ts";

/** From when on a second person is asked and something counts as unusual, as the account has it. */
export interface Guards extends GuardsInput {
  changedBy: string | null;
  changedAt: Date | null;
}

/** What was stored, filled up with the defaults. */
export function guardsOf(
  stored:
    | {
        exportFrom: number;
        releaseFrom: number;
        limits: Partial<AlertLimits>;
        changedBy: string;
        changedAt: Date;
      }
    | undefined,
): Guards {
  if (!stored) return { ...guardDefaults, changedBy: null, changedAt: null };
  return { ...stored, limits: { ...guardDefaults.limits, ...stored.limits } };
}

/** What a change makes weaker, as `name before → after`; empty: nothing. */
export function loosened(
  before: GuardsInput,
  after: GuardsInput,
): { name: string; before: number | null; after: number | null }[] {
  const pairs: { name: string; before: number | null; after: number | null }[] = [
    { name: "export", before: before.exportFrom, after: after.exportFrom },
    { name: "release", before: before.releaseFrom, after: after.releaseFrom },
    ...limitKinds.map((kind) => ({
      name: kind as string,
      before: before.limits[kind],
      after: after.limits[kind],
    })),
  ];
  return pairs.filter(
    (one) => one.before !== null && (one.after === null || one.after > one.before),
  );
}
