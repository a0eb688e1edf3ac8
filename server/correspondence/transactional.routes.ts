import {
  IdParams,
  NewTransactionalSchema,
  SentTransactionalSchema,
  TransactionalPage,
  TransactionalQuery,
  TransactionalSchema,
} from "../../contract/correspondence.ts";
import { audit } from "../accounts/index.ts";
import { decodeCursor, notFound, route, toPage, type RouteSpec } from "../platform/index.ts";
import { presentTransactional } from "./correspondence.ts";
import type { CorrespondenceDeps } from "./deps.ts";
import { findTransactional, recentTransactional } from "./letters.store.ts";
import { sendTransactional } from "./send-transactional.ts";
import { endsOf } from "./write-letter.ts";

const tag = "Transactional";

/** Mails about a transaction, sent by programs, and what became of them. */
export function transactionalRoutes(deps: CorrespondenceDeps): RouteSpec[] {
  const { db } = deps;
  return [
    route({
      method: "POST",
      path: "/api/v1/transactional",
      permission: "transactional.send",
      tag,
      summary:
        "Send one mail about an order, a contract, security, a service, or one that a law demands. Repeat it with the same Idempotency-Key.",
      body: NewTransactionalSchema,
      response: SentTransactionalSchema,
      status: 202,
      handle: ({ accountId, actor, body }) =>
        db.account(accountId, async (tx) => {
          const sent = await sendTransactional(tx, deps, accountId, actor, body);
          await audit(tx, accountId, actor, "transactional.sent", {
            objectType: "transactional",
            objectId: sent.id,
            detail: { category: sent.category, template: sent.template },
          });
          return sent;
        }),
    }),
    route({
      method: "GET",
      path: "/api/v1/transactional",
      permission: "transactional.read",
      tag,
      summary: "The last transactional mails and what became of them; not to whom they went.",
      query: TransactionalQuery,
      response: TransactionalPage,
      handle: ({ accountId, query }) =>
        db.account(accountId, async (tx) => {
          const limit = query.limit ?? 50;
          const before = decodeCursor(query.cursor, 1)?.[0];
          const found = await recentTransactional(tx, {
            limit: limit + 1,
            ...(before === undefined ? {} : { before: Number(before) }),
          });
          const ends = await endsOf(tx, found);
          return toPage(
            found,
            limit,
            (row) => presentTransactional(row, ends),
            (row) => [row.id],
          );
        }),
    }),
    route({
      method: "GET",
      path: "/api/v1/transactional/:id",
      permission: "transactional.read",
      tag,
      summary: "What became of one transactional mail.",
      params: IdParams,
      response: TransactionalSchema,
      handle: ({ accountId, params }) =>
        db.account(accountId, async (tx) => {
          const row = await findTransactional(tx, params.id);
          if (!row) throw notFound("mail");
          return presentTransactional(row, await endsOf(tx, [row]));
        }),
    }),
  ];
}
