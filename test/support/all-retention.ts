import { tidyAccounts } from "../../server/accounts/index.ts";
import type { App } from "../../server/app.ts";
import { bouncePeriodic } from "../../server/bounces/index.ts";
import { ledgerPeriodic } from "../../server/consent/index.ts";
import { duplicatePeriodic } from "../../server/duplicates/index.ts";
import { goalPeriodic } from "../../server/goals/index.ts";
import { importJobs } from "../../server/imports/index.ts";
import { intakePeriodic } from "../../server/intake/index.ts";
import type { Clock, Job } from "../../server/platform/index.ts";
import { rows, sql } from "../../server/platform/index.ts";
import { preferenceJobs } from "../../server/preferences/index.ts";
import { contactPeriodic, privacyPeriodic } from "../../server/privacy/index.ts";
import { recordsPeriodic } from "../../server/records/index.ts";
import { requestPeriodic } from "../../server/requests/index.ts";
import { signupJobs } from "../../server/signup/index.ts";
import { trackingPeriodic } from "../../server/tracking/index.ts";

/** Everything of the product that deletes because a time is over, once, at the clock's time. */
export async function runAllRetention(
  app: Pick<App, "db" | "keys" | "log" | "deps">,
  clock: Clock,
): Promise<void> {
  const { db, keys, log, deps } = app;
  const base = { db, keys, log, clock };
  const { signal } = new AbortController();
  const accounts = await db.worker((tx) =>
    rows<{ id: number }>(tx, sql`select id from accounts order by id`),
  );
  const jobs = {
    ...signupJobs({ ...deps.signup, clock }),
    ...preferenceJobs({ ...deps.preferences, clock }),
  };
  const imports = importJobs({ ...base, compliance: deps.compliance });
  for (const { id: accountId } of accounts) {
    for (const handler of Object.values(jobs))
      await handler(
        { accountId, payload: {} } as unknown as Job,
        {
          signal,
          keep: async () => undefined,
        } as never,
      );
    const old = await db.account(accountId, (tx) =>
      rows<{ id: number }>(
        tx,
        sql`select i.id from imports i where i.account_id = app_account() and i.finished_at < ${clock.now()}::timestamptz - interval '30 days'`,
      ),
    );
    for (const { id: importId } of old)
      await imports["imports.expire"]!(
        { accountId, payload: { importId } } as unknown as Job,
        {
          signal,
          keep: async () => undefined,
        } as never,
      );
  }
  for (const { run } of [
    ...ledgerPeriodic(base).filter(({ name }) => name === "ledger.seal"),
    ...trackingPeriodic(base),
    ...goalPeriodic(base),
    ...bouncePeriodic(base),
    ...recordsPeriodic(base),
    ...intakePeriodic({ ...deps.signup, clock }),
    ...privacyPeriodic({ ...deps.privacy, clock } as never),
    ...contactPeriodic(base),
    ...requestPeriodic({ ...deps.requests, clock }),
    ...duplicatePeriodic(base),
  ])
    await run(signal);
  await tidyAccounts(db, clock);
}
