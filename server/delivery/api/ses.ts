import { AwsV4Signer } from "aws4fetch";
import type { SendingRelay } from "../../relays/index.ts";
import {
  badMail,
  badRecipient,
  jsonOf,
  readStatus,
  textIn,
  type ApiAnswer,
  type ApiProvider,
  type ApiRequest,
} from "./api-provider.ts";

/** Errors about the account or its identities: the next mail would meet them too. */
const ABOUT_ACCOUNT = new Set([
  "AccountSuspendedException",
  "SendingPausedException",
  "MailFromDomainNotVerifiedException",
  "LimitExceededException",
  "NotFoundException",
]);

/**
 * Amazon SES, API v2 (SendEmail with raw content). The message travels as MIME: all our fields survive but Message-ID
 * and Date, which SES writes itself; so does our signature not. The tag `klarpost-delivery` comes back in reports. SES
 * tracks opens and clicks where a configuration set has events for them; no field of a mail switches that off.
 */
export function sesProvider(relay: SendingRelay, base: string): ApiProvider {
  const key = relay.credentials.kind === "api" ? relay.credentials : { key: "", secret: "" };
  const signed = async (
    method: "GET" | "POST",
    path: string,
    body: string | null,
    now: Date,
  ): Promise<ApiRequest> => {
    const signer = new AwsV4Signer({
      method,
      url: `${base}${path}`,
      headers: body === null ? {} : { "content-type": "application/json" },
      ...(body === null ? {} : { body }),
      accessKeyId: key.key,
      secretAccessKey: key.secret,
      service: "ses",
      region: relay.region ?? "",
      datetime: now.toISOString().replace(/[:-]|\.\d{3}/g, ""),
    });
    const { url, headers } = await signer.sign();
    return {
      method,
      url: url.href,
      headers: Object.fromEntries(headers as unknown as Iterable<[string, string]>),
      body: body === null ? null : Buffer.from(body),
    };
  };
  return {
    send: (mail, now) =>
      signed(
        "POST",
        "/v2/email/outbound-emails",
        JSON.stringify({
          Destination: { ToAddresses: [mail.to] },
          Content: { Raw: { Data: mail.raw.toString("base64") } },
          EmailTags: [{ Name: "klarpost-delivery", Value: mail.key }],
          ...(relay.channel === null ? {} : { ConfigurationSetName: relay.channel }),
        }),
        now,
      ),
    read(answer) {
      const json = jsonOf(answer);
      if (answer.status === 200) return { kind: "accepted", id: textIn(json, "MessageId") };
      const type = errorType(answer.headers["x-amzn-errortype"], json);
      const words = `${type} ${textIn(json, "message") || textIn(json, "Message")}`.trim();
      if (type === "TooManyRequestsException")
        return { kind: "later", throttled: true, text: words };
      if (ABOUT_ACCOUNT.has(type)) return { kind: "unavailable", text: words };
      if (type === "MessageRejected")
        // The word for a sender or, in SES's own sandbox, a recipient that nobody confirmed.
        return /not verified/i.test(words) ? { kind: "unavailable", text: words } : badMail(words);
      if (type === "BadRequestException" && /address|domain|recipient/i.test(words))
        return /from|sender/i.test(words)
          ? { kind: "unavailable", text: words }
          : badRecipient(words);
      return readStatus(answer, words);
    },
    probe: (now) => signed("GET", "/v2/email/account", null, now),
    ...(relay.channel === null
      ? {}
      : {
          tracking: {
            ask: (now) =>
              signed(
                "GET",
                `/v2/email/configuration-sets/${encodeURIComponent(relay.channel!)}/event-destinations`,
                null,
                now,
              ),
            isOn: tracksReaders,
          },
        }),
    readProbe(answer) {
      const json = jsonOf(answer);
      const quota = (json["SendQuota"] ?? {}) as Record<string, unknown>;
      const rate = textIn(quota, "MaxSendRate");
      const day = textIn(quota, "Max24HourSend");
      const de = [
        json["SendingEnabled"] === false ? "Der Versand ist bei Amazon angehalten." : "",
        json["ProductionAccessEnabled"] === false
          ? "Das Konto ist bei Amazon noch im Testbereich und erreicht nur bestätigte Adressen."
          : "",
        rate ? `Erlaubt sind ${rate} E-Mails je Sekunde und ${day} in 24 Stunden.` : "",
      ];
      const en = [
        json["SendingEnabled"] === false ? "Amazon has paused sending." : "",
        json["ProductionAccessEnabled"] === false
          ? "At Amazon the account is still in the sandbox and reaches verified addresses only."
          : "",
        rate ? `Allowed are ${rate} mails a second and ${day} in 24 hours.` : "",
      ];
      return { de: de.filter(Boolean).join(" "), en: en.filter(Boolean).join(" ") };
    },
  };
}

/** A configuration set whose events tell of opens or clicks: SES then writes its own image and links into each mail. */
function tracksReaders(answer: ApiAnswer): boolean {
  const found = jsonOf(answer)["EventDestinations"];
  return (Array.isArray(found) ? (found as Record<string, unknown>[]) : []).some((destination) => {
    const types = destination["MatchingEventTypes"];
    return (
      destination["Enabled"] !== false &&
      Array.isArray(types) &&
      types.some((type) => type === "OPEN" || type === "CLICK")
    );
  });
}

/** `MessageRejected` out of a header such as `MessageRejected:http://…`, or of the body. */
function errorType(header: unknown, json: Record<string, unknown>): string {
  const text = typeof header === "string" ? header : textIn(json, "__type");
  return (text.split(":")[0] ?? "").split("#").pop() ?? "";
}
