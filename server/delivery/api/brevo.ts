import type { SendingRelay } from "../../relays/index.ts";
import {
  badRecipient,
  getJson,
  jsonOf,
  postJson,
  readStatus,
  textIn,
  type ApiProvider,
} from "./api-provider.ts";

const ABOUT_ACCOUNT = new Set([
  "unauthorized",
  "account_under_validation",
  "not_enough_credits",
  "permission_denied",
]);

/**
 * Brevo (POST /v3/smtp/email). Takes fields, no MIME: subject, text, HTML and our further fields survive; Message-ID,
 * Date and the signature are Brevo's. `X-Mailin-custom` comes back in reports. Brevo tracks by a setting of its account,
 * which docs/operate/relays.md says to switch off; the fields ask for the same with each mail. The idempotency key is
 * the delivery's, so that within half an hour Brevo itself takes no mail twice.
 */
export function brevoProvider(relay: SendingRelay, base: string): ApiProvider {
  const headers = {
    "api-key": relay.credentials.kind === "api" ? relay.credentials.secret : "",
  };
  return {
    async send(mail) {
      const parts = await mail.parts();
      return postJson(`${base}/v3/smtp/email`, headers, {
        sender: { email: parts.from.address, ...named(parts.from.name) },
        to: [{ email: mail.to, ...named(parts.toName) }],
        ...(parts.replyTo
          ? { replyTo: { email: parts.replyTo.address, ...named(parts.replyTo.name) } }
          : {}),
        subject: parts.subject,
        ...(parts.html === null ? {} : { htmlContent: parts.html }),
        ...(parts.text === null ? {} : { textContent: parts.text }),
        headers: {
          ...Object.fromEntries(parts.headers.map(({ name, value }) => [name, value])),
          "X-Mailin-custom": mail.key,
          "X-Mailin-Track": "0",
          "X-Mailin-Track-Opens": "0",
          "X-Mailin-Track-Links": "0",
          idempotencyKey: mail.key.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5"),
        },
      });
    },
    read(answer) {
      const json = jsonOf(answer);
      if (answer.status >= 200 && answer.status < 300)
        return { kind: "accepted", id: textIn(json, "messageId") };
      const code = textIn(json, "code");
      const words = `${code} ${textIn(json, "message")}`.trim();
      // Seen before with the same key: whether that one was sent, this answer does not say.
      if (code === "duplicate_request" || answer.status === 409)
        return { kind: "unclear", text: words };
      if (ABOUT_ACCOUNT.has(code) || /\bsender\b/i.test(words))
        return { kind: "unavailable", text: words };
      if (
        answer.status === 400 &&
        /\bin to\b|\brecipient|\bto\.email\b|email is not valid/i.test(words)
      )
        return badRecipient(words);
      return readStatus(answer, words);
    },
    probe: async () => getJson(`${base}/v3/account`, headers),
    readProbe(answer) {
      const name = textIn(jsonOf(answer), "companyName");
      return { de: `Konto „${name}“ bei Brevo.`, en: `Account “${name}” at Brevo.` };
    },
  };
}

/** Brevo refuses empty names, and names longer than 70 characters. */
function named(name: string): { name?: string } {
  return name === "" ? {} : { name: name.slice(0, 70) };
}
