import {
  StateEffect,
  StateField,
  type ChangeSet,
  type EditorSelection,
  type Extension,
  type Transaction,
} from "@codemirror/state";
import { keymap, type EditorView } from "@codemirror/view";

interface Entry {
  /** Takes the document back (in the undo stack) or forward (in the redo stack). */
  changes: ChangeSet;
  selection: EditorSelection;
}

interface History {
  undo: readonly Entry[];
  redo: readonly Entry[];
  /** Time of the last change, to join the letters of a word to one step. */
  at: number;
}

const LIMIT = 200;
const JOIN_MS = 500;
const applied = StateEffect.define<"undo" | "redo">();

const field = StateField.define<History>({
  create: () => ({ undo: [], redo: [], at: 0 }),
  update(history, transaction) {
    const effect = transaction.effects.find((candidate) => candidate.is(applied));
    if (effect?.is(applied)) return shift(history, transaction, effect.value);
    if (!transaction.docChanged) return history;
    return record(history, transaction);
  },
});

function inverse(transaction: Transaction): Entry {
  return {
    changes: transaction.changes.invert(transaction.startState.doc),
    selection: transaction.startState.selection,
  };
}

function record(history: History, transaction: Transaction): History {
  const entry = inverse(transaction);
  const now = performance.now();
  const last = history.undo.at(-1);
  if (last && now - history.at < JOIN_MS && transaction.isUserEvent("input.type")) {
    const joined: Entry = {
      changes: entry.changes.compose(last.changes),
      selection: last.selection,
    };
    return { undo: [...history.undo.slice(0, -1), joined], redo: [], at: now };
  }
  return { undo: [...history.undo.slice(-LIMIT + 1), entry], redo: [], at: now };
}

function shift(history: History, transaction: Transaction, direction: "undo" | "redo"): History {
  const entry = inverse(transaction);
  if (direction === "undo")
    return { undo: history.undo.slice(0, -1), redo: [...history.redo, entry], at: 0 };
  return { undo: [...history.undo, entry], redo: history.redo.slice(0, -1), at: 0 };
}

function step(direction: "undo" | "redo") {
  return (view: EditorView): boolean => {
    const entry = view.state.field(field)[direction].at(-1);
    if (!entry) return false;
    view.dispatch({
      changes: entry.changes,
      selection: entry.selection,
      effects: applied.of(direction),
      scrollIntoView: true,
    });
    return true;
  };
}

/** Undo and redo with Ctrl/⌘ Z, Ctrl Y and Ctrl/⌘ Shift Z. */
export function codeHistory(): Extension {
  return [
    field,
    keymap.of([
      { key: "Mod-z", run: step("undo"), preventDefault: true },
      { key: "Mod-y", run: step("redo"), preventDefault: true },
      { key: "Mod-Shift-z", run: step("redo"), preventDefault: true },
    ]),
  ];
}
