import { ActionIcon, Button, Menu, Popover, Select, TextInput } from "@mantine/core";
import {
  IconBold,
  IconBraces,
  IconItalic,
  IconLink,
  IconList,
  IconListNumbers,
  type Icon,
} from "@tabler/icons-react";
import { getSchema, mergeAttributes, Node, type Editor, type JSONContent } from "@tiptap/core";
import { DOMParser as DocumentReader } from "@tiptap/pm/model";
import { EditorContent, useEditor, useEditorState } from "@tiptap/react";
import StarterKit from "@tiptap/starter-kit";
import { useEffect, useRef, useState, type ReactNode } from "react";
import { styleNonce, useLocale, useTexts } from "../../../../ui/index.ts";
import { mergeFields, placeholderOf } from "../merge-fields.ts";
import { blockTexts } from "./block-texts.ts";
import { forEditor, fromEditorHtml } from "./rich-html.ts";

/** A merge field or condition: one unit to the cursor, its code in the HTML. */
const MergeField = Node.create({
  name: "mergeField",
  group: "inline",
  inline: true,
  atom: true,
  selectable: true,
  addAttributes() {
    return {
      code: {
        default: "",
        parseHTML: (element) => element.getAttribute("data-field") ?? "",
        renderHTML: (attributes) => ({ "data-field": String(attributes["code"]) }),
      },
    };
  },
  parseHTML() {
    return [{ tag: "span[data-field]" }];
  },
  renderHTML({ node, HTMLAttributes }) {
    const code = String(node.attrs["code"]);
    return ["span", mergeAttributes(HTMLAttributes, { class: "b-chip" }), labelOf(code)];
  },
});

/** A field by its name in the palette; everything else as its code. */
export function labelOf(code: string): string {
  const name = /^\{\{-?\s*([\w.]+)/.exec(code)?.[1];
  const field = mergeFields.find((each) => each.name === name);
  return field ? field[document.documentElement.lang === "en" ? "en" : "de"] : code;
}

const EXTENSIONS = [
  StarterKit.configure({
    heading: { levels: [1, 2, 3] },
    blockquote: false,
    code: false,
    codeBlock: false,
    horizontalRule: false,
    // One history for the whole mail.
    undoRedo: false,
    link: {
      openOnClick: false,
      autolink: true,
      HTMLAttributes: { target: null, rel: null },
      isAllowedUri: (url, context) => /^(?:\{\{|#)/.test(url) || context.defaultValidate(url),
    },
  }),
  MergeField,
];

const reader = DocumentReader.fromSchema(getSchema(EXTENSIONS));

/** A text for the editor, read here because the editor's own reader would ask the browser to make markup of a string. */
const contentOf = (html: string): JSONContent =>
  reader.parse(forEditor(html)).toJSON() as JSONContent;

/** Writes a text where it stands. `onEditor` gives the toolbar what it works on. */
export function RichText(props: {
  html: string;
  onChange: (html: string) => void;
  onEditor: (editor: Editor | null) => void;
  focus: boolean;
  className: string;
}): ReactNode {
  const t = useTexts(blockTexts);
  const emitted = useRef(props.html);
  const { onEditor } = props;
  const latest = useRef(props);
  latest.current = props;
  const editor = useEditor({
    extensions: EXTENSIONS,
    content: contentOf(props.html),
    ...(styleNonce === undefined ? {} : { injectNonce: styleNonce }),
    editorProps: {
      attributes: {
        "aria-label": t("rich.label"),
        "aria-multiline": "true",
        role: "textbox",
        class: props.className,
      },
    },
    onUpdate: ({ editor: now }) => {
      emitted.current = fromEditorHtml(now.getHTML());
      latest.current.onChange(emitted.current);
    },
  });
  useEffect(() => {
    onEditor(editor);
    return () => onEditor(null);
  }, [editor, onEditor]);
  const wantsFocus = props.focus;
  useEffect(() => {
    if (wantsFocus) editor.commands.focus("end");
  }, [editor, wantsFocus]);
  useEffect(() => {
    if (props.html === emitted.current) return;
    // Undone, redone or restored elsewhere.
    emitted.current = props.html;
    editor.commands.setContent(contentOf(props.html), { emitUpdate: false });
  }, [editor, props.html]);
  useEffect(() => {
    const insert = (event: Event): void => {
      const code = (event as CustomEvent<string>).detail;
      editor.chain().focus().insertContent({ type: "mergeField", attrs: { code } }).run();
    };
    document.addEventListener("m-insert-field", insert);
    return () => document.removeEventListener("m-insert-field", insert);
  }, [editor]);
  return <EditorContent editor={editor} />;
}

/** Bold, italic, link, lists, paragraph style and fields for the text that is being written. */
export function RichToolbar({ editor }: { editor: Editor }): ReactNode {
  const t = useTexts(blockTexts);
  const state = useEditorState({
    editor,
    selector: ({ editor: now }) => ({
      bold: now.isActive("bold"),
      italic: now.isActive("italic"),
      bullets: now.isActive("bulletList"),
      numbers: now.isActive("orderedList"),
      link: now.isActive("link"),
      href: String(now.getAttributes("link")["href"] ?? ""),
      style: [1, 2, 3].find((level) => now.isActive("heading", { level })) ?? 0,
    }),
  });
  const chain = () => editor.chain().focus();
  return (
    <div className="b-rich" role="toolbar" aria-label={t("rich.bar")}>
      <Select
        size="xs"
        w={140}
        aria-label={t("rich.style")}
        allowDeselect={false}
        value={String(state.style)}
        data={[
          { value: "0", label: t("rich.paragraph") },
          { value: "1", label: t("rich.h1") },
          { value: "2", label: t("rich.h2") },
          { value: "3", label: t("rich.h3") },
        ]}
        onChange={(value) =>
          value === "0"
            ? chain().setParagraph().run()
            : chain()
                .setHeading({ level: Number(value) as 1 | 2 | 3 })
                .run()
        }
      />
      <Toggle
        icon={IconBold}
        label={t("rich.bold")}
        on={state.bold}
        act={() => chain().toggleBold().run()}
      />
      <Toggle
        icon={IconItalic}
        label={t("rich.italic")}
        on={state.italic}
        act={() => chain().toggleItalic().run()}
      />
      <LinkButton editor={editor} on={state.link} href={state.href} />
      <Toggle
        icon={IconList}
        label={t("rich.bullets")}
        on={state.bullets}
        act={() => chain().toggleBulletList().run()}
      />
      <Toggle
        icon={IconListNumbers}
        label={t("rich.numbers")}
        on={state.numbers}
        act={() => chain().toggleOrderedList().run()}
      />
      <FieldMenu
        onPick={(code) => chain().insertContent({ type: "mergeField", attrs: { code } }).run()}
      />
    </div>
  );
}

function Toggle(props: { icon: Icon; label: string; on: boolean; act: () => void }): ReactNode {
  const ToggleIcon = props.icon;
  return (
    <ActionIcon
      variant={props.on ? "light" : "subtle"}
      size={32}
      aria-label={props.label}
      title={props.label}
      aria-pressed={props.on}
      onMouseDown={(event) => event.preventDefault()}
      onClick={props.act}
    >
      <ToggleIcon size={18} stroke={1.8} aria-hidden="true" />
    </ActionIcon>
  );
}

function LinkButton(props: { editor: Editor; on: boolean; href: string }): ReactNode {
  const t = useTexts(blockTexts);
  const [open, setOpen] = useState(false);
  const [address, setAddress] = useState("");
  const set = (): void => {
    const typed = address.trim();
    const href = /^(?:[a-z][a-z0-9+.-]*:|\{\{|#)/i.test(typed) ? typed : `https://${typed}`;
    const chain = props.editor.chain().focus().extendMarkRange("link");
    if (typed === "") chain.unsetLink().run();
    else if (props.editor.state.selection.empty && !props.on)
      chain
        .insertContent({ type: "text", text: typed, marks: [{ type: "link", attrs: { href } }] })
        .run();
    else chain.setLink({ href }).run();
    setOpen(false);
  };
  return (
    <Popover opened={open} onChange={setOpen} trapFocus withArrow>
      <Popover.Target>
        <div>
          <Toggle
            icon={IconLink}
            label={t("rich.link")}
            on={props.on}
            act={() => {
              setAddress(props.href);
              setOpen(true);
            }}
          />
        </div>
      </Popover.Target>
      <Popover.Dropdown>
        <form
          className="k-stack"
          onSubmit={(event) => {
            event.preventDefault();
            set();
          }}
        >
          <TextInput
            data-autofocus
            label={t("rich.linkAddress")}
            value={address}
            maxLength={2000}
            placeholder="https://"
            onChange={(event) => setAddress(event.currentTarget.value)}
          />
          <div className="k-row">
            <Button type="submit" size="xs" variant="filled">
              {t("rich.linkSet")}
            </Button>
            {props.on && (
              <Button
                size="xs"
                onClick={() => {
                  props.editor.chain().focus().extendMarkRange("link").unsetLink().run();
                  setOpen(false);
                }}
              >
                {t("rich.linkRemove")}
              </Button>
            )}
          </div>
        </form>
      </Popover.Dropdown>
    </Popover>
  );
}

/** Fields of the recipient and the mailing, for where one writes. */
export function FieldMenu(props: { onPick: (code: string) => void }): ReactNode {
  const t = useTexts(blockTexts);
  const locale = useLocale();
  return (
    <Menu returnFocus={false}>
      <Menu.Target>
        <ActionIcon variant="subtle" size={32} aria-label={t("rich.field")} title={t("rich.field")}>
          <IconBraces size={18} stroke={1.8} aria-hidden="true" />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {mergeFields
          .filter((field) => field.group === "contact" || field.group === "mailing")
          .map((field) => (
            <Menu.Item key={field.name} onClick={() => props.onPick(placeholderOf(field.name))}>
              {field[locale]}
            </Menu.Item>
          ))}
      </Menu.Dropdown>
    </Menu>
  );
}
