import { addressHash, findOrCreateContact, type Contact } from "../contacts/index.ts";
import { insertList, upsertConfirmed, type List } from "../lists/index.ts";
import { withProbe, type Probe } from "../pages/index.ts";
import { hashToken, randomToken, type CheckContext, type Tx } from "../platform/index.ts";
import type { PreferenceDeps } from "./deps.ts";
import { freshRoutes } from "./fresh.routes.ts";
import { DAY_MS } from "./parameters.ts";
import { insertLink } from "./preference-links.store.ts";
import { unsubscribeRoutes } from "./unsubscribe.routes.ts";

/** A reserved address that no mail can reach (RFC 2606); everything with it is taken back. */
export const NOBODY = "pruefung@klarpost.invalid";

export interface Planted {
  probe: Probe;
  tx: Tx;
  contact: Contact;
  list: List;
  unsubscribe: string;
}

/** Runs with a subscriber who does not exist, whose mail was written a day ago. */
export function withSubscriber<T>(
  deps: PreferenceDeps,
  { tx, accountId }: CheckContext,
  work: (planted: Planted) => Promise<T>,
): Promise<T> {
  const routes = (db: PreferenceDeps["db"]) => [
    ...unsubscribeRoutes({ ...deps, db }),
    ...freshRoutes({ ...deps, db }),
  ];
  return withProbe(tx, { db: deps.db, log: deps.log, routes }, async (probe) => {
    const now = deps.clock.now();
    const list = await insertList(tx, accountId, { name: "Prüfung" }, now);
    const { contact } = await findOrCreateContact(tx, deps, accountId, {
      email: NOBODY,
      emailNormalised: NOBODY,
      fields: {},
      source: "check",
      at: now,
    });
    // Without evidence it could never be mailed; here it is only left.
    await upsertConfirmed(tx, accountId, {
      listId: list.id,
      emailNormalised: NOBODY,
      contactId: contact.id,
      proof: null,
      flag: "unverified",
      entryId: null,
      wordingVersionId: null,
      source: "check",
      at: now,
    });
    const token = deps.links.make("unsubscribe", {
      accountId,
      listId: list.id,
      contactId: contact.id,
      addressHash: addressHash(deps.keys, accountId, NOBODY),
      mailingId: 0,
      issuedAt: new Date(now.getTime() - DAY_MS),
    });
    return work({ probe, tx, contact, list, unsubscribe: `/u/${token}` });
  });
}

/** A fresh link to "Verwalten" for this contact; gives its token. */
export async function plantAccess(
  tx: Tx,
  deps: PreferenceDeps,
  accountId: number,
  contactId: number,
): Promise<string> {
  const now = deps.clock.now();
  const token = randomToken(24);
  await insertLink(tx, accountId, {
    kind: "access",
    tokenHash: hashToken(token),
    contactId,
    email: NOBODY,
    emailNormalised: NOBODY,
    locale: "de",
    formPublicId: null,
    createdAt: now,
    expiresAt: new Date(now.getTime() + DAY_MS),
  });
  return token;
}
