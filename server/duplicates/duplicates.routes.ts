import {
  MergeAnswerSchema,
  MergePreviewSchema,
  MergeQuery,
  MergeSchema,
  PairListSchema,
  PairSchema,
  PairSearchSchema,
  UnmergeAnswerSchema,
} from "../../contract/duplicates.ts";
import { IdParams } from "../../contract/common.ts";
import { audit, countListed } from "../accounts/index.ts";
import { findContact, findContactsById } from "../contacts/index.ts";
import {
  notFound,
  route,
  type Clock,
  type Database,
  type Keys,
  type RouteSpec,
} from "../platform/index.ts";
import { countPairs, dismissPair, openPairs } from "./duplicates.store.ts";
import { searchPairs } from "./duplicates.jobs.ts";
import { mergeContacts, presentTwin, previewMerge } from "./merge-contacts.ts";
import { undoMerge } from "./undo-merge.ts";

export interface DuplicateDeps {
  db: Database;
  keys: Keys;
  clock: Clock;
}

const tag = "Contacts";
const SHOWN = 100;

/** Contacts that may be one person, and merging them by choice. */
export function duplicateRoutes(deps: DuplicateDeps): RouteSpec[] {
  return [...pairRoutes(deps), ...mergeRoutes(deps)];
}

function pairRoutes({ db, clock }: DuplicateDeps): RouteSpec[] {
  return [
    route({
      method: "GET",
      path: "/api/v1/contact-pairs",
      permission: "contacts.read",
      tag,
      summary:
        "Pairs of contacts that may be one person, the surest reason first; at most 100. The audit log says how many people somebody was shown.",
      response: PairListSchema,
      handle: ({ accountId, actor }) =>
        db.account(accountId, async (tx) => {
          const pairs = await openPairs(tx, SHOWN);
          const ids = pairs.flatMap((pair) => [pair.firstId, pair.secondId]);
          const people = new Map((await findContactsById(tx, ids)).map((one) => [one.id, one]));
          await countListed(tx, accountId, actor, people.size);
          return {
            total: await countPairs(tx),
            items: pairs.map((pair) => ({
              reason: pair.reason,
              foundAt: pair.foundAt.toISOString(),
              first: presentTwin(people.get(pair.firstId)!),
              second: presentTwin(people.get(pair.secondId)!),
            })),
          };
        }),
    }),
    route({
      method: "POST",
      path: "/api/v1/contact-pairs/search",
      permission: "contacts.write",
      tag,
      summary: "Look for pairs now; otherwise it is done every night.",
      response: PairSearchSchema,
      handle: ({ accountId, actor }) =>
        db.account(accountId, async (tx) => {
          const found = await searchPairs(tx, accountId, clock.now());
          await audit(tx, accountId, actor, "contact_pairs.searched", { detail: { found } });
          return { found };
        }),
    }),
    route({
      method: "POST",
      path: "/api/v1/contact-pairs/dismiss",
      permission: "contacts.write",
      tag,
      summary: "These are two people: do not propose them again.",
      body: PairSchema,
      handle: ({ accountId, actor, body }) =>
        db.account(accountId, async (tx) => {
          const first = await findContact(tx, body.first);
          const second = await findContact(tx, body.second);
          if (!first || !second || first.id === second.id) throw notFound("contact");
          await dismissPair(tx, accountId, [first.id, second.id], clock.now());
          await audit(tx, accountId, actor, "contact_pair.dismissed", {
            objectType: "contact",
            objectId: first.publicId,
            detail: { other: second.publicId },
          });
        }),
    }),
  ];
}

function mergeRoutes({ db, keys, clock }: DuplicateDeps): RouteSpec[] {
  return [
    route({
      method: "GET",
      path: "/api/v1/contact-merges/preview",
      permission: "contacts.read",
      tag,
      summary:
        "Two contacts side by side: where they differ, what is proposed, what becomes of permissions.",
      query: MergeQuery,
      response: MergePreviewSchema,
      handle: ({ accountId, actor, query }) =>
        db.account(accountId, (tx) =>
          previewMerge(tx, { keys, clock }, { accountId, actor }, query),
        ),
    }),
    route({
      method: "POST",
      path: "/api/v1/contact-merges",
      permission: "contacts.write",
      tag,
      summary:
        "Merge two contacts; it can be taken back for seven days. A merge never creates a permission: the stricter wins; proofs stay with their address.",
      body: MergeSchema,
      response: MergeAnswerSchema,
      handle: ({ accountId, actor, body }) =>
        db.account(accountId, (tx) =>
          mergeContacts(tx, { keys, clock }, { accountId, actor }, body),
        ),
    }),
    route({
      method: "POST",
      path: "/api/v1/contact-merges/:id/undo",
      permission: "contacts.write",
      tag,
      summary:
        "Take a merge back within seven days: the second contact stands again with everything that hung on it. Measured use that was deleted does not come back.",
      params: IdParams,
      response: UnmergeAnswerSchema,
      handle: ({ accountId, actor, params }) =>
        db.account(accountId, (tx) =>
          undoMerge(tx, { keys, clock }, { accountId, actor }, params.id),
        ),
    }),
  ];
}
