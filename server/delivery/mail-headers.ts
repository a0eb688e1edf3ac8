import { createHash } from "node:crypto";
import type { MailKind } from "../compliance/index.ts";
import type { MessageTemplate } from "../content/index.ts";

/** Mails that providers count complaints for; what one person wrote to another, and tests, are none. */
const WITH_FEEDBACK: ReadonlySet<MailKind> = new Set([
  "newsletter",
  "core_campaign",
  "customer_7_3",
  "opt_in",
  "transactional",
  "privacy_notice",
]);

/**
 * `Feedback-ID` and `X-CSA-Complaints` of a mail (SND-06), without data of a person. Which kind carries which header
 * stands in docs/operate/deliverability.md. There is no `Precedence`: it is no standard (RFC 2076, 3.9), and who answers
 * automatically looks at List-ID and Auto-Submitted (RFC 5230, 4.6).
 *
 * @param mail.domain the sender's; a digest of it is the part by which Gmail knows the stream
 */
export function extraHeaders(mail: {
  kind: MailKind;
  accountId: number;
  mailingId: number | null;
  domain: string;
  complaintsAddress: string | null;
}): Pick<MessageTemplate, "feedbackId" | "headers"> {
  const campaign = mail.mailingId === null ? "" : `m${mail.mailingId}`;
  const kind = mail.kind.replaceAll("_", "-");
  return {
    feedbackId: WITH_FEEDBACK.has(mail.kind)
      ? `${campaign}:a${mail.accountId}:${kind}:${feedbackSender(mail.domain)}`
      : undefined,
    headers:
      mail.complaintsAddress === null
        ? []
        : [{ name: "X-CSA-Complaints", value: mail.complaintsAddress }],
  };
}

/** The last part of Feedback-ID: five to fifteen characters, the same in all mails of a domain. */
function feedbackSender(domain: string): string {
  return `kp${createHash("sha256").update(domain).digest("hex").slice(0, 10)}`;
}
