import type { Todo } from "../../contract/dashboard.ts";
import { waitingOfLists } from "../crm/index.ts";
import type { Tx } from "../platform/index.ts";
import { ACKNOWLEDGE_HOURS, openUnsubscribes } from "../records/index.ts";

const HOUR_MS = 3_600_000;
const PATH = "/kampagnenlisten";

/** CRM-14: unsubscribes the core system should have by now; CRM-16: records somebody works on by hand. */
export async function coreTodos(tx: Tx, now: Date): Promise<Todo[]> {
  const found: Todo[] = [];
  for (const open of await openUnsubscribes(tx)) {
    const hours = (now.getTime() - open.oldest.getTime()) / HOUR_MS;
    if (hours <= ACKNOWLEDGE_HOURS.alarm) continue;
    const isBlocked = hours > ACKNOWLEDGE_HOURS.block;
    found.push({
      code: "core_return_due",
      urgent: true,
      title: {
        de: `${open.count === 1 ? "Eine Abmeldung" : `${open.count} Abmeldungen`} an „${open.source}“ zurückmelden`,
        en: `Report ${open.count === 1 ? "one unsubscribe" : `${open.count} unsubscribes`} to "${open.source}"`,
      },
      detail: isBlocked
        ? {
            de: "Seit über 72 Stunden offen: Neue Kampagnen dieser Quelle sind gesperrt, bis die Rückmeldedatei übergeben ist.",
            en: "Open for more than 72 hours: new campaigns of this source are stopped until the return file is handed over.",
          }
        : {
            de: "Seit über 24 Stunden offen. Laden Sie die Rückmeldedatei und übergeben Sie sie dem Kernsystem.",
            en: "Open for more than 24 hours. Download the return file and hand it to the core system.",
          },
      path: open.listId === null ? PATH : `${PATH}/${open.listId}`,
      rule: "CRM-14",
      at: open.oldest.toISOString(),
    });
  }
  const manual = (await waitingOfLists(tx)).filter((one) => one.manualOpen > 0).length;
  if (manual > 0)
    found.push({
      code: "core_manual_open",
      urgent: false,
      title: {
        de: `Datensätze ohne Personennummer in ${manual === 1 ? "einer Kampagnenliste" : `${manual} Kampagnenlisten`}`,
        en: `Records without person number in ${manual === 1 ? "one core-system list" : `${manual} core-system lists`}`,
      },
      detail: {
        de: "Ihre Rückmeldungen überträgt jemand von Hand ins Kernsystem.",
        en: "Somebody enters their responses into the core system by hand.",
      },
      path: PATH,
      rule: "CRM-16",
      at: null,
    });
  return found;
}
