import { Button, Input, Tooltip } from "@mantine/core";
import { IconCheck, IconCopy, IconFile, IconHelpCircle, IconUpload } from "@tabler/icons-react";
import { useEffect, useId, useRef, useState, type DragEvent, type ReactNode } from "react";
import { useFormat, useTexts } from "../i18n/index.ts";
import { ProgressBar } from "./figures.tsx";
import { uiTexts } from "./texts.ts";

/** A question mark that explains on hover, focus and touch. */
export function Help({ children, label }: { children: ReactNode; label?: string }): ReactNode {
  const t = useTexts(uiTexts);
  return (
    <Tooltip label={children} w={328}>
      <button
        type="button"
        className="k-help"
        aria-label={label ? `${t("help")}: ${label}` : t("help")}
      >
        <IconHelpCircle size={18} stroke={1.6} aria-hidden="true" />
      </button>
    </Tooltip>
  );
}

/**
 * Label, help, description and error around any control. The child is a function that receives the ids:
 * `<FieldWithHelp label="Name" help="…">{(aria) => <Select {...aria} data={…} />}</FieldWithHelp>`
 */
export function FieldWithHelp(props: {
  label: string;
  help?: ReactNode;
  description?: ReactNode;
  error?: ReactNode;
  required?: boolean;
  children: (aria: {
    id: string;
    "aria-describedby": string | undefined;
    "aria-invalid": true | undefined;
    error: boolean;
  }) => ReactNode;
}): ReactNode {
  const id = useId();
  const described =
    [props.description && `${id}-d`, props.error && `${id}-e`].filter(Boolean).join(" ") ||
    undefined;
  return (
    <div>
      <div className="k-row" style={{ gap: 4, marginBottom: 4 }}>
        <Input.Label htmlFor={id} required={props.required} mb={0}>
          {props.label}
        </Input.Label>
        {props.help && <Help label={props.label}>{props.help}</Help>}
      </div>
      {props.description && (
        <Input.Description id={`${id}-d`}>{props.description}</Input.Description>
      )}
      {props.children({
        id,
        "aria-describedby": described,
        "aria-invalid": props.error ? true : undefined,
        error: Boolean(props.error),
      })}
      {props.error && (
        <Input.Error id={`${id}-e`} mt={4}>
          {props.error}
        </Input.Error>
      )}
    </div>
  );
}

/** One answer of a choice. */
export interface Choice<V extends string> {
  value: V;
  title: string;
  text?: ReactNode;
  /** Why it cannot be chosen; the card stays readable. */
  disabled?: ReactNode;
  /** Shown inside the card once chosen: further fields. */
  extra?: ReactNode;
}

/** A choice between two to four ways, each a card with its consequences. */
export function ChoiceCards<V extends string>(props: {
  legend: string;
  hideLegend?: boolean;
  value: V | undefined;
  onChange: (value: V) => void;
  choices: Choice<V>[];
}): ReactNode {
  const name = useId();
  return (
    <fieldset className="k-choice">
      <legend className={props.hideLegend ? "k-hidden-visually" : undefined}>{props.legend}</legend>
      {props.choices.map((choice) => {
        const checked = props.value === choice.value;
        return (
          <label
            className="k-choice-card"
            key={choice.value}
            data-checked={checked || undefined}
            data-disabled={choice.disabled ? true : undefined}
          >
            <input
              type="radio"
              name={name}
              value={choice.value}
              checked={checked}
              disabled={Boolean(choice.disabled)}
              onChange={() => props.onChange(choice.value)}
            />
            <b>{choice.title}</b>
            {choice.text && <p>{choice.text}</p>}
            {choice.disabled && <p>{choice.disabled}</p>}
            {checked && choice.extra && <div className="k-choice-extra">{choice.extra}</div>}
          </label>
        );
      })}
    </fieldset>
  );
}

/** Copies a text; says so for two seconds. `children` is the label, "Kopieren" without. */
export function CopyButton(props: {
  value: string;
  children?: ReactNode;
  size?: "xs" | "sm";
  variant?: "default" | "subtle";
}): ReactNode {
  const t = useTexts(uiTexts);
  const [state, setState] = useState<"idle" | "copied" | "failed">("idle");
  useEffect(() => {
    if (state === "idle") return;
    const timer = setTimeout(() => setState("idle"), 2500);
    return () => clearTimeout(timer);
  }, [state]);
  return (
    <Button
      size={props.size ?? "xs"}
      variant={props.variant ?? "default"}
      leftSection={
        state === "copied" ? (
          <IconCheck size={16} aria-hidden="true" />
        ) : (
          <IconCopy size={16} stroke={1.6} aria-hidden="true" />
        )
      }
      onClick={() =>
        void copyText(props.value).then((done) => setState(done ? "copied" : "failed"))
      }
    >
      <span aria-live="polite">
        {state === "copied"
          ? t("copied")
          : state === "failed"
            ? t("copyFailed")
            : (props.children ?? t("copy"))}
      </span>
    </Button>
  );
}

/** navigator.clipboard exists on https and localhost only; the old way serves plain http in the own network. */
async function copyText(value: string): Promise<boolean> {
  if (navigator.clipboard) {
    try {
      await navigator.clipboard.writeText(value);
      return true;
    } catch {
      // Permission refused: the old way below may still work.
    }
  }
  const area = document.createElement("textarea");
  area.value = value;
  area.style.position = "fixed";
  area.style.opacity = "0";
  document.body.append(area);
  area.select();
  const done = document.execCommand("copy");
  area.remove();
  return done;
}

/** Takes one file by drop or by choosing. Checks kind and size before anything is sent. */
export function FileDrop(props: {
  label: string;
  /** As for <input accept>: ".csv,text/csv". */
  accept?: string;
  /** Bytes. */
  maxBytes?: number;
  text?: ReactNode;
  file?: File | null;
  onFile: (file: File | null) => void;
  /** 0 to 1 while it is being sent. */
  progress?: number;
  error?: ReactNode;
}): ReactNode {
  const t = useTexts(uiTexts);
  const format = useFormat();
  const input = useRef<HTMLInputElement>(null);
  const [over, setOver] = useState(false);
  const [refused, setRefused] = useState<string>();
  const take = (file: File | undefined): void => {
    setOver(false);
    if (!file) return;
    if (props.maxBytes !== undefined && file.size > props.maxBytes) {
      setRefused(
        t("tooLarge", { size: format.bytes(file.size), max: format.bytes(props.maxBytes) }),
      );
      return;
    }
    if (props.accept && !accepts(props.accept, file)) {
      setRefused(
        t("wrongType", {
          types:
            props.accept
              .split(",")
              .filter((type) => type.trim().startsWith("."))
              .join(", ") || props.accept,
        }),
      );
      return;
    }
    setRefused(undefined);
    props.onFile(file);
  };
  const onDrop = (event: DragEvent): void => {
    event.preventDefault();
    take(event.dataTransfer.files[0]);
  };
  const problem = refused ?? props.error;
  return (
    <div
      className="k-drop"
      role="group"
      aria-label={props.label}
      data-over={over || undefined}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={onDrop}
    >
      {props.file ? (
        <IconFile size={32} stroke={1.4} aria-hidden="true" />
      ) : (
        <IconUpload size={32} stroke={1.4} aria-hidden="true" />
      )}
      <b>{props.file ? props.file.name : t("dropHere")}</b>
      {props.file ? (
        <span className="k-base">{format.bytes(props.file.size)}</span>
      ) : (
        props.text && <span className="k-base">{props.text}</span>
      )}
      {props.progress !== undefined && props.file ? (
        <div style={{ width: "100%", maxWidth: 360 }}>
          <ProgressBar
            label={props.label}
            done={Math.round(props.progress * 100)}
            total={100}
            base={format.percent(props.progress, 0)}
          />
        </div>
      ) : (
        <div className="k-row" style={{ marginTop: 8 }}>
          <Button onClick={() => input.current?.click()}>
            {props.file ? t("otherFile") : t("chooseFile")}
          </Button>
          {props.file && (
            <Button variant="subtle" onClick={() => props.onFile(null)}>
              {t("removeFile")}
            </Button>
          )}
        </div>
      )}
      {problem && (
        <p className="k-danger k-small" role="alert">
          {problem}
        </p>
      )}
      <input
        ref={input}
        type="file"
        hidden
        accept={props.accept}
        onChange={(event) => {
          take(event.currentTarget.files?.[0]);
          event.currentTarget.value = "";
        }}
      />
    </div>
  );
}

function accepts(accept: string, file: File): boolean {
  return accept.split(",").some((part) => {
    const type = part.trim().toLowerCase();
    if (type.startsWith(".")) return file.name.toLowerCase().endsWith(type);
    if (type.endsWith("/*")) return file.type.startsWith(type.slice(0, -1));
    return file.type === type;
  });
}
