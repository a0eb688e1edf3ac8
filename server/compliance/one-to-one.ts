import { fold } from "../contacts/index.ts";
import type { Keys } from "../platform/index.ts";

export type CountryPolicy = "consent" | "legitimate_interest";

/** The country code a recipient's top-level domain stands for; one that belongs to no country says nothing. */
const NOT_A_COUNTRY = new Set(["EU", "AC", "SU", "AN"]);
const GENERIC_USE = new Set(["IO", "AI", "CO", "ME", "TV", "CC", "WS", "FM", "LY", "TO", "SH"]);
/** Names of an account's own field that holds a country. */
const COUNTRY_FIELDS = ["country", "countrycode", "land", "laendercode", "staat"];

/**
 * Where a recipient lives, as far as we know: from the contact's field, else from the address's top-level domain
 * (LEG-13). `code` is null where nobody knows. Germany and Austria win wherever one of the two names them.
 */
export function countryOf(
  custom: Readonly<Record<string, string>>,
  emailNormalised: string,
): { code: string | null; from: "field" | "domain" | null } {
  const field = Object.entries(custom).find(([name, value]) => {
    const key = fold(name).replace(/[^a-z]/g, "");
    return COUNTRY_FIELDS.includes(key) && value.trim() !== "";
  });
  const byDomain = countryOfDomain(emailNormalised);
  if (byDomain === "DE" || byDomain === "AT") return { code: byDomain, from: "domain" };
  if (field) return { code: readCountry(field[1]), from: "field" };
  return { code: byDomain, from: byDomain === null ? null : "domain" };
}

function countryOfDomain(emailNormalised: string): string | null {
  const label = emailNormalised.slice(emailNormalised.lastIndexOf(".") + 1).toUpperCase();
  if (!/^[A-Z]{2}$/.test(label) || NOT_A_COUNTRY.has(label) || GENERIC_USE.has(label)) return null;
  return label === "UK" ? "GB" : label;
}

let names: Map<string, string> | undefined;

/** A country as people write it, in German, English or as its code; null when we cannot tell. */
function readCountry(text: string): string | null {
  names ??= countryNames();
  return names.get(fold(text)) ?? null;
}

function countryNames(): Map<string, string> {
  const found = new Map<string, string>();
  const letters = [..."ABCDEFGHIJKLMNOPQRSTUVWXYZ"];
  for (const locale of ["de", "en"]) {
    const display = new Intl.DisplayNames(locale, { type: "region", fallback: "none" });
    for (const first of letters)
      for (const second of letters) {
        const code = first + second;
        const name = display.of(code);
        if (name === undefined || code === "UK" || code === "DD" || code === "EU") continue;
        found.set(fold(name), code).set(code.toLowerCase(), code);
      }
  }
  for (const [name, code] of [
    ["uk", "GB"],
    ["usa", "US"],
    ["brd", "DE"],
    ["d", "DE"],
    ["a", "AT"],
    ["ch", "CH"],
  ] as const)
    found.set(name, code);
  return found;
}

/** LEG-13: in Germany, Austria and where nobody knows, nothing but consent; elsewhere what the account decided. */
export function countryPolicyOf(
  code: string | null,
  table: ReadonlyMap<string, CountryPolicy>,
): CountryPolicy {
  if (code === null || code === "DE" || code === "AT") return "consent";
  return table.get(code) ?? "consent";
}

/** Bytes of one hash; 48 bits make a chance hit among a few hundred unlikely and stay a whole number. */
const HASH_BYTES = 6;
/** Longer texts keep their smallest hashes only (bottom-k sketch); 256 estimate the likeness within ± 4 %. */
const SKETCH_HASHES = 256;
/** LEG-12: from here on two bodies are near-identical. */
export const ALIKE = 0.9;

/**
 * What is kept of a body to find alike ones: keyed hashes of its word pairs, without greeting and the recipient's own
 * name, which always differ. Says nothing about the text without the instance's key. Sorted, 6 bytes each.
 */
export function sketchBody(
  keys: Keys,
  accountId: number,
  body: string,
  recipient: { title: string; firstName: string; lastName: string; company: string },
): Buffer {
  const own = new Set(
    fold(`${recipient.title} ${recipient.firstName} ${recipient.lastName} ${recipient.company}`)
      .split(/[^\p{L}\p{N}]+/u)
      .filter((word) => word !== ""),
  );
  const words = withoutGreeting(body)
    .split(/\s+/)
    .flatMap((word) => fold(word).split(/[^\p{L}\p{N}]+/u))
    .filter((word) => word !== "" && !own.has(word) && !["frau", "herr", "herrn"].includes(word));
  const pairs = new Set(words.map((word, at) => `${word} ${words[at + 1] ?? ""}`));
  const hashes = [...pairs]
    .map((pair) => keys.mac("one-to-one/sketch/v1", accountId, pair).subarray(0, HASH_BYTES))
    .sort(Buffer.compare)
    .slice(0, SKETCH_HASHES);
  return Buffer.concat(hashes);
}

/** The first lines up to a comma or a blank line, if they are short, address the reader. */
function withoutGreeting(body: string): string {
  const text = body.trim();
  const end = /,\s*\n|\n\s*\n/.exec(text);
  return end && end.index <= 80 ? text.slice(end.index + end[0].length) : text;
}

/**
 * Jaccard likeness of two sketches, 0 to 1: exact up to 256 word pairs, above estimated over the smallest 256 hashes
 * of both together (Broder 1997). Two bodies without words are alike.
 */
export function likeness(a: Buffer, b: Buffer): number {
  const inA = new Set(split(a));
  const inB = new Set(split(b));
  const union = [...new Set([...inA, ...inB])].sort((x, y) => x - y);
  const isCut = inA.size === SKETCH_HASHES || inB.size === SKETCH_HASHES;
  const looked = isCut ? union.slice(0, SKETCH_HASHES) : union;
  if (looked.length === 0) return 1;
  return looked.filter((hash) => inA.has(hash) && inB.has(hash)).length / looked.length;
}

function split(sketch: Buffer): number[] {
  const hashes: number[] = [];
  for (let at = 0; at + HASH_BYTES <= sketch.length; at += HASH_BYTES)
    hashes.push(sketch.readUIntBE(at, HASH_BYTES));
  return hashes;
}
