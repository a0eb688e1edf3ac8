import { recordEntry } from "../../server/consent/index.ts";
import { rows, run, sql, systemClock, type Database } from "../../server/platform/index.ts";
import { addressHash } from "../../server/contacts/index.ts";
import type { Keys } from "../../server/platform/index.ts";
import { completeSettings, testAccount } from "./account.ts";

/** A newsletter ready to be sent: account, sender, list and subscribers with evidence. */
export interface SeededNewsletter {
  accountId: number;
  accountPublicId: string;
  operatorId: number;
  email: string;
  senderId: number;
  listId: number;
  listPublicId: string;
  profilingVersionId: number;
}

export interface SeedOptions {
  people: number;
  /** How many of them granted the permission to analyse; the first ones. */
  granted?: number;
  countingLevel?: "none" | "clicks_only" | "shared" | "unique";
  domain?: string;
}

/**
 * Puts a list of confirmed subscribers into the database with bulk statements, as years of sign-ups would have: one
 * ledger entry stands for all of them, which is enough for the gate and for a ledger that verifies, and far too little for
 * a proof of each.
 */
export async function seedNewsletter(
  db: Database,
  keys: Keys,
  options: SeedOptions,
): Promise<SeededNewsletter> {
  const { account, accountId, operatorId, email } = await testAccount(db, {
    name: "Musterbank",
    settings: { ...completeSettings, countingLevel: options.countingLevel ?? "shared" },
  });
  const domain = options.domain ?? "leser.example";
  return db.account(accountId, async (tx) => {
    // A whole one, so that the ledger of an account seeded like this verifies; of nobody who is written to or erased.
    const { entryId } = await recordEntry(
      tx,
      { keys, clock: systemClock },
      {
        accountId,
        subject: { emailNormalised: `nachweis@${domain}` },
        kind: "imported_with_evidence",
        purpose: "newsletter",
        payload: {
          channel: "import",
          grantedAt: systemClock.now().toISOString(),
          source: "Anmeldeformular",
        },
      },
    );
    const [wording] = await rows<{ id: number }>(
      tx,
      sql`insert into wordings (account_id, purpose, name) values (${accountId}, 'profiling', 'Auswertung') returning id`,
    );
    const [version] = await rows<{ id: number }>(
      tx,
      sql`insert into wording_versions (account_id, wording_id, version, locale, text, sha256, techniques, uses, channels, approved_at)
          values (${accountId}, ${wording!.id}, 1, 'de', 'Ja.', '\\x00', '{open,click}', '{person_report,segments}', '{newsletter}', now()) returning id`,
    );
    const [sender] = await rows<{ id: number }>(
      tx,
      sql`insert into senders (account_id, from_name, from_address, domain, reply_to, is_default)
          values (${accountId}, 'Musterbank', 'post@musterbank.example', 'musterbank.example', 'post@musterbank.example', true) returning id`,
    );
    const [list] = await rows<{ id: number; publicId: string }>(
      tx,
      sql`insert into lists (account_id, name, topics, frequency) values (${accountId}, 'Marktblick', 'Zinsen und Börse', 'jeden Freitag') returning id, public_id`,
    );
    const emails = Array.from(
      { length: options.people },
      (_unused, at) => `person${at + 1}@${domain}`,
    );
    const hashes = emails.map((address) => addressHash(keys, accountId, address));
    await run(
      tx,
      sql`with people as (
            insert into contacts (account_id, email, email_normalised, address_hash, first_name, last_name, salutation, sort_key)
            select ${accountId}, u.email, u.email, u.hash, 'Anna', 'Beispiel ' || u.no, 'frau', 'beispiel ' || u.no
            from unnest(${emails}::text[], ${hashes}::bytea[]) with ordinality u(email, hash, no) returning id, email_normalised)
          insert into subscriptions (account_id, list_id, email_normalised, contact_id, state, proof, entry_id, source, confirmed_at)
          select ${accountId}, ${list!.id}, p.email_normalised, p.id, 'confirmed', 'double_opt_in', ${entryId}, 'Anmeldeformular', now() from people p`,
    );
    await run(
      tx,
      sql`insert into profiling_permissions (account_id, email_normalised, state, wording_version_id, entry_id, contact_ids, source)
          select ${accountId}, u.email, 'granted', ${version!.id}, ${entryId}, array[c.id], 'Anmeldeformular'
          from unnest(${emails.slice(0, options.granted ?? 0)}::text[]) u(email) join contacts c on c.account_id = ${accountId} and c.email_normalised = u.email`,
    );
    return {
      accountId,
      accountPublicId: account.publicId,
      operatorId,
      email,
      senderId: sender!.id,
      listId: list!.id,
      listPublicId: list!.publicId,
      profilingVersionId: version!.id,
    };
  });
}
