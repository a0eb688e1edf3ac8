import type { ProviderReport, RelayEvent } from "../relay-event.ts";
import { deliveryOf, isObject, momentOf, objectOf, report, textOf, unknownReport } from "./read.ts";

/** Types of bounces that are final, by what they say; all others are delays, answers and tests. */
const BOUNCES: Readonly<Record<string, RelayEvent["bounce"]>> = {
  HardBounce: "hard",
  BadEmailAddress: "hard",
  SoftBounce: "soft",
  DnsError: "soft",
  Blocked: "policy",
  SpamNotification: "policy",
  VirusNotification: "policy",
  DMARCPolicy: "policy",
  SMTPApiError: "policy",
  ManuallyDeactivated: "unknown",
  Unknown: "unknown",
};
const OTHERS = new Set([
  "Delivery",
  "Open",
  "Click",
  "Bounce",
  "SpamComplaint",
  "SubscriptionChange",
]);

/** Reports of Postmark (webhooks for Bounce, Spam Complaint and Subscription Change). One a request. */
export function readPostmark(payload: unknown): ProviderReport[] {
  if (!isObject(payload) || !OTHERS.has(textOf(payload, "RecordType")))
    throw unknownReport("Postmark");
  const metadata = objectOf(payload, "Metadata");
  const base = {
    id: `${textOf(payload, "RecordType")}:${textOf(payload, "ID") || textOf(payload, "MessageID")}`,
    delivery: deliveryOf(textOf(metadata, "klarpost-delivery")),
    email: textOf(payload, "Email") || textOf(payload, "Recipient"),
    at: momentOf(payload["BouncedAt"] ?? payload["ChangedAt"]),
    text: textOf(payload, "Details") || textOf(payload, "Description"),
  };
  const type = textOf(payload, "Type");
  switch (payload["RecordType"]) {
    case "SpamComplaint":
      return [report({ ...base, kind: "complaint" })];
    case "Bounce": {
      if (type === "SpamComplaint") return [report({ ...base, kind: "complaint" })];
      if (type === "Unsubscribe") return [report({ ...base, kind: "unsubscribe" })];
      const bounce = Object.hasOwn(BOUNCES, type) ? BOUNCES[type] : undefined;
      return bounce ? [report({ ...base, kind: "bounce", bounce })] : [];
    }
    case "SubscriptionChange": {
      const byRecipient =
        payload["SuppressSending"] === true &&
        payload["SuppressionReason"] === "ManualSuppression" &&
        payload["Origin"] === "Recipient";
      return byRecipient ? [report({ ...base, kind: "unsubscribe" })] : [];
    }
    default:
      return [];
  }
}
