import { Button, Checkbox, Modal, Select, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import type { ReactNode } from "react";
import type { ContactView } from "../../../../contract/contacts.ts";
import { refusals } from "../../../../contract/purchase-texts.ts";
import {
  purchaseKinds,
  type EntityView,
  type PurchaseAnswer,
  type PurchaseInput,
  type PurchaseView,
  type SimilarityMap,
} from "../../../../contract/purchases.ts";
import { api, ApiError, useApiMutation, useApiQuery, useCan } from "../../api/index.ts";
import { Link, Problem, showDone, useLocale, useTexts } from "../../ui/index.ts";
import { texts } from "./purchases-texts.ts";

/** Enters a sale with what proves it. The number and the address of one that is there stay as they are. */
export function PurchaseDialog(props: {
  contact: ContactView;
  purchase?: PurchaseView;
  onClose: () => void;
}): ReactNode {
  const t = useTexts(texts);
  return (
    <Modal
      opened
      onClose={props.onClose}
      title={props.purchase ? t("dialog.editTitle") : t("dialog.addTitle")}
      size={640}
    >
      <PurchaseForm {...props} />
    </Modal>
  );
}

function valuesOf(contact: ContactView, purchase: PurchaseView | undefined) {
  return {
    orderNumber: purchase?.orderNumber ?? "",
    kind: purchase?.kind ?? ("purchase" as PurchaseView["kind"]),
    categoryId: purchase?.category.id ?? "",
    entityId: purchase?.entity.id ?? "",
    concludedOn: purchase?.concludedOn ?? "",
    cancelledOn: purchase?.cancelledOn ?? "",
    email: purchase?.email ?? contact.email,
    addressGiven: purchase?.addressGiven ?? false,
    objected: purchase?.objected ?? false,
    noticed: purchase !== undefined && purchase.notice !== null,
    noticeVersion: purchase?.notice?.version ?? "",
    noticeOn: purchase?.notice?.shownOn ?? "",
    noticePlace: purchase?.notice?.place ?? "",
  };
}

type Values = ReturnType<typeof valuesOf>;

function inputOf(contact: ContactView, values: Values): PurchaseInput {
  const { noticed, noticeVersion, noticeOn, noticePlace, entityId, cancelledOn, ...rest } = values;
  return {
    ...rest,
    contactId: contact.id,
    ...(entityId === "" ? {} : { entityId }),
    cancelledOn: cancelledOn === "" ? null : cancelledOn,
    notice: noticed ? { version: noticeVersion, shownOn: noticeOn, place: noticePlace } : null,
  };
}

function PurchaseForm(props: {
  contact: ContactView;
  purchase?: PurchaseView;
  onClose: () => void;
}): ReactNode {
  const t = useTexts(texts);
  const can = useCan();
  const locale = useLocale();
  const { contact, purchase, onClose } = props;
  const map = useApiQuery<SimilarityMap>(can("lists.read") ? "/product-categories" : undefined);
  const entities = useApiQuery<{ items: EntityView[] }>(
    can("lists.read") ? "/legal-entities" : undefined,
  );
  const form = useForm({ initialValues: valuesOf(contact, purchase) });
  const save = useApiMutation(
    (values: Values) => api.post<PurchaseAnswer>("/purchases", inputOf(contact, values)),
    {
      invalidates: ["/purchases", "/contacts"],
      onSuccess: () => {
        onClose();
        showDone(t("dialog.saved"));
      },
      onError: (error) => {
        if (error instanceof ApiError) form.setErrors(error.fieldErrors);
      },
    },
  );
  const categories = (map.data?.categories ?? []).filter(
    (one) => !one.wholeRange && (one.archivedAt === null || one.id === purchase?.category.id),
  );
  const companies = (entities.data?.items ?? []).filter(
    (one) => one.archivedAt === null || one.id === purchase?.entity.id,
  );
  const own = companies.filter((one) => one.relation === "own" && one.archivedAt === null);
  const words = Object.fromEntries(
    Object.entries(refusals).map(([reason, text]) => [reason, text[locale]]),
  );
  const check = (name: "addressGiven" | "objected" | "noticed") =>
    form.getInputProps(name, { type: "checkbox" });
  return (
    <form
      className="k-stack"
      onSubmit={form.onSubmit((values) => {
        if (!save.isPending) save.mutate(values);
      })}
    >
      <div className="c-fields">
        <TextInput
          label={t("dialog.orderNumber")}
          required
          maxLength={100}
          disabled={purchase !== undefined}
          data-autofocus={purchase === undefined || undefined}
          {...form.getInputProps("orderNumber")}
        />
        <Select
          label={t("dialog.kind")}
          allowDeselect={false}
          data={purchaseKinds.map((value) => ({ value, label: t(`kinds.${value}`) }))}
          {...form.getInputProps("kind")}
        />
      </div>
      {map.isSuccess && categories.length === 0 ? (
        <p>
          {t("dialog.categoryNone")}{" "}
          <Link to="/contacts/purchases/similar">{t("dialog.categoryAdd")}</Link>
        </p>
      ) : (
        <Select
          label={t("dialog.category")}
          required
          searchable
          allowDeselect={false}
          data={categories.map((one) => ({
            value: one.id,
            label: (locale === "en" && one.nameEn) || one.name,
          }))}
          {...form.getInputProps("categoryId")}
        />
      )}
      {companies.length > 1 && (
        <Select
          label={t("dialog.entity")}
          // Left open, it is the account's own company, where there is just one.
          required={own.length !== 1}
          placeholder={own.length === 1 ? own[0]!.name : undefined}
          allowDeselect={false}
          data={companies.map((one) => ({ value: one.id, label: one.name }))}
          {...form.getInputProps("entityId")}
        />
      )}
      <div className="c-fields c-fields-top">
        <TextInput
          type="date"
          label={t("dialog.concludedOn")}
          required
          {...form.getInputProps("concludedOn")}
        />
        <TextInput
          type="date"
          label={t("dialog.cancelledOn")}
          {...form.getInputProps("cancelledOn")}
        />
      </div>
      <p className="k-small k-muted">{t("dialog.cancelledHelp")}</p>
      <TextInput
        type="email"
        label={t("dialog.email")}
        description={t("dialog.emailHelp")}
        required
        maxLength={320}
        disabled={purchase !== undefined}
        {...form.getInputProps("email")}
      />
      <Checkbox
        label={t("dialog.addressGiven")}
        description={t("dialog.addressHelp")}
        {...check("addressGiven")}
      />
      <Checkbox
        label={t("dialog.notice")}
        description={t("dialog.noticeHelp")}
        {...check("noticed")}
      />
      {form.values.noticed && (
        <>
          <div className="c-fields">
            <TextInput
              label={t("dialog.noticeVersion")}
              required
              maxLength={100}
              {...form.getInputProps("noticeVersion")}
            />
            <TextInput
              type="date"
              label={t("dialog.noticeOn")}
              required
              {...form.getInputProps("noticeOn")}
            />
          </div>
          <TextInput
            label={t("dialog.noticePlace")}
            placeholder={t("dialog.noticePlaceExample")}
            required
            minLength={3}
            maxLength={300}
            {...form.getInputProps("noticePlace")}
          />
        </>
      )}
      <Checkbox
        label={t("dialog.objected")}
        disabled={purchase?.objected === true}
        {...check("objected")}
      />
      {save.error && <Problem error={save.error} words={words} />}
      <div className="k-row c-foot">
        <Button onClick={onClose}>{t("dialog.cancel")}</Button>
        <Button
          type="submit"
          variant="filled"
          loading={save.isPending}
          disabled={form.values.categoryId === ""}
        >
          {t("dialog.save")}
        </Button>
      </div>
    </form>
  );
}
