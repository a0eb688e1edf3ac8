import { Type } from "typebox";
import { IdParams } from "../../contract/common.ts";
import {
  ReportPersonEventsSchema,
  ReportPersonPage,
  ReportPersonQuery,
} from "../../contract/reports.ts";
import { audit } from "../accounts/index.ts";
import { findContact } from "../contacts/index.ts";
import { decodeCursor, encodeCursor, notFound, route } from "../platform/index.ts";
import type { RouteSpec } from "../platform/index.ts";
import { listPersons } from "./list-persons.ts";
import { presentPerson, withoutContradiction } from "./persons.ts";
import { eventsOfPerson } from "./persons.store.ts";
import { eventsOfRecord } from "./record-persons.store.ts";
import { requireMailing, type ReportDeps } from "./reports.routes.ts";

/** What single people did, of those who permit it now. Every look is written to the audit log (TRK-12). */
export function reportPersonRoutes(deps: ReportDeps): RouteSpec[] {
  return [personsRoute(deps), eventsRoute(deps)];
}

function personsRoute({ db, clock }: ReportDeps): RouteSpec {
  return route({
    method: "GET",
    path: "/api/v1/mailings/:id/report/persons",
    permission: "tracking.read",
    tag: "Reports",
    summary:
      "Who opened or clicked, or did not, only of those who permit the analysis of their use now. The look is written to the audit log.",
    params: IdParams,
    query: ReportPersonQuery,
    response: ReportPersonPage,
    handle: ({ accountId, actor, params, query }) =>
      db.account(accountId, async (tx) => {
        const mailing = await requireMailing(tx, params.id, actor);
        const position = decodeCursor(query.cursor, 2);
        const { found, next } = await listPersons(tx, mailing, {
          ...withoutContradiction(query),
          now: clock.now(),
          after: position && { sortKey: String(position[0]), id: Number(position[1]) },
          limit: query.limit ?? 50,
        });
        await audit(tx, accountId, actor, "report.persons_viewed", {
          objectType: "mailing",
          objectId: mailing.publicId,
          detail: { did: query.did ?? null, link: query.link ?? null, shown: found.length },
        });
        return {
          items: found.map(presentPerson),
          nextCursor: next && encodeCursor([next.sortKey, next.id]),
        };
      }),
  });
}

function eventsRoute({ db }: ReportDeps): RouteSpec {
  return route({
    method: "GET",
    path: "/api/v1/mailings/:id/report/persons/:contact",
    permission: "tracking.read",
    tag: "Reports",
    summary:
      "What is stored of one person in this mailing, hour by hour, and why each hit counts as a person's or a machine's. The look is written to the audit log.",
    params: Type.Intersect([IdParams, Type.Object({ contact: Type.String() })]),
    response: ReportPersonEventsSchema,
    handle: ({ accountId, actor, params }) =>
      db.account(accountId, async (tx) => {
        const mailing = await requireMailing(tx, params.id, actor);
        const contact = await findContact(tx, params.contact);
        if (!contact) throw notFound("contact");
        const eventsOf = mailing.kind === "core_campaign" ? eventsOfRecord : eventsOfPerson;
        const events = await eventsOf(tx, mailing.id, contact.id);
        await audit(tx, accountId, actor, "report.person_viewed", {
          objectType: "contact",
          objectId: contact.publicId,
          detail: { mailing: mailing.publicId },
        });
        return { items: events.map((row) => ({ ...row, hour: row.hour.toISOString() })) };
      }),
  });
}
