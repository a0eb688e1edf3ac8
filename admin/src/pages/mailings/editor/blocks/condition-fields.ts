import { useMemo } from "react";
import type { FieldView } from "../../../../../../contract/contact-fields.ts";
import { useApiQuery, useCan } from "../../../../api/index.ts";
import { useFormat, useTexts } from "../../../../ui/index.ts";
import { conditionTexts } from "./condition-texts.ts";
import {
  needsValue,
  readCondition,
  type Clause,
  type FieldKind,
  type Operator,
} from "./condition.ts";

/** Something a condition can ask about. */
export interface AskedField {
  name: string;
  label: string;
  kind: FieldKind;
  own: boolean;
  choices?: { value: string; label: string }[];
}

const BUILT_IN = [
  { field: "company", kind: "text" },
  { field: "stage", kind: "choice", choices: ["prospect", "customer"] },
  { field: "tags", kind: "tags" },
  { field: "locale", kind: "choice", choices: ["de", "en"] },
  { field: "salutation", kind: "choice", choices: ["frau", "herr", "divers"] },
  { field: "title", kind: "text" },
  { field: "first_name", kind: "text" },
  { field: "last_name", kind: "text" },
] as const;

/** The fields of this account that a condition can ask about, the product's own first. */
export function useAskedFields(): AskedField[] {
  const t = useTexts(conditionTexts);
  const can = useCan();
  const readable = { enabled: can("contacts.read") };
  const own = useApiQuery<{ items: FieldView[] }>("/contact-fields", undefined, readable);
  const tags = useApiQuery<{ items: { name: string }[] }>("/contact-tags", undefined, readable);
  return useMemo(() => {
    const builtIn = BUILT_IN.map((one): AskedField => {
      const choices =
        "choices" in one
          ? one.choices.map((value) => ({ value, label: t(value) }))
          : one.kind === "tags"
            ? (tags.data?.items ?? []).map(({ name }) => ({ value: name, label: name }))
            : undefined;
      return {
        name: `contact.${one.field}`,
        label: t(`fields.${one.field}`),
        kind: one.kind,
        own: false,
        ...(choices ? { choices } : {}),
      };
    });
    const fields = (own.data?.items ?? []).map((field): AskedField => ({
      name: `contact.custom.${field.key}`,
      label: field.label,
      // A day without its year is no date to compare.
      kind: field.type === "date" && field.withoutYear ? "text" : field.type,
      own: true,
      ...choicesOf(field, [t("yes"), t("no")]),
    }));
    return [...builtIn, ...fields];
  }, [t, own.data, tags.data]);
}

function choicesOf(field: FieldView, [yes, no]: [string, string]): Pick<AskedField, "choices"> {
  if (field.type === "boolean")
    return {
      choices: [
        { value: "true", label: yes },
        { value: "false", label: no },
      ],
    };
  if (field.type !== "choice" && field.type !== "choices") return {};
  return { choices: field.choices.map((value) => ({ value, label: value })) };
}

export function useOperatorWord(): (operator: Operator, kind: FieldKind) => string {
  const t = useTexts(conditionTexts);
  return (operator, kind) => {
    if (kind === "date" && (operator === "atLeast" || operator === "atMost"))
      return t(`dates.${operator}`);
    if (kind === "tags" && (operator === "contains" || operator === "unknown"))
      return t(`tags.${operator}`);
    return t(`operators.${operator}`);
  };
}

/** A condition as a sentence: "Filiale ist Nord oder Status ist Kunde". Code stays code. */
export function useConditionWords(): (source: string | undefined) => string {
  const t = useTexts(conditionTexts);
  const format = useFormat();
  const fields = useAskedFields();
  const word = useOperatorWord();
  const one = (clause: Clause): string => {
    const field = fields.find(({ name }) => name === clause.field);
    const shown =
      field?.choices?.find(({ value }) => value === clause.value)?.label ??
      (field?.kind === "date" && /^\d{4}-\d\d-\d\d$/.test(clause.value)
        ? format.dateShort(clause.value)
        : clause.value);
    return [
      field?.label ?? clause.field.replace(/^contact\.(custom\.)?/, ""),
      word(clause.operator, field?.kind ?? "text"),
      ...(needsValue(clause.operator) ? [t("quoted", { value: shown })] : []),
    ].join(" ");
  };
  return (source) => {
    if (!source?.trim()) return "";
    const condition = readCondition(source);
    if (!condition) return source;
    const joiner = condition.joiner === "and" ? "joinedAnd" : "joinedOr";
    return condition.clauses.map(one).join(t(joiner));
  };
}
