import { parseEmailAddress } from "../platform/index.ts";
import type { Account, Imprint, SettingsProblem } from "./account.ts";
import { legalFormOf, registerNames, type LegalForm } from "./legal-form.ts";

type ImprintAccount = Pick<Account, "name" | "legalForm" | "imprint">;

const PO_BOX = /\bpost\s?fach\b|\bp\.?\s?o\.?\s?box\b|\bpostbox\b|\bgroßkunden-?plz\b/i;
const VAT_ID = /^(?:DE\d{9}|ATU\d{8}|[A-Z]{2}[0-9A-Z+*]{2,12})$/;
const BUSINESS_ID = /^DE\d{9}-\d{5}$/;
const INTERMEDIARY_NUMBER = /^D-[0-9A-Z]{4}-[0-9A-Z]{5}-\d{2}$/;

const has = (text: string | undefined): text is string => (text ?? "").trim() !== "";
const named = (people: readonly string[] | undefined): string[] =>
  (people ?? []).map((person) => person.trim()).filter((person) => person !== "");

/** True for an https address of the web. */
export function isHttpsUrl(text: string | undefined): boolean {
  try {
    const url = new URL((text ?? "").trim());
    return url.protocol === "https:" && url.hostname.includes(".") && url.username === "";
  } catch {
    return false;
  }
}

/**
 * What the provider identification still lacks, by legal form (CNT-04; § 5(1) DDG, § 18(2) MStV,
 * § 11 VersVermV). Empty when it is complete. Pure.
 */
export function imprintProblems(account: ImprintAccount): SettingsProblem[] {
  const form = legalFormOf(account.legalForm);
  const imprint = account.imprint;
  const found: SettingsProblem[] = [];
  const missing = (path: string, de: string, en: string) =>
    found.push({ path, rule: "CNT-04", message: { de, en } });
  if (!form)
    missing("legalForm", "Bitte wählen Sie die Rechtsform.", "Please choose the legal form.");
  checkName(form, imprint, missing);
  checkAddress(imprint, missing);
  checkContact(imprint, missing);
  if (form) checkForm(form, imprint, missing);
  checkNumbers(imprint, missing);
  checkActivity(form, imprint, missing);
  return found;
}

type Missing = (path: string, de: string, en: string) => void;

function checkName(form: LegalForm | undefined, imprint: Imprint, missing: Missing): void {
  const name = (imprint.legalName ?? "").trim();
  if (name === "") {
    missing(
      "imprint.legalName",
      "Bitte geben Sie den vollständigen Namen mit Rechtsform an.",
      "Please give the full name including the legal form.",
    );
    return;
  }
  if (form?.inName && !form.inName.test(name)) {
    missing(
      "imprint.legalName",
      `Im Namen fehlt der Zusatz der Rechtsform „${form.label.de}“.`,
      `The name lacks the addition of the legal form “${form.label.en}”.`,
    );
  }
  if (["sole_trader", "freelancer"].includes(form?.code ?? "") && !/\S\s+\S/.test(name)) {
    missing(
      "imprint.legalName",
      "Bitte nennen Sie Vor- und Nachnamen der Inhaberin oder des Inhabers.",
      "Please give the owner's first and last name.",
    );
  }
}

function checkAddress(imprint: Imprint, missing: Missing): void {
  const street = imprint.street ?? "";
  if (!has(street))
    missing(
      "imprint.street",
      "Bitte geben Sie Straße und Hausnummer an.",
      "Please give street and number.",
    );
  else if (PO_BOX.test(street))
    missing(
      "imprint.street",
      "Ein Postfach genügt nicht. Nötig ist eine Anschrift, an der Sie geladen werden können.",
      "A PO box is not enough. It takes an address at which you can be summoned.",
    );
  const german = (imprint.country ?? "DE") === "DE";
  if (!has(imprint.postalCode) || (german && !/^\d{5}$/.test(imprint.postalCode.trim())))
    missing(
      "imprint.postalCode",
      german
        ? "Bitte geben Sie die fünfstellige Postleitzahl an."
        : "Bitte geben Sie die Postleitzahl an.",
      german ? "Please give the five-digit postal code." : "Please give the postal code.",
    );
  if (!has(imprint.city))
    missing("imprint.city", "Bitte geben Sie den Ort an.", "Please give the city.");
  else if (PO_BOX.test(imprint.city))
    missing("imprint.city", "Ein Postfach genügt nicht.", "A PO box is not enough.");
}

/** E-mail plus a second way that is answered quickly (§ 5(1) no. 2 DDG; CJEU C-298/07). */
function checkContact(imprint: Imprint, missing: Missing): void {
  if (!parseEmailAddress(imprint.email ?? "").ok)
    missing(
      "imprint.email",
      "Bitte geben Sie eine gültige E-Mail-Adresse an.",
      "Please give a valid e-mail address.",
    );
  const phone = (imprint.phone ?? "").replace(/[^\d]/g, "");
  if (has(imprint.phone) && phone.length < 5)
    missing(
      "imprint.phone",
      "Diese Telefonnummer ist zu kurz.",
      "This telephone number is too short.",
    );
  if (has(imprint.contactFormUrl) && !isHttpsUrl(imprint.contactFormUrl))
    missing(
      "imprint.contactFormUrl",
      "Die Adresse des Kontaktformulars muss mit https:// beginnen.",
      "The contact form's address must begin with https://.",
    );
  if (!has(imprint.phone) && !has(imprint.contactFormUrl))
    missing(
      "imprint.phone",
      "Neben der E-Mail-Adresse ist ein zweiter schneller Kontaktweg nötig: Telefon oder Kontaktformular.",
      "Besides the e-mail address a second quick way of contact is needed: telephone or contact form.",
    );
}

function checkForm(form: LegalForm, imprint: Imprint, missing: Missing): void {
  if (form.representatives && named(imprint.representatives).length === 0)
    missing(
      "imprint.representatives",
      `Bitte nennen Sie: ${form.representatives.de} (Vor- und Nachname).`,
      `Please name: ${form.representatives.en} (first and last name).`,
    );
  if (form.register?.required) checkRegister("imprint.register", form, imprint.register, missing);
  else if (has(imprint.register?.court) !== has(imprint.register?.number))
    checkRegister("imprint.register", form, imprint.register, missing);
  if (form.generalPartner) {
    if (!has(imprint.generalPartner?.legalName))
      missing(
        "imprint.generalPartner.legalName",
        "Bitte nennen Sie die persönlich haftende Gesellschaft, die vertritt.",
        "Please name the general partner, the company that represents.",
      );
    if (named(imprint.generalPartner?.representatives).length === 0)
      missing(
        "imprint.generalPartner.representatives",
        "Bitte nennen Sie die Geschäftsführung der persönlich haftenden Gesellschaft.",
        "Please name the managing directors of the general partner.",
      );
  }
  if (form.headOffice && !has(imprint.headOffice?.legalName))
    missing(
      "imprint.headOffice.legalName",
      "Bitte nennen Sie die Gesellschaft, zu der die Zweigniederlassung gehört.",
      "Please name the company the branch belongs to.",
    );
  if (form.headOffice && !has(imprint.headOffice?.address))
    missing(
      "imprint.headOffice.address",
      "Bitte geben Sie den Sitz der Gesellschaft an.",
      "Please give the company's registered seat.",
    );
  if (form.code === "foreign" && !has(imprint.foreignLegalForm))
    missing(
      "imprint.foreignLegalForm",
      "Bitte nennen Sie die ausländische Rechtsform, zum Beispiel „B. V.“.",
      "Please name the foreign legal form, for example “B.V.”.",
    );
}

function checkRegister(
  path: string,
  form: LegalForm,
  register: Imprint["register"],
  missing: Missing,
): void {
  const name = registerNames[register?.kind ?? form.register?.kind ?? "commercial"];
  if (!has(register?.court))
    missing(
      `${path}.court`,
      `${name.de}: Bitte nennen Sie das Registergericht oder die Registerbehörde.`,
      `${name.en}: please name the court or authority that keeps it.`,
    );
  if (!has(register?.number))
    missing(
      `${path}.number`,
      `${name.de}: Bitte geben Sie die Registernummer an.`,
      `${name.en}: please give the register number.`,
    );
}

function checkNumbers(imprint: Imprint, missing: Missing): void {
  const vatId = (imprint.vatId ?? "").replace(/[\s.]/g, "").toUpperCase();
  const german = vatId.startsWith("DE");
  if (vatId !== "" && (!VAT_ID.test(vatId) || (german && !/^DE\d{9}$/.test(vatId))))
    missing(
      "imprint.vatId",
      "Eine deutsche Umsatzsteuer-Identifikationsnummer besteht aus DE und neun Ziffern. Die Steuernummer gehört nicht ins Impressum.",
      "A German VAT identification number is DE and nine digits. The tax number does not belong into the imprint.",
    );
  if (has(imprint.businessId) && !BUSINESS_ID.test(imprint.businessId.replace(/\s/g, "")))
    missing(
      "imprint.businessId",
      "Eine Wirtschafts-Identifikationsnummer hat die Form DE123456789-00001.",
      "A business identification number has the form DE123456789-00001.",
    );
}

/** What depends on the activity, not on the form (§ 5(1) nos. 3 and 5 DDG; § 11(1) VersVermV; § 18(2) MStV). */
function checkActivity(form: LegalForm | undefined, imprint: Imprint, missing: Missing): void {
  const licensed =
    imprint.licensedActivity || imprint.insuranceIntermediary || form?.code === "vvag";
  if (licensed && !has(imprint.supervisoryAuthority?.name))
    missing(
      "imprint.supervisoryAuthority.name",
      "Ihre Tätigkeit bedarf einer Zulassung: Bitte nennen Sie die Aufsichtsbehörde.",
      "Your activity needs a licence: please name the supervisory authority.",
    );
  if (imprint.insuranceIntermediary) {
    if (!has(imprint.intermediaryRegister?.status))
      missing(
        "imprint.intermediaryRegister.status",
        "Bitte geben Sie an, ob Sie zum Beispiel als Versicherungsmakler nach § 34d Abs. 1 GewO tätig sind.",
        "Please say in which role you act, for example as insurance broker under § 34d(1) GewO.",
      );
    if (
      !INTERMEDIARY_NUMBER.test((imprint.intermediaryRegister?.number ?? "").trim().toUpperCase())
    )
      missing(
        "imprint.intermediaryRegister.number",
        "Bitte geben Sie die Nummer im Vermittlerregister in der Form D-XXXX-XXXXX-00 an.",
        "Please give the number in the register of intermediaries in the form D-XXXX-XXXXX-00.",
      );
  }
  if (imprint.regulatedProfession) {
    const profession = imprint.profession ?? {};
    const needed: [keyof NonNullable<Imprint["profession"]>, string, string][] = [
      ["title", "die gesetzliche Berufsbezeichnung", "the legal professional title"],
      ["state", "den Staat, der sie verliehen hat", "the state that awarded it"],
      ["chamber", "die Kammer", "the professional chamber"],
      ["rules", "die berufsrechtlichen Regelungen", "the professional rules"],
      ["rulesUrl", "wo diese Regelungen zugänglich sind", "where these rules can be read"],
    ];
    for (const [field, de, en] of needed)
      if (!has(profession[field]))
        missing(`imprint.profession.${field}`, `Bitte nennen Sie ${de}.`, `Please name ${en}.`);
  }
  if (imprint.journalistic) {
    if (!has(imprint.editor?.name))
      missing(
        "imprint.editor.name",
        "Bitte nennen Sie die verantwortliche Person nach § 18 Abs. 2 MStV.",
        "Please name the person responsible under § 18(2) MStV.",
      );
    if (!has(imprint.editor?.address) || PO_BOX.test(imprint.editor.address))
      missing(
        "imprint.editor.address",
        "Bitte geben Sie die Anschrift der verantwortlichen Person an.",
        "Please give the responsible person's address.",
      );
  }
}
