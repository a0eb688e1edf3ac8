import {
  ReleaseAddresses,
  ReleaseAnswer,
  RetainedAddressPage,
  RetainedQuery,
  type RetainedAddressView,
} from "../../contract/bounces.ts";
import {
  decodeCursor,
  route,
  toPage,
  type Clock,
  type Database,
  type RouteSpec,
} from "../platform/index.ts";
import type { AskDeps } from "../guards/index.ts";
import { releaseAddresses } from "./release-addresses.ts";
import { retainedAddresses, type RetainedAddress } from "./retained.store.ts";

/** Retained addresses: list, export, re-activation (SND-09). */
export function bounceRoutes(deps: { db: Database; clock: Clock; guards: AskDeps }): RouteSpec[] {
  const { db } = deps;
  return [
    route({
      method: "GET",
      path: "/api/v1/retained-addresses",
      permission: "suppression.read",
      tag: "Suppression",
      summary:
        "Addresses that are not mailed because mail to them came back, with what the receiving server said and what it means.",
      query: RetainedQuery,
      response: RetainedAddressPage,
      async handle({ accountId, query }) {
        const limit = query.limit ?? 50;
        const after = decodeCursor(query.cursor, 1)?.[0];
        const found = await db.account(accountId, (tx) =>
          retainedAddresses(tx, {
            q: query.q,
            reason: query.reason,
            after: after === undefined ? undefined : Number(after),
            limit: limit + 1,
          }),
        );
        return toPage(found, limit, present, (row) => [row.id]);
      },
    }),
    route({
      method: "POST",
      path: "/api/v1/retained-addresses/release",
      permission: "addresses.release",
      tag: "Suppression",
      summary:
        "Re-activate retained addresses, at most 500 at a time, with a written reason; many only when a second person agrees. The next hard bounce retains an address again at once.",
      body: ReleaseAddresses,
      response: ReleaseAnswer,
      handle: ({ accountId, actor, body }) => releaseAddresses(deps, accountId, actor, body),
    }),
  ];
}

const REASONS = ["unknown_user", "hard_bounces", "soft_paused"] as const;

const present = (row: RetainedAddress): RetainedAddressView => ({
  id: row.publicId,
  address: row.emailNormalised,
  reason: REASONS.find((one) => one === row.reason) ?? "other",
  since: row.createdAt.toISOString(),
  endsAt: row.reason === "soft_paused" ? (row.pausedUntil?.toISOString() ?? null) : null,
  mailings: row.mailings,
  meaning: row.meaning,
  code: row.code,
  enhanced: row.enhanced,
  reply: row.reply,
  again: row.again,
  contact: row.contactId,
});
