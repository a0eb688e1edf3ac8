import type { FastifyReply, FastifyRequest } from "fastify";
import { INVITATION_DAYS } from "../../contract/operators.ts";
import {
  AppError,
  conflict,
  hashToken,
  invalid,
  notFound,
  parseEmailAddress,
  randomToken,
  type Actor,
  type Locale,
  type Tx,
} from "../platform/index.ts";
import type { Account } from "./account.ts";
import { findAccountById, getAccount } from "./accounts.store.ts";
import { audit } from "./audit.ts";
import { enterAccount } from "./audit.store.ts";
import type { AccountsDeps } from "./deps.ts";
import { requireGivable, requireWithin } from "./give-roles.ts";
import {
  consumeLink,
  deleteInvitationsTo,
  findLink,
  insertLink,
  listInvitations,
  type LinkRow,
} from "./links.store.ts";
import {
  deleteMembership,
  deleteOperatorWithoutAccounts,
  findOperatorByEmail,
  getOperator,
  insertOperator,
  lockMembers,
  upsertMembership,
  type Operator,
} from "./operators.store.ts";
import { hashPassword } from "./password.ts";
import { listOwnRoles } from "./roles.store.ts";
import { requireOwnPage, requireSafeTransport, rotateSession } from "./session.ts";
import { deleteOtherSessions } from "./sessions.store.ts";
import { requireGoodPassword } from "./set-up-owner.ts";
import { letIn, proveOperator, type SignedIn } from "./sign-in.ts";

const DAY_MS = 24 * 3_600_000;

/**
 * Invites somebody into the account by a one-time link, valid for a week or the days given; an earlier open invitation of
 * the address ends. The link is mailed where mail is configured, else it is returned, this once. Nobody invites into roles
 * with more rights than they have: throws what `requireGivable` throws.
 */
export async function inviteOperator(
  deps: AccountsDeps,
  tx: Tx,
  input: {
    accountId: number;
    actor: Actor;
    email: string;
    roles: string[];
    days?: number | undefined;
    /** It is sent once more. */
    again?: boolean;
  },
): Promise<{ invitation: LinkRow; mailed: boolean; link: string | null }> {
  const parsed = parseEmailAddress(input.email);
  if (!parsed.ok)
    throw invalid("address_invalid", "This is not an e-mail address.", {
      errors: [{ path: "/email", message: `Not an address: ${parsed.reason}.` }],
    });
  await requireGivable(tx, input.actor, input.accountId, input.roles);
  const now = deps.clock.now();
  const days = input.days ?? INVITATION_DAYS;
  const token = randomToken(24);
  await deleteInvitationsTo(tx, input.accountId, parsed.normalised);
  const invitation = await insertLink(tx, {
    tokenHash: hashToken(token),
    purpose: "invitation",
    accountId: input.accountId,
    email: parsed.address,
    emailNormalised: parsed.normalised,
    roles: input.roles,
    now,
    expiresAt: new Date(now.getTime() + days * DAY_MS),
  });
  const link = new URL(`/einladung/${token}`, deps.publicUrl).href;
  const account = await getAccount(tx);
  const sent = await deps.sendSystemMail?.(tx, {
    accountId: input.accountId,
    to: parsed.address,
    ...invitationMail(account, input.actor.name, link, days),
  });
  await audit(tx, input.accountId, input.actor, "operator.invited", {
    objectType: "invitation",
    objectId: invitation.publicId,
    detail: { roles: input.roles, days, ...(input.again === true && { again: true }) },
  });
  const mailed = sent?.via === "relay";
  return { invitation, mailed, link: mailed ? null : link };
}

/**
 * Sends an invitation once more: the old link ends, a new one is valid as many days as asked. Whoever sends it must hold
 * its rights. `invitation_not_found` (404).
 */
export async function resendInvitation(
  deps: AccountsDeps,
  tx: Tx,
  input: { accountId: number; actor: Actor; invitationId: string; days?: number | undefined },
): Promise<{ invitation: LinkRow; mailed: boolean; link: string | null }> {
  const found = (await listInvitations(tx, input.accountId)).find(
    (link) => link.publicId === input.invitationId,
  );
  if (!found) throw notFound("invitation");
  return inviteOperator(deps, tx, {
    accountId: input.accountId,
    actor: input.actor,
    email: found.email ?? "",
    roles: found.roles ?? [],
    days: input.days,
    again: true,
  });
}

function invitationMail(account: Account, inviter: string, url: string, days: number) {
  const texts = {
    de: {
      subject: `Einladung zu Klarpost: ${account.name}`,
      heading: "Sie sind eingeladen",
      paragraphs: [
        `${inviter} lädt Sie ein, in Klarpost für „${account.name}“ mitzuarbeiten.`,
        `Der Link gilt ${days === 1 ? "einen Tag" : `${days} Tage`} und nur einmal.`,
      ],
      label: "Einladung annehmen",
      note: "Wenn Sie diese Einladung nicht erwarten, müssen Sie nichts tun.",
    },
    en: {
      subject: `Invitation to Klarpost: ${account.name}`,
      heading: "You are invited",
      paragraphs: [
        `${inviter} invites you to work in Klarpost for “${account.name}”.`,
        `The link is valid for ${days === 1 ? "one day" : `${days} days`}, and once.`,
      ],
      label: "Accept the invitation",
      note: "If you do not expect this invitation, you need not do anything.",
    },
  }[account.locale];
  const { label, ...rest } = texts;
  return { kind: "invitation" as const, locale: account.locale, ...rest, button: { label, url } };
}

const invalidLink = () =>
  new AppError("invitation_invalid", 404, "This invitation is not valid.", {
    hint: "Ask whoever invited you for a new one. An invitation is valid for some days, and once.",
  });

/** What an invitation says, for the page that accepts it. Wrong, used and expired tokens are all the same. */
export async function lookAtInvitation(deps: AccountsDeps, token: string) {
  return deps.db.instance(async (tx) => {
    const link = await findLink(tx, hashToken(token), "invitation", deps.clock.now());
    const account = link?.accountId ? await findAccountById(tx, link.accountId) : undefined;
    if (!link || !account) throw invalidLink();
    const own = await listOwnRoles(tx, account.id);
    return {
      accountName: account.name,
      email: link.email ?? "",
      roles: (link.roles ?? []).map((role) => own.find(({ id }) => id === role)?.name ?? role),
      known: (await findOperatorByEmail(tx, link.emailNormalised ?? "")) !== undefined,
      expiresAt: link.expiresAt.toISOString(),
    };
  });
}

/**
 * Accepts an invitation: a new person gets a name and a password, a known one proves theirs. Signs in.
 * `invitation_invalid` (404), `bad_credentials` (401), `password_…` (400).
 */
export async function acceptInvitation(
  deps: AccountsDeps,
  input: { token: string; name?: string; password: string; locale?: Locale },
  at: { request: FastifyRequest; reply: FastifyReply },
): Promise<SignedIn> {
  requireOwnPage(at.request);
  requireSafeTransport(at.request, deps.publicUrl);
  const hash = hashToken(input.token);
  const { link, known } = await deps.db.instance(async (tx) => {
    const found = await findLink(tx, hash, "invitation", deps.clock.now());
    if (!found?.emailNormalised) throw invalidLink();
    return { link: found, known: await findOperatorByEmail(tx, found.emailNormalised) };
  });
  const email = link.emailNormalised ?? "";
  let passwordHash: string | undefined;
  if (known) await proveOperator(deps, { email, password: input.password }, at.request.ip);
  else {
    if (!input.name?.trim())
      throw invalid("name_missing", "Please give your name.", {
        errors: [{ path: "/name", message: "A name is needed." }],
      });
    requireGoodPassword(input.password, { email, name: input.name });
    passwordHash = await hashPassword(input.password);
  }
  const now = deps.clock.now();
  const joined = await deps.db.instance(async (tx) => {
    const used = await consumeLink(tx, hash, "invitation", now);
    if (!used?.accountId) throw invalidLink();
    const operator: Pick<Operator, "id" | "publicId" | "name"> =
      known ??
      (await insertOperator(tx, {
        email: used.email ?? email,
        emailNormalised: email,
        name: input.name?.trim() ?? "",
        passwordHash: passwordHash ?? "",
        locale: input.locale ?? "de",
        isAdministrator: false,
        now,
      }));
    const roles = await rolesAfterJoining(tx, operator.id, used);
    await upsertMembership(tx, { operatorId: operator.id, accountId: used.accountId, roles, now });
    await enterAccount(tx, used.accountId);
    await audit(
      tx,
      used.accountId,
      {
        kind: "operator",
        operatorId: operator.id,
        name: operator.name,
        roles,
        permissions: new Set(),
      },
      "operator.joined",
      { objectType: "operator", objectId: operator.publicId, detail: { roles } },
    );
    await deleteOtherSessions(tx, operator.id, null);
    return getOperator(tx, operator.id);
  });
  // A known person's second factor is still to be given.
  return letIn(
    deps,
    joined,
    { method: "password", factor: undefined },
    { ...at, publicUrl: deps.publicUrl },
  );
}

/** An invitation adds roles; it never takes away what a member has. */
async function rolesAfterJoining(tx: Tx, operatorId: number, link: LinkRow): Promise<string[]> {
  const members = await lockMembers(tx, link.accountId ?? 0);
  const held = members.find((member) => member.operatorId === operatorId)?.roles ?? [];
  return [...new Set([...held, ...(link.roles ?? [])])];
}

/**
 * Gives a member other roles, or removes them (`roles` empty). At least one owner stays
 * (`last_owner`, 409). Nobody gives what they do not have, nor takes from somebody who may do more
 * (`role_beyond_giver`, `member_beyond_giver`, 403). Whoever changed is signed out everywhere, and the own session gets a new token.
 */
export async function changeMember(
  deps: AccountsDeps,
  input: { accountId: number; actor: Actor; memberId: string; roles: string[] },
  at: { request: FastifyRequest; reply: FastifyReply },
): Promise<void> {
  await deps.db.instance(async (tx) => {
    await enterAccount(tx, input.accountId);
    const members = await lockMembers(tx, input.accountId);
    const member = members.find((each) => each.publicId === input.memberId);
    if (!member) throw notFound("member");
    const othersOwn = members.some((each) => each !== member && each.roles.includes("owner"));
    if (!othersOwn && member.roles.includes("owner") && !input.roles.includes("owner"))
      throw conflict("last_owner", "An account keeps at least one owner.", {
        hint: "Make somebody else an owner first.",
      });
    const own = member.operatorId === input.actor.operatorId;
    if (!own) requireWithin(input.actor, member);
    if (input.roles.length > 0)
      await requireGivable(tx, input.actor, input.accountId, input.roles, member.roles);
    if (input.roles.length === 0) await deleteMembership(tx, member.operatorId, input.accountId);
    else
      await upsertMembership(tx, {
        operatorId: member.operatorId,
        accountId: input.accountId,
        roles: input.roles,
        now: deps.clock.now(),
      });
    await audit(
      tx,
      input.accountId,
      input.actor,
      input.roles.length === 0 ? "operator.removed" : "operator.roles_changed",
      {
        objectType: "operator",
        objectId: member.publicId,
        detail: { before: member.roles, after: input.roles },
        change: {
          keys: deps.keys,
          before: member.roles.toSorted(),
          after: input.roles.length === 0 ? null : input.roles.toSorted(),
        },
      },
    );
    const kept = own ? await rotateSession(tx, { ...at, publicUrl: deps.publicUrl }) : null;
    await deleteOtherSessions(tx, member.operatorId, kept);
    if (input.roles.length === 0) await deleteOperatorWithoutAccounts(tx, member.operatorId);
  });
}
