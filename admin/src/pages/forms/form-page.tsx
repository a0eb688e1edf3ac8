import { ActionIcon, Button, Menu } from "@mantine/core";
import { IconArchive, IconDots, IconExternalLink } from "@tabler/icons-react";
import { useState, type ReactNode } from "react";
import type { FormView } from "../../../../contract/signup.ts";
import { api, useApiMutation, useApiQuery, useCan } from "../../api/index.ts";
import {
  Loaded,
  Notice,
  PageSkeleton,
  PageTabs,
  RuleTag,
  showDone,
  showProblem,
  showUndo,
  useLocale,
  useRouteParam,
  useSearch,
  useTexts,
} from "../../ui/index.ts";
import { draftOf, inputOf } from "./form-draft.ts";
import { FormEditor } from "./form-editor.tsx";
import { FormFacts } from "./form-facts.tsx";
import { FormVersions } from "./form-versions.tsx";
import { OfflineHelp } from "./offline-help.tsx";
import { WayOut } from "./way-out.tsx";
import { texts } from "./texts.ts";

/** One form: its settings with the page beside them, how to publish it, and what became of its sign-ups. */
export default function FormPage(): ReactNode {
  const id = useRouteParam("id");
  const form = useApiQuery<FormView>(`/forms/${id}`);
  return (
    <Loaded query={form} skeleton={<PageSkeleton cards={2} />}>
      {/* A new version of the server replaces what was being edited only when it was saved here. */}
      {(data) => <Form key={data.id} form={data} />}
    </Loaded>
  );
}

function Form({ form }: { form: FormView }): ReactNode {
  const t = useTexts(texts);
  const can = useCan();
  const [search] = useSearch();
  const facts = search["view"] === "facts";
  const versions = search["view"] === "versions";
  const path = `/lists/forms/${form.id}`;
  const [draft, setDraft] = useState(() => draftOf(form));
  const dirty = JSON.stringify(inputOf(draft)) !== JSON.stringify(inputOf(draftOf(form)));
  const save = useApiMutation(() => api.patch<FormView>(`/forms/${form.id}`, inputOf(draft)), {
    invalidates: ["/forms"],
    onSuccess: (saved) => {
      setDraft(draftOf(saved));
      showDone(t("saved", { version: saved.version }));
    },
  });
  return (
    <FormEditor
      title={form.name}
      formId={form.id}
      draft={draft}
      onChange={setDraft}
      dirty={dirty}
      {...(can("forms.write") && form.archivedAt === null && { onSave: () => save.mutate() })}
      saving={save.isPending}
      error={save.error}
      saveLabel={t("save")}
      actions={<Actions form={form} />}
      notices={<Notices form={form} />}
      tabs={
        <PageTabs
          label={form.name}
          tabs={[
            { to: path, label: t("views.design"), current: !facts && !versions },
            { to: `${path}?view=facts`, label: t("views.facts"), current: facts },
            { to: `${path}?view=versions`, label: t("views.versions"), current: versions },
          ]}
        />
      }
      {...(facts && { instead: <FormFacts form={form} /> })}
      {...(versions && { instead: <FormVersions form={form} /> })}
    />
  );
}

function Actions({ form }: { form: FormView }): ReactNode {
  const t = useTexts(texts);
  const can = useCan();
  const change = useApiMutation(
    (archived: boolean) => api.patch<FormView>(`/forms/${form.id}`, { archived }),
    { invalidates: ["/forms"], onError: (error) => showProblem(error) },
  );
  const archived = form.archivedAt !== null;
  const restore = (): void =>
    change.mutate(false, { onSuccess: () => showDone(t("restored", { name: form.name })) });
  const archive = (): void =>
    change.mutate(true, {
      onSuccess: () =>
        showUndo(t("archived", { name: form.name }), () => change.mutateAsync(false)),
    });
  return (
    <>
      {can("forms.write") && !archived && (
        <Menu position="bottom-end" shadow="md">
          <Menu.Target>
            <ActionIcon variant="default" size={40} aria-label={t("actions")} className="f-more">
              <IconDots size={18} stroke={1.8} aria-hidden="true" />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Item
              leftSection={<IconArchive size={18} stroke={1.6} aria-hidden="true" />}
              onClick={archive}
            >
              {t("archive")}
            </Menu.Item>
          </Menu.Dropdown>
        </Menu>
      )}
      {can("forms.write") && archived && <Button onClick={restore}>{t("restore")}</Button>}
      {!archived && form.problems.length === 0 && <OfflineHelp form={form} />}
      {!archived && form.problems.length === 0 && (
        <Button
          component="a"
          href={form.url}
          target="_blank"
          rel="noreferrer"
          leftSection={<IconExternalLink size={18} stroke={1.6} aria-hidden="true" />}
        >
          {t("open")}
        </Button>
      )}
    </>
  );
}

function Notices({ form }: { form: FormView }): ReactNode {
  const t = useTexts(texts);
  const locale = useLocale();
  if (form.archivedAt !== null)
    return (
      <Notice tone="wait" title={t("archivedTitle")}>
        {t("archivedText")}
      </Notice>
    );
  if (form.problems.length === 0) return null;
  return (
    <>
      {form.problems.map((problem) => (
        <Notice
          key={problem.message.en}
          tone="wait"
          title={t("closed")}
          action={<WayOut rule={problem.rule} />}
        >
          <p>
            {problem.message[locale]} {problem.rule && <RuleTag rule={problem.rule} />}
          </p>
        </Notice>
      ))}
    </>
  );
}
