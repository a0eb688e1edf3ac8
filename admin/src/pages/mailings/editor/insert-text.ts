import type { Draft } from "./draft.ts";
import type { Change } from "./use-draft.ts";

export type InsertTarget = "subject" | "preheader" | "html" | "text";

/**
 * Puts text at the cursor of the code editor on the page; before the end of the body while the cursor was never
 * set. False when there is no editor to write in.
 */
export async function insertInCode(text: string, cursorIsSet: boolean): Promise<boolean> {
  const { EditorView } = await import("@codemirror/view");
  const host = document.querySelector<HTMLElement>(".m-code .cm-editor");
  const view = host && EditorView.findFromDOM(host);
  if (!view || view.state.readOnly) return false;
  if (!cursorIsSet) {
    const end = view.state.doc.toString().search(/<\/body>/i);
    view.dispatch({ selection: { anchor: end < 0 ? view.state.doc.length : end } });
  }
  view.dispatch(view.state.replaceSelection(text), {
    userEvent: "input",
    scrollIntoView: true,
  });
  view.focus();
  return true;
}

/** Puts text at the cursor of subject or preheader. */
export function insertInField(
  field: "subject" | "preheader",
  text: string,
  draft: Draft,
  change: Change,
): void {
  const input = document.querySelector<HTMLTextAreaElement>(`[data-field="${field}"]`);
  const value = draft[field];
  const from = input?.selectionStart ?? value.length;
  const to = input?.selectionEnd ?? value.length;
  change({ [field]: value.slice(0, from) + text + value.slice(to) });
  // The field takes its new value with the next paint; then the cursor goes behind what was inserted.
  requestAnimationFrame(() => {
    input?.focus();
    input?.setSelectionRange(from + text.length, from + text.length);
  });
}
