import { Button, Textarea } from "@mantine/core";
import { useState, type FormEvent, type ReactNode } from "react";
import type { AccountView, CountingLevel } from "../../../../../contract/accounts.ts";
import { useCan } from "../../../api/index.ts";
import {
  ChoiceCards,
  Notice,
  Problem,
  RuleTag,
  useFormat,
  useLocale,
  useTexts,
} from "../../../ui/index.ts";
import { useSaveAccount } from "../shared/account.ts";
import type { FormProps } from "../shared/form-props.ts";
import { CountingAssessment } from "./counting-assessment.tsx";
import { texts } from "./counting-texts.ts";

// From nothing to most: whoever reads from the left meets the gentlest way first.
const ORDER: CountingLevel[] = ["none", "clicks_only", "shared", "unique"];
/** Shortest reason the server takes. */
const REASON_MIN = 3;

/** How people without permission are counted: four ways, none chosen beforehand, the choice recorded with its reason. */
export function CountingForm({ account, showAll, frame }: FormProps): ReactNode {
  const t = useTexts(texts);
  const can = useCan();
  const { choice } = account.counting;
  const [changing, setChanging] = useState(false);
  const manage = can("account.manage");
  return frame(
    undefined,
    <div className="k-stack-lg">
      {choice ? (
        <RecordedChoice
          account={account}
          onChange={manage && !changing ? () => setChanging(true) : undefined}
        />
      ) : (
        <Notice title={t("nothingYet")}>{t("nothingYetText")}</Notice>
      )}
      {(!choice || changing) && manage && (
        <ChoiceForm account={account} showAll={showAll} onDone={() => setChanging(false)} />
      )}
      <CountingAssessment account={account} />
    </div>,
  );
}

function RecordedChoice(props: { account: AccountView; onChange?: () => void }): ReactNode {
  const t = useTexts(texts);
  const locale = useLocale();
  const format = useFormat();
  const { level, choice, options } = props.account.counting;
  const option = options.find((each) => each.level === level);
  if (!choice || !option) return null;
  return (
    <div className="set-chosen">
      <p className="k-cap">{t("chosen")}</p>
      <p className="set-chosen-name">{option.label[locale]}</p>
      <p>{option.description[locale]}</p>
      <CountFacts level={level} />
      <q lang={locale}>{choice.reason}</q>
      <p className="k-small k-muted">
        {t("chosenBy", { by: choice.by, at: format.dateTime(choice.at) })}
      </p>
      {props.onChange && (
        <Button style={{ alignSelf: "flex-start" }} onClick={props.onChange}>
          {t("changeChoice")}
        </Button>
      )}
    </div>
  );
}

function ChoiceForm(props: {
  account: AccountView;
  showAll: boolean;
  onDone: () => void;
}): ReactNode {
  const t = useTexts(texts);
  const locale = useLocale();
  const save = useSaveAccount();
  const [level, setLevel] = useState<CountingLevel>();
  const [reason, setReason] = useState("");
  const [tried, setTried] = useState(false);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>();
  const asked = tried || props.showAll;
  const reasonShort = reason.trim().length < REASON_MIN;
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    setTried(true);
    if (!level || reasonShort) return;
    setBusy(true);
    setError(undefined);
    try {
      await save(() => ({ counting: { level, reason: reason.trim() } }));
      props.onDone();
    } catch (problem) {
      setError(problem);
    } finally {
      setBusy(false);
    }
  };
  const options = ORDER.flatMap((each) =>
    props.account.counting.options.filter((option) => option.level === each),
  );
  return (
    <form className="k-stack-lg" onSubmit={(event) => void submit(event)} noValidate>
      <div className="set-counting">
        <ChoiceCards
          legend={t("question")}
          value={level}
          onChange={setLevel}
          choices={options.map((option) => ({
            value: option.level,
            title: option.label[locale],
            text: (
              <>
                {option.description[locale]}
                <CountFacts level={option.level} />
              </>
            ),
            ...(option.available
              ? {}
              : { disabled: <span className="set-why-not">{option.reason?.[locale]}</span> }),
          }))}
        />
      </div>
      {asked && !level && (
        <p className="set-group-problem" role="alert">
          {t("chooseOne")} <RuleTag rule="TRK-07" />
        </p>
      )}
      <Textarea
        label={t("reason")}
        description={t("reasonHelp")}
        placeholder={level ? t(`reasonExample.${level}`) : undefined}
        autosize
        minRows={2}
        maxLength={1000}
        value={reason}
        error={asked && reasonShort ? t("reasonMissing") : undefined}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
      {error !== undefined && <Problem error={error} />}
      <div className="k-row">
        <Button type="submit" variant="filled" loading={busy}>
          {t("record")}
        </Button>
        <span className="k-small k-muted">{t("recordHelp")}</span>
      </div>
    </form>
  );
}

/** What each way shows about people without permission, in three words each. */
function CountFacts({ level }: { level: CountingLevel }): ReactNode {
  const t = useTexts(texts);
  return (
    <span className="set-facts">
      {(["opens", "clicks", "people"] as const).map((fact) => (
        <span key={fact}>
          <span>{t(`facts.${fact}`)}</span>
          <b data-none={isNone(level, fact) || undefined}>{t(`fact.${level}.${fact}`)}</b>
        </span>
      ))}
    </span>
  );
}

function isNone(level: CountingLevel, fact: "opens" | "clicks" | "people"): boolean {
  return fact === "people" || level === "none" || (level === "clicks_only" && fact === "opens");
}
