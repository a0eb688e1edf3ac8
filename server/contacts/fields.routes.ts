import { IdParams } from "../../contract/common.ts";
import {
  FieldChangeSchema,
  FieldListSchema,
  FieldRemovalQuery,
  FieldRemovalSchema,
  FieldSchema,
  FieldUseSchema,
  NewFieldSchema,
  type FieldView,
} from "../../contract/contact-fields.ts";
import { route, type RouteSpec } from "../platform/index.ts";
import type { ContactRouteDeps } from "./contacts.routes.ts";
import type { ContactField } from "./field.ts";
import { excessOf } from "../../contract/excessive-fields.ts";
import { allFields, countValues } from "./fields.store.ts";
import { addField, changeField, guessType, removeField } from "./manage-fields.ts";

/** LEAD-07: a field nothing has read for so long is proposed for deletion. */
const UNUSED_DAYS = 180;
const tag = "Contacts";

export function fieldRoutes(deps: ContactRouteDeps): RouteSpec[] {
  return [...readRoutes(deps), ...changeRoutes(deps)];
}

function readRoutes({ db, clock }: ContactRouteDeps): RouteSpec[] {
  return [
    route({
      method: "GET",
      path: "/api/v1/contact-fields",
      permission: "contacts.read",
      tag,
      summary:
        "The account's own fields: what for, on which ground, for how long, who answers for them.",
      response: FieldListSchema,
      handle: ({ accountId }) =>
        db.account(accountId, async (tx) => ({
          items: (await allFields(tx)).map((field) => presentField(field, clock.now())),
        })),
    }),
    route({
      method: "GET",
      path: "/api/v1/contact-fields/use",
      permission: "contacts.read",
      tag,
      summary: "How many contacts hold a value of each field, and stored keys nobody has defined.",
      response: FieldUseSchema,
      handle: ({ accountId }) =>
        db.account(accountId, async (tx) => {
          const known = new Set((await allFields(tx)).map((field) => field.key));
          const counts = await countValues(tx);
          const unknown = counts.filter(({ key }) => !known.has(key));
          const undefinedKeys = [];
          for (const { key, count } of unknown.slice(0, 50))
            undefinedKeys.push({ key, values: count, type: await guessType(tx, key) });
          return {
            values: Object.fromEntries(counts.map(({ key, count }) => [key, count])),
            undefined: undefinedKeys,
          };
        }),
    }),
  ];
}

function changeRoutes({ db, clock, audit }: ContactRouteDeps): RouteSpec[] {
  return [
    route({
      method: "POST",
      path: "/api/v1/contact-fields",
      permission: "contact_fields.write",
      tag,
      summary:
        "Define a field. Fields known to be excessive need a documented need; a greeting is none (LEAD-08).",
      body: NewFieldSchema,
      response: FieldSchema,
      status: 201,
      handle: ({ accountId, actor, body }) =>
        db.account(accountId, async (tx) => {
          const now = clock.now();
          return presentField(await addField(tx, { audit, accountId, actor, now }, body), now);
        }),
    }),
    route({
      method: "PATCH",
      path: "/api/v1/contact-fields/:id",
      permission: "contact_fields.write",
      tag,
      summary: "Change what is said of a field. Key and type stay.",
      params: IdParams,
      body: FieldChangeSchema,
      response: FieldSchema,
      handle: ({ accountId, actor, params, body }) =>
        db.account(accountId, async (tx) => {
          const now = clock.now();
          return presentField(
            await changeField(tx, { audit, accountId, actor, now }, params.id, body),
            now,
          );
        }),
    }),
    route({
      method: "DELETE",
      path: "/api/v1/contact-fields/:id",
      permission: "contact_fields.write",
      tag,
      summary: "Give up a field and delete its values for good.",
      params: IdParams,
      query: FieldRemovalQuery,
      response: FieldRemovalSchema,
      handle: ({ accountId, actor, params, query }) =>
        db.account(accountId, async (tx) => ({
          removed: await removeField(
            tx,
            { audit, accountId, actor, now: clock.now() },
            params.id,
            query.values,
          ),
        })),
    }),
  ];
}

function presentField(field: ContactField, now: Date): FieldView {
  const since = field.usedAt ?? field.createdAt;
  return {
    id: field.publicId,
    key: field.key,
    label: field.label,
    type: field.type,
    choices: field.choices,
    withoutYear: field.withoutYear,
    purpose: field.purpose,
    legalBasis: field.legalBasis,
    retentionMonths: field.retentionMonths,
    owner: field.owner,
    neededBecause: field.neededBecause,
    excess: excessOf(field) ?? null,
    usedAt: field.usedAt?.toISOString() ?? null,
    createdAt: field.createdAt.toISOString(),
    unused: now.getTime() - since.getTime() > UNUSED_DAYS * 86_400_000,
  };
}
