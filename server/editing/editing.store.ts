import type { BlockDocument, MjmlSource, Section, SourceKind } from "../../contract/blocks.ts";
import type { BrandKitChange } from "../../contract/editing.ts";
import { maybe, one, rows, run, sql, type Tx } from "../platform/index.ts";

export function findBrandKit(tx: Tx): Promise<BrandKitChange | undefined> {
  return maybe<BrandKitChange>(
    tx,
    sql`select k.headings, k.text, k.buttons, k.logo_width, k.footer, k.social from brand_kits k where k.account_id = app_account()`,
  );
}

export async function putBrandKit(
  tx: Tx,
  accountId: number,
  kit: BrandKitChange,
  at: Date,
): Promise<void> {
  await run(
    tx,
    sql`insert into brand_kits (account_id, headings, text, buttons, logo_width, footer, social, updated_at)
        values (${accountId}, ${kit.headings}, ${kit.text}, ${kit.buttons}, ${kit.logoWidth}, ${kit.footer}, ${JSON.stringify(kit.social)}, ${at})
        on conflict (account_id) do update set headings = excluded.headings, text = excluded.text, buttons = excluded.buttons,
          logo_width = excluded.logo_width, footer = excluded.footer, social = excluded.social, updated_at = excluded.updated_at`,
  );
}

export interface SavedSection {
  publicId: string;
  name: string;
  section: Section;
  createdBy: string | null;
  createdAt: Date;
}

const SECTION = sql.raw(
  "s.public_id, s.name, s.section, (select o.name from operators o where o.id = s.created_by) as created_by, s.created_at",
);

export function allSavedSections(tx: Tx): Promise<SavedSection[]> {
  return rows<SavedSection>(
    tx,
    sql`select ${SECTION} from saved_sections s where s.account_id = app_account() order by lower(s.name) limit 500`,
  );
}

/** Undefined when a section of this name exists. */
export function insertSavedSection(
  tx: Tx,
  accountId: number,
  section: { name: string; section: Section; createdBy: number | null; at: Date },
): Promise<SavedSection | undefined> {
  return maybe<SavedSection>(
    tx,
    sql`insert into saved_sections as s (account_id, name, section, created_by, created_at)
        values (${accountId}, ${section.name}, ${JSON.stringify(section.section)}, ${section.createdBy}, ${section.at})
        on conflict do nothing returning ${SECTION}`,
  );
}

export function renameSavedSection(
  tx: Tx,
  publicId: string,
  name: string,
): Promise<SavedSection | undefined> {
  return maybe<SavedSection>(
    tx,
    sql`update saved_sections s set name = ${name} where s.account_id = app_account() and s.public_id = ${publicId}
          and not exists (select 1 from saved_sections o where o.account_id = s.account_id and o.id <> s.id and lower(o.name) = lower(${name}))
        returning ${SECTION}`,
  );
}

export async function deleteSavedSection(tx: Tx, publicId: string): Promise<boolean> {
  const gone = await run(
    tx,
    sql`delete from saved_sections where account_id = app_account() and public_id = ${publicId}`,
  );
  return gone === 1;
}

/** Where pictures of the library stand in kept sections. */
export const sectionImageUses = {
  find: (tx: Tx, keys: readonly string[]) =>
    rows<{ kind: "section"; id: string; name: string; sent: boolean }>(
      tx,
      sql`select 'section' as kind, s.public_id as id, s.name, false as sent from saved_sections s
          where s.account_id = app_account() and s.section::text like any(${keys.map((key) => `%/m/${key.replaceAll("_", "\\_")}.%`)})
          order by lower(s.name)`,
    ),
  async replace(tx: Tx, earlier: string, address: string): Promise<void> {
    await run(
      tx,
      sql`update saved_sections s set section = replace(s.section::text, ${earlier}, ${address})::jsonb
          where s.account_id = app_account() and strpos(s.section::text, ${earlier}) > 0`,
    );
  },
};

/** What a version holds of a mailing. */
export interface VersionedContent {
  revision: number;
  subject: string;
  preheader: string;
  html: string;
  text: string;
  textIsEdited: boolean;
  sourceKind: SourceKind;
  source: BlockDocument | MjmlSource | null;
}

export interface Version extends VersionedContent {
  publicId: string;
  name: string | null;
  createdBy: string | null;
  createdAt: Date;
}

const VERSION = sql.raw(
  "v.public_id, v.name, v.revision, v.subject, v.preheader, v.html, v.text, v.text_is_edited, v.source_kind, v.source, (select o.name from operators o where o.id = v.created_by) as created_by, v.created_at",
);

export function insertVersion(
  tx: Tx,
  accountId: number,
  mailingId: number,
  content: VersionedContent,
  by: { name: string | null; operatorId: number | null; at: Date },
): Promise<Version> {
  return one<Version>(
    tx,
    sql`insert into mailing_versions as v (account_id, mailing_id, name, revision, subject, preheader, html, text, text_is_edited, source_kind, source, created_by, created_at)
        values (${accountId}, ${mailingId}, ${by.name}, ${content.revision}, ${content.subject}, ${content.preheader}, ${content.html}, ${content.text},
          ${content.textIsEdited}, ${content.sourceKind}, ${content.source === null ? null : JSON.stringify(content.source)}, ${by.operatorId}, ${by.at})
        returning ${VERSION}`,
  );
}

/** Unnamed versions beyond the newest are forgotten. */
export async function pruneVersions(tx: Tx, mailingId: number, keep: number): Promise<void> {
  await run(
    tx,
    sql`delete from mailing_versions v where v.account_id = app_account() and v.mailing_id = ${mailingId} and v.name is null
          and v.id not in (select n.id from mailing_versions n where n.account_id = app_account() and n.mailing_id = ${mailingId} and n.name is null
                           order by n.created_at desc, n.id desc limit ${keep})`,
  );
}

export function listVersions(
  tx: Tx,
  mailingId: number,
): Promise<
  (Pick<Version, "publicId" | "name" | "revision" | "sourceKind" | "subject" | "createdBy"> & {
    createdAt: Date;
  })[]
> {
  return rows(
    tx,
    sql`select v.public_id, v.name, v.revision, v.source_kind, v.subject, (select o.name from operators o where o.id = v.created_by) as created_by, v.created_at
        from mailing_versions v where v.account_id = app_account() and v.mailing_id = ${mailingId} order by v.created_at desc, v.id desc limit 200`,
  );
}

export function findVersion(
  tx: Tx,
  mailingId: number,
  publicId: string,
): Promise<Version | undefined> {
  return maybe<Version>(
    tx,
    sql`select ${VERSION} from mailing_versions v where v.account_id = app_account() and v.mailing_id = ${mailingId} and v.public_id = ${publicId}`,
  );
}

export function latestVersion(
  tx: Tx,
  mailingId: number,
): Promise<{ revision: number; createdAt: Date } | undefined> {
  return maybe(
    tx,
    sql`select v.revision, v.created_at from mailing_versions v where v.account_id = app_account() and v.mailing_id = ${mailingId}
        order by v.created_at desc, v.id desc limit 1`,
  );
}

export interface Comment {
  publicId: string;
  blockId: string | null;
  body: string;
  author: string | null;
  createdAt: Date;
  resolvedAt: Date | null;
  resolvedBy: string | null;
}

const COMMENT = sql.raw(
  "c.public_id, c.block_id, c.body, (select o.name from operators o where o.id = c.created_by) as author, c.created_at, c.resolved_at, (select o.name from operators o where o.id = c.resolved_by) as resolved_by",
);

export function listComments(tx: Tx, mailingId: number): Promise<Comment[]> {
  return rows<Comment>(
    tx,
    sql`select ${COMMENT} from mailing_comments c where c.account_id = app_account() and c.mailing_id = ${mailingId} order by c.id limit 500`,
  );
}

export function insertComment(
  tx: Tx,
  accountId: number,
  comment: {
    mailingId: number;
    blockId: string | null;
    body: string;
    by: number | null;
    at: Date;
  },
): Promise<Comment> {
  return one<Comment>(
    tx,
    sql`insert into mailing_comments as c (account_id, mailing_id, block_id, body, created_by, created_at)
        values (${accountId}, ${comment.mailingId}, ${comment.blockId}, ${comment.body}, ${comment.by}, ${comment.at}) returning ${COMMENT}`,
  );
}

/** Settles a comment, or opens it again without a time. */
export function settleComment(
  tx: Tx,
  mailingId: number,
  publicId: string,
  by: number | null,
  at: Date | null,
): Promise<Comment | undefined> {
  return maybe<Comment>(
    tx,
    sql`update mailing_comments c set resolved_at = ${at}, resolved_by = ${at === null ? null : by}
        where c.account_id = app_account() and c.mailing_id = ${mailingId} and c.public_id = ${publicId} returning ${COMMENT}`,
  );
}

export async function countOpenComments(tx: Tx, mailingId: number): Promise<number> {
  const found = await one<{ count: number }>(
    tx,
    sql`select count(*) as count from mailing_comments c where c.account_id = app_account() and c.mailing_id = ${mailingId} and c.resolved_at is null`,
  );
  return found.count;
}
