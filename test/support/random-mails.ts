import assert from "node:assert/strict";
import {
  bindVariant,
  compileContent,
  mergeValues,
  type CompiledContent,
  type MergeContact,
  type MessageBuffer,
  personalise,
  startTemplateEngine,
  writePieces,
  type Piece,
} from "../../server/content/index.ts";
import { createComposer, type RunContent } from "../../server/delivery/compose.ts";
import { generateDkimKey, openDkimKey, type DkimKey } from "../../server/delivery/dkim.ts";
import { extraHeaders } from "../../server/delivery/mail-headers.ts";
import {
  createLinkTokens,
  createMailtoTokens,
  createUnsubscribeMailto,
} from "../../server/lists/index.ts";
import { createKeys, parseEmailAddress } from "../../server/platform/index.ts";
import { createTrackingTokens, HONEYPOT_LINK } from "../../server/tracking/index.ts";
import { SAMPLE_FACTS } from "./content-samples.ts";
import { seededRandom } from "./random.ts";

/** When generated mails are made. */
export const NOW = new Date("2026-11-22T03:04:05.678Z");
const keys = createKeys(Buffer.alloc(32, 5));
const links = createLinkTokens(keys);
const tracking = createTrackingTokens({ keys: [keys.derive("tracking-token/v1")] });
const mailto = createUnsubscribeMailto(createMailtoTokens(keys), "in.musterbank.example");
/** The keys that sign generated mails. */
export const rsa: DkimKey = await openKey("rsa-sha256", "kp1");
export const ed25519: DkimKey = await openKey("ed25519-sha256", "kp2");

async function openKey(algorithm: "rsa-sha256" | "ed25519-sha256", selector: string) {
  const { privateKeyPem } = await generateDkimKey(algorithm);
  return openDkimKey({ algorithm, domain: "news.musterbank.example", selector, privateKeyPem });
}

/** Everything that has ever broken a mail, and ordinary words. */
const WORDS = [
  "Zinsen", "für", "Bauherren", "größer", "Ä", "ß", "€", "naïve", "Привет", "שלום", "مرحبا", "你好世界", "日本語の長い文章です", "e\u0301",
  "👩‍👩‍👧‍👦", "🇩🇪", "😀", "\u202eRTL", "\ufeff", "\u00a0", "\u2028", "\u0085", "a\tb", "=", "=3D", "==", "=\r\n", ".", "..", "\r\n.\r\n", "\n.\n", "\r.\r",
  "\r\n.\r\nMAIL FROM:<x@y.example>\r\n", "\r\nBcc: x@y.example\r\n", "From ", "\nFrom nobody", "--", "--=_", "=?UTF-8?B?w6Q=?=", "=?utf-8?q?=41?=", '"', "\\", "\\\"",
  "'", ",", ";", "<b>", "&amp;", "@", "(", ")", "x@y.example", "\0", "\x07", "\x1b[2J", "\ud83d", "\udc00", "x".repeat(80), "ü".repeat(40), "y".repeat(1200), "   ",
  " ", "a b", "Sehr geehrte Damen und Herren,", "https://www.musterbank.example/a?b=c&d=e", "\n", "\n\n", "\r\n", "#", "%", "$1", "constructor", "__proto__",
] as const; // prettier-ignore

const ADDRESSES = [
  "anna@example.net", "Anna.Muster+news@Example.NET", "o'brien@exämple.org", "jörg@müller.de", "用户@例子.广告",
  `${"a".repeat(64)}@${"b".repeat(60)}.${"c".repeat(60)}.example`, "x_y-z@xn--mller-kva.example",
]; // prettier-ignore

/** A generated mail, and what a reader must find in it. */
export interface Made {
  bytes: Buffer;
  html: string;
  text: string;
  subject: string;
  name: string;
  address: string;
  fromName: string;
}

/**
 * Makes mails with everything the product puts in and hostile contents, names and subjects, through the real way of composing.
 *
 * @param given.keys sets of keys to sign with, one of them for each mail
 */
export function createRandomMails(given: { seed: number; keys: readonly (readonly DkimKey[])[] }) {
  const { seed } = given;
  const random = seededRandom(seed);
  const engine = startTemplateEngine();
  const pick = <T>(of: readonly T[]): T => of[Math.floor(random() * of.length)]!;
  const chance = (one: number): boolean => random() < 1 / one;

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

  function content(): CompiledContent {
    const logic = chance(12)
      ? "{% if contact.first_name != blank %}ja{% else %}nein{% endif %}"
      : "";
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
      dkim: pick(given.keys),
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
          ? bindVariant(pieces, {
              kind: "own",
              pixel: true,
              honeypot: numbers.find((no) => no === HONEYPOT_LINK),
            })
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

  return { make: makeMail, close: () => engine.close() };
}
