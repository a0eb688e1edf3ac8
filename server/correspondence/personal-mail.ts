import type { LetterReason } from "../../contract/correspondence.ts";
import type { AccountTheme } from "../accounts/index.ts";
import { escapeHtml, type BuiltMail } from "../content/index.ts";
import {
  inBothForms,
  readableColours,
  voiceOf,
  workplaceVoice,
  type Informal,
  type Locale,
  type Voice,
  type Words,
} from "../platform/index.ts";

/** A mail as an operator wrote it, with everything the law adds (LEG-12, T-13). */
export interface PersonalMail {
  locale: Locale;
  theme: AccountTheme;
  subject: string;
  /** Plain text; an empty line begins a new paragraph. */
  text: string;
  operatorName: string;
  reason: LetterReason;
  reasonText: string;
  /** In words. */
  originSource: string;
  /** "3. November 2026". */
  originDay: string;
  /** It offers something that existing customers may be offered without consent (T-6). */
  offersSimilar: boolean;
  objectionUrl: string;
  privacyUrl: string;
}

const de = {
  reasons: {
    inquiry: "Antwort auf Ihre Anfrage",
    contract: "zu Ihrem Vertrag",
    appointment: "zu unserem Termin",
    recommendation: "auf Empfehlung",
    offer: "persönliches Angebot",
  },
  why: "Warum Sie diese E-Mail erhalten",
  origin: "Herkunft Ihrer Daten",
  originText: (source: string, day: string) => `${source}, Stand ${day}`,
  rights: "Ihre Rechte",
  rightsText:
    "Sie können jederzeit eine Kopie Ihrer Daten verlangen, sie berichtigen oder löschen lassen.",
  privacy: "Hinweise zum Datenschutz",
  measured:
    "Diese E-Mail wird nicht ausgewertet: Sie enthält weder Zählpixel noch gezählte Links. Lesen können sie außer Ihnen nur die Mitarbeitenden, die bei uns mit Ihnen schreiben.",
  objectTitle: "Ihr Widerspruchsrecht",
  similar: "Wir informieren Sie als Kunden über eigene ähnliche Angebote. ",
  object: (contact: string) =>
    `Sie können der Verwendung Ihrer E-Mail-Adresse für Werbung jederzeit widersprechen: mit einem Klick auf den folgenden Link oder formlos an ${contact}. Es entstehen keine anderen als die Übermittlungskosten nach den Basistarifen.`,
  objectLink: "Werbung widersprechen",
  imprint: "Impressum",
  from: (operator: string, brand: string) => `${operator}, ${brand}`,
} as const;

const du: Informal<typeof de> = {
  reasons: {
    inquiry: "Antwort auf deine Anfrage",
    contract: "zu deinem Vertrag",
  },
  why: "Warum du diese E-Mail erhältst",
  origin: "Herkunft deiner Daten",
  rights: "Deine Rechte",
  rightsText:
    "Du kannst jederzeit eine Kopie deiner Daten verlangen, deine Daten berichtigen oder löschen lassen.",
  measured:
    "Diese E-Mail wird nicht ausgewertet: Es gibt darin weder Zählpixel noch gezählte Links. Lesen können die E-Mail außer dir nur die Mitarbeitenden, die bei uns mit dir schreiben.",
  objectTitle: "Dein Widerspruchsrecht",
  similar: "Wir informieren dich als Kundin oder Kunden über eigene ähnliche Angebote. ",
  object: (contact) =>
    `Du kannst der Verwendung deiner E-Mail-Adresse für Werbung jederzeit widersprechen: mit einem Klick auf den folgenden Link oder formlos an ${contact}. Es entstehen keine anderen als die Übermittlungskosten nach den Basistarifen.`,
};

const en: Words<typeof de> = {
  reasons: {
    inquiry: "reply to your inquiry",
    contract: "about your contract",
    appointment: "about our appointment",
    recommendation: "by recommendation",
    offer: "a personal offer",
  },
  why: "Why you receive this e-mail",
  origin: "Where your data come from",
  originText: (source: string, day: string) => `${source}, as of ${day}`,
  rights: "Your rights",
  rightsText:
    "You may at any time ask for a copy of your data, and have them corrected or deleted.",
  privacy: "Privacy notice",
  measured:
    "This e-mail is not analysed: it holds neither a counting pixel nor counted links. Besides you, only those of our staff who write with you can read it.",
  objectTitle: "Your right to object",
  similar: "As a customer, we inform you about similar offers of our own. ",
  object: (contact: string) =>
    `You may object to the use of your e-mail address for advertising at any time: with one click on the following link, or informally to ${contact}. It costs nothing beyond the basic rates of transmission.`,
  objectLink: "Object to advertising",
  imprint: "Legal notice",
  from: (operator: string, brand: string) => `${operator}, ${brand}`,
};

/** What a personal mail says beyond its writer's text. */
export const personalMailTexts: Record<Voice, Words<typeof de>> = { ...inBothForms(de, du), en };

const sans = "-apple-system,'Segoe UI',Roboto,Arial,sans-serif";

/** Who writes, as the reader's mail program shows it: the person, and the house they know (CNT-02). */
export function personalFrom(operatorName: string, brand: string, locale: Locale): string {
  return personalMailTexts[workplaceVoice(locale)].from(operatorName, brand);
}

/** Sets an operator's mail as HTML and as plain text: no picture, no script, nothing that counts (TRK-19). Pure. */
export function writePersonalMail(mail: PersonalMail): BuiltMail {
  const subject = mail.subject.replace(/\p{C}+/gu, " ").trim();
  return { subject, html: htmlOf(mail, subject), text: textOf(mail) };
}

function paragraphs(text: string): string[] {
  return text
    .replaceAll("\r\n", "\n")
    .split(/\n[ \t]*\n+/)
    .map((part) => part.trim())
    .filter((part) => part !== "");
}

/** Escapes, and makes addresses of pages that stand in the text links as they are. */
function linked(text: string, colour: string): string {
  return text
    .split(/(https?:\/\/[^\s<>"']*[^\s<>"'.,;:!?)\]])/)
    .map((part, at) =>
      at % 2 === 0
        ? escapeHtml(part).replaceAll("\n", "<br>\n")
        : `<a class="acc" href="${escapeHtml(part)}" style="color:${colour};text-decoration:underline">${escapeHtml(part)}</a>`,
    )
    .join("");
}

function contactOf({ theme }: PersonalMail): string {
  return [theme.contactEmail, `${theme.legalName}, ${theme.imprintLines[0] ?? ""}`]
    .filter((part) => part !== undefined && part !== "")
    .join(" / ");
}

function objection(mail: PersonalMail): string {
  const words = personalMailTexts[voiceOf(mail.locale, mail.theme)];
  return `${mail.offersSimilar ? words.similar : ""}${words.object(contactOf(mail))}`;
}

function htmlOf(mail: PersonalMail, subject: string): string {
  const words = personalMailTexts[voiceOf(mail.locale, mail.theme)];
  const { theme } = mail;
  const colours = readableColours(theme.colour);
  const dark = theme.colourDark ?? colours.dark;
  const link = (label: string, url: string) =>
    `<a class="acc" href="${escapeHtml(url)}" style="color:${colours.light};text-decoration:underline">${escapeHtml(label)}</a>`;
  const quiet = (html: string) =>
    `<p class="mut" style="margin:8px 0 0;font:400 13px/20px ${sans};color:#5B6470">${html}</p>`;
  const fact = (term: string, value: string) =>
    quiet(`<strong style="font-weight:600">${escapeHtml(term)}:</strong> ${value}`);
  return `<!doctype html>
<html lang="${mail.locale}" dir="ltr">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<title>${escapeHtml(subject)}</title>
<style>
:root{color-scheme:light dark;supported-color-schemes:light dark}
@media (prefers-color-scheme:dark){
.bg{background:#14181D!important}.ink{color:#E8E6E1!important}.mut{color:#A3ABB4!important}.ln{border-color:#303841!important}.acc{color:${dark}!important}
}
</style>
</head>
<body class="bg" bgcolor="#FFFFFF" style="margin:0;padding:24px;background:#FFFFFF">
<div style="max-width:640px">
${paragraphs(mail.text)
  .map(
    (part) =>
      `<p class="ink" style="margin:0 0 16px;font:400 16px/25px ${sans};color:#1B2430">${linked(part, colours.light)}</p>`,
  )
  .join("\n")}
<div class="ln" style="margin:32px 0 0;padding:8px 0 0;border-top:1px solid #E6E3DC">
${fact(words.why, `${escapeHtml(words.reasons[mail.reason])}. ${escapeHtml(mail.reasonText)}`)}
${fact(words.origin, escapeHtml(words.originText(mail.originSource, mail.originDay)))}
${fact(words.rights, `${escapeHtml(words.rightsText)} ${link(words.privacy, mail.privacyUrl)}`)}
${quiet(escapeHtml(words.measured))}
</div>
<div class="ln" data-objection style="margin:20px 0 0;padding:12px 16px 14px;border:1px solid #C9DDDA;border-radius:8px">
<p class="ink" style="margin:0;font:600 14px/20px ${sans};color:#1B2430">${escapeHtml(words.objectTitle)}</p>
${quiet(escapeHtml(objection(mail)))}
<p style="margin:8px 0 0;font:600 14px/20px ${sans}">${link(words.objectLink, mail.objectionUrl)}</p>
</div>
<div style="margin:20px 0 0">
${quiet([`<strong class="ink" style="font-weight:600;color:#1B2430">${escapeHtml(theme.legalName)}</strong>`, ...theme.imprintLines.map(escapeHtml)].join("<br>\n"))}
${theme.imprintUrl === undefined ? "" : quiet(link(words.imprint, theme.imprintUrl))}
</div>
</div>
</body>
</html>
`;
}

function textOf(mail: PersonalMail): string {
  const words = personalMailTexts[voiceOf(mail.locale, mail.theme)];
  const { theme } = mail;
  return `${[
    ...paragraphs(mail.text),
    "--------------------------------",
    `${words.why}: ${words.reasons[mail.reason]}. ${mail.reasonText}`,
    `${words.origin}: ${words.originText(mail.originSource, mail.originDay)}`,
    `${words.rights}: ${words.rightsText}\n${words.privacy}: ${mail.privacyUrl}`,
    words.measured,
    `${words.objectTitle.toLocaleUpperCase(mail.locale)}\n${objection(mail)}\n${words.objectLink}: ${mail.objectionUrl}`,
    [theme.legalName, ...theme.imprintLines].join("\n"),
    ...(theme.imprintUrl === undefined ? [] : [`${words.imprint}: ${theme.imprintUrl}`]),
  ].join("\n\n")}\n`;
}
