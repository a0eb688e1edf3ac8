import { IdParams } from "../../contract/operators.ts";
import {
  MemberRightsSchema,
  NewRoleSchema,
  RoleChangeSchema,
  RoleListSchema,
  RoleParams,
  RoleViewSchema,
  type RoleView,
} from "../../contract/roles.ts";
import { notFound, route, type Actor, type RouteSpec, type Tx } from "../platform/index.ts";
import type { AccountsDeps } from "./deps.ts";
import { listInvitations } from "./links.store.ts";
import { changeRole, createRole, deleteRole } from "./manage-roles.ts";
import { listMembers } from "./operators.store.ts";
import {
  assignedOnly,
  isAssignedRole,
  mayGive,
  permissionsOf,
  permissionsOfRole,
  roles,
  type Role,
} from "./permissions.ts";
import { listOwnRoles } from "./roles.store.ts";

const tag = "Operators";

/** What roles there are, the account's own, and what one person sees. */
export function roleRoutes(deps: AccountsDeps): RouteSpec[] {
  const { db, clock, keys } = deps;
  return [
    route({
      method: "GET",
      path: "/api/v1/roles",
      permission: "operators.manage",
      summary: "List all roles with their rights, and who has them",
      tag,
      response: RoleListSchema,
      handle: ({ accountId, actor }) =>
        db.account(accountId, async (tx) => ({ items: await showRoles(tx, accountId, actor) })),
    }),
    route({
      method: "POST",
      path: "/api/v1/roles",
      permission: "operators.manage",
      proof: "with_factor",
      summary: "Make an own role of a part of the rights of another",
      tag,
      body: NewRoleSchema,
      response: RoleViewSchema,
      status: 201,
      handle: ({ accountId, actor, body }) =>
        db.account(accountId, async (tx) => {
          const made = await createRole(tx, { accountId, actor, clock, keys }, body);
          return (await showRoles(tx, accountId, actor)).find((role) => role.id === made.id)!;
        }),
    }),
    route({
      method: "PATCH",
      path: "/api/v1/roles/:id",
      permission: "operators.manage",
      proof: "with_factor",
      summary: "Change an own role",
      tag,
      params: RoleParams,
      body: RoleChangeSchema,
      response: RoleViewSchema,
      handle: ({ accountId, actor, params, body }) =>
        db.account(accountId, async (tx) => {
          await changeRole(tx, { accountId, actor, clock, keys }, params.id, body);
          return (await showRoles(tx, accountId, actor)).find((role) => role.id === params.id)!;
        }),
    }),
    route({
      method: "DELETE",
      path: "/api/v1/roles/:id",
      permission: "operators.manage",
      proof: "with_factor",
      summary: "Delete an own role that nobody has",
      tag,
      params: RoleParams,
      handle: ({ accountId, actor, params }) =>
        db.account(accountId, (tx) => deleteRole(tx, { accountId, actor, clock, keys }, params.id)),
    }),
    route({
      method: "GET",
      path: "/api/v1/operators/:id/rights",
      permission: "operators.manage",
      summary: "What one person sees and may do in the account",
      tag,
      params: IdParams,
      response: MemberRightsSchema,
      handle: ({ accountId, params }) =>
        db.account(accountId, async (tx) => {
          const members = await listMembers(tx, accountId);
          const member = members.find((each) => each.publicId === params.id);
          if (!member) throw notFound("member");
          const held = permissionsOf(member.roles, member.ownRoles);
          const reach = !held.has("contacts.read")
            ? ("none" as const)
            : assignedOnly(member.roles, member.ownRoles)
              ? ("assigned" as const)
              : ("all" as const);
          const total = (await deps.countContacts?.(tx)) ?? 0;
          const seen =
            reach === "assigned"
              ? ((await deps.countContacts?.(tx, member.id)) ?? 0)
              : reach === "all"
                ? total
                : 0;
          return {
            id: member.publicId,
            name: member.name,
            email: member.email,
            since: member.since.toISOString(),
            roles: member.roles,
            permissions: [...held],
            hasSecondFactor: member.hasSecondFactor,
            contacts: { reach, seen, total },
          };
        }),
    }),
  ];
}

async function showRoles(tx: Tx, accountId: number, actor: Actor): Promise<RoleView[]> {
  const own = await listOwnRoles(tx, accountId);
  const members = await listMembers(tx, accountId);
  const invitations = await listInvitations(tx, accountId);
  const show = (
    id: string,
    role: { name: string | null; description: string; template: string },
  ): RoleView => ({
    id,
    isOwn: role.name !== null,
    ...role,
    template: role.template as Role,
    permissions: [...permissionsOfRole(id, own)],
    assignedOnly: isAssignedRole(id, own),
    holders: members
      .filter((member) => member.roles.includes(id))
      .map((member) => ({ id: member.publicId, name: member.name })),
    invitations: invitations.filter((link) => link.roles?.includes(id)).length,
    givable: mayGive(actor.permissions, id, own),
  });
  return [
    ...roles.map((id) => show(id, { name: null, description: "", template: id })),
    ...own.map(({ id, ...role }) => show(id, role)),
  ];
}
