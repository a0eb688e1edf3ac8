/** What may stand in a proof: JSON and nothing else. */
export type Json = string | number | boolean | null | Json[] | { [key: string]: Json | undefined };

/**
 * JSON Canonicalization Scheme (RFC 8785): one text for one value, so that a hash can be checked by anybody.
 * Members with the value undefined are left out. Throws TypeError on what JSON cannot hold: other types,
 * NaN, infinities, and strings with a lone surrogate.
 */
export function canonicalJson(value: Json): string {
  if (value === null || typeof value === "boolean") return String(value);
  if (typeof value === "number") {
    if (!Number.isFinite(value)) throw new TypeError(`${value} has no form in JSON.`);
    // ECMAScript's own number format is the one the RFC prescribes; -0 becomes 0.
    return JSON.stringify(value);
  }
  if (typeof value === "string") {
    if (!value.isWellFormed()) throw new TypeError("A string has a lone surrogate.");
    return JSON.stringify(value);
  }
  if (Array.isArray(value)) return `[${value.map((item) => canonicalJson(item)).join(",")}]`;
  if (typeof value === "object" && isPlain(value)) {
    const known = texts.get(value);
    if (known !== undefined) return known;
    let text = "";
    for (const key of inOrder(Object.keys(value))) {
      const member = value[key];
      if (member === undefined) continue;
      text += (text === "" ? "{" : ",") + nameText(key) + canonicalJson(member);
    }
    text = text === "" ? "{}" : `${text}}`;
    if (isConstant(value)) texts.set(value, text);
    return text;
  }
  throw new TypeError(`A ${typeof value} has no form in JSON.`);
}

/** The default order compares UTF-16 code units, as RFC 8785 section 3.2.3 demands. Most objects are written in it already. */
function inOrder(keys: string[]): string[] {
  for (let at = 1; at < keys.length; at++)
    // oxlint-disable-next-line unicorn/no-array-sort -- the keys are a copy, and this is much of the work of a batch
    if (keys[at - 1]! > keys[at]!) return keys.sort();
  return keys;
}

/** Names of members with their colon: there are few, and they come again with every entry. */
const names = new Map<string, string>();
const MAX_NAMES = 1000;

function nameText(key: string): string {
  let text = names.get(key);
  if (text === undefined) {
    text = `${canonicalJson(key)}:`;
    if (names.size < MAX_NAMES) names.set(key, text);
  }
  return text;
}

/** Texts of objects that cannot change: the entries of an import share their list, wording and actor. */
const texts = new WeakMap<object, string>();

function isConstant(value: object): boolean {
  return (
    Object.isFrozen(value) && Object.values(value).every((member) => typeof member !== "object")
  );
}

function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
