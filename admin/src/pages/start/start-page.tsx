import { IconPlus } from "@tabler/icons-react";
import type { ReactNode } from "react";
import type { Dashboard } from "../../../../contract/dashboard.ts";
import { useApiQuery, useCan } from "../../api/index.ts";
import {
  ButtonLink,
  Card,
  Grid,
  Loaded,
  Page,
  PageSkeleton,
  useFormat,
  useTexts,
} from "../../ui/index.ts";
import { Guide } from "./guide.tsx";
import { useGuide } from "./guide-progress.ts";
import { LastMailingCard } from "./last-mailing-card.tsx";
import { PeopleCard, ProfilingCard } from "./people-cards.tsx";
import "./start.css";
import { texts } from "./texts.ts";
import { Todos } from "./todos.tsx";
import { UnderwayCard } from "./underway-card.tsx";

const LOOK_EVERY_MS = 30_000;

/** What needs me today, what is going out, what came of the last mailing. */
export default function StartPage(): ReactNode {
  const query = useApiQuery<Dashboard>("/dashboard", undefined, { refetchInterval: LOOK_EVERY_MS });
  return (
    <Loaded query={query} skeleton={<PageSkeleton />}>
      {(data) => <Start data={data} />}
    </Loaded>
  );
}

function Start({ data }: { data: Dashboard }): ReactNode {
  const t = useTexts(texts);
  const format = useFormat();
  const can = useCan();
  const guide = useGuide(data);
  const today = [{ label: format.weekday(data.now) }];
  if (guide) return <Guide guide={guide} data={data} crumbs={today} />;
  return (
    <Page
      title={t("today")}
      windowTitle={t("window")}
      crumbs={today}
      actions={
        can("mailings.write") && (
          <ButtonLink
            to="/mailings?new=1"
            leftSection={<IconPlus size={18} stroke={1.8} aria-hidden="true" />}
          >
            {t("newMailing")}
          </ButtonLink>
        )
      }
    >
      <Grid>
        <Card className={data.underway ? "c7" : ""}>
          <Todos todos={data.todos} now={data.now} />
        </Card>
        {data.underway && (
          <UnderwayCard className="c5" underway={data.underway} todos={data.todos} />
        )}
        {can("reports.read") && <LastMailingCard className="c6" last={data.last} />}
        {data.people && <PeopleCard className="c3" people={data.people} />}
        {data.people && <ProfilingCard className="c3" people={data.people} />}
      </Grid>
    </Page>
  );
}
