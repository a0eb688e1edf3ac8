import {
  field,
  plainText,
  readParts,
  splitHeader,
  type Fields,
  type Part,
  type ReadMessage,
} from "./mime-parts.ts";
import { readFeedback, type Feedback } from "./read-feedback.ts";
import { splitNotice } from "./read-notice.ts";
import { readNotification } from "./read-notification.ts";
import { readDeliveryStatus, type DeliveryStatus } from "./read-status.ts";

/** What the words of a message are, without what it returns. */
export interface Read {
  message: ReadMessage;
  subject: string;
  notice: string;
  status: DeliveryStatus | null;
  feedback: Feedback | null;
  returned: Fields;
}

const ADDRESS_LIST = /[^\s<>()[\]:;,"'=|\\]{1,128}@[A-Za-z0-9\u0080-\uffff_.-]{1,253}/g;

/** Addresses in header fields, lower case. */
export const addressesIn = (values: readonly string[]): string[] =>
  values
    .slice(0, 20)
    .flatMap((value) =>
      [...value.slice(0, 8192).matchAll(ADDRESS_LIST)].map((match) =>
        match[0].replace(/\.+$/, "").toLowerCase(),
      ),
    );

/** What a message is made of, as far as a report is concerned. */
export function takeApart(message: ReadMessage): Read {
  const subject = field(message.fields, "subject").replace(/\s+/g, " ").trim().slice(0, 500);
  const statusPart = message.parts.find(({ type }) =>
    /^message\/(?:x-?)?(?:global-)?delivery-status$/.test(type),
  );
  const texts: string[] = [];
  let returned: Fields = new Map();
  for (const part of message.parts) {
    if (isReturned(part)) {
      if (returned.size === 0) returned = splitHeader(part.text.replace(/^\s+/, "")).fields;
      continue;
    }
    if (part.type === "text/plain" || part.type === "text/html")
      if (texts.length < 4)
        texts.push(part.type === "text/html" ? plainText(part.text) : part.text);
  }
  const plain = message.parts.some(({ type, text }) => type === "text/plain" && text.trim() !== "");
  const joined = (plain ? texts : texts).join("\n");
  const split = splitNotice(joined);
  let status = statusPart ? readDeliveryStatus(statusPart.text) : null;
  if (!status || status.recipients.length === 0) {
    const inline = /^(?:reporting-mta|final-recipient|original-recipient)\s*:/im.exec(joined);
    if (inline) {
      const found = readDeliveryStatus(joined.slice(inline.index));
      if (found.recipients.length > 0) status = found;
    }
  }
  const news = readNotification(joined);
  if (news && "status" in news) status = news.status;
  if (!status || status.recipients.length === 0) status = nestedStatus(message) ?? status;
  return {
    message,
    subject,
    notice: split.notice.slice(0, 32 * 1024),
    feedback: (news && "feedback" in news ? news.feedback : null) ?? readFeedback(message, subject),
    status,
    returned: returned.size > 0 ? returned : split.returned,
  };
}

/** A report that somebody's gateway wrapped into another mail. */
function nestedStatus(message: ReadMessage): DeliveryStatus | null {
  const inner = message.parts.find(
    ({ type, text }) =>
      type === "message/rfc822" && /^content-type:\s*multipart\/report/im.test(text.slice(0, 8000)),
  );
  if (!inner) return null;
  const part = readParts(Buffer.from(inner.text, "latin1")).parts.find(
    ({ type }) => type === "message/delivery-status",
  );
  return part ? readDeliveryStatus(part.text) : null;
}

const isReturned = ({ type }: Part): boolean =>
  /^(?:message\/(?:rfc822|global|partial|external-body)|text\/rfc822(?:-headers)?|message\/(?:global-)?headers|message\/rfc822-headers)$/.test(
    type,
  );
