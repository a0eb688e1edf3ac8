import { domainToUnicode } from "node:url";

/** The names that imitators like, without their ending. */
const imitated = [
  "gmail",
  "googlemail",
  "google",
  "apple",
  "telekom",
  "outlook",
  "hotmail",
  "yahoo",
  "icloud",
  "web",
  "gmx",
  "t-online",
  "freenet",
  "posteo",
  "mailbox",
  "proton",
  "protonmail",
  "paypal",
  "amazon",
  "microsoft",
  "sparkasse",
  "deutsche-bank",
  "commerzbank",
  "postbank",
  "volksbank",
];

/**
 * What the eye takes for a Latin letter (UTS 39, confusables): digits, Cyrillic, Greek, Armenian and odd Latin
 * letters. `i`, `l` and `1` are one.
 */
const confusables: Readonly<Record<string, string>> = Object.fromEntries(
  (
    [
      ["a", "аαɑ⍺"],
      ["b", "ЬƄЪ6"],
      ["c", "сϲᴄⅽ"],
      ["d", "ԁⅾɗ"],
      ["e", "еҽ℮3є"],
      ["f", "ſẝϝ"],
      ["g", "ɡցԍ9"],
      ["h", "һհ"],
      ["j", "јϳ"],
      ["k", "кκᴋ"],
      ["l", "1iіıӏⅼǀɩιіlӀ|"],
      ["m", "мⅿ"],
      ["n", "ոп"],
      ["o", "0оοσօᴏ"],
      ["p", "рρ⍴"],
      ["q", "ԛգ"],
      ["r", "гᴦ"],
      ["s", "5ѕƽꜱ"],
      ["t", "тτ7"],
      ["u", "υսᴜ"],
      ["v", "νѵᴠⅴ"],
      ["w", "ѡԝᴡ"],
      ["x", "хχⅹ"],
      ["y", "уγүỿ"],
      ["z", "ᴢ2"],
    ] as const
  ).flatMap(([letter, others]) => [...others].map((other) => [other, letter])),
);

/** One form for what looks alike. Accents fall away, `rn` is `m`, `vv` is `w`, `cl` is `d`. */
function skeleton(name: string): string {
  return [...name.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase()]
    .map((letter) => confusables[letter] ?? letter)
    .join("")
    .replaceAll("rn", "m")
    .replaceAll("vv", "w")
    .replaceAll("cl", "d");
}

/** The label that people read as the name: the one before the ending. */
const nameOf = (unicode: string): string => unicode.split(".").slice(-2)[0] ?? "";

/** Shortest name for which a slip of one letter counts; in short ones it makes another word. */
const MIN_SLIP = 8;

/**
 * The well-known name that a domain only looks like: letters swapped for similar ones (`gmai1.com`, `rn` for `m`) or
 * taken from other alphabets, a letter left out, doubled or changed places (`sparkase`, `comerzbank`); or a name that
 * mixes alphabets. Undefined for everything else, also for the well-known name itself.
 */
export function imitates(domain: string, unicode: string): string | undefined {
  const name = nameOf(unicode);
  const plain = skeleton(name);
  const found = imitated.find(
    (each) =>
      name !== each &&
      (plain === skeleton(each) || (each.length >= MIN_SLIP && isSlip(name, each))),
  );
  if (found !== undefined) return found;
  const mixed =
    /\p{Script=Latin}/u.test(name) &&
    /[\p{Script=Cyrillic}\p{Script=Greek}\p{Script=Armenian}]/u.test(name);
  return mixed ? domain : undefined;
}

/**
 * The domain of the account itself that another one only looks like. Other endings, hyphens, dots over letters and
 * names below are different addresses of one house, and fine.
 */
export function imitatesOwn(domain: string, own: readonly string[]): string | undefined {
  const bare = (text: string): string =>
    nameOf(domainToUnicode(text))
      .normalize("NFKD")
      .replace(/[\p{M}-]/gu, "");
  const name = bare(domain);
  return own.find((each) => {
    const other = bare(each);
    return other !== name && skeleton(other) === skeleton(name);
  });
}

/** One letter left out, doubled, or two that changed places. Other words differ by another letter. */
function isSlip(name: string, known: string): boolean {
  if (name.length === known.length) {
    const at = [...name].findIndex((letter, index) => letter !== known[index]);
    return (
      at >= 0 &&
      name[at] === known[at + 1] &&
      name[at + 1] === known[at] &&
      name.slice(at + 2) === known.slice(at + 2)
    );
  }
  const [short, long] = name.length < known.length ? [name, known] : [known, name];
  if (long.length - short.length !== 1) return false;
  const at = [...long].findIndex((letter, index) => letter !== short[index]);
  if (short.slice(at) !== long.slice(at + 1)) return false;
  // A letter too many counts when it repeats its neighbour; others make a longer word ("sparkassen").
  return name.length < known.length ? at < long.length - 1 : long[at] === long[at - 1];
}
