import { createHash } from "node:crypto";
import type { FastifyInstance } from "fastify";
import pg from "pg";
import { permissions } from "../../contract/operators.ts";
import {
  one,
  sql,
  type Actor,
  type ConnectionSettings,
  type Database,
  type Principal,
  type RouteSpec,
} from "../../server/platform/index.ts";
import type { Caller } from "./callers.ts";
import { sampleInput } from "./sample-input.ts";
import { eventually } from "./sending.ts";
import { isThorough } from "./thorough.ts";

export interface Answer {
  status: number;
  code: string | undefined;
  text: string;
}

export interface AskOptions {
  id?: string;
  body?: unknown;
  query?: string;
  headers?: Record<string, string>;
}

/** Calls a route as somebody, with a path and a body that its schemas accept. */
export type Ask = (spec: RouteSpec, caller: Caller | null, options?: AskOptions) => Promise<Answer>;

export const MISSING = `xyz_${"0".repeat(32)}`;
export const nameOf = (spec: RouteSpec): string => `${spec.method} ${spec.path}`;
export const hasId = (spec: RouteSpec): boolean => /:(id|token)/.test(spec.path);

/** An id of the same form that nothing has. */
export const missingLike = (id: string): string =>
  id.replace(/(?<=[_-])[0-9a-f]{16,}/, (hex) => "0".repeat(hex.length));

const samples = new Map<unknown, string>();

/** The body as text; of one schema always the same. */
function sampleBody(schema: unknown): string {
  let text = samples.get(schema);
  if (text === undefined) samples.set(schema, (text = JSON.stringify(sampleInput(schema))));
  return text;
}

function queryFor(spec: RouteSpec): string {
  const query = spec.query ? (sampleInput(spec.query) as Record<string, unknown>) : {};
  const text = new URLSearchParams(
    Object.entries(query).map(([name, value]) => [name, String(value)]),
  ).toString();
  return text === "" ? "" : `?${text}`;
}

/** Hands requests to the server without a socket between: everything behind the socket is the product's own. */
export function askerOf(http: FastifyInstance): Ask {
  const ask: Ask = async (spec, caller, options = {}) => {
    const path = spec.path
      .replace(/:domain/, "muster.example")
      .replace(/:(\w+)/g, () => options.id ?? MISSING);
    const hasBody = spec.body !== undefined && spec.method !== "GET";
    const answer = await http.inject({
      method: spec.method,
      url: `${path}${options.query ?? queryFor(spec)}`,
      headers: {
        ...caller?.headers,
        ...(hasBody ? { "content-type": "application/json" } : {}),
        ...options.headers,
      },
      ...(hasBody
        ? {
            payload:
              options.body === undefined ? sampleBody(spec.body) : JSON.stringify(options.body),
          }
        : {}),
    });
    const text = answer.body;
    const isProblem = String(answer.headers["content-type"] ?? "").includes("problem+json");
    const code = isProblem ? (JSON.parse(text) as { code: string }).code : undefined;
    return { status: answer.statusCode, code, text };
  };
  return async (...asked) => {
    const answer = await ask(...asked);
    // Others write to the same rows here; callers are told to try again then, and so do we.
    return answer.code === "database_busy" ? ask(...asked) : answer;
  };
}

/** The answer without what differs from call to call: byte for byte the same for a foreign and a missing thing. */
export function neutral({ status, text }: Answer, id: string): string {
  return `${status} ${text.replace(/"requestId":"[^"]*"/, "").replaceAll(id, "ID")}`;
}

/** Works through everything, several at a time. */
export async function several<T>(
  items: readonly T[],
  work: (item: T) => Promise<void>,
  atOnce = 6,
): Promise<void> {
  const left = items.values();
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      for (const item of left) await work(item);
    }),
  );
}

/** Kinds whose routes are called otherwise. */
const ALSO_AT: Record<string, string[]> = {
  twin: ["contact"],
  member: ["operator"],
  message: ["mailbox"],
  retained: ["suppression"],
};

/** Whether a route may look for things of this kind, by its path. */
export function mayMean(route: string, kind: string): boolean {
  const path = route.toLowerCase().replace("/api/v1", "");
  const words = kind.split(/(?=[A-Z])/).map((word) => word.toLowerCase().slice(0, 4));
  return [...words, ...(ALSO_AT[kind] ?? [])].some((word) => path.includes(word));
}

/**
 * Whether a kind of id is tried on a route every day: those the route may look for, and of the others, which it can only
 * take for missing, every twelfth. `npm run drill:thorough` tries all.
 */
export function isTried(route: string, kind: string): boolean {
  if (isThorough || mayMean(route, kind)) return true;
  return createHash("sha256").update(`${route} ${kind}`).digest()[0]! % 12 === 0;
}

/** The thing a route most likely means: of the kind its path names last, with the longest word. */
export function likelyId(spec: RouteSpec, ids: Readonly<Record<string, string>>): string {
  const place = (kind: string) =>
    spec.path.toLowerCase().lastIndexOf(kind.toLowerCase().slice(0, 4));
  const fitting = Object.keys(ids)
    .filter((kind) => mayMean(spec.path, kind))
    .toSorted((a, b) => place(b) - place(a) || b.length - a.length);
  return ids[fitting[0] ?? "contact"]!;
}

/** Members that hold ids: `listIds`, `senderId`, `copyOf`, `into`, and arrays of them. */
export function idMembers(given: unknown): [string, boolean][] {
  interface Member {
    type?: string;
    pattern?: string;
    items?: Member;
  }
  const schema = (given ?? {}) as { properties?: Record<string, Member>; allOf?: unknown[] };
  const named = Object.entries(schema.properties ?? {})
    .filter(
      ([name, member]) =>
        /(Ids?|Of)$|^(lists?|contact|wording|mailing|form|sender|operator|object|tags?|template|segment|campaign|record)$/.test(
          name,
        ) || `${member.pattern} ${member.items?.pattern}`.includes("_[0-9a-f]{32}"),
    )
    .map(([name, member]): [string, boolean] => [name, member.type === "array"]);
  return [...named, ...(schema.allOf ?? []).flatMap(idMembers)];
}

/** What was agreed to while an account was filled is sealed by a worker; until then its tables still change. */
export function untilSealed(db: Database, accountId: number): Promise<void> {
  const waiting = sql`select count(*) as waiting from ledger_queue where account_id = ${accountId}`;
  return eventually("the proofs are sealed", async () => {
    const found = await db.worker((tx) => one<{ waiting: number }>(tx, waiting));
    return found.waiting === 0;
  });
}

/** What the account's tables hold, except what workers and looks write. */
export async function fingerprint(
  connection: ConnectionSettings,
  accountId: number,
): Promise<Record<string, string>> {
  const client = new pg.Client(connection);
  await client.connect();
  try {
    const tables = await client.query<{ name: string }>(
      "select c.table_name as name from information_schema.columns c join pg_tables t on t.tablename = c.table_name where c.column_name = 'account_id' and c.table_schema = 'public' order by 1",
    );
    const names = tables.rows
      .map(({ name }) => name)
      .filter(
        (name) => !["jobs", "outbox_events", "check_results", "erasure_journal"].includes(name),
      );
    const { rows } = await client.query<{ name: string; sum: string }>(
      names
        .map(
          (name) =>
            `select '${name}' as name, count(*) || ' ' || coalesce(md5(string_agg(t::text, '|' order by t::text)), '') as sum from ${name} t where account_id = ${accountId}`,
        )
        .join(" union all "),
    );
    return Object.fromEntries(rows.map(({ name, sum }) => [name, sum]));
  } finally {
    await client.end();
  }
}

/** The application's own condition on the account, as it stands in its statements. */
const CONDITION = /\b(?:\w+\.)?account_id = app_account\(\)/g;
const BY_VALUE = /(?<=where |and |on |\()(?:\w+\.)?account_id = (\$\d+)(?!\w)/g;

/** A statement without the conditions on the account that the application wrote into it. */
export const withoutCondition = (text: string): string =>
  text.replace(CONDITION, "true").replace(BY_VALUE, "$1::int is not null");

/**
 * Takes the conditions on the account out of every statement of these connections, and collects those that had one. People,
 * sessions and keys belong to the installation: what asks for them in its name runs outside an account's rows on purpose
 * and stays as it is.
 */
export function takeConditionsOut(pool: pg.Pool): { mutated: Set<string> } {
  const mutated = new Set<string>();
  pool.on("connect", (client) => {
    const query = client.query.bind(client) as (...all: unknown[]) => unknown;
    let ofInstallation = false;
    (client as { query: unknown }).query = (text: unknown, ...rest: unknown[]) => {
      if (text === "begin") ofInstallation = false;
      if (typeof text === "string" && text.includes("'app.instance'")) ofInstallation = true;
      if (typeof text !== "string" || ofInstallation) return query(text, ...rest);
      const bare = withoutCondition(text);
      if (bare !== text) mutated.add(text);
      return query(bare, ...rest);
    };
  });
  return { mutated };
}

/** Whether the caller has the right of the route; what it refuses further inside is another right. */
export const isAnswered = (spec: RouteSpec, { status, code, text }: Answer): boolean =>
  status !== 401 &&
  !(code === "permission_missing" && text.includes(`permission ${spec.permission}.`));

/** Somebody who was asked for nothing and may do everything in the account. */
export function everybodyIn(
  accountId: number,
  operatorId: number,
): { actor: Actor; principal: Principal } {
  const name = "Everybody";
  const actor: Actor = {
    kind: "operator",
    operatorId,
    name,
    roles: [],
    permissions: new Set<string>(permissions),
  };
  const inAccount = async () => ({ accountId, actor });
  return { actor, principal: { kind: "operator", operatorId, name, inAccount } };
}
