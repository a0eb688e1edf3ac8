import { Checkbox } from "@mantine/core";
import type { ReactNode } from "react";
import type { PrivacyInput } from "../../../../../contract/accounts.ts";
import { Card, ChoiceCards, RuleTag, useFormat, useTexts } from "../../../ui/index.ts";
import { AddressState } from "../senders/address-state.tsx";
import { compact } from "../shared/account.ts";
import {
  DraftForm,
  Group,
  GroupProblem,
  Line,
  Pair,
  Prose,
  useDraft,
  useProblem,
  type Draft,
} from "../shared/draft.tsx";
import type { FormProps } from "../shared/form-props.ts";
import { texts as shared } from "../shared/texts.ts";
import { texts } from "./privacy-texts.ts";

type Values = Omit<PrivacyInput, "dpo"> & { dpo: PrivacyInput["dpo"] };

/** The privacy notice, whom people write to, and the officer or the statement that none is needed (§ 38 BDSG). */
export function PrivacyForm({ account, problems, showAll, frame }: FormProps): ReactNode {
  const t = useTexts(texts);
  const draft = useDraft<Values>(
    account,
    ({ privacy }) => ({ ...privacy, dpo: privacy.dpo }),
    ({ dpo, ...rest }) => ({ privacy: { ...compact(rest), ...(dpo ? { dpo } : {}) } }),
  );
  const { value, set, save } = draft;
  return frame(
    save,
    <DraftForm save={save} problems={problems} showAll={showAll}>
      <Group title={t("notice")} text={t("noticeText")}>
        <Line
          path="privacy.noticeUrl"
          label={t("noticeUrl")}
          placeholder="https://www.musterbank.example/datenschutz"
          inputMode="url"
          maxLength={500}
          value={value.noticeUrl}
          onChange={(noticeUrl) => set({ noticeUrl })}
        />
        <Line
          path="privacy.noticeVersion"
          label={t("noticeVersion")}
          description={t("noticeVersionHelp")}
          placeholder={t("noticeVersionExample")}
          maxLength={60}
          value={value.noticeVersion}
          onChange={(noticeVersion) => set({ noticeVersion })}
        />
      </Group>
      <Group title={t("contact")} text={t("contactText")}>
        <Pair>
          <Line
            path="privacy.contactName"
            label={t("contactName")}
            placeholder={t("contactNameExample")}
            value={value.contactName}
            onChange={(contactName) => set({ contactName })}
          />
          <Line
            path="privacy.contactEmail"
            label={t("contactEmail")}
            type="email"
            maxLength={320}
            value={value.contactEmail}
            onChange={(contactEmail) => set({ contactEmail })}
          />
        </Pair>
        <AddressState kind="privacy_contact" email={account.privacy.contactEmail} />
      </Group>
      <OfficerFields draft={draft} statement={account.dpoStatement} />
    </DraftForm>,
    <Card title={t("whyTitle")}>
      <div className="k-stack k-small k-muted">
        <p>{t("why1")}</p>
        <p>{t("why2")}</p>
        <p>
          <RuleTag rule="ORG-17" /> <RuleTag rule="CNT-05" />
        </p>
      </div>
    </Card>,
  );
}

type Officer = Extract<NonNullable<PrivacyInput["dpo"]>, { appointed: true }>;
type Statement = Extract<NonNullable<PrivacyInput["dpo"]>, { appointed: false }>;

function OfficerFields(props: {
  draft: Draft<Values>;
  statement: { by: string; at: string } | null;
}): ReactNode {
  const t = useTexts(texts);
  const { value, set } = props.draft;
  const dpo = value.dpo;
  const choose = (choice: "appointed" | "none"): void =>
    set({
      dpo:
        choice === "appointed"
          ? { appointed: true, name: "", email: "" }
          : { appointed: false, reason: "", fewerThan20: false, noSpecialProcessing: false },
    });
  return (
    <Group title={t("officer")} text={t("officerText")}>
      <ChoiceCards
        legend={t("officer")}
        hideLegend
        value={dpo === undefined ? undefined : dpo.appointed ? "appointed" : "none"}
        onChange={choose}
        choices={[
          { value: "appointed", title: t("appointed"), text: t("appointedText") },
          { value: "none", title: t("none"), text: t("noneText") },
        ]}
      />
      <GroupProblem path="privacy.dpo" />
      {dpo?.appointed === true && (
        <OfficerPerson value={dpo} onChange={(next) => set({ dpo: next })} />
      )}
      {dpo?.appointed === false && (
        <OfficerStatement
          value={dpo}
          onChange={(next) => set({ dpo: next })}
          statement={props.statement}
        />
      )}
    </Group>
  );
}

function OfficerPerson(props: { value: Officer; onChange: (value: Officer) => void }): ReactNode {
  const t = useTexts(texts);
  const { value, onChange } = props;
  return (
    <div className="set-inset">
      <Pair>
        <Line
          path="privacy.dpo.name"
          label={t("officerName")}
          value={value.name}
          onChange={(name) => onChange({ ...value, name })}
        />
        <Line
          path="privacy.dpo.email"
          label={t("officerEmail")}
          type="email"
          maxLength={320}
          value={value.email}
          onChange={(email) => onChange({ ...value, email })}
        />
      </Pair>
    </div>
  );
}

function OfficerStatement(props: {
  value: Statement;
  onChange: (value: Statement) => void;
  statement: { by: string; at: string } | null;
}): ReactNode {
  const t = useTexts(texts);
  const tShared = useTexts(shared);
  const format = useFormat();
  const { value, onChange, statement } = props;
  return (
    <div className="set-inset k-stack">
      <p>{t("statementText")}</p>
      <Checkbox
        label={t("fewerThan20")}
        name="privacy.dpo.fewerThan20"
        error={useProblem("privacy.dpo.fewerThan20")}
        checked={value.fewerThan20}
        onChange={(event) => onChange({ ...value, fewerThan20: event.currentTarget.checked })}
      />
      <Checkbox
        label={t("noSpecial")}
        description={t("noSpecialHelp")}
        name="privacy.dpo.noSpecialProcessing"
        error={useProblem("privacy.dpo.noSpecialProcessing")}
        checked={value.noSpecialProcessing}
        onChange={(event) =>
          onChange({ ...value, noSpecialProcessing: event.currentTarget.checked })
        }
      />
      <Prose
        path="privacy.dpo.reason"
        label={t("reason")}
        placeholder={t("reasonExample")}
        value={value.reason}
        onChange={(reason) => onChange({ ...value, reason })}
      />
      {statement && value.fewerThan20 && value.noSpecialProcessing && (
        <p className="k-small k-muted">
          {tShared("recorded", { by: statement.by, at: format.dateTime(statement.at) })}
        </p>
      )}
    </div>
  );
}
