import {
  ActionIcon,
  Button,
  NumberInput,
  SegmentedControl,
  Select,
  Textarea,
  TextInput,
} from "@mantine/core";
import { IconPlus, IconX } from "@tabler/icons-react";
import { useEffect, useId, useRef, useState, type ReactNode } from "react";
import { Notice, useTexts } from "../../../../ui/index.ts";
import { useAskedFields, useOperatorWord, type AskedField } from "./condition-fields.ts";
import { conditionTexts } from "./condition-texts.ts";
import {
  isComplete,
  LONGEST,
  MOST_CLAUSES,
  needsValue,
  OPERATORS,
  readCondition,
  writeCondition,
  type Clause,
  type Condition,
  type Operator,
} from "./condition.ts";
import { useFirstFocus } from "../use-first-focus.ts";
import { useForm } from "./fields.tsx";

const NO_CLAUSE: Clause = { field: "", operator: "is", value: "" };

/** Who sees what is selected, put together from fields, and what everybody else sees in its place. */
export function ConditionField(): ReactNode {
  const t = useTexts(conditionTexts);
  const form = useForm();
  const source = String(form.values["condition"] ?? "");
  const disabled = !form.isOpen("condition");
  const [open, setOpen] = useState(false);
  const id = useId();
  const set = (condition: string): void => form.set({ condition }, "condition");
  if (source.trim() === "" && !open)
    return disabled ? null : (
      <div>
        <Button
          size="xs"
          variant="subtle"
          leftSection={<IconPlus size={16} aria-hidden="true" />}
          onClick={() => setOpen(true)}
        >
          {t("add")}
        </Button>
      </div>
    );
  return (
    <div className="b-condition k-stack" role="group" aria-labelledby={id}>
      <p className="m-legend" id={id}>
        {t("title")}
      </p>
      <Editor source={source} disabled={disabled} onChange={set} isNew={open} />
      <Textarea
        label={t("otherwise")}
        description={t("otherwiseHelp")}
        value={String(form.values["otherwise"] ?? "")}
        maxLength={2000}
        autosize
        minRows={2}
        maxRows={8}
        disabled={!form.isOpen("otherwise")}
        onChange={(event) => form.set({ otherwise: event.currentTarget.value }, "otherwise")}
      />
      {!disabled && (
        <div>
          <Button
            size="xs"
            variant="subtle"
            color="red"
            onClick={() => {
              setOpen(false);
              form.set({ condition: "", otherwise: "" }, "condition");
            }}
          >
            {t("always")}
          </Button>
        </div>
      )}
    </div>
  );
}

function Editor(props: {
  source: string;
  disabled: boolean;
  onChange: (source: string) => void;
  isNew: boolean;
}): ReactNode {
  const t = useTexts(conditionTexts);
  const { source, disabled, onChange } = props;
  const [asCode, setAsCode] = useState(false);
  const readable = source.trim() === "" || readCondition(source) !== undefined;
  if (asCode || !readable)
    return (
      <div className="k-stack">
        {!readable && <Notice>{t("codeOnly")}</Notice>}
        <TextInput
          label={t("codeLabel")}
          description={t("codeHelp")}
          value={source}
          maxLength={LONGEST}
          disabled={disabled}
          spellCheck={false}
          classNames={{ input: "b-codefield" }}
          onChange={(event) => onChange(event.currentTarget.value.replaceAll(/[%{}]/g, ""))}
        />
        {!disabled && (
          <div>
            <button
              type="button"
              className="k-textbutton k-small"
              onClick={() => {
                if (!readable) onChange("");
                setAsCode(false);
              }}
            >
              {t(readable ? "builder" : "builderNew")}
            </button>
          </div>
        )}
      </div>
    );
  return <Builder {...props} onCode={() => setAsCode(true)} />;
}

function Builder(props: {
  source: string;
  disabled: boolean;
  onChange: (source: string) => void;
  onCode: () => void;
  isNew: boolean;
}): ReactNode {
  const t = useTexts(conditionTexts);
  const { source, disabled } = props;
  const fields = useAskedFields();
  const kindOf = (name: string) => fields.find((field) => field.name === name)?.kind ?? "text";
  const [condition, setCondition] = useState<Condition>(() => conditionOf(source));
  const written = writeCondition(condition, kindOf);
  // What comes from elsewhere, such as an undo, replaces what stands here.
  const seen = useRef(source);
  useEffect(() => {
    if (source === seen.current) return;
    seen.current = source;
    setCondition(conditionOf(source));
  }, [source]);
  const put = (next: Condition): void => {
    setCondition(next);
    const text = writeCondition(next, kindOf);
    if (text === source || text.length > LONGEST) return;
    seen.current = text;
    props.onChange(text);
  };
  const { clauses } = condition;
  const begun = clauses.some((clause) => clause.field !== "" && !isComplete(clause));
  return (
    <div className="k-stack">
      {clauses.map((clause, index) => (
        <Row
          key={index}
          clause={clause}
          no={index + 1}
          fields={fields}
          disabled={disabled}
          focus={props.isNew && index === clauses.length - 1 && clause.field === ""}
          onChange={(next) =>
            put({ ...condition, clauses: clauses.map((one, at) => (at === index ? next : one)) })
          }
          {...(clauses.length > 1
            ? {
                onRemove: () =>
                  put({ ...condition, clauses: clauses.filter((_, at) => at !== index) }),
              }
            : {})}
        />
      ))}
      {clauses.length > 1 && <Joiner condition={condition} disabled={disabled} onChange={put} />}
      {begun && written !== "" && <p className="k-small k-muted">{t("unfinished")}</p>}
      {!disabled && (
        <div className="k-row">
          {clauses.length < MOST_CLAUSES && (
            <Button
              size="xs"
              leftSection={<IconPlus size={16} aria-hidden="true" />}
              onClick={() => put({ ...condition, clauses: [...clauses, NO_CLAUSE] })}
            >
              {t("more")}
            </Button>
          )}
          <button type="button" className="k-textbutton k-small" onClick={props.onCode}>
            {t("code")}
          </button>
        </div>
      )}
    </div>
  );
}

function conditionOf(source: string): Condition {
  const known = readCondition(source);
  return known && known.clauses.length > 0 ? known : { joiner: "and", clauses: [NO_CLAUSE] };
}

function Joiner(props: {
  condition: Condition;
  disabled: boolean;
  onChange: (condition: Condition) => void;
}): ReactNode {
  const t = useTexts(conditionTexts);
  const id = useId();
  return (
    <div>
      <p className="k-small k-muted" id={id}>
        {t("joiner")}
      </p>
      <SegmentedControl
        className="m-segments"
        size="xs"
        aria-labelledby={id}
        value={props.condition.joiner}
        disabled={props.disabled}
        onChange={(joiner) =>
          props.onChange({ ...props.condition, joiner: joiner as "and" | "or" })
        }
        data={[
          { value: "and", label: t("and") },
          { value: "or", label: t("or") },
        ]}
      />
    </div>
  );
}

function Row(props: {
  clause: Clause;
  no: number;
  fields: readonly AskedField[];
  disabled: boolean;
  focus: boolean;
  onChange: (clause: Clause) => void;
  onRemove?: () => void;
}): ReactNode {
  const t = useTexts(conditionTexts);
  const word = useOperatorWord();
  const first = useFirstFocus(props.focus);
  const { clause, fields, disabled } = props;
  const field = fields.find(({ name }) => name === clause.field);
  const kind = field?.kind ?? "text";
  const offered = OPERATORS[kind];
  const ofGroup = (own: boolean) =>
    fields.filter((one) => one.own === own).map(({ name, label }) => ({ value: name, label }));
  const unknown =
    clause.field !== "" && !field ? [{ value: clause.field, label: clause.field }] : [];
  const own = [...ofGroup(true), ...unknown];
  const choose = (name: string | null): void => {
    const next = fields.find((one) => one.name === name);
    if (!next) return;
    const operators = OPERATORS[next.kind];
    const operator = operators.includes(clause.operator) ? clause.operator : operators[0]!;
    props.onChange({ field: next.name, operator, value: "" });
  };
  const list = offered.includes(clause.operator) ? offered : [...offered, clause.operator];
  return (
    <div className="b-clause" role="group" aria-label={`${t("title")} ${props.no}`}>
      <Select
        aria-label={t("field")}
        placeholder={t("fieldChoose")}
        searchable
        allowDeselect={false}
        ref={first}
        value={clause.field || null}
        disabled={disabled}
        onChange={choose}
        data={[
          { group: t("groups.contact"), items: ofGroup(false) },
          ...(own.length > 0 ? [{ group: t("groups.own"), items: own }] : []),
        ]}
      />
      {props.onRemove && !disabled && (
        <ActionIcon
          variant="subtle"
          size={40}
          aria-label={t("remove", { no: props.no })}
          title={t("remove", { no: props.no })}
          onClick={props.onRemove}
        >
          <IconX size={16} aria-hidden="true" />
        </ActionIcon>
      )}
      {clause.field !== "" && (
        <div className="b-compare" data-value={needsValue(clause.operator) || undefined}>
          <Select
            aria-label={t("operator")}
            allowDeselect={false}
            value={clause.operator}
            disabled={disabled}
            onChange={(operator) =>
              operator && props.onChange({ ...clause, operator: operator as Operator })
            }
            data={list.map((operator) => ({ value: operator, label: word(operator, kind) }))}
          />
          {needsValue(clause.operator) && <Value {...props} field={field} />}
        </div>
      )}
    </div>
  );
}

function Value(props: {
  clause: Clause;
  field: AskedField | undefined;
  disabled: boolean;
  onChange: (clause: Clause) => void;
}): ReactNode {
  const t = useTexts(conditionTexts);
  const { clause, field } = props;
  const set = (value: string): void => props.onChange({ ...clause, value });
  const common = { "aria-label": t("value"), disabled: props.disabled };
  const choices = field?.choices;
  if (choices && choices.length > 0)
    return (
      <Select
        {...common}
        placeholder={t("valueChoose")}
        searchable={choices.length > 6}
        allowDeselect={false}
        value={clause.value || null}
        onChange={(value) => value !== null && set(value)}
        data={
          clause.value === "" || choices.some(({ value }) => value === clause.value)
            ? choices
            : [...choices, { value: clause.value, label: clause.value }]
        }
      />
    );
  if (field?.kind === "number")
    return (
      <NumberInput
        {...common}
        hideControls
        value={clause.value}
        onChange={(value) => set(String(value))}
      />
    );
  if (field?.kind === "date")
    return (
      <TextInput
        {...common}
        type="date"
        value={clause.value}
        onChange={(event) => set(event.currentTarget.value)}
      />
    );
  return (
    <TextInput
      {...common}
      value={clause.value}
      maxLength={100}
      onChange={(event) => set(event.currentTarget.value)}
    />
  );
}
