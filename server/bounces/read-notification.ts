import type { Feedback } from "./read-feedback.ts";
import { addressOf, type DeliveryStatus, type StatusRecipient } from "./read-status.ts";

type Json = Record<string, unknown>;

/** Amazon SES's notifications of bounces and complaints, as they come by mail through Amazon SNS. Null: it is none. */
export function readNotification(
  text: string,
): { status: DeliveryStatus } | { feedback: Feedback } | null {
  const start = text.indexOf('{"notificationType"');
  if (start === -1) return null;
  const line = text.slice(start).split(/\n\s*\n|\n--\n/, 1)[0]!;
  const news = parse(line.replace(/\n/g, ""));
  const bounce = news?.["bounce"];
  if (isObject(bounce))
    return {
      status: {
        reportingMta: "",
        message: new Map(),
        recipients: listOf(bounce["bouncedRecipients"]).flatMap((one) =>
          recipientOf(one, bounce["bounceType"] === "Transient"),
        ),
      },
    };
  const complaint = news?.["complaint"];
  if (!isObject(complaint)) return null;
  return {
    feedback: {
      type: complaint["complaintFeedbackType"] === "not-spam" ? "not-spam" : "abuse",
      recipients: listOf(complaint["complainedRecipients"]).flatMap(
        (one) => addressOf(String(one["emailAddress"] ?? "")) ?? [],
      ),
    },
  };
}

function recipientOf(one: Json, transient: boolean): StatusRecipient[] {
  const address = addressOf(String(one["emailAddress"] ?? ""));
  if (address === null) return [];
  return [
    {
      finalRecipient: address,
      originalRecipient: null,
      action: "failed",
      status: String(one["status"] ?? (transient ? "4.0.0" : "")),
      diagnostic: String(one["diagnosticCode"] ?? "").slice(0, 2000),
      remoteMta: null,
    },
  ];
}

const isObject = (value: unknown): value is Json => typeof value === "object" && value !== null;
const listOf = (value: unknown): Json[] =>
  Array.isArray(value) ? value.filter(isObject).slice(0, 200) : [];

function parse(text: string): Json | null {
  try {
    const value: unknown = JSON.parse(text.slice(0, text.lastIndexOf("}") + 1));
    return isObject(value) ? value : null;
  } catch {
    return null;
  }
}
