import { maybe, one, rows, run, sql, type Tx } from "../platform/index.ts";
import type { Incident } from "./incident.ts";

const INCIDENT = sql.raw(
  `i.id, i.public_id, i.number, i.title, i.kind, i.near_miss, i.state, i.proposed_by, i.discovered_at, i.happened_at, i.what, i.data_kinds, i.people, i.people_from,
   i.consequences, i.measures, i.severity, i.authority, i.people_notice, i.lesson, i.alarmed, i.created_by, i.created_at, i.closed_at`,
);

export type NewIncidentRow = Pick<
  Incident,
  | "title"
  | "kind"
  | "nearMiss"
  | "state"
  | "proposedBy"
  | "discoveredAt"
  | "what"
  | "createdBy"
  | "createdAt"
>;

/** Opens an entry under the account's next number. */
export async function insertIncident(
  tx: Tx,
  accountId: number,
  made: NewIncidentRow,
): Promise<Incident> {
  await run(tx, sql`select pg_advisory_xact_lock(${accountId}, hashtext('incidents'))`);
  return one<Incident>(
    tx,
    sql`insert into incidents as i (account_id, number, title, kind, near_miss, state, proposed_by, discovered_at, what, created_by, created_at)
        values (${accountId}, (select coalesce(max(x.number), 0) + 1 from incidents x where x.account_id = ${accountId}), ${made.title}, ${made.kind}, ${made.nearMiss},
          ${made.state}, ${made.proposedBy}, ${made.discoveredAt}, ${made.what}, ${made.createdBy}, ${made.createdAt}) returning ${INCIDENT}`,
  );
}

export function findIncident(tx: Tx, publicId: string): Promise<Incident | undefined> {
  return maybe<Incident>(
    tx,
    sql`select ${INCIDENT} from incidents i where i.account_id = app_account() and i.public_id = ${publicId}`,
  );
}

export function lockIncident(tx: Tx, publicId: string): Promise<Incident | undefined> {
  return maybe<Incident>(
    tx,
    sql`select ${INCIDENT} from incidents i where i.account_id = app_account() and i.public_id = ${publicId} for update`,
  );
}

/** The newest first; `open` are those that wait for somebody. */
export function listIncidents(tx: Tx, state: "open" | "ended" | "all"): Promise<Incident[]> {
  return rows<Incident>(
    tx,
    sql`select ${INCIDENT} from incidents i where i.account_id = app_account()
         and (${state} = 'all' or (i.state in ('proposed', 'open')) = (${state} = 'open')) order by i.discovered_at desc, i.id desc limit 1000`,
  );
}

/** Whether the product has proposed this within the last days already. */
export async function isProposed(tx: Tx, proposedBy: string, since: Date): Promise<boolean> {
  const found = await maybe(
    tx,
    sql`select 1 as one from incidents i where i.account_id = app_account() and i.proposed_by = ${proposedBy}
         and (i.state in ('proposed', 'open') or i.discovered_at >= ${since}) limit 1`,
  );
  return found !== undefined;
}

/** Everything that may change in an entry; the history says what did. */
export function updateIncident(tx: Tx, incident: Incident): Promise<Incident> {
  const json = (value: unknown) => (value === null ? null : JSON.stringify(value));
  return one<Incident>(
    tx,
    sql`update incidents i set title = ${incident.title}, kind = ${incident.kind}, near_miss = ${incident.nearMiss}, state = ${incident.state},
               happened_at = ${incident.happenedAt}, what = ${incident.what}, data_kinds = ${incident.dataKinds}::text[], people = ${incident.people},
               people_from = ${json(incident.peopleFrom)}::jsonb, consequences = ${incident.consequences}, measures = ${incident.measures},
               severity = ${incident.severity}, authority = ${json(incident.authority)}::jsonb, people_notice = ${json(incident.peopleNotice)}::jsonb,
               lesson = ${incident.lesson}, alarmed = ${incident.alarmed}, closed_at = ${incident.closedAt}
         where i.account_id = app_account() and i.id = ${incident.id} returning ${INCIDENT}`,
  );
}

export interface IncidentEvent {
  kind: string;
  actor: string;
  text: string;
  changes: Record<string, [string, string]>;
  at: Date;
}

export async function addEvent(
  tx: Tx,
  accountId: number,
  incidentId: number,
  event: Omit<IncidentEvent, "text" | "changes"> & Partial<IncidentEvent>,
): Promise<void> {
  await run(
    tx,
    sql`insert into incident_events (account_id, incident_id, kind, actor, text, changes, at)
        values (${accountId}, ${incidentId}, ${event.kind}, ${event.actor}, ${event.text ?? ""}, ${JSON.stringify(event.changes ?? {})}::jsonb, ${event.at})`,
  );
}

export function eventsOf(tx: Tx, incidentId: number): Promise<IncidentEvent[]> {
  return rows<IncidentEvent>(
    tx,
    sql`select e.kind, e.actor, e.text, e.changes, e.at from incident_events e where e.account_id = app_account() and e.incident_id = ${incidentId} order by e.id`,
  );
}

/** Different people a mailing was prepared for and not refused. */
export async function peopleOfMailing(tx: Tx, mailingId: number): Promise<number> {
  const found = await one<{ people: number }>(
    tx,
    sql`select count(distinct d.contact_id) as people from deliveries d join delivery_runs r on r.account_id = d.account_id and r.id = d.run_id
         where d.account_id = app_account() and r.mailing_id = ${mailingId}`,
  );
  return found.people;
}

/** People with an entry in a list, whatever its state. */
export async function peopleOfList(tx: Tx, listId: number): Promise<number> {
  const found = await one<{ people: number }>(
    tx,
    sql`select count(distinct s.contact_id) as people from subscriptions s where s.account_id = app_account() and s.list_id = ${listId}`,
  );
  return found.people;
}
