import type { Account } from "../accounts/index.ts";
import { importCsv, type ImportDeps } from "../imports/index.ts";
import type { List } from "../lists/index.ts";
import type { Actor } from "../platform/index.ts";
import { demoPeople, demoRandom } from "./demo-people.ts";

const DAY_MS = 86_400_000;
/** The day on which the newsletter moved here; what was imported can be taken back for 30 days. */
const DAYS_AGO = 6;
const PEOPLE = 58;

/** The move from another system, as it goes in life: most proven, some gone, a few rows that are no use. */
export async function fillImports(
  deps: ImportDeps,
  by: { account: Account; actor: Actor; list: List; wordingVersionId: string },
): Promise<void> {
  const then = new Date(deps.clock.now().getTime() - DAYS_AGO * DAY_MS);
  const clock = { now: () => then };
  await importCsv({ ...deps, clock, compliance: { ...deps.compliance, clock } }, by.account.id, {
    stream: once(exportOf(then)),
    fileName: "cleverreach-kundenbrief.csv",
    actor: by.actor,
    options: {
      listIds: [by.list.publicId],
      tags: ["Umzug aus CleverReach"],
      origin: {
        text: "Anmeldungen zum Kundenbrief im früheren Newsletter-System",
        collectedFrom: "person",
      },
      consent: {
        evidence: "double_opt_in",
        source: "Anmeldeseite musterbank.example/kundenbrief",
        wording: { versionId: by.wordingVersionId },
      },
      triage: { proven: "evidence", plausible: "unverified", missing: "contact" },
      existing: "fill",
    },
  });
}

/** A recipient list as CleverReach exports it: seconds since 1970, and 0 for never. */
function exportOf(now: Date): string {
  const random = demoRandom(20_261);
  const second = (daysAgo: number) => Math.floor((now.getTime() - daysAgo * DAY_MS) / 1000);
  const rows = demoPeople(PEOPLE, random).map(({ email, firstName, lastName, salutation }, no) => {
    const registered = second(20 + Math.floor(random() * 340));
    const activated = no % 9 === 4 ? 0 : registered + 60 + Math.floor(random() * 7200);
    const deactivated = no % 13 === 6 ? second(8) : 0;
    const bounced = no === 17 || no === 41 ? second(12) : 0;
    return [
      no === 22 ? email.replace("@", " at ") : email,
      activated,
      registered,
      deactivated,
      bounced,
      "Kundenbrief-Formular",
      salutation,
      firstName,
      lastName,
    ];
  });
  const doubled = rows[3]!;
  return [
    "email;activated;registered;deactivated;bounced;source;anrede;vorname;nachname".split(";"),
    ...rows,
    doubled,
  ]
    .map((cells) => cells.join(";"))
    .join("\r\n");
}

async function* once(text: string): AsyncGenerator<Buffer> {
  yield Buffer.from(text);
}
