import { Button, Modal, Select, TextInput } from "@mantine/core";
import { useState, type ReactNode } from "react";
import type { TagColour, TagView } from "../../../../contract/contact-care.ts";
import { api, useApiMutation } from "../../api/index.ts";
import { Problem, showDone, useTexts } from "../../ui/index.ts";
import { TagPill } from "./tag-parts.tsx";
import { texts } from "./tags-texts.ts";

const COLOURS = ["grey", "petrol", "blue", "violet", "rose", "amber", "olive"] as const;

/** Makes a tag, or gives it another name and colour. */
export function TagDialog(props: { tag?: TagView; onClose: () => void }): ReactNode {
  const t = useTexts(texts);
  const { tag } = props;
  const [name, setName] = useState(tag?.name ?? "");
  const [colour, setColour] = useState<TagColour>(tag?.colour ?? "petrol");
  const save = useApiMutation(
    () =>
      tag
        ? api.patch(`/contact-tags/${tag.id}`, { name, colour })
        : api.post("/contact-tags", { name, colour }),
    {
      invalidates: ["/contact-tags", "/contacts"],
      onSuccess: () => {
        showDone(t("saved"));
        props.onClose();
      },
    },
  );
  return (
    <Modal
      opened
      onClose={props.onClose}
      title={tag ? t("editTitle", { name: tag.name }) : t("add")}
      size={480}
    >
      <form
        className="k-stack"
        onSubmit={(event) => {
          event.preventDefault();
          if (!save.isPending) save.mutate();
        }}
      >
        <TextInput
          label={t("name")}
          required
          maxLength={60}
          data-autofocus
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <fieldset className="c-plain">
          <legend>{t("colour")}</legend>
          <div className="c-tags">
            {COLOURS.map((one) => (
              <label key={one} className="c-colour">
                <input
                  type="radio"
                  name="colour"
                  checked={colour === one}
                  onChange={() => setColour(one)}
                />
                <TagPill tag={{ id: one, name: t(`colours.${one}`), colour: one }} />
              </label>
            ))}
          </div>
        </fieldset>
        {save.error && <Problem error={save.error} words={{ tag_name_taken: t("taken") }} />}
        <div className="k-row c-foot">
          <Button onClick={props.onClose}>{t("cancel")}</Button>
          <Button
            type="submit"
            variant="filled"
            loading={save.isPending}
            disabled={name.trim() === ""}
          >
            {t("save")}
          </Button>
        </div>
      </form>
    </Modal>
  );
}

/** Two tags become one. */
export function MergeTagDialog(props: {
  tag: TagView;
  others: TagView[];
  onClose: () => void;
}): ReactNode {
  const t = useTexts(texts);
  const { tag } = props;
  const [into, setInto] = useState<string | null>(null);
  const merge = useApiMutation(() => api.post(`/contact-tags/${tag.id}/merge`, { into }), {
    invalidates: ["/contact-tags", "/contacts"],
    onSuccess: () => {
      showDone(t("merged"));
      props.onClose();
    },
  });
  return (
    <Modal opened onClose={props.onClose} title={t("mergeTitle", { name: tag.name })} size={480}>
      <form
        className="k-stack"
        onSubmit={(event) => {
          event.preventDefault();
          if (into && !merge.isPending) merge.mutate();
        }}
      >
        <p>{t("mergeText", { name: tag.name })}</p>
        <Select
          label={t("mergeInto")}
          required
          searchable
          data={props.others.map((one) => ({ value: one.id, label: one.name }))}
          value={into}
          onChange={setInto}
        />
        {merge.error && <Problem error={merge.error} />}
        <div className="k-row c-foot">
          <Button onClick={props.onClose}>{t("cancel")}</Button>
          <Button type="submit" variant="filled" loading={merge.isPending} disabled={!into}>
            {t("mergeAction")}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
