import { Button, Checkbox, Select, TagsInput, TextInput, Textarea } from "@mantine/core";
import { useState, type ReactNode } from "react";
import type { WordingView } from "../../../../contract/consent.ts";
import type { ImportView } from "../../../../contract/imports.ts";
import type { ListView } from "../../../../contract/lists.ts";
import { api, useApiMutation, useApiQuery, useCan } from "../../api/index.ts";
import {
  Card,
  ChoiceCards,
  Grid,
  Loaded,
  Problem,
  SaveStateText,
  useAutosave,
  useTexts,
} from "../../ui/index.ts";
import { ConsentFields } from "./consent-fields.tsx";
import { draftOf, optionsOf, type Evidence, type EvidenceDraft } from "./evidence-draft.ts";
import { texts } from "./evidence-texts.ts";
import { useImportErrors } from "./import-state.tsx";
import { texts as shared } from "./texts.ts";
import { TriageCard } from "./triage-card.tsx";

/** Where the data come from, and what proves the consents, in plain words; then the check begins. */
export function EvidenceStep(props: {
  view: ImportView;
  onBack: () => void;
  onNext: () => void;
}): ReactNode {
  const t = useTexts(texts);
  const tShared = useTexts(shared);
  const words = useImportErrors();
  const { view } = props;
  const tags = useApiQuery<{ items: { name: string }[] }>("/contact-tags");
  const [draft, setDraft] = useState(() => draftOf(view.options, view.kit));
  const patch = (change: Partial<EvidenceDraft>): void => setDraft({ ...draft, ...change });
  const path = `/imports/${view.id}`;
  const keep = useApiMutation(
    (now: EvidenceDraft) => api.patch<ImportView>(path, { options: optionsOf(now) }),
    { invalidates: [path] },
  );
  const kept = useAutosave(draft, (now) => keep.mutateAsync(now));
  const save = useApiMutation(
    async (next: "back" | "check") => {
      await kept.flush();
      const saved = await api.get<ImportView>(path);
      if (next === "check" && saved.problems.length === 0) await api.post(`${path}/check`);
      return next;
    },
    {
      invalidates: ["/imports"],
      onSuccess: (next) => (next === "check" ? props.onNext() : props.onBack()),
    },
  );
  const mapped = (field: string): boolean => view.columns.some((one) => one.field === field);
  const proven = draft.evidence === "double_opt_in" || draft.evidence === "signed_declaration";
  return (
    <div className="k-stack-lg">
      <Grid>
        <div className="c8 i-column">
          <Origin draft={draft} patch={patch} />
          <Consent view={view} draft={draft} patch={patch} onColumns={props.onBack} />
          {proven && (view.kit || mapped("consent.ip") || mapped("consent.confirmedAt")) && (
            <TriageCard view={view} draft={draft} patch={patch} />
          )}
          {mapped("profiling") && <Profiling draft={draft} patch={patch} />}
        </div>
        <div className="c4 i-column">
          <Lists draft={draft} patch={patch} needed={proven} />
          <Card title={t("tags.title")}>
            <TagsInput
              aria-label={t("tags.title")}
              description={t("tags.help")}
              value={draft.tags}
              onChange={(tags) => patch({ tags })}
              data={(tags.data?.items ?? []).map((tag) => tag.name)}
              maxTags={20}
            />
          </Card>
          <Card title={t("existing.title")}>
            <ChoiceCards
              legend={t("existing.legend")}
              hideLegend
              value={draft.existing}
              onChange={(existing) => patch({ existing })}
              choices={[
                { value: "fill", title: t("existing.fill"), text: t("existing.fillText") },
                {
                  value: "overwrite",
                  title: t("existing.overwrite"),
                  text: t("existing.overwriteText"),
                },
              ]}
            />
          </Card>
        </div>
      </Grid>
      {save.error && <Problem error={save.error} words={words} />}
      <div className="k-row i-foot">
        <Button onClick={() => save.mutate("back")} disabled={save.isPending}>
          {tShared("back")}
        </Button>
        <Button variant="filled" loading={save.isPending} onClick={() => save.mutate("check")}>
          {t("check")}
        </Button>
        <span className="k-small k-muted">
          <SaveStateText save={kept} />
        </span>
      </div>
    </div>
  );
}

interface PartProps {
  draft: EvidenceDraft;
  patch: (change: Partial<EvidenceDraft>) => void;
}

function Origin({ draft, patch }: PartProps): ReactNode {
  const t = useTexts(texts);
  return (
    <Card title={t("origin.title")}>
      <div className="k-stack">
        <TextInput
          label={t("origin.text")}
          description={t("origin.help")}
          required
          minLength={3}
          maxLength={300}
          value={draft.origin}
          onChange={(event) => patch({ origin: event.currentTarget.value })}
        />
        <ChoiceCards<"person" | "elsewhere">
          legend={t("origin.from")}
          value={draft.collectedFrom}
          onChange={(collectedFrom) => patch({ collectedFrom })}
          choices={[
            { value: "person", title: t("origin.person"), text: t("origin.personText") },
            { value: "elsewhere", title: t("origin.elsewhere"), text: t("origin.elsewhereText") },
          ]}
        />
      </div>
    </Card>
  );
}

function Consent(props: PartProps & { view: ImportView; onColumns: () => void }): ReactNode {
  const t = useTexts(texts);
  const can = useCan();
  const { draft, patch } = props;
  const owner = can("account.manage");
  return (
    <Card title={t("consent.title")}>
      <div className="k-stack">
        <ChoiceCards<Evidence>
          legend={t("consent.legend")}
          hideLegend
          value={draft.evidence}
          onChange={(evidence) => patch({ evidence })}
          choices={[
            { value: "double_opt_in", title: t("consent.doi"), text: t("consent.doiText") },
            {
              value: "signed_declaration",
              title: t("consent.signed"),
              text: t("consent.signedText"),
              ...(!owner && { disabled: t("consent.signedOwner") }),
            },
            { value: "none", title: t("consent.none"), text: t("consent.noneText") },
          ]}
        />
        {draft.evidence === "signed_declaration" && (
          <Textarea
            label={t("consent.reason")}
            description={t("consent.reasonHelp")}
            required
            minLength={20}
            maxLength={500}
            autosize
            minRows={2}
            value={draft.reason}
            onChange={(event) => patch({ reason: event.currentTarget.value })}
          />
        )}
        {draft.evidence !== undefined && draft.evidence !== "none" && (
          <ConsentFields
            view={props.view}
            draft={draft}
            patch={patch}
            onColumns={props.onColumns}
          />
        )}
      </div>
    </Card>
  );
}

function Lists({ draft, patch, needed }: PartProps & { needed: boolean }): ReactNode {
  const t = useTexts(texts);
  const lists = useApiQuery<{ items: ListView[] }>("/lists");
  return (
    <Card title={t("lists.title")}>
      <Loaded query={lists}>
        {({ items }) => (
          <Checkbox.Group
            aria-label={t("lists.label")}
            description={t("lists.help")}
            value={draft.lists}
            onChange={(value) => patch({ lists: value })}
          >
            <div className="i-lists">
              {items
                .filter((list) => list.archivedAt === null)
                .map((list) => (
                  <Checkbox key={list.id} value={list.id} label={list.name} />
                ))}
            </div>
          </Checkbox.Group>
        )}
      </Loaded>
      {needed && draft.lists.length === 0 && (
        <p className="k-small i-needed">{t("lists.needed")}</p>
      )}
    </Card>
  );
}

function Profiling({ draft, patch }: PartProps): ReactNode {
  const t = useTexts(texts);
  const can = useCan();
  const wordings = useApiQuery<{ items: WordingView[] }>(
    can("wordings.read") ? "/wordings" : undefined,
  );
  const versions = (wordings.data?.items ?? [])
    .filter((wording) => wording.purpose === "profiling")
    .flatMap((wording) =>
      wording.versions
        .filter((version) => version.approvedAt !== null)
        .map((version) => ({
          value: version.id,
          label: t("consent.wordingVersion", {
            name: wording.name,
            version: version.version,
            locale: version.locale,
          }),
        })),
    );
  return (
    <Card title={t("profiling.title")}>
      <div className="k-stack">
        <p className="k-muted">{t("profiling.text")}</p>
        <Select
          label={t("profiling.wording")}
          value={draft.profilingWording}
          onChange={(value) => patch({ profilingWording: value ?? "" })}
          data={[{ value: "", label: t("profiling.byColumn") }, ...versions]}
        />
        <TextInput
          label={t("profiling.source")}
          maxLength={300}
          value={draft.profilingSource}
          onChange={(event) => patch({ profilingSource: event.currentTarget.value })}
        />
      </div>
    </Card>
  );
}
