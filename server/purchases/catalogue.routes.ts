import { Type } from "typebox";
import { IdParams } from "../../contract/common.ts";
import {
  CategoryChangeSchema,
  CategorySchema,
  CustomerMailSettingsChange,
  CustomerMailSettingsSchema,
  EntityChangeSchema,
  EntitySchema,
  NewCategorySchema,
  NewEntitySchema,
  SimilarityChangeSchema,
  SimilarityMapSchema,
  type CategoryView,
  type EntityView,
  type SimilarityMap,
} from "../../contract/purchases.ts";
import { route, type Clock, type Database, type RouteSpec, type Tx } from "../platform/index.ts";
import { allCategories, allEntities, allSimilarities } from "./catalogue.store.ts";
import {
  addCategory,
  addEntity,
  changeCategory,
  changeCustomerMail,
  changeEntity,
  changeSimilarity,
  showCustomerMail,
} from "./manage-catalogue.ts";

interface Deps {
  db: Database;
  clock: Clock;
}
const tag = "Purchases";

/** Companies, product categories and what is similar to what. */
export function catalogueRoutes(deps: Deps): RouteSpec[] {
  return [...entityRoutes(deps), ...categoryRoutes(deps), ...settingsRoutes(deps)];
}

function entityRoutes({ db, clock }: Deps): RouteSpec[] {
  return [
    route({
      method: "GET",
      path: "/api/v1/legal-entities",
      permission: "lists.read",
      tag,
      summary: "The account's own companies, those of its group and partners.",
      response: Type.Object({ items: Type.Array(EntitySchema) }),
      handle: ({ accountId }) =>
        db.account(accountId, async (tx) => ({ items: await entityViews(tx) })),
    }),
    route({
      method: "POST",
      path: "/api/v1/legal-entities",
      permission: "lists.write",
      tag,
      summary: "Add a company. Only own ones may mail on § 7(3), each for its own sales (LEG-06).",
      body: NewEntitySchema,
      response: EntitySchema,
      status: 201,
      handle: ({ accountId, actor, body }) =>
        db.account(accountId, async (tx) => {
          const entity = await addEntity(tx, { accountId, actor, now: clock.now() }, body);
          return oneOfThem(await entityViews(tx), entity.publicId);
        }),
    }),
    route({
      method: "PATCH",
      path: "/api/v1/legal-entities/:id",
      permission: "lists.write",
      tag,
      summary: "Change a company, or archive it.",
      params: IdParams,
      body: EntityChangeSchema,
      response: EntitySchema,
      handle: ({ accountId, actor, params, body }) =>
        db.account(accountId, async (tx) => {
          await changeEntity(tx, { accountId, actor, now: clock.now() }, params.id, body);
          return oneOfThem(await entityViews(tx), params.id);
        }),
    }),
  ];
}

function categoryRoutes({ db, clock }: Deps): RouteSpec[] {
  return [
    route({
      method: "GET",
      path: "/api/v1/product-categories",
      permission: "lists.read",
      tag,
      summary: "Product categories, and which may be advertised to buyers of which (LEG-05).",
      response: SimilarityMapSchema,
      handle: ({ accountId }) => db.account(accountId, similarityMap),
    }),
    route({
      method: "POST",
      path: "/api/v1/product-categories",
      permission: "lists.write",
      tag,
      summary: "Add a product category. It is similar to itself and to nothing else.",
      body: NewCategorySchema,
      response: CategorySchema,
      status: 201,
      handle: ({ accountId, actor, body }) =>
        db.account(accountId, async (tx) => {
          const category = await addCategory(tx, { accountId, actor, now: clock.now() }, body);
          return oneOfThem((await similarityMap(tx)).categories, category.publicId);
        }),
    }),
    route({
      method: "PATCH",
      path: "/api/v1/product-categories/:id",
      permission: "lists.write",
      tag,
      summary: "Change a category's names or place, or archive it.",
      params: IdParams,
      body: CategoryChangeSchema,
      response: CategorySchema,
      handle: ({ accountId, actor, params, body }) =>
        db.account(accountId, async (tx) => {
          const act = { accountId, actor, now: clock.now() };
          await changeCategory(tx, act, params.id, body, await allCategories(tx));
          return oneOfThem((await similarityMap(tx)).categories, params.id);
        }),
    }),
    route({
      method: "PUT",
      path: "/api/v1/product-similarities",
      permission: "lists.write",
      tag,
      summary: "Say that a category may be advertised to buyers of another, or that it may not.",
      body: SimilarityChangeSchema,
      response: SimilarityMapSchema,
      handle: ({ accountId, actor, body }) =>
        db.account(accountId, async (tx) => {
          await changeSimilarity(tx, { accountId, actor, now: clock.now() }, body);
          return similarityMap(tx);
        }),
    }),
  ];
}

function settingsRoutes({ db, clock }: Deps): RouteSpec[] {
  return [
    route({
      method: "GET",
      path: "/api/v1/customer-mail",
      permission: "lists.read",
      tag,
      summary: "What the account decided about mails to existing customers.",
      response: CustomerMailSettingsSchema,
      handle: ({ accountId }) => db.account(accountId, showCustomerMail),
    }),
    route({
      method: "PATCH",
      path: "/api/v1/customer-mail",
      permission: "account.manage",
      tag,
      summary: "Decide whether free accounts count as a sale (LEG-09); note a review of the map.",
      body: CustomerMailSettingsChange,
      response: CustomerMailSettingsSchema,
      handle: ({ accountId, actor, body }) =>
        db.account(accountId, (tx) =>
          changeCustomerMail(tx, { accountId, actor, now: clock.now() }, body),
        ),
    }),
  ];
}

async function entityViews(tx: Tx): Promise<EntityView[]> {
  return (await allEntities(tx)).map(({ id: _internal, publicId, archivedAt, ...rest }) => ({
    ...rest,
    id: publicId,
    archivedAt: archivedAt?.toISOString() ?? null,
  }));
}

async function similarityMap(tx: Tx): Promise<SimilarityMap> {
  const categories = await allCategories(tx);
  return {
    categories: categories.map(({ id: _internal, publicId, parentId, archivedAt, ...rest }) => ({
      ...rest,
      id: publicId,
      parentId: categories.find((one) => one.id === parentId)?.publicId ?? null,
      archivedAt: archivedAt?.toISOString() ?? null,
    })),
    similar: (await allSimilarities(tx)).map((row) => ({
      ...row,
      decidedAt: row.decidedAt.toISOString(),
    })),
  };
}

function oneOfThem<T extends EntityView | CategoryView>(all: T[], id: string): T {
  return all.find((one) => one.id === id)!;
}
