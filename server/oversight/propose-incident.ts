import { getAccount, systemActor } from "../accounts/index.ts";
import { audit } from "../accounts/index.ts";
import type { Tx } from "../platform/index.ts";
import type { OversightDeps } from "./deps.ts";
import { proposals } from "./incident-words.ts";
import { addEvent, insertIncident, isProposed } from "./incidents.store.ts";

const DAY_MS = 86_400_000;

/**
 * Proposes an entry of the register where the product can know that something may have happened (ORG-11). The 72 hours run
 * from now, because now the house can know. One open proposal of a kind at a time, and none within a day of the last.
 * Gives whether there is a new one.
 */
export async function proposeIncident(
  tx: Tx,
  { clock }: Pick<OversightDeps, "clock">,
  accountId: number,
  source: keyof typeof proposals,
): Promise<boolean> {
  const now = clock.now();
  const { locale, mode } = await getAccount(tx);
  // In the sandbox no mail leaves the house, so a stop there has hurt nobody.
  if (source === "stop" && mode !== "live") return false;
  if (await isProposed(tx, source, new Date(now.getTime() - DAY_MS))) return false;
  const { title, what } = proposals[source];
  const made = await insertIncident(tx, accountId, {
    title: title[locale],
    kind: source === "ledger" ? "alteration" : "disclosure",
    nearMiss: false,
    state: "proposed",
    proposedBy: source,
    discoveredAt: now,
    what: what[locale],
    createdBy: systemActor.name,
    createdAt: now,
  });
  await addEvent(tx, accountId, made.id, { kind: "proposed", actor: systemActor.name, at: now });
  await audit(tx, accountId, systemActor, "incident.proposed", {
    objectType: "incident",
    objectId: made.publicId,
    detail: { source },
  });
  return true;
}

type Handler = (event: { accountId: number; payload: Record<string, unknown> }) => Promise<void>;

/** What is heard of that may be a breach: a ledger that was altered, an emergency stop. */
export function oversightSubscribers(deps: OversightDeps): Record<string, Handler[]> {
  const propose = (accountId: number, source: keyof typeof proposals) =>
    deps.db.account(
      accountId,
      async (tx) => void (await proposeIncident(tx, deps, accountId, source)),
    );
  return {
    "ledger.verified": [
      async ({ accountId, payload }) => {
        if (payload["ok"] === false) await propose(accountId, "ledger");
      },
    ],
    "sending.stopped": [({ accountId }) => propose(accountId, "stop")],
  };
}
