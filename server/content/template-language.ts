/**
 * The template language: LiquidJS syntax, cut down to what a letter needs. No loops, no includes, no raw
 * output, no property access beyond the offered fields. This check runs before LiquidJS sees anything,
 * so the engine's own surface (see the advisories on `valueOf`, `raw` and `include`) is out of reach.
 */
export const ALLOWED_FILTERS = [
  "default",
  "upcase",
  "downcase",
  "capitalize",
  "escape",
  "truncate",
  "truncatewords",
  "strip",
  "lstrip",
  "rstrip",
  "append",
  "prepend",
  "date",
] as const;

export const ALLOWED_TAGS = ["if", "unless", "case", "assign", "comment"] as const;

export const TEMPLATE_LIMITS = {
  sourceChars: 1_000_000,
  tokens: 2_000,
  depth: 10,
  expressionChars: 1_000,
  errors: 50,
};
