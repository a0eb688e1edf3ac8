import assert from "node:assert/strict";
import { after } from "node:test";
import { permissions } from "../../contract/operators.ts";
import { audit } from "../../server/accounts/index.ts";
import { contactRoutes } from "../../server/contacts/index.ts";
import { duplicateRoutes } from "../../server/duplicates/index.ts";
import { reportRoutes } from "../../server/reports/index.ts";
import { testServer, type TestHttp } from "./http.ts";
import { accountId, clock, database, keys, reportBench } from "./report-samples.ts";

reportBench();
let opened: Promise<TestHttp> | undefined;
const open = (): Promise<TestHttp> => {
  const base = { db: database.db, keys, clock };
  opened ??= testServer({
    db: database.db,
    routes: [
      ...contactRoutes({ ...base, audit }),
      ...duplicateRoutes(base),
      ...reportRoutes({ ...base, compliance: { keys, clock } }),
    ],
    as: { accountId, permissions },
  });
  return opened;
};
after(async () => (await opened)?.close());

/** Calls a route about contacts as somebody who may do everything. */
export const call = async (method: string, path: string, body?: unknown) =>
  (await open()).call(method, `/api/v1${path}`, body === undefined ? {} : { body });

/** The same; anything but a success fails the test. Gives the body. */
export const ok = async (method: string, path: string, body?: unknown) => {
  const answer = await call(method, path, body);
  assert.ok(answer.status < 300, `${method} ${path}: ${answer.status} ${answer.text}`);
  return answer.body;
};
