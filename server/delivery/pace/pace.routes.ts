import {
  PaceLimitChange,
  PaceSchema,
  SlowDownEnd,
  WarmUpChange,
  WarmUpParams,
} from "../../../contract/pace.ts";
import { route, type Clock, type Database, type RouteSpec } from "../../platform/index.ts";
import { changeLimit, changeWarmUp, endSlowDown } from "./change-pace.ts";
import { showPace } from "./show-pace.ts";

const tag = "Sending pace";

/** How much leaves when: limits, warm-ups and slow-downs (SND-12). */
export function paceRoutes(deps: { db: Database; clock: Clock }): RouteSpec[] {
  const { db } = deps;
  return [
    route({
      method: "GET",
      path: "/api/v1/sending-pace",
      permission: "senders.read",
      summary: "Limits, warm-ups, and providers that asked for less mail",
      tag,
      response: PaceSchema,
      handle: ({ accountId }) => db.account(accountId, (tx) => showPace(tx, deps, accountId)),
    }),
    route({
      method: "PUT",
      path: "/api/v1/sending-pace/limits",
      permission: "senders.write",
      summary: "Set or remove a limit of the account, a sending domain or a receiving provider",
      tag,
      body: PaceLimitChange,
      response: PaceSchema,
      handle: ({ accountId, actor, body }) =>
        db.account(accountId, async (tx) => {
          await changeLimit(tx, deps, { accountId, actor }, body);
          return showPace(tx, deps, accountId);
        }),
    }),
    route({
      method: "PUT",
      path: "/api/v1/sending-pace/warm-ups/:domain",
      permission: "senders.write",
      summary: "Begin, change, restart or skip the warm-up of a sending domain",
      tag,
      params: WarmUpParams,
      body: WarmUpChange,
      response: PaceSchema,
      handle: ({ accountId, actor, params, body }) =>
        db.account(accountId, async (tx) => {
          await changeWarmUp(tx, deps, { accountId, actor }, params.domain, body);
          return showPace(tx, deps, accountId);
        }),
    }),
    route({
      method: "POST",
      path: "/api/v1/sending-pace/slow-downs/end",
      permission: "senders.write",
      summary: "Let mail leave to a provider as before it asked for less",
      tag,
      body: SlowDownEnd,
      response: PaceSchema,
      handle: ({ accountId, actor, body }) =>
        db.account(accountId, async (tx) => {
          await endSlowDown(tx, deps, { accountId, actor }, body);
          return showPace(tx, deps, accountId);
        }),
    }),
  ];
}
