import type { Static } from "typebox";
import type { ImportPage, ImportView } from "../../contract/imports.ts";
import { audit, getAccount, type AuditActor } from "../accounts/index.ts";
import { allFields } from "../contacts/index.ts";
import { decodeCursor, notFound, toPage, type Tx } from "../platform/index.ts";
import { errorFile } from "./error-file.ts";
import type { Import, ImportDeps } from "./import.ts";
import { findImport, listImports } from "./imports.store.ts";
import { presentImport } from "./present-import.ts";

type Deps = Pick<ImportDeps, "db">;

/** One import. Throws 404. */
export async function readImport(
  { db }: Deps,
  accountId: number,
  publicId: string,
): Promise<Import> {
  const found = await db.account(accountId, (tx) => findImport(tx, publicId));
  if (!found) throw notFound("import");
  return found;
}

/** An import with its progress, its figures and what is still missing. */
export function viewImport({ db }: Deps, accountId: number, found: Import): Promise<ImportView> {
  return db.account(accountId, async (tx) => presentImport(found, await accountOf(tx)));
}

/** One page of the account's imports, the newest first. Throws 400 where the cursor is none. */
export function pageOfImports(
  { db }: Deps,
  accountId: number,
  query: { cursor?: string; limit?: number },
): Promise<Static<typeof ImportPage>> {
  return db.account(accountId, async (tx) => {
    const limit = query.limit ?? 50;
    const after = decodeCursor(query.cursor, 1)?.[0];
    const account = await accountOf(tx);
    const found = await listImports(tx, {
      limit: limit + 1,
      ...(after === undefined ? {} : { after: Number(after) }),
    });
    return toPage(
      found,
      limit,
      (one) => presentImport(one, account),
      (one) => [one.id],
    );
  });
}

/**
 * The rejected lines of an import with their reasons, as the pieces of a CSV file. Whoever takes them is in the audit
 * log. Throws 404.
 */
export async function readRejected(
  { db }: Deps,
  accountId: number,
  publicId: string,
  actor: AuditActor,
): Promise<AsyncIterable<string>> {
  const found = await readImport({ db }, accountId, publicId);
  await db.account(accountId, (tx) =>
    audit(tx, accountId, actor, "import.errors_read", {
      objectType: "import",
      objectId: publicId,
    }),
  );
  return errorFile(db, accountId, found);
}

/** What the account says of every import: its mode, its contract, and its own fields. */
async function accountOf(tx: Tx) {
  const fields = new Map((await allFields(tx)).map((field) => [field.key, field]));
  return { ...(await getAccount(tx)), fields };
}
