import { Type, type Static } from "typebox";
import { Timestamp } from "./common.ts";
import { RoleSchema, permissions } from "./operators.ts";

const strict = { additionalProperties: false };
const PermissionSchema = Type.Unsafe<(typeof permissions)[number]>(Type.Enum([...permissions]));

export const RoleViewSchema = Type.Object({
  /** The name of a role the product brings, or the public id of an own one. */
  id: Type.String(),
  isOwn: Type.Boolean(),
  /** Of own roles; those the product brings are named by the workplace in its language. */
  name: Type.Union([Type.String(), Type.Null()]),
  description: Type.String(),
  /** The role it is made of; of a role the product brings itself. */
  template: RoleSchema,
  permissions: Type.Array(PermissionSchema),
  /** Sees only the contacts the person is responsible for. */
  assignedOnly: Type.Boolean(),
  /** Who has it, and to how many open invitations it belongs. */
  holders: Type.Array(Type.Object({ id: Type.String(), name: Type.String() })),
  invitations: Type.Integer({ minimum: 0 }),
  /** Who asks may give it: they hold each of its rights. */
  givable: Type.Boolean(),
});
export type RoleView = Static<typeof RoleViewSchema>;
export const RoleListSchema = Type.Object({ items: Type.Array(RoleViewSchema) });

/** Also the name of a role the product brings: it is refused with a reason. */
export const RoleParams = Type.Object({ id: Type.String({ minLength: 1, maxLength: 60 }) });

const name = Type.String({ minLength: 2, maxLength: 60 });
const description = Type.String({ maxLength: 300 });
const rights = Type.Array(PermissionSchema, {
  minItems: 1,
  maxItems: permissions.length,
  uniqueItems: true,
});
export const NewRoleSchema = Type.Object(
  { name, description: Type.Optional(description), template: RoleSchema, permissions: rights },
  strict,
);
export const RoleChangeSchema = Type.Object(
  {
    name: Type.Optional(name),
    description: Type.Optional(description),
    permissions: Type.Optional(rights),
  },
  { ...strict, minProperties: 1 },
);

/** What one person sees and may do in the account. */
export const MemberRightsSchema = Type.Object({
  id: Type.String(),
  name: Type.String(),
  email: Type.String(),
  since: Timestamp,
  roles: Type.Array(Type.String()),
  permissions: Type.Array(PermissionSchema),
  hasSecondFactor: Type.Boolean(),
  /** Which contacts: all, those the person is responsible for, or none. */
  contacts: Type.Object({
    reach: Type.Unsafe<"all" | "assigned" | "none">(Type.Enum(["all", "assigned", "none"])),
    /** How many the person sees, and how many there are. */
    seen: Type.Integer({ minimum: 0 }),
    total: Type.Integer({ minimum: 0 }),
  }),
});
export type MemberRights = Static<typeof MemberRightsSchema>;

/**
 * Rights of which one person should not hold both, because one watches over the other (four eyes). An own role never has
 * both; somebody with several roles is told.
 */
export const KEPT_APART: readonly (readonly [
  (typeof permissions)[number],
  (typeof permissions)[number],
])[] = [
  ["wordings.write", "wordings.approve"],
  ["suppression.write", "addresses.release"],
  ["mailings.send", "privacy.manage"],
  ["operators.manage", "contacts.read"],
];
