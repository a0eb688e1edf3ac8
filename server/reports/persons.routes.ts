import { Type } from "typebox";
import { IdParams } from "../../contract/common.ts";
import {
  PersonsExportBody,
  ReportPersonEventsSchema,
  ReportPersonPage,
  ReportPersonQuery,
} from "../../contract/reports.ts";
import { audit } from "../accounts/index.ts";
import { displayName, findContact } from "../contacts/index.ts";
import { AppError, decodeCursor, encodeCursor, notFound, route } from "../platform/index.ts";
import type { RouteSpec } from "../platform/index.ts";
import { exportPersons } from "./export-persons.ts";
import { listPersons } from "./list-persons.ts";
import { eventsOfPerson, type PersonFilter, type PersonRow } from "./persons.store.ts";
import { eventsOfRecord } from "./record-persons.store.ts";
import { requireMailing, type ReportDeps } from "./reports.routes.ts";

/** What single people did, of those who permit it now. Every look is written to the audit log (TRK-12). */
export function reportPersonRoutes(deps: ReportDeps): RouteSpec[] {
  return [personsRoute(deps), eventsRoute(deps), exportRoute(deps)];
}

/** @throws AppError `filter_contradicts` (400): who clicked a link has opened the mail. */
function filterOf({ did, link }: PersonFilter): PersonFilter {
  if (did === "not_opened" && link !== undefined)
    throw new AppError(
      "filter_contradicts",
      400,
      "did=not_opened and a link exclude each other: a click counts as an opening.",
      { hint: "Use did=not_clicked with the link for those who did not click it." },
    );
  return { did, link };
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
          ...filterOf(query),
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

function exportRoute({ db, clock }: ReportDeps): RouteSpec {
  return route({
    method: "POST",
    path: "/api/v1/mailings/:id/report/persons/export",
    permission: "contacts.export",
    tag: "Reports",
    summary:
      "The list of persons as CSV or workbook, with a written reason. Needs tracking.read too; both and the number of people are written to the audit log.",
    params: IdParams,
    body: PersonsExportBody,
    status: 200,
    async handle({ accountId, actor, params, body, reply }) {
      const made = await db.account(accountId, async (tx) => {
        const mailing = await requireMailing(tx, params.id, actor);
        if (!actor.permissions.has("tracking.read"))
          throw new AppError(
            "tracking_permission_missing",
            403,
            "A list of what single people did needs the permission tracking.read too.",
            { hint: "Ask an owner of the account for a role that includes it." },
          );
        const file = await exportPersons(tx, mailing, {
          ...filterOf(body),
          format: body.format,
          locale: body.locale ?? "de",
          now: clock.now(),
        });
        await audit(tx, accountId, actor, "report.persons_exported", {
          objectType: "mailing",
          objectId: mailing.publicId,
          detail: {
            reason: body.reason,
            format: body.format,
            did: body.did ?? null,
            link: body.link ?? null,
            people: file.people,
          },
        });
        return file;
      });
      void reply
        .type(made.type)
        .header(
          "content-disposition",
          `attachment; filename="${params.id}-persons.${body.format}"`,
        );
      return made.content;
    },
  });
}

/** A person as the API shows them. */
export function presentPerson(row: PersonRow) {
  return {
    id: row.publicId,
    name: displayName(row),
    email: row.email,
    personNumber: row.personNumber ?? null,
    opens: row.opens,
    clicks: row.clicks,
    links: row.links,
    firstHour: row.firstHour?.toISOString() ?? null,
    lastHour: row.lastHour?.toISOString() ?? null,
  };
}
