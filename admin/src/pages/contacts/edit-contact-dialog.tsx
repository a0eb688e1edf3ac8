import { Button, Modal, Select, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import type { ReactNode } from "react";
import type { FieldView } from "../../../../contract/contact-fields.ts";
import type { ContactChange, ContactView } from "../../../../contract/contacts.ts";
import { api, useApiMutation, useApiQuery } from "../../api/index.ts";
import { Problem, showDone, useTexts } from "../../ui/index.ts";
import { texts } from "./contact-texts.ts";
import { OwnFieldInput } from "./own-field-input.tsx";
import { texts as shared } from "./texts.ts";

/** Corrects a contact's data (Art. 16 GDPR); each change keeps where it comes from. */
export function EditContactDialog(props: { contact: ContactView; onClose: () => void }): ReactNode {
  const t = useTexts(texts);
  return (
    <Modal opened onClose={props.onClose} title={t("editDialog.title")} size={620}>
      <EditContactForm {...props} />
    </Modal>
  );
}

function EditContactForm(props: { contact: ContactView; onClose: () => void }): ReactNode {
  const t = useTexts(texts);
  const tShared = useTexts(shared);
  const { contact, onClose } = props;
  const form = useForm({
    initialValues: {
      salutation: contact.salutation as string,
      title: contact.title,
      firstName: contact.firstName,
      lastName: contact.lastName,
      company: contact.company,
      locale: contact.locale ?? "",
      custom: contact.custom,
      reason: "",
    },
  });
  const save = useApiMutation(
    ({ locale, reason, ...values }: typeof form.values) =>
      api.patch(`/contacts/${contact.id}`, {
        ...values,
        // Only what was changed: the others keep their origin and are not read anew.
        custom: Object.fromEntries(
          Object.entries(values.custom).filter(
            ([key, value]) => value !== (contact.custom[key] ?? ""),
          ),
        ),
        ...(locale === "" ? {} : { locale }),
        ...(reason.trim() === "" ? {} : { reason: reason.trim() }),
      } as ContactChange),
    {
      invalidates: ["/contacts"],
      onSuccess: () => {
        showDone(t("editDialog.saved"));
        onClose();
      },
    },
  );
  const fields = useApiQuery<{ items: FieldView[] }>("/contact-fields");
  const defined = fields.data?.items ?? [];
  const names = Object.keys(contact.custom).filter(
    (key) => !defined.some((field) => field.key === key),
  );
  const setOwn = (key: string, value: string): void =>
    form.setFieldValue("custom", { ...form.values.custom, [key]: value });
  return (
    <form
      className="k-stack"
      onSubmit={form.onSubmit((values) => {
        if (!save.isPending) save.mutate(values);
      })}
    >
      <div className="c-fields">
        <Select
          label={tShared("fields.salutation")}
          data={(["", "frau", "herr", "divers"] as const).map((value) => ({
            value,
            label: tShared(`salutations.${value || "none"}`),
          }))}
          {...form.getInputProps("salutation")}
        />
        <TextInput
          label={tShared("fields.title")}
          maxLength={50}
          {...form.getInputProps("title")}
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
        <TextInput
          label={tShared("fields.company")}
          maxLength={200}
          {...form.getInputProps("company")}
        />
        <Select
          label={tShared("fields.locale")}
          data={(contact.locale ? (["de", "en"] as const) : (["", "de", "en"] as const)).map(
            (value) => ({ value, label: tShared(`locales.${value || "none"}`) }),
          )}
          {...form.getInputProps("locale")}
        />
      </div>
      {defined.length + names.length > 0 && (
        <fieldset className="c-plain">
          <legend>{t("editDialog.custom")}</legend>
          <div className="c-fields">
            {defined.map((field) => (
              <OwnFieldInput
                key={field.id}
                field={field}
                value={form.values.custom[field.key] ?? ""}
                onChange={(value) => setOwn(field.key, value)}
              />
            ))}
            {names.map((name) => (
              <TextInput
                key={name}
                label={name}
                maxLength={1000}
                value={form.values.custom[name] ?? ""}
                onChange={(event) => setOwn(name, event.currentTarget.value)}
              />
            ))}
          </div>
        </fieldset>
      )}
      <TextInput
        label={t("editDialog.reason")}
        description={t("editDialog.reasonHelp")}
        maxLength={200}
        {...form.getInputProps("reason")}
      />
      <p className="k-small k-muted">{t("editDialog.email")}</p>
      {save.error && <Problem error={save.error} />}
      <div className="k-row c-foot">
        <Button onClick={onClose}>{tShared("cancel")}</Button>
        <Button type="submit" variant="filled" loading={save.isPending} disabled={!form.isDirty()}>
          {t("editDialog.save")}
        </Button>
      </div>
    </form>
  );
}
