import type { Check, CheckOutcome, Locale } from "../platform/index.ts";
import { newestRestore } from "../delivery/index.ts";
import { journalStates } from "../journal/index.ts";
import { placeOfBackups } from "./backup-place.ts";
import { findSettings, newestRun } from "./backups.store.ts";
import { roomForBackup, TEST_MOST_DAYS, type BackupDeps } from "./run-backups.ts";

const DAY_MS = 86_400_000;
/** A night may fail; two in a row are no backup. */
const BACKUP_MOST_DAYS = 2;
const JOURNAL_MOST_MS = 15 * 60_000;

const gigabytes = (bytes: number, locale: Locale): string =>
  new Intl.NumberFormat(locale, { maximumFractionDigits: 1 }).format(bytes / 1024 ** 3);

/** The entry of the checklist on backups, restore test and journal (CHK-31). */
export function backupChecks(deps: BackupDeps): Check[] {
  return [
    {
      id: "CHK-31",
      rules: ["ORG-07", "RET-11", "RET-12"],
      blocking: true,
      label: {
        de: "Wiederherstellung geprüft, Löschjournal",
        en: "Restore tested, erasure journal",
      },
      async run(context) {
        const { tx, clock } = context;
        const now = clock.now().getTime();
        const settings = await findSettings(tx);
        const backup = await newestRun(tx, "backup", "done");
        const tested = await newestRun(tx, "restore_test");
        const restore = await newestRestore(tx);
        const states = journalStates(deps);
        const place = await placeOfBackups(deps, context);
        const age = (at: Date) => Math.floor((now - at.getTime()) / DAY_MS);
        const evidence = {
          lastBackup: backup?.finishedAt?.toISOString() ?? null,
          lastTest: tested?.finishedAt?.toISOString() ?? null,
          lastTestEnded: tested?.state ?? null,
          journalUntil: states[0]?.completeUntil ?? null,
          ...(place && { backupCountry: place.country, backupPlaceOpenSince: place.openSince }),
        };
        const failed = (message: Record<Locale, string>): CheckOutcome => ({
          status: "failed",
          message,
          evidence,
        });
        if (restore !== undefined && restore.state !== "confirmed")
          return failed({
            de: "Diese Datenbank wurde wiederhergestellt und noch nicht freigegeben. Bestätigen Sie sie unter „Versand“.",
            en: "This database was restored and not let go on yet. Confirm it under “Sending”.",
          });
        const room = settings.nightly ? await roomForBackup(deps) : undefined;
        if (room && room.free < room.needed)
          return failed({
            de: `Für die nächste Sicherung fehlt Platz: ${gigabytes(room.free, "de")} GB sind frei, ${gigabytes(room.needed, "de")} GB werden gebraucht. Schaffen Sie Platz, oder setzen Sie BACKUP_DIR auf eine größere Platte.`,
            en: `There is no room for the next backup: ${gigabytes(room.free, "en")} GB are free, ${gigabytes(room.needed, "en")} GB are needed. Make room, or set BACKUP_DIR to a larger disk.`,
          });
        if (!backup)
          return failed(
            settings.nightly
              ? {
                  de: `Es gibt noch keine Sicherung. Die erste läuft in der kommenden Nacht um ${settings.hour} Uhr; ein Administrator kann sie unter „Einstellungen, Sicherungen“ sofort starten.`,
                  en: `There is no backup yet. The first runs tonight at ${settings.hour}:00; an administrator can start it at once under “Settings, Backups”.`,
                }
              : {
                  de: "Es gibt noch keine Sicherung, und die nächtliche ist ausgeschaltet. Ein Administrator schaltet sie unter „Einstellungen, Sicherungen“ ein.",
                  en: "There is no backup yet, and the nightly one is switched off. An administrator switches it on under “Settings, Backups”.",
                },
          );
        if (!settings.nightly || age(backup.startedAt) >= BACKUP_MOST_DAYS)
          return failed({
            de: `Die letzte Sicherung ist ${age(backup.startedAt)} Tage alt${settings.nightly ? "" : ", und die nächtliche ist ausgeschaltet"}. Sehen Sie unter „Einstellungen, Sicherungen“ nach.`,
            en: `The last backup is ${age(backup.startedAt)} days old${settings.nightly ? "" : ", and the nightly one is switched off"}. Look under “Settings, Backups”.`,
          });
        if (!tested || tested.state === "failed" || age(tested.startedAt) > TEST_MOST_DAYS)
          return failed({
            de: !tested
              ? "Noch keine Sicherung wurde zur Probe wiederhergestellt. Starten Sie die Probe unter „Einstellungen, Sicherungen“."
              : tested.state === "failed"
                ? "Die letzte Probe der Wiederherstellung ist gescheitert. Sehen Sie unter „Einstellungen, Sicherungen“ nach."
                : `Die letzte Probe der Wiederherstellung ist ${age(tested.startedAt)} Tage her; höchstens ${TEST_MOST_DAYS} sind erlaubt.`,
            en: !tested
              ? "No backup was restored for a test yet. Start the test under “Settings, Backups”."
              : tested.state === "failed"
                ? "The last restore test failed. Look under “Settings, Backups”."
                : `The last restore test was ${age(tested.startedAt)} days ago; ${TEST_MOST_DAYS} are the most.`,
          });
        if (!states.some(({ completeUntil }) => now - Date.parse(completeUntil) < JOURNAL_MOST_MS))
          return failed({
            de: "Das Löschjournal wird nicht geschrieben. Läuft der Versandprozess, und ist der Datenordner beschreibbar?",
            en: "The erasure journal is not being written. Is a worker running, and can the data folder be written to?",
          });
        if (place?.open && place.graceUntil === null) return failed(place.open);
        const where = wordsOf(place);
        return {
          status: "passed",
          message: {
            de: `Letzte Sicherung vor ${age(backup.startedAt)} Tagen, Wiederherstellung vor ${age(tested.startedAt)} Tagen geprüft, Löschjournal vollständig.${where.de}`,
            en: `Last backup ${age(backup.startedAt)} days ago, restore tested ${age(tested.startedAt)} days ago, erasure journal complete.${where.en}`,
          },
          evidence,
        };
      },
    },
  ];
}

/** What is said of the place behind everything that is in order. */
function wordsOf(place: Awaited<ReturnType<typeof placeOfBackups>>): Record<Locale, string> {
  if (place === null) return { de: "", en: "" };
  if (place.open === null)
    return {
      de: ` Ort der Sicherungen: ${place.country}.`,
      en: ` Place of the backups: ${place.country}.`,
    };
  const day = (locale: Locale) =>
    new Intl.DateTimeFormat(locale === "de" ? "de-DE" : "en-GB", { dateStyle: "long" }).format(
      place.graceUntil!,
    );
  return {
    de: ` Bis ${day("de")} zu klären, danach hält es Mailings auf: ${place.open.de}`,
    en: ` To be settled by ${day("en")}, after which it holds mailings: ${place.open.en}`,
  };
}
