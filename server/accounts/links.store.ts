import { maybe, one, rows, run, sql, type Tx } from "../platform/index.ts";

export interface LinkRow {
  publicId: string;
  accountId: number | null;
  operatorId: number | null;
  email: string | null;
  emailNormalised: string | null;
  roles: string[] | null;
  createdAt: Date;
  expiresAt: Date;
}

const columns = sql.raw(
  "l.public_id, l.account_id, l.operator_id, l.email, l.email_normalised, l.roles, l.created_at, l.expires_at",
);

export function insertLink(
  tx: Tx,
  link: {
    tokenHash: Buffer;
    purpose: "setup" | "invitation" | "password";
    accountId: number | null;
    operatorId?: number;
    email: string | null;
    emailNormalised: string | null;
    roles: string[] | null;
    now: Date;
    expiresAt: Date;
  },
): Promise<LinkRow> {
  return one<LinkRow>(
    tx,
    sql`insert into operator_links as l (token_hash, purpose, account_id, operator_id, email, email_normalised, roles, created_at, expires_at)
        values (${link.tokenHash}, ${link.purpose}, ${link.accountId}, ${link.operatorId ?? null}, ${link.email}, ${link.emailNormalised}, ${link.roles}, ${link.now}, ${link.expiresAt})
        returning ${columns}`,
  );
}

export async function deleteSetupLinks(tx: Tx): Promise<void> {
  await run(tx, sql`delete from operator_links where purpose = 'setup'`);
}

/** Ends open links with which somebody may set a password. */
export async function deletePasswordLinks(tx: Tx, operatorId: number): Promise<void> {
  await run(
    tx,
    sql`delete from operator_links where purpose = 'password' and operator_id = ${operatorId} and used_at is null`,
  );
}

/** The link of a token while it may be used, without using it. */
export function findLink(
  tx: Tx,
  tokenHash: Buffer,
  purpose: string,
  now: Date,
): Promise<LinkRow | undefined> {
  return maybe<LinkRow>(
    tx,
    sql`select ${columns} from operator_links l
         where l.token_hash = ${tokenHash} and l.purpose = ${purpose} and l.used_at is null and l.expires_at > ${now}`,
  );
}

/** Uses the link of a token; undefined when it is unknown, used or expired. */
export function consumeLink(
  tx: Tx,
  tokenHash: Buffer,
  purpose: string,
  now: Date,
): Promise<LinkRow | undefined> {
  return maybe<LinkRow>(
    tx,
    sql`update operator_links l set used_at = ${now}
         where l.token_hash = ${tokenHash} and l.purpose = ${purpose} and l.used_at is null and l.expires_at > ${now}
        returning ${columns}`,
  );
}

/** Invitations nobody has followed, those that have run out included, until they are tidied away. */
export function listInvitations(tx: Tx, accountId: number): Promise<LinkRow[]> {
  return rows<LinkRow>(
    tx,
    sql`select ${columns} from operator_links l
         where l.account_id = ${accountId} and l.purpose = 'invitation' and l.used_at is null
         order by l.created_at desc`,
  );
}

/** Takes back open invitations of an address, so that the newest alone counts. */
export function deleteInvitationsTo(
  tx: Tx,
  accountId: number,
  emailNormalised: string,
): Promise<number> {
  return run(
    tx,
    sql`delete from operator_links where account_id = ${accountId} and purpose = 'invitation' and used_at is null and email_normalised = ${emailNormalised}`,
  );
}

export function deleteInvitation(tx: Tx, accountId: number, publicId: string): Promise<number> {
  return run(
    tx,
    sql`delete from operator_links where account_id = ${accountId} and purpose = 'invitation' and used_at is null and public_id = ${publicId}`,
  );
}

export function deleteOldLinks(tx: Tx, before: Date): Promise<number> {
  return run(tx, sql`delete from operator_links where expires_at < ${before}`);
}

export function listInvitationsTo(
  tx: Tx,
  accountId: number,
  emailNormalised: string,
): Promise<LinkRow[]> {
  return rows<LinkRow>(
    tx,
    sql`select ${columns} from operator_links l where l.account_id = ${accountId} and l.email_normalised = ${emailNormalised}`,
  );
}

/** Open invitations to an address, into any account; in an instance transaction. */
export function listOpenInvitationsTo(
  tx: Tx,
  emailNormalised: string,
  now: Date,
): Promise<LinkRow[]> {
  return rows<LinkRow>(
    tx,
    sql`select ${columns} from operator_links l
         where l.purpose = 'invitation' and l.email_normalised = ${emailNormalised} and l.used_at is null and l.expires_at > ${now}
         order by l.created_at`,
  );
}

/** Uses an invitation whose person is known otherwise: 0 rows when another request was first. */
export function useInvitation(tx: Tx, publicId: string, now: Date): Promise<number> {
  return run(
    tx,
    sql`update operator_links set used_at = ${now} where public_id = ${publicId} and used_at is null`,
  );
}
