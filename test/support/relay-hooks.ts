import { createKeys, createLogger, manualClock, rows, sql } from "../../server/platform/index.ts";
import { relayRoutes, type RelayEvent } from "../../server/relays/index.ts";
import { testAccount } from "./account.ts";
import { testDatabase } from "./database.ts";
import { testServer, type TestAnswer } from "./http.ts";
import { fakeAmazon, signedSns } from "./sns.ts";

export type RelayHooks = Awaited<ReturnType<typeof relayHooks>>;

/** Ways out with an address each that providers report to, and an Amazon that signs. */
export async function relayHooks() {
  const clock = manualClock("2026-11-22T08:00:00Z");
  const database = await testDatabase();
  const amazon = await fakeAmazon();
  /** Addresses that were called to confirm a subscription. */
  const confirmed: string[] = [];

  /** An account of its own with one way out of this kind. */
  async function way(kind: string) {
    const { accountId } = await testAccount(database.db);
    const http = await testServer({
      db: database.db,
      routes: relayRoutes({
        db: database.db,
        clock,
        keys: createKeys(Buffer.alloc(32, 9)),
        log: createLogger("silent"),
        publicUrl: "https://klarpost.example",
        privateHosts: [],
        smtpUrl: null,
        snsAgent: amazon.agent,
        confirmTopic: async (address) => void confirmed.push(address),
      }),
      as: { accountId },
    });
    const call = (method: string, path: string, body?: unknown) =>
      http.call(method, `/api/v1${path}`, body === undefined ? {} : { body });
    const { body: relay } = await call("POST", "/relays", {
      kind,
      name: kind,
      credentials: { kind: "api", key: "k", secret: "s" },
      confirmOutsideEu: true,
      ...(kind === "scaleway" ? { channel: "projekt" } : {}),
    });
    const { body: hook } = await call("POST", `/relays/${relay.id}/hook`);
    const path = new URL(hook.url).pathname;
    const basic = `Basic ${Buffer.from(`${hook.user}:${hook.password}`).toString("base64")}`;
    const authorization: Record<string, string> =
      hook.password === null ? {} : { authorization: basic };
    return {
      accountId,
      relay,
      hook,
      path,
      call,
      http,
      report: (
        body: unknown,
        headers: Record<string, string> = authorization,
      ): Promise<TestAnswer> =>
        typeof body === "string"
          ? http.call("POST", path, {
              body,
              headers: { "content-type": "text/plain; charset=UTF-8", ...headers },
            })
          : http.call("POST", path, { body, headers }),
      async events(): Promise<RelayEvent[]> {
        const found = await database.db.account(accountId, (tx) =>
          rows<{ payload: RelayEvent }>(
            tx,
            sql`select payload from outbox_events where type = 'relay.event' order by id`,
          ),
        );
        return found.map((row) => row.payload);
      },
    };
  }

  return {
    clock,
    database,
    amazon,
    confirmed,
    way,
    signed: (fields: Record<string, string>) => signedSns(fields, amazon.key),
    async close(): Promise<void> {
      await amazon.close();
      await database.close();
    },
  };
}
