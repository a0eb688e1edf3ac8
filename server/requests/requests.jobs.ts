import { listAccountIds } from "../accounts/index.ts";
import { AppError, type Tx, workplaceVoice } from "../platform/index.ts";
import { dayText, kindName } from "./answer-texts.ts";
import type { RequestsDeps } from "./deps.ts";
import { NOTICE_DAYS } from "./notices.ts";
import { forgetSubjects } from "./notices.store.ts";
import { todayOf } from "./present-request.ts";
import { alarmOf, KEPT_YEARS, numberText, OVERDUE_ALARM, type DataRequest } from "./request.ts";
import { addEvent, anonymise, endedNaming, openRequests, setAlarmed } from "./requests.store.ts";
import { responsible } from "./responsible.ts";
import { deleteScans } from "./scans.store.ts";
import { watchInformation } from "./watch-information.ts";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const PER_TURN = 1000;

/** Reminds of cases, and lets go of the people of those that are long over, every hour. */
export function requestPeriodic(
  deps: RequestsDeps,
): { name: string; everyMs: number; run(signal: AbortSignal): Promise<void> }[] {
  return [
    {
      name: "requests.watch",
      everyMs: HOUR_MS,
      async run(signal) {
        let failure: unknown;
        for (const accountId of await listAccountIds(deps.db)) {
          if (signal.aborted) return;
          try {
            await watchRequests(deps, accountId);
            await watchInformation(deps, accountId);
            await forgetEnded(deps, accountId);
          } catch (error) {
            // One account's failure does not keep the others' deadlines quiet.
            failure = error;
          }
        }
        if (failure) throw failure;
      },
    },
  ];
}

/**
 * DSR-10: on day 20 and 28 after receipt and when the last day has passed, whoever is responsible gets a mail: the
 * officer, else the privacy address, else everybody who may manage data protection. Each alarm once. Gives how many.
 */
export async function watchRequests(deps: RequestsDeps, accountId: number): Promise<number> {
  return deps.db.account(accountId, async (tx) => {
    const today = await todayOf(tx, deps.clock);
    let sent = 0;
    for (const request of await openRequests(tx, PER_TURN)) {
      const alarm = alarmOf(request, today);
      if (alarm <= request.alarmed) continue;
      await setAlarmed(tx, request.id, alarm);
      await addEvent(tx, accountId, request.id, {
        kind: "alarm",
        actor: "Klarpost",
        subject: String(alarm),
        at: deps.clock.now(),
      });
      await mailAlarm(tx, deps, accountId, request, alarm);
      sent++;
    }
    return sent;
  });
}

/** RET-09: three years after its end, to 31 December, a case names nobody any more. Gives how many. */
export function forgetEnded(deps: RequestsDeps, accountId: number): Promise<number> {
  const now = deps.clock.now();
  const before = new Date(Date.UTC(now.getUTCFullYear() - KEPT_YEARS, 0, 1));
  return deps.db.account(accountId, async (tx) => {
    await forgetSubjects(tx, new Date(now.getTime() - NOTICE_DAYS * DAY_MS));
    const due = await endedNaming(tx, { before }, PER_TURN);
    await deleteScans(tx, due);
    return anonymise(tx, due, now);
  });
}

async function mailAlarm(
  tx: Tx,
  deps: RequestsDeps,
  accountId: number,
  request: DataRequest,
  alarm: number,
): Promise<void> {
  for (const { to, locale } of await responsible(tx, accountId)) {
    const facts = {
      number: numberText(request),
      kind: kindName(request.kind, workplaceVoice(locale)),
      due: dayText(request.dueOn, locale),
    };
    const late = alarm === OVERDUE_ALARM;
    const url = `${deps.publicUrl}/datenschutz/anliegen/${request.publicId}`;
    const words =
      locale === "de"
        ? {
            subject: late
              ? `Überfällig: Anliegen ${facts.number}`
              : `Anliegen ${facts.number}: Antwort bis ${facts.due}`,
            heading: late ? "Die Frist ist abgelaufen" : "Eine Frist läuft ab",
            paragraphs: [
              `Anliegen ${facts.number} („${facts.kind}“) ${late ? "war" : "ist"} bis ${facts.due} zu beantworten (Art. 12 Abs. 3 DSGVO).`,
            ],
            button: { label: "Anliegen öffnen", url },
          }
        : {
            subject: late
              ? `Overdue: request ${facts.number}`
              : `Request ${facts.number}: answer by ${facts.due}`,
            heading: late ? "The deadline has passed" : "A deadline is approaching",
            paragraphs: [
              `Request ${facts.number} (${facts.kind}) ${late ? "was" : "is"} to be answered by ${facts.due} (Article 12(3) GDPR).`,
            ],
            button: { label: "Open the request", url },
          };
    try {
      await deps.sendSystemMail(tx, { accountId, kind: "data_request", to, locale, ...words });
    } catch (error) {
      // The start page tells as well; one address on the blacklist must not silence the others.
      if (!(error instanceof AppError)) throw error;
      deps.log.warn({ accountId, code: error.code }, "an alarm of a data request was not mailed");
    }
  }
}
