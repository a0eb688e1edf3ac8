/**
 * `npm run bench:render`: how many recipients a second one core writes a real newsletter for, with 20 merge fields, from
 * the compiled form. A render is everything of one recipient: the values out of the contact (own fields typed and put into
 * the letter's language), subject, HTML and text. Beside it, the same as a finished MIME message, and a newsletter whose
 * conditions need the template engine. Goal of the first: 20,000/s of a core, so the thread's own time counts, not that of
 * whatever else runs on the machine; both are printed. The last line is JSON for machines.
 */
import { existsSync, readFileSync } from "node:fs";
import {
  bindVariant,
  compileContent,
  compileMessage,
  mergeValues,
  MessageBuffer,
  messagePieces,
  fillMessageFields,
  personalise,
  plainTextOf,
  startTemplateEngine,
  STARTERS,
  writePieces,
  type ContentFacts,
  type MergeContact,
  type Piece,
} from "../server/content/index.ts";
import { SAMPLE_FACTS } from "../test/support/content-samples.ts";

const LIMIT = 20_000;
const RENDERS = 100_000;
const ROUNDS = 5;
const REAL = new URL(
  "../../shared/data/email-html/mimekit-newsletters/html/papercut-4.4.html",
  import.meta.url,
);

const facts: ContentFacts = {
  ...SAMPLE_FACTS,
  fieldTypes: {
    filiale: "text",
    beraterin: "text",
    kunde_seit: "date",
    geburtstag: "date",
    punkte: "number",
    guthaben: "number",
    themen: "choices",
    newsletter_rhythmus: "choice",
    online: "boolean",
    ort: "text",
    stufe: "choice",
    termin: "date",
  },
};
/** Twenty fields as authors place them: with and without a fallback, of each type, one in an attribute. */
const FIELDS = [
  "{{ contact.salutation_line }}",
  `{{ contact.first_name | default: "Sie" }}`,
  `{{ contact.last_name | default: "" }}`,
  `{{ contact.title | default: "" }}`,
  `{{ contact.company | default: "Ihr Haus" }}`,
  "{{ contact.email }}",
  ...Object.keys(facts.fieldTypes!).map((key) => `{{ contact.custom.${key} | default: "–" }}`),
  "{{ list.name }}",
  "{{ mailing.date }}",
];

const isReal = existsSync(REAL);
const author = isReal
  ? readFileSync(REAL, "utf8").replaceAll("{{", "{ {").replaceAll("{%", "{ %")
  : STARTERS.find((starter) => starter.locale === "de" && !starter.purpose)!.html;
const html = withFields(author);
const source = {
  subject: `{{ contact.first_name | default: "Guten Tag" }}: Neues aus {{ contact.custom.filiale | default: "Ihrer Filiale" }}`,
  preheader: "Drei Themen für {{ contact.custom.ort | default: 'Sie' }}",
  html,
  text: plainTextOf(html),
};

/** The fields stand in paragraphs throughout the letter, and the footer at its end. */
function withFields(letter: string): string {
  const paragraphs = FIELDS.map((field, at) =>
    at === 1 ? `<p title="${field}">Hallo ${field}</p>` : `<p>Angabe ${at + 1}: ${field}</p>`,
  ).join("\n");
  const end = letter.toLowerCase().lastIndexOf("</body>");
  const body = `${paragraphs}\n{{ footer }}\n`;
  return end === -1 ? letter + body : letter.slice(0, end) + body + letter.slice(end);
}

const people: MergeContact[] = Array.from({ length: 1_000 }, (_, no) => ({
  salutation: no % 3 === 0 ? "frau" : no % 3 === 1 ? "herr" : "",
  title: no % 10 === 0 ? "Dr." : "",
  firstName: no % 7 === 0 ? "" : "Änne-Marie",
  lastName: `Müller & Söhne ${no}`,
  company: no % 4 === 0 ? `Firma <${no}>` : "",
  email: `person${no}@beispiel.example`,
  mayBeAsked: no % 2 === 0,
  custom: {
    filiale: `Filiale ${no % 40}`,
    beraterin: "Ina Haberin",
    kunde_seit: `20${String(no % 25).padStart(2, "0")}-03-01`,
    geburtstag: `--05-${String(1 + (no % 28)).padStart(2, "0")}`,
    punkte: String(no * 37),
    guthaben: `${no}.5`,
    themen: '["Börse","Bauen","Vorsorge"]',
    newsletter_rhythmus: "wöchentlich",
    online: no % 2 === 0 ? "true" : "false",
    ort: "Köln",
    stufe: "Silber",
    termin: "2026-12-24",
  },
}));

const compiled = compileContent(source, facts);
if (!compiled.ok) throw new Error(JSON.stringify(compiled.findings[0]));
const { content } = compiled;
const bind = (pieces: readonly Piece[]) => bindVariant(pieces, { kind: "own", pixel: true });
const parts = {
  subject: bind(content.subject.pieces),
  html: bind(content.html.pieces),
  text: bind(content.text.pieces),
};
const urls = {
  link: (no: number) => `https://post.musterbank.example/t/0123456789abcdef0123456789abcdef${no}`,
  pixel: () => "https://post.musterbank.example/t/0123456789abcdef0123456789abcdef0",
  system: (link: string) => `https://post.musterbank.example/v/0123456789abcdef/${link}`,
};

let bytes = 0;
function renderOne(contact: MergeContact): void {
  const values = mergeValues(contact, facts);
  bytes +=
    writePieces(parts.subject, values, urls).length +
    writePieces(parts.html, values, urls).length +
    writePieces(parts.text, values, urls).length;
}

const made = (["subject", "html", "text"] as const).map((scope) =>
  messagePieces(parts[scope], scope, { prefix: "https://post.musterbank.example/t/" }),
);
const message = compileMessage({
  from: { name: "Musterbank", address: "newsletter@musterbank.example" },
  subject: made[0]!.pieces,
  html: made[1]!.pieces,
  text: made[2]!.pieces,
  messageIdDomain: "musterbank.example",
  tokenLength: 32,
  listUnsubscribe: true,
});
const tokens = Array.from({ length: message.tokenCount }, () => "0123456789abcdef0123456789abcdef");
const buffer = new MessageBuffer();
const date = new Date("2026-11-22T09:00:00Z");
function composeOne(contact: MergeContact, no: number): void {
  const values = mergeValues(contact, facts);
  const fields: Record<string, string> = Object.assign(Object.create(null), values);
  for (const part of made) fillMessageFields(part, values, urls, fields);
  const rendered = message.render(
    {
      to: { name: "", address: contact.email },
      messageId: `m${no}`,
      date,
      fields,
      tokens,
      unsubscribe: { url: urls.system("unsubscribe") },
    },
    buffer,
  );
  const { start, end } = rendered.complete();
  bytes += end - start;
}

/** Work a second: of the thread's own time, and of the clock's. */
function rateOf(
  work: (contact: MergeContact, no: number) => void,
  count: number,
): { own: number; wall: number } {
  const begun = performance.now();
  const before = process.threadCpuUsage();
  for (let no = 0; no < count; no++) work(people[no % people.length]!, no);
  const { user, system } = process.threadCpuUsage(before);
  return {
    own: (count / (user + system)) * 1_000_000,
    wall: (count / (performance.now() - begun)) * 1000,
  };
}

const whole = (rate: number) => Math.round(rate).toLocaleString("en");
const print = (text: string) => process.stdout.write(`${text}\n`);
const example = writePieces(parts.html, mergeValues(people[0]!, facts), urls);
print(
  `${isReal ? "Papercut's newsletter" : "the starter"}: ${FIELDS.length} fields, ${content.links.length} links, ` +
    `${(Buffer.byteLength(example) / 1000).toFixed(1)} kB of HTML`,
);
rateOf(renderOne, 5_000);
const rates: number[] = [];
for (let round = 1; round <= ROUNDS; round++) {
  const rate = rateOf(renderOne, RENDERS);
  rates.push(rate.own);
  print(
    `round ${round}: ${whole(rate.own)} renders a second of own time, ${whole(rate.wall)} by the clock, of ${whole(RENDERS)}`,
  );
}
rateOf(composeOne, 2_000);
const mime = Math.round(rateOf(composeOne, RENDERS / 5).own);
print(`as a MIME message: ${mime.toLocaleString("en")}/s`);

const logic = compileContent(
  {
    ...source,
    html: html.replace(
      "</body>",
      `{% if contact.custom.punkte > 9000 %}<p>Gold: {{ contact.custom.punkte }}</p>{% endif %}</body>`,
    ),
  },
  facts,
);
if (!logic.ok) throw new Error("The newsletter with a condition does not compile.");
const engine = startTemplateEngine();
const values = people.map((person) => mergeValues(person, facts));
await personalise(logic.content, engine, values.slice(0, 200));
const begun = performance.now();
for (let turn = 0; turn < 10; turn++)
  for (const result of await personalise(logic.content, engine, values)) {
    if (!result.ok) throw new Error(result.detail);
    bytes += writePieces(bind(result.content.html), values[0]!, urls).length;
  }
const conditions = Math.round((10_000 / (performance.now() - begun)) * 1000);
await engine.close();
print(`with a condition, by the engine in its worker: ${conditions.toLocaleString("en")}/s`);

const value = Math.round(rates.toSorted((a, b) => a - b)[Math.floor(ROUNDS / 2)]!);
print(
  JSON.stringify({
    bench: "render",
    value,
    limit: LIMIT,
    ratio: Math.round((value / LIMIT) * 100) / 100,
    mime,
    conditions,
    bytes,
  }),
);
process.exitCode = value >= LIMIT ? 0 : 1;
