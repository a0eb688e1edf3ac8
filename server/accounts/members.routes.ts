import {
  IdParams,
  InvitationAgain,
  InvitationAcceptance,
  InvitationAnswer,
  InvitationLook,
  InvitationTokenParams,
  MeSchema,
  MemberChange,
  MemberList,
  NewInvitation,
} from "../../contract/operators.ts";
import { PasswordLinkAnswer } from "../../contract/sign-in.ts";
import { notFound, publicRoute, route, type RouteSpec } from "../platform/index.ts";
import { audit } from "./audit.ts";
import { enterAccount } from "./audit.store.ts";
import type { AccountsDeps } from "./deps.ts";
import { isWithin } from "./give-roles.ts";
import { deleteInvitation, listInvitations, type LinkRow } from "./links.store.ts";
import { buildMe } from "./me.ts";
import {
  acceptInvitation,
  changeMember,
  inviteOperator,
  lookAtInvitation,
  resendInvitation,
} from "./members.ts";
import { listMembers, membersElsewhere } from "./operators.store.ts";
import { resetFactors, resetPassword } from "./reset-member.ts";

const tag = "Operators";

const showInvitation = (link: LinkRow) => ({
  id: link.publicId,
  email: link.email ?? "",
  roles: link.roles ?? [],
  createdAt: link.createdAt.toISOString(),
  expiresAt: link.expiresAt.toISOString(),
});

/** Who works in the account, and invitations into it. */
export function memberRoutes(deps: AccountsDeps): RouteSpec[] {
  const { db } = deps;
  return [
    route({
      method: "GET",
      path: "/api/v1/operators",
      permission: "operators.manage",
      summary: "List the account's people and open invitations",
      tag,
      response: MemberList,
      handle: ({ accountId, actor }) =>
        db.instance(async (tx) => {
          await enterAccount(tx, accountId);
          const elsewhere = await membersElsewhere(tx, accountId);
          const members = await listMembers(tx, accountId);
          const me = members.find((member) => member.id === actor.operatorId);
          return {
            items: members.map((member) => ({
              id: member.publicId,
              name: member.name,
              email: member.email,
              roles: member.roles,
              since: member.since.toISOString(),
              isMe: member === me,
              hasSecondFactor: member.hasSecondFactor,
              resettable:
                member !== me &&
                !member.isAdministrator &&
                (me?.isAdministrator === true ||
                  (!elsewhere.has(member.id) && isWithin(actor, member))),
              changeable: member === me || isWithin(actor, member),
            })),
            invitations: (await listInvitations(tx, accountId)).map(showInvitation),
          };
        }),
    }),
    route({
      method: "POST",
      path: "/api/v1/operators",
      permission: "operators.manage",
      proof: "with_factor",
      summary: "Invite somebody into the account",
      tag,
      body: NewInvitation,
      response: InvitationAnswer,
      status: 201,
      secretAnswer: true,
      handle: ({ accountId, actor, body }) =>
        db.account(accountId, async (tx) => {
          const made = await inviteOperator(deps, tx, { accountId, actor, ...body });
          return { ...made, invitation: showInvitation(made.invitation) };
        }),
    }),
    route({
      method: "PATCH",
      path: "/api/v1/operators/:id",
      permission: "operators.manage",
      proof: "with_factor",
      summary: "Give a member other roles",
      tag,
      params: IdParams,
      body: MemberChange,
      async handle({ accountId, actor, params, body, request, reply }) {
        await changeMember(
          deps,
          { accountId, actor, memberId: params.id, roles: body.roles },
          { request, reply },
        );
      },
    }),
    route({
      method: "DELETE",
      path: "/api/v1/operators/:id",
      permission: "operators.manage",
      proof: "with_factor",
      summary: "Remove a member from the account",
      tag,
      params: IdParams,
      async handle({ accountId, actor, params, request, reply }) {
        await changeMember(
          deps,
          { accountId, actor, memberId: params.id, roles: [] },
          { request, reply },
        );
      },
    }),
    route({
      method: "POST",
      path: "/api/v1/operators/:id/factor-reset",
      permission: "operators.manage",
      proof: "with_factor",
      summary: "Remove the second factors of a member who lost theirs",
      tag,
      params: IdParams,
      handle: ({ accountId, actor, params }) =>
        resetFactors(deps, { accountId, actor, memberId: params.id }),
    }),
    route({
      method: "POST",
      path: "/api/v1/operators/:id/password-link",
      permission: "operators.manage",
      proof: "with_factor",
      summary: "Make a link with which a member sets a new password",
      tag,
      params: IdParams,
      response: PasswordLinkAnswer,
      status: 201,
      secretAnswer: true,
      handle: ({ accountId, actor, params }) =>
        resetPassword(deps, { accountId, actor, memberId: params.id }),
    }),
    route({
      method: "POST",
      path: "/api/v1/invitations/:id/again",
      permission: "operators.manage",
      proof: "with_factor",
      summary: "Send an invitation once more; the old link ends",
      tag,
      params: IdParams,
      body: InvitationAgain,
      response: InvitationAnswer,
      status: 201,
      secretAnswer: true,
      handle: ({ accountId, actor, params, body }) =>
        db.account(accountId, async (tx) => {
          const made = await resendInvitation(deps, tx, {
            accountId,
            actor,
            invitationId: params.id,
            ...body,
          });
          return { ...made, invitation: showInvitation(made.invitation) };
        }),
    }),
    route({
      method: "DELETE",
      path: "/api/v1/invitations/:id",
      permission: "operators.manage",
      summary: "Take an invitation back",
      tag,
      params: IdParams,
      handle: ({ accountId, actor, params }) =>
        db.account(accountId, async (tx) => {
          if ((await deleteInvitation(tx, accountId, params.id)) === 0)
            throw notFound("invitation");
          await audit(tx, accountId, actor, "invitation.withdrawn", {
            objectType: "invitation",
            objectId: params.id,
          });
        }),
    }),
    route({
      method: "GET",
      path: "/api/v1/invitation/:token",
      permission: publicRoute,
      summary: "What an invitation says",
      tag,
      params: InvitationTokenParams,
      response: InvitationLook,
      handle: ({ params }) => lookAtInvitation(deps, params.token),
    }),
    route({
      method: "POST",
      path: "/api/v1/invitation/accept",
      permission: publicRoute,
      summary: "Accept an invitation and sign in",
      tag,
      body: InvitationAcceptance,
      response: MeSchema,
      status: 201,
      handle: async ({ body, request, reply }) =>
        buildMe(deps, await acceptInvitation(deps, body, { request, reply })),
    }),
  ];
}
