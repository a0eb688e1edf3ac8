import { recordEntry } from "../consent/index.ts";
import type { ConsentRequest } from "./consent-request.ts";
import { lockById, setAcceptance } from "./consent-requests.store.ts";
import type { SignupDeps } from "./deps.ts";

/** What delivery tells of the end of a single mail (outbox event `mail.ended`). */
interface MailEnd {
  accountId: number;
  payload: Record<string, unknown>;
}

/**
 * Keeps the receiving server's word on an opt-in mail: the link of the chain of proof between mail and landing page
 * (DOI-08). If the person was faster than this news, it becomes an entry of its own. Safe to run twice.
 */
export async function noteMailEnd(deps: SignupDeps, event: MailEnd): Promise<void> {
  const { referenceType, referenceId, outcome, reply, messageId, at } = event.payload;
  if (referenceType !== "consent_request" || outcome !== "accepted") return;
  await deps.db.account(event.accountId, async (tx) => {
    const request = await lockById(tx, Number(referenceId));
    if (!request || request.emailNormalised === null || request.acceptance !== null) return;
    const acceptance = {
      at: String(at),
      reply: String(reply ?? ""),
      messageId: String(messageId ?? ""),
    };
    await setAcceptance(tx, request.id, acceptance);
    if (request.state !== "confirmed") return;
    await recordEntry(tx, deps, {
      accountId: event.accountId,
      subject: { emailNormalised: request.emailNormalised },
      kind: "optin_mail_accepted",
      payload: {
        channel: "double_opt_in",
        requestId: request.publicId,
        mail: mailOf(request, acceptance),
      },
    });
  });
}

function mailOf(
  request: ConsentRequest,
  acceptance: { at: string; reply: string; messageId: string },
) {
  return {
    subject: request.mail!.subject,
    text: request.mail!.text,
    sha256: request.mailSha256!.toString("hex"),
    messageId: acceptance.messageId,
    acceptedAt: acceptance.at,
    smtpReply: acceptance.reply,
  };
}
