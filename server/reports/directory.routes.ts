import { IdParams } from "../../contract/common.ts";
import {
  ContactOverviewSchema,
  DirectoryPage,
  DirectoryQuery,
  SearchAnswerSchema,
  SearchQuery,
} from "../../contract/directory.ts";
import { auditPerson } from "../accounts/index.ts";
import type { ComplianceDeps } from "../compliance/index.ts";
import { findContact } from "../contacts/index.ts";
import {
  decodeCursor,
  notFound,
  route,
  toPage,
  type Clock,
  type Database,
  type RouteSpec,
} from "../platform/index.ts";
import { contactDirectory } from "./contact-directory.ts";
import { contactOverview } from "./contact-overview.ts";
import { searchAccount } from "./search-account.ts";

export interface DirectoryDeps {
  db: Database;
  clock: Clock;
  compliance: ComplianceDeps;
}

export function directoryRoutes(deps: DirectoryDeps): RouteSpec[] {
  return [directoryRoute(deps), overviewRoute(deps), searchRoute(deps)];
}

function directoryRoute({ db, compliance }: DirectoryDeps): RouteSpec {
  return route({
    method: "GET",
    path: "/api/v1/contacts",
    permission: "contacts.read",
    tag: "Contacts",
    summary: "People in German order, each with what may be sent to them now.",
    query: DirectoryQuery,
    response: DirectoryPage,
    handle: ({ accountId, query }) =>
      db.account(accountId, async (tx) => {
        const { cursor, limit = 50, ...filter } = query;
        const position = decodeCursor(cursor, 2);
        const { entries } = await contactDirectory(tx, compliance, {
          ...filter,
          ...(position ? { after: { sortKey: String(position[0]), id: Number(position[1]) } } : {}),
          limit: limit + 1,
        });
        return toPage(
          entries,
          limit,
          ({ position: _position, ...entry }) => entry,
          (entry) => entry.position,
        );
      }),
  });
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
      db.account(accountId, (tx) =>
        searchAccount(tx, query.q, query.limit ?? 12, (permission) =>
          actor.permissions.has(permission),
        ),
      ),
  });
}
