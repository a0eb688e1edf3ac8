import { randomBytes } from "node:crypto";
import { hashToken, one, run, sql, type Database } from "../../server/platform/index.ts";

/** Somebody who calls the API, with the headers that say who. */
export interface Caller {
  name: string;
  headers: Record<string, string>;
}

interface Place {
  accountId: number;
  accountPublicId: string;
}

/** A new operator with these roles in the account, signed in with a second factor, and proven to be there all day. */
export async function signedInAs(
  db: Database,
  at: Place,
  roles: string[],
  options: { disabled?: boolean } = {},
): Promise<Caller & { operatorId: number }> {
  const token = randomBytes(32).toString("base64url");
  const email = `${randomBytes(6).toString("hex")}@mitarbeit.example`;
  const operatorId = await db.instance(async (tx) => {
    const made = await one<{ id: number }>(
      tx,
      sql`insert into operators (email, email_normalised, name, disabled_at) values (${email}, ${email}, ${`Test ${roles.join(" ")}`}, ${options.disabled ? new Date() : null}) returning id`,
    );
    await run(
      tx,
      sql`insert into memberships (operator_id, account_id, roles) values (${made.id}, ${at.accountId}, ${roles})`,
    );
    await run(
      tx,
      sql`insert into sessions (token_hash, operator_id, expires_at, second_factor_at, proved_at)
          values (${hashToken(token)}, ${made.id}, now() + interval '1 day', now(), now() + interval '1 day')`,
    );
    return made.id;
  });
  return {
    name: `${options.disabled ? "disabled " : ""}${roles.join("+")}`,
    operatorId,
    headers: {
      cookie: `klarpost_session=${token}`,
      "klarpost-account": at.accountPublicId,
      "x-klarpost": "1",
    },
  };
}

/** A program with an API key of the account. */
export async function keyWith(
  db: Database,
  at: Place,
  scopes: readonly string[],
  options: { name?: string; revoked?: boolean; expired?: boolean; madeBy?: number } = {},
): Promise<Caller> {
  const secret = `klp_${randomBytes(32).toString("base64url")}`;
  const day = 86_400_000;
  await db.instance((tx) =>
    run(
      tx,
      sql`insert into api_keys (account_id, name, secret_hash, scopes, expires_at, revoked_at, created_by)
          values (${at.accountId}, 'Test', ${hashToken(secret)}, ${[...scopes]}, ${new Date(Date.now() + (options.expired ? -day : day))}, ${options.revoked ? new Date() : null}, ${options.madeBy ?? null})`,
    ),
  );
  return {
    name: options.name ?? `key ${scopes.join(",")}`,
    headers: { authorization: `Bearer ${secret}` },
  };
}

export type Ask = <T = Record<string, unknown>>(
  method: string,
  path: string,
  body?: unknown,
  type?: string,
) => Promise<T>;

/** Calls the API as somebody: JSON in (or text of another type), JSON out, failures as errors that quote the problem. */
export function askAs(url: string, caller: Caller): Ask {
  return async <T>(method: string, path: string, body?: unknown, type = "application/json") => {
    const response = await fetch(`${url}/api/v1${path}`, {
      method,
      headers: { ...caller.headers, ...(body === undefined ? {} : { "content-type": type }) },
      ...(body === undefined
        ? {}
        : { body: type === "application/json" ? JSON.stringify(body) : (body as string) }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
    return (text === "" ? {} : JSON.parse(text)) as T;
  };
}
