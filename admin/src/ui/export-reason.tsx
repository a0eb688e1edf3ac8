import { Textarea } from "@mantine/core";
import type { ReactNode } from "react";
import type { ExportView } from "../../../contract/exports.ts";
import { ApiError } from "../api/index.ts";
import { useTexts } from "../i18n/index.ts";
import { exportTexts } from "./export-texts.ts";
import { Problem } from "./problem.tsx";
import { showDone } from "./toasts.tsx";

const SHORTEST = 10;

/** What a file with people in it is for, and why there is nobody to be the second person. */
export interface ExportReasons {
  reason: string;
  alone: string;
}
export const noReasons: ExportReasons = { reason: "", alone: "" };

/** Nobody else could be asked; a written reason stands for the second person. */
const isAlone = (error: unknown): boolean =>
  error instanceof ApiError && error.code === "second_person_missing";

const isLong = (text: string): boolean => text.trim().length >= SHORTEST;

/** Whether enough is said to ask for the file, after the answer that came last. */
export const mayExport = ({ reason, alone }: ExportReasons, error: unknown): boolean =>
  isLong(reason) && (!isAlone(error) || isLong(alone));

/** The reasons as an export takes them. */
export const reasonsOf = ({ reason, alone }: ExportReasons) => ({
  reason: reason.trim(),
  ...(alone.trim() === "" ? {} : { alone: alone.trim() }),
});

/** Says that the file is being made, or whom it waits for. */
export function useExportAsked(): (asked: Pick<ExportView, "state">) => void {
  const t = useTexts(exportTexts);
  return ({ state }) => showDone(t(state === "held" ? "held" : "started"));
}

/** Asks what a file with people in it is for, and shows why it was refused (ORG-05). */
export function ExportReason(props: {
  value: ExportReasons;
  onChange: (value: ExportReasons) => void;
  error: unknown;
  words?: Record<string, string>;
}): ReactNode {
  const t = useTexts(exportTexts);
  const { value, onChange, error, words } = props;
  const field = {
    required: true,
    minLength: SHORTEST,
    autosize: true,
    minRows: 2,
  };
  return (
    <>
      <Textarea
        {...field}
        label={t("reason")}
        description={t("reasonHelp")}
        maxLength={300}
        value={value.reason}
        onChange={(event) => onChange({ ...value, reason: event.currentTarget.value })}
      />
      {isAlone(error) ? (
        <Textarea
          {...field}
          label={t("alone")}
          description={t("aloneHelp")}
          maxLength={500}
          data-autofocus
          value={value.alone}
          onChange={(event) => onChange({ ...value, alone: event.currentTarget.value })}
        />
      ) : (
        error !== null && error !== undefined && <Problem error={error} {...(words && { words })} />
      )}
    </>
  );
}
