import { after, before } from "node:test";
import type { Account, SystemMail } from "../../server/accounts/index.ts";
import {
  createKeys,
  manualClock,
  type Database,
  type LookUp,
  type Tx,
} from "../../server/platform/index.ts";
import { senderRoutes } from "../../server/senders/index.ts";
import { completeSettings, testAccount } from "./account.ts";
import { testDatabase, type TestDatabase } from "./database.ts";
import { testServer } from "./http.ts";

/** The routes of senders with a DNS and a post office of their own, for the tests of one file. */
export function sendersHarness() {
  const clock = manualClock("2026-11-21T09:00:00Z");
  const keys = createKeys(Buffer.alloc(32, 7));
  const mails: SystemMail[] = [];
  const mail: { via: "relay" | "mailbox" } = { via: "mailbox" };
  /** What the DNS says, by name. */
  const dns = new Map<string, string>();
  const mx = new Map<string, string>();
  const addresses = new Map<string, string>();
  const lookUp: LookUp = {
    txt: async (name) => (dns.has(name) ? [[dns.get(name) ?? ""]] : []),
    mx: async (name) => (mx.has(name) ? [mx.get(name) ?? ""] : []),
    ptr: async () => [],
    a: async (name) => (addresses.has(name) ? [addresses.get(name) ?? ""] : []),
  };
  let database: TestDatabase;
  before(async () => {
    database = await testDatabase();
  });
  after(() => database.close());
  const deps = () => ({
    db: database.db,
    clock,
    keys,
    publicUrl: "http://127.0.0.1:8025",
    lookUp,
    inboundDomain: "in.klarpost.example",
    sendSystemMail: async (_tx: Tx, sent: SystemMail) => {
      mails.push(sent);
      return { via: mail.via };
    },
  });
  return {
    clock,
    keys,
    mail,
    dns,
    mx,
    addresses,
    /** What the routes and jobs of senders are given. */
    deps,
    mailCount: () => mails.length,
    lookUp,
    get db(): Database {
      return database.db;
    },
    /** Path of the link in the newest mail. */
    lastLink: () => new URL(mails.at(-1)?.button?.url ?? "").pathname,
    lastMail: () => mails.at(-1),
    /** A new account whose caller may do everything with senders. */
    async account(settings: Partial<Account> = {}) {
      const made = await testAccount(database.db, {
        settings: { ...completeSettings, ...settings },
      });
      const http = await testServer({
        db: database.db,
        routes: senderRoutes(deps()),
        as: { accountId: made.accountId, operatorId: made.operatorId },
      });
      const call = (method: string, path: string, body?: unknown) =>
        http.call(method, `/api/v1${path}`, body === undefined ? {} : { body });
      return { ...made, http, call };
    },
  };
}
