import type { SeedTestView } from "../../contract/deliverability.ts";
import { sendTestMailing, type MailingDeps } from "../mailings/index.ts";
import { providerName, providerOf, type Actor, type Tx } from "../platform/index.ts";
import {
  insertSeedTest,
  seedResults,
  type SeedResultRow,
  type SeedTestRow,
} from "./deliverability.store.ts";

/**
 * Sends a mailing to own, confirmed addresses as it will be, untracked and counted nowhere, and keeps a list of where it went
 * (SND-17). Gives the test's public id.
 *
 * @throws AppError `test_address_unknown` (400), `mailing_not_renderable` (409)
 */
export async function startSeedTest(
  tx: Tx,
  deps: MailingDeps,
  accountId: number,
  actor: Actor,
  mailingPublicId: string,
  addressIds: string[],
): Promise<string> {
  const sent = await sendTestMailing(tx, deps, accountId, mailingPublicId, {
    addressIds: [...new Set(addressIds)],
    asReal: true,
  });
  return insertSeedTest(
    tx,
    accountId,
    {
      mailingId: sent.mailing.id,
      subject: sent.subject,
      createdBy: actor.operatorId ?? null,
      at: deps.clock.now(),
    },
    sent.deliveries.map((each) => ({
      id: each.id,
      provider: providerOf(each.emailNormalised.slice(each.emailNormalised.lastIndexOf("@") + 1)),
    })),
  );
}

/** Tests with their results. */
export async function presentSeedTests(
  tx: Tx,
  tests: readonly SeedTestRow[],
): Promise<SeedTestView[]> {
  const results = await seedResults(
    tx,
    tests.map((each) => each.id),
  );
  return tests.map((each) => ({
    id: each.publicId,
    mailing:
      each.mailingPublicId === null
        ? null
        : { id: each.mailingPublicId, name: each.mailingName ?? "" },
    subject: each.subject,
    createdAt: each.createdAt.toISOString(),
    results: results.filter((row) => row.seedTestId === each.id).map(presentResult),
  }));
}

function presentResult(row: SeedResultRow): SeedTestView["results"][number] {
  return {
    id: row.deliveryPublicId,
    email: row.email,
    provider: { id: row.provider, name: providerName(row.provider) },
    state: row.state,
    reply: row.reply === null ? null : `${row.smtpCode ?? ""} ${row.reply}`.trim(),
    placement: row.placement,
    notedAt: row.notedAt?.toISOString() ?? null,
  };
}
