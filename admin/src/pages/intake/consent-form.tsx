import { Button, Checkbox, SegmentedControl } from "@mantine/core";
import { useState, type FormEvent, type ReactNode } from "react";
import {
  consentChannels,
  type IntakeForm,
  type RecordedConsent,
} from "../../../../contract/intake.ts";
import { api, ApiError, hasCode, useApiMutation, useSession } from "../../api/index.ts";
import { Card, Notice, Problem, currentTime, useTexts } from "../../ui/index.ts";
import { Attachments, idsOf, isSending, type Scan } from "./attachments.tsx";
import { Channels } from "./channels.tsx";
import { ConsentDone } from "./consent-done.tsx";
import { texts } from "./consent-texts.ts";
import { consentInput, emptyConsent, type ConsentDraft, type Person } from "./draft.ts";
import { EvidenceFields } from "./evidence-fields.tsx";
import { useMissingWords } from "./missing.ts";
import { PersonFields } from "./person-fields.tsx";
import { texts as shared } from "./texts.ts";
import { useIntakeErrors } from "./use-intake-errors.ts";
import { WordingFields } from "./wording-fields.tsx";

/** "Jemand stimmt zu": what was agreed to, in which words, and how it can be proven (CON-12). */
export function ConsentForm(props: {
  form: IntakeForm;
  start: Person;
  onLocale: (locale: "de" | "en") => void;
  onNext: () => void;
}): ReactNode {
  const t = useTexts(texts);
  const tShared = useTexts(shared);
  const words = useIntakeErrors();
  const { operator } = useSession();
  const { form } = props;
  const [person, setPerson] = useState(props.start);
  const [scans, setScans] = useState<Scan[]>([]);
  const [draft, setDraft] = useState(() => emptyConsent(operator.name, form.locale));
  const set = (change: Partial<ConsentDraft>): void => setDraft({ ...draft, ...change });
  const wording = form.wordings.find((one) => one.id === draft.wordingId) ?? form.wordings[0];
  const tracking = form.tracking[0];
  const record = useApiMutation(
    (saveIncomplete: boolean) =>
      api.post<RecordedConsent>(
        "/intake/consents",
        consentInput(person, draft, {
          wordingId: wording?.id,
          trackingWordingId: tracking?.id,
          attachments: idsOf(scans),
          now: currentTime().toISOString(),
          saveIncomplete,
        }),
      ),
    { invalidates: ["/contacts", "/lists", "/audience", "/ledger"] },
  );
  if (record.data) return <ConsentDone done={record.data} onNext={props.onNext} />;
  const ready = person.email.trim() !== "" && draft.lists.length > 0 && !isSending(scans);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (ready && !record.isPending) record.mutate(false);
  };
  const wrongAddress = hasCode(record.error, "address_not_valid");
  const incomplete = hasCode(record.error, "evidence_incomplete") ? record.error : undefined;
  const maySign =
    form.signed.enabled &&
    (draft.channel === "letter" || draft.channel === "in_person") &&
    scans.length > 0;
  return (
    <form onSubmit={submit}>
      <Card>
        <div className="k-stack-lg">
          <PersonFields
            person={person}
            onChange={setPerson}
            error={wrongAddress ? words["address_not_valid"] : undefined}
          />
          <Channels
            channels={consentChannels}
            value={draft.channel}
            onChange={(channel) => set({ channel, signed: false })}
          />
          <div className="in-language">
            <span id="in-language">{t("language")}</span>
            <SegmentedControl
              aria-labelledby="in-language"
              value={form.locale}
              onChange={(locale) => {
                const chosen = locale === "en" ? "en" : "de";
                set({ locale: chosen, wordingId: null, readOut: false, tracking: false });
                props.onLocale(chosen);
              }}
              data={(["de", "en"] as const).map((value) => ({
                value,
                label: t(`languages.${value}`),
              }))}
            />
          </div>
          <WordingFields
            form={form}
            draft={draft}
            set={set}
            wording={wording}
            tracking={tracking}
          />
          <EvidenceFields draft={draft} set={set} />
          <Attachments scans={scans} onChange={setScans} />
          {maySign && (
            <Checkbox
              checked={draft.signed}
              onChange={(event) => set({ signed: event.currentTarget.checked })}
              label={t("signed")}
              description={t("signedHelp", { reason: form.signed.reason })}
            />
          )}
          {incomplete && <Incomplete error={incomplete} />}
          {record.error && !wrongAddress && !incomplete && (
            <Problem error={record.error} words={words} />
          )}
          <div className="k-row in-foot">
            <Button onClick={props.onNext}>{tShared("cancel")}</Button>
            {incomplete && (
              <Button
                disabled={!ready}
                loading={record.isPending}
                onClick={() => record.mutate(true)}
              >
                {t("saveIncomplete")}
              </Button>
            )}
            <Button type="submit" variant="filled" disabled={!ready} loading={record.isPending}>
              {t("submit")}
            </Button>
          </div>
        </div>
      </Card>
    </form>
  );
}

/** CON-23: names what is missing, and what saving without it would mean. */
function Incomplete({ error }: { error: Error | null }): ReactNode {
  const t = useTexts(texts);
  const missing = useMissingWords();
  const paths = error instanceof ApiError ? error.errors.map((one) => one.path.slice(1)) : [];
  return (
    <Notice tone="wait" role="alert" title={t("missingTitle")}>
      <ul className="in-missing">
        {missing(paths).map((word) => (
          <li key={word}>{word}</li>
        ))}
      </ul>
      <p>{t("saveIncompleteHelp")}</p>
    </Notice>
  );
}
