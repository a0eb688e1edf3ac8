/** What may stand in a proof: JSON and nothing else. */
export type Json = string | number | boolean | null | Json[] | { [key: string]: Json | undefined };

/**
 * JSON Canonicalization Scheme (RFC 8785): one text for one value, so that a hash can be checked by anybody.
 * Members with the value undefined are left out. Throws TypeError on what JSON cannot hold: other types,
 * NaN, infinities, and strings with a lone surrogate.
 */
export function canonicalJson(value: Json): string {
  if (isInOrder(value)) {
    const text = JSON.stringify(value);
    // A lone surrogate is written as an escape, which is no form of it here; a backslash in a text is looked at closely too.
    if (!text.includes("\\ud")) return text;
  }
  return compose(value);
}

/** Whether the language's own text of a value is the canonical one: nothing but JSON, its members in order. */
function isInOrder(value: unknown): boolean {
  if (value === null || typeof value === "string" || typeof value === "boolean") return true;
  if (typeof value === "number") return Number.isFinite(value);
  if (typeof value !== "object") return false;
  if (Array.isArray(value)) return value.every(isInOrder);
  if (constantsInOrder.has(value)) return true;
  if (!isPlain(value)) return false;
  let before = "";
  for (const key in value) {
    const member = (value as Record<string, unknown>)[key];
    if (key < before || (member !== undefined && !isInOrder(member))) return false;
    before = key;
  }
  // What holds nothing but values and can no longer be changed is looked at once.
  if (Object.isFrozen(value) && Object.values(value).every((member) => !isObject(member)))
    constantsInOrder.add(value);
  return true;
}
const constantsInOrder = new WeakSet<object>();
const isObject = (value: unknown): boolean => typeof value === "object" && value !== null;

function compose(value: Json): string {
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
  if (Array.isArray(value)) return `[${value.map((item) => compose(item)).join(",")}]`;
  if (typeof value === "object" && isPlain(value)) {
    // The default order compares UTF-16 code units, as RFC 8785 section 3.2.3 demands.
    const members = Object.keys(value)
      .toSorted()
      .flatMap((key) => {
        const member = value[key];
        return member === undefined ? [] : [`${compose(key)}:${compose(member)}`];
      });
    return `{${members.join(",")}}`;
  }
  throw new TypeError(`A ${typeof value} has no form in JSON.`);
}

function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
