import { createHash } from "node:crypto";
import pg from "pg";
import { fillDemo } from "../server/demo/fill-demo.ts";
import { createOperator } from "../server/accounts/index.ts";
import { createLinkTokens } from "../server/lists/index.ts";
import { one, publicRoute, sql } from "../server/platform/index.ts";
import { runningApp } from "../test/support/app.ts";
import { freePort } from "../test/support/free-port.ts";
import { identityHouse } from "../test/support/identity-provider.ts";
import { createKeyRing, HOLDER_PASSWORD, KEY_HOLDERS, useSignOn } from "./fuzz-keys.ts";

/**
 * The whole product with its example in a process of its own, so that its memory can be measured from outside. Started
 * with --expose-gc. Tells where it runs and which of its routes ask for no sign-in, then answers questions.
 */
export interface FuzzedRoute {
  method: string;
  path: string;
  page: boolean;
  /** JSON schemas as the route has them. */
  query?: unknown;
  body?: unknown;
}

export interface FuzzedServer {
  url: string;
  /** A second installation that has no owner yet, for the route that makes the first one. */
  emptyUrl: string;
  /** Paths of links as mails of the example have them. */
  links: string[];
  routes: FuzzedRoute[];
}

/** Bytes, after what is not needed any more was freed. */
export interface Memory {
  held: number;
  rss: number;
}

/**
 * What a GET must leave as it is: permissions, proofs, people and what is asked of us. That somebody looked at the page
 * of an opt-in is written down beside it on purpose, as part of the proof, and left out here.
 */
const KEPT = [
  "subscriptions",
  "profiling_permissions",
  "suppressions",
  "ledger_entries",
  "contacts",
  "consent_requests",
  "data_requests",
  "confirmed_addresses",
  "memberships",
];

const port = await freePort();
const url = `http://localhost:${port}`;
const house = await identityHouse(`${url}/login/oidc`);
const running = await runningApp({
  env: {
    PORT: String(port),
    PUBLIC_URL: url,
    PRIVATE_HOSTS: house.host,
    TRUSTED_PROXIES: "1",
    SECURITY_CONTACT: "mailto:sicherheit@musterbank.example",
    INBOUND_DOMAIN: "rueck.musterbank.example",
  },
  log: "error",
});
const empty = await runningApp({ env: { TRUSTED_PROXIES: "1" }, log: "error" });
await fillDemo(running.app, () => undefined);
await running.app.db.instance(async (tx) => {
  const account = await one<{ id: number }>(tx, sql`select min(id) as id from accounts`);
  for (const holder of KEY_HOLDERS)
    await createOperator(tx, {
      ...holder,
      password: HOLDER_PASSWORD,
      membership: { accountId: account.id, roles: ["marketer"] },
      now: running.app.clock.now(),
    });
});
const main = { app: running.app, url };
await useSignOn(main, house);
const keys = await createKeyRing(main, empty, house);

/**
 * Limits by name and network would end the trial at the door. They are not switched off: what they have counted is
 * forgotten every second, in the database and not in the product.
 */
const forgetter = new pg.Client(running.database.connection);
await forgetter.connect();
const forgetting = setInterval(() => {
  void forgetter
    .query("delete from rate_counters; delete from login_throttles")
    // Somebody is counting just now.
    .catch(() => undefined);
}, 1000);

async function fingerprint(): Promise<Record<string, string>> {
  const client = new pg.Client(running.database.connection);
  await client.connect();
  const found: Record<string, string> = {};
  for (const table of KEPT) {
    const { rows } = await client.query<{ text: string }>(
      `select (to_jsonb(t) - 'landing_first_at' - 'scanner_hits')::text as text from ${table} t order by 1`,
    );
    const all = rows.map((row) => row.text).join("\n");
    found[table] = `${rows.length} ${createHash("sha256").update(all).digest("hex").slice(0, 16)}`;
  }
  await client.end();
  return found;
}

const PURPOSES = [
  ["u", "unsubscribe"],
  ["v", "manage"],
  ["q", "question"],
  ["o", "objection"],
] as const;

/** What newsletters to the first people of the example would hold. */
async function linksOfMails(): Promise<string[]> {
  const client = new pg.Client(running.database.connection);
  await client.connect();
  const { rows } = await client.query<
    Record<"account" | "list" | "contact", string> & { hash: Buffer }
  >(
    `select s.account_id as account, s.list_id as list, c.id as contact, c.address_hash as hash
     from subscriptions s join contacts c on c.account_id = s.account_id and c.id = s.contact_id
     where c.address_hash is not null order by c.id limit 200`,
  );
  const archives = await client.query<{ slug: string }>("select slug from list_archives");
  await client.end();
  const links = createLinkTokens(running.app.keys);
  return [
    ...archives.rows.map(({ slug }) => `/archiv/${slug}`),
    ...rows.flatMap((row) =>
      PURPOSES.map(([path, purpose]) => {
        const subject = {
          accountId: Number(row.account),
          listId: Number(row.list),
          contactId: Number(row.contact),
          addressHash: row.hash,
          mailingId: 0,
          issuedAt: running.app.clock.now(),
        };
        return `/${path}/${links.make(purpose, subject)}`;
      }),
    ),
  ];
}

function memory(): Memory {
  const { gc } = globalThis as { gc?: () => void };
  if (gc === undefined) throw new Error("This needs --expose-gc.");
  gc();
  gc();
  const { heapUsed, external, rss } = process.memoryUsage();
  return { held: heapUsed + external, rss };
}

/** What the trial asks, each with a number that its answer carries. */
export interface Asked {
  no: number;
  question: "memory" | "fingerprint" | "fresh keys" | "stop";
}

async function answer({ no, question }: Asked): Promise<void> {
  if (question === "stop") return process.disconnect?.();
  const found =
    question === "memory"
      ? memory()
      : question === "fingerprint"
        ? await fingerprint()
        : await keys.fresh();
  process.send?.({ no, answer: found });
}

process.on("message", (asked: Asked) => void answer(asked));
// Told to stop, or whoever asked is gone.
process.once("disconnect", () => {
  clearInterval(forgetting);
  void Promise.all([forgetter.end(), house.close()])
    .then(() => empty.close())
    .then(() => running.close());
});

process.send?.({
  url,
  emptyUrl: empty.url,
  links: await linksOfMails(),
  routes: running.app.routes
    .filter((spec) => spec.permission === publicRoute)
    .map(({ method, path, page, query, body }) => ({
      method,
      path,
      page: page === true,
      query,
      body,
    })),
} satisfies FuzzedServer);
