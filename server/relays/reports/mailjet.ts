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

const OTHERS = new Set(["sent", "open", "click", "bounce", "blocked", "spam", "unsub"]);

/** Reports of Mailjet (Event API): one, or several where they are grouped. */
export function readMailjet(payload: unknown): ProviderReport[] {
  const events = Array.isArray(payload) ? payload : [payload];
  return events.flatMap((event) => {
    if (!isObject(event) || !OTHERS.has(textOf(event, "event"))) throw unknownReport("Mailjet");
    return readOne(event);
  });
}

function readOne(event: Unknown): ProviderReport[] {
  const kind = textOf(event, "event");
  const base = {
    id: `${kind}:${textOf(event, "MessageID")}:${textOf(event, "time")}`,
    delivery: deliveryOf(textOf(event, "CustomID")),
    email: textOf(event, "email"),
    at: momentOf(event["time"]),
    text: [textOf(event, "error"), textOf(event, "comment")].filter(Boolean).join(": "),
  };
  if (kind === "spam") return [report({ ...base, kind: "complaint" })];
  if (kind === "unsub") return [report({ ...base, kind: "unsubscribe" })];
  if (kind === "bounce" || kind === "blocked")
    return [report({ ...base, kind: "bounce", bounce: classOf(event) })];
  return [];
}

/** Whom the error is about outweighs whether it is for good; "blocked" is Mailjet's own refusal. */
function classOf(event: Unknown): RelayEvent["bounce"] {
  const about = textOf(event, "error_related_to");
  if (about === "spam" || about === "content" || about === "policy" || about === "mailjet")
    return "policy";
  if (event["event"] === "blocked") return about === "recipient" ? "unknown" : "policy";
  return event["hard_bounce"] === true ? "hard" : "soft";
}
