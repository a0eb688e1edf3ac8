import type { Todo } from "../../contract/dashboard.ts";
import { listMembers, trainingState } from "../accounts/index.ts";
import type { Clock, Locale, Tx } from "../platform/index.ts";
import {
  ALARM_HOURS,
  isRunning,
  minutesLeft,
  nextStep,
  NOTICE_HOURS,
  numberText,
  type Incident,
} from "./incident.ts";
import { listIncidents } from "./incidents.store.ts";
import { viewPlaces } from "./manage-places.ts";
import { viewTools } from "./manage-tools.ts";

const NAMED = 3;
const PATH = "/datenschutz/vorfaelle";

/** `5 Std. 12 Min.`, and how much too late once the time has passed. */
export function timeLeft(minutes: number, locale: Locale): string {
  const all = Math.abs(minutes);
  const [hours, rest] = [Math.floor(all / 60), all % 60];
  const text = locale === "de" ? `${hours} Std. ${rest} Min.` : `${hours} h ${rest} min`;
  if (minutes >= 0) return locale === "de" ? `noch ${text}` : `${text} left`;
  return locale === "de" ? `seit ${text} überschritten` : `${text} too late`;
}

/** ORG-11, ORG-14, ORG-09, ORG-15: what waits for whoever answers for data protection. */
export async function oversightTodos(tx: Tx, clock: Clock, accountId: number): Promise<Todo[]> {
  const now = clock.now();
  const today = now.toISOString().slice(0, 10);
  const incidents = await listIncidents(tx, "open");
  const found = incidents
    .toSorted((a, b) => a.discoveredAt.getTime() - b.discoveredAt.getTime())
    .slice(0, NAMED)
    .map((incident) => incidentTodo(incident, now));
  const suspended = (await listMembers(tx, accountId)).filter(
    ({ trainingDueOn }) =>
      trainingState(trainingDueOn, now) === "overdue" ||
      trainingState(trainingDueOn, now) === "suspended",
  ).length;
  if (suspended > 0)
    found.push(
      plain("training_overdue", "/datenschutz/schulung", "ORG-14", {
        de:
          suspended === 1
            ? "Eine Schulung ist überfällig"
            : `${suspended} Schulungen sind überfällig`,
        en: suspended === 1 ? "One course is overdue" : `${suspended} courses are overdue`,
      }),
    );
  const places = (await viewPlaces(tx, today)).filter(
    ({ standing }) => standing === "undeclared" || standing === "outside",
  ).length;
  if (places > 0)
    found.push(
      plain("place_open", "/datenschutz/orte", "ORG-09", {
        de:
          places === 1
            ? "Ein Ort der Daten ist ungeklärt"
            : `${places} Orte der Daten sind ungeklärt`,
        en:
          places === 1
            ? "One place of data is not settled"
            : `${places} places of data are not settled`,
      }),
    );
  const reviews = (await viewTools(tx, today)).filter(({ state }) => state === "review_due").length;
  if (reviews > 0)
    found.push(
      plain("tool_review_due", "/datenschutz/werkzeuge", "ORG-15", {
        de:
          reviews === 1
            ? "Ein Werkzeug ist neu zu prüfen"
            : `${reviews} Werkzeuge sind neu zu prüfen`,
        en: reviews === 1 ? "One tool is due for review" : `${reviews} tools are due for review`,
      }),
    );
  return found;
}

function plain(
  code: Todo["code"],
  path: string,
  rule: string,
  title: Record<Locale, string>,
): Todo {
  return { code, urgent: false, title, detail: null, path, rule, at: null };
}

function incidentTodo(incident: Incident, now: Date): Todo {
  const number = numberText(incident);
  const minutes = minutesLeft(incident, now);
  const runs = isRunning(incident);
  const isProposed = nextStep(incident) === "decide_proposal";
  return {
    code: "incident_open",
    // 48 of the 72 hours have passed (ORG-11).
    urgent: runs && minutes <= (NOTICE_HOURS - ALARM_HOURS) * 60,
    title: {
      de: `${isProposed ? "War das eine Datenpanne?" : incident.nearMiss ? "Beinahe-Vorfall" : "Datenpanne"} ${number}: ${incident.title}`,
      en: `${isProposed ? "Was this a breach?" : incident.nearMiss ? "Near miss" : "Breach"} ${number}: ${incident.title}`,
    },
    detail: runs
      ? {
          de: `Meldung an die Aufsichtsbehörde (72 Stunden): ${timeLeft(minutes, "de")}.`,
          en: `Notice to the authority (72 hours): ${timeLeft(minutes, "en")}.`,
        }
      : {
          de: incident.nearMiss
            ? "Maßnahmen festhalten und abschließen."
            : "Die Meldung ist entschieden; der Eintrag ist noch offen.",
          en: incident.nearMiss
            ? "Note the measures and close it."
            : "The notice is decided; the entry is still open.",
        },
    path: `${PATH}/${incident.publicId}`,
    rule: "ORG-11",
    at: incident.discoveredAt.toISOString(),
  };
}
