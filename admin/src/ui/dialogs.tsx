import { Button, Modal, TextInput } from "@mantine/core";
import { useState, type FormEvent, type ReactNode } from "react";
import { useFormat, useTexts } from "../i18n/index.ts";
import { Problem } from "./problem.tsx";
import { uiTexts } from "./texts.ts";

export interface ConfirmDialogProps {
  opened: boolean;
  onClose: () => void;
  title: string;
  /** What will happen, in full sentences, to how many people. */
  children: ReactNode;
  /** Names the act: "12.204 Kontakte löschen". Never "OK". */
  action: string;
  onConfirm: () => Promise<unknown> | void;
  /** Number of people concerned: must be typed before the button works. */
  people?: number;
  /** Another word to type, for acts that concern no people (the name of a list). */
  typeWord?: string;
  /** Red button; for acts that cannot be undone. */
  danger?: boolean;
  /** Sentences for error codes. */
  words?: Record<string, string>;
}

/** Asks before something that cannot be undone. Says what happens and, for many people, wants the number typed. */
export function ConfirmDialog(props: ConfirmDialogProps): ReactNode {
  return (
    <Modal opened={props.opened} onClose={props.onClose} title={props.title} size={520}>
      <ConfirmForm {...props} />
    </Modal>
  );
}

function ConfirmForm(props: ConfirmDialogProps): ReactNode {
  const t = useTexts(uiTexts);
  const format = useFormat();
  const [typed, setTyped] = useState("");
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>();
  const word =
    props.typeWord ?? (props.people === undefined ? undefined : format.number(props.people));
  const matches = word === undefined || same(typed, word, props.people !== undefined);
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    // A form around this dialog must not take the answer for its own: React passes events on through portals.
    event.stopPropagation();
    if (!matches || busy) return;
    setBusy(true);
    setError(undefined);
    try {
      await props.onConfirm();
      props.onClose();
    } catch (problem) {
      setError(problem);
    } finally {
      setBusy(false);
    }
  };
  return (
    <form onSubmit={(event) => void submit(event)} className="k-stack">
      <div>{typeof props.children === "string" ? <p>{props.children}</p> : props.children}</div>
      {word !== undefined && (
        <TextInput
          label={t("confirmLabel")}
          description={t("confirmType", { word })}
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
          autoComplete="off"
          inputMode={props.people === undefined ? "text" : "numeric"}
          data-autofocus
        />
      )}
      {error !== undefined && <Problem error={error} words={props.words} />}
      <div className="k-row k-ends">
        <Button onClick={props.onClose}>{t("cancel")}</Button>
        <Button
          type="submit"
          variant="filled"
          color={props.danger ? "red" : undefined}
          disabled={!matches}
          loading={busy}
        >
          {props.action}
        </Button>
      </div>
    </form>
  );
}

/** "12204", "12.204" and "12 204" mean the same number; words must match but for case and outer blanks. */
function same(typed: string, word: string, isNumber: boolean): boolean {
  if (isNumber) return typed.replace(/\D/g, "") === word.replace(/\D/g, "") && /\d/.test(typed);
  return typed.trim().toLocaleLowerCase() === word.trim().toLocaleLowerCase();
}
