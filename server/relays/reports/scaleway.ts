import type { ProviderReport, RelayEvent } from "../relay-event.ts";
import {
  deliveryOf,
  isObject,
  listOf,
  momentOf,
  report,
  textOf,
  unknownReport,
  type Unknown,
} from "./read.ts";

const OTHERS =
  /^(?:email_(?:queued|delivered|deferred|dropped|spam|mailbox_not_found|blocklisted)|blocklist_created|unknown_type)$/;

/** Reports of Scaleway TEM, as its topics hand them on (webhook event payloads). One a message. */
export function readScaleway(payload: unknown): ProviderReport[] {
  if (!isObject(payload) || !OTHERS.test(textOf(payload, "type"))) throw unknownReport("Scaleway");
  const bounce = classOf(payload);
  if (bounce === undefined) return [];
  const headers = new Map(
    listOf(payload, "email_headers").map((one) => [
      textOf(one, "key").toLowerCase(),
      textOf(one, "value"),
    ]),
  );
  return [
    report({
      kind: "bounce",
      bounce,
      id: textOf(payload, "id") || null,
      delivery: deliveryOf(
        headers.get("x-klarpost-delivery") ?? "",
        headers.get("message-id") ?? "",
      ),
      email: textOf(payload, "email_to"),
      at: momentOf(payload["created_at"]),
      code: Number(textOf(payload, "email_response_code")) || 0,
      text:
        textOf(payload, "email_response_message") ||
        textOf(payload, "email_error") ||
        textOf(payload, "blocklist_reason"),
    }),
  ];
}

/** Deferred mails are tried again by Scaleway, so nothing has ended; of dropped ones the receiver's words decide. */
function classOf(payload: Unknown): RelayEvent["bounce"] | undefined {
  switch (payload["type"]) {
    case "email_mailbox_not_found":
      return "hard";
    case "email_blocklisted":
      return payload["blocklist_type"] === "mailbox_not_found" ? "hard" : "soft";
    case "email_spam":
      return "policy";
    case "email_dropped":
      return "unknown";
    default:
      return undefined;
  }
}
