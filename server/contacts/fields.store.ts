import { rows, sql, type Tx } from "../platform/index.ts";
import type { ContactField } from "./field.ts";

const COLUMNS = sql.raw(
  "f.id, f.public_id, f.key, f.label, f.type, f.choices, f.purpose, f.legal_basis, f.retention_months, f.owner, f.needed_because, f.used_at, f.created_at, f.archived_at",
);

/** The account's own fields in the order of their labels, archived ones included when asked. */
export function allFields(tx: Tx, wanted: { archived?: boolean } = {}): Promise<ContactField[]> {
  return rows<ContactField>(
    tx,
    sql`select ${COLUMNS} from contact_fields f where f.account_id = app_account() ${wanted.archived ? sql`` : sql`and f.archived_at is null`}
        order by lower(f.label), f.id`,
  );
}
