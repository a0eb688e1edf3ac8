import { Select, type ComboboxItem, type OptionsFilter } from "@mantine/core";
import { useMemo, type ReactNode } from "react";
import type { AccountView } from "../../../../../contract/accounts.ts";
import { Card, timeZoneName, useLocale, useTexts, type Locale } from "../../../ui/index.ts";
import { compact } from "../shared/account.ts";
import {
  DraftForm,
  Group,
  Line,
  Pair,
  useDraft,
  useProblem,
  useTouch,
  type Draft,
} from "../shared/draft.tsx";
import type { FormProps } from "../shared/form-props.ts";
import {
  fitRegister,
  groupOf,
  legalFormGroups,
  useLegalForms,
  type LegalForm,
} from "./legal-forms.ts";
import { texts } from "./name-texts.ts";

interface Values {
  name: string;
  legalName: string;
  legalForm: string | null;
  locale: Locale;
  timezone: string;
}

/** Who the account is: its short name, the registered name, the legal form, its language and time zone. */
export function NameForm({ account, problems, showAll, frame }: FormProps): ReactNode {
  const t = useTexts(texts);
  const forms = useLegalForms();
  const draft = useDraft<Values>(account, valuesOf, (value, present) => {
    const imprint = { ...present.imprint, legalName: value.legalName };
    return {
      ...(value.name.trim() === "" ? {} : { name: value.name.trim() }),
      legalForm: value.legalForm,
      locale: value.locale,
      timezone: value.timezone,
      imprint: compact(fitRegister(imprint, forms, value.legalForm)) ?? {},
    };
  });
  const { value, set, save } = draft;
  return frame(
    save,
    <DraftForm save={save} problems={problems} showAll={showAll}>
      <Group>
        <LegalFormField forms={forms} draft={draft} />
        <Line
          path="imprint.legalName"
          label={t("legalName")}
          description={t("legalNameHelp")}
          placeholder={t("legalNameExample")}
          autoComplete="organization"
          value={value.legalName}
          onChange={(legalName) => set({ legalName })}
        />
        <Line
          path="name"
          label={t("name")}
          description={t("nameHelp")}
          placeholder={t("nameExample")}
          value={value.name}
          onChange={(name) => set({ name })}
        />
      </Group>
      <Group title={t("languageTitle")} text={t("languageText")}>
        <Pair>
          <Select
            openOnFocus={false}
            label={t("language")}
            data={[
              { value: "de", label: "Deutsch" },
              { value: "en", label: "English" },
            ]}
            value={value.locale}
            onChange={(locale) => locale && set({ locale: locale as Locale })}
          />
          <TimezoneField draft={draft} />
        </Pair>
      </Group>
    </DraftForm>,
    <Card title={t("whyTitle")}>
      <div className="k-stack k-small k-muted">
        <p>{t("why1")}</p>
        <p>{t("why2")}</p>
      </div>
    </Card>,
  );
}

function valuesOf(account: AccountView): Values {
  return {
    name: account.name,
    legalName: account.imprint.legalName ?? "",
    legalForm: account.legalForm,
    locale: account.locale,
    timezone: account.timezone,
  };
}

function LegalFormField(props: {
  forms: LegalForm[] | undefined;
  draft: Draft<Values>;
}): ReactNode {
  const t = useTexts(texts);
  const locale = useLocale();
  const touch = useTouch();
  const data = useMemo(
    () =>
      legalFormGroups.map((group) => ({
        group: t(`groups.${group}`),
        items: (props.forms ?? [])
          .filter((form) => groupOf(form.code) === group)
          .map((form) => ({ value: form.code, label: form.label[locale] })),
      })),
    [props.forms, locale, t],
  );
  return (
    <Select
      openOnFocus={false}
      label={t("legalForm")}
      description={t("legalFormHelp")}
      placeholder={t("legalFormChoose")}
      data={data}
      searchable
      maxDropdownHeight={360}
      nothingFoundMessage={t("nothingFound")}
      disabled={props.forms === undefined}
      error={useProblem("legalForm")}
      value={props.draft.value.legalForm}
      onChange={(legalForm) => {
        props.draft.set({ legalForm });
        touch("legalForm");
      }}
    />
  );
}

/** By the name of the city and by the id, which people know from other programs. */
const findZone: OptionsFilter = ({ options, search, limit }) => {
  const wanted = search.trim().toLowerCase();
  return (options as ComboboxItem[])
    .filter(({ value, label }) => `${label} ${value}`.toLowerCase().includes(wanted))
    .slice(0, limit);
};

function TimezoneField({ draft }: { draft: Draft<Values> }): ReactNode {
  const t = useTexts(texts);
  const locale = useLocale();
  const zones = useMemo(() => {
    const all = Intl.supportedValuesOf("timeZone");
    const ids = all.includes(draft.value.timezone) ? all : [draft.value.timezone, ...all];
    return ids
      .map((value) => ({ value, label: timeZoneName(value, locale) }))
      .toSorted((a, b) => a.label.localeCompare(b.label, locale));
  }, [draft.value.timezone, locale]);
  return (
    <Select
      openOnFocus={false}
      label={t("timezone")}
      data={zones}
      filter={findZone}
      searchable
      limit={80}
      nothingFoundMessage={t("nothingFound")}
      value={draft.value.timezone}
      onChange={(timezone) => timezone && draft.set({ timezone })}
    />
  );
}
