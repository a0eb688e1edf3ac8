import type { Report } from "../bounces/index.ts";

/**
 * What a message that came in is by its form. Only the words of persons are looked at (LEG-17). `automatic`: a machine
 * wrote it, and it is none of the kinds a mailbox sends.
 */
export type InboundKind =
  | "personal"
  | "automatic"
  | "complaint"
  | "bounce"
  | "delayed"
  | "autoReply";

/** What the product reads in a message that somebody sent; everything else is forgotten at once. */
export interface InboundMail {
  kind: InboundKind;
  /** The author's address as written, without the name. */
  from: string | null;
  subject: string;
  /** The readable text with everything quoted, at most 64 KiB. */
  text: string;
  /** Left parts of the Message-IDs this answers, or complains about. */
  answers: string[];
  /** Tokens of our unsubscribe links anywhere in it: they say whose mail is answered or complained about. */
  linkTokens: string[];
  /** Left parts of our addresses for unsubscribing by mail, as in a List-Unsubscribe header that is quoted. */
  mailtoTokens: string[];
  /** Addresses it was made out to, as its header has them. */
  recipients: string[];
  /** Whose mail a complaint is about, where the provider tells. */
  originalRecipients: string[];
  /** What a machine reports about a mail of ours. */
  report: Report;
}

interface HeaderField {
  /** Lower case. */
  key: string;
  value: string;
}

/** Fields that only machines and lists write (RFC 3834, RFC 2919, RFC 2369 and what mail programs made up). */
const MACHINE_FIELDS = new Set([
  "x-autoreply",
  "x-auto-reply",
  "x-autorespond",
  "x-autoresponse",
  "x-auto-reply-from",
  "x-auto-response-suppress",
  "x-ms-exchange-generated-message-source",
  "x-mail-autoreply",
  "x-failed-recipients",
  "list-id",
  "list-unsubscribe",
  "feedback-id",
]);

/** Subjects of absence notes and of mail that could not be delivered. */
const MACHINE_SUBJECTS =
  /^(?:(?:re|aw|fwd?|wg)\s*:\s*)*(?:auto(?:matic)?[-\s]?(?:reply|response|antwort)\b|auto(?:matische)?\s*:|automati(?:c|sche|sch generierte)\s+(?:reply|antwort|response|e-?mail)|(?:ooo\b|fuera de la oficina|en dehors du bureau|absent du bureau|fuori (?:sede|ufficio)|в отпуске|out of (?:the )?office|abwesenheit|abwesend|nicht im büro|i am out of|ich bin (?:nicht im|außer))|r[ée]ponse automatique|respuesta autom[aá]tica|risposta automatica|autom[aá]tica|автоответ|ответ автоматически|this is an automat|undeliver|unzustellbar|delivery (?:status notification|failure|has failed)|mail delivery|returned mail|failure notice|delivery notification|non(?:-| )?deliver|nicht zustellbar|vacation|absence)/iu;

/** Whether a machine wrote it, or a list sent it: absence notes, bounces, receipts, newsletters. */
export function isAutomatic(
  headers: readonly HeaderField[],
  subject: string,
  from: string | null,
): boolean {
  const value = (key: string) => headers.find((field) => field.key === key)?.value.trim() ?? "";
  const submitted = value("auto-submitted").toLowerCase();
  if (submitted !== "" && !submitted.startsWith("no")) return true;
  if (/^(bulk|junk|list|auto[_-]?reply)/i.test(value("precedence"))) return true;
  if (headers.some(({ key }) => MACHINE_FIELDS.has(key))) return true;
  if (/^multipart\/report\b/i.test(value("content-type"))) return true;
  if (value("return-path") === "<>") return true;
  if (from === null || /^(mailer-daemon|postmaster|mail-daemon|daemon)@/i.test(from)) return true;
  return MACHINE_SUBJECTS.test(subject.trim());
}
