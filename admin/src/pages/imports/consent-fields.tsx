import { Button, Select, Textarea, TextInput } from "@mantine/core";
import type { ReactNode } from "react";
import type { WordingView } from "../../../../contract/consent.ts";
import type { ImportView } from "../../../../contract/imports.ts";
import { useApiQuery, useCan } from "../../api/index.ts";
import { Notice, useTexts } from "../../ui/index.ts";
import { OTHER_TEXT, type EvidenceDraft } from "./evidence-draft.ts";
import { texts } from "./evidence-texts.ts";

/** When, where and with which wording: without them no imported consent is complete (CON-23). */
export function ConsentFields(props: {
  view: ImportView;
  draft: EvidenceDraft;
  patch: (change: Partial<EvidenceDraft>) => void;
  onColumns: () => void;
}): ReactNode {
  const t = useTexts(texts);
  const { view, draft, patch } = props;
  const mapped = (field: string): boolean => view.columns.some((one) => one.field === field);
  return (
    <>
      {!mapped("consent.date") && (
        <Notice
          tone="wait"
          title={t("consent.noDate")}
          action={
            <Button size="xs" onClick={props.onColumns}>
              {t("consent.toColumns")}
            </Button>
          }
        />
      )}
      <TextInput
        label={t("consent.source")}
        description={
          mapped("consent.source")
            ? `${t("consent.sourceMapped")} ${t("consent.sourceHelp")}`
            : t("consent.sourceHelp")
        }
        required={!mapped("consent.source")}
        maxLength={300}
        value={draft.source}
        onChange={(event) => patch({ source: event.currentTarget.value })}
      />
      <Wording draft={draft} patch={patch} />
      {!mapped("consent.lastMailed") && (
        <TextInput
          className="i-date"
          type="date"
          label={t("consent.lastMailed")}
          description={t("consent.lastMailedHelp")}
          value={draft.lastMailedOn}
          onChange={(event) => patch({ lastMailedOn: event.currentTarget.value })}
        />
      )}
    </>
  );
}

function Wording(props: {
  draft: EvidenceDraft;
  patch: (change: Partial<EvidenceDraft>) => void;
}): ReactNode {
  const t = useTexts(texts);
  const can = useCan();
  const { draft, patch } = props;
  const wordings = useApiQuery<{ items: WordingView[] }>(
    can("wordings.read") ? "/wordings" : undefined,
  );
  const versions = (wordings.data?.items ?? [])
    .filter((wording) => wording.purpose === "newsletter")
    .flatMap((wording) => wording.versions.map((version) => ({ wording, version })));
  const chosen = versions.find(({ version }) => version.id === draft.wording)?.version;
  return (
    <>
      <Select
        label={t("consent.wording")}
        required
        value={draft.wording === "" ? null : draft.wording}
        onChange={(value) => patch({ wording: value ?? "" })}
        data={[
          { value: OTHER_TEXT, label: t("consent.wordingOwn") },
          ...versions.map(({ wording, version }) => ({
            value: version.id,
            label: t("consent.wordingVersion", {
              name: wording.name,
              version: version.version,
              locale: version.locale,
            }),
          })),
        ]}
      />
      {chosen && (
        <div className="k-proof" lang={chosen.locale}>
          <q>{chosen.text}</q>
        </div>
      )}
      {draft.wording === OTHER_TEXT && (
        <div className="i-wording">
          <Textarea
            label={t("consent.wordingText")}
            description={t("consent.wordingTextHelp")}
            required
            minLength={20}
            maxLength={5000}
            autosize
            minRows={3}
            value={draft.wordingText}
            onChange={(event) => patch({ wordingText: event.currentTarget.value })}
          />
          <Select
            label={t("consent.wordingLocale")}
            value={draft.wordingLocale}
            onChange={(value) => patch({ wordingLocale: value === "en" ? "en" : "de" })}
            data={[
              { value: "de", label: t("german") },
              { value: "en", label: t("english") },
            ]}
          />
        </div>
      )}
    </>
  );
}
