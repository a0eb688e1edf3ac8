import type { FastifyReply, FastifyRequest } from "fastify";
import {
  AppError,
  hashToken,
  invalid,
  parseEmailAddress,
  randomToken,
  type Clock,
  type Database,
  type Locale,
} from "../platform/index.ts";
import { createAccount } from "./create-account.ts";
import type { AccountsDeps } from "./deps.ts";
import { consumeLink, deleteSetupLinks, insertLink } from "./links.store.ts";
import { hasOperators, insertOperator, lockSetup } from "./operators.store.ts";
import { hashPassword, passwordProblem } from "./password.ts";
import { requireOwnPage, requireSafeTransport, startSession } from "./session.ts";
import type { SignedIn } from "./sign-in.ts";

const SETUP_LINK_MS = 24 * 3_600_000;

/**
 * Makes the one-time link for the first owner while nobody exists yet: valid for 24 hours, replacing the one
 * before. The page is `<PUBLIC_URL>/einrichten/<token>`. Null when the installation has an operator.
 */
export function createSetupLink(db: Database, clock: Clock): Promise<string | null> {
  return db.instance(async (tx) => {
    await lockSetup(tx);
    if (await hasOperators(tx)) return null;
    await deleteSetupLinks(tx);
    const now = clock.now();
    const token = randomToken(24);
    await insertLink(tx, {
      tokenHash: hashToken(token),
      purpose: "setup",
      accountId: null,
      email: null,
      emailNormalised: null,
      roles: null,
      now,
      expiresAt: new Date(now.getTime() + SETUP_LINK_MS),
    });
    return token;
  });
}

/** True while the installation waits for its first owner. */
export async function isSetupNeeded(db: Database): Promise<boolean> {
  return !(await db.instance((tx) => hasOperators(tx)));
}

/** Refuses passwords that are short or common, and addresses that are none. */
export function requireGoodCredentials(input: { email: string; name: string; password: string }): {
  address: string;
  normalised: string;
} {
  const parsed = parseEmailAddress(input.email);
  if (!parsed.ok)
    throw invalid("address_invalid", "This is not an e-mail address.", {
      errors: [{ path: "/email", message: `Not an address: ${parsed.reason}.` }],
    });
  requireGoodPassword(input.password, { email: parsed.normalised, name: input.name });
  return parsed;
}

/** `password_too_short`, `password_too_long` or `password_too_common` (400). */
export function requireGoodPassword(
  password: string,
  about: { email: string; name: string },
  path = "/password",
): void {
  const problem = passwordProblem(password, about);
  if (problem === undefined) return;
  const message = {
    too_short: "A password has at least 12 characters.",
    too_long: "A password has at most 200 characters.",
    too_common: "This password is easily guessed.",
  }[problem];
  throw invalid(`password_${problem}`, message, {
    hint: "Take several unrelated words, or let a password manager make one.",
    errors: [{ path, message }],
  });
}

/**
 * Creates the installation's first operator with the token of the one-time link: administrator, owner of a
 * first account, signed in. Wrong, used and expired tokens get the same answer (`setup_link_invalid`, 404).
 */
export async function setUpOwner(
  deps: AccountsDeps,
  input: {
    token: string;
    name: string;
    email: string;
    password: string;
    locale?: Locale;
    accountName?: string;
  },
  at: { request: FastifyRequest; reply: FastifyReply },
): Promise<SignedIn> {
  requireOwnPage(at.request);
  requireSafeTransport(at.request, deps.publicUrl);
  const address = requireGoodCredentials(input);
  const passwordHash = await hashPassword(input.password);
  const locale = input.locale ?? "de";
  const now = deps.clock.now();
  return deps.db.instance(async (tx) => {
    await lockSetup(tx);
    const link = await consumeLink(tx, hashToken(input.token), "setup", now);
    if (!link || (await hasOperators(tx)))
      throw new AppError("setup_link_invalid", 404, "This set-up link is not valid.", {
        hint: "Restart Klarpost: while there is no operator it prints a new link, valid for 24 hours.",
      });
    const operator = await insertOperator(tx, {
      email: address.address,
      emailNormalised: address.normalised,
      name: input.name.trim(),
      passwordHash,
      locale,
      isAdministrator: true,
      now,
    });
    const name = input.accountName?.trim() || (locale === "de" ? "Mein Mandant" : "My account");
    const account = await createAccount(tx, { name, locale, owner: operator, now });
    await deps.prepareAccount?.(tx, account.id);
    await startSession(tx, operator.id, { ...at, publicUrl: deps.publicUrl, now });
    return { operatorId: operator.id, withFactor: false };
  });
}
