import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { html } from "@codemirror/lang-html";
import { HighlightStyle, syntaxHighlighting } from "@codemirror/language";
import {
  EditorState,
  RangeSetBuilder,
  StateEffect,
  StateField,
  type Extension,
} from "@codemirror/state";
import {
  Decoration,
  drawSelection,
  EditorView,
  gutter,
  GutterMarker,
  highlightActiveLine,
  highlightActiveLineGutter,
  keymap,
  lineNumbers,
  placeholder as placeholderText,
  WidgetType,
  type DecorationSet,
} from "@codemirror/view";
import { tags } from "@lezer/highlight";
import { useEffect, useRef, type ReactNode } from "react";
import { styleNonce } from "./policy.ts";

/** A finding at its place in the code. */
export interface CodeFinding {
  id: string;
  level: "warning" | "error";
  /** Offsets in the text, in UTF-16 units. */
  from: number;
  to: number;
  message: string;
}

export interface CodeEditorProps {
  value: string;
  onChange: (value: string) => void;
  /** Read by screen readers. */
  label: string;
  findings?: CodeFinding[];
  readOnly?: boolean;
  /** Pixels. */
  height?: number;
  placeholder?: string;
  /** Changes to this number scroll to and select `reveal.from` ("Zur Stelle"). */
  reveal?: { from: number; to: number; nonce: number };
}

const setFindings = StateEffect.define<readonly CodeFinding[]>();

class NoteWidget extends WidgetType {
  readonly finding: CodeFinding;
  constructor(finding: CodeFinding) {
    super();
    this.finding = finding;
  }
  override eq(other: NoteWidget): boolean {
    return other.finding.id === this.finding.id && other.finding.message === this.finding.message;
  }
  override toDOM(): HTMLElement {
    const note = document.createElement("div");
    note.className = "cm-finding-note";
    note.dataset.level = this.finding.level;
    note.textContent = this.finding.message;
    return note;
  }
}

class DotMarker extends GutterMarker {
  readonly level: string;
  constructor(level: string) {
    super();
    this.level = level;
  }
  override toDOM(): Node {
    const dot = document.createElement("span");
    dot.className = "cm-finding-dot";
    dot.dataset.level = this.level;
    dot.textContent = "●";
    dot.setAttribute("aria-hidden", "true");
    return dot;
  }
}

const findingsField = StateField.define<{ list: readonly CodeFinding[]; marks: DecorationSet }>({
  create: () => ({ list: [], marks: Decoration.none }),
  update(value, transaction) {
    for (const effect of transaction.effects) {
      if (effect.is(setFindings))
        return { list: effect.value, marks: decorate(transaction.state, effect.value) };
    }
    return transaction.docChanged
      ? { ...value, marks: value.marks.map(transaction.changes) }
      : value;
  },
  provide: (field) => EditorView.decorations.from(field, (value) => value.marks),
});

function decorate(state: EditorState, findings: readonly CodeFinding[]): DecorationSet {
  const length = state.doc.length;
  const marks = findings.flatMap((finding) => {
    const from = Math.min(Math.max(0, finding.from), length);
    const to = Math.min(Math.max(from, finding.to), length);
    const line = state.doc.lineAt(from);
    const note = Decoration.widget({ widget: new NoteWidget(finding), block: true, side: 1 }).range(
      line.to,
    );
    const mark = Decoration.mark({
      class: "cm-finding",
      attributes: { "data-level": finding.level },
    });
    return from < to ? [mark.range(from, to), note] : [note];
  });
  return Decoration.set(marks, true);
}

const findingGutter = gutter({
  class: "cm-finding-gutter",
  markers: (view) => {
    const builder = new RangeSetBuilder<GutterMarker>();
    const byLine = new Map<number, string>();
    for (const finding of view.state.field(findingsField).list) {
      const start = view.state.doc.lineAt(Math.min(finding.from, view.state.doc.length)).from;
      if (byLine.get(start) !== "error") byLine.set(start, finding.level);
    }
    for (const [start, level] of [...byLine].sort((a, b) => a[0] - b[0]))
      builder.add(start, start, new DotMarker(level));
    return builder.finish();
  },
  initialSpacer: () => new DotMarker("warning"),
});

const colours = HighlightStyle.define([
  { tag: [tags.tagName, tags.angleBracket], color: "var(--accent)" },
  { tag: tags.attributeName, color: "var(--amber)" },
  { tag: [tags.attributeValue, tags.string], color: "var(--ok-text)" },
  { tag: [tags.comment, tags.documentMeta], color: "var(--muted)", fontStyle: "italic" },
  { tag: [tags.keyword, tags.propertyName], color: "var(--accent)" },
]);

function extensions(props: CodeEditorProps, onChange: (value: string) => void): Extension[] {
  return [
    lineNumbers(),
    findingsField,
    findingGutter,
    highlightActiveLine(),
    highlightActiveLineGutter(),
    drawSelection(),
    EditorView.lineWrapping,
    EditorView.cspNonce.of(styleNonce ?? ""),
    history(),
    keymap.of([
      {
        key: "Enter",
        run: (view) => {
          const line = view.state.doc.lineAt(view.state.selection.main.head);
          const indent = /^\s*/.exec(line.text)?.[0] ?? "";
          view.dispatch(view.state.replaceSelection(`\n${indent}`), {
            userEvent: "input",
            scrollIntoView: true,
          });
          return true;
        },
      },
    ]),
    // Tab is not among them: it leaves the editor.
    keymap.of([...defaultKeymap, ...historyKeymap]),
    html({ autoCloseTags: false }),
    syntaxHighlighting(colours),
    EditorState.readOnly.of(props.readOnly ?? false),
    EditorView.contentAttributes.of({
      "aria-label": props.label,
      spellcheck: "false",
      tabindex: "0",
    }),
    ...(props.placeholder ? [placeholderText(props.placeholder)] : []),
    EditorView.updateListener.of((update) => {
      if (update.docChanged) onChange(update.state.doc.toString());
    }),
  ];
}

/** See CodeEditor in code-editor-lazy.tsx. Never reformats or completes what the author wrote. Tab leaves it. */
export default function CodeEditor(props: CodeEditorProps): ReactNode {
  const host = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView>(undefined);
  const latest = useRef(props);
  latest.current = props;

  useEffect(() => {
    if (!host.current) return;
    const editor = new EditorView({
      parent: host.current,
      state: EditorState.create({
        doc: latest.current.value,
        extensions: extensions(latest.current, (value) => latest.current.onChange(value)),
      }),
    });
    view.current = editor;
    // Line heights are measured; the typeface may arrive after the first measure.
    void document.fonts.ready.then(() => editor.requestMeasure());
    return () => editor.destroy();
    // The editor keeps its own state; further changes of the properties are handed in below.
  }, [props.readOnly, props.label]);

  useEffect(() => {
    const editor = view.current;
    if (!editor || editor.state.doc.toString() === props.value) return;
    editor.dispatch({ changes: { from: 0, to: editor.state.doc.length, insert: props.value } });
  }, [props.value]);

  useEffect(() => {
    view.current?.dispatch({ effects: setFindings.of(props.findings ?? []) });
  }, [props.findings, props.readOnly, props.label]);

  useEffect(() => {
    const editor = view.current;
    if (!editor || !props.reveal) return;
    const length = editor.state.doc.length;
    const from = Math.min(props.reveal.from, length);
    editor.dispatch({
      selection: { anchor: from, head: Math.min(props.reveal.to, length) },
      effects: EditorView.scrollIntoView(from, { y: "center" }),
    });
    editor.focus();
  }, [props.reveal]);

  return (
    <div
      className="k-code"
      ref={host}
      style={{ "--code-height": `${props.height ?? 480}px` } as React.CSSProperties}
    />
  );
}
