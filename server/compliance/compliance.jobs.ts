import {
  audit,
  getAccount,
  listMembers,
  systemActor,
  type SendSystemMail,
} from "../accounts/index.ts";
import type { Locale } from "../platform/index.ts";
import { keepingAccountIds } from "./kept-facts.store.ts";
import { runChecks, type CheckEngineDeps } from "./check-engine.ts";
import { blocks, listChecks, type CheckState } from "./check-state.ts";
import { refreshKeptFacts } from "./keep-facts.ts";
import { deleteChangesBefore, liveAccountIds, markAlarmed } from "./checks.store.ts";

export interface ChecksJobDeps extends CheckEngineDeps {
  sendSystemMail: SendSystemMail;
  publicUrl: string;
}

const HOUR_MS = 3_600_000;
const FACTS_MS = 600_000;
const DAY_MS = 24 * HOUR_MS;
/** What was found is kept for over a year, so that a yearly audit sees all of it. */
const KEEP_MS = 400 * DAY_MS;
/** A round that began a little late is still today's. */
const ROUND_MS = DAY_MS - HOUR_MS / 2;

/**
 * Looks at every live account's checklist once a day, and every hour at what nobody could look at. A blocking check that
 * turns red holds new mailings and is told to the owners and the data protection officer.
 */
export function compliancePeriodic(
  deps: ChecksJobDeps,
): { name: string; everyMs: number; run(signal: AbortSignal): Promise<void> }[] {
  return [
    {
      name: "compliance.checks",
      everyMs: HOUR_MS,
      async run(signal) {
        for (const accountId of await deps.db.instance(liveAccountIds)) {
          if (signal.aborted) return;
          await recheckAccount(deps, accountId);
        }
      },
    },
    {
      name: "compliance.facts",
      everyMs: FACTS_MS,
      async run(signal) {
        await refreshKeptFacts(deps, await deps.db.worker(keepingAccountIds), signal);
      },
    },
  ];
}

/** One account's hour: the whole list when a day has passed, else what nobody could look at; then alarms. */
export async function recheckAccount(deps: ChecksJobDeps, accountId: number): Promise<void> {
  const now = deps.clock.now();
  const before = await deps.db.account(accountId, (tx) => listChecks(tx, now));
  const oldest = Math.min(...before.map(({ checkedAt }) => checkedAt?.getTime() ?? 0));
  const isDue = now.getTime() - oldest >= ROUND_MS;
  const unseen = before.filter(({ status }) => status === "not_checked").map(({ id }) => id);
  if (!isDue && unseen.length === 0) return;
  const after = await runChecks(deps, accountId, isDue ? undefined : unseen);
  if (isDue)
    await deps.db.retention(accountId, (tx) =>
      deleteChangesBefore(tx, new Date(now.getTime() - KEEP_MS)),
    );
  await raiseAlarm(
    deps,
    accountId,
    after.filter((check) => isAlarming(check, now)),
  );
}

/** Red at once; what nobody could look at after a day, because resolvers have bad hours. Each is told once. */
function isAlarming(check: CheckState, now: Date): boolean {
  if (!blocks(check) || check.alarmedAt !== null) return false;
  const age = now.getTime() - (check.since?.getTime() ?? 0);
  return check.status === "failed" || age >= DAY_MS;
}

async function raiseAlarm(
  deps: ChecksJobDeps,
  accountId: number,
  red: readonly CheckState[],
): Promise<void> {
  if (red.length === 0) return;
  const { locale, readers } = await deps.db.account(accountId, async (tx) => {
    await markAlarmed(
      tx,
      red.map(({ id }) => id),
      deps.clock.now(),
    );
    await audit(tx, accountId, systemActor, "check.turned_red", {
      objectType: "check",
      detail: { checks: red.map(({ id }) => id) },
    });
    const members = await listMembers(tx, accountId);
    return {
      locale: (await getAccount(tx)).locale,
      readers: members.filter(({ roles }) => roles.includes("owner") || roles.includes("dpo")),
    };
  });
  for (const { email } of readers)
    try {
      await deps.db.account(accountId, (tx) =>
        deps.sendSystemMail(tx, {
          accountId,
          kind: "security_note",
          to: email,
          locale,
          ...alarmMail(locale, red, deps.publicUrl),
        }),
      );
    } catch (error) {
      // The start page says it too; one reader who cannot be written to keeps it from nobody else.
      deps.log.warn({ err: error, accountId }, "nobody could be told that a check turned red");
    }
}

function alarmMail(locale: Locale, red: readonly CheckState[], publicUrl: string) {
  const url = new URL("/datenschutz/checkliste", publicUrl).href;
  const lines = red.map((check) => `${check.label[locale]}: ${check.message[locale]}`);
  const one = red.length === 1;
  return locale === "de"
    ? {
        subject: one
          ? `Pflichtprüfung nicht bestanden: ${red[0]!.label.de}`
          : `${red.length} Pflichtprüfungen nicht bestanden`,
        heading: one
          ? "Eine Pflichtprüfung ist nicht mehr bestanden"
          : `${red.length} Pflichtprüfungen sind nicht mehr bestanden`,
        paragraphs: [
          ...lines,
          "Bis das behoben ist, beginnt kein neues Mailing. Was bereits läuft, läuft weiter. Geplante Mailings warten.",
        ],
        button: { label: "Zur Checkliste", url },
      }
    : {
        subject: one
          ? `Mandatory check failed: ${red[0]!.label.en}`
          : `${red.length} mandatory checks failed`,
        heading: one
          ? "A mandatory check does not pass any more"
          : `${red.length} mandatory checks do not pass any more`,
        paragraphs: [
          ...lines,
          "Until this is mended, no new mailing begins. What is under way goes on. Scheduled mailings wait.",
        ],
        button: { label: "To the checklist", url },
      };
}
