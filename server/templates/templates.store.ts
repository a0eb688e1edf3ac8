import type { ImageUse, ImageUses } from "../images/index.ts";
import { maybe, one, rows, run, sql, type Tx } from "../platform/index.ts";
import type { Template } from "./template.ts";

const TEMPLATE = sql.raw(
  "t.id, t.public_id, t.name, t.description, t.locale, t.subject, t.preheader, t.source_kind, t.source, t.html, t.is_shared, t.revision, t.updated_at",
);

export function ownTemplates(tx: Tx): Promise<Template[]> {
  return rows<Template>(
    tx,
    sql`select ${TEMPLATE} from templates t where t.account_id = app_account() order by lower(t.name), t.id limit 500`,
  );
}

/** Those that the account above shares with this one. */
export function sharedTemplates(tx: Tx): Promise<Template[]> {
  return rows<Template>(
    tx,
    sql`select ${TEMPLATE} from shared_templates() t order by lower(t.name), t.id limit 500`,
  );
}

export function findOwnTemplate(tx: Tx, publicId: string): Promise<Template | undefined> {
  return maybe<Template>(
    tx,
    sql`select ${TEMPLATE} from templates t where t.account_id = app_account() and t.public_id = ${publicId}`,
  );
}

export function findSharedTemplate(tx: Tx, publicId: string): Promise<Template | undefined> {
  return maybe<Template>(
    tx,
    sql`select ${TEMPLATE} from shared_templates() t where t.public_id = ${publicId}`,
  );
}

export type TemplateFields = Omit<Template, "id" | "publicId" | "revision" | "updatedAt">;

const jsonOf = (source: unknown) => (source === null ? null : JSON.stringify(source));

export function insertTemplate(
  tx: Tx,
  accountId: number,
  fields: TemplateFields,
  at: Date,
): Promise<Template> {
  return one<Template>(
    tx,
    sql`insert into templates as t (account_id, name, description, locale, subject, preheader, source_kind, source, html, is_shared, created_at, updated_at)
        values (${accountId}, ${fields.name}, ${fields.description}, ${fields.locale}, ${fields.subject}, ${fields.preheader},
          ${fields.sourceKind}, ${jsonOf(fields.source)}::jsonb, ${fields.html}, ${fields.isShared}, ${at}, ${at})
        returning ${TEMPLATE}`,
  );
}

/** Undefined when somebody else saved it in the meantime. */
export function updateTemplate(
  tx: Tx,
  id: number,
  revision: number,
  fields: TemplateFields,
  at: Date,
): Promise<Template | undefined> {
  return maybe<Template>(
    tx,
    sql`update templates t set name = ${fields.name}, description = ${fields.description}, locale = ${fields.locale}, subject = ${fields.subject},
          preheader = ${fields.preheader}, source_kind = ${fields.sourceKind}, source = ${jsonOf(fields.source)}::jsonb, html = ${fields.html},
          is_shared = ${fields.isShared}, revision = t.revision + 1, updated_at = ${at}
        where t.account_id = app_account() and t.id = ${id} and t.revision = ${revision}
        returning ${TEMPLATE}`,
  );
}

export async function deleteTemplate(tx: Tx, id: number): Promise<void> {
  await run(tx, sql`delete from templates where account_id = app_account() and id = ${id}`);
}

export async function hasChildren(tx: Tx): Promise<boolean> {
  const found = await one<{ some: boolean }>(tx, sql`select has_accounts_below() as some`);
  return found.some;
}

const asText = sql.raw("coalesce(t.source::text, '') || t.html");

/** Where pictures of the library stand in templates. */
export const templateImageUses: ImageUses = {
  find: (tx, keys) =>
    rows<ImageUse>(
      tx,
      sql`select 'template' as kind, t.public_id as id, t.name, false as sent from templates t
          where t.account_id = app_account() and ${asText} like any(${keys.map((key) => `%/m/${key.replaceAll("_", "\\_")}.%`)})
          order by lower(t.name)`,
    ),
  async replace(tx, earlier, address, at) {
    await run(
      tx,
      sql`update templates t set html = replace(t.html, ${earlier}, ${address}), source = replace(t.source::text, ${earlier}, ${address})::jsonb,
            revision = t.revision + 1, updated_at = ${at}
          where t.account_id = app_account() and strpos(${asText}, ${earlier}) > 0`,
    );
  },
};
