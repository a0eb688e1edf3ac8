import type {
  IncidentChangeInput,
  IncidentData,
  IncidentStep,
  IncidentView,
} from "../../contract/incidents.ts";

export interface IncidentDecision {
  notify: boolean;
  reason: string;
  by: string;
  /** ISO 8601. */
  at: string;
  doneAt: string | null;
  reference: string;
}

/** Something that went wrong with people's data, or nearly did. */
export interface Incident {
  id: number;
  publicId: string;
  number: number;
  title: string;
  kind: IncidentView["kind"];
  nearMiss: boolean;
  state: IncidentView["state"];
  proposedBy: string | null;
  discoveredAt: Date;
  happenedAt: Date | null;
  what: string;
  dataKinds: IncidentData[];
  people: number | null;
  peopleFrom: { source: string; name: string } | null;
  consequences: string;
  measures: string;
  severity: IncidentView["severity"];
  authority: IncidentDecision | null;
  peopleNotice: IncidentDecision | null;
  lesson: string;
  alarmed: number;
  createdBy: string;
  createdAt: Date;
  closedAt: Date | null;
}

const HOUR_MS = 3_600_000;
/** Hours from becoming aware to the notice of the authority (Art. 33(1) GDPR). Hours run through weekends (Regulation 1182/71, Art. 3). */
export const NOTICE_HOURS = 72;
/** Hours after which an open decision is an alarm (ORG-11). */
export const ALARM_HOURS = 48;

export const dueAt = ({ discoveredAt }: Pick<Incident, "discoveredAt">): Date =>
  new Date(discoveredAt.getTime() + NOTICE_HOURS * HOUR_MS);

export const minutesLeft = (incident: Pick<Incident, "discoveredAt">, now: Date): number =>
  Math.floor((dueAt(incident).getTime() - now.getTime()) / 60_000);

/** Whether the 72 hours run: nobody has told the authority or decided not to. */
export function isRunning({
  state,
  nearMiss,
  authority,
}: Pick<Incident, "state" | "nearMiss" | "authority">): boolean {
  if (state !== "open" && state !== "proposed") return false;
  if (nearMiss && state === "open") return false;
  return authority === null || (authority.notify && authority.doneAt === null);
}

/** The alarm that is due: 0 none, 48 or 72 hours after somebody became aware. */
export function alarmOf(incident: Incident, now: Date): number {
  if (!isRunning(incident)) return 0;
  const hours = (now.getTime() - incident.discoveredAt.getTime()) / HOUR_MS;
  return hours >= NOTICE_HOURS ? NOTICE_HOURS : hours >= ALARM_HOURS ? ALARM_HOURS : 0;
}

/** The one thing to do next. */
export function nextStep(incident: Incident): IncidentStep {
  const { state, authority, peopleNotice } = incident;
  if (state === "proposed") return "decide_proposal";
  if (state !== "open") return "none";
  if (incident.what.trim() === "" || incident.measures.trim() === "") return "describe";
  if (incident.nearMiss) return "close";
  if (authority === null) return "decide_authority";
  if (authority.notify && authority.doneAt === null) return "tell_authority";
  if (peopleNotice === null) return "decide_people";
  if (peopleNotice.notify && peopleNotice.doneAt === null) return "tell_people";
  return "close";
}

/** What people quote: the year somebody became aware, and the number. */
export const numberText = ({ number, discoveredAt }: Incident): string =>
  `${discoveredAt.getUTCFullYear()}-${String(number).padStart(4, "0")}`;

/** Fields that a change alters, before and after, as the history keeps them. */
export function changesOf(
  incident: Incident,
  change: IncidentChangeInput,
): Record<string, [string, string]> {
  const text = (value: unknown): string =>
    value === null || value === undefined
      ? ""
      : value instanceof Date
        ? value.toISOString()
        : Array.isArray(value)
          ? value.join(", ")
          : String(value);
  const found: Record<string, [string, string]> = {};
  for (const [field, value] of Object.entries(change)) {
    const before = text(incident[field as keyof Incident]);
    const after =
      field === "happenedAt" && value ? new Date(value as string).toISOString() : text(value);
    if (before !== after) found[field] = [before, after];
  }
  return found;
}
