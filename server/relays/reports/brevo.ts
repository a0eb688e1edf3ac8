import type { ProviderReport, RelayEvent } from "../relay-event.ts";
import {
  deliveryOf,
  isObject,
  momentOf,
  report,
  textOf,
  unknownReport,
  type Unknown,
} from "./read.ts";

const BOUNCES: Readonly<Record<string, RelayEvent["bounce"]>> = {
  hard_bounce: "hard",
  invalid_email: "hard",
  soft_bounce: "soft",
  blocked: "policy",
  error: "unknown",
};
const OTHERS =
  /^(?:request|sent|delivered|deferred|opened|unique_opened|first_opening|proxy_open|unique_proxy_open|click|spam|complaint|unsubscribed?|list_addition|contact_updated|contact_deleted)$/;

/** Reports of Brevo (transactional webhooks): one, or several where they are batched. */
export function readBrevo(payload: unknown): ProviderReport[] {
  const events = Array.isArray(payload) ? payload : [payload];
  return events.flatMap((event) => {
    if (!isObject(event)) throw unknownReport("Brevo");
    return readOne(event);
  });
}

function readOne(event: Unknown): ProviderReport[] {
  const kind = textOf(event, "event");
  const isBounce = Object.hasOwn(BOUNCES, kind);
  if (!isBounce && !OTHERS.test(kind)) throw unknownReport("Brevo");
  const base = {
    id: `${kind}:${textOf(event, "message-id")}:${textOf(event, "ts_epoch") || textOf(event, "ts_event")}`,
    delivery: deliveryOf(textOf(event, "X-Mailin-custom"), textOf(event, "message-id")),
    email: textOf(event, "email"),
    at: momentOf(event["ts_epoch"] ?? event["ts_event"]),
    text: textOf(event, "reason"),
  };
  if (isBounce) return [report({ ...base, kind: "bounce", bounce: BOUNCES[kind]! })];
  if (kind === "spam" || kind === "complaint") return [report({ ...base, kind: "complaint" })];
  if (kind.startsWith("unsubscribe")) return [report({ ...base, kind: "unsubscribe" })];
  return [];
}
