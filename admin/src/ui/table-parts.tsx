import { TextInput } from "@mantine/core";
import { useDebouncedCallback } from "@mantine/hooks";
import { IconSearch } from "@tabler/icons-react";
import { useState, type ReactNode } from "react";
import { useTexts } from "../i18n/index.ts";
import { uiTexts } from "./texts.ts";

/** Search field for a toolbar. Tells its value after a short pause in typing. */
export function SearchField(props: {
  value: string;
  onChange: (value: string) => void;
  label?: string;
  placeholder?: string;
}): ReactNode {
  const t = useTexts(uiTexts);
  const [draft, setDraft] = useState(props.value);
  const tell = useDebouncedCallback(props.onChange, 250);
  return (
    <TextInput
      className="k-grow"
      type="search"
      value={draft}
      aria-label={props.label ?? t("search")}
      placeholder={props.placeholder ?? t("search")}
      leftSection={<IconSearch size={18} stroke={1.6} aria-hidden="true" />}
      onChange={(event) => {
        setDraft(event.currentTarget.value);
        tell(event.currentTarget.value);
      }}
    />
  );
}

/** A plain small table with the look of the workplace; mark number cells with `data-num`. */
export function SimpleTable(props: {
  label: string;
  head: ReactNode;
  children: ReactNode;
  stack?: boolean;
  /** Sentences in its cells: on the phone each stands on a line of its own, with its `data-label` before it. */
  words?: boolean;
  /** Many columns: the table scrolls sideways in itself, also with the keyboard. */
  wide?: boolean;
}): ReactNode {
  const region = props.wide
    ? ({ tabIndex: 0, role: "region", "aria-label": props.label } as const)
    : {};
  return (
    <div className="k-table-wrap" {...region}>
      <table
        className="k-table"
        data-stack={props.stack || undefined}
        data-words={props.words || undefined}
      >
        <caption className="k-hidden-visually">{props.label}</caption>
        <thead>{props.head}</thead>
        <tbody>{props.children}</tbody>
      </table>
    </div>
  );
}
