import {
  audit,
  getAccount,
  listMembers,
  systemActor,
  type SendSystemMail,
} from "../accounts/index.ts";
import type { Locale } from "../platform/index.ts";
import { keepingAccountIds } from "./kept-facts.store.ts";
import { holdWhileRed, runChecks, type CheckEngineDeps } from "./check-engine.ts";
import { blocks, isRed, listChecks, type CheckState } from "./check-state.ts";
import { refreshKeptFacts } from "./keep-facts.ts";
import { deleteChangesBefore, liveAccountIds, markAlarmed } from "./checks.store.ts";

export interface ChecksJobDeps extends CheckEngineDeps {
  sendSystemMail: SendSystemMail;
  publicUrl: string;
}

const HOUR_MS = 3_600_000;
const FACTS_MS = 600_000;
const DAY_MS = 24 * HOUR_MS;
/** What was found so recently is true when a mailing begins. */
const FRESH_MS = 600_000;
/** What was found is kept for over a year, so that a yearly audit sees all of it. */
const KEEP_MS = 400 * DAY_MS;
/** A round that began a little late is still today's. */
const ROUND_MS = DAY_MS - HOUR_MS / 2;

/**
 * Looks at every live account's checklist once a day, and every hour at what is not green. A blocking check that
 * turns red holds advertising and is told to the owners and the data protection officer.
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

/** One account's hour: the whole list when a day has passed, else what is not green; then alarms. */
export async function recheckAccount(deps: ChecksJobDeps, accountId: number): Promise<void> {
  const now = deps.clock.now();
  // Two looks at the same moment may have left a hold behind, or none.
  const before = await holdWhileRed(deps, accountId);
  const oldest = Math.min(...before.map(({ checkedAt }) => checkedAt?.getTime() ?? 0));
  const isDue = now.getTime() - oldest >= ROUND_MS;
  const again = before
    .filter((check) => check.status === "not_checked" || blocks(check))
    .map(({ id }) => id);
  if (!isDue && again.length === 0) return;
  const after = await runChecks(deps, accountId, isDue ? undefined : again);
  if (isDue)
    await deps.db.retention(accountId, (tx) =>
      deleteChangesBefore(tx, new Date(now.getTime() - KEEP_MS)),
    );
  await raiseAlarms(deps, accountId, after);
}

/**
 * Before a mailing of a live account begins: looks again at each mandatory check that is not green or was looked at longer
 * than ten minutes ago, so that the mailing rests on what is true now (CHK, preamble).
 */
export async function checkBeforeSending(deps: ChecksJobDeps, accountId: number): Promise<void> {
  const now = deps.clock.now();
  const ids = await deps.db.account(accountId, async (tx) => {
    if ((await getAccount(tx)).mode !== "live") return [];
    const old = (at: Date | null): boolean =>
      at === null || now.getTime() - at.getTime() > FRESH_MS;
    return (await listChecks(tx, now))
      .filter((check) => check.blocking && (blocks(check) || old(check.checkedAt)))
      .map(({ id }) => id);
  });
  if (ids.length > 0) await raiseAlarms(deps, accountId, await runChecks(deps, accountId, ids));
}

/** Tells of what is red now, each once. */
async function raiseAlarms(
  deps: ChecksJobDeps,
  accountId: number,
  checks: readonly CheckState[],
): Promise<void> {
  const now = deps.clock.now();
  await raiseAlarm(
    deps,
    accountId,
    checks.filter((check) => isRed(check, now) && check.alarmedAt === null),
  );
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
          "Bis das behoben ist, verlässt keine Werbung das Haus: Mailings und persönliche Mails warten, auch solche, die schon laufen. Bestätigungs- und Vorgangsmails laufen weiter. Sobald alle Pflichtprüfungen bestanden sind, geht es von selbst weiter.",
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
          "Until this is mended, no advertising leaves: mailings and personal mails wait, those under way too. Opt-in and transactional mails go on. As soon as every mandatory check passes, sending goes on by itself.",
        ],
        button: { label: "To the checklist", url },
      };
}
