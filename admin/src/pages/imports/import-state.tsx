import { useMemo, type ReactNode } from "react";
import { fileErrors } from "../../../../contract/import-file-errors.ts";
import type { ImportView } from "../../../../contract/imports.ts";
import { Pill, useLocale, useTexts, type Tone } from "../../ui/index.ts";
import { texts } from "./texts.ts";

const TONES: Record<ImportView["state"], Tone> = {
  uploaded: "plain",
  checking: "go",
  checked: "go",
  running: "go",
  done: "plain",
  failed: "danger",
  cancelled: "wait",
  undoing: "wait",
  undone: "no",
};

/** True while a file is being read, imported or taken back. */
export function isWorking(state: ImportView["state"]): boolean {
  return state === "checking" || state === "running" || state === "undoing";
}

/** True as long as nothing of the file was imported: columns and evidence can still be decided. */
export function isOpen(view: ImportView): boolean {
  return (
    view.result === null && ["uploaded", "checked", "cancelled", "failed"].includes(view.state)
  );
}

/** The state of an import in one word. */
export function ImportPill({ state }: { state: ImportView["state"] }): ReactNode {
  const t = useTexts(texts);
  return <Pill tone={TONES[state]}>{t(`states.${state}`)}</Pill>;
}

const CODES = [
  "import_under_way",
  "import_finished",
  "import_incomplete",
  "import_not_checked",
  "purchased_list",
  "owner_decides",
  "file_too_large",
  "file_missing",
  "undo_not_possible",
  "mapping_wrong",
] as const;

/** Sentences for the error codes of imports, and for what is wrong with a file. */
export function useImportErrors(): Record<string, string> {
  const t = useTexts(texts);
  const locale = useLocale();
  return useMemo(
    () => ({
      ...Object.fromEntries(
        Object.entries(fileErrors).map(([reason, { label }]) => [`file_${reason}`, label[locale]]),
      ),
      ...Object.fromEntries(CODES.map((code) => [code, t(`errors.${code}`)])),
    }),
    [t, locale],
  );
}
