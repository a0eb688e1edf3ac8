import { existsSync, statSync } from "node:fs";
import { dirname, isAbsolute, relative, resolve, sep } from "node:path";
import { getAccount } from "../accounts/index.ts";
import { listPlaces } from "../oversight/index.ts";
import type { CheckContext, Locale } from "../platform/index.ts";

/** How a folder of backups that lies apart from the data is called among the places of data, which go by hosts. */
export const BACKUP_PLACE = "backup.folder";

const DAY_MS = 86_400_000;
/** A live account sends on for so long after an update that asks for this. */
const GRACE_DAYS = 14;

type Folders = { dataDir: string; backupDir: string };

/** Whether backups lie on the disk of the data themselves, which is lost with it. */
export function isSameDisk({ dataDir, backupDir }: Folders): boolean {
  const device = (path: string): number => {
    for (let at = path; ; at = dirname(at)) if (existsSync(at)) return statSync(at).dev;
  };
  return device(backupDir) === device(dataDir);
}

/** Whether backups lie outside the folder of the data, or on another disk or network drive that is mounted in it. */
export function liesApart(folders: Folders): boolean {
  const way = relative(resolve(folders.dataDir), resolve(folders.backupDir));
  const isOutside = way === ".." || way.startsWith(`..${sep}`) || isAbsolute(way);
  return isOutside || !isSameDisk(folders);
}

interface BackupPlace {
  /** ISO 3166-1; null: nobody has said. */
  country: string | null;
  /** What is missing; null: backups lie in the EEA, or a transfer record in force covers where they do. */
  open: Record<Locale, string> | null;
  /** Since when it is known to be missing. */
  openSince: string | null;
  /** Until when a live account is not held up by it. */
  graceUntil: Date | null;
}

/** Where backups lie that are kept apart from the data (RET-12); null: with the data. */
export async function placeOfBackups(
  folders: Folders,
  { tx, accountId, clock, before = {} }: CheckContext,
): Promise<BackupPlace | null> {
  if (!liesApart(folders)) return null;
  const now = clock.now();
  const places = await listPlaces(tx, accountId, now.toISOString().slice(0, 10));
  const place = places.find(({ host }) => host === BACKUP_PLACE);
  const country = place?.country ?? null;
  const open = whatIsOpen(place?.standing ?? "undeclared", country);
  if (open === null) return { country, open, openSince: null, graceUntil: null };
  const known = before["backupPlaceOpenSince"];
  const openSince = typeof known === "string" ? known : now.toISOString();
  const isLive = (await getAccount(tx)).mode === "live";
  const end = new Date(Date.parse(openSince) + GRACE_DAYS * DAY_MS);
  return { country, open, openSince, graceUntil: isLive && end > now ? end : null };
}

function whatIsOpen(standing: string, country: string | null): BackupPlace["open"] {
  if (standing === "outside")
    return {
      de: `Die Sicherungen (BACKUP_DIR) liegen außerhalb des EWR (${country}), und kein gültiger Nachweis der Übermittlung deckt das. Tragen Sie ihn unter „Datenschutz, Orte der Daten“ bei „${BACKUP_PLACE}“ ein, oder nehmen Sie einen Ort im EWR.`,
      en: `The backups (BACKUP_DIR) lie outside the EEA (${country}), and no transfer record in force covers that. Enter it under “Data protection, Places of data” at “${BACKUP_PLACE}”, or use a place in the EEA.`,
    };
  if (standing === "undeclared")
    return {
      de: `Die Sicherungen liegen nicht bei den Daten (BACKUP_DIR), und niemand hat gesagt, in welchem Land. Tragen Sie es unter „Datenschutz, Orte der Daten“ bei „${BACKUP_PLACE}“ ein.`,
      en: `The backups do not lie with the data (BACKUP_DIR), and nobody has said in which country. Enter it under “Data protection, Places of data” at “${BACKUP_PLACE}”.`,
    };
  return null;
}
