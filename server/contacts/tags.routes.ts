import { IdParams } from "../../contract/common.ts";
import {
  NewTagSchema,
  TagChangeSchema,
  TagListSchema,
  TagMergeSchema,
  TagSchema,
  type TagView,
} from "../../contract/contact-care.ts";
import { conflict, invalid, notFound, route, type RouteSpec, type Tx } from "../platform/index.ts";
import type { ContactRouteDeps } from "./contacts.routes.ts";
import { tagColours, type Tag } from "./tag.ts";
import {
  allTags,
  countTagged,
  deleteTag,
  findTag,
  insertTag,
  moveTagged,
  updateTag,
} from "./tags.store.ts";

const tag = "Contacts";

export function tagRoutes(deps: ContactRouteDeps): RouteSpec[] {
  return [
    listRoute(deps),
    createRoute(deps),
    changeRoute(deps),
    mergeRoute(deps),
    removeRoute(deps),
  ];
}

function listRoute({ db }: ContactRouteDeps): RouteSpec {
  return route({
    method: "GET",
    path: "/api/v1/contact-tags",
    permission: "contacts.read",
    tag,
    summary: "Tags, each with its number of contacts.",
    response: TagListSchema,
    handle: ({ accountId }) =>
      db.account(accountId, async (tx) => {
        const counts = new Map((await countTagged(tx)).map((one) => [one.tagId, one.count]));
        return {
          items: (await allTags(tx)).map((one) => presentTag(one, counts.get(one.id) ?? 0)),
        };
      }),
  });
}

function createRoute({ db, clock, audit }: ContactRouteDeps): RouteSpec {
  return route({
    method: "POST",
    path: "/api/v1/contact-tags",
    permission: "contacts.write",
    tag,
    summary: "Make a tag.",
    body: NewTagSchema,
    response: TagSchema,
    status: 201,
    handle: ({ accountId, actor, body }) =>
      db.account(accountId, async (tx) => {
        const name = tidyName(body.name);
        const known = (await allTags(tx)).length;
        const colour = body.colour ?? tagColours[known % tagColours.length]!;
        const made = await insertTag(tx, accountId, { name, colour }, clock.now());
        if (!made) throw nameTaken(name);
        await audit(tx, accountId, actor, "contact_tag.created", {
          objectType: "contact_tag",
          objectId: made.publicId,
          detail: { name },
        });
        return presentTag(made, 0);
      }),
  });
}

function changeRoute({ db, audit }: ContactRouteDeps): RouteSpec {
  return route({
    method: "PATCH",
    path: "/api/v1/contact-tags/:id",
    permission: "contact_fields.write",
    tag,
    summary: "Rename a tag or give it another colour.",
    params: IdParams,
    body: TagChangeSchema,
    response: TagSchema,
    handle: ({ accountId, actor, params, body }) =>
      db.account(accountId, async (tx) => {
        const known = await requireTag(tx, params.id);
        const name = body.name === undefined ? known.name : tidyName(body.name);
        const changed = await updateTag(tx, known.id, {
          name,
          colour: body.colour ?? known.colour,
        });
        if (!changed) throw nameTaken(name);
        await audit(tx, accountId, actor, "contact_tag.changed", {
          objectType: "contact_tag",
          objectId: known.publicId,
          detail: { ...body },
        });
        return presentTag(changed, await countOf(tx, changed.id));
      }),
  });
}

function mergeRoute({ db, audit }: ContactRouteDeps): RouteSpec {
  return route({
    method: "POST",
    path: "/api/v1/contact-tags/:id/merge",
    permission: "contact_fields.write",
    tag,
    summary: "Give everybody with this tag the other one, and remove this one.",
    params: IdParams,
    body: TagMergeSchema,
    response: TagSchema,
    handle: ({ accountId, actor, params, body }) =>
      db.account(accountId, async (tx) => {
        const from = await requireTag(tx, params.id);
        const into = await requireTag(tx, body.into);
        if (from.id === into.id)
          throw invalid("tag_merge_itself", "A tag cannot be merged with itself.");
        await moveTagged(tx, from.id, into.id);
        await deleteTag(tx, from.id);
        const count = await countOf(tx, into.id);
        await audit(tx, accountId, actor, "contact_tag.merged", {
          objectType: "contact_tag",
          objectId: from.publicId,
          detail: { name: from.name, into: into.publicId, contacts: count },
        });
        return presentTag(into, count);
      }),
  });
}

function removeRoute({ db, audit }: ContactRouteDeps): RouteSpec {
  return route({
    method: "DELETE",
    path: "/api/v1/contact-tags/:id",
    permission: "contact_fields.write",
    tag,
    summary: "Remove a tag from everybody and for good.",
    params: IdParams,
    handle: ({ accountId, actor, params }) =>
      db.account(accountId, async (tx) => {
        const known = await requireTag(tx, params.id);
        const contacts = await countOf(tx, known.id);
        await deleteTag(tx, known.id);
        await audit(tx, accountId, actor, "contact_tag.removed", {
          objectType: "contact_tag",
          objectId: known.publicId,
          detail: { name: known.name, contacts },
        });
      }),
  });
}

export async function requireTag(tx: Tx, publicId: string): Promise<Tag> {
  const found = await findTag(tx, publicId);
  if (!found) throw notFound("tag");
  return found;
}

const countOf = async (tx: Tx, tagId: number): Promise<number> =>
  (await countTagged(tx)).find((one) => one.tagId === tagId)?.count ?? 0;

const nameTaken = (name: string) =>
  conflict("tag_name_taken", `There is a tag “${name}” already.`, {
    hint: "Merge the two, or choose another name.",
  });

function tidyName(name: string): string {
  const tidy = name.replace(/[\p{C}\s]+/gu, " ").trim();
  if (tidy === "") throw invalid("tag_name_missing", "A tag needs a name.");
  return tidy;
}

function presentTag(one: Tag, contacts: number): TagView {
  return {
    id: one.publicId,
    name: one.name,
    colour: one.colour,
    contacts,
    createdAt: one.createdAt.toISOString(),
  };
}
