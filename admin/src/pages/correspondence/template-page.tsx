import { Button, MultiSelect, SegmentedControl, Select, Textarea, TextInput } from "@mantine/core";
import { useEffect, useState, type ReactNode } from "react";
import type {
  TemplateChange,
  TemplatePreview,
  TemplateView,
  TransactionalCategory,
} from "../../../../contract/correspondence.ts";
import type { ListView } from "../../../../contract/lists.ts";
import { api, useApiMutation, useApiQuery, useCan } from "../../api/index.ts";
import {
  Card,
  CodeEditor,
  FindingList,
  Grid,
  Loaded,
  MailFrame,
  OfferField,
  Page,
  PageSkeleton,
  Problem,
  showDone,
  useGo,
  useLocale,
  useRouteParam,
  useTexts,
} from "../../ui/index.ts";
import "./correspondence.css";
import { TestDialog } from "./test-dialog.tsx";
import { texts } from "./texts.ts";

const CATEGORIES = ["order", "contract", "security", "service", "legal"] as const;

/** One template: classification, words, both versions, and the content check. */
export default function TemplatePage(): ReactNode {
  const id = useRouteParam("id");
  const template = useApiQuery<TemplateView>(`/transactional-templates/${id}`);
  return (
    <Loaded query={template} skeleton={<PageSkeleton cards={2} />}>
      {(data) => <Editor key={`${data.id} ${data.revision}`} template={data} />}
    </Loaded>
  );
}

type Draft = Pick<
  TemplateView,
  "category" | "locale" | "subject" | "html" | "text" | "advertisingListIds" | "advertisingOffer"
> & { law: string };

function Editor({ template }: { template: TemplateView }): ReactNode {
  const t = useTexts(texts);
  const can = useCan();
  const go = useGo();
  const [draft, setDraft] = useState<Draft>({ ...template, law: template.law ?? "" });
  const [testing, setTesting] = useState(false);
  const write = can("transactional.write") && template.archivedAt === null;
  const path = `/transactional-templates/${template.id}`;
  const save = useApiMutation(
    () =>
      api.patch<TemplateView>(path, {
        revision: template.revision,
        category: draft.category as TransactionalCategory,
        locale: draft.locale,
        subject: draft.subject,
        html: draft.html,
        text: draft.text,
        advertisingListIds: draft.advertisingListIds,
        advertisingOffer: draft.advertisingOffer,
        ...(draft.category === "legal" && { law: draft.law }),
      } satisfies TemplateChange),
    {
      invalidates: ["/transactional-templates"],
      onSuccess: () => showDone(t("edit.saved")),
    },
  );
  const archive = useApiMutation(() => api.post<TemplateView>(`${path}/archive`), {
    invalidates: ["/transactional-templates"],
    onSuccess: () => {
      showDone(t("edit.archivedDone"));
      go("/vorgangsmails");
    },
  });
  const change = (part: Partial<Draft>): void => setDraft({ ...draft, ...part });
  return (
    <Page
      title={template.name}
      crumbs={[{ label: t("title"), to: "/vorgangsmails" }]}
      meta={template.archivedAt ? t("archived") : undefined}
      actions={
        write && (
          <>
            <Button loading={archive.isPending} onClick={() => archive.mutate()}>
              {t("edit.archive")}
            </Button>
            <Button onClick={() => setTesting(true)}>{t("edit.test")}</Button>
            <Button variant="filled" loading={save.isPending} onClick={() => save.mutate()}>
              {t("edit.save")}
            </Button>
          </>
        )
      }
    >
      <div className="k-stack-lg">
        {save.error && (
          <Problem
            error={save.error}
            words={{
              template_changed_meanwhile: t("edit.changed"),
              advertising_marks_wrong: t("edit.marks"),
              name_taken: t("edit.nameTaken"),
              category_is_advertising: t("edit.advertisingCategory"),
              law_missing: t("edit.lawMissing"),
            }}
          />
        )}
        <Grid>
          <div className="c6 v-column">
            <Classification draft={draft} change={change} write={write} />
            <Words draft={draft} change={change} write={write} />
          </div>
          <div className="c6 v-column">
            <Preview draft={draft} />
          </div>
        </Grid>
      </div>
      {testing && (
        <TestDialog
          template={template}
          beforeSend={async () => {
            await save.mutateAsync();
          }}
          onClose={() => setTesting(false)}
        />
      )}
    </Page>
  );
}

interface PartProps {
  draft: Draft;
  change: (part: Partial<Draft>) => void;
  write: boolean;
}

function Classification({ draft, change, write }: PartProps): ReactNode {
  const t = useTexts(texts);
  const can = useCan();
  const lists = useApiQuery<{ items: ListView[] }>(can("lists.read") ? "/lists" : undefined);
  return (
    <Card title={t("edit.settings")}>
      <div className="k-stack">
        <Select
          label={t("edit.category")}
          description={t("edit.categoryHelp")}
          disabled={!write}
          allowDeselect={false}
          value={draft.category}
          onChange={(category) => category && change({ category })}
          data={CATEGORIES.map((value) => ({ value, label: t(`categories.${value}`) }))}
        />
        {draft.category === "legal" && (
          <TextInput
            label={t("edit.law")}
            description={t("edit.lawHelp")}
            required
            disabled={!write}
            maxLength={200}
            value={draft.law}
            onChange={(event) => change({ law: event.currentTarget.value })}
          />
        )}
        <Select
          label={t("edit.locale")}
          disabled={!write}
          allowDeselect={false}
          value={draft.locale}
          onChange={(locale) => (locale === "de" || locale === "en") && change({ locale })}
          data={[
            { value: "de", label: "Deutsch" },
            { value: "en", label: "English" },
          ]}
        />
        <MultiSelect
          label={t("edit.lists")}
          description={t("edit.listsHelp")}
          disabled={!write}
          value={draft.advertisingListIds}
          onChange={(advertisingListIds) => change({ advertisingListIds })}
          data={(lists.data?.items ?? []).map((list) => ({ value: list.id, label: list.name }))}
        />
        <OfferField
          label={t("edit.offer")}
          description={t("edit.offerHelp")}
          offer={draft.advertisingOffer}
          readOnly={!write}
          onChange={(advertisingOffer) => change({ advertisingOffer })}
        />
      </div>
    </Card>
  );
}

function Words({ draft, change, write }: PartProps): ReactNode {
  const t = useTexts(texts);
  return (
    <Card title={t("edit.content")}>
      <div className="k-stack">
        <TextInput
          label={t("edit.subject")}
          required
          disabled={!write}
          maxLength={250}
          value={draft.subject}
          onChange={(event) => change({ subject: event.currentTarget.value })}
        />
        <CodeEditor
          label={t("edit.html")}
          value={draft.html}
          onChange={(html) => change({ html })}
          readOnly={!write}
          height={360}
        />
        <Textarea
          label={t("edit.text")}
          description={t("edit.textHelp")}
          disabled={!write}
          autosize
          minRows={3}
          maxRows={14}
          value={draft.text}
          onChange={(event) => change({ text: event.currentTarget.value })}
        />
      </div>
    </Card>
  );
}

const LEVELS = { block: "error", warn: "warning", info: "info" } as const;
const TYPING_MS = 400;

/** Both versions as they will leave, made by the server, a moment after the last key. */
function Preview({ draft }: { draft: Draft }): ReactNode {
  const t = useTexts(texts);
  const locale = useLocale();
  const [shown, setShown] = useState<"whole" | "reduced">("whole");
  const preview = useApiMutation((source: Pick<Draft, "locale" | "subject" | "html" | "text">) =>
    api.post<TemplatePreview>("/transactional-templates/preview", source),
  );
  const { mutate } = preview;
  const { subject, html, text } = draft;
  useEffect(() => {
    if (subject === "" || html === "") return;
    const timer = setTimeout(
      () => mutate({ locale: draft.locale, subject, html, text }),
      TYPING_MS,
    );
    return () => clearTimeout(timer);
  }, [draft.locale, subject, html, text, mutate]);
  const { data } = preview;
  const mail = shown === "reduced" ? (data?.withoutAdvertising ?? data?.whole) : data?.whole;
  return (
    <>
      <Card title={t("preview.title")}>
        <div className="k-stack">
          {data?.withoutAdvertising && (
            <SegmentedControl
              value={shown}
              onChange={(value) => setShown(value === "reduced" ? "reduced" : "whole")}
              data={[
                { value: "whole", label: t("preview.whole") },
                { value: "reduced", label: t("preview.reduced") },
              ]}
            />
          )}
          {preview.error && (
            <Problem error={preview.error} words={{ advertising_marks_wrong: t("edit.marks") }} />
          )}
          {mail ? (
            <>
              <p className="v-break">
                <b>{mail.subject}</b>
              </p>
              <MailFrame html={mail.html} height={420} title={t("preview.title")} />
            </>
          ) : (
            <p className="k-muted">{t("preview.wait")}</p>
          )}
        </div>
      </Card>
      {data && (
        <Card title={t("edit.findings")}>
          <div className="k-stack">
            {data.findings.length === 0 ? (
              <p className="k-muted">{t("edit.noFindings")}</p>
            ) : (
              <FindingList
                findings={data.findings.map((finding, at) => ({
                  id: String(at),
                  level: LEVELS[finding.severity],
                  title: finding.message[locale],
                  rule: finding.rule,
                }))}
              />
            )}
            <p className="k-small k-muted v-break">
              {t("edit.variables")}:{" "}
              {data.variables.map((name) => `{{${name}}}`).join(", ") || t("edit.noVariables")}
            </p>
          </div>
        </Card>
      )}
    </>
  );
}
