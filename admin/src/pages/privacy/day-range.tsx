import { TextInput } from "@mantine/core";
import type { ReactNode } from "react";
import { useTexts } from "../../ui/index.ts";
import { texts } from "./texts.ts";

/** From and to, as days; both may stay empty. */
export function DayRange(props: {
  from: string;
  to: string;
  onChange: (patch: { from?: string; to?: string }) => void;
}): ReactNode {
  const t = useTexts(texts);
  return (
    <>
      <TextInput
        type="date"
        label={t("from")}
        value={props.from}
        max={props.to || undefined}
        onChange={(event) => props.onChange({ from: event.currentTarget.value })}
      />
      <TextInput
        type="date"
        label={t("to")}
        value={props.to}
        min={props.from || undefined}
        onChange={(event) => props.onChange({ to: event.currentTarget.value })}
      />
    </>
  );
}
