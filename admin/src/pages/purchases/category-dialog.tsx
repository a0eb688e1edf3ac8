import { Button, Checkbox, Modal, Select, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import type { ReactNode } from "react";
import type { CategoryView } from "../../../../contract/purchases.ts";
import { api, useApiMutation } from "../../api/index.ts";
import { Problem, showDone, useTexts } from "../../ui/index.ts";
import { texts } from "./texts.ts";

/** Adds a category or changes its names and its place. */
export function CategoryDialog(props: {
  category?: CategoryView;
  all: readonly CategoryView[];
  onClose: () => void;
}): ReactNode {
  const t = useTexts(texts);
  const title = props.category
    ? t("similar.editName", { name: props.category.name })
    : t("similar.add");
  return (
    <Modal opened onClose={props.onClose} title={title} size={520}>
      <CategoryForm {...props} />
    </Modal>
  );
}

function CategoryForm(props: {
  category?: CategoryView;
  all: readonly CategoryView[];
  onClose: () => void;
}): ReactNode {
  const t = useTexts(texts);
  const { category } = props;
  const form = useForm({
    initialValues: {
      name: category?.name ?? "",
      nameEn: category?.nameEn ?? "",
      parentId: category?.parentId ?? "",
      wholeRange: category?.wholeRange ?? false,
    },
  });
  const done = {
    invalidates: ["/product-categories"],
    onSuccess: () => {
      props.onClose();
      showDone(t("saved"));
    },
  };
  const save = useApiMutation(({ wholeRange, parentId, ...names }: typeof form.values) => {
    const body = { ...names, parentId: parentId === "" ? null : parentId };
    return category
      ? api.patch(`/product-categories/${category.id}`, body)
      : api.post("/product-categories", { ...body, wholeRange });
  }, done);
  const archive = useApiMutation(
    () => api.patch(`/product-categories/${category!.id}`, { archived: true }),
    done,
  );
  const parents = props.all.filter(
    (one) => one.archivedAt === null && one.id !== category?.id && !one.wholeRange,
  );
  return (
    <form
      className="k-stack"
      onSubmit={form.onSubmit((values) => {
        if (!save.isPending) save.mutate(values);
      })}
    >
      <TextInput
        label={t("similar.name")}
        required
        minLength={2}
        maxLength={120}
        data-autofocus
        {...form.getInputProps("name")}
      />
      <TextInput label={t("similar.nameEn")} maxLength={120} {...form.getInputProps("nameEn")} />
      <Select
        label={t("similar.parent")}
        searchable
        allowDeselect={false}
        data={[
          { value: "", label: t("similar.noParent") },
          ...parents.map((one) => ({ value: one.id, label: one.name })),
        ]}
        {...form.getInputProps("parentId")}
      />
      {!category && (
        <Checkbox
          label={t("similar.wholeRange")}
          description={t("similar.wholeRangeText")}
          {...form.getInputProps("wholeRange", { type: "checkbox" })}
        />
      )}
      {(save.error ?? archive.error) && (
        <Problem
          error={save.error ?? archive.error}
          words={{
            name_taken: t("errors.name_taken"),
            category_parent_loop: t("errors.category_parent_loop"),
          }}
        />
      )}
      <div className="k-row p-foot">
        {category && (
          <Button variant="subtle" loading={archive.isPending} onClick={() => archive.mutate()}>
            {t("similar.archive")}
          </Button>
        )}
        <Button onClick={props.onClose}>{t("cancel")}</Button>
        <Button type="submit" variant="filled" loading={save.isPending} disabled={!form.isDirty()}>
          {t("save")}
        </Button>
      </div>
    </form>
  );
}
