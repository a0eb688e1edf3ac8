import { ActionIcon, Button, Select } from "@mantine/core";
import { IconBracketsContain, IconX } from "@tabler/icons-react";
import { useRef, useState, type ReactNode } from "react";
import type { SegmentCatalogue } from "../../../../contract/segments.ts";
import { SEGMENT_LIMITS } from "../../../../contract/segments.ts";
import { useCan } from "../../api/index.ts";
import { useTexts } from "../../ui/index.ts";
import { paletteOf, subjectOf, typeOfField, verbsOf } from "./subjects.ts";
import { texts } from "./texts.ts";
import {
  emptyGroup,
  isComplete,
  newRow,
  withAdded,
  withRow,
  type ConditionRow,
  type GroupRow,
  type Join,
  type Row,
} from "./tree.ts";
import { ValueFields } from "./value-fields.tsx";

interface Props {
  root: GroupRow;
  catalogue: SegmentCatalogue;
  /** Rows with something missing are marked. */
  showsGaps: boolean;
  readOnly: boolean;
  onChange(root: GroupRow): void;
}

/** A segment as one sentence with rows: who is meant, condition by condition, nested by groups. */
export function Builder(props: Props): ReactNode {
  const { root, onChange } = props;
  return (
    <fieldset className="sg-builder" disabled={props.readOnly}>
      <Group
        {...props}
        group={root}
        depth={1}
        change={(changed) => onChange(changed)}
        remove={undefined}
        edit={(key, change) => onChange(withRow(root, key, change))}
        add={(into, row) => onChange(withAdded(root, into, row))}
      />
    </fieldset>
  );
}

interface Editing extends Props {
  edit(key: string, change: (row: Row) => Row | undefined): void;
  add(into: string, row: Row): void;
}

function Group(
  props: Editing & {
    group: GroupRow;
    depth: number;
    change(group: GroupRow): void;
    remove: (() => void) | undefined;
  },
): ReactNode {
  const t = useTexts(texts);
  const { group, depth, change, remove } = props;
  const place = useRef<HTMLDivElement>(null);
  // Whoever works with the keyboard goes on beside the row that is gone.
  const drop = (key: string): void => {
    const at = group.rows.findIndex((row) => row.key === key);
    props.edit(key, () => undefined);
    requestAnimationFrame(() => {
      const rows = place.current?.querySelectorAll<HTMLElement>(":scope > .sg-rows > li");
      const near = rows?.[Math.min(at, rows.length - 1)] ?? place.current?.lastElementChild;
      near?.querySelector<HTMLElement>("input, button")?.focus();
    });
  };
  return (
    <div className="sg-group" data-depth={depth} role="group" aria-label={t("group")} ref={place}>
      <div className="sg-line">
        {remove ? (
          <Select
            className="sg-which"
            aria-label={t("groupNegation")}
            allowDeselect={false}
            data={[
              { value: "is", label: t("nested") },
              { value: "not", label: t("nestedNot") },
            ]}
            value={group.negated ? "not" : "is"}
            onChange={(value) => change({ ...group, negated: value === "not" })}
          />
        ) : (
          <span>{t("sentence")}</span>
        )}
        <Select
          className="sg-join"
          aria-label={t("joinLabel")}
          allowDeselect={false}
          data={[
            { value: "all", label: t("join.all") },
            { value: "any", label: t("join.any") },
          ]}
          value={group.join}
          onChange={(join) => change({ ...group, join: (join ?? "all") as Join })}
        />
        <span>{t(group.join === "all" ? "sentenceEndAll" : "sentenceEnd")}</span>
        {remove && (
          <ActionIcon
            className="sg-remove"
            variant="subtle"
            aria-label={t("removeGroup")}
            onClick={remove}
          >
            <IconX size={18} stroke={1.8} aria-hidden="true" />
          </ActionIcon>
        )}
      </div>
      {group.rows.length === 0 && <p className="k-muted sg-nothing">{t("nothingYet")}</p>}
      <ul className="sg-rows">
        {group.rows.map((row, at) => (
          <li key={row.key}>
            {at > 0 && <span className="sg-and">{t(group.join === "all" ? "and" : "or")}</span>}
            {row.kind === "group" ? (
              <Group
                {...props}
                group={row}
                depth={depth + 1}
                change={(changed) => props.edit(row.key, () => changed)}
                remove={() => drop(row.key)}
              />
            ) : (
              <Condition {...props} row={row} remove={() => drop(row.key)} />
            )}
          </li>
        ))}
      </ul>
      {!props.readOnly && <AddLine {...props} into={group.key} depth={depth} />}
    </div>
  );
}

function AddLine({
  into,
  depth,
  catalogue,
  add,
}: Editing & { into: string; depth: number }): ReactNode {
  const t = useTexts(texts);
  const can = useCan();
  const palette = paletteOf(catalogue, t, can("tracking.read"));
  // A fresh field after each choice: what was typed to find it is gone.
  const [fresh, setFresh] = useState(0);
  const place = useRef<HTMLDivElement>(null);
  const focusNewest = (): void => {
    requestAnimationFrame(() => {
      const rows = place.current?.parentElement?.querySelectorAll<HTMLElement>(
        ":scope > .sg-rows > li:last-child input",
      );
      rows?.[0]?.focus();
    });
  };
  return (
    <div className="sg-line sg-add" ref={place}>
      <Select
        key={fresh}
        className="sg-palette"
        aria-label={t("addTo")}
        placeholder={t("add")}
        searchable
        maxDropdownHeight={360}
        nothingFoundMessage={t("noMatch")}
        data={palette.map(({ group, items }) => ({
          group,
          items: items.map(({ id, label }) => ({ value: id, label })),
        }))}
        value={null}
        onChange={(id) => {
          const subject = palette.flatMap(({ items }) => items).find((one) => one.id === id);
          if (!subject) return;
          add(into, newRow(subject.make()));
          setFresh(fresh + 1);
          focusNewest();
        }}
      />
      {depth < SEGMENT_LIMITS.depth - 1 && (
        <Button
          variant="subtle"
          leftSection={<IconBracketsContain size={18} stroke={1.8} aria-hidden="true" />}
          onClick={() => {
            add(into, emptyGroup("any"));
            focusNewest();
          }}
        >
          {t("addGroup")}
        </Button>
      )}
    </div>
  );
}

function Condition({
  row,
  catalogue,
  showsGaps,
  edit,
  remove,
}: Editing & { row: ConditionRow; remove(): void }): ReactNode {
  const t = useTexts(texts);
  const { condition, negated } = row;
  const type = condition.about === "field" ? typeOfField(catalogue, condition.field) : undefined;
  const verbs = verbsOf(condition, type, t);
  // An opposite without words of its own is said by turning the condition's own words around.
  const current =
    verbs.find((verb) => verb.fits(condition) && verb.negated === negated) ??
    verbs.find((verb) => verb.fits(condition));
  const turned = current !== undefined && current.negated !== negated;
  const subject = subjectOf(condition, catalogue, t);
  const gap = showsGaps && !isComplete(condition);
  const set = (change: Partial<ConditionRow>): void => edit(row.key, () => ({ ...row, ...change }));
  return (
    <div className="sg-condition" data-gap={gap || undefined} role="group" aria-label={subject}>
      <b className="sg-subject">{subject}</b>
      <Select
        className="sg-verb"
        aria-label={`${subject}: ${t("condition")}`}
        allowDeselect={false}
        data={verbs.map((verb) => ({
          value: verb.id,
          label: turned && verb === current ? `${t("no")}: ${verb.label}` : verb.label,
        }))}
        value={current?.id ?? null}
        onChange={(id) => {
          const verb = verbs.find((one) => one.id === id);
          if (verb) set({ condition: verb.apply(condition), negated: verb.negated });
        }}
      />
      <ValueFields
        condition={condition}
        catalogue={catalogue}
        onChange={(changed) => set({ condition: changed })}
      />
      <ActionIcon
        className="sg-remove"
        variant="subtle"
        aria-label={t("remove", { what: subject })}
        onClick={remove}
      >
        <IconX size={18} stroke={1.8} aria-hidden="true" />
      </ActionIcon>
      {gap && <p className="sg-gap">{t("incomplete")}</p>}
    </div>
  );
}
