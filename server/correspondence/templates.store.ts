import type { ImageUse, ImageUses } from "../images/index.ts";
import { maybe, one, rows, run, sql, type Locale, type Tx } from "../platform/index.ts";

/** A template of transactional mails; programs call it by its name. */
export interface Template {
  id: number;
  publicId: string;
  name: string;
  category: string;
  law: string | null;
  locale: Locale;
  subject: string;
  html: string;
  text: string;
  advertisingListIds: number[];
  offerCategoryId: number | null;
  offerEntityId: number | null;
  revision: number;
  archivedAt: Date | null;
  updatedAt: Date;
}

export type TemplateFields = Pick<
  Template,
  | "name"
  | "category"
  | "law"
  | "locale"
  | "subject"
  | "html"
  | "text"
  | "advertisingListIds"
  | "offerCategoryId"
  | "offerEntityId"
>;

const COLUMNS = sql.raw(
  "t.id, t.public_id, t.name, t.category, t.law, t.locale, t.subject, t.html, t.text, t.advertising_list_ids, t.offer_category_id, t.offer_entity_id, t.revision, t.archived_at, t.updated_at",
);

export function listTemplates(tx: Tx): Promise<Template[]> {
  return rows<Template>(
    tx,
    sql`select ${COLUMNS} from transactional_templates t where t.account_id = app_account() order by t.archived_at is not null, t.name limit 500`,
  );
}

export function findTemplate(tx: Tx, publicId: string): Promise<Template | undefined> {
  return maybe<Template>(
    tx,
    sql`select ${COLUMNS} from transactional_templates t where t.account_id = app_account() and t.public_id = ${publicId}`,
  );
}

/** The one in use with this name. */
export function findTemplateByName(tx: Tx, name: string): Promise<Template | undefined> {
  return maybe<Template>(
    tx,
    sql`select ${COLUMNS} from transactional_templates t where t.account_id = app_account() and t.name = ${name} and t.archived_at is null`,
  );
}

export function insertTemplate(
  tx: Tx,
  accountId: number,
  made: TemplateFields,
  at: Date,
): Promise<Template> {
  return one<Template>(
    tx,
    sql`insert into transactional_templates as t (account_id, name, category, law, locale, subject, html, text, advertising_list_ids, offer_category_id, offer_entity_id, created_at, updated_at)
        values (${accountId}, ${made.name}, ${made.category}, ${made.law}, ${made.locale}, ${made.subject}, ${made.html}, ${made.text},
          ${made.advertisingListIds}::bigint[], ${made.offerCategoryId}, ${made.offerEntityId}, ${at}, ${at}) returning ${COLUMNS}`,
  );
}

/** Undefined when somebody else saved in between. */
export function updateTemplate(
  tx: Tx,
  id: number,
  revision: number,
  change: TemplateFields,
  at: Date,
): Promise<Template | undefined> {
  return maybe<Template>(
    tx,
    sql`update transactional_templates t set name = ${change.name}, category = ${change.category}, law = ${change.law}, locale = ${change.locale},
          subject = ${change.subject}, html = ${change.html}, text = ${change.text}, advertising_list_ids = ${change.advertisingListIds}::bigint[], offer_category_id = ${change.offerCategoryId}, offer_entity_id = ${change.offerEntityId},
          revision = t.revision + 1, updated_at = ${at}
        where t.account_id = app_account() and t.id = ${id} and t.revision = ${revision} returning ${COLUMNS}`,
  );
}

export function archiveTemplate(tx: Tx, id: number, at: Date): Promise<Template> {
  return one<Template>(
    tx,
    sql`update transactional_templates t set archived_at = coalesce(t.archived_at, ${at}), updated_at = ${at}
        where t.account_id = app_account() and t.id = ${id} returning ${COLUMNS}`,
  );
}

/**
 * Where pictures of the library stand in templates of transactional mails. One in use may go out with any call, and one
 * that was sent lies in people's mailboxes: neither may lose its pictures.
 */
export const transactionalImageUses: ImageUses = {
  find: (tx, keys) =>
    rows<ImageUse>(
      tx,
      sql`select 'transactional' as kind, t.public_id as id, t.name,
            t.archived_at is null or exists (
              select 1 from correspondence_mails c where c.account_id = app_account() and c.template_id = t.id) as sent
          from transactional_templates t
          where t.account_id = app_account() and t.html like any(${keys.map((key) => `%/m/${key.replaceAll("_", "\\_")}.%`)})
          order by t.archived_at is not null, t.name`,
    ),
  async replace(tx, earlier, address, at) {
    await run(
      tx,
      sql`update transactional_templates t set html = replace(t.html, ${earlier}, ${address}), revision = t.revision + 1, updated_at = ${at}
          where t.account_id = app_account() and t.archived_at is null and strpos(t.html, ${earlier}) > 0`,
    );
  },
};
