import { Checkbox, Select } from "@mantine/core";
import type { ReactNode } from "react";
import type { Imprint } from "../../../../../contract/accounts.ts";
import { useTexts } from "../../../ui/index.ts";
import { compact } from "../shared/account.ts";
import { useCountries } from "../shared/countries.ts";
import { DraftForm, Group, Line, Pair, useDraft, type Draft } from "../shared/draft.tsx";
import type { FormProps } from "../shared/form-props.ts";
import { ActivityFields } from "./imprint-activity.tsx";
import { ImprintPreview } from "./imprint-preview.tsx";
import { RepresentationFields } from "./imprint-representation.tsx";
import { texts } from "./imprint-texts.ts";
import { fitRegister, useLegalForms } from "./legal-forms.ts";

/** The provider identification of § 5 DDG: only what the chosen legal form has to state. */
export function ImprintForm({ account, problems, showAll, frame }: FormProps): ReactNode {
  const forms = useLegalForms();
  const form = forms?.find((each) => each.code === account.legalForm);
  const draft = useDraft<Imprint>(
    account,
    ({ imprint }) => ({ country: "DE", ...imprint }),
    (value, present) => ({
      imprint:
        compact(
          // The name belongs to the page before; it may have been saved a moment ago.
          fitRegister({ ...value, legalName: present.imprint.legalName }, forms, present.legalForm),
        ) ?? {},
    }),
  );
  return frame(
    draft.save,
    <DraftForm save={draft.save} problems={problems} showAll={showAll}>
      <AddressFields draft={draft} />
      <ContactFields draft={draft} />
      {form && <RepresentationFields draft={draft} form={form} />}
      <NumberFields draft={draft} />
      <ActivityFields draft={draft} legalForm={account.legalForm} />
      <LinkFields draft={draft} />
    </DraftForm>,
    <ImprintPreview account={account} />,
  );
}

function AddressFields({ draft: { value, set } }: { draft: Draft<Imprint> }): ReactNode {
  const t = useTexts(texts);
  const countries = useCountries("world");
  return (
    <Group title={t("address")}>
      <Line
        path="imprint.street"
        label={t("street")}
        description={t("streetHelp")}
        autoComplete="street-address"
        value={value.street}
        onChange={(street) => set({ street })}
      />
      <Pair wide="last">
        <Line
          path="imprint.postalCode"
          label={t("postalCode")}
          maxLength={20}
          autoComplete="postal-code"
          value={value.postalCode}
          onChange={(postalCode) => set({ postalCode })}
        />
        <Line
          path="imprint.city"
          label={t("city")}
          maxLength={100}
          autoComplete="address-level2"
          value={value.city}
          onChange={(city) => set({ city })}
        />
      </Pair>
      <Select
        openOnFocus={false}
        label={t("country")}
        data={countries}
        searchable
        value={value.country ?? "DE"}
        onChange={(country) => set({ country: country ?? "DE" })}
      />
    </Group>
  );
}

function ContactFields({ draft: { value, set } }: { draft: Draft<Imprint> }): ReactNode {
  const t = useTexts(texts);
  return (
    <Group title={t("contact")} text={t("contactText")}>
      <Pair>
        <Line
          path="imprint.email"
          label={t("email")}
          type="email"
          maxLength={320}
          value={value.email}
          onChange={(email) => set({ email })}
        />
        <Line
          path="imprint.phone"
          label={t("phone")}
          type="tel"
          maxLength={60}
          value={value.phone}
          onChange={(phone) => set({ phone })}
        />
      </Pair>
      <Line
        path="imprint.contactFormUrl"
        label={t("contactForm")}
        description={t("contactFormHelp")}
        placeholder="https://"
        inputMode="url"
        maxLength={500}
        value={value.contactFormUrl}
        onChange={(contactFormUrl) => set({ contactFormUrl })}
      />
    </Group>
  );
}

function NumberFields({ draft: { value, set } }: { draft: Draft<Imprint> }): ReactNode {
  const t = useTexts(texts);
  return (
    <Group title={t("numbers")} text={t("numbersText")}>
      <Pair>
        <Line
          path="imprint.vatId"
          label={t("vatId")}
          placeholder="DE123456789"
          maxLength={30}
          value={value.vatId}
          onChange={(vatId) => set({ vatId })}
        />
        <Line
          path="imprint.businessId"
          label={t("businessId")}
          placeholder="DE123456789-00001"
          maxLength={30}
          value={value.businessId}
          onChange={(businessId) => set({ businessId })}
        />
      </Pair>
      <Checkbox
        label={t("liquidation")}
        checked={value.inLiquidation ?? false}
        onChange={(event) => set({ inLiquidation: event.currentTarget.checked })}
      />
    </Group>
  );
}

function LinkFields({ draft: { value, set } }: { draft: Draft<Imprint> }): ReactNode {
  const t = useTexts(texts);
  return (
    <Group title={t("links")} text={t("linksText")}>
      <Line
        path="imprint.imprintUrl"
        label={t("imprintUrl")}
        placeholder="https://"
        inputMode="url"
        maxLength={500}
        value={value.imprintUrl}
        onChange={(imprintUrl) => set({ imprintUrl })}
      />
      <Line
        path="imprint.accessibilityUrl"
        label={t("accessibilityUrl")}
        placeholder="https://"
        inputMode="url"
        maxLength={500}
        value={value.accessibilityUrl}
        onChange={(accessibilityUrl) => set({ accessibilityUrl })}
      />
    </Group>
  );
}
