import {
  IdParams,
  NewRelay,
  RelayChange,
  RelayHookAnswer,
  RelayList,
  RelaySchema,
} from "../../contract/relays.ts";
import { audit } from "../accounts/index.ts";
import {
  conflict,
  hashToken,
  notFound,
  randomToken,
  route,
  type RouteSpec,
} from "../platform/index.ts";
import type { RelaysDeps } from "./deps.ts";
import { hookRoutes } from "./hooks.routes.ts";
import { API_KINDS } from "./relay-rules.ts";
import { findRelay, listRelays, saveHook } from "./relays.store.ts";
import { changeRelay, createRelay, removeRelay } from "./save-relay.ts";
import { showRelay } from "./show-relay.ts";

const tag = "Sending routes";
/** User of the addresses providers sign in to; the password is the secret. */
const HOOK_USER = "klarpost";

/** Ways out of an account, and the addresses where providers report. Testing one is a route of delivery. */
export function relayRoutes(deps: RelaysDeps): RouteSpec[] {
  const { db, keys } = deps;
  return [
    route({
      method: "GET",
      path: "/api/v1/relays",
      permission: "relays.read",
      summary: "List sending routes",
      tag,
      response: RelayList,
      handle: ({ accountId }) =>
        db.account(accountId, async (tx) => ({
          items: (await listRelays(tx)).map((relay) => showRelay(keys, relay)),
          installation:
            deps.smtpUrl === null ? null : { host: URL.parse(deps.smtpUrl)?.hostname ?? "" },
          privateHosts: [...deps.privateHosts],
        })),
    }),
    route({
      method: "GET",
      path: "/api/v1/relays/:id",
      permission: "relays.read",
      summary: "One sending route",
      tag,
      params: IdParams,
      response: RelaySchema,
      handle: ({ accountId, params }) =>
        db.account(accountId, async (tx) => {
          const relay = await findRelay(tx, params.id);
          if (!relay) throw notFound("sending route");
          return showRelay(keys, relay);
        }),
    }),
    route({
      method: "POST",
      path: "/api/v1/relays",
      permission: "relays.write",
      summary: "Create a sending route",
      tag,
      body: NewRelay,
      response: RelaySchema,
      status: 201,
      handle: ({ accountId, actor, body }) =>
        db.account(accountId, async (tx) =>
          showRelay(keys, await createRelay(deps, tx, { accountId, actor }, body)),
        ),
    }),
    route({
      method: "PATCH",
      path: "/api/v1/relays/:id",
      permission: "relays.write",
      summary: "Change a sending route, or switch it on or off",
      tag,
      params: IdParams,
      body: RelayChange,
      response: RelaySchema,
      handle: ({ accountId, actor, params, body }) =>
        db.account(accountId, async (tx) =>
          showRelay(keys, await changeRelay(deps, tx, { accountId, actor }, params.id, body)),
        ),
    }),
    route({
      method: "DELETE",
      path: "/api/v1/relays/:id",
      permission: "relays.write",
      summary: "Remove a sending route and its credentials",
      tag,
      params: IdParams,
      handle: ({ accountId, actor, params }) =>
        db.account(accountId, (tx) => removeRelay(deps, tx, { accountId, actor }, params.id)),
    }),
    ...reportingRoutes(deps),
    ...hookRoutes(deps),
  ];
}

function reportingRoutes({ db, clock, publicUrl }: RelaysDeps): RouteSpec[] {
  return [
    route({
      method: "POST",
      path: "/api/v1/relays/:id/hook",
      permission: "relays.write",
      summary:
        "Make the address where the provider reports bounces and complaints; an earlier one ends",
      tag,
      params: IdParams,
      response: RelayHookAnswer,
      status: 201,
      secretAnswer: true,
      handle: ({ accountId, actor, params }) =>
        db.account(accountId, async (tx) => {
          const relay = await findRelay(tx, params.id);
          if (!relay) throw notFound("sending route");
          if (!API_KINDS.has(relay.kind))
            throw conflict("relay_reports_nothing", "This sending route cannot report.", {
              hint: "Bounces of SMTP come back by mail, to the bounce address.",
            });
          const token = randomToken(32);
          // Topics of SNS are signed or known by their first confirmation; the others sign in.
          const signsIn = relay.kind !== "ses" && relay.kind !== "scaleway";
          const password = signsIn ? randomToken(24) : null;
          await saveHook(
            tx,
            relay.id,
            {
              tokenHash: hashToken(token),
              passwordHash: password === null ? null : hashToken(password),
            },
            clock.now(),
          );
          await audit(tx, accountId, actor, "relay.hook_created", {
            objectType: "relay",
            objectId: params.id,
            detail: { name: relay.name },
          });
          return {
            url: `${publicUrl}/api/v1/hooks/relays/${token}`,
            user: password === null ? null : HOOK_USER,
            password,
          };
        }),
    }),
    route({
      method: "DELETE",
      path: "/api/v1/relays/:id/hook",
      permission: "relays.write",
      summary: "End the address where the provider reports",
      tag,
      params: IdParams,
      handle: ({ accountId, actor, params }) =>
        db.account(accountId, async (tx) => {
          const relay = await findRelay(tx, params.id);
          if (!relay) throw notFound("sending route");
          await saveHook(tx, relay.id, null, clock.now());
          await audit(tx, accountId, actor, "relay.hook_removed", {
            objectType: "relay",
            objectId: params.id,
            detail: { name: relay.name },
          });
        }),
    }),
  ];
}
