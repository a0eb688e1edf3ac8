import { Button } from "@mantine/core";
import type { ReactNode } from "react";
import type { MailingView } from "../../../../../contract/mailings.ts";
import { api, useApiMutation, useCan, useSession } from "../../../api/index.ts";
import {
  ButtonLink,
  Card,
  Link,
  Page,
  showProblem,
  StepList,
  useGo,
  useTexts,
  type Step,
} from "../../../ui/index.ts";
import { formPath, mailingPath, places, reportPath, wordingPath } from "../places.ts";
import { texts as shared } from "../texts.ts";
import "../help.css";
import { useStates, type StepState } from "./states.tsx";
import { texts } from "./texts.ts";
import { useGuide, type GuideFacts } from "./use-guide.ts";

/** The way to analysing with consent, with how far this account is at each step and where it goes on. */
export default function GuidePage(): ReactNode {
  const t = useTexts(texts);
  const tShared = useTexts(shared);
  const { account } = useSession();
  const facts = useGuide();
  const states = useStates(facts);
  const done = states.filter((state) => state.done).length;
  const current = states.find((state) => state.known && !state.done)?.id;
  const steps = states.map((state): Step => ({
    id: state.id,
    state: state.done ? "done" : state.id === current ? "current" : "open",
    title: t(`${state.id}.title`),
    text: <StepBody state={state} facts={facts} filled={state.id === current} />,
  }));
  return (
    <Page
      title={t("title")}
      crumbs={[{ label: tShared("title"), to: places.help }]}
      meta={t("meta", { account: account.name })}
    >
      <div className="k-stack-lg">
        <div className="hp-text">
          <p>{t("lead")}</p>
        </div>
        <Card title={t("progress", { done })}>
          <div className="hp-guide">
            <StepList steps={steps} />
          </div>
        </Card>
        <Card title={t("next")}>
          <p className="hp-text">
            <Sentence
              text={t("nextText", {
                glossary: "\u0000glossary\u0000",
                method: "\u0000method\u0000",
              })}
            />
          </p>
        </Card>
      </div>
    </Page>
  );
}

/** A sentence with links in it; their places are marked by the names between the null characters. */
function Sentence({ text }: { text: string }): ReactNode {
  const t = useTexts(texts);
  return text.split("\u0000").map((part) =>
    part === "glossary" || part === "method" ? (
      <Link key={part} to={places[part]}>
        {t(part)}
      </Link>
    ) : (
      part
    ),
  );
}

function StepBody(props: { state: StepState; facts: GuideFacts; filled: boolean }): ReactNode {
  const t = useTexts(texts);
  const { state } = props;
  return (
    <>
      <p>{t(`${state.id}.text`)}</p>
      <p className="hp-state">{state.known ? state.words : t("noRight")}</p>
      {state.more}
      <div className="hp-acts k-noprint">
        <Action {...props} />
      </div>
    </>
  );
}

function Action({ state, facts, filled }: Parameters<typeof StepBody>[0]): ReactNode {
  const t = useTexts(texts);
  const can = useCan();
  const look = filled ? ({ variant: "filled" } as const) : {};
  switch (state.id) {
    case "level":
      if (!can("account.read")) return null;
      return (
        <ButtonLink to={can("account.manage") ? places.counting : places.method} {...look}>
          {t(state.done ? "level.act" : "level.choose")}
        </ButtonLink>
      );
    case "wording": {
      const used = facts.wordings?.used;
      if (!can("wordings.read")) return null;
      if (used)
        return <ButtonLink to={wordingPath(used.wording.id)}>{t("wording.act")}</ButtonLink>;
      if (!can("wordings.write")) return null;
      return (
        <ButtonLink to={places.newWording} {...look}>
          {t("wording.create")}
        </ButtonLink>
      );
    }
    case "forms": {
      const form = facts.forms?.asking[0];
      if (!can("forms.read")) return null;
      return (
        <ButtonLink to={form ? formPath(form.id) : places.lists} {...look}>
          {t(form ? "forms.act" : "forms.toLists")}
        </ButtonLink>
      );
    }
    case "ask": {
      const last = facts.permission?.questions[0];
      return (
        <>
          {can("mailings.write") && <AskButton filled={filled} />}
          {last && can("reports.read") && (
            <ButtonLink to={reportPath(last.id)}>{t("ask.last")}</ButtonLink>
          )}
        </>
      );
    }
    case "permission":
      if (!can("reports.read") || !can("checks.read")) return null;
      return (
        <ButtonLink to={places.permissionReport} {...look}>
          {t("permission.act")}
        </ButtonLink>
      );
    case "report": {
      const mailing = facts.last?.mailing;
      if (!can("mailings.read")) return null;
      return (
        <ButtonLink
          to={mailing && can("reports.read") ? reportPath(mailing.id) : places.mailings}
          {...look}
        >
          {t(mailing ? "report.act" : "report.toMailings")}
        </ButtonLink>
      );
    }
  }
}

/** Makes the draft of a mailing that does nothing but ask, and opens it (CON-26). */
function AskButton({ filled }: { filled: boolean }): ReactNode {
  const t = useTexts(texts);
  const go = useGo();
  const create = useApiMutation(
    () => api.post<MailingView>("/mailings", { purpose: "tracking_question" }),
    { invalidates: ["/mailings"], onSuccess: (mailing) => go(mailingPath(mailing.id)) },
  );
  return (
    <Button
      {...(filled ? { variant: "filled" } : {})}
      loading={create.isPending}
      onClick={() => create.mutateAsync().catch((error: unknown) => showProblem(error))}
    >
      {t("ask.act")}
    </Button>
  );
}
