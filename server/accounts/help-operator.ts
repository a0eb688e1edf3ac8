import { normaliseEmailAddress, notFound, type Clock, type Database } from "../platform/index.ts";
import { deleteFactors } from "./factors/factors.store.ts";
import { findOperatorByEmail, listAllOperators, type Operator } from "./operators.store.ts";
import { forgetIdentities } from "./provider/provider.store.ts";
import { makePasswordLink } from "./reset-password.ts";
import { IDLE_MS } from "./session.ts";
import { deleteOtherSessions, listSessions, type SessionRow } from "./sessions.store.ts";
import { auditInAllAccounts } from "./sign-in.ts";

type Deps = { db: Database; clock: Clock };

export type OperatorOverview = Awaited<ReturnType<typeof listAllOperators>>[number];

/** Everybody who works in this installation, for the command line. */
export function listOperators({ db }: Deps): Promise<OperatorOverview[]> {
  return db.instance((tx) => listAllOperators(tx));
}

async function findPerson({ db }: Deps, email: string): Promise<Operator> {
  const normalised = normaliseEmailAddress(email) ?? email;
  const operator = await db.instance((tx) => findOperatorByEmail(tx, normalised));
  if (!operator) throw notFound("operator");
  return operator;
}

/** Where somebody is signed in. */
export async function listSessionsOf(deps: Deps, email: string): Promise<SessionRow[]> {
  const { id } = await findPerson(deps, email);
  const now = deps.clock.now();
  return deps.db.instance((tx) => listSessions(tx, id, now, new Date(now.getTime() - IDLE_MS)));
}

/** Signs somebody out everywhere; gives the number of sessions. */
export async function endSessionsOf(deps: Deps, email: string): Promise<number> {
  const operator = await findPerson(deps, email);
  return deps.db.instance(async (tx) => {
    await auditInAllAccounts(tx, operator, "session.ended", { by: "command line" });
    return deleteOtherSessions(tx, operator.id, null);
  });
}

/**
 * Lets somebody back in who lost factor or password, from the command line: whoever may run it has the database anyway.
 * `factor` removes all second factors and ends all sessions; `password` gives a one-time link.
 */
export async function helpOperator(
  deps: Deps & { publicUrl: string },
  email: string,
  what: "factor" | "password",
): Promise<{ removed: number } | { link: string }> {
  const operator = await findPerson(deps, email);
  const detail = { by: "command line" };
  if (what === "password") {
    const link = await makePasswordLink(deps, operator);
    await deps.db.instance((tx) =>
      auditInAllAccounts(tx, operator, "operator.password_link_made", detail),
    );
    return { link };
  }
  return deps.db.instance(async (tx) => {
    const removed = await deleteFactors(tx, operator.id);
    await forgetIdentities(tx, operator.id);
    await deleteOtherSessions(tx, operator.id, null);
    await auditInAllAccounts(tx, operator, "operator.factors_reset", detail);
    return { removed };
  });
}
