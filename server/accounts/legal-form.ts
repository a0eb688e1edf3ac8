import type { RegisterKind } from "../../contract/accounts.ts";
import type { Locale } from "../platform/index.ts";

type Words = Record<Locale, string>;

/** What § 5(1) DDG asks of a legal form. */
export interface LegalForm {
  code: string;
  label: Words;
  /** What those who represent it are called; null where a natural person stands for themselves. */
  representatives: Words | null;
  register: { kind: RegisterKind; required: boolean } | null;
  /** How the registered name has to end or what it has to contain, to notice a forgotten legal form. */
  inName?: RegExp;
  /** Represented by a company whose own representatives are named too (§ 177a HGB). */
  generalPartner?: boolean;
  /** A branch names the company behind it. */
  headOffice?: boolean;
}

const words = (de: string, en: string): Words => ({ de, en });
const managers = words("Geschäftsführung", "Managing directors");
const board = words("Vorstand", "Board");
const partners = words("Vertretungsberechtigte Gesellschafter", "Partners with power to represent");
const owner = words("Inhaber", "Owner");
const represented = words("Vertreten durch", "Represented by");

const commercial = { kind: "commercial", required: true } as const;
const cooperative = { kind: "cooperative", required: true } as const;

/** All forms an account may have, in the order of the choice. */
export const legalForms: readonly LegalForm[] = [
  {
    code: "sole_trader",
    label: words("Einzelunternehmen", "Sole trader"),
    representatives: null,
    register: null,
  },
  {
    code: "ek",
    label: words(
      "Eingetragener Kaufmann / eingetragene Kauffrau (e. K.)",
      "Registered merchant (e. K.)",
    ),
    representatives: owner,
    register: commercial,
    inName: /\be\.?\s?K(fm|fr)?\.?|eingetragene[rn]? Kauf/i,
  },
  {
    code: "freelancer",
    label: words("Freiberuflerin / Freiberufler", "Freelance professional"),
    representatives: null,
    register: null,
  },
  {
    code: "gbr",
    label: words("Gesellschaft bürgerlichen Rechts (GbR)", "Civil law partnership (GbR)"),
    representatives: partners,
    register: null,
  },
  {
    code: "egbr",
    label: words("Eingetragene GbR (eGbR)", "Registered civil law partnership (eGbR)"),
    representatives: partners,
    register: { kind: "company", required: true },
    inName: /\beGbR\b|eingetragene Gesellschaft bürgerlichen Rechts/i,
  },
  {
    code: "ohg",
    label: words("Offene Handelsgesellschaft (OHG)", "General partnership (OHG)"),
    representatives: partners,
    register: commercial,
    inName: /\boHG\b|offene Handelsgesellschaft/i,
  },
  {
    code: "kg",
    label: words("Kommanditgesellschaft (KG)", "Limited partnership (KG)"),
    representatives: words("Persönlich haftende Gesellschafter", "General partners"),
    register: commercial,
    inName: /\bKG\b|Kommanditgesellschaft/i,
  },
  {
    code: "gmbh_co_kg",
    label: words("GmbH & Co. KG", "GmbH & Co. KG"),
    representatives: null,
    register: commercial,
    generalPartner: true,
    inName: /\bKG\b|Kommanditgesellschaft/i,
  },
  {
    code: "ug_co_kg",
    label: words("UG (haftungsbeschränkt) & Co. KG", "UG (haftungsbeschränkt) & Co. KG"),
    representatives: null,
    register: commercial,
    generalPartner: true,
    inName: /\bKG\b|Kommanditgesellschaft/i,
  },
  {
    code: "ag_co_kg",
    label: words("AG & Co. KG", "AG & Co. KG"),
    representatives: null,
    register: commercial,
    generalPartner: true,
    inName: /\bKG\b|Kommanditgesellschaft/i,
  },
  {
    code: "gmbh_co_ohg",
    label: words("GmbH & Co. OHG", "GmbH & Co. OHG"),
    representatives: null,
    register: commercial,
    generalPartner: true,
    inName: /\boHG\b|offene Handelsgesellschaft/i,
  },
  {
    code: "partg",
    label: words("Partnerschaftsgesellschaft (PartG)", "Professional partnership (PartG)"),
    representatives: words("Partnerinnen und Partner", "Partners"),
    register: { kind: "partnership", required: true },
  },
  {
    code: "partg_mbb",
    label: words(
      "Partnerschaftsgesellschaft mit beschränkter Berufshaftung (PartG mbB)",
      "Professional partnership with limited liability (PartG mbB)",
    ),
    representatives: words("Partnerinnen und Partner", "Partners"),
    register: { kind: "partnership", required: true },
    inName: /\bmbB\b|mit beschränkter Berufshaftung/i,
  },
  {
    code: "ug",
    label: words(
      "Unternehmergesellschaft (haftungsbeschränkt)",
      "Entrepreneurial company (UG, limited liability)",
    ),
    representatives: managers,
    register: commercial,
    inName: /haftungsbeschränkt/i,
  },
  {
    code: "gug",
    label: words(
      "Gemeinnützige Unternehmergesellschaft (gUG)",
      "Charitable entrepreneurial company (gUG)",
    ),
    representatives: managers,
    register: commercial,
    inName: /haftungsbeschränkt/i,
  },
  {
    code: "gmbh",
    label: words("Gesellschaft mit beschränkter Haftung (GmbH)", "Limited company (GmbH)"),
    representatives: managers,
    register: commercial,
    inName: /mbH\b|mit beschränkter Haftung/i,
  },
  {
    code: "ggmbh",
    label: words("Gemeinnützige GmbH (gGmbH)", "Charitable limited company (gGmbH)"),
    representatives: managers,
    register: commercial,
    inName: /mbH\b|mit beschränkter Haftung/i,
  },
  {
    code: "ag",
    label: words("Aktiengesellschaft (AG)", "Stock corporation (AG)"),
    representatives: board,
    register: commercial,
    inName: /\bg?AG\b|Aktiengesellschaft/i,
  },
  {
    code: "se",
    label: words("Europäische Gesellschaft (SE)", "European company (SE)"),
    representatives: words("Vorstand / geschäftsführende Direktoren", "Board / managing directors"),
    register: commercial,
    inName: /\bSE\b|Societas Europaea/i,
  },
  {
    code: "kgaa",
    label: words("Kommanditgesellschaft auf Aktien (KGaA)", "Partnership limited by shares (KGaA)"),
    representatives: words("Persönlich haftende Gesellschafter", "General partners"),
    register: commercial,
    inName: /KGaA|Kommanditgesellschaft auf Aktien/i,
  },
  {
    code: "gmbh_co_kgaa",
    label: words("GmbH & Co. KGaA", "GmbH & Co. KGaA"),
    representatives: null,
    register: commercial,
    generalPartner: true,
    inName: /KGaA|Kommanditgesellschaft auf Aktien/i,
  },
  {
    code: "eg",
    label: words("Eingetragene Genossenschaft (eG)", "Registered cooperative (eG)"),
    representatives: board,
    register: cooperative,
    inName: /\beG\b|eingetragene Genossenschaft/i,
  },
  {
    code: "sce",
    label: words("Europäische Genossenschaft (SCE)", "European cooperative (SCE)"),
    representatives: board,
    register: cooperative,
    inName: /\bSCE\b|Europäische Genossenschaft/i,
  },
  {
    code: "ev",
    label: words("Eingetragener Verein (e. V.)", "Registered association (e. V.)"),
    representatives: board,
    register: { kind: "association", required: true },
    inName: /\be\.?\s?V\.?|eingetragener Verein/i,
  },
  {
    code: "association",
    label: words("Nicht eingetragener Verein", "Unregistered association"),
    representatives: board,
    register: null,
  },
  {
    code: "business_association",
    label: words(
      "Wirtschaftlicher Verein (§ 22 BGB)",
      "Association with a business purpose (§ 22 BGB)",
    ),
    representatives: board,
    register: null,
  },
  {
    code: "party",
    label: words("Politische Partei", "Political party"),
    representatives: board,
    register: null,
  },
  {
    code: "foundation",
    label: words("Stiftung des bürgerlichen Rechts", "Foundation under private law"),
    representatives: board,
    // The foundation register opens in 2028 (Art. 11 of the act of 16 July 2021 as amended).
    register: { kind: "foundation", required: false },
  },
  {
    code: "public_foundation",
    label: words("Stiftung des öffentlichen Rechts", "Foundation under public law"),
    representatives: represented,
    register: null,
  },
  {
    code: "aoer",
    label: words("Anstalt des öffentlichen Rechts", "Public-law institution (AöR)"),
    representatives: board,
    // Savings banks and other trading institutions are entered (§ 33 HGB), broadcasters are not.
    register: { kind: "commercial", required: false },
  },
  {
    code: "koer",
    label: words("Körperschaft des öffentlichen Rechts", "Public-law corporation (KöR)"),
    representatives: represented,
    register: null,
  },
  {
    code: "authority",
    label: words("Behörde, Gemeinde oder Land", "Public authority, municipality or state"),
    representatives: represented,
    register: null,
  },
  {
    code: "vvag",
    label: words(
      "Versicherungsverein auf Gegenseitigkeit (VVaG)",
      "Mutual insurance society (VVaG)",
    ),
    representatives: board,
    register: commercial,
    inName: /a\.?\s?G\.?(\s|$)|VVaG|auf Gegenseitigkeit/i,
  },
  {
    code: "ewiv",
    label: words(
      "Europäische wirtschaftliche Interessenvereinigung (EWIV)",
      "European economic interest grouping (EEIG)",
    ),
    representatives: managers,
    register: commercial,
    inName: /\bEWIV\b|\bEEIG\b|Interessenvereinigung/i,
  },
  {
    code: "branch",
    label: words(
      "Zweigniederlassung einer ausländischen Gesellschaft",
      "Branch of a foreign company",
    ),
    representatives: words(
      "Ständige Vertreter der Zweigniederlassung",
      "Permanent representatives of the branch",
    ),
    register: commercial,
    headOffice: true,
  },
  {
    code: "foreign",
    label: words("Ausländische Gesellschaft", "Foreign company"),
    representatives: represented,
    register: { kind: "foreign", required: true },
  },
];

/** The form of a code, or undefined when nothing or something unknown is chosen. */
export function legalFormOf(code: string | null): LegalForm | undefined {
  return legalForms.find((form) => form.code === code);
}

/** What the registers are called. */
export const registerNames: Readonly<Record<RegisterKind, Words>> = {
  commercial: words("Handelsregister", "Commercial register"),
  cooperative: words("Genossenschaftsregister", "Register of cooperatives"),
  association: words("Vereinsregister", "Register of associations"),
  partnership: words("Partnerschaftsregister", "Register of professional partnerships"),
  company: words("Gesellschaftsregister", "Register of civil law partnerships"),
  foundation: words("Stiftungsregister", "Register of foundations"),
  foreign: words("Register", "Register"),
};
