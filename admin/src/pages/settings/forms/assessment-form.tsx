import { Button, Checkbox, Textarea, TextInput } from "@mantine/core";
import { useState, type FormEvent, type ReactNode } from "react";
import type { AccountView } from "../../../../../contract/accounts.ts";
import { useSession } from "../../../api/index.ts";
import { currentTime, Problem, useTexts } from "../../../ui/index.ts";
import { useSaveAssessment } from "../shared/account.ts";
import { texts } from "./assessment-texts.ts";

/** The shortest that the server takes. */
const ARGUMENTS_MIN = 80;
const CONCLUSION_MIN = 20;
const MONTHS = { proposed: 12, longest: 24 };

/** The assessment: arguments of both sides to edit, a conclusion of one's own, the day of the next look. */
export function AssessmentForm(props: { account: AccountView; onDone: () => void }): ReactNode {
  const t = useTexts(texts);
  const { operator } = useSession();
  const save = useSaveAssessment();
  const before = props.account.counting.assessment;
  const [argumentsText, setArguments] = useState(
    () => before?.arguments ?? t("prefill", { k: props.account.kMin }),
  );
  const [conclusion, setConclusion] = useState("");
  const [reviewOn, setReviewOn] = useState(() => dayIn(MONTHS.proposed));
  const [confirmed, setConfirmed] = useState(false);
  const [tried, setTried] = useState(false);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>();
  const wrong = {
    arguments: argumentsText.trim().length < ARGUMENTS_MIN,
    conclusion: conclusion.trim().length < CONCLUSION_MIN,
    reviewOn: !(reviewOn > dayIn(0) && reviewOn <= dayIn(MONTHS.longest)),
    confirmed: !confirmed,
  };
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    setTried(true);
    if (Object.values(wrong).some(Boolean)) return;
    setBusy(true);
    setError(undefined);
    try {
      const whole = `${argumentsText.trim()}\n\n${t("conclusionHead")}\n${conclusion.trim()}`;
      await save({ arguments: whole, reviewOn, confirmed: true });
      props.onDone();
    } catch (problem) {
      setError(problem);
      setBusy(false);
    }
  };
  return (
    <form className="k-stack-lg" onSubmit={(event) => void submit(event)} noValidate>
      <Textarea
        label={t("arguments")}
        description={t("argumentsHelp")}
        autosize
        minRows={8}
        maxRows={28}
        maxLength={7000}
        value={argumentsText}
        error={tried && wrong.arguments ? t("argumentsShort") : undefined}
        onChange={(event) => setArguments(event.currentTarget.value)}
      />
      <Textarea
        label={t("conclusion")}
        description={t("conclusionHelp")}
        autosize
        minRows={3}
        maxLength={900}
        required
        value={conclusion}
        error={tried && wrong.conclusion ? t("conclusionShort") : undefined}
        onChange={(event) => setConclusion(event.currentTarget.value)}
      />
      <TextInput
        type="date"
        label={t("reviewOn")}
        description={t("reviewHelp")}
        required
        w={280}
        maw="100%"
        value={reviewOn}
        error={tried && wrong.reviewOn ? t("reviewWrong") : undefined}
        onChange={(event) => setReviewOn(event.currentTarget.value)}
      />
      <Checkbox
        label={t("confirm")}
        checked={confirmed}
        error={tried && wrong.confirmed ? t("confirmMissing") : undefined}
        onChange={(event) => setConfirmed(event.currentTarget.checked)}
      />
      {error !== undefined && <Problem error={error} />}
      <div className="k-row">
        <Button type="submit" variant="filled" loading={busy}>
          {t("record")}
        </Button>
        <Button variant="subtle" onClick={props.onDone}>
          {t("cancel")}
        </Button>
        <span className="k-small k-muted">{t("recordAs", { name: operator.name })}</span>
      </div>
    </form>
  );
}

/** The day so many months from now, `2027-11-22`. */
function dayIn(months: number): string {
  const day = new Date(currentTime());
  day.setUTCMonth(day.getUTCMonth() + months);
  return day.toISOString().slice(0, 10);
}
