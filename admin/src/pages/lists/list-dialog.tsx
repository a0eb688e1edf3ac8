import { Button, Modal, Textarea, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import type { ReactNode } from "react";
import type { ListView, NewListInput } from "../../../../contract/lists.ts";
import { api, ApiError, useApiMutation } from "../../api/index.ts";
import { Notice, Problem, showDone, useGo, useTexts } from "../../ui/index.ts";
import { texts } from "./texts.ts";

const NAMES = ["name", "description", "topics", "frequency"] as const;
const LIMITS = { name: 120, description: 500, topics: 300, frequency: 100 } as const;

/** Makes a list or changes its texts, in German and, where wanted, in English. */
export function ListDialog(props: { list?: ListView; onClose: () => void }): ReactNode {
  const t = useTexts(texts);
  return (
    <Modal
      opened
      onClose={props.onClose}
      title={props.list ? t("dialog.editTitle") : t("dialog.newTitle")}
      size={860}
    >
      <ListForm {...props} />
    </Modal>
  );
}

function ListForm({ list, onClose }: { list?: ListView; onClose: () => void }): ReactNode {
  const t = useTexts(texts);
  const go = useGo();
  const form = useForm({
    initialValues: {
      name: list?.name ?? "",
      nameEn: list?.nameEn ?? "",
      description: list?.description ?? "",
      descriptionEn: list?.descriptionEn ?? "",
      topics: list?.topics ?? "",
      topicsEn: list?.topicsEn ?? "",
      frequency: list?.frequency ?? "",
      frequencyEn: list?.frequencyEn ?? "",
    },
  });
  const save = useApiMutation(
    (values: NewListInput) =>
      list
        ? api.patch<ListView>(`/lists/${list.id}`, values)
        : api.post<ListView>("/lists", values),
    {
      invalidates: ["/lists", "/forms"],
      onSuccess: (saved) => {
        onClose();
        if (list) showDone(t("dialog.saved"));
        else go(`/lists/${saved.id}`);
      },
      onError: (error) => {
        if (error instanceof ApiError) form.setErrors(error.fieldErrors);
      },
    },
  );
  const given = list !== undefined && list.confirmed + list.unsubscribed > 0;
  const column = (suffix: "" | "En", lang: "de" | "en"): ReactNode => (
    <fieldset className="l-column" lang={lang}>
      <legend>{suffix === "" ? t("dialog.german") : t("dialog.english")}</legend>
      {suffix === "En" && <p className="k-small k-muted">{t("dialog.englishHelp")}</p>}
      {NAMES.map((name) => {
        const common = {
          label: t(`dialog.${name}`),
          maxLength: LIMITS[name],
          ...(suffix === "" && { description: t(`dialog.${name}Help`) }),
          ...form.getInputProps(`${name}${suffix}`),
        };
        if (name === "topics" || name === "description")
          return <Textarea key={name} autosize minRows={2} {...common} />;
        const first = name === "name" && suffix === "";
        return (
          <TextInput
            key={name}
            {...common}
            {...(first && { required: true, minLength: 2, "data-autofocus": true })}
          />
        );
      })}
    </fieldset>
  );
  return (
    <form
      className="k-stack-lg"
      onSubmit={form.onSubmit((values) => {
        if (!save.isPending) save.mutate(trimmed(values));
      })}
    >
      <div className="l-columns">
        {column("", "de")}
        {column("En", "en")}
      </div>
      {given && <Notice title={t("dialog.changeTitle")}>{t("dialog.change")}</Notice>}
      {save.error && <Problem error={save.error} />}
      <div className="k-row l-foot">
        <Button onClick={onClose}>{t("dialog.cancel")}</Button>
        <Button type="submit" variant="filled" loading={save.isPending} disabled={!form.isDirty()}>
          {list ? t("dialog.save") : t("dialog.create")}
        </Button>
      </div>
    </form>
  );
}

function trimmed<T extends Record<string, string>>(values: T): T {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, value.replace(/\s+/g, " ").trim()]),
  ) as T;
}
