import type { ImageUse, ImageUses } from "../images/index.ts";
import { rows, run, sql } from "../platform/index.ts";

/** Where pictures of the library stand in mailings, and how drafts get another one. */
export const mailingImageUses: ImageUses = {
  find: (tx, keys) =>
    rows<ImageUse>(
      tx,
      sql`select 'mailing' as kind, m.public_id as id, m.name,
            not (m.state = 'draft' or (m.state = 'cancelled' and m.started_at is null)) as sent
          from mailings m
          where m.account_id = app_account() and m.html like any(${keys.map((key) => `%/m/${key.replaceAll("_", "\\_")}.%`)})
          order by m.updated_at desc`,
    ),
  async replace(tx, earlier, address, at) {
    await run(
      tx,
      sql`update mailings m set html = replace(m.html, ${earlier}, ${address}), source = replace(m.source::text, ${earlier}, ${address})::jsonb, revision = m.revision + 1, updated_at = ${at}
          where m.account_id = app_account() and m.state = 'draft' and strpos(m.html, ${earlier}) > 0`,
    );
  },
};
