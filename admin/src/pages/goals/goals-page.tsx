import { Button } from "@mantine/core";
import { IconTarget } from "@tabler/icons-react";
import { useState, type ReactNode } from "react";
import type { GoalList, GoalView } from "../../../../contract/goals.ts";
import { api, useApiMutation, useApiQuery, useCan } from "../../api/index.ts";
import {
  AddButton,
  ButtonLink,
  Card,
  EmptyState,
  Grid,
  inSentence,
  Loaded,
  Notice,
  Page,
  PageSkeleton,
  Pill,
  showProblem,
  showUndo,
  SimpleTable,
  useFormat,
  useTexts,
  Why,
} from "../../ui/index.ts";
import { DeveloperCard } from "./developer-card.tsx";
import { GoalDialog } from "./goal-dialog.tsx";
import { useMoney } from "./money.ts";
import { SitesCard } from "./sites-card.tsx";
import { TestDialog } from "./test-dialog.tsx";
import { texts } from "./texts.ts";
import "./goals.css";

/** Goals on the account's website: which there are, whether they are counted, and how the website reports them. */
export default function GoalsPage(): ReactNode {
  const t = useTexts(texts);
  const can = useCan();
  const query = useApiQuery<GoalList>("/goals");
  const [edited, setEdited] = useState<GoalView | "new" | null>(null);
  const [tested, setTested] = useState<GoalView | null>(null);
  return (
    <Loaded query={query} skeleton={<PageSkeleton />}>
      {(list) => (
        <Page
          title={t("title")}
          crumbs={[{ label: t("settings"), to: "/einstellungen" }]}
          meta={t("meta")}
          actions={
            can("mailings.write") && (
              <AddButton onClick={() => setEdited("new")}>{t("create")}</AddButton>
            )
          }
        >
          <div className="k-stack-lg">
            <p className="g-lead">{t("lead")}</p>
            <Grid>
              <GoalsCard list={list} onEdit={setEdited} onTest={setTested} />
              <StateCard list={list} />
              <SitesCard className="c6" sites={list.sites} />
              <DeveloperCard goalId={list.items.find((goal) => !goal.archivedAt)?.id} />
            </Grid>
          </div>
          <GoalDialog goal={edited} onClose={() => setEdited(null)} />
          <TestDialog goal={tested} site={list.sites[0]} onClose={() => setTested(null)} />
        </Page>
      )}
    </Loaded>
  );
}

function StateCard({ list }: { list: GoalList }): ReactNode {
  const t = useTexts(texts);
  const format = useFormat();
  const can = useCan();
  const { covered, items, sites } = list;
  const open = items.some((goal) => !goal.archivedAt);
  return (
    <Card className="c6" title={t("stateTitle")}>
      <div className="k-stack">
        {sites.length === 0 ? (
          <Notice tone="wait">{t("off")}</Notice>
        ) : open ? (
          <p>{t("on", { sites: format.list([...sites]) })}</p>
        ) : (
          <Notice tone="wait">{t("noGoal")}</Notice>
        )}
        <p>
          <Why formula={{ expression: t("coveredHow"), term: "conversions" }}>
            {covered.value === null
              ? t("coveredHidden", { k: covered.below ?? 10 })
              : t("covered", { count: covered.value })}
          </Why>
        </p>
        {can("wordings.read") && (
          <div className="k-noprint">
            <ButtonLink to="/datenschutz/einwilligungstexte">{t("wording")}</ButtonLink>
          </div>
        )}
      </div>
    </Card>
  );
}

function GoalsCard(props: {
  list: GoalList;
  onEdit: (goal: GoalView | "new") => void;
  onTest: (goal: GoalView) => void;
}): ReactNode {
  const t = useTexts(texts);
  const { items } = props.list;
  return (
    <Card title={t("listTitle")}>
      {items.length === 0 ? (
        <EmptyState
          icon={<IconTarget size={28} stroke={1.6} />}
          title={t("none")}
          text={t("noneText")}
        />
      ) : (
        <SimpleTable
          label={t("listTitle")}
          words
          head={
            <tr>
              <th scope="col">{t("name")}</th>
              <th scope="col">{t("value")}</th>
              <th scope="col">{t("window")}</th>
              <th scope="col">{t("test")}</th>
              <th scope="col">{t("actions")}</th>
            </tr>
          }
        >
          {items.map((goal) => (
            <Row key={goal.id} goal={goal} onEdit={props.onEdit} onTest={props.onTest} />
          ))}
        </SimpleTable>
      )}
    </Card>
  );
}

function Row(props: {
  goal: GoalView;
  onEdit: (goal: GoalView) => void;
  onTest: (goal: GoalView) => void;
}): ReactNode {
  const t = useTexts(texts);
  const format = useFormat();
  const money = useMoney();
  const can = useCan();
  const { goal } = props;
  const change = useApiMutation(
    (archived: boolean) => api.patch(`/goals/${goal.id}`, { archived }),
    { invalidates: ["/goals"], onError: showProblem },
  );
  const archive = (): void =>
    change.mutate(true, {
      onSuccess: () =>
        showUndo(t("archivedDone", { name: goal.name }), () => change.mutateAsync(false)),
    });
  return (
    <tr>
      <td>
        <b>{goal.name}</b> {goal.archivedAt && <Pill>{t("archived")}</Pill>}
      </td>
      <td data-label={t("value")}>
        {goal.valueCents === null ? t("noValue") : money(goal.valueCents)}
      </td>
      <td data-label={t("window")}>{t("windowDays", { count: goal.windowDays })}</td>
      <td data-label={t("test")}>
        {goal.testedAt
          ? t("tested", { when: inSentence(format.moment(goal.testedAt)) })
          : t("untested")}
      </td>
      <td data-label={t("actions")}>
        {can("mailings.write") && (
          <div className="g-acts k-noprint">
            {!goal.archivedAt && (
              <>
                <Button size="xs" onClick={() => props.onTest(goal)}>
                  {t("test")}
                </Button>
                <Button size="xs" onClick={() => props.onEdit(goal)}>
                  {t("edit")}
                </Button>
              </>
            )}
            <Button
              size="xs"
              loading={change.isPending}
              onClick={goal.archivedAt ? () => change.mutate(false) : archive}
            >
              {t(goal.archivedAt ? "restore" : "archive")}
            </Button>
          </div>
        )}
      </td>
    </tr>
  );
}
