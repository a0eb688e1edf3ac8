import type { Account } from "../accounts/index.ts";
import { accountVoice, pageTheme } from "../accounts/index.ts";
import type { Contact } from "../contacts/index.ts";
import { writeLetter, type BuiltMail, type LetterPart } from "../content/index.ts";
import { formatDay } from "../pages/index.ts";
import type { Locale } from "../platform/index.ts";
import { noticeTexts } from "./privacy-notice-texts.ts";
import { describeSource } from "./source-words.ts";

/** What we hold about a person and why, as far as the notice tells it (Art. 14(1), (2) GDPR). */
export interface NoticeFacts {
  account: Account;
  contact: Contact;
  locale: Locale;
  /** What the account calls its own fields, by key; archived ones too, for their values may still be held. */
  fieldLabels: ReadonlyMap<string, string>;
  /** Newsletters the person agreed to, by name. */
  newsletters: string[];
  /** The person permitted the analysis of use. */
  profiling: boolean;
  objectionUrl: string;
}

const FIELDS = [
  "email",
  "salutation",
  "title",
  "firstName",
  "lastName",
  "company",
  "locale",
] as const satisfies readonly (keyof Contact)[];

/**
 * The notice of Art. 14 GDPR: who, which data and where from, what for and on what basis, to whom, how long, and the
 * rights (DSR-02, DSR-03). Generated from the account's settings and the contact's own origins; no advertising. Pure.
 */
export function writePrivacyNotice(facts: NoticeFacts): BuiltMail {
  const { account, locale } = facts;
  const theme = pageTheme(account, locale);
  const words = noticeTexts[accountVoice(account, locale)];
  const { dpo } = account.privacy;
  const text = (value: string): LetterPart => ({ kind: "text", text: value });
  const heading = (value: string): LetterPart => ({ kind: "heading", text: value });
  const contact = theme.contactEmail ?? theme.imprintLines[0] ?? "";
  return writeLetter(theme, locale, {
    subject: words.subject(theme.accountName),
    preview: words.preview,
    heading: words.heading,
    parts: [
      text(words.hello),
      text(words.intro(theme.legalName)),
      heading(words.who),
      {
        kind: "facts",
        facts: [
          [words.controller, [theme.legalName, ...theme.imprintLines.slice(0, 1)].join(", ")],
          [words.contact, contact],
          ...(dpo?.appointed === true
            ? [[words.officer, `${dpo.name}, ${dpo.email}`] as const]
            : []),
        ],
      },
      heading(words.which),
      { kind: "facts", facts: origins(facts) },
      heading(words.why),
      { kind: "items", items: purposes(facts) },
      heading(words.recipients),
      text(recipients(facts)),
      heading(words.retention),
      { kind: "items", items: words.periods.map((period) => ({ title: period })) },
      heading(words.rights),
      text(words.rightsText(contact)),
      text(words.authority),
      text(words.automated),
      heading(words.objection),
      text(words.objectionText),
      {
        kind: "link",
        before: words.objectionBefore,
        label: words.objectionLink,
        url: facts.objectionUrl,
      },
    ],
  });
}

/** Every kind of data that is held, with source and day; the values themselves stay out of the mail. */
function origins({ contact, locale, account, fieldLabels }: NoticeFacts): [string, string][] {
  const words = noticeTexts[accountVoice(account, locale)];
  const own = FIELDS.filter((field) => String(contact[field] ?? "") !== "").map(
    (field): [string, string] => [field, words.fields[field]],
  );
  const custom = Object.entries(contact.custom)
    .filter(([, value]) => value !== "")
    .map(([key]): [string, string] => [`custom.${key}`, fieldLabels.get(key) ?? key]);
  return [...own, ...custom].map(([field, name]) => {
    const origin = contact.origins[field] ?? contact.origins["custom"] ?? contact.origins["email"];
    if (!origin) return [name, words.unknownSource];
    const at = new Date(origin.at);
    const day = Number.isNaN(at.getTime())
      ? ""
      : formatDay(at, { locale, timeZone: account.timezone });
    return [
      name,
      [describeSource(origin.source, accountVoice(account, locale)), day]
        .filter(Boolean)
        .join(", "),
    ];
  });
}

function purposes({ account, locale, newsletters, profiling }: NoticeFacts) {
  const words = noticeTexts[accountVoice(account, locale)];
  return [
    ...newsletters.map((name) => ({ title: words.newsletter(name), text: words.consent })),
    ...(profiling ? [{ title: words.analysis, text: words.consent }] : []),
    { title: words.relation, text: words.interest },
    { title: words.evidence, text: words.duty },
  ];
}

function recipients({ account, locale }: NoticeFacts): string {
  const words = noticeTexts[accountVoice(account, locale)];
  const { operation, place } = account.processing;
  const names = [
    ...(operation?.kind === "processor" ? [operation.provider] : []),
    ...(operation?.subprocessors ?? []).map((one) => `${one.name} (${one.country})`),
  ];
  const country =
    place === undefined
      ? undefined
      : new Intl.DisplayNames(locale, { type: "region" }).of(place.country);
  return [
    names.length === 0 ? words.nobodyElse : words.processors(names.join(", ")),
    ...(country === undefined ? [] : [words.place(country)]),
    words.noOthers,
  ].join(" ");
}
