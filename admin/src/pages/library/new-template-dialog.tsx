import { Button, Modal, SegmentedControl, Select, Textarea, TextInput } from "@mantine/core";
import { useState, type FormEvent, type ReactNode } from "react";
import type { MailingSummary } from "../../../../contract/mailings.ts";
import type { TemplateList, TemplateSummary } from "../../../../contract/templates.ts";
import { api, useApiList, useApiMutation, useApiQuery, useSession } from "../../api/index.ts";
import { Problem, useGo, useLocale, useTexts } from "../../ui/index.ts";
import { texts } from "./texts.ts";

type From = "mailing" | "template" | "empty";

/** Makes an own template of a mailing, of another template, or of an empty letter. */
export function NewTemplateDialog(props: { opened: boolean; onClose: () => void }): ReactNode {
  const t = useTexts(texts);
  return (
    <Modal opened={props.opened} onClose={props.onClose} title={t("new.title")} size={560}>
      <NewTemplateForm />
    </Modal>
  );
}

function NewTemplateForm(): ReactNode {
  const t = useTexts(texts);
  const go = useGo();
  const { account } = useSession();
  const [name, setName] = useState("");
  const [description, setDescription] = useState("");
  const [from, setFrom] = useState<From>("mailing");
  const [chosen, setChosen] = useState<string | null>(null);
  const add = useApiMutation(
    () =>
      api.post<TemplateSummary>("/templates", {
        name: name.trim(),
        description: description.trim(),
        ...(from === "empty" ? { locale: account.locale } : { [from]: chosen }),
      }),
    { invalidates: ["/templates"], onSuccess: ({ id }) => go(`/vorlagen/${id}`) },
  );
  const ready = name.trim() !== "" && (from === "empty" || chosen !== null);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (ready && !add.isPending) add.mutate();
  };
  return (
    <form className="k-stack" onSubmit={submit}>
      <TextInput
        label={t("new.name")}
        value={name}
        maxLength={120}
        required
        data-autofocus
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
      <SegmentedControl
        aria-label={t("new.from")}
        value={from}
        onChange={(value) => {
          setFrom(value as From);
          setChosen(null);
        }}
        data={[
          { value: "mailing", label: t("new.mailing") },
          { value: "template", label: t("new.template") },
          { value: "empty", label: t("new.empty") },
        ]}
      />
      {from === "mailing" && <MailingSelect value={chosen} onChange={setChosen} />}
      {from === "template" && <TemplateSelect value={chosen} onChange={setChosen} />}
      {from === "empty" && <p className="k-muted">{t("new.emptyText")}</p>}
      {add.error && <Problem error={add.error} />}
      <div className="k-row i-foot">
        <Button type="submit" variant="filled" disabled={!ready} loading={add.isPending}>
          {t("new.create")}
        </Button>
      </div>
    </form>
  );
}

interface SelectProps {
  value: string | null;
  onChange: (id: string | null) => void;
}

/** One of the account's mailings, found by its name. */
export function MailingSelect(props: SelectProps): ReactNode {
  const t = useTexts(texts);
  const [q, setQ] = useState("");
  const list = useApiList<MailingSummary>("/mailings", { q });
  return (
    <Select
      label={t("new.chooseMailing")}
      placeholder={t("new.search")}
      nothingFoundMessage={t("new.none")}
      searchable
      value={props.value}
      onChange={props.onChange}
      onSearchChange={(text) => {
        if (!list.items.some((mailing) => mailing.name === text)) setQ(text);
      }}
      data={list.items.map((mailing) => ({ value: mailing.id, label: mailing.name }))}
    />
  );
}

function TemplateSelect(props: SelectProps): ReactNode {
  const t = useTexts(texts);
  const locale = useLocale();
  const list = useApiQuery<TemplateList>("/templates", { locale });
  return (
    <Select
      label={t("new.chooseTemplate")}
      placeholder={t("new.search")}
      searchable
      value={props.value}
      onChange={props.onChange}
      data={(list.data?.items ?? []).map((template) => ({
        value: template.id,
        label: `${template.name} (${template.locale === "de" ? "Deutsch" : "English"})`,
      }))}
    />
  );
}
