import type { ReactNode } from "react";
import type { AccountView } from "../../../../../contract/accounts.ts";
import { useCan, useSession } from "../../../api/index.ts";
import {
  ButtonLink,
  Card,
  Grid,
  Link,
  Loaded,
  Page,
  PageSkeleton,
  Pill,
  ProgressBar,
  StepList,
  useFormat,
  useTexts,
  type Step,
} from "../../../ui/index.ts";
import "../settings.css";
import { useAccount } from "../shared/account.ts";
import { texts as shared } from "../shared/texts.ts";
import { problemsOf, steps, stepStates, type StepId } from "./steps.ts";
import { useSummary } from "./summary.ts";
import { texts } from "./texts.ts";
import { WhatNext } from "./what-next.tsx";

/** The way from a new account to the first mailing: a letter with its steps. */
export default function SetupPage(): ReactNode {
  const t = useTexts(shared);
  const query = useAccount();
  return (
    <Loaded query={query} skeleton={<PageSkeleton />}>
      {(account) => (
        <Page title={t("setup")} meta={account.name}>
          <Grid>
            <Letter account={account} />
            <div className="c4 k-stack-lg">
              <Progress account={account} />
              <AtHand complete={account.setup.complete} />
            </div>
          </Grid>
        </Page>
      )}
    </Loaded>
  );
}

function Letter({ account }: { account: AccountView }): ReactNode {
  const t = useTexts(texts);
  const { operator } = useSession();
  const { complete } = account.setup;
  return (
    <Card className="c8 set-sheet">
      <div className="set-sheet-intro">
        <p className="k-serif">{t("greeting", { name: operator.name })}</p>
        <p className="k-serif">{complete ? t("introDone") : t("intro")}</p>
      </div>
      {complete && <WhatNext />}
      <Steps account={account} />
      {!complete && <p className="set-sheet-foot k-small k-muted">{t("sandboxNote")}</p>}
    </Card>
  );
}

function Steps({ account }: { account: AccountView }): ReactNode {
  const t = useTexts(texts);
  const tShared = useTexts(shared);
  const can = useCan();
  const states = stepStates(account);
  const summary = useSummary(account);
  const list = steps.map((id): Step => {
    const state = states[id];
    const open = problemsOf(account, id).length;
    const begun = state === "current" && summary[id] !== undefined;
    const label = t(`steps.${id}.title`);
    return {
      id,
      state,
      title: <Link to={`/einrichtung/${id}`}>{label}</Link>,
      text:
        state === "done" || begun ? (
          <p>
            {summary[id]}
            {begun && open > 0 && <> · {t("missing", { count: open })}</>}
          </p>
        ) : (
          <p>{t(`steps.${id}.text`)}</p>
        ),
      action:
        state === "current" && can("account.manage") ? (
          <ButtonLink to={`/einrichtung/${id}`} variant="filled">
            {begun ? t("goOn") : t("begin")}
          </ButtonLink>
        ) : state === "open" && id === "appearance" ? (
          <Pill tone="unknown">{tShared("optional")}</Pill>
        ) : undefined,
    };
  });
  return <StepList steps={list} />;
}

function Progress({ account }: { account: AccountView }): ReactNode {
  const t = useTexts(texts);
  const format = useFormat();
  const states = stepStates(account);
  const needed = steps.filter((step) => step !== "appearance");
  const done = needed.filter((step: StepId) => states[step] === "done").length;
  return (
    <Card title={t("progress")}>
      <ProgressBar
        label={t("progress")}
        done={done}
        total={needed.length}
        base={t("progressBase", {
          done: format.number(done),
          total: format.number(needed.length),
        })}
      />
    </Card>
  );
}

function AtHand({ complete }: { complete: boolean }): ReactNode {
  const t = useTexts(texts);
  if (complete)
    return (
      <Card title={t("changeTitle")}>
        <p className="k-small k-muted">
          {t("changeText")} <Link to="/einstellungen">{t("toSettings")}</Link>
        </p>
      </Card>
    );
  return (
    <Card title={t("atHand")} foot={t("atHandFoot")}>
      <ul className="set-bullets">
        <li>{t("atHand1")}</li>
        <li>{t("atHand2")}</li>
        <li>{t("atHand3")}</li>
        <li>{t("atHand4")}</li>
      </ul>
    </Card>
  );
}
