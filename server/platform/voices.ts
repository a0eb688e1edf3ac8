import type { Locale } from "./locale.ts";

/**
 * How texts speak to recipients and visitors: German with Sie, German with du, English (A11Y-08). Tables of such texts
 * are keyed by voice and not by language, so that none can be taken without asking how the account addresses people.
 * The workplace speaks to its operators in a `Locale`, always with Sie.
 */
export type Voice = "sie" | "du" | "en";

/** The voice in which an account speaks this language. */
export function voiceOf(locale: Locale, { informal }: { informal: boolean }): Voice {
  if (locale === "en") return "en";
  return informal ? "du" : "sie";
}

/** The voice of the workplace: with Sie in German, whatever the account says to its readers. */
export function workplaceVoice(locale: Locale): Voice {
  return voiceOf(locale, { informal: false });
}

/** The same texts in another voice or language: every key, every argument, any words. */
export type Words<T> = T extends string
  ? string
  : T extends (...args: infer Args) => infer Said
    ? (...args: Args) => Words<Said>
    : { -readonly [Key in keyof T]: Words<T[Key]> };

type Polite = `${string}Sie${string}` | `${string}Ihr${string}` | `${string}Ihnen${string}`;
type Said = string | ((...args: never[]) => unknown) | readonly unknown[];

/** `true` for texts that address somebody as Sie. What functions say is known when they run: the lint of voices asks them. */
type Addresses<T> = T extends string
  ? T extends Polite
    ? true
    : never
  : T extends (...args: never[]) => unknown
    ? never
    : T extends readonly (infer Item)[]
      ? Addresses<Item>
      : { [Key in keyof T]: Addresses<T[Key]> }[keyof T];

type AddressingKeys<T> = {
  [Key in keyof T]: [Addresses<T[Key]>] extends [never] ? never : Key;
}[keyof T];

/** What of formal German texts reads differently with du: all that say Sie or Ihr, and whatever else should. */
export type Informal<T> = {
  [Key in AddressingKeys<T>]: T[Key] extends Said ? Words<T[Key]> : Informal<T[Key]>;
} & {
  [Key in Exclude<keyof T, AddressingKeys<T>>]?: T[Key] extends Said
    ? Words<T[Key]>
    : Informal<T[Key]>;
};

/** Both German voices of a table: with Sie as given, with du where that reads differently. */
export function inBothForms<const T extends object>(
  sie: T,
  du: Informal<T>,
): { sie: Words<T>; du: Words<T> } {
  return { sie: sie as unknown as Words<T>, du: merged(sie, du) as unknown as Words<T> };
}

function merged(formal: object, informal: object): object {
  const found: Record<string, unknown> = { ...formal };
  for (const [key, said] of Object.entries(informal)) {
    const before = found[key];
    found[key] = isTable(before) && isTable(said) ? merged(before, said) : said;
  }
  return found;
}

const isTable = (value: unknown): value is object =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Picks one text of three; with du it may be left out where German addresses nobody. */
export function sayIn(voice: Voice) {
  return <const Sie extends string>(
    sie: Sie,
    en: string,
    ...[du]: Sie extends Polite ? [du: string] : [du?: string]
  ): string => (voice === "en" ? en : voice === "du" ? (du ?? sie) : sie);
}
