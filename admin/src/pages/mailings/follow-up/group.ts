import type { BehaviourCountsView, BehaviourView } from "../../../../../contract/behaviour.ts";

/** The four groups a follow-up can go to. */
export const groups = ["clicked", "opened", "notClicked", "notOpened"] as const;
export type Group = (typeof groups)[number];

export const didOf = (group: Group): "opened" | "clicked" =>
  group === "clicked" || group === "notClicked" ? "clicked" : "opened";
export const isNegated = (group: Group): boolean => group.startsWith("not");

export function groupOf({
  did,
  negated,
}: Pick<NonNullable<BehaviourView["condition"]>, "did" | "negated">): Group {
  if (did === "clicked") return negated ? "notClicked" : "clicked";
  return negated ? "notOpened" : "opened";
}

/** The words for a group: those about one link differ. */
export function wordsOf(group: Group, hasLink: boolean): Group | "link" | "notLink" {
  if (!hasLink || didOf(group) === "opened") return group;
  return isNegated(group) ? "notLink" : "link";
}

/** Who of everybody who got the first mail is in the group, is not, and is not measurable. Null: not to be shown. */
export function split(
  counts: BehaviourCountsView,
  group: Group,
): {
  inside: number;
  outside: number;
  /** Opened or not, nobody can tell. */
  unclear: number;
  unknown: number;
  measurable: number;
} | null {
  const { accepted, measurable, yes, no, unclear } = counts;
  if (measurable === null || yes === null || no === null || unclear === null) return null;
  const [inside, outside] = isNegated(group) ? [no, yes] : [yes, no];
  return { inside, outside, measurable, unclear, unknown: Math.max(0, accepted - measurable) };
}
