import { audit, getAccount, listAccountIds, systemActor } from "../accounts/index.ts";
import type { Logger } from "../platform/index.ts";
import { checkDomain } from "./check-domain.ts";
import type { SendersDeps } from "./deps.ts";
import { revokeRetired, takeDueForReminder } from "./dkim-keys.store.ts";
import { findDomain, listSendingDomains } from "./domains.store.ts";
import { notifyOwners } from "./notify-owners.ts";
import { KEEP_MS, RENEW_MS } from "./present-domain.ts";
import { dayBefore } from "./reports/read-reports.ts";
import { deleteOldReports } from "./reports/reports.store.ts";

const HOUR_MS = 3_600_000;
/** Looked at once a day; an hour of slack keeps the time of day. */
const FRESH_MS = 23 * HOUR_MS;
/** How long reports are kept: a year and a month, so that two seasons can be compared. */
const KEEP_REPORT_DAYS = 396;

type Deps = SendersDeps & { log: Logger };

/** Every hour: domains that nobody looked at for a day are checked, keys whose week is over are withdrawn. */
export function senderPeriodic(
  deps: Deps,
): { name: string; everyMs: number; run(signal: AbortSignal): Promise<void> }[] {
  return [
    {
      name: "senders.domains",
      everyMs: HOUR_MS,
      async run(signal) {
        for (const accountId of await listAccountIds(deps.db)) {
          if (signal.aborted) return;
          try {
            await tidyKeys(deps, accountId);
            await checkDueDomains(deps, accountId, signal);
          } catch (err) {
            deps.log.warn({ err, accountId }, "domains could not be looked at");
          }
        }
      },
    },
  ];
}

/**
 * Looks at the domains of an account that nobody looked at for a day. In the sandbox, where records are not needed,
 * only at those that somebody looked at before.
 */
export async function checkDueDomains(
  deps: Deps,
  accountId: number,
  signal?: AbortSignal,
): Promise<number> {
  const due = await deps.db.account(accountId, async (tx) => {
    const found: string[] = [];
    const before = deps.clock.now().getTime() - FRESH_MS;
    const isLive = (await getAccount(tx)).mode === "live";
    for (const domain of await listSendingDomains(tx)) {
      const checkedAt = (await findDomain(tx, domain))?.checkedAt ?? null;
      if (checkedAt === null ? isLive : checkedAt.getTime() <= before) found.push(domain);
    }
    return found;
  });
  for (const domain of due) {
    if (signal?.aborted) break;
    await unlessAborted(
      signal,
      checkDomain(deps, accountId, domain, { actor: systemActor, automatic: true }),
    );
  }
  return due.length;
}

/** The DNS may take its time; a stop does not wait for it, and the next start looks again. */
async function unlessAborted(
  signal: AbortSignal | undefined,
  work: Promise<unknown>,
): Promise<void> {
  if (!signal) return void (await work);
  const aborted = new Promise<void>((resolve) => {
    signal.addEventListener("abort", () => resolve(), { once: true });
  });
  await Promise.race([work.then(() => undefined), aborted]);
  if (signal.aborted) work.catch(() => undefined);
}

/** Withdraws keys that were replaced a week ago, and reminds the owners of keys that are a year old. */
export async function tidyKeys(deps: Deps, accountId: number): Promise<void> {
  const now = deps.clock.now();
  await deps.db.account(accountId, async (tx) => {
    await deleteOldReports(tx, dayBefore(now, KEEP_REPORT_DAYS));
    const before = new Date(now.getTime() - KEEP_MS);
    for (const { domain, selector } of await revokeRetired(tx, before, now))
      await audit(tx, accountId, systemActor, "dkim_key.revoked", {
        objectType: "dkim_key",
        objectId: selector,
        detail: { domain },
      });
    const old = await takeDueForReminder(tx, new Date(now.getTime() - RENEW_MS), now);
    const domains = [...new Set(old.map((key) => key.domain))].join(", ");
    if (domains === "") return;
    await notifyOwners(tx, deps.sendSystemMail, accountId, {
      de: {
        subject: `Zeit für einen neuen DKIM-Schlüssel: ${domains}`,
        heading: "Zeit für einen neuen DKIM-Schlüssel",
        paragraphs: [
          `Ein Schlüssel, mit dem Ihre E-Mails unterschrieben werden, ist ein Jahr alt (${domains}). Wechseln Sie ihn in Ruhe: Der alte gilt weiter, bis der neue im DNS steht.`,
          "Sie finden den Wechsel in den Einstellungen unter „Versanddomains“.",
        ],
      },
      en: {
        subject: `Time for a new DKIM key: ${domains}`,
        heading: "Time for a new DKIM key",
        paragraphs: [
          `A key that signs your e-mails is a year old (${domains}). Replace it without hurry: the old one counts until the new one stands in the DNS.`,
          "You find this in the settings under “Sending domains”.",
        ],
      },
    });
  });
}
