import {
  getAccount,
  listAccountIds,
  listMembers,
  permissionsOf,
  suspendedFrom,
  systemActor,
  trainingState,
} from "../accounts/index.ts";
import { AppError, type Locale, type Tx } from "../platform/index.ts";
import type { OversightDeps } from "./deps.ts";
import { forgetPlacePapers } from "./forget-place-papers.ts";
import { alarmOf, minutesLeft, NOTICE_HOURS, numberText, type Incident } from "./incident.ts";
import { addEvent, listIncidents, updateIncident } from "./incidents.store.ts";
import { noteReminder } from "./training.store.ts";
import { timeLeft } from "./todos.ts";

const QUARTER_MS = 15 * 60_000;

/** Watches the clocks of open breaches and the days of the course, and lets go of papers whose time is over. */
export function oversightPeriodic(
  deps: OversightDeps,
): { name: string; everyMs: number; run(signal: AbortSignal): Promise<void> }[] {
  return [
    {
      name: "oversight.watch",
      everyMs: QUARTER_MS,
      async run(signal) {
        let failure: unknown;
        for (const accountId of await listAccountIds(deps.db)) {
          if (signal.aborted) return;
          try {
            await watchIncidents(deps, accountId);
            await remindOfTraining(deps, accountId);
            await deps.db.account(accountId, (tx) =>
              forgetPlacePapers(tx, accountId, deps.clock.now()),
            );
          } catch (error) {
            // One account's failure does not keep the others' clocks quiet.
            failure = error;
          }
        }
        if (failure) throw failure;
      },
    },
  ];
}

/** ORG-11: 48 and 72 hours after somebody became aware, whoever is responsible gets a mail, each once. Gives how many. */
export function watchIncidents(deps: OversightDeps, accountId: number): Promise<number> {
  const now = deps.clock.now();
  return deps.db.account(accountId, async (tx) => {
    let alarms = 0;
    for (const incident of await listIncidents(tx, "open")) {
      const alarm = alarmOf(incident, now);
      if (alarm <= incident.alarmed) continue;
      await updateIncident(tx, { ...incident, alarmed: alarm });
      await addEvent(tx, accountId, incident.id, {
        kind: "alarm",
        actor: systemActor.name,
        text: String(alarm),
        at: now,
      });
      for (const person of await responsible(tx, accountId))
        await mail(
          tx,
          deps,
          accountId,
          person,
          alarmWords(deps, incident, alarm, now, person.locale),
        );
      alarms++;
    }
    return alarms;
  });
}

interface Reader {
  to: string;
  locale: Locale;
}

async function responsible(tx: Tx, accountId: number): Promise<Reader[]> {
  const account = await getAccount(tx);
  const { dpo, contactEmail } = account.privacy;
  const found = (await listMembers(tx, accountId))
    .filter(({ roles, ownRoles }) => permissionsOf(roles, ownRoles).has("privacy.manage"))
    .map(({ email, locale }) => ({ to: email, locale }));
  const office = dpo?.appointed === true ? dpo.email : contactEmail;
  if (office && !found.some(({ to }) => to.toLowerCase() === office.toLowerCase()))
    found.push({ to: office, locale: account.locale });
  return found;
}

function alarmWords(
  deps: OversightDeps,
  incident: Incident,
  alarm: number,
  now: Date,
  locale: Locale,
): Words {
  const number = numberText(incident);
  const left = timeLeft(minutesLeft(incident, now), locale);
  const url = `${deps.publicUrl}/datenschutz/vorfaelle/${incident.publicId}`;
  const isOver = alarm >= NOTICE_HOURS;
  return locale === "de"
    ? {
        subject: isOver
          ? `Frist abgelaufen: Datenpanne ${number}`
          : `Datenpanne ${number}: ${left}`,
        heading: isOver ? "Die 72 Stunden sind abgelaufen" : "Die Frist von 72 Stunden läuft ab",
        paragraphs: [
          isOver
            ? `Für die Datenpanne ${number} ist die Meldung an die Aufsichtsbehörde weder erfolgt noch begründet abgelehnt. Holen Sie das jetzt nach und nennen Sie die Gründe der Verzögerung (Art. 33 Abs. 1 DSGVO).`
            : `Über die Meldung der Datenpanne ${number} an die Aufsichtsbehörde ist noch zu entscheiden: ${left} (Art. 33 Abs. 1 DSGVO).`,
        ],
        button: { label: "Vorfall öffnen", url },
      }
    : {
        subject: isOver ? `Time has run out: breach ${number}` : `Breach ${number}: ${left}`,
        heading: isOver ? "The 72 hours have passed" : "The 72 hours are running out",
        paragraphs: [
          isOver
            ? `For breach ${number} the authority has neither been told nor has anybody decided against it. Do so now and give the reasons for the delay (Article 33(1) GDPR).`
            : `It is still to be decided whether the authority is told of breach ${number}: ${left} (Article 33(1) GDPR).`,
        ],
        button: { label: "Open the incident", url },
      };
}

/** ORG-14: a mail when the day has passed, and one when rights begin to rest; each once a year. Gives how many. */
export function remindOfTraining(deps: OversightDeps, accountId: number): Promise<number> {
  const now = deps.clock.now();
  return deps.db.account(accountId, async (tx) => {
    let sent = 0;
    for (const member of await listMembers(tx, accountId)) {
      const stage = trainingState(member.trainingDueOn, now);
      // Before the day the workplace says so.
      if (stage === "fine" || stage === "soon") continue;
      const reminder = { operatorId: member.id, dueOn: member.trainingDueOn, stage, at: now };
      if (!(await noteReminder(tx, accountId, reminder))) continue;
      await mail(
        tx,
        deps,
        accountId,
        { to: member.email, locale: member.locale },
        reminderWords(deps, stage, member.trainingDueOn, member.locale),
      );
      sent++;
    }
    return sent;
  });
}

function reminderWords(
  deps: OversightDeps,
  stage: "overdue" | "suspended",
  dueOn: string,
  locale: Locale,
): Words {
  const url = `${deps.publicUrl}/datenschutz/schulung`;
  const day = (text: string) =>
    new Intl.DateTimeFormat(locale === "de" ? "de-DE" : "en-GB", {
      dateStyle: "long",
      timeZone: "UTC",
    }).format(new Date(`${text}T12:00:00Z`));
  const rests = stage === "suspended";
  return locale === "de"
    ? {
        subject: rests ? "Zwei Ihrer Rechte ruhen" : "Ihre Datenschutz-Schulung ist fällig",
        heading: rests
          ? "Bitte holen Sie die Schulung nach"
          : "Eine Viertelstunde für den Datenschutz",
        paragraphs: [
          rests
            ? "Ihre jährliche Schulung ist seit mehr als 60 Tagen überfällig. Bis Sie sie nachholen, sehen Sie keine Auswertung einzelner Personen und können keine Kontakte exportieren. Danach ist sofort alles wie zuvor."
            : `Ihre jährliche Schulung war bis ${day(dueOn)} vorgesehen. Sie dauert etwa 15 Minuten. Ab dem ${day(suspendedFrom(dueOn))} ruhen sonst die Auswertung einzelner Personen und der Export von Kontakten.`,
        ],
        button: { label: "Schulung beginnen", url },
      }
    : {
        subject: rests ? "Two of your rights rest" : "Your data protection course is due",
        heading: rests
          ? "Please catch up on the course"
          : "A quarter of an hour for data protection",
        paragraphs: [
          rests
            ? "Your yearly course has been overdue for more than 60 days. Until you take it you see no analysis of single people and cannot export contacts. Afterwards everything is as before at once."
            : `Your yearly course was to be taken by ${day(dueOn)}. It takes about 15 minutes. From ${day(suspendedFrom(dueOn))} the analysis of single people and the export of contacts will rest otherwise.`,
        ],
        button: { label: "Begin the course", url },
      };
}

interface Words {
  subject: string;
  heading: string;
  paragraphs: string[];
  button: { label: string; url: string };
}

async function mail(
  tx: Tx,
  deps: OversightDeps,
  accountId: number,
  { to, locale }: Reader,
  words: Words,
): Promise<void> {
  try {
    await deps.sendSystemMail(tx, { accountId, kind: "security_note", to, locale, ...words });
  } catch (error) {
    // The workplace tells as well; one address on the blacklist must not silence the others.
    if (!(error instanceof AppError)) throw error;
    deps.log.warn({ accountId, code: error.code }, "a note of oversight was not mailed");
  }
}
