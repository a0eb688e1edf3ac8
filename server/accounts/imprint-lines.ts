import type { Locale } from "../platform/index.ts";
import type { Account, Imprint } from "./account.ts";
import { legalFormOf, registerNames } from "./legal-form.ts";

const has = (text: string | undefined): text is string => (text ?? "").trim() !== "";
const join = (parts: (string | undefined)[], by = ", "): string =>
  parts
    .filter(has)
    .map((part) => part.trim())
    .join(by);

const terms = {
  phone: { de: "Telefon", en: "Phone" },
  email: { de: "E-Mail", en: "E-mail" },
  contactForm: { de: "Kontaktformular", en: "Contact form" },
  chair: { de: "Aufsichtsratsvorsitz", en: "Chair of the supervisory board" },
  representedBy: { de: "Vertreten durch", en: "Represented by" },
  inTurnBy: { de: "diese vertreten durch", en: "in turn represented by" },
  branchOf: { de: "Zweigniederlassung der", en: "Branch of" },
  vatId: { de: "USt-IdNr.", en: "VAT ID" },
  businessId: { de: "Wirtschafts-IdNr.", en: "Business ID (W-IdNr.)" },
  authority: { de: "Aufsichtsbehörde", en: "Supervisory authority" },
  intermediary: { de: "Vermittlerregister", en: "Register of intermediaries" },
  profession: { de: "Berufsbezeichnung", en: "Professional title" },
  awardedIn: { de: "verliehen in", en: "awarded in" },
  chamber: { de: "Kammer", en: "Chamber" },
  rules: { de: "Berufsrechtliche Regelungen", en: "Professional rules" },
  editor: {
    de: "Verantwortlich nach § 18 Abs. 2 MStV",
    en: "Responsible under § 18(2) MStV",
  },
  liquidation: { de: "in Liquidation", en: "in liquidation" },
} as const;

/**
 * The provider identification as mails and pages show it, a fact a line: the legal name, the postal address,
 * and whatever is known of the rest (CNT-04, § 5 DDG). Incomplete settings give fewer lines, never wrong ones.
 */
export function imprintLines(
  account: Pick<Account, "name" | "legalForm" | "imprint">,
  locale: Locale,
): string[] {
  const { imprint } = account;
  const say = (term: keyof typeof terms): string => terms[term][locale];
  const fact = (term: keyof typeof terms, value: string | undefined): string =>
    has(value) ? `${say(term)}: ${value.trim()}` : "";
  const name = has(imprint.legalName) ? imprint.legalName.trim() : account.name;
  const form =
    account.legalForm === "foreign" && has(imprint.foreignLegalForm)
      ? ` (${imprint.foreignLegalForm.trim()})`
      : "";
  return [
    `${name}${form}${imprint.inLiquidation ? ` ${say("liquidation")}` : ""}`,
    postalAddress(imprint, locale),
    ...representation(account, locale),
    fact("chair", imprint.supervisoryBoardChair),
    fact("phone", imprint.phone),
    fact("email", imprint.email),
    fact("contactForm", imprint.contactFormUrl),
    registerLine(imprint.register, locale),
    fact("vatId", imprint.vatId),
    fact("businessId", imprint.businessId),
    fact(
      "authority",
      join([
        imprint.supervisoryAuthority?.name,
        imprint.supervisoryAuthority?.address,
        imprint.supervisoryAuthority?.url,
      ]),
    ),
    imprint.insuranceIntermediary ? intermediary(imprint, locale) : "",
    ...(imprint.regulatedProfession ? profession(imprint, locale) : []),
    imprint.journalistic
      ? fact("editor", join([imprint.editor?.name, imprint.editor?.address]))
      : "",
  ].filter((line) => line !== "");
}

function postalAddress(imprint: Imprint, locale: Locale): string {
  const country = (imprint.country ?? "DE").trim();
  const abroad =
    country === "DE" || country === ""
      ? undefined
      : new Intl.DisplayNames([locale], { type: "region" }).of(country);
  return join([
    imprint.street,
    join([imprint.postalCode, imprint.city], " "),
    has(imprint.city) ? abroad : undefined,
  ]);
}

function representation(account: Pick<Account, "legalForm" | "imprint">, locale: Locale): string[] {
  const { imprint } = account;
  const form = legalFormOf(account.legalForm);
  const lines: string[] = [];
  if (form?.headOffice && has(imprint.headOffice?.legalName)) {
    const company = imprint.headOffice;
    lines.push(
      `${terms.branchOf[locale]} ${join([company.legalName, company.address, registerLine(company.register, locale)])}`,
    );
  }
  if (form?.generalPartner && has(imprint.generalPartner?.legalName)) {
    const partner = imprint.generalPartner;
    const people = join(partner.representatives ?? []);
    lines.push(
      `${terms.representedBy[locale]}: ${join([
        join([partner.legalName, registerLine(partner.register, locale)]),
        people === "" ? undefined : `${terms.inTurnBy[locale]} ${people}`,
      ])}`,
    );
  }
  const people = join(imprint.representatives ?? []);
  if (form?.representatives && people !== "")
    lines.push(`${form.representatives[locale]}: ${people}`);
  return lines;
}

function registerLine(register: Imprint["register"], locale: Locale): string {
  if (!register || (!has(register.court) && !has(register.number))) return "";
  return `${registerNames[register.kind][locale]}: ${join([register.court, register.number])}`;
}

function intermediary(imprint: Imprint, locale: Locale): string {
  const entry = imprint.intermediaryRegister ?? {};
  const text = join([
    entry.status,
    join([entry.number, "www.vermittlerregister.info"], " "),
    entry.authority,
  ]);
  return has(entry.number) ? `${terms.intermediary[locale]}: ${text}` : "";
}

function profession(imprint: Imprint, locale: Locale): string[] {
  const entry = imprint.profession ?? {};
  const title = has(entry.title)
    ? `${terms.profession[locale]}: ${entry.title.trim()}${has(entry.state) ? ` (${terms.awardedIn[locale]}: ${entry.state.trim()})` : ""}`
    : "";
  const rules = join([entry.rules, entry.rulesUrl]);
  return [
    title,
    has(entry.chamber) ? `${terms.chamber[locale]}: ${entry.chamber.trim()}` : "",
    rules === "" ? "" : `${terms.rules[locale]}: ${rules}`,
  ];
}
