import { existsSync, globSync, readFileSync } from "node:fs";
import { join } from "node:path";

export type Random = () => number;
export const pick = <T>(random: Random, from: readonly T[]): T =>
  from[Math.floor(random() * from.length)]!;
export const whole = (random: Random, below: number): number => Math.floor(random() * below);

/** Beginnings of what must never come back as markup, as an attribute or as a header. */
export const CANARY_TAG = "kp-canary";
export const CANARY_ATTRIBUTE = "kp-attr";
export const CANARY_HEADER = "kp-header";
export const canary = (no: number): string =>
  `"'><${CANARY_TAG}-${no} ${CANARY_ATTRIBUTE}="1" ${CANARY_ATTRIBUTE}-b='1'>`;

export const WORDS = [
  "",
  "\u0000",
  "\ud800",
  "\u202e\ufeff",
  "'; drop table contacts; --",
  "{{ contact.email }}{% for i in (1..99999999) %}x{% endfor %}",
  "../../../../etc/passwd",
  "javascript:alert(1)//",
  "//anderswo.example/",
  "https://anderswo.example/",
  `x\r\n${CANARY_HEADER}: 1\r\n\r\n`,
  "__proto__",
  "constructor",
  "toString",
  "-1",
  "NaN",
  "1e999",
  "9007199254740993",
  "2026-02-30T25:61:00Z",
  "+275760-09-13T00:00:00.001Z",
  "a@b",
  "ü@ü.example",
  `${"a".repeat(64)}@${"b".repeat(180)}.example`,
  "x".repeat(3000),
  "\u{1f600}".repeat(50),
  "%",
  "\\",
  "a\nBcc: alle@anderswo.example",
];

/** Payloads of public collections beside the checkout; none where they are missing. */
export function collected(): string[] {
  const folder = join(import.meta.dirname, "../../shared/data/security-payloads");
  if (!existsSync(folder)) return [];
  return globSync(["*/payloads.jsonl", "*/strings.jsonl"], { cwd: folder }).flatMap((file) =>
    readFileSync(join(folder, file), "utf8")
      .split("\n")
      .filter((line) => line !== "")
      .map((line) => JSON.parse(line) as Record<string, unknown>)
      .flatMap((row) => row["payload"] ?? row["string"] ?? row["text"] ?? [])
      .filter((payload) => typeof payload === "string"),
  );
}

/** Flipped bits, cuts, another half, other spellings. */
export function altered(random: Random, token: string): string {
  const at = whole(random, token.length);
  const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  return pick(random, [
    () => token.slice(0, at) + pick(random, [...letters]) + token.slice(at + 1),
    () => token.slice(0, at),
    () => token + pick(random, [...letters, "=", "%3D", ".", "%20", "%00", "/", "%2f"]),
    () => token.toUpperCase(),
    () => token + token,
    () => [...token].reverse().join(""),
    () => `%${token.charCodeAt(0).toString(16)}${token.slice(1)}`,
    () => token.replaceAll("-", "+").replaceAll("_", "%2F"),
    () => token.slice(at) + token.slice(0, at),
    () => token,
  ])();
}

/** Percent-encoded whatever it is, lone surrogates too. */
export const encoded = (text: string): string => encodeURIComponent(text.toWellFormed());

/** Encoded once, twice, in parts or with what no encoder would make; only what may stand in a request line. */
export function safely(random: Random, text: string): string {
  const way = random();
  if (way < 0.6) return encoded(text);
  if (way < 0.75) return encoded(encoded(text)).slice(0, 6000);
  if (way < 0.85)
    return `${encoded(text)}${pick(random, ["%", "%f", "%ff%fe", "%c0%af", "%00", "%ed%a0%80"])}`;
  return text.replace(/[^!-"$-;=<>@-~]/g, (letter) => encoded(letter));
}

/** Other spellings of a path, and none that is one. */
export const pathSpelling = (random: Random, path: string): string =>
  pick(random, [
    () => `/${path}`,
    () => `${path}/`,
    () => path.toUpperCase(),
    () => path.replace("/", "/./"),
    () => path.replace(/\/(\w)/, (_all, first: string) => `/%${first.charCodeAt(0).toString(16)}`),
    () => `${path};jsessionid=1`,
    () => `http://anderswo.example${path}`,
  ])();
