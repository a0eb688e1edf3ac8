/** Words that common passwords of twelve and more characters are built of, German and English. */
const words = [
  "password",
  "passwort",
  "kennwort",
  "geheim",
  "secret",
  "letmein",
  "welcome",
  "willkommen",
  "admin",
  "administrator",
  "newsletter",
  "klarpost",
  "qwertz",
  "qwerty",
  "qwertzuiop",
  "qwertyuiop",
  "asdfghjkl",
  "yxcvbnm",
  "zxcvbnm",
  "iloveyou",
  "ichliebedich",
  "schatz",
  "sonnenschein",
  "sunshine",
  "princess",
  "prinzessin",
  "football",
  "fussball",
  "fußball",
  "baseball",
  "dragon",
  "monkey",
  "superman",
  "batman",
  "pokemon",
  "starwars",
  "trustno",
  "changeme",
  "default",
  "hallo",
  "hello",
  "test",
  "login",
  "master",
  "computer",
  "internet",
  "deutschland",
  "germany",
  "sommer",
  "summer",
  "winter",
  "fruehling",
  "frühling",
  "herbst",
  "sparkasse",
  "michael",
  "daniel",
  "alexander",
  "schalke04",
  "abc",
  "abcd",
  "abcdef",
  "eins",
  "zwei",
  "drei",
  "one",
  "two",
  "three",
  "mein",
  "meine",
  "my",
  "the",
  "das",
  "ist",
  "is",
  "sicher",
  "secure",
  "und",
  "and",
  "a",
  "i",
];
const known = words.toSorted((a, b) => b.length - a.length);
const sequences = [
  "01234567890123456789",
  "abcdefghijklmnopqrstuvwxyz",
  "qwertzuiopü",
  "qwertyuiop",
  "asdfghjklöä",
  "yxcvbnm",
  "zxcvbnm",
  "1qay2wsx3edc4rfv",
  "1q2w3e4r5t6z7u8i9o0p",
  "1q2w3e4r5t6y7u8i9o0p",
].flatMap((row) => [row, [...row].toReversed().join("")]);

/**
 * True for passwords that a list of leaked ones holds in some form: well-known words with digits and signs
 * around them, rows of the keyboard, repeated pieces, or the person's own name and address.
 */
export function isCommonPassword(password: string, own: readonly string[]): boolean {
  const plain = password
    .toLowerCase()
    .replaceAll("@", "a")
    .replaceAll("$", "s")
    .replace(/(?<=\p{L})0|0(?=\p{L})/gu, "o")
    .replace(/(?<=\p{L})1(?=\p{L})/gu, "i")
    .replace(/(?<=\p{L})3(?=\p{L})/gu, "e");
  const lower = password.toLowerCase();
  if (new Set(lower).size <= 4 || isRepetition(lower)) return true;
  return [plain, lower].some((text) => leftOver(text, own).length < 5);
}

/** A piece of up to half the length, over and over: "abcabcabcabc". */
function isRepetition(text: string): boolean {
  for (let size = 1; size <= text.length / 2; size++) {
    const piece = text.slice(0, size);
    if (piece.repeat(Math.ceil(text.length / size)).slice(0, text.length) === text && size <= 6)
      return true;
  }
  return false;
}

/** What remains when known words, keyboard rows, digits and signs are taken away. */
function leftOver(text: string, own: readonly string[]): string {
  let rest = text;
  const personal = own
    .flatMap((each) => [each, ...each.split(/[\s@._-]+/)])
    .map((each) => each.toLowerCase())
    .filter((each) => each.length >= 3)
    .toSorted((a, b) => b.length - a.length);
  for (const word of [...personal, ...known]) {
    // Very short words vanish only where they stand alone; inside others they prove nothing.
    rest =
      word.length >= 4 || personal.includes(word)
        ? rest.replaceAll(word, " ")
        : rest.replace(new RegExp(`(?<!\\p{L})${word}(?!\\p{L})`, "gu"), " ");
  }
  for (let length = 12; length >= 4; length--) {
    for (const row of sequences) {
      for (let at = 0; at + length <= row.length; at++)
        rest = rest.replaceAll(row.slice(at, at + length), " ");
    }
  }
  return rest.replace(/[^\p{L}]/gu, "");
}
