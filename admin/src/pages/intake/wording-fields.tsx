import { Checkbox, Select } from "@mantine/core";
import type { ReactNode } from "react";
import type { IntakeForm } from "../../../../contract/intake.ts";
import { useFormat, useTexts } from "../../ui/index.ts";
import { texts } from "./consent-texts.ts";
import type { ConsentDraft } from "./draft.ts";

/** The newsletters, and the words the person agrees to; the analysis apart and never ticked (CON-08). */
export function WordingFields(props: {
  form: IntakeForm;
  draft: ConsentDraft;
  set: (change: Partial<ConsentDraft>) => void;
  wording: IntakeForm["wordings"][number] | undefined;
  tracking: IntakeForm["tracking"][number] | undefined;
}): ReactNode {
  const t = useTexts(texts);
  const format = useFormat();
  const { form, draft, set, wording, tracking } = props;
  const shown = [...new Set(draft.lists.flatMap((id) => wording?.texts[id] ?? []))];
  return (
    <>
      <Checkbox.Group
        label={t("lists")}
        value={draft.lists}
        onChange={(lists) => set({ lists, readOut: false })}
      >
        <div className="in-lists">
          {form.lists.map((list) => (
            <Checkbox
              key={list.id}
              value={list.id}
              label={list.name}
              description={[list.topics, list.frequency].filter(Boolean).join(" · ")}
              disabled={wording?.texts[list.id] === undefined}
            />
          ))}
        </div>
      </Checkbox.Group>
      <section className="in-wording" aria-label={t("wording")}>
        <b>{draft.channel === "phone" ? t("readOutTitle") : t("writtenTitle")}</b>
        {form.wordings.length > 1 && (
          <Select
            label={t("wordingVersion")}
            allowDeselect={false}
            value={wording?.id ?? null}
            onChange={(wordingId) => set({ wordingId, readOut: false })}
            data={form.wordings.map((one) => ({
              value: one.id,
              label: t("version", { version: one.version, date: format.date(one.approvedAt) }),
            }))}
          />
        )}
        {shown.length === 0 ? (
          <p className="k-muted">{t("chooseLists")}</p>
        ) : (
          shown.map((text) => (
            <blockquote key={text} lang={form.locale}>
              {text}
            </blockquote>
          ))
        )}
      </section>
      {tracking && (
        <section className="in-wording">
          <Checkbox
            checked={draft.tracking}
            onChange={(event) => set({ tracking: event.currentTarget.checked })}
            label={t("tracking")}
            description={t("trackingHelp")}
          />
          <blockquote lang={form.locale}>{tracking.text}</blockquote>
        </section>
      )}
    </>
  );
}
