import { maybe, run, sql, type Tx } from "../platform/index.ts";
import type { Mailing } from "./mailing.ts";
import { findMailingById } from "./mailings.store.ts";

/** The version of a mailing in the other language, if there is one. */
export async function findTranslation(tx: Tx, mailingId: number): Promise<Mailing | undefined> {
  const found = await maybe<{ id: number }>(
    tx,
    sql`select m.id from mailings m where m.account_id = app_account() and m.translation_of = ${mailingId} and m.archived_at is null`,
  );
  return found && findMailingById(tx, found.id);
}

/** The mailing of which this one is a version in the other language. */
export async function findTranslated(tx: Tx, mailingId: number): Promise<Mailing | undefined> {
  const found = await maybe<{ translationOf: number | null }>(
    tx,
    sql`select m.translation_of from mailings m where m.account_id = app_account() and m.id = ${mailingId}`,
  );
  return found?.translationOf == null ? undefined : findMailingById(tx, found.translationOf);
}

/** Makes a draft a version of another mailing: from then on it is sent with that one only. */
export async function setTranslationOf(tx: Tx, id: number, mailingId: number): Promise<void> {
  await run(
    tx,
    sql`update mailings set translation_of = ${mailingId} where account_id = app_account() and id = ${id}`,
  );
}
