import { inBothForms, type Informal, type Voice, type Words } from "../platform/index.ts";
import { PURCHASE_REASON } from "./merge-fields.ts";
import { escapeHtml, type Piece } from "./pieces.ts";

/** Who writes to existing customers, and where they object without a form (§ 7(3) no. 4 UWG). */
export interface ObjectionContact {
  company: string;
  email: string;
  /** In one line. */
  postal: string;
}

const SANS = "-apple-system,'Segoe UI',Roboto,Arial,sans-serif";

const de = {
  title: "Ihr Widerspruchsrecht",
  fallback: (company: string) => `Sie erhalten diese E-Mail als Kundin oder Kunde von ${company}.`,
  right:
    "Wir informieren Sie über eigene ähnliche Angebote. Sie können der Verwendung Ihrer E-Mail-Adresse für Werbung jederzeit widersprechen: mit einem Klick hier",
  link: "Werbung widersprechen",
  or: (email: string, postal: string) => `oder formlos an ${email} oder ${postal}.`,
  costs: "Dafür entstehen keine anderen als die Übermittlungskosten nach den Basistarifen.",
} as const;

const du: Informal<typeof de> = {
  title: "Dein Widerspruchsrecht",
  fallback: (company) => `Du erhältst diese E-Mail als Kundin oder Kunde von ${company}.`,
  right:
    "Wir informieren dich über eigene ähnliche Angebote. Du kannst der Verwendung deiner E-Mail-Adresse für Werbung jederzeit widersprechen: mit einem Klick hier",
};

const en: Words<typeof de> = {
  title: "Your right to object",
  fallback: (company) => `You receive this e-mail as a customer of ${company}.`,
  right:
    "We inform you about similar offers of our own. You can object to the use of your e-mail address for advertising at any time: with one click here",
  link: "Object to advertising",
  or: (email, postal) => `or informally to ${email} or ${postal}.`,
  costs: "This costs no more than transmission at basic rates.",
};

/** T-6 in words of the product's own. */
export const noticeWords: Record<Voice, Words<typeof de>> = { ...inBothForms(de, du), en };

/** Why somebody gets a mail as a customer, for footers and where the purchase is not told. */
export function customerReason(company: string, voice: Voice): string {
  return noticeWords[voice].fallback(company);
}

/** The words of the link, for footers that stand beside the notice. */
export function objectionLinkLabel(voice: Voice): string {
  return noticeWords[voice].link;
}

/**
 * The notice of the right to object, with link and contact address (LEG-08, T-6). It stands at the end of every mail to
 * existing customers, apart from the author's text; inline styles keep a style sheet from hiding it.
 */
export function objectionHtml(contact: ObjectionContact, voice: Voice): Piece[] {
  const words = noticeWords[voice];
  const show = "visibility:visible!important;opacity:1!important";
  const text = `margin:0 0 8px!important;font:400 14px/22px ${SANS}!important;color:#1B2430!important`;
  const table = (style: string) =>
    `<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" style="display:table!important;max-height:none!important;${show};${style}">`;
  return [
    `\n${table("clear:both")}<tr><td align="center" style="padding:24px 16px 32px">\n`,
    `${table("max-width:600px;background:#F3F7F6!important;border:1px solid #C9DDDA;border-radius:10px")}`,
    `<tr><td lang="${voice === "en" ? "en" : "de"}" align="left" bgcolor="#F3F7F6" style="padding:20px 24px;border-radius:10px">\n`,
    `<p style="${text};font-weight:600!important">${words.title}</p>\n<p style="${text}">`,
    {
      kind: "field",
      field: PURCHASE_REASON,
      html: true,
      fallback: escapeHtml(words.fallback(contact.company)),
    },
    ` ${words.right} <a href="`,
    { kind: "system", link: "unsubscribe" },
    `" style="display:inline!important;font:inherit!important;color:#0B6E6E!important;text-decoration:underline!important">${words.link}</a> `,
    `${escapeHtml(words.or(contact.email, contact.postal))} ${words.costs}</p>\n`,
    `</td></tr></table>\n</td></tr></table>\n`,
  ];
}

/** The same for the text part. */
export function objectionText(contact: ObjectionContact, voice: Voice): Piece[] {
  const words = noticeWords[voice];
  return [
    `\n\n${"-".repeat(40)}\n${words.title}\n\n`,
    {
      kind: "field",
      field: PURCHASE_REASON,
      html: false,
      fallback: words.fallback(contact.company),
    },
    `\n${words.right}:\n`,
    { kind: "system", link: "unsubscribe" },
    `\n${words.or(contact.email, contact.postal)}\n${words.costs}\n`,
  ];
}
