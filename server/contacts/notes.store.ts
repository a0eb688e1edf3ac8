import { maybe, one, rows, run, sql, type Tx } from "../platform/index.ts";

/** What somebody of the staff wrote about a contact. The person may read it in a copy after Art. 15 GDPR. */
export interface Note {
  id: number;
  publicId: string;
  contactId: number;
  contactPublicId: string;
  text: string;
  authorId: number | null;
  authorName: string;
  createdAt: Date;
  updatedAt: Date;
}

const COLUMNS = sql.raw(
  "n.id, n.public_id, n.contact_id, (select c.public_id from contacts c where c.account_id = n.account_id and c.id = n.contact_id) as contact_public_id, n.text, n.author_id, n.author_name, n.created_at, n.updated_at",
);

/** Notes about a contact, the newest first. */
export function notesOf(tx: Tx, contactId: number): Promise<Note[]> {
  return rows<Note>(
    tx,
    sql`select ${COLUMNS} from contact_notes n where n.account_id = app_account() and n.contact_id = ${contactId} order by n.id desc limit 200`,
  );
}

export function findNote(tx: Tx, publicId: string): Promise<Note | undefined> {
  return maybe<Note>(
    tx,
    sql`select ${COLUMNS} from contact_notes n where n.account_id = app_account() and n.public_id = ${publicId}`,
  );
}

export function insertNote(
  tx: Tx,
  accountId: number,
  note: {
    contactId: number;
    text: string;
    authorId: number | null;
    authorName: string;
    at: Date;
  },
): Promise<Note> {
  return one<Note>(
    tx,
    sql`insert into contact_notes as n (account_id, contact_id, text, author_id, author_name, created_at, updated_at)
        values (${accountId}, ${note.contactId}, ${note.text}, ${note.authorId}, ${note.authorName}, ${note.at}, ${note.at}) returning ${COLUMNS}`,
  );
}

export function updateNote(tx: Tx, id: number, text: string, at: Date): Promise<Note> {
  return one<Note>(
    tx,
    sql`update contact_notes n set text = ${text}, updated_at = ${at} where n.account_id = app_account() and n.id = ${id} returning ${COLUMNS}`,
  );
}

export async function deleteNote(tx: Tx, id: number): Promise<void> {
  await run(
    tx,
    sql`delete from contact_notes n where n.account_id = app_account() and n.id = ${id}`,
  );
}
