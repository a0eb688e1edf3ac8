import { maybe, one, sql, type Tx } from "../platform/index.ts";
import type { ContentVersion, NewContentVersion } from "./content-version.ts";

/** Stores a version; there is no way to change it. */
export async function insertContentVersion(
  tx: Tx,
  accountId: number,
  version: NewContentVersion,
): Promise<{ id: number; publicId: string }> {
  return one<{ id: number; publicId: string }>(
    tx,
    sql`
      insert into content_versions
        (account_id, locale, subject, preheader, html, text, text_is_edited, links, settings, sha256)
      values
        (${accountId}, ${version.settings.facts.locale}, ${version.subject}, ${version.preheader}, ${version.html},
         ${version.text}, ${version.textIsEdited}, ${JSON.stringify(version.links)}::jsonb,
         ${JSON.stringify(version.settings)}::jsonb, ${version.sha256})
      returning id, public_id`,
  );
}

/** The version with this internal id, or undefined. */
export async function findContentVersion(
  tx: Tx,
  accountId: number,
  id: number,
): Promise<ContentVersion | undefined> {
  return maybe<ContentVersion>(
    tx,
    sql`
      select id, public_id, subject, preheader, html, text, text_is_edited, links, settings, sha256, created_at
      from content_versions
      where account_id = ${accountId} and id = ${id}`,
  );
}
