import { Agent } from "node:https";
import SnsPayloadValidator from "sns-payload-validator";
import { AppError, LEAST_TLS } from "../../platform/index.ts";
import { isObject, textOf } from "./read.ts";

/** What SNS sends: signed news, or the question whether a subscription is wanted. */
export interface SnsMessage {
  type: "Notification" | "SubscriptionConfirmation" | "UnsubscribeConfirmation";
  topic: string;
  message: string;
  subscribeUrl: string;
}

/** Checks what claims to come from Amazon SNS. @throws AppError 400 for anything else, 403 for a wrong signature */
export type VerifySns = (payload: unknown) => Promise<SnsMessage>;

const TYPES = new Set(["Notification", "SubscriptionConfirmation", "UnsubscribeConfirmation"]);
const PATIENCE_MS = 10_000;
/** Hosts of topics by region. The validator would take `sns.s3-us-west-2` as well, which is anybody's bucket named "sns". */
const CERTIFICATE = /^https:\/\/sns\.[a-z]{2}(?:-[a-z]+)+-\d{1,2}\.amazonaws\.com(?:\.cn)?\//;

/** Reads the form of SNS; Scaleway's topics speak it too, without a signature that anybody could check. */
export function readSns(payload: unknown): SnsMessage {
  const type = isObject(payload) ? textOf(payload, "Type", 40) : "";
  if (!isObject(payload) || !TYPES.has(type))
    throw new AppError("hook_not_sns", 400, "This is no message of a topic.", {
      hint: "Subscribe the address to the topic over HTTPS, without raw message delivery.",
    });
  return {
    type: type as SnsMessage["type"],
    topic: textOf(payload, "TopicArn", 300),
    message: typeof payload["Message"] === "string" ? payload["Message"] : "",
    subscribeUrl: textOf(payload, "SubscribeURL", 2000),
  };
}

/**
 * Messages of Amazon SNS carry a signature by a certificate that is only ever fetched from Amazon.
 *
 * @param agent connects to that server; for tests
 */
export function createSnsVerifier(agent = new Agent(LEAST_TLS)): VerifySns {
  const validator = new SnsPayloadValidator({ maxCerts: 20, requestAgent: agent });
  return async (payload) => {
    const read = readSns(payload);
    const { SigningCertURL: first, SigningCertUrl: second } = payload as Record<string, unknown>;
    if (!CERTIFICATE.test(String(first || second))) throw wrongSignature();
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_resolve, reject) => {
      timer = setTimeout(() => reject(new Error("timeout")), PATIENCE_MS);
    });
    try {
      await Promise.race([validator.validate(payload as SnsPayloadValidator.SnsPayload), late]);
    } catch (error) {
      throw wrongSignature(error);
    } finally {
      clearTimeout(timer);
    }
    return read;
  };
}

const wrongSignature = (cause?: unknown): AppError =>
  new AppError("hook_signature_wrong", 403, "The signature does not fit this message.", { cause });

/** Where a subscription may be confirmed: the provider's own topics and nowhere else. */
export function isTopicAddress(kind: "ses" | "scaleway", address: string): boolean {
  const pattern =
    kind === "ses"
      ? /^https:\/\/sns\.[a-z0-9-]+\.amazonaws\.com\/\?[^\s#]+$/
      : /^https:\/\/sns\.mnq\.[a-z0-9-]+\.scaleway\.com\/[^\s#]*$/;
  return pattern.test(address);
}
