import { voiceOf, type Locale } from "../platform/index.ts";
import { writeLetter, type BuiltMail, type LetterPart, type MailTheme } from "./letter-mail.ts";
import { staffMailTexts, systemMailTexts } from "./system-mail-texts.ts";

/** How a sign-up reached the account; only `page` has an address (T-5, T-5b). */
export type SignupOrigin =
  | { channel: "page"; page: string }
  | { channel: "letter" | "phone" | "in_person" | "sms" };

/** The mails that the product itself writes. None of them advertises, counts or is counted. */
export type SystemMailContent =
  | {
      /** T-5: asks to confirm a sign-up (DOI-02 to DOI-06, DOI-17). */
      kind: "opt_in";
      origin: SignupOrigin;
      requestedAt: Date;
      lists: readonly { name: string; description?: string | undefined }[];
      /** Everything that was declared, word for word, the tracking wording last if it was ticked. */
      wordings: readonly string[];
      confirmUrl: string;
      notMeUrl: string;
      validDays: number;
      expiresAt: Date;
    }
  /** T-19: the link to "Verwalten". */
  | { kind: "access"; requestedAt: Date; url: string; validMinutes: number }
  /** To the new address (DOI-14). */
  | { kind: "address_change"; oldAddress: string; newAddress: string; url: string; expiresAt: Date }
  /** To the old address, before anything changes (DOI-14). */
  | {
      kind: "address_change_notice";
      newAddress: string;
      requestedAt: Date;
      contactEmail?: string | undefined;
    }
  /** To an address that an operator entered as test, answer or privacy address. */
  | {
      kind: "address_confirmation";
      purpose: "test" | "reply_to" | "privacy_contact";
      address: string;
      enteredBy: string;
      url: string;
      expiresAt: Date;
    }
  /** To a new operator. */
  | { kind: "invitation"; name: string; invitedBy: string; url: string; expiresAt: Date }
  /** Anything else that has a heading, some paragraphs and at most one button. */
  | {
      kind: "plain";
      subject: string;
      heading: string;
      paragraphs: readonly string[];
      button?: { label: string; url: string } | undefined;
      note?: string | undefined;
    };

/** Language and time zone of the reader's account. */
export interface MailPlace {
  locale: Locale;
  timeZone: string;
}

/**
 * Writes a system mail as subject, HTML and text. Pure: equal input gives equal bytes, so that an opt-in mail
 * can be written again and compared with its hash (DOI-08).
 * @throws RangeError for a link that is not http or https
 */
export function buildSystemMail(
  theme: MailTheme,
  place: MailPlace,
  mail: SystemMailContent,
): BuiltMail {
  switch (mail.kind) {
    case "opt_in":
      return optInMail(theme, place, mail);
    case "access":
      return accessMail(theme, place, mail);
    case "address_change":
      return addressChangeMail(theme, place, mail);
    case "address_change_notice":
      return addressChangeNotice(theme, place, mail);
    case "address_confirmation":
      return addressConfirmation(theme, place, mail);
    case "invitation":
      return invitationMail(theme, place, mail);
    case "plain":
      return writeLetter(theme, place.locale, {
        subject: mail.subject,
        preview: mail.paragraphs[0] ?? mail.heading,
        heading: mail.heading,
        parts: [
          ...texts(mail.paragraphs),
          ...(mail.button === undefined ? [] : [{ kind: "button" as const, ...mail.button }]),
          ...(mail.note === undefined ? [] : [quiet(mail.note)]),
        ],
      });
  }
}

type Mail<Kind> = Extract<SystemMailContent, { kind: Kind }>;

function optInMail(theme: MailTheme, place: MailPlace, mail: Mail<"opt_in">): BuiltMail {
  const words = systemMailTexts[voiceOf(place.locale, theme)].optIn;
  const [only, second] = mail.lists;
  const when = moment(mail.requestedAt, place);
  const several = mail.lists.length > 1;
  return writeLetter(theme, place.locale, {
    subject:
      only !== undefined && second === undefined ? words.subject(only.name) : words.subjectSeveral,
    preview: words.preview,
    heading: words.heading,
    parts: [
      { kind: "text", text: words.hello },
      {
        kind: "text",
        text:
          mail.origin.channel === "page"
            ? words.fromPage(when, mail.origin.page, theme.legalName, several)
            : words.fromChannel(
                day(mail.requestedAt, place),
                words.channels[mail.origin.channel],
                theme.legalName,
                several,
              ),
      },
      {
        kind: "items",
        items: mail.lists.map(({ name, description }) => ({ title: name, text: description })),
      },
      { kind: "text", text: words.please },
      { kind: "button", label: words.button, url: mail.confirmUrl, confirm: true },
      quiet(words.valid(mail.validDays, day(mail.expiresAt, place))),
      { kind: "heading", text: words.declaration },
      { kind: "quotes", texts: mail.wordings },
      quiet(mail.wordings.length > 1 ? words.withdrawEach : words.withdrawOne),
      { kind: "heading", text: words.notYou },
      { kind: "link", before: words.notYouText, label: words.notYouLink, url: mail.notMeUrl },
    ],
  });
}

function accessMail(theme: MailTheme, place: MailPlace, mail: Mail<"access">): BuiltMail {
  const words = systemMailTexts[voiceOf(place.locale, theme)].access;
  return writeLetter(theme, place.locale, {
    subject: words.subject(theme.accountName),
    preview: words.preview(mail.validMinutes),
    heading: words.heading,
    parts: [
      ...texts([words.hello, words.text(moment(mail.requestedAt, place), theme.legalName)]),
      { kind: "button", label: words.button, url: mail.url },
      quiet(words.valid(mail.validMinutes)),
      { kind: "heading", text: words.notYou },
      quiet(words.notYouText),
    ],
  });
}

function addressChangeMail(
  theme: MailTheme,
  place: MailPlace,
  mail: Mail<"address_change">,
): BuiltMail {
  const words = systemMailTexts[voiceOf(place.locale, theme)].addressChange;
  return writeLetter(theme, place.locale, {
    subject: words.subject,
    preview: words.preview,
    heading: words.heading,
    parts: [
      ...texts([words.hello, words.text(theme.legalName)]),
      {
        kind: "facts",
        facts: [
          [words.old, mail.oldAddress],
          [words.new, mail.newAddress],
        ],
      },
      { kind: "text", text: words.please },
      { kind: "button", label: words.button, url: mail.url },
      quiet(words.valid(moment(mail.expiresAt, place))),
      { kind: "heading", text: words.notYou },
      quiet(words.notYouText),
    ],
  });
}

function addressChangeNotice(
  theme: MailTheme,
  place: MailPlace,
  mail: Mail<"address_change_notice">,
): BuiltMail {
  const words = systemMailTexts[voiceOf(place.locale, theme)].addressNotice;
  const contact = mail.contactEmail;
  return writeLetter(theme, place.locale, {
    subject: words.subject(theme.accountName),
    preview: words.preview,
    heading: words.heading,
    parts: [
      ...texts([words.hello, words.text(moment(mail.requestedAt, place), theme.legalName)]),
      { kind: "facts", facts: [[words.new, mail.newAddress]] },
      { kind: "text", text: words.still },
      { kind: "heading", text: words.notYou },
      quiet(contact === undefined ? words.notYouReply : words.notYouWrite(contact)),
    ],
  });
}

function addressConfirmation(
  theme: MailTheme,
  place: MailPlace,
  mail: Mail<"address_confirmation">,
): BuiltMail {
  const words = staffMailTexts[place.locale].addressConfirmation;
  const purpose = words.purposes[mail.purpose];
  return writeLetter(theme, place.locale, {
    subject: purpose.subject(theme.accountName),
    preview: words.preview,
    heading: purpose.heading,
    parts: [
      ...texts([words.hello, words.text(mail.enteredBy, theme.legalName), purpose.text]),
      { kind: "facts", facts: [[words.address, mail.address]] },
      { kind: "button", label: words.button, url: mail.url },
      quiet(words.valid(moment(mail.expiresAt, place))),
      quiet(words.notYou),
    ],
  });
}

function invitationMail(theme: MailTheme, place: MailPlace, mail: Mail<"invitation">): BuiltMail {
  const words = staffMailTexts[place.locale].invitation;
  return writeLetter(theme, place.locale, {
    subject: words.subject(theme.accountName),
    preview: words.preview(mail.invitedBy),
    heading: words.heading,
    parts: [
      ...texts([
        words.hello(mail.name),
        words.text(mail.invitedBy, theme.accountName),
        words.password,
      ]),
      { kind: "button", label: words.button, url: mail.url },
      quiet(words.valid(moment(mail.expiresAt, place))),
      quiet(words.notYou),
    ],
  });
}

const texts = (paragraphs: readonly string[]): LetterPart[] =>
  paragraphs.map((text) => ({ kind: "text", text }));
const quiet = (text: string): LetterPart => ({ kind: "text", text, quiet: true });

const language: Record<Locale, string> = { de: "de-DE", en: "en-GB" };

function day(at: Date, { locale, timeZone }: MailPlace): string {
  const text = at.toLocaleDateString(language[locale], { dateStyle: "long", timeZone });
  return text.replace(/^(\d+\.?) /, "$1\u00a0");
}

function moment(at: Date, place: MailPlace): string {
  const { locale, timeZone } = place;
  const time = at.toLocaleTimeString(language[locale], {
    hour: "2-digit",
    minute: "2-digit",
    timeZone,
  });
  return locale === "de" ? `${day(at, place)} um ${time}\u00a0Uhr` : `${day(at, place)} at ${time}`;
}
