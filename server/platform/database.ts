import { AsyncLocalStorage } from "node:async_hooks";
import {
  CamelCasePlugin,
  Kysely,
  PostgresDialect,
  sql,
  type RawBuilder,
  type Transaction,
} from "kysely";
import pg from "pg";

/** What transactions on an account's rows begin with besides the account, for everything a piece of work awaits. */
const settings = new AsyncLocalStorage<Readonly<Record<string, string>>>();

/**
 * Runs work whose transactions on an account's rows also carry settings that row-level security reads, such as
 * `app.hides_restricted`. They end with each transaction.
 */
export function withRowSettings<T>(
  wanted: Readonly<Record<string, string>>,
  work: () => Promise<T>,
): Promise<T> {
  return settings.run(wanted, work);
}

export { sql };
export type Tx = Transaction<unknown>;
export type { RawBuilder };

/** How to reach PostgreSQL: a URL, or a socket folder with user and database (embedded). */
export interface ConnectionSettings {
  connectionString?: string;
  host?: string;
  port?: number;
  user?: string;
  password?: string;
  database?: string;
}

/**
 * The door to PostgreSQL. Every piece of work names whose rows it may see; row-level security in the
 * database lets through nothing else, whatever the statement says (ORG-08).
 */
export interface Database {
  /** One transaction as role `klarpost_app` that sees the rows of one account only. */
  account<T>(accountId: number, work: (tx: Tx) => Promise<T>): Promise<T>;
  /** One transaction on the instance's own tables: accounts, operators, sessions, keys. */
  instance<T>(work: (tx: Tx) => Promise<T>): Promise<T>;
  /** One transaction as role `klarpost_worker`: queue, hits, outbox and jobs of all accounts. */
  worker<T>(work: (tx: Tx) => Promise<T>): Promise<T>;
  /** One transaction as role `klarpost_retention`, which alone may remove what the others may only add. */
  retention<T>(accountId: number, work: (tx: Tx) => Promise<T>): Promise<T>;
  /** Pool of role `klarpost_worker` for named, prepared statements on hot paths. */
  hot: pg.Pool;
  /** Pool of role `klarpost_app`, for COPY. Begin a transaction and set `app.account` before use. */
  appPool: pg.Pool;
  connection: ConnectionSettings;
  close(): Promise<void>;
}

const INT8 = 20;
const INT8_ARRAY = 1016;
const types: pg.CustomTypesConfig = {
  getTypeParser(id, format) {
    const oid: number = id;
    // Ids and counts stay far below 2^53, so a number is exact and easier to work with than a string.
    if (oid === INT8 && format !== "binary") return (value: string) => Number(value);
    const parse = pg.types.getTypeParser(id, format as "text");
    if (oid !== INT8_ARRAY || format === "binary") return parse;
    return (value: string) => (parse(value) as string[]).map(Number);
  },
};

/** Opens the pools. Nothing is connected until the first statement. */
export function openDatabase(options: {
  connection: ConnectionSettings;
  /** Connections of the app role (default 10); worker 6, retention 1. */
  poolSize?: number;
  onError?: (error: Error) => void;
}): Database {
  const pool = (role: string, max: number): pg.Pool => {
    const made = new pg.Pool({
      ...options.connection,
      max,
      types,
      // The role is chosen in the start-up packet: no round trip, and the session can never see more than its role.
      options: `-c role=${role} -c timezone=UTC -c search_path=public -c statement_timeout=120000 -c idle_in_transaction_session_timeout=120000`,
      connectionTimeoutMillis: 10_000,
      idleTimeoutMillis: 30_000,
      application_name: role,
    });
    // Without a listener, a connection that dies would end the process: while idle the pool tells, between the
    // statements of a transaction only the connection itself does.
    made.on("error", (error) => options.onError?.(error));
    made.on("connect", (client) => {
      client.on("error", (error) => options.onError?.(error));
      prepareKept(client);
    });
    return made;
  };
  const size = options.poolSize ?? 10;
  const pools = {
    app: pool("klarpost_app", size),
    worker: pool("klarpost_worker", Math.max(4, Math.ceil(size / 2))),
    retention: pool("klarpost_retention", 1),
  };
  const kysely = (from: pg.Pool) =>
    new Kysely<unknown>({
      dialect: new PostgresDialect({ pool: from }),
      plugins: [new CamelCasePlugin({ maintainNestedObjectKeys: true })],
    });
  const [app, worker, retention] = [
    kysely(pools.app),
    kysely(pools.worker),
    kysely(pools.retention),
  ];
  const forAccount =
    (from: Kysely<unknown>) =>
    async <T>(accountId: number, work: (tx: Tx) => Promise<T>): Promise<T> => {
      if (!Number.isInteger(accountId) || accountId <= 0)
        throw new Error(`An account id is a positive integer; found ${accountId}.`);
      return from.transaction().execute(async (tx) => {
        const more = Object.entries(settings.getStore() ?? {}).map(
          ([name, value]) => sql`, set_config(${name}, ${value}, true)`,
        );
        await sql`select set_config('app.account', ${String(accountId)}, true)${sql.join(more, sql``)}`.execute(
          tx,
        );
        return work(tx);
      });
    };
  return {
    account: forAccount(app),
    retention: forAccount(retention),
    instance: (work) =>
      app.transaction().execute(async (tx) => {
        await sql`select set_config('app.instance', 'on', true)`.execute(tx);
        return work(tx);
      }),
    worker: (work) => worker.transaction().execute(work),
    hot: pools.worker,
    appPool: pools.app,
    connection: options.connection,
    async close() {
      await Promise.all([app.destroy(), worker.destroy(), retention.destroy()]);
      // Kysely leaves a pool open that only others used (`hot`, `appPool`).
      await Promise.all(Object.values(pools).map((each) => (each.ended ? undefined : each.end())));
    },
  };
}

const KEPT = "/* kept */ ";
const names = new Map<string, string>();

/**
 * A statement whose plan each connection keeps: for those that run thousands of times with the same text and would be
 * planned anew each time. The plan is made without the values, so the statement must be one that is best answered index
 * by index, a batch of recipients at most.
 */
export function kept(statement: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`${sql.raw(KEPT)}${statement}`;
}

/** Gives kept statements a name, which is how the protocol asks for a prepared one. */
function prepareKept(client: pg.PoolClient): void {
  const query = client.query.bind(client) as (...all: unknown[]) => unknown;
  const named = (text: unknown, values: unknown, ...rest: unknown[]): unknown => {
    if (typeof text !== "string" || !text.startsWith(KEPT)) return query(text, values, ...rest);
    let name = names.get(text);
    if (name === undefined) names.set(text, (name = `kept_${names.size}`));
    return query({ name, text, values }, ...rest);
  };
  (client as { query: unknown }).query = named;
}

/** All rows of a statement, columns in camelCase. */
export async function rows<R>(tx: Tx, statement: RawBuilder<unknown>): Promise<R[]> {
  return (await statement.execute(tx)).rows as R[];
}

/** The only row, or undefined when there is none. Throws when there are several. */
export async function maybe<R>(tx: Tx, statement: RawBuilder<unknown>): Promise<R | undefined> {
  const found = (await statement.execute(tx)).rows as R[];
  if (found.length > 1) throw new Error(`Expected at most one row, found ${found.length}.`);
  return found[0];
}

/** The only row. Throws when there is none or several. */
export async function one<R>(tx: Tx, statement: RawBuilder<unknown>): Promise<R> {
  const found = await maybe<R>(tx, statement);
  if (found === undefined) throw new Error("Expected one row, found none.");
  return found;
}

/**
 * Does what fails where a unique index already holds a row; undefined then, and the transaction goes on as if nothing had
 * been tried. Where hardly ever anything is there, it saves `on conflict`, which looks each row up before it adds it.
 */
export async function unlessTaken<T>(tx: Tx, work: () => Promise<T>): Promise<T | undefined> {
  await sql`savepoint unless_taken`.execute(tx);
  try {
    const done = await work();
    await sql`release savepoint unless_taken`.execute(tx);
    return done;
  } catch (error) {
    if ((error as { code?: string } | null)?.code !== "23505") throw error;
    await sql`rollback to savepoint unless_taken`.execute(tx);
    return undefined;
  }
}

/** Runs a statement and tells how many rows it touched. */
export async function run(tx: Tx, statement: RawBuilder<unknown>): Promise<number> {
  const result = await statement.execute(tx);
  return Number(result.numAffectedRows ?? 0);
}

const AWAY = new Set([
  ...["ECONNREFUSED", "ECONNRESET", "EPIPE", "ETIMEDOUT", "EHOSTUNREACH", "ENETUNREACH"],
  // Shutting down, crashed, starting; connection failures; too many clients; a transaction that idled too long.
  ...["57P01", "57P02", "57P03", "57P05", "08000", "08001", "08003", "08004", "08006", "53300"],
  "25P03",
]);

/** True for errors that mean "the database is not reachable now", so that pages can say so and callers retry. */
export function isDatabaseAway(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const { code = "", syscall = "" } = error as { code?: string; syscall?: string };
  return (
    AWAY.has(code) ||
    // The socket's file or the host's name is not there; other files that are missing say nothing of the database.
    (code === "ENOENT" && syscall === "connect") ||
    (["ENOTFOUND", "EAI_AGAIN"].includes(code) && syscall === "getaddrinfo") ||
    /Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error/.test(
      error.message,
    )
  );
}

/** True when the database gave up a transaction that would succeed another time: deadlock, conflict, statement timeout. */
export function isDatabaseBusy(error: unknown): boolean {
  const code = (error as { code?: string } | null)?.code ?? "";
  return ["40001", "40P01", "55P03", "57014"].includes(code);
}

/** True when a value does not fit its type: no date, too large, a character that no text may hold (SQLSTATE class 22). */
export function isBadValue(error: unknown): boolean {
  const code = (error as { code?: string } | null)?.code ?? "";
  // A division by zero is our own mistake.
  return /^22[0-9A-Z]{3}$/.test(code) && code !== "22012";
}
