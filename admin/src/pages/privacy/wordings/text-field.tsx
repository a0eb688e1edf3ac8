import { Button, Textarea } from "@mantine/core";
import { IconCheck, IconCircleDashed, IconX } from "@tabler/icons-react";
import { useRef, type ReactNode } from "react";
import { useLocale, useTexts } from "../../../ui/index.ts";
import { mandatoryParts, placeholders, type Purpose } from "./mandatory-parts.ts";
import { texts } from "./texts.ts";
import { useFindings, type CheckedScope } from "./use-findings.ts";

/** The wording in one language: writing, placeholders at the cursor, and its mandatory parts checked live. */
export function TextField(props: {
  locale: "de" | "en";
  purpose: Purpose;
  value: string;
  scope: CheckedScope;
  onChange: (value: string) => void;
}): ReactNode {
  const t = useTexts(texts);
  const { locale, value, onChange } = props;
  const field = useRef<HTMLTextAreaElement>(null);
  const insert = (name: string): void => {
    const at = field.current?.selectionStart ?? value.length;
    const end = field.current?.selectionEnd ?? at;
    const piece = `{{${name}}}`;
    onChange(value.slice(0, at) + piece + value.slice(end));
    requestAnimationFrame(() => {
      field.current?.focus();
      field.current?.setSelectionRange(at + piece.length, at + piece.length);
    });
  };
  return (
    <div className="pv-editor">
      <div className="k-stack">
        <Textarea
          ref={field}
          label={t(`text.${locale}`)}
          description={t("textHelp")}
          lang={locale}
          value={value}
          onChange={(event) => onChange(event.currentTarget.value)}
          autosize
          minRows={8}
          maxRows={24}
          maxLength={5000}
          classNames={{ input: "pv-textarea" }}
        />
        <div className="pv-inserts" role="group" aria-label={t("placeholders")}>
          <span className="k-lab">{t("placeholders")}</span>
          {placeholders[locale].map(([name, key]) => (
            <Button key={name} size="compact-xs" onClick={() => insert(name)}>
              {t(`place.${key}`)}
            </Button>
          ))}
        </div>
      </div>
      <div className="k-stack">
        <Parts {...props} />
        <Preview locale={locale} text={value} />
      </div>
    </div>
  );
}

function Parts(props: {
  locale: "de" | "en";
  purpose: Purpose;
  value: string;
  scope: CheckedScope;
}): ReactNode {
  const t = useTexts(texts);
  const own = useLocale();
  const empty = props.value.trim() === "";
  const findings = useFindings(props.value, props.purpose, props.locale, props.scope);
  const known: readonly string[] = mandatoryParts[props.purpose];
  const others = (findings ?? []).filter((finding) => !known.includes(finding.code));
  if (empty) return <p className="k-small k-muted">{t("emptyLocale")}</p>;
  return (
    <div aria-live="polite" aria-busy={findings === undefined}>
      <p className="k-lab">{t("parts")}</p>
      <ul className="pv-parts">
        {known.map((code) => {
          const missing = findings?.find((finding) => finding.code === code);
          const state = findings === undefined ? "asking" : missing ? "missing" : "there";
          const PartIcon = { asking: IconCircleDashed, missing: IconX, there: IconCheck }[state];
          return (
            <li key={code} data-state={state}>
              <PartIcon size={18} stroke={1.8} aria-hidden="true" />
              <div>
                <span>{t(`part.${code}` as "part.sender")}</span>
                {missing && <p>{missing.message[own]}</p>}
              </div>
            </li>
          );
        })}
        {others.map((finding) => (
          <li key={finding.message.en} data-state="missing">
            <IconX size={18} stroke={1.8} aria-hidden="true" />
            <div>{finding.message[own]}</div>
          </li>
        ))}
      </ul>
      <p className="k-small k-muted">
        {findings === undefined
          ? t("checking")
          : t(findings.length === 0 ? "complete" : "incomplete")}
      </p>
    </div>
  );
}

/** The text as a person would read it, with examples in the places of their own values. */
function Preview({ locale, text }: { locale: "de" | "en"; text: string }): ReactNode {
  const t = useTexts(texts);
  if (text.trim() === "") return null;
  const example = texts[locale].example as Record<string, string>;
  const byName = new Map<string, string>(
    placeholders[locale].map(([name, key]) => [name, example[key] ?? name]),
  );
  const filled = text.replace(
    /\{\{\s*([\p{L}_]+)\s*\}\}/gu,
    (all, name: string) => byName.get(name) ?? all,
  );
  return (
    <div>
      <p className="k-lab">{t("preview")}</p>
      <blockquote className="pv-quote" lang={locale}>
        {filled}
      </blockquote>
      <p className="k-small k-muted" style={{ marginTop: 8 }}>
        {t("previewHelp")}
      </p>
    </div>
  );
}
