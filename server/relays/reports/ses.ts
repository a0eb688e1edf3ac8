import type { ProviderReport, RelayEvent } from "../relay-event.ts";
import {
  deliveryOf,
  isObject,
  listOf,
  momentOf,
  objectOf,
  report,
  textOf,
  unknownReport,
  type Unknown,
} from "./read.ts";

const OTHERS =
  /^(?:Send|Delivery|Open|Click|Rendering Failure|DeliveryDelay|Bounce|Complaint|Reject|Subscription)$/;
/** Transient bounces that are about the mail, not about the mailbox. */
const ABOUT_CONTENT = new Set(["ContentRejected", "AttachmentRejected"]);

/** Reports of Amazon SES in a verified SNS message: of a configuration set (eventType) or an identity. */
export function readSes(payload: unknown): ProviderReport[] {
  if (!isObject(payload)) throw unknownReport("Amazon SES");
  const kind = textOf(payload, "eventType") || textOf(payload, "notificationType");
  if (!OTHERS.test(kind)) throw unknownReport("Amazon SES");
  const mail = objectOf(payload, "mail");
  const base = { delivery: deliveryOfMail(mail), text: "" };
  const id = (part: Unknown) =>
    `${kind}:${textOf(part, "feedbackId") || textOf(mail, "messageId")}`;
  switch (kind) {
    case "Bounce": {
      const bounce = objectOf(payload, "bounce");
      return listOf(bounce, "bouncedRecipients").map((one) =>
        report({
          ...base,
          kind: "bounce",
          bounce: classOf(bounce),
          id: id(bounce),
          at: momentOf(bounce["timestamp"]),
          email: textOf(one, "emailAddress"),
          enhanced: textOf(one, "status", 20) || null,
          text:
            textOf(one, "diagnosticCode") ||
            `${textOf(bounce, "bounceType")}: ${textOf(bounce, "bounceSubType")}`,
        }),
      );
    }
    case "Complaint": {
      const complaint = objectOf(payload, "complaint");
      // Nobody complained now: the address stood on the list of earlier complaints, and SES sent nothing.
      const suppressed = textOf(complaint, "complaintSubType") === "OnAccountSuppressionList";
      return listOf(complaint, "complainedRecipients").map((one) =>
        report({
          ...base,
          kind: suppressed ? "bounce" : "complaint",
          bounce: "policy",
          id: id(complaint),
          at: momentOf(complaint["timestamp"]),
          email: textOf(one, "emailAddress"),
          text: suppressed
            ? "On the account's suppression list"
            : textOf(complaint, "complaintFeedbackType"),
        }),
      );
    }
    case "Reject": {
      const [email] = Array.isArray(mail["destination"]) ? mail["destination"] : [];
      return [
        report({
          ...base,
          kind: "bounce",
          bounce: "policy",
          id: id({}),
          at: momentOf(mail["timestamp"]),
          email: typeof email === "string" ? email : "",
          text: textOf(objectOf(payload, "reject"), "reason"),
        }),
      ];
    }
    case "Subscription": {
      const [email] = Array.isArray(mail["destination"]) ? mail["destination"] : [];
      return [
        report({
          ...base,
          kind: "unsubscribe",
          id: id({}),
          at: momentOf(objectOf(payload, "subscription")["timestamp"]),
          email: typeof email === "string" ? email : "",
        }),
      ];
    }
    default:
      return [];
  }
}

/** Our tag where a configuration set reports; otherwise the Message-ID we wrote, which SES replaced on its way. */
function deliveryOfMail(mail: Unknown): string | null {
  const tags = objectOf(mail, "tags")["klarpost-delivery"];
  const tag = Array.isArray(tags) && typeof tags[0] === "string" ? tags[0] : "";
  const header = listOf(mail, "headers").find(
    (one) => textOf(one, "name").toLowerCase() === "message-id",
  );
  return deliveryOf(
    tag,
    header ? textOf(header, "value") : "",
    textOf(objectOf(mail, "commonHeaders"), "messageId"),
  );
}

function classOf(bounce: Unknown): RelayEvent["bounce"] {
  switch (bounce["bounceType"]) {
    case "Permanent":
      return "hard";
    case "Transient":
      return ABOUT_CONTENT.has(textOf(bounce, "bounceSubType")) ? "policy" : "soft";
    default:
      return "unknown";
  }
}
