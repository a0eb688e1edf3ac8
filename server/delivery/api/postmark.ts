import type { SendingRelay } from "../../relays/index.ts";
import {
  badMail,
  badRecipient,
  getJson,
  jsonOf,
  postJson,
  readStatus,
  textIn,
  type ApiProvider,
} from "./api-provider.ts";

/** Error codes about the account, its token, senders and streams: the next mail would meet them too. */
const ABOUT_ACCOUNT = new Set(["10", "100", "400", "401", "405", "412", "413", "1235", "1236"]);

/**
 * Postmark (POST /email). Takes fields, no MIME: subject, text, HTML and our further fields survive; Date and the
 * signature are Postmark's. It keeps our Message-ID where X-PM-KeepID asks for it. In a broadcast stream it replaces
 * List-Unsubscribe unless the account manages unsubscribes itself, which Postmark grants on request. Opens and links
 * are not tracked.
 */
export function postmarkProvider(relay: SendingRelay, base: string): ApiProvider {
  const token = relay.credentials.kind === "api" ? relay.credentials.secret : "";
  const headers = { "x-postmark-server-token": token };
  return {
    async send(mail) {
      const parts = await mail.parts();
      const domain = parts.from.address.split("@").pop() ?? "";
      return postJson(`${base}/email`, headers, {
        From: named(parts.from),
        To: named({ name: parts.toName, address: mail.to }),
        ...(parts.replyTo ? { ReplyTo: named(parts.replyTo) } : {}),
        Subject: parts.subject,
        ...(parts.html === null ? {} : { HtmlBody: parts.html }),
        ...(parts.text === null ? {} : { TextBody: parts.text }),
        Headers: [
          ...parts.headers.map(({ name, value }) => ({ Name: name, Value: value })),
          { Name: "Message-ID", Value: `<${mail.key}@${domain}>` },
          { Name: "X-PM-KeepID", Value: "true" },
        ],
        ...(relay.channel === null ? {} : { MessageStream: relay.channel }),
        TrackOpens: false,
        TrackLinks: "None",
        Metadata: { "klarpost-delivery": mail.key },
      });
    },
    read(answer) {
      const json = jsonOf(answer);
      const code = textIn(json, "ErrorCode");
      if (answer.status === 200 && (code === "" || code === "0"))
        return { kind: "accepted", id: textIn(json, "MessageID") };
      const words = `${code} ${textIn(json, "Message")}`.trim();
      if (ABOUT_ACCOUNT.has(code)) return { kind: "unavailable", text: words };
      // Bounced or complained at Postmark before: the mailbox is disabled as far as this way goes.
      if (code === "406") return { kind: "refused", code: 550, enhanced: "5.2.1", text: words };
      if (code === "300")
        return /'To'|recipient/i.test(words) ? badRecipient(words) : badMail(words);
      return readStatus(answer, words);
    },
    probe: async () => getJson(`${base}/server`, headers),
    readProbe(answer) {
      const name = textIn(jsonOf(answer), "Name");
      return { de: `Server „${name}“ bei Postmark.`, en: `Server “${name}” at Postmark.` };
    },
  };
}

/** A mailbox in one text (RFC 5322, 3.4); letters of other alphabets stand as they are in JSON. */
function named({ name, address }: { name: string; address: string }): string {
  return name === "" ? address : `"${name.replace(/["\\]/g, "\\$&")}" <${address}>`;
}
