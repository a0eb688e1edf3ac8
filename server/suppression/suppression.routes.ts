import { IdParams } from "../../contract/common.ts";
import {
  LiftSuppression,
  NewBlacklistEntry,
  SuppressionPage,
  SuppressionQuery,
  SuppressionSchema,
  type SuppressionView,
} from "../../contract/suppression.ts";
import { audit } from "../accounts/index.ts";
import { addressHash } from "../contacts/index.ts";
import {
  conflict,
  decodeCursor,
  invalid,
  notFound,
  parseEmailAddress,
  parseMailDomain,
  route,
  toPage,
  type Clock,
  type Database,
  type Keys,
  type RouteSpec,
} from "../platform/index.ts";
import {
  parseBlacklistLine,
  type NewSuppression,
  type Suppression,
  type SuppressionScope,
} from "./suppression.ts";
import {
  findSuppression,
  insertSuppression,
  liftById,
  listSuppressions,
} from "./suppression.store.ts";

interface Deps {
  db: Database;
  keys: Keys;
  clock: Clock;
}

/** Only these may be lifted by staff; what a person said is undone by that person alone (UNS-23, DOI-13). */
const LIFTABLE: SuppressionScope[] = ["blacklist", "retained", "complaint"];

export function suppressionRoutes(deps: Deps): RouteSpec[] {
  return [listRoute(deps), addRoute(deps), liftRoute(deps)];
}

function listRoute({ db }: Deps): RouteSpec {
  return route({
    method: "GET",
    path: "/api/v1/suppressions",
    permission: "suppression.read",
    tag: "Suppression",
    summary: "Addresses and persons that are not mailed, with scope, reason and origin.",
    query: SuppressionQuery,
    response: SuppressionPage,
    async handle({ accountId, query }) {
      const limit = query.limit ?? 50;
      const after = decodeCursor(query.cursor, 1)?.[0];
      const found = await db.account(accountId, (tx) =>
        listSuppressions(tx, {
          limit: limit + 1,
          ...(query.scope === undefined ? {} : { scope: query.scope as SuppressionScope }),
          ...(query.q === undefined ? {} : { q: query.q.toLowerCase() }),
          ...(after === undefined ? {} : { after: Number(after) }),
        }),
      );
      return toPage(found, limit, present, (row) => [row.id]);
    },
  });
}

function addRoute({ db, keys, clock }: Deps): RouteSpec {
  return route({
    method: "POST",
    path: "/api/v1/suppressions",
    permission: "suppression.write",
    tag: "Suppression",
    summary: "Put an address or a whole domain on the blacklist (UNS-24).",
    body: NewBlacklistEntry,
    response: SuppressionSchema,
    status: 201,
    async handle({ accountId, actor, body }) {
      const base = {
        scope: "blacklist" as const,
        reason: body.reason,
        origin: actor.kind === "apiKey" ? ("api" as const) : ("operator" as const),
        reviewOn: body.reviewOn,
        at: clock.now(),
      };
      const entry: NewSuppression = {
        ...base,
        ...blacklistTarget(keys, accountId, body.entry),
        ...(actor.operatorId === undefined ? {} : { createdBy: actor.operatorId }),
      };
      return db.account(accountId, async (tx) => {
        if (!(await insertSuppression(tx, accountId, entry)))
          throw conflict("already_on_blacklist", "This entry is on the blacklist already.");
        const [made] = await listSuppressions(tx, { scope: "blacklist", limit: 1 });
        await audit(tx, accountId, actor, "suppression.added", {
          objectType: "suppression",
          objectId: made!.publicId,
          detail: { scope: "blacklist", reason: body.reason },
        });
        return present(made!);
      });
    },
  });
}

function blacklistTarget(keys: Keys, accountId: number, line: string): Partial<NewSuppression> {
  const parsed = parseBlacklistLine(line);
  if ("domain" in parsed) {
    const domain = parseMailDomain(parsed.domain);
    if (!domain)
      throw invalid("domain_not_valid", "This is not a mail domain.", {
        hint: "Expected a form such as @example.com.",
      });
    return { domain };
  }
  const address = parseEmailAddress(parsed.address);
  if (!address.ok)
    throw invalid("address_not_valid", `This is not an e-mail address: ${address.reason}.`, {
      hint: "Expected name@example.org, or @example.org for a domain.",
    });
  return {
    emailNormalised: address.normalised,
    addressHash: addressHash(keys, accountId, address.normalised),
  };
}

function liftRoute({ db, clock }: Deps): RouteSpec {
  return route({
    method: "POST",
    path: "/api/v1/suppressions/:id/lift",
    permission: "suppression.write",
    tag: "Suppression",
    summary:
      "End a blacklist entry, a retained address or a complaint, with a reason. What a person said themselves stays.",
    params: IdParams,
    body: LiftSuppression,
    response: SuppressionSchema,
    handle: ({ accountId, actor, params, body }) =>
      db.account(accountId, async (tx) => {
        const known = await findSuppression(tx, params.id);
        if (!known || known.liftedAt) throw notFound("suppression");
        if (!LIFTABLE.includes(known.scope)) {
          throw conflict(
            "persons_own_decision",
            "This is the person's own decision and cannot be lifted here.",
            { hint: "It ends when the person signs up again and confirms." },
          );
        }
        const lifted = await liftById(tx, params.id, {
          at: clock.now(),
          by: actor.operatorId ?? null,
          reason: body.reason,
        });
        await audit(tx, accountId, actor, "suppression.lifted", {
          objectType: "suppression",
          objectId: params.id,
          detail: { scope: known.scope, reason: body.reason },
        });
        return present(lifted!);
      }),
  });
}

function present(row: Suppression): SuppressionView {
  return {
    id: row.publicId,
    scope: row.scope,
    address: row.emailNormalised,
    domain: row.domain,
    reason: row.reason,
    origin: row.origin,
    createdAt: row.createdAt.toISOString(),
    reviewOn: row.reviewOn ? new Date(row.reviewOn).toISOString() : null,
  };
}
