import {
  GroundsChange,
  GroundsList,
  GroundsSchema,
  PurgeAnswer,
  PurgeQuery,
  PurgeRequest,
  type GroundsView,
} from "../../contract/suppression.ts";
import { audit } from "../accounts/index.ts";
import { AppError, conflict, invalid, route, type RouteSpec, type Tx } from "../platform/index.ts";
import { findListId } from "./bulk.store.ts";
import { defaultGrounds, type Grounds, type KeptList } from "./suppression.ts";
import {
  countPurgeable,
  purgeListEntries,
  saveGrounds,
  storedGrounds,
} from "./suppression.store.ts";
import type { SuppressionDeps } from "./suppression.routes.ts";

const SUBJECTS: readonly KeptList[] = ["unsubscribe_lists", "blacklist"];

/** On which ground unsubscribe lists and blacklist are kept, how long, and the purge of old entries (UNS-17, UNS-24). */
export function keepingRoutes(deps: SuppressionDeps): RouteSpec[] {
  return [...groundsRoutes(deps), ...purgeRoutes(deps)];
}

async function currentGrounds(tx: Tx): Promise<Grounds[]> {
  const stored = await storedGrounds(tx);
  return SUBJECTS.map(
    (subject) => stored.find((one) => one.subject === subject) ?? defaultGrounds(subject),
  );
}

function groundsRoutes({ db, clock }: SuppressionDeps): RouteSpec[] {
  return [
    route({
      method: "GET",
      path: "/api/v1/suppression-grounds",
      permission: "suppression.read",
      tag: "Suppression",
      summary:
        "On which legal ground unsubscribe lists and blacklist are kept, and for how long. Until somebody decides: Art. 6(1)(c) with 21(3) and 17(3)(b) GDPR, as long as needed.",
      response: GroundsList,
      handle: ({ accountId }) =>
        db.account(accountId, async (tx) => ({
          items: (await currentGrounds(tx)).map(presentGrounds),
        })),
    }),
    route({
      method: "PUT",
      path: "/api/v1/suppression-grounds",
      permission: "privacy.manage",
      tag: "Suppression",
      summary: "Decide on which legal ground a list of blocks is kept, with the reasoning.",
      body: GroundsChange,
      response: GroundsSchema,
      handle: ({ accountId, actor, body }) =>
        db.account(accountId, async (tx) => {
          const subject = body.subject as KeptList;
          if (subject === "blacklist" && body.retentionMonths !== null)
            throw invalid(
              "blacklist_has_reviews",
              "Entries of the blacklist end by their review, not by age.",
              { hint: "Send `retentionMonths: null`." },
            );
          const decided = {
            ...body,
            ground: body.ground as Grounds["ground"],
            subject,
            decidedBy: actor.operatorId ?? null,
            decidedByName: actor.name,
            decidedAt: clock.now(),
          };
          await saveGrounds(tx, accountId, decided);
          await audit(tx, accountId, actor, "suppression.grounds_decided", {
            objectType: "suppression_grounds",
            objectId: subject,
            detail: { ground: body.ground, retentionMonths: body.retentionMonths },
          });
          return presentGrounds((await currentGrounds(tx)).find((one) => one.subject === subject)!);
        }),
    }),
  ];
}

function purgeRoutes({ db, clock }: SuppressionDeps): RouteSpec[] {
  const edge = (months: number): Date => {
    const at = new Date(clock.now());
    at.setUTCMonth(at.getUTCMonth() - months);
    return at;
  };
  return [
    route({
      method: "GET",
      path: "/api/v1/suppression-purge",
      permission: "privacy.manage",
      tag: "Suppression",
      summary: "How many entries of unsubscribe lists a purge would remove.",
      query: PurgeQuery,
      response: PurgeAnswer,
      handle: ({ accountId, query }) =>
        db.account(accountId, async (tx) => {
          const before = edge(query.olderThanMonths);
          const entries = await countPurgeable(tx, await listOf(tx, query.list), before);
          return { entries, before: before.toISOString() };
        }),
    }),
    route({
      method: "POST",
      path: "/api/v1/suppression-purge",
      permission: "privacy.manage",
      tag: "Suppression",
      summary:
        "Remove old entries of unsubscribe lists (UNS-17). Whoever imports these addresses again then needs a new consent for each. Objections, blacklist, complaints and undeliverable addresses are never removed.",
      body: PurgeRequest,
      response: PurgeAnswer,
      handle: ({ accountId, actor, body }) =>
        db.account(accountId, async (tx) => {
          const before = edge(body.olderThanMonths);
          const listId = await listOf(tx, body.list);
          const entries = await countPurgeable(tx, listId, before);
          if (entries !== body.confirmEntries)
            throw conflict(
              "confirmation_differs",
              `${entries} entries would go, and the confirmation says ${body.confirmEntries}.`,
              { hint: "Read the number again and type it as `confirmEntries`." },
            );
          await audit(tx, accountId, actor, "suppression.purged", {
            objectType: "suppression",
            detail: {
              entries,
              olderThanMonths: body.olderThanMonths,
              ...(body.list ? { list: body.list } : {}),
            },
          });
          // Only the retention role may remove. If that fails nothing is noted either.
          await db.retention(accountId, (other) => purgeListEntries(other, listId, before));
          return { entries, before: before.toISOString() };
        }),
    }),
  ];
}

async function listOf(tx: Tx, publicId: string | undefined): Promise<number | null> {
  if (publicId === undefined) return null;
  const id = await findListId(tx, publicId);
  if (id === undefined) throw new AppError("list_not_found", 404, "There is no such list.");
  return id;
}

const presentGrounds = (grounds: Grounds): GroundsView => ({
  subject: grounds.subject,
  ground: grounds.ground,
  retentionMonths: grounds.retentionMonths,
  reasoning: grounds.reasoning,
  reviewOn: grounds.reviewOn?.toISOString() ?? null,
  decidedBy: grounds.decidedByName,
  decidedAt: grounds.decidedAt?.toISOString() ?? null,
});
