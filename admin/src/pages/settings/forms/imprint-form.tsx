import { Checkbox, Select } from "@mantine/core";
import type { ReactNode } from "react";
import type { Imprint } from "../../../../../contract/accounts.ts";
import { useLocale, useTexts } from "../../../ui/index.ts";
import { compact } from "../shared/account.ts";
import { useCountries } from "../shared/countries.ts";
import { DraftForm, Group, Line, Lines, Pair, useDraft, type Draft } from "../shared/draft.tsx";
import type { FormProps } from "../shared/form-props.ts";
import { ActivityFields } from "./imprint-activity.tsx";
import { ImprintPreview } from "./imprint-preview.tsx";
import { texts } from "./imprint-texts.ts";
import { fitRegister, useLegalForms, withSupervisoryBoard, type LegalForm } from "./legal-forms.ts";

type Register = NonNullable<Imprint["register"]>;

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
      {form && <FormFields draft={draft} form={form} />}
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

/** Who represents, and where the form is registered. */
function FormFields(props: { draft: Draft<Imprint>; form: LegalForm }): ReactNode {
  const t = useTexts(texts);
  const locale = useLocale();
  const { draft, form } = props;
  const { value, set } = draft;
  return (
    <>
      {(form.representatives || form.generalPartner || form.headOffice) && (
        <Group title={t("representation")}>
          {form.code === "foreign" && (
            <Line
              path="imprint.foreignLegalForm"
              label={t("foreignForm")}
              placeholder="B. V."
              maxLength={100}
              value={value.foreignLegalForm}
              onChange={(foreignLegalForm) => set({ foreignLegalForm })}
            />
          )}
          {form.headOffice && <HeadOfficeFields draft={draft} />}
          {form.generalPartner && <PartnerFields draft={draft} />}
          {form.representatives && (
            <Lines
              path="imprint.representatives"
              label={form.representatives[locale]}
              value={value.representatives}
              onChange={(representatives) => set({ representatives })}
            />
          )}
          {withSupervisoryBoard.has(form.code) && (
            <Line
              path="imprint.supervisoryBoardChair"
              label={t("chair")}
              description={t("chairHelp")}
              value={value.supervisoryBoardChair}
              onChange={(supervisoryBoardChair) => set({ supervisoryBoardChair })}
            />
          )}
        </Group>
      )}
      {form.register && (
        <Group
          title={form.register.label[locale]}
          text={form.register.required ? undefined : t("registerOptional")}
        >
          <RegisterFields
            path="imprint.register"
            kind={form.register.kind}
            value={value.register}
            onChange={(register) => set({ register })}
          />
        </Group>
      )}
    </>
  );
}

function RegisterFields(props: {
  path: string;
  kind: Register["kind"];
  value: Register | undefined;
  onChange: (value: Register) => void;
}): ReactNode {
  const t = useTexts(texts);
  const value = props.value ?? { kind: props.kind };
  return (
    <Pair>
      <Line
        path={`${props.path}.court`}
        label={t("court")}
        placeholder={t("courtExample")}
        value={value.court}
        onChange={(court) => props.onChange({ ...value, kind: props.kind, court })}
      />
      <Line
        path={`${props.path}.number`}
        label={t("registerNumber")}
        placeholder="HRB 12345"
        maxLength={60}
        value={value.number}
        onChange={(number) => props.onChange({ ...value, kind: props.kind, number })}
      />
    </Pair>
  );
}

function PartnerFields({ draft: { value, set } }: { draft: Draft<Imprint> }): ReactNode {
  const t = useTexts(texts);
  const partner = value.generalPartner ?? {};
  const change = (patch: typeof partner): void => set({ generalPartner: { ...partner, ...patch } });
  return (
    <>
      <Line
        path="imprint.generalPartner.legalName"
        label={t("partner")}
        value={partner.legalName}
        onChange={(legalName) => change({ legalName })}
      />
      <Lines
        path="imprint.generalPartner.representatives"
        label={t("partnerPeople")}
        value={partner.representatives}
        onChange={(representatives) => change({ representatives })}
      />
      <RegisterFields
        path="imprint.generalPartner.register"
        kind="commercial"
        value={partner.register}
        onChange={(register) => change({ register })}
      />
    </>
  );
}

function HeadOfficeFields({ draft: { value, set } }: { draft: Draft<Imprint> }): ReactNode {
  const t = useTexts(texts);
  const office = value.headOffice ?? {};
  const change = (patch: typeof office): void => set({ headOffice: { ...office, ...patch } });
  return (
    <>
      <Line
        path="imprint.headOffice.legalName"
        label={t("headOffice")}
        value={office.legalName}
        onChange={(legalName) => change({ legalName })}
      />
      <Line
        path="imprint.headOffice.address"
        label={t("headOfficeAddress")}
        maxLength={300}
        value={office.address}
        onChange={(address) => change({ address })}
      />
      <RegisterFields
        path="imprint.headOffice.register"
        kind="foreign"
        value={office.register}
        onChange={(register) => change({ register })}
      />
    </>
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
