import { after, before } from "node:test";
import {
  createKeys,
  createLogger,
  createOutsideFetch,
  manualClock,
  run,
  sql,
  type Database,
  type RouteSpec,
} from "../../server/platform/index.ts";
import {
  accountRoutes,
  createAuthenticator,
  createOperator,
  setMode,
  type Account,
  type Role,
  type SystemMail,
} from "../../server/accounts/index.ts";
import { TEST_PASSWORD, testAccount } from "./account.ts";
import { testDatabase, type TestDatabase } from "./database.ts";
import { testServer, type TestAnswer, type TestHttp } from "./http.ts";

/** The session cookie an answer set, to be sent back. */
export const cookieOf = (answer: TestAnswer): Record<string, string> => ({
  klarpost_session: answer.cookies[0]?.value ?? "",
});

let members = 0;

/** The routes of accounts on a database of their own, with real sign-ins, for the tests of one file. */
export function accountsHarness(
  options: { probes?: RouteSpec[]; publicUrl?: string; privateHosts?: string[] } = {},
) {
  const publicUrl = options.publicUrl ?? "http://127.0.0.1:8025";
  const clock = manualClock("2026-11-21T09:00:00Z");
  const mails: SystemMail[] = [];
  const mail: { via: "relay" | "mailbox" } = { via: "mailbox" };
  let database: TestDatabase;
  let http: TestHttp;

  const made = () => ({
    db: database.db,
    clock,
    keys: createKeys(Buffer.alloc(32, 7)),
    log: createLogger("silent"),
    publicUrl,
    fetchOutside: createOutsideFetch({ privateHosts: options.privateHosts ?? [] }),
    systemMailLeaves: async () => mail.via === "relay",
    sendSystemMail: async (_tx: unknown, sent: SystemMail) => {
      mails.push(sent);
      return { via: mail.via };
    },
  });
  /** A web server on the same database, as another process would have it. */
  const process = () => {
    const deps = made();
    return testServer({
      db: database.db,
      routes: [...accountRoutes(deps), ...(options.probes ?? [])],
      authenticate: createAuthenticator(deps),
      publicUrl,
    });
  };
  before(async () => {
    database = await testDatabase();
    http = await process();
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
    anotherProcess: process,
    get deps() {
      return made();
    },
    setMode: (accountId: number, mode: "sandbox" | "live") =>
      database.db.account(accountId, (tx) => setMode(tx, mode, clock.now())),
    /** Somebody else who works in the owner's account, with TEST_PASSWORD. */
    async member(owner: { accountId: number }, roles: Role[]) {
      const email = `kollegin${++members}@beispiel.example`;
      const person = await database.db.instance((tx) =>
        createOperator(tx, {
          ...{ name: "Karla Kollegin", email, password: TEST_PASSWORD, now: clock.now() },
          membership: { accountId: owner.accountId, roles },
        }),
      );
      return { ...person, email };
    },
    /** Lets somebody work in a further account. */
    join: (person: { id: number }, accountId: number, roles: Role[]) =>
      database.db.instance((tx) =>
        run(
          tx,
          sql`insert into memberships (operator_id, account_id, roles) values (${person.id}, ${accountId}, ${roles})`,
        ),
      ),
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
