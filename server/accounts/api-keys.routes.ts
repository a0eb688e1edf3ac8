import {
  ApiKeyAnswer,
  ApiKeyList,
  ApiKeySchema,
  IdParams,
  NewApiKey,
} from "../../contract/operators.ts";
import {
  hashToken,
  invalid,
  notFound,
  randomToken,
  route,
  type RouteSpec,
} from "../platform/index.ts";
import { insertApiKey, listApiKeys, revokeApiKey, type ApiKeyRow } from "./api-keys.store.ts";
import { audit } from "./audit.ts";
import { KEY_PREFIX } from "./authenticate.ts";
import type { AccountsDeps } from "./deps.ts";
import { keyScopes } from "./permissions.ts";

const tag = "API keys";
const YEAR_MS = 365 * 24 * 3_600_000;
const LONGEST_MS = YEAR_MS + 24 * 3_600_000;

const showKey = (key: ApiKeyRow) => ({
  ...key,
  createdAt: key.createdAt.toISOString(),
  expiresAt: key.expiresAt.toISOString(),
  revokedAt: key.revokedAt?.toISOString() ?? null,
  id: key.publicId,
});

/** Keys of programs: scoped, with an owner, a purpose and an end (ORG-15, ORG-16). */
export function apiKeyRoutes(deps: AccountsDeps): RouteSpec[] {
  const { db, clock } = deps;
  return [
    route({
      method: "GET",
      path: "/api/v1/api-keys",
      permission: "apikeys.manage",
      summary: "List API keys",
      tag,
      response: ApiKeyList,
      handle: ({ accountId }) =>
        db.account(accountId, async (tx) => ({
          items: (await listApiKeys(tx, accountId)).map(showKey),
        })),
    }),
    route({
      method: "POST",
      path: "/api/v1/api-keys",
      permission: "apikeys.manage",
      proof: "with_factor",
      summary: "Create an API key; its secret is shown once",
      tag,
      body: NewApiKey,
      response: ApiKeyAnswer,
      status: 201,
      secretAnswer: true,
      async handle({ accountId, actor, body }) {
        const now = clock.now();
        const expiresAt = new Date(body.expiresAt ?? now.getTime() + YEAR_MS);
        requireScopes(body.scopes, actor.permissions);
        if (expiresAt <= now || expiresAt.getTime() > now.getTime() + LONGEST_MS)
          throw invalid("expiry_out_of_range", "A key ends within a year.", {
            hint: "Choose an end between now and one year from now.",
            errors: [{ path: "/expiresAt", message: "Between now and one year from now." }],
          });
        const secret = KEY_PREFIX + randomToken(32);
        return db.account(accountId, async (tx) => {
          const key = await insertApiKey(tx, {
            accountId,
            name: body.name,
            purpose: body.purpose,
            scopes: body.scopes,
            secretHash: hashToken(secret),
            createdBy: actor.operatorId ?? null,
            now,
            expiresAt,
          });
          await audit(tx, accountId, actor, "api_key.created", {
            objectType: "api_key",
            objectId: key.publicId,
            detail: { scopes: body.scopes, expiresAt: expiresAt.toISOString() },
          });
          return { key: showKey(key), secret };
        });
      },
    }),
    route({
      method: "DELETE",
      path: "/api/v1/api-keys/:id",
      permission: "apikeys.manage",
      summary: "Revoke an API key at once",
      tag,
      params: IdParams,
      response: ApiKeySchema,
      handle: ({ accountId, actor, params }) =>
        db.account(accountId, async (tx) => {
          const revoked = await revokeApiKey(tx, accountId, params.id, clock.now());
          const key = (await listApiKeys(tx, accountId)).find(
            (each) => each.publicId === params.id,
          );
          if (revoked === 0 || !key) throw notFound("API key");
          await audit(tx, accountId, actor, "api_key.revoked", {
            objectType: "api_key",
            objectId: params.id,
          });
          return showKey(key);
        }),
    }),
  ];
}

/** A key never holds rights that keys may not have, nor more than whoever makes it (ORG-16). */
function requireScopes(scopes: readonly string[], held: ReadonlySet<string>): void {
  const refused = scopes.filter(
    (scope) => !keyScopes.some((each) => each === scope) || !held.has(scope),
  );
  if (refused.length === 0) return;
  throw invalid("scope_not_allowed", `A key cannot have: ${refused.join(", ")}.`, {
    hint: "Leave these scopes out. People decide about people, keys and settings.",
    errors: [{ path: "/scopes", message: `Not allowed: ${refused.join(", ")}.` }],
  });
}
