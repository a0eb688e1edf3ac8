import { after, before } from "node:test";
import {
  createKeys,
  createLogger,
  manualClock,
  type Database,
} from "../../server/platform/index.ts";
import {
  accountRoutes,
  createAuthenticator,
  type Account,
  type SystemMail,
} from "../../server/accounts/index.ts";
import { TEST_PASSWORD, testAccount } from "./account.ts";
import { testDatabase, type TestDatabase } from "./database.ts";
import { testServer, type TestAnswer, type TestHttp } from "./http.ts";

/** The session cookie an answer set, to be sent back. */
export const cookieOf = (answer: TestAnswer): Record<string, string> => ({
  klarpost_session: answer.cookies[0]?.value ?? "",
});

/** The routes of accounts on a database of their own, with real sign-ins, for the tests of one file. */
export function accountsHarness() {
  const clock = manualClock("2026-11-21T09:00:00Z");
  const mails: SystemMail[] = [];
  const mail: { via: "relay" | "mailbox" } = { via: "mailbox" };
  let database: TestDatabase;
  let http: TestHttp;
  before(async () => {
    database = await testDatabase();
    const deps = {
      db: database.db,
      clock,
      keys: createKeys(Buffer.alloc(32, 7)),
      log: createLogger("silent"),
      publicUrl: "http://127.0.0.1:8025",
      sendSystemMail: async (_tx: unknown, sent: SystemMail) => {
        mails.push(sent);
        return { via: mail.via };
      },
    };
    http = await testServer({
      db: database.db,
      routes: accountRoutes(deps),
      authenticate: createAuthenticator(deps),
    });
  });
  after(async () => {
    await http.close();
    await database.close();
  });
  return {
    clock,
    mails,
    mail,
    get db(): Database {
      return database.db;
    },
    get http(): TestHttp {
      return http;
    },
    /** A new account with its signed-in owner; `call` takes paths after /api/v1. */
    async owner(settings: Partial<Account> = {}) {
      const made = await testAccount(database.db, { settings });
      const body = { email: made.email, password: TEST_PASSWORD };
      const cookies = cookieOf(await http.call("POST", "/api/v1/session", { body }));
      const call = (method: string, path: string, sent?: unknown) =>
        http.call(method, `/api/v1${path}`, {
          cookies,
          ...(sent === undefined ? {} : { body: sent }),
        });
      return { ...made, cookies, call };
    },
  };
}
