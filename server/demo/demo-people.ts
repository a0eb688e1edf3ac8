/** Invented people. Names are common, addresses are under domains nobody can own (RFC 2606). */
const FIRST_FEMALE = [
  "Anna",
  "Bettina",
  "Clara",
  "Dilek",
  "Elif",
  "Franziska",
  "Gabriele",
  "Hannah",
  "Ingrid",
  "Jana",
  "Katharina",
  "Lena",
  "Maria",
  "Nadja",
  "Olivia",
  "Petra",
  "Renate",
  "Sabine",
  "Theresa",
  "Ulrike",
  "Vera",
  "Zoë",
  "Ayşe",
  "Jule",
  "Käthe",
];
const FIRST_MALE = [
  "Andreas",
  "Björn",
  "Christian",
  "David",
  "Emre",
  "Felix",
  "Georg",
  "Hans",
  "Jörg",
  "Karl",
  "Lukas",
  "Mehmet",
  "Niklas",
  "Oskar",
  "Paul",
  "Ralf",
  "Stefan",
  "Thomas",
  "Uwe",
  "Volker",
  "Wolfgang",
  "Jürgen",
  "Günter",
  "Tim",
  "Jonas",
];
const LAST = [
  "Müller",
  "Schmidt",
  "Schneider",
  "Fischer",
  "Weber",
  "Meyer",
  "Wagner",
  "Becker",
  "Schulz",
  "Hoffmann",
  "Schäfer",
  "Koch",
  "Bauer",
  "Richter",
  "Klein",
  "Wolf",
  "Schröder",
  "Neumann",
  "Schwarz",
  "Zimmermann",
  "Braun",
  "Krüger",
  "Hofmann",
  "Hartmann",
  "Lange",
  "Yılmaz",
  "Kaya",
  "Öztürk",
  "Nowak",
  "Kowalski",
  "Großmann",
  "Weiß",
  "Böhm",
  "Jäger",
  "Kühn",
  "Petersen",
  "von Berg",
  "Lindner",
  "Sommer",
  "Winter",
];
const HOSTS = [
  "post.example",
  "mail.example",
  "web.example",
  "briefkasten.example",
  "familie.example",
];

export interface DemoPerson {
  email: string;
  firstName: string;
  lastName: string;
  salutation: "" | "frau" | "herr" | "divers";
}

/** The same people at every start: a small generator with a fixed seed (mulberry32). */
export function demoRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

export function demoPeople(count: number, random: () => number): DemoPerson[] {
  const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)]!;
  const plain = (text: string) =>
    text
      .toLowerCase()
      .replaceAll("ß", "ss")
      .replaceAll("ä", "ae")
      .replaceAll("ö", "oe")
      .replaceAll("ü", "ue")
      .normalize("NFD")
      .replace(/\p{M}+/gu, "")
      .replaceAll("ı", "i")
      .replaceAll(" ", "");
  return Array.from({ length: count }, (_unused, at) => {
    const female = random() < 0.52;
    const firstName = pick(female ? FIRST_FEMALE : FIRST_MALE);
    const lastName = pick(LAST);
    const named = random() < 0.82;
    const salutation = named && random() < 0.7 ? (female ? "frau" : "herr") : "";
    return {
      email: `${plain(firstName)}.${plain(lastName)}${at + 1}@${pick(HOSTS)}`,
      firstName: named ? firstName : "",
      lastName: named ? lastName : "",
      salutation: random() < 0.01 ? "divers" : salutation,
    };
  });
}
