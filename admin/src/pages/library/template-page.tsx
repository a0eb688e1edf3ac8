import { Button, Checkbox, Modal, SegmentedControl, Textarea, TextInput } from "@mantine/core";
import { useState, type FormEvent, type ReactNode } from "react";
import type { MailingView } from "../../../../contract/mailings.ts";
import type { TemplateChange, TemplateList, TemplateView } from "../../../../contract/templates.ts";
import { api, useApiMutation, useApiQuery, useCan } from "../../api/index.ts";
import {
  Card,
  ConfirmDialog,
  Grid,
  Loaded,
  Notice,
  Page,
  PageSkeleton,
  Problem,
  ScaledMail,
  showDone,
  showProblem,
  useExampleWords,
  useFormat,
  useGo,
  useLocale,
  useRouteParam,
  useTexts,
} from "../../ui/index.ts";
import { MailingSelect } from "./new-template-dialog.tsx";
import { useBegin } from "./templates-page.tsx";
import { texts } from "./texts.ts";
import "./library.css";

/** One template: what it looks like, what may not be changed in it, who sees it. */
export default function TemplatePage(): ReactNode {
  const t = useTexts(texts);
  const id = useRouteParam("id");
  const locale = useLocale();
  const query = useApiQuery<TemplateView>(`/templates/${id}`, { locale });
  const can = useCan();
  const begin = useBegin(id);
  return (
    <Loaded query={query} skeleton={<PageSkeleton />}>
      {(template) => (
        <Page
          title={template.name}
          crumbs={[{ label: t("templates.title"), to: "/vorlagen" }]}
          meta={t(`template.origins.${template.origin}`)}
          actions={
            can("mailings.write") && (
              <Button variant="filled" loading={begin.isPending} onClick={() => begin.mutate()}>
                {t("templates.begin")}
              </Button>
            )
          }
        >
          <Grid>
            <PreviewCard template={template} />
            <div className="c4 k-stack-lg">
              {template.mayChange && can("mailings.write") ? (
                <Own key={template.revision} template={template} />
              ) : (
                <Others template={template} />
              )}
            </div>
          </Grid>
        </Page>
      )}
    </Loaded>
  );
}

function PreviewCard({ template }: { template: TemplateView }): ReactNode {
  const t = useTexts(texts);
  const html = useExampleWords(template);
  const [look, setLook] = useState("light");
  return (
    <Card
      className="c8"
      title={t("template.preview")}
      aside={
        <SegmentedControl
          size="xs"
          aria-label={t("template.look")}
          value={look}
          onChange={setLook}
          data={[
            { value: "light", label: t("template.light") },
            { value: "dark", label: t("template.dark") },
            { value: "plain", label: t("template.plain") },
          ]}
        />
      }
    >
      <div className="l-paper">
        <ScaledMail
          html={html}
          width={700}
          dark={look === "dark"}
          withoutImages={look === "plain"}
          title={template.name}
        />
      </div>
    </Card>
  );
}

function Others({ template }: { template: TemplateView }): ReactNode {
  const t = useTexts(texts);
  const can = useCan();
  const go = useGo();
  const copy = useApiMutation(
    () => api.post<{ id: string }>("/templates", { name: template.name, template: template.id }),
    {
      invalidates: ["/templates"],
      onSuccess: ({ id }) => go(`/vorlagen/${id}`),
      onError: showProblem,
    },
  );
  return (
    <Card title={t("template.about")}>
      <div className="k-stack">
        <p>{template.description}</p>
        <p className="k-muted">
          {t(template.origin === "design" ? "template.designText" : "template.sharedText")}
        </p>
        {can("mailings.write") && template.purpose === undefined && (
          <div>
            <Button loading={copy.isPending} onClick={() => copy.mutate()}>
              {t("template.copy")}
            </Button>
          </div>
        )}
      </div>
    </Card>
  );
}

function Own({ template }: { template: TemplateView }): ReactNode {
  const t = useTexts(texts);
  const go = useGo();
  const format = useFormat();
  const all = useApiQuery<TemplateList>("/templates");
  const [name, setName] = useState(template.name);
  const [description, setDescription] = useState(template.description);
  const [shared, setShared] = useState(template.isShared);
  const [locked, setLocked] = useState(() =>
    template.sections.filter((section) => section.locked).map((section) => section.id),
  );
  const [replacing, setReplacing] = useState(false);
  const [removing, setRemoving] = useState(false);
  const save = useSave(template);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (!save.isPending)
      save.mutate({
        name,
        description,
        isShared: shared,
        ...(template.kind === "blocks" ? { locked } : {}),
      });
  };
  // Own templates are edited as a draft without locks, and take its content over afterwards.
  const edit = useApiMutation(
    () =>
      api.post<MailingView>("/mailings", {
        name: t("template.draftName", { name: template.name }),
        locale: template.locale,
        subject: template.subject,
        preheader: template.preheader,
        ...(template.source.kind === "html"
          ? { html: template.html }
          : { source: withoutLocks(template.source) }),
      }),
    {
      invalidates: ["/mailings"],
      onSuccess: ({ id }) => go(`/mailings/${id}`),
      onError: showProblem,
    },
  );
  const toggle = (id: string, on: boolean): void =>
    setLocked(on ? [...locked, id] : locked.filter((one) => one !== id));
  return (
    <>
      <Card
        title={t("template.about")}
        aside={template.updatedAt && format.dateShort(template.updatedAt)}
      >
        <form className="k-stack" onSubmit={submit}>
          <TextInput
            label={t("new.name")}
            value={name}
            maxLength={120}
            required
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <Textarea
            label={t("new.description")}
            value={description}
            maxLength={300}
            autosize
            minRows={2}
            onChange={(event) => setDescription(event.currentTarget.value)}
          />
          {(all.data?.hasChildren || shared) && (
            <Checkbox
              label={t("template.share")}
              description={t("template.shareText")}
              checked={shared}
              onChange={(event) => setShared(event.currentTarget.checked)}
            />
          )}
          {template.sections.length > 0 && (
            <fieldset className="l-fields k-stack">
              <legend className="m-legend">{t("template.locks")}</legend>
              <p className="k-small k-muted">{t("template.locksText")}</p>
              {template.sections.map((section) => (
                <Checkbox
                  key={section.id}
                  label={section.name}
                  checked={locked.includes(section.id)}
                  onChange={(event) => toggle(section.id, event.currentTarget.checked)}
                />
              ))}
            </fieldset>
          )}
          {save.error && <Problem error={save.error} />}
          <div className="k-row i-foot">
            <Button type="submit" disabled={name.trim() === ""} loading={save.isPending}>
              {t("template.save")}
            </Button>
          </div>
        </form>
      </Card>
      <Card title={t("template.content")}>
        <div className="k-stack">
          <p className="k-small k-muted">{t("template.contentText")}</p>
          <div className="k-row">
            <Button loading={edit.isPending} onClick={() => edit.mutate()}>
              {t("template.edit")}
            </Button>
            <Button onClick={() => setReplacing(true)}>{t("template.take")}</Button>
          </div>
          <div>
            <Button color="red" variant="subtle" onClick={() => setRemoving(true)}>
              {t("template.remove")}
            </Button>
          </div>
        </div>
      </Card>
      <TakeOver template={template} opened={replacing} onClose={() => setReplacing(false)} />
      <ConfirmDialog
        opened={removing}
        onClose={() => setRemoving(false)}
        title={t("template.removeTitle")}
        action={t("template.remove")}
        danger
        onConfirm={async () => {
          await api.delete(`/templates/${template.id}`);
          go("/vorlagen", { replace: true });
        }}
      >
        {t(template.isShared ? "template.removeShared" : "template.removeText")}
      </ConfirmDialog>
    </>
  );
}

function withoutLocks(source: TemplateView["source"]): TemplateView["source"] {
  if (source.kind !== "blocks") return source;
  const sections = source.source.sections.map(({ locked: _locked, ...section }) => section);
  return { kind: "blocks", source: { ...source.source, sections } };
}

function useSave(template: TemplateView, onSuccess?: () => void) {
  const t = useTexts(texts);
  return useApiMutation(
    (change: Omit<TemplateChange, "revision">) =>
      api.patch(`/templates/${template.id}`, { ...change, revision: template.revision }),
    {
      invalidates: ["/templates"],
      onSuccess: () => {
        showDone(t("template.saved"));
        onSuccess?.();
      },
    },
  );
}

function TakeOver(props: {
  template: TemplateView;
  opened: boolean;
  onClose: () => void;
}): ReactNode {
  const t = useTexts(texts);
  const [mailing, setMailing] = useState<string | null>(null);
  const save = useSave(props.template, props.onClose);
  return (
    <Modal opened={props.opened} onClose={props.onClose} title={t("template.take")} size={520}>
      <div className="k-stack">
        <MailingSelect value={mailing} onChange={setMailing} />
        <Notice tone="wait">{t("template.takeText")}</Notice>
        {save.error && <Problem error={save.error} />}
        <div className="k-row i-foot">
          <Button
            variant="filled"
            disabled={mailing === null}
            loading={save.isPending}
            onClick={() => mailing !== null && save.mutate({ mailing })}
          >
            {t("template.takeDo")}
          </Button>
        </div>
      </div>
    </Modal>
  );
}
