import { audit, getAccount, personActor, type Account } from "../accounts/index.ts";
import { hashToken, type Clock, type Database, type Tx } from "../platform/index.ts";
import {
  accountOfConfirmation,
  findByToken,
  markConfirmed,
  type ConfirmedAddress,
} from "./addresses.store.ts";
import { LINK_VALID_MS } from "./confirmed-address.ts";

type Deps = { db: Database; clock: Clock };
export interface Confirmation {
  account: Account;
  address: ConfirmedAddress;
  /** The present link was used. */
  done: boolean;
}

/** What a link asks, without answering it. Undefined for every token that is not, or no longer, one of ours. */
export function lookAtConfirmation(deps: Deps, token: string): Promise<Confirmation | undefined> {
  return withConfirmation(deps, token, async (_tx, found) => found);
}

/** Confirms the address of a link. Pressing the button twice is as good as once. */
export function confirmAddress(deps: Deps, token: string): Promise<Confirmation | undefined> {
  return withConfirmation(deps, token, async (tx, found) => {
    if (found.done) return found;
    const now = deps.clock.now();
    await markConfirmed(tx, found.address.id, now);
    await audit(tx, found.account.id, personActor, "address.confirmed", {
      objectType: "confirmed_address",
      objectId: found.address.publicId,
      detail: { kind: found.address.kind },
    });
    return { ...found, done: true };
  });
}

async function withConfirmation(
  { db, clock }: Deps,
  token: string,
  work: (tx: Tx, found: Confirmation) => Promise<Confirmation>,
): Promise<Confirmation | undefined> {
  const hash = hashToken(token);
  const accountId = await db.instance((tx) => accountOfConfirmation(tx, hash));
  if (accountId === null) return undefined;
  return db.account(accountId, async (tx) => {
    const since = new Date(clock.now().getTime() - LINK_VALID_MS);
    const address = await findByToken(tx, hash, since);
    if (!address) return undefined;
    const done = address.confirmedAt !== null && address.confirmedAt >= address.requestedAt;
    return work(tx, { account: await getAccount(tx), address, done });
  });
}
