import { IdParams } from "../../contract/common.ts";
import {
  AlertDecision,
  AlertPage,
  AlertsQuery,
  AlertSchema,
  GuardsChange,
  GuardsSchema,
  type AlertView,
  type GuardsView,
} from "../../contract/guards.ts";
import { audit } from "../accounts/index.ts";
import {
  conflict,
  decodeCursor,
  notFound,
  route,
  toPage,
  type RouteSpec,
  type Tx,
} from "../platform/index.ts";
import type { Alert } from "./alert.ts";
import { alertSentence, alertTitle } from "./alert-words.ts";
import { toldOfAlerts } from "./alert-mail.ts";
import { decideAlert, listAlerts, lockAlert } from "./alerts.store.ts";
import type { GuardDeps } from "./deps.ts";
import { changeGuards } from "./change-guards.ts";
import { readGuards } from "./guards.store.ts";
import { listRequests } from "./second-person.store.ts";

const tag = "Alerts";

/** What was out of the ordinary, what people made of it, and from when on something counts as such (ORG-12). */
export function alertRoutes(deps: GuardDeps): RouteSpec[] {
  return [listRoute(deps), decideRoute(deps), ...settingRoutes(deps)];
}

function listRoute({ db }: GuardDeps): RouteSpec {
  return route({
    method: "GET",
    path: "/api/v1/alerts",
    permission: "audit.read",
    tag,
    summary: "What was out of the ordinary, the newest first.",
    query: AlertsQuery,
    response: AlertPage,
    handle: ({ accountId, query }) =>
      db.account(accountId, async (tx) => {
        const limit = query.limit ?? 50;
        const after = decodeCursor(query.cursor, 1)?.[0];
        const found = await listAlerts(tx, {
          open: query.state === undefined ? undefined : query.state === "open",
          after: after === undefined ? undefined : Number(after),
          limit: limit + 1,
        });
        return toPage(found, limit, present, (one) => [one.id]);
      }),
  });
}

function decideRoute({ db, clock }: GuardDeps): RouteSpec {
  return route({
    method: "POST",
    path: "/api/v1/alerts/:id/decide",
    permission: "privacy.manage",
    tag,
    summary: "Say of an alert that it was expected, or that it is an incident.",
    params: IdParams,
    body: AlertDecision,
    response: AlertSchema,
    handle: ({ accountId, actor, params, body }) =>
      db.account(accountId, async (tx) => {
        const known = await lockAlert(tx, params.id);
        if (!known) throw notFound("alert");
        if (known.state === "incident")
          throw conflict("alert_decided", "This alert is recorded as an incident already.");
        const word = body.comment?.trim() ?? "";
        await decideAlert(tx, known.id, {
          state: body.verdict as "expected" | "incident",
          by: actor.operatorId ?? null,
          name: actor.name,
          at: clock.now(),
          word,
        });
        await audit(tx, accountId, actor, "alert.decided", {
          objectType: "alert",
          objectId: known.publicId,
          detail: { kind: known.kind, verdict: body.verdict, comment: word },
        });
        return present((await lockAlert(tx, params.id))!);
      }),
  });
}

function settingRoutes(deps: GuardDeps): RouteSpec[] {
  const { db } = deps;
  return [
    route({
      method: "GET",
      path: "/api/v1/guards",
      permission: "audit.read",
      tag,
      summary:
        "From how many people on a second person is asked, and from when on something is unusual.",
      response: GuardsSchema,
      handle: ({ accountId }) => db.account(accountId, (tx) => show(tx, accountId)),
    }),
    route({
      method: "PUT",
      path: "/api/v1/guards",
      permission: "privacy.manage",
      proof: "with_factor",
      tag,
      summary:
        "Change these numbers. What is stricter holds at once; a higher number for exports or releases waits for a second person, with a `reason`. Whoever loosens one causes an alert.",
      body: GuardsChange,
      response: GuardsSchema,
      handle: ({ accountId, actor, body }) =>
        db.account(accountId, async (tx) => {
          await changeGuards(tx, deps, accountId, actor, body);
          return show(tx, accountId);
        }),
    }),
  ];
}

async function show(tx: Tx, accountId: number): Promise<GuardsView> {
  const { changedAt, ...guards } = await readGuards(tx);
  const told = await toldOfAlerts(tx, accountId);
  const page = { open: true, after: undefined, limit: 1 };
  const [asked] = await listRequests(tx, { kinds: ["guards"], ...page });
  return {
    ...guards,
    changedAt: changedAt?.toISOString() ?? null,
    told: told.map(({ name }) => name),
    raiseAsked: asked
      ? {
          by: asked.requestedName,
          until: asked.expiresAt.toISOString(),
          raises: asked.act.raises ?? [],
        }
      : null,
  };
}

/** Where the audit log shows what an alert was read from. */
const ACTIONS: Partial<Record<Alert["kind"], string>> = {
  many_people: "contact.viewed",
  many_listed: "contacts.listed",
  large_export: "contacts",
  many_exports: "contacts",
  new_device: "session",
  new_place: "session",
  failed_sign_ins: "session",
  guard_loosened: "guards",
};

function present(alert: Alert): AlertView {
  const action = ACTIONS[alert.kind];
  return {
    id: alert.publicId,
    kind: alert.kind,
    state: alert.state,
    who: alert.who === "" ? null : alert.who,
    counted: alert.counted,
    threshold: alert.threshold,
    detail: alert.detail,
    title: { de: alertTitle(alert.kind, "de"), en: alertTitle(alert.kind, "en") },
    sentence: { de: alertSentence(alert, "de"), en: alertSentence(alert, "en") },
    at: alert.at.toISOString(),
    seenAt: alert.seenAt.toISOString(),
    decidedBy: alert.decidedName,
    decidedAt: alert.decidedAt?.toISOString() ?? null,
    comment: alert.word,
    audit: action === undefined ? "/zustellung" : `/datenschutz/protokoll?action=${action}`,
  };
}
