import { Button, Checkbox, SegmentedControl } from "@mantine/core";
import { useState, type FormEvent, type ReactNode } from "react";
import { Card, Problem, useTexts } from "../../../ui/index.ts";
import { texts as shared } from "../texts.ts";
import type { Purpose } from "./mandatory-parts.ts";
import { TextField } from "./text-field.tsx";
import { texts } from "./texts.ts";
import type { CheckedScope } from "./use-findings.ts";
import { AnnexCard } from "./annex-card.tsx";
import { ChangeCard } from "./change-card.tsx";
import { TemplateField } from "./template-field.tsx";
import { problemOf, type VersionDraft } from "./version-draft.ts";
import "./wordings.css";

const SCOPE = {
  techniques: ["open", "click", "page_view", "form_use", "download"],
  uses: ["person_report", "segments", "timing", "score", "hand_over", "core_system"],
  channels: ["newsletter", "campaign", "one_to_one"],
} as const;
const WORD = { techniques: "technique", uses: "use", channels: "channel" } as const;

/** Writes the texts of a version, its scope and the kind of the change. */
export function VersionEditor(props: {
  purpose: Purpose;
  draft: VersionDraft;
  onChange: (draft: VersionDraft) => void;
  /** The version before; without one it is the first and the kind of change is not asked. */
  before?: VersionDraft;
  /** Consents given under earlier versions. */
  consents?: number;
  /** Fields above the text. */
  children?: ReactNode;
  action: string;
  /** Keeps the button off although the texts are fine: a missing name. */
  blocked?: boolean;
  pending: boolean;
  error: Error | null;
  onSave: () => void;
}): ReactNode {
  const t = useTexts(texts);
  const tShared = useTexts(shared);
  const { draft, onChange, purpose } = props;
  const [locale, setLocale] = useState<"de" | "en">(
    draft.texts.de || !draft.texts.en ? "de" : "en",
  );
  const problem = problemOf(draft, purpose, props.before);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (!problem && !props.blocked && !props.pending) props.onSave();
  };
  return (
    <form className="k-stack-lg" onSubmit={submit}>
      {props.children}
      <Card>
        <div className="k-stack">
          <SegmentedControl
            className="pv-lang"
            aria-label={t("language")}
            value={locale}
            onChange={(value) => setLocale(value as "de" | "en")}
            data={(["de", "en"] as const).map((value) => ({
              value,
              label: tShared(`locale.${value}`),
            }))}
          />
          <TemplateField purpose={purpose} draft={draft} onChange={onChange} />
          <TextField
            key={locale}
            locale={locale}
            purpose={purpose}
            scope={scopeOf(draft, locale)}
            value={draft.texts[locale]}
            onChange={(text) => onChange({ ...draft, texts: { ...draft.texts, [locale]: text } })}
          />
        </div>
      </Card>
      {purpose === "profiling" && <ScopeCard draft={draft} onChange={onChange} />}
      <AnnexCard
        key={`annex ${locale}`}
        locale={locale}
        value={draft.annexes[locale]}
        onChange={(annex) => onChange({ ...draft, annexes: { ...draft.annexes, [locale]: annex } })}
      />
      {props.before && (
        <ChangeCard
          draft={draft}
          before={props.before}
          consents={props.consents ?? 0}
          onChange={onChange}
        />
      )}
      {props.error && (
        <Problem
          error={props.error}
          words={{ wording_empty: t("errors.wording_empty"), wording_grew: t("grew") }}
        />
      )}
      <div className="pv-act">
        <Button
          type="submit"
          variant="filled"
          disabled={problem !== undefined || props.blocked === true}
          loading={props.pending}
        >
          {props.action}
        </Button>
        <p className="k-small k-muted">{problem ? t(problem) : t("saveHint")}</p>
      </div>
    </form>
  );
}

function scopeOf(draft: VersionDraft, locale: "de" | "en"): CheckedScope {
  const { techniques, uses, channels } = draft;
  const { title, text } = draft.annexes[locale];
  return { techniques, uses, channels, annexTitle: title, annexText: text };
}

/** Techniques, uses and mails a profiling wording covers. What is outside is refused (CON-20). */
function ScopeCard(props: {
  draft: VersionDraft;
  onChange: (draft: VersionDraft) => void;
}): ReactNode {
  const t = useTexts(texts);
  const { draft, onChange } = props;
  return (
    <Card title={t("scope")}>
      <div className="pv-scope">
        {(["techniques", "uses", "channels"] as const).map((group) => (
          <Checkbox.Group
            key={group}
            label={t(group)}
            value={draft[group]}
            onChange={(value) => onChange({ ...draft, [group]: value })}
          >
            <div className="pv-checks">
              {SCOPE[group].map((value) => (
                <Checkbox
                  key={value}
                  value={value}
                  label={t(`${WORD[group]}.${value}` as "technique.open")}
                  description={
                    group === "uses" ? t(`useHelp.${value}` as "useHelp.segments") : undefined
                  }
                />
              ))}
            </div>
          </Checkbox.Group>
        ))}
      </div>
    </Card>
  );
}
