import type { IncomingHttpHeaders } from "node:http";
import type { MailParts } from "./mail-parts.ts";

/** A request as a provider documents it. */
export interface ApiRequest {
  method: "GET" | "POST";
  url: string;
  headers: Record<string, string>;
  body: Buffer | null;
}

export interface ApiAnswer {
  status: number;
  headers: IncomingHttpHeaders;
  /** At most 64 KB; the empty text where it broke off. */
  text: string;
}

/** A mail for a provider's interface. */
export interface ApiMail {
  /** The one recipient of the envelope; a domain in other letters in its ASCII form. */
  to: string;
  /** 32 hex digits: the left side of our Message-ID, by which reports find their delivery. */
  key: string;
  /** The whole message without our signatures, which no provider would leave intact. */
  raw: Buffer;
  parts(): Promise<MailParts>;
}

/**
 * What an answer says.
 *
 * - `accepted`: the provider has it; `id` is its own name for the mail;
 * - `refused`: this mail or this recipient, for good; in codes of RFC 3463 for the table of refusals;
 * - `later`: not now; `throttled` where the provider asks for less;
 * - `unavailable`: about the account or the set-up, not about the mail, which was not taken;
 * - `unclear`: nobody knows whether the mail was taken.
 */
export type ApiVerdict =
  | { kind: "accepted"; id: string }
  | { kind: "refused"; code: number; enhanced: string; text: string }
  | { kind: "later"; throttled: boolean; text: string }
  | { kind: "unavailable"; text: string }
  | { kind: "unclear"; text: string };

/** One provider's protocol; holds no state. */
export interface ApiProvider {
  send(mail: ApiMail, now: Date): Promise<ApiRequest>;
  read(answer: ApiAnswer): ApiVerdict;
  /** Asks for something that changes nothing, to see whether the credentials are good. */
  probe(now: Date): Promise<ApiRequest>;
  /** What the account says, for the operator. */
  readProbe(answer: ApiAnswer): { de: string; en: string };
  /** Where the provider tracks opens and clicks by a setting of its own that can be asked for: whether it is on. */
  tracking?: { ask(now: Date): Promise<ApiRequest>; isOn(answer: ApiAnswer): boolean };
}

/** The answer's JSON object; an empty one where it is none. */
export function jsonOf(answer: ApiAnswer): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(answer.text);
    return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

/** Words of a provider as replies of SMTP are kept: bounded, without controls, which no database could write. */
export function plainWords(text: string): string {
  return text
    .slice(0, 500)
    .replace(/\p{Cc}/gu, " ")
    .toWellFormed();
}

export function textIn(from: Record<string, unknown>, name: string): string {
  const value = from[name];
  return typeof value === "string" || typeof value === "number" ? String(value) : "";
}

/** The first object of a list in an answer; an empty one where there is none. */
export function firstIn(from: Record<string, unknown>, name: string): Record<string, unknown> {
  const value: unknown = from[name];
  const first: unknown = Array.isArray(value) ? value[0] : undefined;
  return typeof first === "object" && first !== null ? (first as Record<string, unknown>) : {};
}

/** The recipient's address is none that anybody could have (RFC 3463, X.1.3). */
export function badRecipient(text: string): ApiVerdict {
  return { kind: "refused", code: 553, enhanced: "5.1.3", text };
}

/** The mail as such is refused. X.7.0, because it is never the recipient's fault (SND-08). */
export function badMail(text: string): ApiVerdict {
  return { kind: "refused", code: 554, enhanced: "5.7.0", text };
}

/**
 * What an answer says by its status alone, where the provider's own words say no more. A gateway that lost its server
 * (502, 504) does not know whether the mail was taken before, and neither do we.
 */
export function readStatus(answer: ApiAnswer, words: string): ApiVerdict {
  const { status } = answer;
  const text = `${status} ${words}`.trim();
  if (status === 429) return { kind: "later", throttled: true, text };
  if (status === 413) return { kind: "refused", code: 552, enhanced: "5.3.4", text };
  if (status === 400 || status === 422) return badMail(text);
  if (status === 500 || status === 503) return { kind: "later", throttled: status === 503, text };
  if (status >= 500 || status === 408) return { kind: "unclear", text };
  return { kind: "unavailable", text };
}

export function basicAuth(user: string, password: string): string {
  return `Basic ${Buffer.from(`${user}:${password}`).toString("base64")}`;
}

/** A POST of JSON, answered in JSON. */
export function postJson(url: string, headers: Record<string, string>, body: unknown): ApiRequest {
  return {
    method: "POST",
    url,
    headers: { "content-type": "application/json", accept: "application/json", ...headers },
    body: Buffer.from(JSON.stringify(body)),
  };
}

export function getJson(url: string, headers: Record<string, string>): ApiRequest {
  return { method: "GET", url, headers: { accept: "application/json", ...headers }, body: null };
}
