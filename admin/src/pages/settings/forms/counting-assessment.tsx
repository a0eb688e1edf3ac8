import { Button } from "@mantine/core";
import { IconScale } from "@tabler/icons-react";
import { useState, type ReactNode } from "react";
import type { AccountView } from "../../../../../contract/accounts.ts";
import { useCan, useSession } from "../../../api/index.ts";
import {
  ButtonLink,
  ConfirmDialog,
  Notice,
  RuleTag,
  useFormat,
  useTexts,
} from "../../../ui/index.ts";
import { useSaveAssessment } from "../shared/account.ts";
import { AssessmentForm } from "./assessment-form.tsx";
import { texts } from "./assessment-texts.ts";

/** What level `unique` takes: a person's recorded assessment. Who may make it finds the form here, others who that is. */
export function CountingAssessment({ account }: { account: AccountView }): ReactNode {
  const t = useTexts(texts);
  const session = useSession();
  const [writing, setWriting] = useState(false);
  const { assessor, assessment, assessmentState: state } = account.counting;
  const mine = assessor !== null && session.account.roles.includes(assessor);
  return (
    <section className="set-assessment" aria-labelledby="assessment">
      <h2 id="assessment">
        {t("title")} <RuleTag rule="TRK-07" />
      </h2>
      <p className="set-group-text">{t("why")}</p>
      {assessment && !writing && (
        <Recorded account={account} mine={mine} onAgain={() => setWriting(true)} />
      )}
      {assessment && (state === "due" || state === "overdue" || state === "other_assessor") && (
        <Notice tone="wait">{t(`state.${state}`)}</Notice>
      )}
      {writing ? (
        <AssessmentForm account={account} onDone={() => setWriting(false)} />
      ) : (
        (!assessment || state === "other_assessor") && (
          <Missing assessor={assessor} mine={mine} onStart={() => setWriting(true)} />
        )
      )}
    </section>
  );
}

function Missing(props: {
  assessor: AccountView["counting"]["assessor"];
  mine: boolean;
  onStart: () => void;
}): ReactNode {
  const t = useTexts(texts);
  const can = useCan();
  const { assessor } = props;
  if (assessor === null)
    return (
      <Notice
        action={<ButtonLink to="/einstellungen/mandant/privacy">{t("toPrivacy")}</ButtonLink>}
      >
        {t("undecided")}
      </Notice>
    );
  if (props.mine)
    return (
      <div>
        <Button leftSection={<IconScale size={18} stroke={1.6} />} onClick={props.onStart}>
          {t("start")}
        </Button>
      </div>
    );
  return (
    <Notice
      action={
        can("operators.manage") ? (
          <ButtonLink to="/einstellungen/personen">{t("invite")}</ButtonLink>
        ) : undefined
      }
    >
      <p>{t(`who.${assessor}`)}</p>
      <p>{t("whoHow")}</p>
    </Notice>
  );
}

function Recorded(props: { account: AccountView; mine: boolean; onAgain: () => void }): ReactNode {
  const t = useTexts(texts);
  const format = useFormat();
  const save = useSaveAssessment();
  const [asking, setAsking] = useState(false);
  const { assessment, level } = props.account.counting;
  if (!assessment) return null;
  return (
    <div className="set-inset set-assessed">
      <p>
        <b>
          {t("by", {
            name: assessment.by,
            role: t(`role.${assessment.role}`),
            at: format.date(assessment.at),
          })}
        </b>
      </p>
      <p>{t("review", { at: format.date(assessment.reviewOn) })}</p>
      <details>
        <summary>{t("read")}</summary>
        <p className="set-arguments">{assessment.arguments}</p>
      </details>
      {props.mine && (
        <div className="k-row">
          <Button size="xs" onClick={props.onAgain}>
            {t("again")}
          </Button>
          <Button size="xs" variant="subtle" onClick={() => setAsking(true)}>
            {t("withdraw")}
          </Button>
        </div>
      )}
      <ConfirmDialog
        opened={asking}
        onClose={() => setAsking(false)}
        title={t("withdrawTitle")}
        action={t("withdraw")}
        danger
        onConfirm={() => save(null)}
      >
        {level === "unique" ? `${t("withdrawText")} ${t("withdrawEnds")}` : t("withdrawText")}
      </ConfirmDialog>
    </div>
  );
}
