import { Button } from "@mantine/core";
import {
  IconChartBar,
  IconFlask,
  IconShieldCheck,
  IconUserCheck,
  type Icon,
} from "@tabler/icons-react";
import type { ReactNode } from "react";
import type { Dashboard } from "../../../../contract/dashboard.ts";
import {
  ButtonLink,
  Card,
  Grid,
  Page,
  ProgressBar,
  StepList,
  useFormat,
  useGo,
  useLocale,
  useTexts,
  type Crumb,
} from "../../ui/index.ts";
import type { GuideState, GuideStep } from "./guide-progress.ts";
import { texts } from "./texts.ts";
import { Todos } from "./todos.tsx";
import { UnderwayCard } from "./underway-card.tsx";

/** The start page of a new account: five steps to the first newsletter, in any order, with what comes next marked. */
export function Guide(props: { guide: GuideState; data: Dashboard; crumbs: Crumb[] }): ReactNode {
  const t = useTexts(texts);
  const { guide, data } = props;
  const done = guide.steps.filter((step) => step.done).length;
  const total = guide.steps.length;
  const rest = data.todos.filter((todo) => todo.code !== "setup_incomplete");
  const running = data.underway !== null && data.underway.length > 0;
  return (
    <Page
      title={t("guide.title")}
      windowTitle={t("window")}
      crumbs={props.crumbs}
      meta={t("guide.lead")}
    >
      <Grid>
        <Card className="c7">
          <div className="st-progress">
            <ProgressBar
              label={t("guide.progress")}
              done={done}
              total={total}
              base={t("guide.done", { done, total })}
            />
          </div>
          <Steps guide={guide} />
          <div className="st-more">
            <Button variant="subtle" size="xs" onClick={guide.hide}>
              {t("guide.hide")}
            </Button>
          </div>
        </Card>
        <div className="c5 k-stack-lg">
          {running && (
            <UnderwayCard className="" underway={data.underway ?? []} todos={data.todos} />
          )}
          <SafeCard />
          <PromiseCard />
        </div>
        {rest.length > 0 && (
          <Card title={t("guide.rest")}>
            <Todos todos={rest} now={data.now} plain />
          </Card>
        )}
      </Grid>
    </Page>
  );
}

function Steps({ guide }: { guide: GuideState }): ReactNode {
  const t = useTexts(texts);
  const locale = useLocale();
  const format = useFormat();
  const go = useGo();
  const current = guide.steps.find((step) => !step.done)?.id;
  const open = guide.setupOpen.map((label) => label[locale]);
  const action = (id: GuideStep, to: string): ReactNode => {
    const variant = id === current ? "filled" : "default";
    const words = t(`guide.steps.${id}.action`);
    // Looking is the step itself, so the click is what counts.
    if (id === "mailbox")
      return (
        <Button
          size="xs"
          variant={variant}
          onClick={() => {
            if (current === "mailbox") guide.looked();
            go(to);
          }}
        >
          {words}
        </Button>
      );
    return (
      <ButtonLink size="xs" variant={variant} to={to}>
        {words}
      </ButtonLink>
    );
  };
  return (
    <StepList
      steps={guide.steps.map(({ id, done, to }) => ({
        id,
        state: done ? "done" : id === current ? "current" : "open",
        title: t(`guide.steps.${id}.title`),
        text: (
          <>
            <p>{t(`guide.steps.${id}.text`)}</p>
            {id === "setup" && open.length > 0 && (
              <p>{t("guide.setupOpen", { steps: format.list(open) })}</p>
            )}
          </>
        ),
        action: done ? undefined : action(id, to),
      }))}
    />
  );
}

function SafeCard(): ReactNode {
  const t = useTexts(texts);
  return (
    <Card title={t("guide.safeTitle")}>
      <ul className="st-points">
        <Point icon={IconFlask}>{t("guide.safe")}</Point>
        <Point icon={IconShieldCheck}>{t("guide.live")}</Point>
      </ul>
    </Card>
  );
}

function PromiseCard(): ReactNode {
  const t = useTexts(texts);
  return (
    <Card title={t("guide.clearTitle")}>
      <ul className="st-points">
        <Point icon={IconShieldCheck}>{t("guide.clear.proof")}</Point>
        <Point icon={IconUserCheck}>{t("guide.clear.gate")}</Point>
        <Point icon={IconChartBar}>{t("guide.clear.measure")}</Point>
      </ul>
    </Card>
  );
}

function Point(props: { icon: Icon; children: ReactNode }): ReactNode {
  const PointIcon = props.icon;
  return (
    <li>
      <PointIcon size={20} stroke={1.6} aria-hidden="true" />
      <p>{props.children}</p>
    </li>
  );
}
