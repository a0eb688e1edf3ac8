import { IdParams } from "../../contract/common.ts";
import {
  NewSegmentSchema,
  SegmentCatalogueSchema,
  SegmentChangeSchema,
  SegmentCountRequest,
  SegmentCountSchema,
  SegmentPage,
  SegmentQuery,
  SegmentSampleRequest,
  SegmentSampleSchema,
  SegmentSchema,
  type SegmentSummary,
  type SegmentView,
} from "../../contract/segments.ts";
import { listMembers } from "../accounts/index.ts";
import type { ComplianceDeps } from "../compliance/index.ts";
import { allFields, allTags } from "../contacts/index.ts";
import { allLists } from "../lists/index.ts";
import {
  decodeCursor,
  knownProviders,
  route,
  toPage,
  type Actor,
  type Clock,
  type Database,
  type RouteSpec,
  type Tx,
} from "../platform/index.ts";
import { countSegment, sampleSegment } from "./count-segment.ts";
import {
  addSegment,
  changeSegment,
  readForActor,
  removeSegment,
  requireSegment,
  type SegmentUsers,
} from "./manage-segments.ts";
import { readDefinition } from "./read-definition.ts";
import { loadScope } from "./scope.ts";
import { asksBehaviour, STANDARD_VALUES, standardType, type Segment } from "./segment.ts";
import {
  knownSources,
  listSegments,
  namedCategories,
  namedImports,
  namedMailings,
  saveCounts,
} from "./segments.store.ts";

export interface SegmentDeps {
  db: Database;
  clock: Clock;
  compliance: ComplianceDeps;
  users: SegmentUsers;
}

const tag = "Segments";
const seesPersons = (actor: Pick<Actor, "permissions">): boolean =>
  actor.permissions.has("tracking.read");

/** Segments: saved conditions on contacts, counted while they are built, and used for audiences. */
export function segmentRoutes(deps: SegmentDeps): RouteSpec[] {
  return [...readRoutes(deps), ...changeRoutes(deps), ...questionRoutes(deps)];
}

function readRoutes({ db, users }: SegmentDeps): RouteSpec[] {
  return [
    route({
      method: "GET",
      path: "/api/v1/segments",
      permission: "lists.read",
      tag,
      summary:
        "Segments in alphabetical order, with their last count and the mailings that use them.",
      query: SegmentQuery,
      response: SegmentPage,
      handle: ({ accountId, actor, query }) =>
        db.account(accountId, async (tx) => {
          const limit = query.limit ?? 50;
          const cursor = decodeCursor(query.cursor, 2);
          const found = await listSegments(tx, {
            archived: query.archived ?? false,
            ...(cursor ? { after: { name: String(cursor[0]), id: Number(cursor[1]) } } : {}),
            limit: limit + 1,
          });
          const page = toPage(
            found,
            limit,
            (segment) => segment,
            (segment) => [segment.name, segment.id],
          );
          return { ...page, items: await present(tx, users, page.items, actor) };
        }),
    }),
    route({
      method: "GET",
      path: "/api/v1/segments/catalogue",
      permission: "lists.read",
      tag,
      summary: "What conditions may name: fields, tags, lists, imports, mailings and the like.",
      response: SegmentCatalogueSchema,
      handle: ({ accountId }) => db.account(accountId, (tx) => catalogue(tx, accountId)),
    }),
    route({
      method: "GET",
      path: "/api/v1/segments/:id",
      permission: "lists.read",
      tag,
      summary: "One segment with its definition.",
      params: IdParams,
      response: SegmentSchema,
      handle: ({ accountId, actor, params }) =>
        db.account(accountId, async (tx) =>
          presentOne(tx, users, await requireSegment(tx, params.id), actor),
        ),
    }),
  ];
}

function changeRoutes({ db, clock, users }: SegmentDeps): RouteSpec[] {
  const by = (accountId: number, actor: Actor) => ({ accountId, actor, users, now: clock.now() });
  return [
    route({
      method: "POST",
      path: "/api/v1/segments",
      permission: "lists.write",
      tag,
      summary: "Save a segment. One that asks what people did needs `tracking.read` too.",
      body: NewSegmentSchema,
      response: SegmentSchema,
      status: 201,
      handle: ({ accountId, actor, body }) =>
        db.account(accountId, async (tx) =>
          presentOne(tx, users, await addSegment(tx, by(accountId, actor), body), actor),
        ),
    }),
    route({
      method: "PATCH",
      path: "/api/v1/segments/:id",
      permission: "lists.write",
      tag,
      summary: "Rename a segment, change its definition, or put it away.",
      params: IdParams,
      body: SegmentChangeSchema,
      response: SegmentSchema,
      handle: ({ accountId, actor, params, body }) =>
        db.account(accountId, async (tx) =>
          presentOne(
            tx,
            users,
            await changeSegment(tx, by(accountId, actor), params.id, body),
            actor,
          ),
        ),
    }),
    route({
      method: "DELETE",
      path: "/api/v1/segments/:id",
      permission: "lists.write",
      tag,
      summary: "Delete a segment that no open mailing uses; 409 names those that do.",
      params: IdParams,
      handle: ({ accountId, actor, params }) =>
        db.account(accountId, (tx) => removeSegment(tx, by(accountId, actor), params.id)),
    }),
  ];
}

function questionRoutes({ db, clock, compliance }: SegmentDeps): RouteSpec[] {
  return [
    route({
      method: "POST",
      path: "/api/v1/segments/count",
      permission: "lists.read",
      tag,
      summary:
        "How many people a definition has, how many of them may be mailed and measured, and why not the rest. 503 `count_takes_too_long` after eight seconds.",
      body: SegmentCountRequest,
      response: SegmentCountSchema,
      handle: ({ accountId, actor, body }) =>
        db.account(accountId, async (tx) => {
          // Two counts whose definitions differ a little may be one person apart, however large they are (TRK-12).
          if (asksBehaviour(readDefinition(body.definition)) && !seesPersons(actor))
            return { people: null, audience: null, hidden: true };
          const { definition, scope } = await readForActor(tx, body.definition, actor, clock.now());
          const counted = await countSegment(
            tx,
            { compliance },
            definition,
            scope,
            body.lists,
            body.audience,
          );
          return { ...counted, hidden: false };
        }),
    }),
    route({
      method: "POST",
      path: "/api/v1/segments/sample",
      permission: "contacts.read",
      tag,
      summary: "Ten people of a definition. The look is written to the audit log.",
      body: SegmentSampleRequest,
      response: SegmentSampleSchema,
      handle: ({ accountId, actor, body }) =>
        db.account(accountId, async (tx) => {
          const { definition, scope } = await readForActor(tx, body.definition, actor, clock.now());
          return sampleSegment(tx, { accountId, actor }, definition, scope);
        }),
    }),
    route({
      method: "GET",
      path: "/api/v1/segments/:id/count",
      permission: "lists.read",
      tag,
      summary:
        "Count a saved segment over all lists; the figures stay with it until the next time.",
      params: IdParams,
      response: SegmentCountSchema,
      handle: ({ accountId, actor, params }) =>
        db.account(accountId, async (tx) => {
          const segment = await requireSegment(tx, params.id);
          if (segment.asksBehaviour && !seesPersons(actor))
            return { people: null, audience: null, hidden: true };
          const now = clock.now();
          const { definition } = segment;
          const scope = await loadScope(tx, definition, now);
          const counted = await countSegment(tx, { compliance }, definition, scope, undefined);
          const { mailable, measurable } = counted.audience!;
          await saveCounts(tx, segment, { people: counted.people!, mailable, measurable }, now);
          return { ...counted, hidden: false };
        }),
    }),
  ];
}

async function presentOne(
  tx: Tx,
  users: SegmentUsers,
  segment: Segment,
  actor: Pick<Actor, "permissions">,
): Promise<SegmentView> {
  const [summary] = await present(tx, users, [segment], actor);
  return { ...summary!, definition: segment.definition };
}

async function present(
  tx: Tx,
  users: SegmentUsers,
  segments: readonly Segment[],
  actor: Pick<Actor, "permissions">,
): Promise<SegmentSummary[]> {
  const uses = await users.usesOf(
    tx,
    segments.map(({ id }) => id),
  );
  return segments.map((segment) => {
    const maySee = !segment.asksBehaviour || seesPersons(actor);
    return {
      id: segment.publicId,
      name: segment.name,
      asksBehaviour: segment.asksBehaviour,
      counts: maySee ? segment.counts : null,
      countedAt: maySee ? (segment.countedAt?.toISOString() ?? null) : null,
      uses: (uses.get(segment.id) ?? []).map(({ id, name, state }) => ({ id, name, state })),
      revision: segment.revision,
      createdAt: segment.createdAt.toISOString(),
      updatedAt: segment.updatedAt.toISOString(),
      archivedAt: segment.archivedAt?.toISOString() ?? null,
    };
  });
}

const STANDARD_CHOICES: Record<string, string[]> = {
  salutation: ["frau", "herr", "divers"],
  locale: ["de", "en"],
};

async function catalogue(tx: Tx, accountId: number) {
  const named = <T extends { publicId: string; name: string }>(things: readonly T[]) =>
    things.map(({ publicId, name }) => ({ id: publicId, name }));
  const standard = [...Object.keys(STANDARD_VALUES), "email", "salutation", "locale"];
  return {
    fields: [
      ...standard.map((id) => ({
        id,
        name: "",
        type: standardType(id)!,
        choices: STANDARD_CHOICES[id] ?? [],
        archived: false,
      })),
      ...(await allFields(tx, { archived: true })).map((field) => ({
        id: field.publicId,
        name: field.label,
        type: field.type,
        choices: field.choices,
        archived: field.archivedAt !== null,
      })),
    ],
    tags: named(await allTags(tx)),
    lists: named(await allLists(tx, { archived: false })),
    imports: await namedImports(tx),
    advisers: named(await listMembers(tx, accountId)),
    categories: await namedCategories(tx),
    providers: knownProviders(),
    sources: await knownSources(tx),
    mailings: (await namedMailings(tx)).map(({ sentAt, ...mailing }) => ({
      ...mailing,
      sentAt: sentAt?.toISOString() ?? null,
    })),
  };
}
