import { audit, systemActor } from "../accounts/index.ts";
import { alarmUninformed, endNoticeDuty, lockUninformed } from "../contacts/index.ts";
import { AppError, type Locale } from "../platform/index.ts";
import type { RequestsDeps } from "./deps.ts";
import { todayOf } from "./present-request.ts";
import { responsible } from "./responsible.ts";

/** Days before the last one on which the alarm comes: on day 25 of 30 (DSR-02). */
export const ALARM_DAYS = 5;

/** `2026-11-28` and 5 give `2026-12-03`. */
export function addDays(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}

/**
 * DSR-02: people whose data came from elsewhere are told within 30 days (Art. 14(3) GDPR). Five days before, whoever is
 * responsible gets a mail; on the last day whoever was not told is locked and proposed for deletion. Each once.
 */
export function watchInformation(
  deps: RequestsDeps,
  accountId: number,
): Promise<{ soon: number; locked: number }> {
  const now = deps.clock.now();
  return deps.db.account(accountId, async (tx) => {
    const today = await todayOf(tx, deps.clock);
    await endNoticeDuty(tx, "signed_up");
    const locked = await lockUninformed(tx, today, now);
    const soon = await alarmUninformed(tx, addDays(today, ALARM_DAYS), now);
    if (locked > 0)
      await audit(tx, accountId, systemActor, "information.locked", {
        detail: { contacts: locked },
      });
    if (locked + soon === 0) return { soon, locked };
    const url = `${deps.publicUrl}/datenschutz/anliegen/informationspflicht`;
    for (const { to, locale } of await responsible(tx, accountId))
      try {
        await deps.sendSystemMail(tx, {
          accountId,
          kind: "data_request",
          to,
          locale,
          ...alarmWords({ soon, locked }, locale, url),
        });
      } catch (error) {
        // The start page tells as well; one address on the blacklist must not silence the others.
        if (!(error instanceof AppError)) throw error;
        deps.log.warn({ accountId, code: error.code }, "an alarm of Art. 14 was not mailed");
      }
    return { soon, locked };
  });
}

function alarmWords(
  { soon, locked }: { soon: number; locked: number },
  locale: Locale,
  url: string,
): {
  subject: string;
  heading: string;
  paragraphs: string[];
  button: { label: string; url: string };
} {
  if (locale === "de")
    return {
      subject:
        locked > 0
          ? `Gesperrt: ${peopleDe(locked)} nicht über ihre Daten informiert`
          : `Noch ${ALARM_DAYS} Tage: ${peopleDe(soon)} über ihre Daten zu informieren`,
      heading: locked > 0 ? "Die 30 Tage sind um" : "Die 30 Tage laufen ab",
      paragraphs: [
        ...(locked > 0
          ? [
              `${peopleDe(locked)}: Die Daten stammen nicht von ihnen selbst, und die Information nach Art. 14 DSGVO ist nicht erfolgt. Bis dahin bekommen sie keine Werbung; zu sehen sind sie nur für den Datenschutz. Zur Löschung vorgeschlagen.`,
            ]
          : []),
        ...(soon > 0
          ? [
              `${peopleDe(soon)}: Spätestens in ${ALARM_DAYS} Tagen muss die Information nach Art. 14 DSGVO erfolgt sein. Danach werden die Daten gesperrt.`,
            ]
          : []),
      ],
      button: { label: "Kontakte ansehen", url },
    };
  return {
    subject:
      locked > 0
        ? `Locked: ${peopleEn(locked)} not informed of their data`
        : `${ALARM_DAYS} days left: ${peopleEn(soon)} to be informed of their data`,
    heading: locked > 0 ? "The 30 days have passed" : "The 30 days are running out",
    paragraphs: [
      ...(locked > 0
        ? [
            `${peopleEn(locked)}: the data did not come from them, and they were not informed (Article 14 GDPR). Until then they get no advertising and only data protection sees them. Proposed for deletion.`,
          ]
        : []),
      ...(soon > 0
        ? [
            `${peopleEn(soon)}: they must be informed within ${ALARM_DAYS} days at the latest (Article 14 GDPR). Then the data are locked.`,
          ]
        : []),
    ],
    button: { label: "Look at the contacts", url },
  };
}

const peopleDe = (count: number): string => (count === 1 ? "1 Kontakt" : `${count} Kontakte`);
const peopleEn = (count: number): string => (count === 1 ? "1 contact" : `${count} contacts`);
