import { Button } from "@mantine/core";
import { IconShieldCheck } from "@tabler/icons-react";
import { useState, type ReactNode } from "react";
import type { IncidentView } from "../../../../../contract/incidents.ts";
import { useApiQuery, useCan } from "../../../api/index.ts";
import {
  ButtonLink,
  Card,
  CardSkeletons,
  EmptyState,
  Grid,
  Link,
  Loaded,
  PageTabs,
  Pill,
  useFormat,
  useSearch,
  useTexts,
} from "../../../ui/index.ts";
import { Cockpit } from "../cockpit.tsx";
import { incidentPath, places } from "../places.ts";
import "./incidents.css";
import { NewIncidentDialog } from "./new-incident-dialog.tsx";
import { texts } from "./texts.ts";
import { toneOf, useClock } from "./words.ts";

const EVERY_MS = 60_000;

/** The register of breaches: what is open, how long there is, and the next step of each (ORG-11). */
export default function IncidentsPage(): ReactNode {
  const t = useTexts(texts);
  const can = useCan();
  const [search] = useSearch();
  const state = search["state"] === "ended" ? "ended" : "open";
  const [isNew, setNew] = useState(search["neu"] === "1");
  const query = useApiQuery<{ items: IncidentView[] }>(
    "/incidents",
    { state },
    { refetchInterval: EVERY_MS },
  );
  return (
    <Cockpit
      section="incidents"
      actions={
        can("privacy.manage") && (
          <Button variant="filled" onClick={() => setNew(true)}>
            {t("new")}
          </Button>
        )
      }
    >
      <div className="k-stack-lg">
        <p className="k-muted pv-lead">{t("lead")}</p>
        <Grid>
          <div className="c8 k-stack inc-cases">
            <PageTabs
              label={t("title")}
              tabs={(["open", "ended"] as const).map((one) => ({
                to: one === "open" ? places.incidents : `${places.incidents}?state=ended`,
                label: t(one),
                current: one === state,
              }))}
            />
            <Loaded query={query} skeleton={<CardSkeletons count={1} />}>
              {({ items }) =>
                items.length === 0 ? (
                  <Card>
                    <EmptyState
                      icon={<IconShieldCheck size={28} stroke={1.6} />}
                      title={t(state === "open" ? "emptyOpen" : "emptyEnded")}
                      text={t("emptyText")}
                    />
                  </Card>
                ) : (
                  <ul className="inc-list">
                    {items.map((incident) => (
                      <Case key={incident.id} incident={incident} />
                    ))}
                  </ul>
                )
              }
            </Loaded>
          </div>
          <div className="c4">
            <Card title={t("rulesTitle")}>
              <ol className="inc-rules">
                {(["stop", "tell", "people", "keep"] as const).map((rule) => (
                  <li key={rule}>{t(`rules.${rule}`)}</li>
                ))}
              </ol>
            </Card>
          </div>
        </Grid>
      </div>
      {isNew && <NewIncidentDialog onClose={() => setNew(false)} />}
    </Cockpit>
  );
}

function Case({ incident }: { incident: IncidentView }): ReactNode {
  const t = useTexts(texts);
  const format = useFormat();
  const clock = useClock();
  const tone = toneOf(incident);
  return (
    <li className="k-card inc-case" data-tone={tone}>
      <div>
        <p className="k-lab">
          {[incident.number, t(`kinds.${incident.kind}`), incident.nearMiss && t("nearMiss")]
            .filter(Boolean)
            .join(" · ")}
        </p>
        <h2>
          <Link to={incidentPath(incident.id)}>{incident.title}</Link>
        </h2>
        <p className="k-muted">
          {[
            t("known", { at: format.moment(incident.discoveredAt) }),
            incident.people === null ? t("peopleUnknown") : t("people", { count: incident.people }),
          ].join(" · ")}
        </p>
      </div>
      <div className="inc-due">
        <Pill tone={tone}>{clock(incident)}</Pill>
        {incident.running && (
          <p className="k-small k-muted">{t("dueAt", { at: format.moment(incident.dueAt) })}</p>
        )}
      </div>
      <ButtonLink to={incidentPath(incident.id)} size="xs">
        {t(`next.${incident.next}`)}
      </ButtonLink>
    </li>
  );
}
