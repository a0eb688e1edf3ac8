import { AppError, withoutTokens } from "../../platform/index.ts";
import type { ProviderReport } from "../relay-event.ts";

const MAX_TEXT = 500;
/** The random half of our delivery's public id stands on the left of our Message-ID. */
const OURS = /^<?(?:dlv_)?([0-9a-f]{32})(?:@[^\s@>]+)?>?$/;

/** A JSON object from outside, of which nothing is known. */
export type Unknown = Readonly<Record<string, unknown>>;

export function isObject(value: unknown): value is Unknown {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** A text of an object, cut to what is kept; the empty text where there is none. */
export function textOf(from: Unknown, name: string, most = MAX_TEXT): string {
  const value = from[name];
  if (typeof value === "number") return String(value);
  return typeof value === "string" ? storable(value.slice(0, most)) : "";
}

/** Without what no database keeps: NUL, and halves of a character where a text was cut. */
function storable(text: string): string {
  return text.replaceAll("\0", "").toWellFormed();
}

export function objectOf(from: Unknown, name: string): Unknown {
  const value = from[name];
  return isObject(value) ? value : {};
}

export function listOf(from: Unknown, name: string): Unknown[] {
  const value = from[name];
  return Array.isArray(value) ? value.filter(isObject) : [];
}

/** Our delivery, from the id we gave a provider or from our Message-ID; the first that is ours counts. */
export function deliveryOf(...ids: string[]): string | null {
  for (const id of ids) {
    const found = OURS.exec(id.trim())?.[1];
    if (found !== undefined) return `dlv_${found}`;
  }
  return null;
}

/** The moment of a report in milliseconds or seconds since 1970 or as text; null where it is none. */
export function momentOf(value: unknown): string | null {
  const at =
    typeof value === "number"
      ? new Date(value < 1e11 ? value * 1000 : value)
      : typeof value === "string" && value !== ""
        ? new Date(value)
        : undefined;
  return at === undefined || Number.isNaN(at.getTime()) ? null : at.toISOString();
}

/** Code and enhanced code in the words of a receiving server, `smtp; 550 5.1.1 …`. */
export function codesIn(text: string): { code: number; enhanced: string | null } {
  const code = /(?:^|[;\s(])([245]\d\d)(?=[\s-]|$)/.exec(text)?.[1];
  const enhanced = /(?:^|[\s;#(-])([245]\.\d{1,3}\.\d{1,3})(?=[\s:;,)]|$)/.exec(text)?.[1];
  return { code: code === undefined ? 0 : Number(code), enhanced: enhanced ?? null };
}

const isReplyCode = (code: number | undefined): code is number =>
  code !== undefined && Number.isInteger(code) && code >= 200 && code <= 599;
const isEnhancedCode = (code: string | null | undefined): code is string =>
  /^[245]\.\d{1,3}\.\d{1,3}$/.test(code ?? "");

/** A report, with the address only where it names no delivery of ours. */
export function report(
  found: Pick<ProviderReport, "kind" | "id" | "at"> & {
    bounce?: ProviderReport["bounce"];
    delivery: string | null;
    email: string;
    text: string;
    code?: number;
    enhanced?: string | null;
  },
): ProviderReport {
  const said = codesIn(found.text);
  return {
    kind: found.kind,
    id: found.id,
    at: found.at,
    bounce: found.kind === "bounce" ? (found.bounce ?? "unknown") : null,
    deliveryPublicId: found.delivery,
    email:
      found.delivery === null && found.email.includes("@")
        ? storable(found.email.slice(0, 320))
        : null,
    code: isReplyCode(found.code) ? found.code : said.code,
    enhanced: isEnhancedCode(found.enhanced) ? found.enhanced : said.enhanced,
    // Receivers quote the links they dislike.
    text: storable(withoutTokens(found.text).slice(0, MAX_TEXT)),
  };
}

/** 422: signed and addressed as it should be, and still nothing the provider documents. */
export function unknownReport(provider: string): AppError {
  return new AppError("hook_unknown_report", 422, `This is no report that ${provider} documents.`, {
    hint: "Check which events are sent to this address.",
  });
}
