import type { FastifyReply, FastifyRequest } from "fastify";
import { invalid, type Locale } from "../platform/index.ts";
import type { AccountsDeps } from "./deps.ts";
import { mailOperator } from "./operator-mail.ts";
import { passwordChangedMail } from "./operator-mails.ts";
import { getOperator, updateOperator, updatePassword } from "./operators.store.ts";
import { hashPassword } from "./password.ts";
import { rotateSession } from "./session.ts";
import { deleteOtherSessions } from "./sessions.store.ts";
import { requireGoodPassword } from "./set-up-owner.ts";
import { auditInAllAccounts, proveOperator } from "./sign-in.ts";

/**
 * Changes one's own name, language or password. A new password needs the old one, gives this session a new
 * token and ends all others at once (ORG-02). A wrong old password is `old_password_wrong` (400) and counts
 * as a failed try.
 */
export async function changeMe(
  deps: AccountsDeps,
  operatorId: number,
  change: {
    name?: string | undefined;
    locale?: Locale | undefined;
    password?: { old: string; new: string } | undefined;
  },
  at: { request: FastifyRequest; reply: FastifyReply },
): Promise<void> {
  let passwordHash: string | undefined;
  if (change.password) {
    const me = await deps.db.instance((tx) => getOperator(tx, operatorId));
    await proveOperator(
      deps,
      { email: me.email, password: change.password.old },
      at.request.ip,
    ).catch((error: { code?: string }) => {
      if (error.code !== "bad_credentials") throw error;
      throw invalid("old_password_wrong", "The present password is not right.", {
        errors: [{ path: "/password/old", message: "The present password is not right." }],
      });
    });
    requireGoodPassword(
      change.password.new,
      { email: me.email, name: change.name ?? me.name },
      "/password/new",
    );
    passwordHash = await hashPassword(change.password.new);
  }
  const operator = await deps.db.instance(async (tx) => {
    await updateOperator(tx, operatorId, { name: change.name?.trim(), locale: change.locale });
    if (passwordHash !== undefined) {
      await updatePassword(tx, operatorId, passwordHash);
      const kept = await rotateSession(tx, { ...at, publicUrl: deps.publicUrl });
      await deleteOtherSessions(tx, operatorId, kept);
    }
    const changed = await getOperator(tx, operatorId);
    await auditInAllAccounts(
      tx,
      changed,
      passwordHash === undefined ? "operator.changed" : "operator.password_changed",
    );
    return changed;
  });
  if (passwordHash !== undefined) await mailOperator(deps, operator, passwordChangedMail());
}
