import type { LintContext } from "./lint-input.ts";

const REPLY_PREFIX = /^\s*((?:re|aw|antw|antwort|fwd?|wg|wtr|tr|sv)\s*(?:\[\d+\])?\s*:)\s*/i;
const DUNNING =
  /^\W*(?:ihre?\s+|your\s+|letzte\s+|final\s+|offene\s+|unpaid\s+|overdue\s+|wichtig:\s*)*(?:rechnung|mahnung|zahlungserinnerung|zahlungsaufforderung|inkasso|vollstreckung|pfändung|gerichtsbescheid|kontosperrung|konto\s+gesperrt|invoice|payment reminder|dunning|debt collection|account suspended|court order)\b(?!\w)/iu;
const INVOICE_NUMBER =
  /(?:rechnung|mahnung|invoice|aktenzeichen|kundenkonto)\w*\s*(?:nr\.?|nummer|no\.?|number|#)\s*[\w-]*\d/iu;
const UNSUBSCRIBE_NOTICE =
  /abmeldebestätigung|bestätigung (?:ihrer|deiner) abmeldung|sie wurden abgemeldet|erfolgreich abgemeldet|unsubscri(?:be|ption) confirm|you have been unsubscribed|you(?:'|’)ve been unsubscribed/iu;

/** The subject's length that phones show, and the one beyond which it is surely cut. */
const LENGTH = { shown: 70, long: 150 };

/** CNT-08, UNS-10 and the length of the subject. */
export function lintSubject(context: LintContext): void {
  const { subject, kind } = context.input;
  const whole = { start: 0, end: subject.length };
  if (!subject.trim()) {
    context.add("CNT-08", "block", "subject", whole, {
      de: "Der Betreff ist leer. Schreiben Sie in wenigen Worten, worum es geht.",
      en: "The subject is empty. Say in a few words what the e-mail is about.",
    });
    return;
  }
  const prefix = REPLY_PREFIX.exec(subject);
  if (prefix && kind !== "one_to_one") {
    context.add(
      "CNT-08",
      "block",
      "subject",
      { start: 0, end: prefix[0].length },
      {
        de: `„${prefix[1]}“ täuscht eine Antwort vor. Ein Mailing ist keine.`,
        en: `“${prefix[1]}” pretends to be a reply, which a mailing is not.`,
      },
      {
        fix: {
          label: { de: `„${prefix[1]}“ entfernen`, en: `Remove “${prefix[1]}”` },
          edits: [{ part: "subject", offset: 0, length: prefix[0].length, insert: "" }],
        },
      },
    );
  }
  const dunning = DUNNING.exec(subject) ?? INVOICE_NUMBER.exec(subject);
  if (dunning && kind !== "transactional" && kind !== "one_to_one") {
    context.add(
      "CNT-08",
      "block",
      "subject",
      { start: dunning.index, end: dunning.index + dunning[0].length },
      {
        de: `„${dunning[0].trim()}“ täuscht eine Rechnung, Mahnung oder amtliche Nachricht vor.`,
        en: `“${dunning[0].trim()}” pretends to be an invoice, a reminder or an official notice.`,
      },
    );
  }
  const notice = UNSUBSCRIBE_NOTICE.exec(subject);
  if (notice) {
    context.add(
      "UNS-10",
      "block",
      "subject",
      { start: notice.index, end: notice.index + notice[0].length },
      {
        de: "Eine Abmeldung wird nie per E-Mail bestätigt; wer sich abmeldet, bekommt keine Post mehr.",
        en: "Unsubscribing is never confirmed by e-mail; who unsubscribes gets no more mail.",
      },
    );
  }
  lintLength(context, subject);
}

function lintLength(context: LintContext, subject: string): void {
  const shown = subject.replaceAll(/\{[{%].*?[}%]\}/g, "Beispiel");
  if (shown.length <= LENGTH.shown) return;
  const isLong = shown.length > LENGTH.long;
  context.add(
    "LINT-SUBJECT",
    isLong ? "warn" : "info",
    "subject",
    { start: 0, end: subject.length },
    {
      de: `Der Betreff hat ${shown.length} Zeichen. Telefone zeigen etwa 40, andere Programme etwa ${LENGTH.shown}; das Wichtigste gehört nach vorn.`,
      en: `The subject has ${shown.length} characters. Phones show about 40, other programs about ${LENGTH.shown}; put the important words first.`,
    },
  );
}
