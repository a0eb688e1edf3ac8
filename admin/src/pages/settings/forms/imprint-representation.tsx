import type { ReactNode } from "react";
import type { Imprint } from "../../../../../contract/accounts.ts";
import { useLocale, useTexts } from "../../../ui/index.ts";
import { Group, Line, Lines, Pair, type Draft } from "../shared/draft.tsx";
import { texts } from "./imprint-texts.ts";
import { withSupervisoryBoard, type LegalForm } from "./legal-forms.ts";

type Register = NonNullable<Imprint["register"]>;

/** Who represents, and where the form is registered. */
export function RepresentationFields(props: { draft: Draft<Imprint>; form: LegalForm }): ReactNode {
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
