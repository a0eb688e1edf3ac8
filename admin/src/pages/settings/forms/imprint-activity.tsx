import { Autocomplete, Checkbox } from "@mantine/core";
import type { ReactNode } from "react";
import type { Imprint } from "../../../../../contract/accounts.ts";
import { useTexts } from "../../../ui/index.ts";
import { Group, Line, Pair, Prose, useProblem, type Draft } from "../shared/draft.tsx";
import { texts } from "./imprint-texts.ts";

type Props = { draft: Draft<Imprint> };

/** What depends on the activity rather than on the legal form (§ 5(1) nos. 3 and 5 DDG, § 18(2) MStV). */
export function ActivityFields(props: Props & { legalForm: string | null }): ReactNode {
  const t = useTexts(texts);
  const { value, set } = props.draft;
  const needsAuthority =
    value.licensedActivity || value.insuranceIntermediary || props.legalForm === "vvag";
  return (
    <Group title={t("activity")} text={t("activityText")}>
      <Checkbox
        label={t("licensed")}
        description={t("licensedHelp")}
        checked={value.licensedActivity ?? false}
        onChange={(event) => set({ licensedActivity: event.currentTarget.checked })}
      />
      <Checkbox
        label={t("intermediary")}
        description={t("intermediaryHelp")}
        checked={value.insuranceIntermediary ?? false}
        onChange={(event) => set({ insuranceIntermediary: event.currentTarget.checked })}
      />
      {value.insuranceIntermediary && <IntermediaryFields {...props} />}
      {needsAuthority && <AuthorityFields {...props} />}
      <Checkbox
        label={t("profession")}
        description={t("professionHelp")}
        checked={value.regulatedProfession ?? false}
        onChange={(event) => set({ regulatedProfession: event.currentTarget.checked })}
      />
      {value.regulatedProfession && <ProfessionFields {...props} />}
      <Checkbox
        label={t("journalistic")}
        description={t("journalisticHelp")}
        checked={value.journalistic ?? false}
        onChange={(event) => set({ journalistic: event.currentTarget.checked })}
      />
      {value.journalistic && <EditorFields {...props} />}
    </Group>
  );
}

function AuthorityFields({ draft: { value, set } }: Props): ReactNode {
  const t = useTexts(texts);
  const authority = value.supervisoryAuthority ?? {};
  const change = (patch: typeof authority): void =>
    set({ supervisoryAuthority: { ...authority, ...patch } });
  return (
    <div className="set-inset k-stack">
      <Line
        path="imprint.supervisoryAuthority.name"
        label={t("authority")}
        placeholder={value.insuranceIntermediary ? t("authorityChamber") : t("authorityExample")}
        value={authority.name}
        onChange={(name) => change({ name })}
      />
      <Pair>
        <Line
          path="imprint.supervisoryAuthority.address"
          label={t("authorityAddress")}
          maxLength={300}
          value={authority.address}
          onChange={(address) => change({ address })}
        />
        <Line
          path="imprint.supervisoryAuthority.url"
          label={t("authorityUrl")}
          maxLength={500}
          value={authority.url}
          onChange={(url) => change({ url })}
        />
      </Pair>
    </div>
  );
}

function IntermediaryFields({ draft: { value, set } }: Props): ReactNode {
  const t = useTexts(texts);
  const entry = value.intermediaryRegister ?? {};
  const change = (patch: typeof entry): void =>
    set({ intermediaryRegister: { ...entry, ...patch } });
  const path = "imprint.intermediaryRegister";
  return (
    <div className="set-inset k-stack">
      <Autocomplete
        openOnFocus={false}
        label={t("status")}
        description={t("statusHelp")}
        name={`${path}.status`}
        maxLength={200}
        data={[t("statusBroker"), t("statusTied"), t("statusMultiple"), t("statusAdviser")]}
        error={useProblem(`${path}.status`)}
        value={entry.status ?? ""}
        onChange={(status) => change({ status })}
      />
      <Pair>
        <Line
          path={`${path}.number`}
          label={t("intermediaryNumber")}
          placeholder="D-XXXX-XXXXX-00"
          maxLength={40}
          value={entry.number}
          onChange={(number) => change({ number })}
        />
        <Line
          path={`${path}.authority`}
          label={t("intermediaryAuthority")}
          placeholder={t("authorityChamber")}
          maxLength={300}
          value={entry.authority}
          onChange={(authority) => change({ authority })}
        />
      </Pair>
    </div>
  );
}

function ProfessionFields({ draft: { value, set } }: Props): ReactNode {
  const t = useTexts(texts);
  const profession = value.profession ?? {};
  const change = (patch: typeof profession): void =>
    set({ profession: { ...profession, ...patch } });
  const path = "imprint.profession";
  return (
    <div className="set-inset k-stack">
      <Pair>
        <Line
          path={`${path}.title`}
          label={t("professionTitle")}
          value={profession.title}
          onChange={(title) => change({ title })}
        />
        <Line
          path={`${path}.state`}
          label={t("professionState")}
          placeholder={t("germany")}
          maxLength={100}
          value={profession.state}
          onChange={(state) => change({ state })}
        />
      </Pair>
      <Line
        path={`${path}.chamber`}
        label={t("chamber")}
        value={profession.chamber}
        onChange={(chamber) => change({ chamber })}
      />
      <Prose
        path={`${path}.rules`}
        label={t("rules")}
        maxLength={500}
        value={profession.rules}
        onChange={(rules) => change({ rules })}
      />
      <Line
        path={`${path}.rulesUrl`}
        label={t("rulesUrl")}
        placeholder="https://"
        maxLength={500}
        value={profession.rulesUrl}
        onChange={(rulesUrl) => change({ rulesUrl })}
      />
    </div>
  );
}

function EditorFields({ draft: { value, set } }: Props): ReactNode {
  const t = useTexts(texts);
  const editor = value.editor ?? {};
  const change = (patch: typeof editor): void => set({ editor: { ...editor, ...patch } });
  return (
    <div className="set-inset k-stack">
      <Line
        path="imprint.editor.name"
        label={t("editor")}
        value={editor.name}
        onChange={(name) => change({ name })}
      />
      <Line
        path="imprint.editor.address"
        label={t("editorAddress")}
        maxLength={300}
        value={editor.address}
        onChange={(address) => change({ address })}
      />
    </div>
  );
}
