import type { SendingRelay } from "../../relays/index.ts";
import {
  badRecipient,
  firstIn,
  getJson,
  jsonOf,
  postJson,
  readStatus,
  textIn,
  type ApiProvider,
} from "./api-provider.ts";

/**
 * Scaleway Transactional Email (v1alpha1). Takes fields, no MIME: subject, text, HTML and our further fields survive as
 * additional headers; Message-ID, Date and the signature are Scaleway's. `X-Klarpost-Delivery` comes back in reports.
 * Scaleway tracks neither opens nor clicks.
 */
export function scalewayProvider(relay: SendingRelay, base: string): ApiProvider {
  const headers = {
    "x-auth-token": relay.credentials.kind === "api" ? relay.credentials.secret : "",
  };
  const root = `${base}/transactional-email/v1alpha1/regions/${relay.region}`;
  return {
    async send(mail) {
      const parts = await mail.parts();
      const replyTo = parts.replyTo ? [{ key: "Reply-To", value: parts.replyTo.address }] : [];
      return postJson(`${root}/emails`, headers, {
        project_id: relay.channel,
        from: { email: parts.from.address, name: parts.from.name },
        to: [{ email: mail.to, name: parts.toName }],
        subject: parts.subject,
        text: parts.text ?? "",
        html: parts.html ?? "",
        additional_headers: [
          ...replyTo,
          ...parts.headers.map(({ name, value }) => ({ key: name, value })),
          { key: "X-Klarpost-Delivery", value: mail.key },
        ],
      });
    },
    read(answer) {
      const json = jsonOf(answer);
      if (answer.status >= 200 && answer.status < 300)
        return { kind: "accepted", id: textIn(firstIn(json, "emails"), "id") };
      const detail = firstIn(json, "details");
      const about = textIn(detail, "argument_name");
      const words = [
        textIn(json, "type"),
        textIn(json, "message"),
        about,
        textIn(detail, "help_message"),
      ]
        .filter(Boolean)
        .join(" ");
      if (answer.status === 400 && /^to\b/.test(about)) return badRecipient(words);
      if (answer.status === 400 && /^(?:from|project_id)\b/.test(about))
        return { kind: "unavailable", text: words };
      return readStatus(answer, words);
    },
    probe: async () =>
      getJson(`${root}/domains?project_id=${encodeURIComponent(relay.channel ?? "")}`, headers),
    readProbe(answer) {
      const domains = jsonOf(answer)["domains"];
      const names = (Array.isArray(domains) ? (domains as Record<string, unknown>[]) : [])
        .map((domain) => `${textIn(domain, "name")} (${textIn(domain, "status")})`)
        .join(", ");
      return {
        de: names
          ? `Domains bei Scaleway: ${names}.`
          : "Bei Scaleway ist noch keine Domain eingetragen.",
        en: names ? `Domains at Scaleway: ${names}.` : "Scaleway knows no domain yet.",
      };
    },
  };
}
