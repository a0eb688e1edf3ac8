import {
  inBothForms,
  voiceOf,
  type Informal,
  type Locale,
  type Voice,
  type Words,
} from "../platform/index.ts";
import type { FeedInContent } from "./feeds/feed.ts";
import type { FieldType } from "./field-values.ts";
import { escapeHtml, type Piece } from "./pieces.ts";
import { objectionLinkLabel, type ObjectionContact } from "./objection-notice.ts";
import type { BlockName, SystemLink } from "./merge-fields.ts";
import type { SalutationForm } from "./salutation.ts";

/**
 * What a content needs to know beyond the author's text. Frozen with the content version, so that
 * a version says the same for ever.
 */
export interface ContentFacts {
  locale: Locale;
  accountName: string;
  /** Name of the list, empty if the mailing goes to no list. */
  listName: string;
  /** Complete imprint, line by line, as it must stand in the mail (CNT-04). */
  imprintLines: readonly string[];
  imprintUrl?: string | undefined;
  privacyUrl: string;
  /** Day of sending in the account's time zone, ISO `2026-11-21`. */
  mailingDate: string;
  webViewUrl?: string | undefined;
  /** Why the recipient gets this mail, one sentence; by default the subscription to `listName`. */
  reason?: string | undefined;
  /** Colour of links and buttons in blocks; must have contrast 4.5:1 on white. Default petrol. */
  colour?: string | undefined;
  /** A mail to existing customers: where they object (LEG-08). */
  objection?: ObjectionContact | undefined;
  /** Language of the account, for contacts of whom none is known; only where there are two. */
  accountLocale?: Locale | undefined;
  /** How people are addressed; by default "Guten Tag Frau Beispiel" and Sie. */
  salutation?: SalutationForm | undefined;
  /** The account's own contact fields: type by key. */
  fieldTypes?: Readonly<Record<string, FieldType>> | undefined;
  /** Feeds by key, with their items as they were when the content was frozen. */
  feeds?: Readonly<Record<string, FeedInContent>> | undefined;
}

export const SANS = "-apple-system,'Segoe UI',Roboto,Arial,sans-serif";
export const SERIF = "Georgia,'Times New Roman',serif";
const INK = "#1B2430";
const MUTED = "#5B6470";
const LINE = "#E6E3DC";
const PETROL = "#0B6E6E";

const de = {
  reason: (list: string, account: string) =>
    list
      ? `Sie erhalten diese E-Mail, weil Sie den Newsletter „${list}“ von ${account} abonniert haben.`
      : `Sie erhalten diese E-Mail von ${account}.`,
  unsubscribe: "Abmelden",
  manage: "Daten ändern",
  tracking: "Tracking-Einstellungen",
  manageLine: "Daten ändern und Tracking-Einstellungen",
  privacy: "Hinweise zum Datenschutz",
  imprint: "Impressum",
  question: "Dürfen wir auswerten, was Sie lesen?",
  ask: (account: string) =>
    `Bisher werten wir Ihre Nutzung nicht persönlich aus. Mit Ihrer Erlaubnis sieht ${account}, ob und wann Sie unsere E-Mails öffnen und welche Links Sie anklicken, und wählt danach Themen und Zeitpunkt aus. Das ist freiwillig und jederzeit widerrufbar; der Newsletter bleibt in jedem Fall derselbe.`,
  answer: "Frage ansehen und antworten",
  answerHint:
    "Der Link öffnet eine Seite mit dem genauen Wortlaut. Erst dort entscheiden Sie: ja oder nein.",
} as const;

const du: Informal<typeof de> = {
  reason: (list, account) =>
    list
      ? `Du erhältst diese E-Mail, weil du den Newsletter „${list}“ von ${account} abonniert hast.`
      : `Du erhältst diese E-Mail von ${account}.`,
  question: "Dürfen wir auswerten, was du liest?",
  ask: (account) =>
    `Bisher werten wir deine Nutzung nicht persönlich aus. Mit deiner Erlaubnis sieht ${account}, ob und wann du unsere E-Mails öffnest und welche Links du anklickst, und wählt danach Themen und Zeitpunkt aus. Das ist freiwillig und jederzeit widerrufbar; der Newsletter bleibt in jedem Fall derselbe.`,
  answerHint:
    "Der Link öffnet eine Seite mit dem genauen Wortlaut. Erst dort entscheidest du: ja oder nein.",
};

const en: Words<typeof de> = {
  reason: (list: string, account: string) =>
    list
      ? `You receive this e-mail because you subscribed to the newsletter “${list}” from ${account}.`
      : `You receive this e-mail from ${account}.`,
  unsubscribe: "Unsubscribe",
  manage: "Change my data",
  tracking: "Tracking settings",
  manageLine: "Change my data and tracking settings",
  privacy: "Privacy notice",
  imprint: "Legal notice",
  question: "May we analyse what you read?",
  ask: (account: string) =>
    `So far we do not analyse your use personally. With your permission ${account} sees whether and when you open our e-mails and which links you click, and chooses topics and timing accordingly. This is voluntary and can be withdrawn at any time; the newsletter stays the same either way.`,
  answer: "See the question and answer",
  answerHint: "The link opens a page with the exact wording. Only there you decide: yes or no.",
};

/** The words of the blocks that every content takes from the product. */
export const blockTexts: Record<Voice, Words<typeof de>> = { ...inBothForms(de, du), en };

/** How a content speaks to its readers: German with du where the salutation is the informal one (A11Y-08). */
export function contentVoice({ locale, salutation }: ContentFacts): Voice {
  return voiceOf(locale, { informal: salutation === "informal" });
}

const wordsOf = (facts: ContentFacts): Words<typeof de> => blockTexts[contentVoice(facts)];

/** The HTML of a block: self-contained, table-based, readable on any background and without images. */
export function blockHtml(name: BlockName, facts: ContentFacts): Piece[] {
  if (name === "imprint") return [imprintHtml(facts)];
  if (name === "footer") return footerHtml(facts);
  return [{ kind: "ask", pieces: questionHtml(facts) }];
}

/** The plain text of a block. */
export function blockText(name: BlockName, facts: ContentFacts): Piece[] {
  const words = wordsOf(facts);
  if (name === "imprint") return [facts.imprintLines.join("\n")];
  if (name === "tracking_question") {
    const lines = `${words.question}\n\n${wrapText(words.ask(facts.accountName))}\n\n${words.answer}:\n`;
    return [
      {
        kind: "ask",
        pieces: [lines, system("tracking_question"), `\n\n${wrapText(words.answerHint)}`],
      },
    ];
  }
  const imprintUrl = facts.imprintUrl ? `\n${words.imprint}: ${facts.imprintUrl}` : "";
  return [
    `--\n${wrapText(reason(facts))}\n\n${leaveLabel(facts)}:\n`,
    system("unsubscribe"),
    `\n\n${words.manageLine}:\n`,
    system("manage"),
    `\n\n${words.privacy}: ${facts.privacyUrl}${imprintUrl}\n\n${facts.imprintLines.join("\n")}`,
  ];
}

/** What the link to leave is called: there is nothing to unsubscribe from where nobody subscribed. */
function leaveLabel(facts: ContentFacts): string {
  return facts.objection ? objectionLinkLabel(contentVoice(facts)) : wordsOf(facts).unsubscribe;
}

function reason(facts: ContentFacts): string {
  return facts.reason ?? wordsOf(facts).reason(facts.listName, facts.accountName);
}

function system(link: SystemLink): Piece {
  return { kind: "system", link };
}

function imprintHtml(facts: ContentFacts): string {
  const [first, ...rest] = facts.imprintLines.map(escapeHtml);
  const name = `<strong class="kp-ink" style="font-weight:600;color:${INK}">${first ?? ""}</strong>`;
  return [name, ...rest].join("<br>\n");
}

function anchor(facts: ContentFacts, target: Piece, label: string): Piece[] {
  const colour = escapeHtml(facts.colour ?? PETROL);
  return [
    `<a class="kp-link" href="`,
    target,
    `" style="color:${colour};text-decoration:underline;white-space:nowrap">${label}</a>`,
  ];
}

function footerHtml(facts: ContentFacts): Piece[] {
  const words = wordsOf(facts);
  const gap = "&nbsp;&nbsp;&nbsp; ";
  const font = `font:400 13px/22px ${SANS}`;
  const imprintLink = facts.imprintUrl
    ? [gap, ...anchor(facts, escapeHtml(facts.imprintUrl), words.imprint)]
    : [];
  return [
    `<table role="presentation" class="kp-foot" lang="${facts.locale}" width="100%" cellpadding="0" cellspacing="0" border="0" bgcolor="#FFFFFF" style="background:#FFFFFF">\n`,
    `<tr><td class="kp-mut kp-line" style="padding:22px 0 0;border-top:1px solid ${LINE};${font};color:${MUTED}">\n`,
    `<p class="kp-mut" style="margin:0 0 12px;${font};color:${MUTED}">${escapeHtml(reason(facts))}</p>\n`,
    // Where the links need two lines, a finger still hits the one it means (WCAG 2.5.8: 24 px).
    `<p class="kp-mut" style="margin:0 0 16px;font:400 13px/26px ${SANS};color:${MUTED}">`,
    ...anchor(facts, system("unsubscribe"), leaveLabel(facts)),
    gap,
    ...anchor(facts, system("manage"), words.manage),
    gap,
    ...anchor(facts, system("manage"), words.tracking),
    gap,
    ...anchor(facts, escapeHtml(facts.privacyUrl), words.privacy),
    ...imprintLink,
    `</p>\n<p class="kp-mut" style="margin:0;${font};color:${MUTED}">${imprintHtml(facts)}</p>\n`,
    `</td></tr></table>`,
  ];
}

function questionHtml(facts: ContentFacts): Piece[] {
  const words = wordsOf(facts);
  const colour = escapeHtml(facts.colour ?? PETROL);
  return [
    `<table role="presentation" class="kp-ask" lang="${facts.locale}" width="100%" cellpadding="0" cellspacing="0" border="0" bgcolor="#F3F7F6" style="background:#F3F7F6;border:1px solid #C9DDDA;border-radius:10px">\n`,
    `<tr><td style="padding:24px 28px">\n`,
    `<h2 class="kp-ink" style="margin:0 0 8px;font:400 20px/28px ${SERIF};color:${INK}">${words.question}</h2>\n`,
    `<p class="kp-ink" style="margin:0 0 16px;font:400 15px/24px ${SANS};color:${INK}">${escapeHtml(words.ask(facts.accountName))}</p>\n`,
    `<p style="margin:0 0 10px;font:600 16px/24px ${SANS}"><a class="kp-link" href="`,
    system("tracking_question"),
    `" style="color:${colour};text-decoration:underline">${words.answer}</a></p>\n`,
    `<p class="kp-mut" style="margin:0;font:400 13px/21px ${SANS};color:${MUTED}">${words.answerHint}</p>\n`,
    `</td></tr></table>`,
  ];
}

/** Breaks one paragraph at 76 characters, as plain-text mails are set. */
export function wrapText(paragraph: string, width = 76): string {
  const lines: string[] = [];
  let line = "";
  for (const word of paragraph.split(/\s+/)) {
    if (line && line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
    } else line = line ? `${line} ${word}` : word;
  }
  if (line) lines.push(line);
  return lines.join("\n");
}
