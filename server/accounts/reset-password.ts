import {
  AppError,
  hashToken,
  normaliseEmailAddress,
  pause,
  randomToken,
} from "../platform/index.ts";
import { listAccountsOf, listLiveAccountIds } from "./accounts.store.ts";
import type { AccountsDeps } from "./deps.ts";
import { consumeLink, deletePasswordLinks, findLink, insertLink } from "./links.store.ts";
import { firstThatLeaves, mailOperator } from "./operator-mail.ts";
import { newPasswordMail, passwordChangedMail } from "./operator-mails.ts";
import {
  clearThrottle,
  findOperatorByEmail,
  getOperator,
  updatePassword,
  type Operator,
} from "./operators.store.ts";
import { hashPassword } from "./password.ts";
import { requireOwnPage, requireSafeTransport, type AtDoor } from "./session.ts";
import { deleteOtherSessions } from "./sessions.store.ts";
import { requireGoodPassword } from "./set-up-owner.ts";
import { auditInAllAccounts } from "./sign-in.ts";
import { countTries, throttleKeys, tooMany } from "./throttle.ts";

const HOUR_MS = 3_600_000;
/** By mail, asked for by whoever knows the address. */
const MAILED_HOURS = 1;
/** Handed over by the person in charge. */
const HANDED_HOURS = 24;
/** Every request is answered at the same time, whatever it did (ASVS 6.3.8). */
const ANSWER_MS = 700;

/** True when a link for a new password can leave this installation by mail. */
export async function canResetByMail(deps: AccountsDeps): Promise<boolean> {
  if (!deps.sendSystemMail) return false;
  const live = await deps.db.instance((tx) => listLiveAccountIds(tx));
  return (await firstThatLeaves(deps, live)) !== undefined;
}

/**
 * Mails a link for a new password to whoever works here under this address. Known or not, and whether or not mail
 * leaves the house, the answer is the same and comes at the same time; only a network that asks too often is told so
 * (`too_many_requests`, 429). An address gets three links, then the pauses grow.
 */
export async function requestPassword(
  deps: AccountsDeps,
  email: string,
  at: AtDoor,
): Promise<void> {
  requireOwnPage(at.request);
  const normalised = normaliseEmailAddress(email);
  const what = normalised ?? email.trim().toLowerCase();
  const keys = throttleKeys(deps.keys, { rule: "link", what }, at.request.ip);
  const blocked = await deps.db.instance((tx) => countTries(tx, keys, deps.clock.now()));
  if (blocked?.blocked === "network") throw tooMany(blocked.retryAfterMs);
  const work = async () => {
    const operator =
      normalised && (await deps.db.instance((tx) => findOperatorByEmail(tx, normalised)));
    if (!operator || operator.disabledAt !== null || blocked) return;
    await mailLink(deps, operator);
  };
  const done = work().catch((error: unknown) => {
    deps.log.error({ err: error }, "a link for a new password could not be mailed");
  });
  await Promise.all([done, pause(ANSWER_MS)]);
}

/** Only where mail leaves the house: in the built-in mailbox colleagues would read it. */
async function mailLink(deps: AccountsDeps, operator: Operator): Promise<boolean> {
  const accounts = await deps.db.instance((tx) => listAccountsOf(tx, operator.id));
  const ids = accounts.map(({ id }) => id);
  if ((await firstThatLeaves(deps, ids)) === undefined) return false;
  const url = await makePasswordLink(deps, operator, MAILED_HOURS);
  const mail = newPasswordMail(url, MAILED_HOURS);
  const options = { kind: "new_password" as const, onlyOutside: true };
  return mailOperator(deps, operator, mail, options);
}

/** A one-time link with which somebody sets their password; an earlier one ends. */
export async function makePasswordLink(
  deps: Pick<AccountsDeps, "db" | "clock" | "publicUrl">,
  operator: Operator,
  hours = HANDED_HOURS,
): Promise<string> {
  const token = randomToken(32);
  const now = deps.clock.now();
  await deps.db.instance(async (tx) => {
    await deletePasswordLinks(tx, operator.id);
    await insertLink(tx, {
      tokenHash: hashToken(token),
      purpose: "password",
      accountId: null,
      operatorId: operator.id,
      email: null,
      emailNormalised: null,
      roles: null,
      now,
      expiresAt: new Date(now.getTime() + hours * HOUR_MS),
    });
  });
  return new URL(`/passwort/${token}`, deps.publicUrl).href;
}

const invalidLink = () =>
  new AppError("password_link_invalid", 404, "This link is not valid.", {
    hint: "Ask for a new one. A link is valid for a short time, and once.",
  });

/** Whether a link may still be used, for its page. Wrong, used and expired ones are the same. */
export async function lookAtPasswordLink(deps: AccountsDeps, token: string): Promise<void> {
  const hash = hashToken(token);
  const link = await deps.db.instance((tx) => findLink(tx, hash, "password", deps.clock.now()));
  if (!link?.operatorId) throw invalidLink();
}

/**
 * Sets a new password with a link. Every session ends, and nobody is signed in by it: a second factor is still asked
 * (ASVS 6.4.3). `password_link_invalid` (404), `password_…` (400).
 */
export async function setNewPassword(
  deps: AccountsDeps,
  input: { token: string; password: string },
  at: AtDoor,
): Promise<void> {
  requireOwnPage(at.request);
  requireSafeTransport(at.request, deps.publicUrl);
  const hash = hashToken(input.token);
  const now = deps.clock.now();
  const about = await deps.db.instance(async (tx) => {
    const link = await findLink(tx, hash, "password", now);
    return link?.operatorId ? getOperator(tx, link.operatorId) : undefined;
  });
  if (!about || about.disabledAt !== null) throw invalidLink();
  requireGoodPassword(input.password, about);
  const passwordHash = await hashPassword(input.password);
  await deps.db.instance(async (tx) => {
    const used = await consumeLink(tx, hash, "password", now);
    if (!used?.operatorId) throw invalidLink();
    await updatePassword(tx, about.id, passwordHash);
    await deleteOtherSessions(tx, about.id, null);
    const email = normaliseEmailAddress(about.email) ?? about.email;
    await clearThrottle(tx, deps.keys.mac("login-throttle", "name", email));
    await auditInAllAccounts(tx, about, "operator.password_reset");
  });
  await mailOperator(deps, about, passwordChangedMail());
}
