import { randomBytes } from "node:crypto";
import type { ImportOptions, ImportView, MappingInput } from "../../contract/imports.ts";
import { systemActor } from "../../server/accounts/index.ts";
import type { AuditActor } from "../../server/accounts/index.ts";
import {
  importCsv,
  importJobs,
  importRoutes,
  type ImportDeps,
} from "../../server/imports/index.ts";
import { allLists } from "../../server/lists/index.ts";
import {
  createJobRunner,
  createKeys,
  createLogger,
  manualClock,
  one,
  run,
  sql,
  type Keys,
} from "../../server/platform/index.ts";
import { testAccount } from "./account.ts";
import { testDatabase, type TestDatabase } from "./database.ts";
import { testServer, type TestHttp } from "./http.ts";

/** An account with two lists, and everything an import needs. */
export interface ImportHarness {
  base: TestDatabase;
  deps: ImportDeps & { clock: ReturnType<typeof manualClock> };
  keys: Keys;
  secret: Buffer;
  accountId: number;
  lists: { id: number; publicId: string }[];
  http: TestHttp;
  /** Runs all jobs that are due. */
  work(): Promise<void>;
  /** Imports a text in one go. */
  importText(
    text: string,
    options: ImportOptions,
    more?: { mapping?: MappingInput; actor?: AuditActor },
  ): ReturnType<typeof importCsv>;
  upload(text: string | Buffer, name?: string): Promise<ImportView>;
  close(): Promise<void>;
}

export const WORDING = "Ja, ich möchte den Newsletter der Musterbank per E-Mail erhalten.";

/** A double opt-in elsewhere, with the wording people saw. */
export function doubleOptIn(listIds: string[]): ImportOptions {
  return {
    listIds,
    origin: { text: "Altes Newslettersystem", collectedFrom: "person" },
    consent: {
      evidence: "double_opt_in",
      source: "Anmeldeseite musterbank.example",
      wording: { text: WORDING, locale: "de" },
    },
  };
}

/** A database of its own with an account and two lists. */
export async function importHarness(): Promise<ImportHarness> {
  const base = await testDatabase();
  const { db } = base;
  const secret = randomBytes(32);
  const keys = createKeys(secret);
  const clock = manualClock("2026-11-21T09:00:00Z");
  const deps = {
    db,
    clock,
    keys,
    log: createLogger("silent"),
    compliance: { keys, clock },
  };
  const { accountId } = await testAccount(db);
  await db.account(accountId, async (tx) => {
    for (const name of ["Marktbericht", "Immobilien"])
      await run(tx, sql`insert into lists (account_id, name) values (${accountId}, ${name})`);
    await run(
      tx,
      sql`insert into contact_fields (account_id, key, label, type, purpose, legal_basis, owner)
          values (${accountId}, 'filiale', 'Filiale', 'text', 'Einladungen in die nächste Filiale', 'consent', 'Marketing')`,
    );
  });
  const lists = (await db.account(accountId, (tx) => allLists(tx, { archived: false }))).toSorted(
    (a, b) => a.id - b.id,
  );
  const http = await testServer({
    db,
    routes: importRoutes(deps),
    as: { accountId, permissions: ["contacts.import", "account.manage"] },
  });
  const runner = createJobRunner({ db, clock, log: deps.log, handlers: importJobs(deps) });
  return {
    base,
    deps,
    keys,
    secret,
    accountId,
    lists,
    http,
    work: () => runner.drain(),
    importText: (text, options, more = {}) =>
      importCsv(deps, accountId, {
        stream: bytes(text),
        fileName: "kontakte.csv",
        options,
        actor: more.actor ?? systemActor,
        ...(more.mapping === undefined ? {} : { mapping: more.mapping }),
      }),
    async upload(text, name = "kontakte.csv") {
      const answer = await http.app.inject({
        method: "POST",
        url: `/api/v1/imports?name=${encodeURIComponent(name)}`,
        headers: { "x-klarpost": "1", "content-type": "text/csv" },
        payload: text,
      });
      if (answer.statusCode !== 201) throw new Error(answer.body);
      return answer.json<ImportView>();
    },
    async close() {
      await http.close();
      await base.close();
    },
  };
}

export async function* bytes(text: string): AsyncGenerator<Buffer> {
  yield Buffer.from(text);
}

/** How many rows of a table the account has. */
export function countRows(harness: ImportHarness, table: string, where = "true"): Promise<number> {
  return harness.base.db.account(harness.accountId, async (tx) => {
    const found = await one<{ count: number }>(
      tx,
      sql`select count(*) as count from ${sql.table(table)} where account_id = ${harness.accountId} and ${sql.raw(where)}`,
    );
    return found.count;
  });
}
