import { getAccount } from "../accounts/index.ts";
import { normaliseEmailAddress, type Tx } from "../platform/index.ts";
import {
  findAddressFor,
  listConfirmed,
  type AddressKind,
  type ConfirmedAddress,
} from "./addresses.store.ts";
import { isConfirmed } from "./confirmed-address.ts";
import type { Sender } from "./sender.ts";

/** Whether a confirmation of this address for this use counts now, in the transaction's account. */
export async function addressIsConfirmed(
  tx: Tx,
  kind: AddressKind,
  email: string,
  now: Date,
): Promise<boolean> {
  const normalised = normaliseEmailAddress(email);
  if (normalised === undefined) return false;
  const { mode } = await getAccount(tx);
  return isConfirmed(await findAddressFor(tx, kind, normalised), mode, now);
}

/** Whether somebody reads the sender's reply address, confirmed within 180 days (CNT-03). */
export function replyToIsConfirmed(
  tx: Tx,
  sender: Pick<Sender, "replyTo">,
  now: Date,
): Promise<boolean> {
  return addressIsConfirmed(tx, "reply_to", sender.replyTo, now);
}

/** Those of the named addresses whose confirmation counts (SND-17: tests go to nobody else). */
export async function findConfirmedAddresses(
  tx: Tx,
  kind: AddressKind,
  publicIds: string[],
): Promise<ConfirmedAddress[]> {
  const { mode } = await getAccount(tx);
  const found = await listConfirmed(tx, kind, publicIds);
  return found.filter((address) => mode === "sandbox" || address.sentVia === "relay");
}
