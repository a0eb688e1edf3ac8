import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { after, describe, test } from "node:test";
import PostalMime from "postal-mime";
import {
  bindVariant,
  compileContent,
  mergeValues,
  MessageBuffer,
  personalise,
  startTemplateEngine,
  writePieces,
  type CompiledContent,
  type MergeContact,
  type Piece,
} from "../server/content/index.ts";
import { createComposer, type RunContent } from "../server/delivery/compose.ts";
import { generateDkimKey, openDkimKey } from "../server/delivery/dkim.ts";
import { extraHeaders } from "../server/delivery/mail-headers.ts";
import {
  createLinkTokens,
  createUnsubscribeMailto,
  createMailtoTokens,
} from "../server/lists/index.ts";
import { createKeys, parseEmailAddress } from "../server/platform/index.ts";
import { createTrackingTokens } from "../server/tracking/index.ts";
import { SAMPLE_FACTS } from "./support/content-samples.ts";
import { seededRandom } from "./support/random.ts";
import { decodeWords, header, oneMailbox, readStrictly } from "./support/strict-mail.ts";

const MAILS = 1000;
const seed = Number(process.env["KLARPOST_SEED"] ?? Math.floor(Math.random() * 2 ** 31));
console.log(`seed ${seed}`);
const random = seededRandom(seed);

const NOW = new Date("2026-11-22T03:04:05.678Z");
const keys = createKeys(Buffer.alloc(32, 5));
const links = createLinkTokens(keys);
const tracking = createTrackingTokens({ keys: [keys.derive("tracking-token/v1")] });
const mailto = createUnsubscribeMailto(createMailtoTokens(keys), "in.musterbank.example");
const engine = startTemplateEngine();
const rsa = await openKey("rsa-sha256", "kp1");
const ed25519 = await openKey("ed25519-sha256", "kp2");
after(() => engine.close());

async function openKey(algorithm: "rsa-sha256" | "ed25519-sha256", selector: string) {
  const { privateKeyPem } = await generateDkimKey(algorithm);
  return openDkimKey({ algorithm, domain: "news.musterbank.example", selector, privateKeyPem });
}

const pick = <T>(of: readonly T[]): T => of[Math.floor(random() * of.length)]!;
const chance = (one: number): boolean => random() < 1 / one;

/** Everything that has ever broken a mail, and ordinary words. */
const WORDS = [
  "Zinsen", "für", "Bauherren", "größer", "Ä", "ß", "€", "naïve", "Привет", "שלום", "مرحبا", "你好世界", "日本語の長い文章です", "e\u0301",
  "👩‍👩‍👧‍👦", "🇩🇪", "😀", "\u202eRTL", "\ufeff", "\u00a0", "\u2028", "\u0085", "a\tb", "=", "=3D", "==", "=\r\n", ".", "..", "\r\n.\r\n", "\n.\n", "\r.\r",
  "\r\n.\r\nMAIL FROM:<x@y.example>\r\n", "\r\nBcc: x@y.example\r\n", "From ", "\nFrom nobody", "--", "--=_", "=?UTF-8?B?w6Q=?=", "=?utf-8?q?=41?=", '"', "\\", "\\\"",
  "'", ",", ";", "<b>", "&amp;", "@", "(", ")", "x@y.example", "\0", "\x07", "\x1b[2J", "\ud83d", "\udc00", "x".repeat(80), "ü".repeat(40), "y".repeat(1200), "   ",
  " ", "a b", "Sehr geehrte Damen und Herren,", "https://www.musterbank.example/a?b=c&d=e", "\n", "\n\n", "\r\n", "#", "%", "$1", "constructor", "__proto__",
] as const; // prettier-ignore

function words(most: number): string {
  let text = "";
  const count = Math.floor(random() * (most + 1));
  for (let at = 0; at < count; at++) text += (chance(3) ? "" : " ") + pick(WORDS);
  return text;
}

/** Free text of a person: anything, now and then 300 kB of it. */
const anyText = (): string =>
  chance(200) ? pick(["ü", "a ", "😀", "\n."]).repeat(150_000) : words(12);
/** What settings let through: no controls and line breaks (SND-05). */
const setting = (): string => words(6).replace(/[\p{Cc}\u2028\u2029]/gu, "");
/** Authors' texts are no templates here, apart from the fields put in on purpose. */
const authored = (): string => words(40).replace(/[{}<>&\0]/g, "");

const ADDRESSES = [
  "anna@example.net", "Anna.Muster+news@Example.NET", "o'brien@exämple.org", "jörg@müller.de", "用户@例子.广告",
  `${"a".repeat(64)}@${"b".repeat(60)}.${"c".repeat(60)}.example`, "x_y-z@xn--mller-kva.example",
]; // prettier-ignore

interface Made {
  bytes: Buffer;
  html: string;
  text: string;
  subject: string;
  name: string;
  address: string;
  fromName: string;
}

function content(): CompiledContent {
  const logic = chance(12) ? "{% if contact.first_name != blank %}ja{% else %}nein{% endif %}" : "";
  const html =
    `<!doctype html>\n<html lang="de"><head><title>x</title></head><body><p>{{ contact.salutation_line }},</p>${logic}` +
    `<p>${authored()}</p>\n<a href="https://www.musterbank.example/${Math.floor(random() * 99)}?a=1&amp;b=2">{{ contact.first_name | default: "Gast" }}</a>` +
    `<p>${authored()}</p>{{ tracking_question }}{{ footer }}</body></html>${pick(["", "\n", " ", "\r\n"])}`;
  const made = compileContent(
    {
      subject: `${setting().replace(/[{}]/g, "")} {{ contact.first_name }}`,
      preheader: setting().replace(/[{}]/g, ""),
      html,
      text: `{{ contact.salutation_line }}\n${logic}${authored()} {{ contact.last_name }} ${authored()}\n{{ footer }}`,
    },
    { ...SAMPLE_FACTS, listName: "Marktblick" },
  );
  assert.ok(made.ok, JSON.stringify(made));
  return made.content;
}

/** Composes a mail with everything the product puts in, and says what a reader must find. */
async function makeMail(at: number, buffer: MessageBuffer): Promise<Made> {
  const fromName = setting();
  const run: RunContent = {
    accountId: 7,
    mailingId: 42,
    content: content(),
    level: pick(["none", "clicks_only", "shared"]),
    from: { name: fromName, address: "post@news.musterbank.example" },
    replyTo: pick(["post@news.musterbank.example", "fragen@musterbank.example"]),
    domain: "news.musterbank.example",
    listId: { id: "lst-1.news.musterbank.example", name: setting() },
    headers: extraHeaders({
      kind: "newsletter",
      accountId: 7,
      mailingId: 42,
      domain: "news.musterbank.example",
      complaintsAddress: chance(2) ? "csa-complaints@musterbank.example" : null,
    }),
    dkim: pick([[], [rsa], [rsa, ed25519]]),
    pagesUrl: "https://post.musterbank.example",
    trackUrl: "https://t.musterbank.example",
  };
  const contact: MergeContact = {
    salutation: pick([null, "Frau", "Herr"]),
    firstName: anyText(),
    lastName: anyText(),
    email: "a@example.net",
    mayBeAsked: chance(2),
  };
  const measure = pick(["personal", "anonymous"] as const);
  const name = chance(4) ? "" : anyText();
  const email = pick(ADDRESSES);
  const parsed = parseEmailAddress(email);
  assert.ok(parsed.ok);
  let tokens: string[] = [];
  let numbers: readonly number[] = [];
  const recording = {
    ...tracking,
    personal: (...given: Parameters<typeof tracking.personal>) => {
      numbers = given[3];
      return (tokens = tracking.personal(...given));
    },
  };
  const composer = createComposer(run, {
    tracking: recording,
    links,
    engine,
    unsubscribeMailto: mailto,
  });
  const recipient = {
    deliveryId: at + 1,
    messageKey: `${at}x${seed}`,
    email,
    contactId: 3,
    listId: 2,
    addressHash: Buffer.alloc(32, 1),
    name,
    contact,
    measure,
  };
  const [prepared] = await composer.prepare([recipient]);
  assert.ok(prepared && !("failed" in prepared), "failed");
  const mail = await prepared.compose(buffer, NOW);
  const { bytes, start, end } = mail.bytes;

  const token = (no: number) => `https://t.musterbank.example/t/${tokens[numbers.indexOf(no)]}`;
  const sharedToken = (no: number) =>
    `https://t.musterbank.example/t/${tracking.shared(7, 42, [no])[0]}`;
  const system = (purpose: "unsubscribe" | "manage" | "tracking_question") =>
    `https://post.musterbank.example/${{ unsubscribe: "u", manage: "v", tracking_question: "q" }[purpose]}/${links.make(
      purpose === "tracking_question" ? "question" : purpose,
      {
        accountId: 7,
        listId: 2,
        contactId: 3,
        addressHash: Buffer.alloc(32, 1),
        mailingId: 42,
        issuedAt: NOW,
      },
    )}`;
  const values = mergeValues(contact, "de");
  const [personal] = await personalise(run.content, engine, [values]);
  assert.ok(personal?.ok);
  const write = (pieces: readonly Piece[]) => {
    const bound =
      measure === "personal"
        ? bindVariant(pieces, { kind: "own", pixel: true })
        : run.level === "none"
          ? bindVariant(pieces, { kind: "none" })
          : bindVariant(pieces, {
              kind: "shared",
              link: sharedToken,
              pixel: run.level === "shared" ? sharedToken(0) : undefined,
            });
    return writePieces(bound, values, { link: token, pixel: () => token(0), system });
  };
  return {
    bytes: Buffer.from(bytes.subarray(start, end)),
    html: write(personal.content.html),
    text: write(personal.content.text),
    subject: write(personal.content.subject),
    name,
    address: parsed.address,
    fromName,
  };
}

/** What the builder promises of a text: well-formed, without controls, every line ended by CRLF. */
const asText = (text: string): string =>
  text
    .toWellFormed()
    .replace(/[^\P{Cc}\t\r\n]/gu, "")
    .replace(/\r\n|\r|\n/g, "\r\n");
/** A text of one line: controls and line breaks are one space, and it is cut at a length. */
const asLine = (text: string, longest: number): string => {
  const clean = text.replace(/[\p{Cc}\u2028\u2029]+/gu, " ");
  return clean.length <= longest
    ? clean.toWellFormed()
    : clean
        .slice(0, longest)
        .toWellFormed()
        .replace(/\ufffd$/, "");
};
const asName = (text: string): string => asLine(text, 200).replace(/ +/g, " ").trim();

const mails: Made[] = [];

describe("1,000 generated mails", () => {
  test("SND-05 SND-06 UNS-01: an own strict reader finds no defect, and exactly what was composed", async () => {
    const buffer = new MessageBuffer();
    for (let at = 0; at < MAILS; at++) {
      const made = await makeMail(at, buffer);
      mails.push(made);
      try {
        checkMail(made, at);
      } catch (error) {
        throw new Error(`mail ${at} of seed ${seed}: ${String(error)}`, { cause: error });
      }
    }
    const ids = mails.map((made) => header(readStrictly(made.bytes), "message-id"));
    assert.equal(new Set(ids).size, MAILS, "every Message-ID is another");
  });

  test("SND-05: postal-mime reads the same", async () => {
    const lines = (text: string) => asText(text).replaceAll("\r\n", "\n");
    for (const made of mails) {
      const mail = await PostalMime.parse(made.bytes);
      assert.equal(mail.html, `${lines(made.html)}\n`);
      assert.equal(mail.text, `${lines(made.text)}\n`);
      assert.equal(mail.to?.length, 1);
      assert.equal(mail.to?.[0]?.address, made.address);
      assert.equal(mail.headers.filter(({ key }) => key === "from").length, 1);
      assert.equal(mail.headers.filter(({ key }) => key === "bcc").length, 0);
    }
  });

  const python = spawnSync("python3", ["--version"]).status === 0;
  test(
    "SND-05: Python's email package finds no defect under its strict policy",
    { skip: python ? false : "python3 is not installed" },
    () => {
      const script = join(import.meta.dirname, "support/strict_mail.py");
      const input = Buffer.concat(
        mails.flatMap(({ bytes }) => [Buffer.from(`${bytes.length}\n`), bytes]),
      );
      const { stdout, stderr, status } = spawnSync("python3", [script], {
        input,
        encoding: "utf8",
        maxBuffer: 2 ** 30,
      });
      assert.equal(status, 0, stderr);
      const answers = stdout.trimEnd().split("\n");
      assert.equal(answers.length, MAILS);
      for (const [at, line] of answers.entries()) {
        const answer = JSON.parse(line) as {
          defects: string[];
          html: string;
          text: string;
          from: [string, string][];
          to: [string, string][];
        };
        const made = mails[at]!;
        // Python counts as a defect what RFC 6532 allows: an address in UTF-8.
        const allowed = /^[ -~]*$/.test(made.address) ? [] : ["To: NonASCIILocalPartDefect"];
        const defects = answer.defects.filter((defect) => !allowed.includes(defect));
        assert.deepEqual(defects, [], `mail ${at} of seed ${seed}`);
        const lines = (text: string) => text.replace(/\r\n|\r|\n/g, "\n");
        assert.equal(lines(answer.html), lines(asText(made.html)), `mail ${at} of seed ${seed}`);
        assert.equal(lines(answer.text), lines(asText(made.text)));
        assert.deepEqual(
          answer.from.map(([, address]) => address),
          ["post@news.musterbank.example"],
        );
        assert.deepEqual(
          answer.to.map(([, address]) => address),
          [made.address],
        );
      }
    },
  );
});

function checkMail(made: Made, at: number): void {
  const mail = readStrictly(made.bytes);
  assert.deepEqual(
    mail.parts.map((part) => part.type),
    ["text/plain", "text/html"],
  );
  assert.equal(mail.parts[0]!.text, asText(made.text));
  assert.equal(mail.parts[1]!.text, asText(made.html));
  assert.equal(decodeWords(header(mail, "subject")!), asLine(made.subject, 900).trim());
  assert.deepEqual(oneMailbox(header(mail, "to")!), {
    name: asName(made.name),
    address: made.address,
  });
  assert.deepEqual(oneMailbox(header(mail, "from")!), {
    name: asName(made.fromName),
    address: "post@news.musterbank.example",
  });
  assert.equal(header(mail, "message-id"), `<${at}x${seed}@news.musterbank.example>`);
  assert.equal(header(mail, "date"), "Sun, 22 Nov 2026 03:04:05 +0000");
  assert.match(
    header(mail, "list-unsubscribe")!,
    /^<https:\/\/post\.musterbank\.example\/u\/[\w-]+>, <mailto:[^<>\s]+>$/,
  );
  assert.equal(header(mail, "list-unsubscribe-post"), "List-Unsubscribe=One-Click");
  assert.match(header(mail, "feedback-id")!, /^m42:a7:newsletter:kp[0-9a-f]{10}$/);
  const all = mail.headers.map(([name]) => name).filter((name) => name !== "dkim-signature");
  for (const [name, value] of mail.headers) {
    if (name !== "dkim-signature") continue;
    const signed = /\bh=([^;]+);/.exec(value)![1]!.replace(/\s/g, "").split(":");
    assert.deepEqual(signed.toSorted(), all.toSorted(), "every field is signed (UNS-01)");
  }
  // Only To says who it is for (SND-06, Art. 5(1)(c) GDPR); links carry sealed tokens.
  for (const [name, value] of mail.headers)
    if (name !== "to") assert.ok(!value.includes(made.address), `${name} holds the address`);
}
