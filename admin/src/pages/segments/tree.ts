import type {
  SegmentCondition,
  SegmentDefinition,
  SegmentNode,
} from "../../../../contract/segments.ts";

export type Join = "all" | "any";

/** What the builder edits: rows with names of their own, so that each keeps its place and focus. */
export interface ConditionRow {
  key: string;
  kind: "condition";
  condition: SegmentCondition;
  negated: boolean;
}
export interface GroupRow {
  key: string;
  kind: "group";
  join: Join;
  negated: boolean;
  rows: Row[];
}
export type Row = ConditionRow | GroupRow;

let made = 0;
const newKey = (): string => `row${(made += 1)}`;

export const emptyGroup = (join: Join = "all"): GroupRow => ({
  key: newKey(),
  kind: "group",
  join,
  negated: false,
  rows: [],
});

export function newRow(condition: SegmentCondition): ConditionRow {
  return { key: newKey(), kind: "condition", condition, negated: false };
}

/** A definition as rows; the outermost is always a group. */
export function rowsOf({ where }: SegmentDefinition): GroupRow {
  const row = rowOf(where);
  return row.kind === "group" && !row.negated ? row : { ...emptyGroup(), rows: [row] };
}

function rowOf(node: SegmentNode): Row {
  if ("not" in node) {
    const row = rowOf(node.not);
    return { ...row, negated: !row.negated };
  }
  if ("all" in node || "any" in node) {
    const join = "all" in node ? "all" : "any";
    const parts = "all" in node ? node.all : node.any;
    return { ...emptyGroup(join), rows: parts.map(rowOf) };
  }
  return newRow(node);
}

/** The definition of the rows; groups without a row say nothing and are left out. Undefined where nothing is left. */
export function definitionOf(root: GroupRow): SegmentDefinition | undefined {
  const where = nodeOf(root);
  return where && { version: 1, where };
}

function nodeOf(row: Row): SegmentNode | undefined {
  let node: SegmentNode | undefined;
  if (row.kind === "condition") node = row.condition;
  else {
    const parts = row.rows.flatMap((part) => nodeOf(part) ?? []);
    if (parts.length > 0) node = row.join === "all" ? { all: parts } : { any: parts };
  }
  return node && row.negated ? { not: node } : node;
}

/** The tree with one row changed; undefined takes the row out. */
export function withRow(
  group: GroupRow,
  key: string,
  change: (row: Row) => Row | undefined,
): GroupRow {
  return {
    ...group,
    rows: group.rows.flatMap((row): Row[] => {
      if (row.key === key) {
        const changed = change(row);
        return changed ? [changed] : [];
      }
      return [row.kind === "group" ? withRow(row, key, change) : row];
    }),
  };
}

/** The tree with a row at the end of a group. */
export function withAdded(group: GroupRow, into: string, added: Row): GroupRow {
  if (group.key === into) return { ...group, rows: [...group.rows, added] };
  return {
    ...group,
    rows: group.rows.map((row) => (row.kind === "group" ? withAdded(row, into, added) : row)),
  };
}

export function* conditionRows(group: GroupRow): Generator<ConditionRow> {
  for (const row of group.rows)
    if (row.kind === "group") yield* conditionRows(row);
    else yield row;
}

/** Whether everything a condition needs is filled in. */
export function isComplete(condition: SegmentCondition): boolean {
  switch (condition.about) {
    case "field": {
      const { test, values = [], from = "", to = "", days, month } = condition;
      if (test === "empty") return true;
      if (test === "is" || test === "contains" || test === "begins")
        return values.length > 0 && values.every((value) => value.trim() !== "");
      if (test === "less" || test === "before") return to !== "";
      if (test === "more" || test === "after") return from !== "";
      if (test === "between") return from !== "" && to !== "";
      return test === "month" ? month !== undefined : days !== undefined;
    }
    case "tag":
      return condition.tags.length > 0;
    case "source":
      return condition.sources.length > 0;
    case "import":
      return condition.imports.length > 0;
    case "stage":
      return condition.stages.length > 0;
    case "adviser":
      return condition.operators.length > 0;
    case "provider":
      return condition.providers.length > 0;
    case "received":
      return condition.days !== undefined || Boolean(condition.mailing);
    case "created":
    case "changed":
      return condition.test === "past" || condition.test === "ago"
        ? condition.days !== undefined
        : Boolean(condition.day);
    case "behaviour":
      return condition.last !== undefined || Boolean(condition.mailing);
    default:
      return true;
  }
}
