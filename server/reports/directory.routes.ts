import { IdParams } from "../../contract/common.ts";
import type { Static } from "typebox";
import { BULK_LIMIT, BulkAnswerSchema } from "../../contract/contact-care.ts";
import {
  BulkRequestSchema,
  ContactOverviewSchema,
  DirectoryCountQuery,
  DirectoryCountSchema,
  DirectoryPage,
  DirectoryQuery,
  SearchAnswerSchema,
  SearchQuery,
} from "../../contract/directory.ts";
import { MyContactsQuery, MyContactsSchema } from "../../contract/my-contacts.ts";
import { audit, auditPerson, countListed } from "../accounts/index.ts";
import type { ComplianceDeps } from "../compliance/index.ts";
import { allAdvisers, changeContacts, findContact } from "../contacts/index.ts";
import {
  conflict,
  decodeCursor,
  invalid,
  notFound,
  route,
  toPage,
  type Actor,
  type Clock,
  type Database,
  type RouteSpec,
  type Tx,
} from "../platform/index.ts";
import { contactDirectory, resolveFilter, type Viewer } from "./contact-directory.ts";
import { contactOverview } from "./contact-overview.ts";
import { countDirectory, directoryIds, idsOfContacts } from "./directory.store.ts";
import { adviserContacts } from "./my-contacts.ts";
import { searchAccount } from "./search-account.ts";

export interface DirectoryDeps {
  db: Database;
  clock: Clock;
  compliance: ComplianceDeps;
}

export function directoryRoutes(deps: DirectoryDeps): RouteSpec[] {
  return [
    directoryRoute(deps),
    countRoute(deps),
    bulkRoute(deps),
    overviewRoute(deps),
    mineRoute(deps),
    searchRoute(deps),
  ];
}

function directoryRoute({ db, clock, compliance }: DirectoryDeps): RouteSpec {
  return route({
    method: "GET",
    path: "/api/v1/contacts",
    permission: "contacts.read",
    tag: "Contacts",
    summary:
      "People in German order, each with what may be sent to them now. The audit log says how many somebody was shown.",
    query: DirectoryQuery,
    response: DirectoryPage,
    handle: ({ accountId, actor, query }) =>
      db.account(accountId, async (tx) => {
        const { cursor, limit = 50, ...filter } = query;
        const position = decodeCursor(cursor, 2);
        const { entries } = await contactDirectory(tx, compliance, {
          ...(await resolveFilter(tx, filter, viewerOf(actor, clock.now()))),
          ...(position ? { after: { sortKey: String(position[0]), id: Number(position[1]) } } : {}),
          limit: limit + 1,
        });
        await countListed(tx, accountId, actor, Math.min(entries.length, limit));
        return toPage(
          entries,
          limit,
          ({ position: _position, ...entry }) => entry,
          (entry) => entry.position,
        );
      }),
  });
}

function countRoute({ db, clock }: DirectoryDeps): RouteSpec {
  return route({
    method: "GET",
    path: "/api/v1/contacts/count",
    permission: "contacts.read",
    tag: "Contacts",
    summary: "How many contacts a filter of the directory means.",
    query: DirectoryCountQuery,
    response: DirectoryCountSchema,
    handle: ({ accountId, actor, query }) =>
      db.account(accountId, async (tx) => ({
        count: await countDirectory(
          tx,
          await resolveFilter(tx, query, viewerOf(actor, clock.now())),
        ),
      })),
  });
}

function bulkRoute({ db, clock }: DirectoryDeps): RouteSpec {
  return route({
    method: "POST",
    path: "/api/v1/contacts/bulk",
    permission: "contacts.write",
    tag: "Contacts",
    summary:
      "Tag many contacts, give them a stage or an adviser: those named, or everybody a filter means. Can be taken back for 24 hours.",
    body: BulkRequestSchema,
    response: BulkAnswerSchema,
    handle: ({ accountId, actor, body }) =>
      db.account(accountId, async (tx) => {
        const ids = await meant(tx, body, viewerOf(actor, clock.now()));
        const act = { audit, accountId, actor, now: clock.now() };
        return changeContacts(tx, act, body.action, ids);
      }),
  });
}

const viewerOf = ({ operatorId, permissions }: Actor, at: Date): Viewer => ({
  operatorId,
  permissions,
  at,
});

/** @throws AppError `bulk_without_contacts`, `contacts_changed` */
async function meant(
  tx: Tx,
  body: Static<typeof BulkRequestSchema>,
  viewer: Viewer,
): Promise<number[]> {
  if (body.ids) return idsOfContacts(tx, body.ids);
  if (!body.filter)
    throw invalid(
      "bulk_without_contacts",
      "Name the contacts (ids), or a filter (filter: {} means everybody).",
    );
  const filter = await resolveFilter(tx, body.filter, viewer);
  const ids = await directoryIds(tx, { ...filter, limit: BULK_LIMIT + 1 });
  if (body.count !== undefined && body.count !== ids.length && ids.length <= BULK_LIMIT)
    throw conflict("contacts_changed", `By now these are ${ids.length} contacts.`, {
      hint: "Look at the new number and confirm once more.",
      extra: { count: ids.length },
    });
  return ids;
}

function overviewRoute({ db, compliance }: DirectoryDeps): RouteSpec {
  return route({
    method: "GET",
    path: "/api/v1/contacts/:id/overview",
    permission: "contacts.read",
    tag: "Contacts",
    summary:
      "Who is this, what may we do, what happened, where is each field from, what is deleted when. The look is written to the audit log.",
    params: IdParams,
    response: ContactOverviewSchema,
    handle: ({ accountId, actor, params }) =>
      db.account(accountId, async (tx) => {
        const contact = await findContact(tx, params.id);
        if (!contact) throw notFound("contact");
        const overview = await contactOverview(tx, compliance, accountId, contact, {
          seesUse: actor.permissions.has("tracking.read"),
          seesProofs: actor.permissions.has("consents.read"),
        });
        await auditPerson(tx, accountId, actor, contact.publicId, "overview");
        if (overview.usageShown) await auditPerson(tx, accountId, actor, contact.publicId, "use");
        return overview;
      }),
  });
}

function mineRoute({ db, compliance }: DirectoryDeps): RouteSpec {
  return route({
    method: "GET",
    path: "/api/v1/contacts/mine",
    permission: "contacts.read",
    tag: "Contacts",
    summary:
      "The contacts somebody looks after, by stage: the last touch, and what waits for somebody.",
    query: MyContactsQuery,
    response: MyContactsSchema,
    handle: ({ accountId, actor, query }) =>
      db.account(accountId, async (tx) => {
        const asked = query.responsible;
        const adviser = (await allAdvisers(tx)).find((one) =>
          asked === undefined ? one.id === actor.operatorId : one.publicId === asked,
        );
        if (adviser) {
          const mine = await adviserContacts(tx, compliance, adviser);
          const shown = mine.columns.reduce((sum, { items }) => sum + items.length, 0);
          await countListed(tx, accountId, actor, shown);
          return mine;
        }
        if (asked !== undefined) throw notFound("operator");
        // An API key looks after nobody.
        return { responsible: null, columns: [] };
      }),
  });
}

function searchRoute({ db }: DirectoryDeps): RouteSpec {
  return route({
    method: "GET",
    path: "/api/v1/search",
    permission: "account.read",
    tag: "Search",
    summary:
      "Contacts, mailings and lists that begin with or contain a text, as far as the caller may see them.",
    query: SearchQuery,
    response: SearchAnswerSchema,
    handle: ({ accountId, actor, query }) =>
      db.account(accountId, async (tx) => {
        const found = await searchAccount(tx, query.q, query.limit ?? 12, (permission) =>
          actor.permissions.has(permission),
        );
        const people = found.items.filter(({ kind }) => kind === "contact").length;
        await countListed(tx, accountId, actor, people);
        return found;
      }),
  });
}
