import { Button, Select, Textarea } from "@mantine/core";
import { useState, type FormEvent, type ReactNode } from "react";
import {
  declarationChannels,
  declarationScopes,
  type IntakeForm,
  type RecordedDeclaration,
} from "../../../../contract/intake.ts";
import { api, hasCode, useApiMutation } from "../../api/index.ts";
import { Card, ChoiceCards, DateTimeField, Problem, useTexts } from "../../ui/index.ts";
import { Attachments, idsOf, isSending, type Scan } from "./attachments.tsx";
import { Channels } from "./channels.tsx";
import { texts } from "./declaration-texts.ts";
import { declarationInput, spokenNumber, type DeclarationDraft, type Person } from "./draft.ts";
import { PersonFields } from "./person-fields.tsx";
import { SpokenResult } from "./spoken-result.tsx";
import { texts as shared } from "./texts.ts";
import { useIntakeErrors } from "./use-intake-errors.ts";

/** "Jemand möchte etwas nicht mehr": one form for every scope and channel (LEG-16). */
export function DeclarationForm(props: {
  form: IntakeForm;
  start: Person;
  onNext: () => void;
}): ReactNode {
  const t = useTexts(texts);
  const tShared = useTexts(shared);
  const words = useIntakeErrors();
  const { form } = props;
  const [person, setPerson] = useState(props.start);
  const [scans, setScans] = useState<Scan[]>([]);
  const [draft, setDraft] = useState<DeclarationDraft>({
    scope: undefined,
    listId: form.lists.length === 1 ? (form.lists[0]?.id ?? null) : null,
    channel: "phone",
    receivedAt: null,
    note: "",
  });
  const set = (change: Partial<DeclarationDraft>): void => setDraft({ ...draft, ...change });
  const record = useApiMutation(
    () =>
      api.post<RecordedDeclaration>(
        "/intake/declarations",
        declarationInput(person, draft, idsOf(scans)),
      ),
    { invalidates: ["/contacts", "/lists", "/audience", "/suppressions", "/ledger"] },
  );
  if (record.data && draft.scope)
    return (
      <Done
        scope={draft.scope}
        list={form.lists.find((list) => list.id === draft.listId)?.name ?? ""}
        receipt={record.data.receipt}
        onNext={props.onNext}
      />
    );
  const ready =
    person.email.trim() !== "" &&
    draft.scope !== undefined &&
    (draft.scope !== "list" || draft.listId !== null) &&
    !isSending(scans);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (ready && !record.isPending) record.mutate();
  };
  const wrongAddress = hasCode(record.error, "address_not_valid");
  return (
    <form onSubmit={submit}>
      <Card>
        <div className="k-stack-lg">
          <PersonFields
            person={person}
            onChange={setPerson}
            error={wrongAddress ? words["address_not_valid"] : undefined}
          />
          <ChoiceCards
            legend={t("scope")}
            value={draft.scope}
            onChange={(scope) => set({ scope })}
            choices={declarationScopes.map((scope) => ({
              value: scope,
              title: t(`scopes.${scope}`),
              text: t(`scopes.${scope}Text`),
              ...(scope === "list" && {
                extra: (
                  <Select
                    label={t("list")}
                    placeholder={t("chooseList")}
                    value={draft.listId}
                    onChange={(listId) => set({ listId })}
                    data={form.lists.map((list) => ({ value: list.id, label: list.name }))}
                  />
                ),
              }),
            }))}
          />
          <Channels
            channels={declarationChannels}
            value={draft.channel}
            onChange={(channel) => set({ channel })}
          />
          <div className="in-fields">
            <DateTimeField
              label={t("received")}
              description={t("receivedHelp")}
              value={draft.receivedAt}
              onChange={(receivedAt) => set({ receivedAt })}
            />
            <Textarea
              label={`${tShared("note")} (${tShared("optional")})`}
              description={tShared("noteHelp")}
              autosize
              minRows={1}
              maxRows={6}
              maxLength={500}
              value={draft.note}
              onChange={(event) => set({ note: event.currentTarget.value })}
            />
          </div>
          <Attachments scans={scans} onChange={setScans} />
          {record.error && !wrongAddress && <Problem error={record.error} words={words} />}
          <div className="k-row in-foot">
            <Button onClick={props.onNext}>{tShared("cancel")}</Button>
            <Button type="submit" variant="filled" disabled={!ready} loading={record.isPending}>
              {t("submit")}
            </Button>
          </div>
        </div>
      </Card>
    </form>
  );
}

function Done(props: {
  scope: NonNullable<DeclarationDraft["scope"]>;
  list: string;
  receipt: string;
  onNext: () => void;
}): ReactNode {
  const t = useTexts(texts);
  const sentence = t(`spoken.${props.scope}`, { list: props.list });
  return (
    <SpokenResult
      good
      title={t("doneTitle")}
      text={t("doneText")}
      spoken={`${sentence} ${t("spokenNumber", { short: spokenNumber(props.receipt) })}`}
      receipt={props.receipt}
      onNext={props.onNext}
    />
  );
}
