import type { IncidentDetail, IncidentView } from "../../contract/incidents.ts";
import type { Clock, Tx } from "../platform/index.ts";
import { dueAt, isRunning, minutesLeft, nextStep, numberText, type Incident } from "./incident.ts";
import { eventsOf, type IncidentEvent } from "./incidents.store.ts";

/** An entry in a list. */
export function presentIncident(incident: Incident, now: Date): IncidentView {
  return {
    id: incident.publicId,
    number: numberText(incident),
    title: incident.title,
    kind: incident.kind,
    nearMiss: incident.nearMiss,
    state: incident.state,
    severity: incident.severity,
    discoveredAt: incident.discoveredAt.toISOString(),
    dueAt: dueAt(incident).toISOString(),
    minutesLeft: minutesLeft(incident, now),
    running: isRunning(incident),
    people: incident.people,
    next: nextStep(incident),
    closedAt: incident.closedAt?.toISOString() ?? null,
  };
}

/** An entry with its history. */
export async function presentDetail(
  tx: Tx,
  clock: Clock,
  incident: Incident,
): Promise<IncidentDetail> {
  return {
    ...presentIncident(incident, clock.now()),
    proposedBy: incident.proposedBy,
    happenedAt: incident.happenedAt?.toISOString() ?? null,
    what: incident.what,
    dataKinds: incident.dataKinds,
    peopleFrom: incident.peopleFrom,
    consequences: incident.consequences,
    measures: incident.measures,
    authority: incident.authority,
    peopleNotice: incident.peopleNotice,
    lesson: incident.lesson,
    createdBy: incident.createdBy,
    events: (await eventsOf(tx, incident.id)).map(presentEvent),
  };
}

const presentEvent = ({ at, kind, actor, text, changes }: IncidentEvent) => ({
  at: at.toISOString(),
  kind,
  actor,
  text,
  changes: Object.entries(changes).map(([field, [before, after]]) => ({ field, before, after })),
});
