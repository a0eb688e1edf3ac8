import { AppError, type Keys, type Tx } from "../platform/index.ts";
import {
  addressHash,
  cleanFields,
  givenFields,
  originNames,
  sortKey,
  type Contact,
  type ContactFields,
  type Origin,
} from "./contact.ts";
import { findByAddress, insertContact, lockAddress, updateContact } from "./contacts.store.ts";
import { isLockedAddress } from "./restriction.store.ts";

/**
 * The contact of the newsletter pot for an address: the first one there, or a new one. Given fields fill what was
 * empty or, with `overwrite`, replace it; each changed field remembers its origin. Safe when called twice at once. Throws
 * 409 `address_locked` where the caller may not see who has the address (DSR-07).
 */
export async function findOrCreateContact(
  tx: Tx,
  deps: { keys: Keys },
  accountId: number,
  input: {
    email: string;
    emailNormalised: string;
    fields: ContactFields;
    source: string;
    detail?: string;
    at: Date;
    overwrite?: boolean;
  },
): Promise<{ contact: Contact; before: Contact | null; created: boolean; changed: boolean }> {
  await lockAddress(tx, accountId, input.emailNormalised);
  const fields = cleanFields(input.fields);
  const origin: Origin = {
    source: input.source,
    at: input.at.toISOString(),
    ...(input.detail === undefined ? {} : { detail: input.detail }),
  };
  const [known] = await findByAddress(tx, input.emailNormalised);
  if (!known) {
    if (await isLockedAddress(tx, input.emailNormalised))
      throw new AppError("address_locked", 409, "This address cannot be added at the moment.", {
        hint: "Ask whoever answers for data protection.",
      });
    const origins = Object.fromEntries(
      ["email", ...originNames(fields)].map((name) => [name, origin]),
    );
    const contact = await insertContact(tx, accountId, {
      pot: "newsletter",
      email: input.email,
      emailNormalised: input.emailNormalised,
      addressHash: addressHash(deps.keys, accountId, input.emailNormalised),
      sortKey: sortKey(fields, input.emailNormalised),
      fields,
      origins,
      createdAt: input.at,
    });
    return { contact, before: null, created: true, changed: true };
  }
  const news = changedFields(known, fields, input.overwrite ?? false);
  const names = givenFields(news);
  if (names.length === 0) return { contact: known, before: known, created: false, changed: false };
  const contact = await updateContact(tx, known.id, {
    fields: news,
    sortKey: sortKey({ ...known, ...news }, known.emailNormalised),
    origins: Object.fromEntries(originNames(news).map((name) => [name, origin])),
    now: input.at,
  });
  return { contact, before: known, created: false, changed: true };
}

/** The fields that differ and may be taken over. */
export function changedFields(
  known: Contact,
  fields: ContactFields,
  overwrite: boolean,
): ContactFields {
  const news: Record<string, unknown> = {};
  for (const name of givenFields(fields)) {
    if (name === "custom") {
      const custom = Object.entries(fields.custom ?? {}).filter(
        ([key, value]) =>
          value !== "" && known.custom[key] !== value && (overwrite || !known.custom[key]),
      );
      if (custom.length > 0) news["custom"] = Object.fromEntries(custom);
    } else if (known[name] !== fields[name] && (overwrite || !known[name])) {
      news[name] = fields[name];
    }
  }
  return news as ContactFields;
}
