import { Button } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { IconAlertTriangle, IconCheck } from "@tabler/icons-react";
import { useState, type ReactNode } from "react";
import { useTexts } from "../i18n/index.ts";
import { problemText } from "./problem.tsx";
import { uiTexts } from "./texts.ts";

const UNDO_MS = 10_000;

/** Says that something is done: "Gespeichert". Short; details belong into the page. */
export function showDone(message: string): void {
  notifications.show({
    message,
    color: "petrol",
    icon: <IconCheck size={18} aria-hidden="true" />,
    autoClose: 4000,
  });
}

/** Says that something failed when there is no place for a <Problem/> in the page. */
export function showProblem(error: unknown, words?: Record<string, string>): void {
  notifications.show({
    message: problemText(error, words),
    color: "red",
    icon: <IconAlertTriangle size={18} aria-hidden="true" />,
    autoClose: 10_000,
  });
}

/** Says what was done and offers to take it back for ten seconds. `undo` does so. */
export function showUndo(message: string, undo: () => Promise<unknown>): void {
  const id = `undo-${(counter += 1)}`;
  notifications.show({
    id,
    message: <UndoMessage message={message} undo={undo} onDone={() => notifications.hide(id)} />,
    color: "petrol",
    icon: <IconCheck size={18} aria-hidden="true" />,
    autoClose: UNDO_MS,
  });
}

let counter = 0;

function UndoMessage(props: {
  message: string;
  undo: () => Promise<unknown>;
  onDone: () => void;
}): ReactNode {
  const t = useTexts(uiTexts);
  const [busy, setBusy] = useState(false);
  return (
    <div className="k-row" style={{ justifyContent: "space-between", flexWrap: "nowrap" }}>
      <span>{props.message}</span>
      <Button
        size="xs"
        variant="subtle"
        style={{ flexShrink: 0 }}
        loading={busy}
        onClick={() => {
          setBusy(true);
          props.undo().then(props.onDone, (error: unknown) => {
            props.onDone();
            showProblem(error);
          });
        }}
      >
        {t("undo")}
      </Button>
    </div>
  );
}
