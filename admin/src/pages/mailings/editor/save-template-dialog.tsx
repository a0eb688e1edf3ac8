import {
  Button,
  Checkbox,
  Modal,
  SegmentedControl,
  Select,
  Textarea,
  TextInput,
} from "@mantine/core";
import { useState, type FormEvent, type ReactNode } from "react";
import type { Section } from "../../../../../contract/blocks.ts";
import type { TemplateList, TemplateSummary } from "../../../../../contract/templates.ts";
import { api, useApiMutation, useApiQuery } from "../../../api/index.ts";
import { Link, Notice, Problem, useLocale, useTexts } from "../../../ui/index.ts";
import { blockTexts } from "./blocks/block-texts.ts";
import { sectionWords } from "./blocks/section-words.ts";
import { templateTexts } from "./template-texts.ts";
import type { DraftEditing } from "./use-draft.ts";

type Way = "new" | "existing";

/** Keeps the draft as a template: a new one, or in place of an own one that is there. */
export function SaveTemplateDialog(props: {
  editing: DraftEditing;
  onClose: () => void;
}): ReactNode {
  const t = useTexts(templateTexts);
  const [saved, setSaved] = useState<TemplateSummary>();
  return (
    <Modal opened onClose={props.onClose} title={t("title")} size={560}>
      {saved ? (
        <div className="k-stack">
          <Notice tone="go">
            <p>
              {t("saved", { name: saved.name })}{" "}
              <Link to={`/vorlagen/${saved.id}`}>{t("look")}</Link>
            </p>
          </Notice>
          <div className="k-row i-foot">
            <Button variant="filled" data-autofocus onClick={props.onClose}>
              {t("close")}
            </Button>
          </div>
        </div>
      ) : (
        <Form {...props} onSaved={setSaved} />
      )}
    </Modal>
  );
}

function Form(props: {
  editing: DraftEditing;
  onSaved: (template: TemplateSummary) => void;
}): ReactNode {
  const t = useTexts(templateTexts);
  const locale = useLocale();
  const { draft, saved, save } = props.editing;
  const list = useApiQuery<TemplateList>("/templates", { locale });
  const sections = draft.source.kind === "blocks" ? draft.source.source.sections : [];
  const [way, setWay] = useState<Way>("new");
  const [name, setName] = useState(draft.name);
  const [description, setDescription] = useState("");
  const [isShared, setShared] = useState(false);
  const [chosen, setChosen] = useState<string | null>(null);
  const [locked, setLocked] = useState(() =>
    sections.filter((section) => section.locked).map((section) => section.id),
  );
  const own = (list.data?.items ?? []).filter((template) => template.mayChange);
  const replaced = own.find((template) => template.id === chosen);
  const keep = useApiMutation(
    async () => {
      await save.flush();
      if (replaced)
        return api.patch<TemplateSummary>(`/templates/${replaced.id}`, {
          revision: replaced.revision,
          mailing: saved.id,
        });
      return api.post<TemplateSummary>("/templates", {
        name: name.trim(),
        description: description.trim(),
        mailing: saved.id,
        isShared,
        ...(sections.length > 0 ? { locked } : {}),
      });
    },
    { invalidates: ["/templates"], onSuccess: props.onSaved },
  );
  const ready = way === "new" ? name.trim() !== "" : replaced !== undefined;
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (ready && !keep.isPending) keep.mutate();
  };
  return (
    <form className="k-stack" onSubmit={submit}>
      {own.length > 0 && (
        <SegmentedControl
          aria-label={t("way")}
          value={way}
          onChange={(value) => {
            setWay(value as Way);
            setChosen(null);
          }}
          data={[
            { value: "new", label: t("new") },
            { value: "existing", label: t("existing") },
          ]}
        />
      )}
      {way === "new" ? (
        <>
          <TextInput
            label={t("name")}
            value={name}
            maxLength={120}
            required
            data-autofocus
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <Textarea
            label={t("description")}
            description={t("descriptionHelp")}
            value={description}
            maxLength={300}
            autosize
            minRows={2}
            onChange={(event) => setDescription(event.currentTarget.value)}
          />
          {sections.length > 0 && (
            <Locks sections={sections} locked={locked} onChange={setLocked} />
          )}
          {list.data?.hasChildren && (
            <Checkbox
              label={t("share")}
              description={t("shareText")}
              checked={isShared}
              onChange={(event) => setShared(event.currentTarget.checked)}
            />
          )}
        </>
      ) : (
        <>
          <Select
            label={t("template")}
            placeholder={t("choose")}
            searchable
            value={chosen}
            onChange={setChosen}
            data={own.map((template) => ({ value: template.id, label: template.name }))}
          />
          <Notice tone="wait">{t("existingText")}</Notice>
        </>
      )}
      {keep.error && <Problem error={keep.error} />}
      <div className="k-row i-foot">
        <Button type="submit" variant="filled" disabled={!ready} loading={keep.isPending}>
          {t(way === "new" ? "save" : "replace")}
        </Button>
      </div>
    </form>
  );
}

/** Which sections mailings of the template may not change, each by its first words. */
function Locks(props: {
  sections: readonly Section[];
  locked: readonly string[];
  onChange: (locked: string[]) => void;
}): ReactNode {
  const t = useTexts(templateTexts);
  const { locked } = props;
  return (
    <fieldset className="m-locks">
      <legend className="m-legend">{t("locks")}</legend>
      <p className="k-small k-muted">{t("locksText")}</p>
      <div className="m-locklist">
        {props.sections.map((section, index) => (
          <Checkbox
            key={section.id}
            label={<SectionName section={section} index={index} />}
            checked={locked.includes(section.id)}
            onChange={(event) =>
              props.onChange(
                event.currentTarget.checked
                  ? [...locked, section.id]
                  : locked.filter((id) => id !== section.id),
              )
            }
          />
        ))}
      </div>
    </fieldset>
  );
}

function SectionName({ section, index }: { section: Section; index: number }): ReactNode {
  const t = useTexts(blockTexts);
  const blocks = section.columns.flatMap((column) => column.blocks);
  const types = [...new Set(blocks.map(({ type }) => t(`types.${type}`)))].join(", ");
  return section.name ?? (sectionWords(section) || types || `${t("section")} ${index + 1}`);
}
