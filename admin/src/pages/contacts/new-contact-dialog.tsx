import { Button, Modal, Select, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import type { ReactNode } from "react";
import type { ContactView, NewContactInput } from "../../../../contract/contacts.ts";
import { api, ApiError, useApiMutation } from "../../api/index.ts";
import { ChoiceCards, Notice, Problem, useGo, useTexts } from "../../ui/index.ts";
import { texts } from "./directory-texts.ts";
import { texts as shared } from "./texts.ts";

/** Adds a contact by hand. Says plainly that this alone gives no permission to write to anybody (CON-01). */
export function NewContactDialog({ onClose }: { onClose: () => void }): ReactNode {
  const t = useTexts(texts);
  return (
    <Modal opened onClose={onClose} title={t("dialog.title")} size={620}>
      <NewContactForm onClose={onClose} />
    </Modal>
  );
}

function NewContactForm({ onClose }: { onClose: () => void }): ReactNode {
  const t = useTexts(texts);
  const tShared = useTexts(shared);
  const go = useGo();
  const form = useForm({
    initialValues: {
      email: "",
      source: "",
      collectedFrom: undefined as NewContactInput["collectedFrom"] | undefined,
      salutation: "",
      firstName: "",
      lastName: "",
      company: "",
    },
  });
  const create = useApiMutation(
    ({ salutation, collectedFrom, ...values }: typeof form.values) =>
      api.post<ContactView>("/contacts", {
        ...given(values),
        collectedFrom,
        ...(salutation === "" ? {} : { salutation }),
      } as NewContactInput),
    {
      invalidates: ["/contacts"],
      onSuccess: (contact) => {
        onClose();
        go(`/contacts/${contact.id}`);
      },
      onError: (error) => {
        if (isOfAddress(error)) form.setFieldError("email", tShared(`errors.${error.code}`));
      },
    },
  );
  const shown = isOfAddress(create.error) ? null : create.error;
  return (
    <form
      className="k-stack"
      onSubmit={form.onSubmit((values) => {
        if (!create.isPending) create.mutate(values);
      })}
    >
      <Notice tone="wait" title={t("dialog.noticeTitle")}>
        {t("dialog.notice")}
      </Notice>
      <TextInput
        label={t("dialog.email")}
        type="email"
        required
        maxLength={320}
        autoComplete="off"
        data-autofocus
        {...form.getInputProps("email")}
      />
      <TextInput
        label={t("dialog.source")}
        description={t("dialog.sourceHelp")}
        required
        minLength={2}
        maxLength={200}
        {...form.getInputProps("source")}
      />
      <ChoiceCards<NewContactInput["collectedFrom"]>
        legend={t("dialog.from")}
        value={form.values.collectedFrom}
        onChange={(from) => form.setFieldValue("collectedFrom", from)}
        choices={[
          { value: "person", title: t("dialog.person"), text: t("dialog.personText") },
          { value: "elsewhere", title: t("dialog.elsewhere"), text: t("dialog.elsewhereText") },
        ]}
      />
      <p className="k-small k-muted">{t("dialog.optional")}</p>
      <div className="c-fields" data-cols="3">
        <Select
          label={tShared("fields.salutation")}
          data={(["", "frau", "herr", "divers"] as const).map((value) => ({
            value,
            label: tShared(`salutations.${value || "none"}`),
          }))}
          {...form.getInputProps("salutation")}
        />
        <TextInput
          label={tShared("fields.firstName")}
          maxLength={100}
          {...form.getInputProps("firstName")}
        />
        <TextInput
          label={tShared("fields.lastName")}
          maxLength={100}
          {...form.getInputProps("lastName")}
        />
      </div>
      <TextInput label={t("dialog.company")} maxLength={200} {...form.getInputProps("company")} />
      {shown && <Problem error={shown} />}
      <div className="k-row c-foot">
        <Button onClick={onClose}>{tShared("cancel")}</Button>
        <Button
          type="submit"
          variant="filled"
          loading={create.isPending}
          disabled={form.values.collectedFrom === undefined}
        >
          {t("dialog.submit")}
        </Button>
      </div>
    </form>
  );
}

/** What was filled in; empty fields are left out. */
function given(values: Record<string, string>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(values).flatMap(([name, value]) =>
      value.trim() === "" ? [] : [[name, value.trim()]],
    ),
  );
}

/** Refusals that stand at the address instead of below the form. */
function isOfAddress(
  error: unknown,
): error is ApiError & { code: "address_not_valid" | "address_locked" } {
  return error instanceof ApiError && ["address_not_valid", "address_locked"].includes(error.code);
}
