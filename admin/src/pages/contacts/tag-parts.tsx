import { Combobox, InputBase, useCombobox } from "@mantine/core";
import { IconPlus, IconX } from "@tabler/icons-react";
import { useState, type ReactNode } from "react";
import type { TagRef, TagView } from "../../../../contract/contact-care.ts";
import { api, useApiMutation, useApiQuery } from "../../api/index.ts";
import { showProblem, useTexts } from "../../ui/index.ts";
import { texts } from "./care-texts.ts";

/** A tag in its colour. */
export function TagPill(props: { tag: TagRef; onRemove?: () => void }): ReactNode {
  const t = useTexts(texts);
  const { tag, onRemove } = props;
  return (
    <span className="c-tag" data-colour={tag.colour}>
      {tag.name}
      {onRemove && (
        <button type="button" aria-label={t("removeTag", { name: tag.name })} onClick={onRemove}>
          <IconX size={14} stroke={2} aria-hidden="true" />
        </button>
      )}
    </span>
  );
}

/** Finds a tag while typing, and makes the one that is missing. */
export function TagPicker(props: {
  label: string;
  /** Public ids that are not offered. */
  without?: readonly string[];
  canCreate: boolean;
  onPick: (tag: TagRef) => void;
}): ReactNode {
  const t = useTexts(texts);
  const [typed, setTyped] = useState("");
  const combobox = useCombobox({ onDropdownClose: () => combobox.resetSelectedOption() });
  const tags = useApiQuery<{ items: TagView[] }>("/contact-tags", undefined, { staleTime: 30_000 });
  const create = useApiMutation((name: string) => api.post<TagView>("/contact-tags", { name }), {
    invalidates: ["/contact-tags"],
    onSuccess: (tag) => props.onPick(tag),
  });
  const wanted = typed.trim().toLocaleLowerCase();
  const offered = (tags.data?.items ?? []).filter(
    (tag) => !props.without?.includes(tag.id) && tag.name.toLocaleLowerCase().includes(wanted),
  );
  const exact = (tags.data?.items ?? []).some((tag) => tag.name.toLocaleLowerCase() === wanted);
  const pick = (value: string): void => {
    const tag = offered.find((one) => one.id === value);
    if (tag) props.onPick(tag);
    else create.mutate(typed.trim(), { onError: (error) => showProblem(error) });
    setTyped("");
    combobox.closeDropdown();
  };
  return (
    <Combobox store={combobox} onOptionSubmit={pick}>
      <Combobox.Target>
        <InputBase
          size="xs"
          className="c-tag-input"
          aria-label={props.label}
          placeholder={props.label}
          leftSection={<IconPlus size={14} stroke={1.8} aria-hidden="true" />}
          value={typed}
          onChange={(event) => {
            setTyped(event.currentTarget.value);
            combobox.openDropdown();
            combobox.updateSelectedOptionIndex();
          }}
          onFocus={() => combobox.openDropdown()}
          onClick={() => combobox.openDropdown()}
          onBlur={() => combobox.closeDropdown()}
        />
      </Combobox.Target>
      <Combobox.Dropdown>
        <Combobox.Options mah={240} style={{ overflowY: "auto" }} aria-label={props.label}>
          {offered.map((tag) => (
            <Combobox.Option key={tag.id} value={tag.id}>
              <TagPill tag={tag} />
            </Combobox.Option>
          ))}
          {props.canCreate && wanted !== "" && !exact && (
            <Combobox.Option value="+">{t("newTag", { name: typed.trim() })}</Combobox.Option>
          )}
          {offered.length === 0 && (wanted === "" || !props.canCreate || exact) && (
            <Combobox.Empty>{t("noTagFound")}</Combobox.Empty>
          )}
        </Combobox.Options>
      </Combobox.Dropdown>
    </Combobox>
  );
}
