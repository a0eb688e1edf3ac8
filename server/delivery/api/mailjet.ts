import type { SendingRelay } from "../../relays/index.ts";
import {
  badMail,
  badRecipient,
  basicAuth,
  firstIn,
  getJson,
  jsonOf,
  postJson,
  readStatus,
  textIn,
  type ApiProvider,
} from "./api-provider.ts";

/** Fields that Mailjet writes itself and refuses from others. */
const REFUSED = new Set(["list-id", "x-csa-complaints", "x-feedback-id", "user-agent", "x-mailer"]);

/**
 * Mailjet (Send API v3.1). Takes fields, no MIME: subject, text, HTML, List-Unsubscribe and most further fields
 * survive; List-ID and X-CSA-Complaints do not, and Message-ID, Date and the signature are Mailjet's. CustomID comes
 * back in reports. Opens and clicks are not tracked.
 */
export function mailjetProvider(relay: SendingRelay, base: string): ApiProvider {
  const key = relay.credentials.kind === "api" ? relay.credentials : { key: "", secret: "" };
  const headers = { authorization: basicAuth(key.key, key.secret) };
  return {
    async send(mail) {
      const parts = await mail.parts();
      return postJson(`${base}/v3.1/send`, headers, {
        Messages: [
          {
            From: { Email: parts.from.address, Name: parts.from.name },
            To: [{ Email: mail.to, Name: parts.toName }],
            ...(parts.replyTo
              ? { ReplyTo: { Email: parts.replyTo.address, Name: parts.replyTo.name } }
              : {}),
            Subject: parts.subject,
            ...(parts.text === null ? {} : { TextPart: parts.text }),
            ...(parts.html === null ? {} : { HTMLPart: parts.html }),
            Headers: Object.fromEntries(
              parts.headers
                .filter(({ name }) => !REFUSED.has(name.toLowerCase()))
                .map(({ name, value }) => [name, value]),
            ),
            CustomID: mail.key,
            TrackOpens: "disabled",
            TrackClicks: "disabled",
          },
        ],
      });
    },
    read(answer) {
      const json = jsonOf(answer);
      const message = firstIn(json, "Messages");
      const failed = textIn(message, "Status") === "error";
      if (answer.status === 200 && !failed)
        return { kind: "accepted", id: textIn(firstIn(message, "To"), "MessageID") };
      const error = failed ? firstIn(message, "Errors") : json;
      const words = `${textIn(error, "ErrorCode")} ${textIn(error, "ErrorMessage")}`.trim();
      const about = Array.isArray(error["ErrorRelatedTo"]) ? error["ErrorRelatedTo"].join(" ") : "";
      if (/\bFrom\b/.test(about)) return { kind: "unavailable", text: words };
      if (/\bTo\b/.test(about)) return badRecipient(words);
      return failed && answer.status < 401 ? badMail(words) : readStatus(answer, words);
    },
    probe: async () => getJson(`${base}/v3/REST/apikey?Limit=1`, headers),
    readProbe(answer) {
      const name = textIn(firstIn(jsonOf(answer), "Data"), "Name");
      return { de: `Schlüssel „${name}“ bei Mailjet.`, en: `Key “${name}” at Mailjet.` };
    },
  };
}
