import assert from "node:assert/strict";
import { test } from "node:test";
import { completeSettings } from "../../test/support/account.ts";
import type { Imprint } from "./account.ts";
import { imprintLines } from "./imprint-lines.ts";
import { imprintProblems } from "./imprint.ts";
import { legalForms } from "./legal-form.ts";

const base: Imprint = {
  legalName: "Muster GmbH",
  street: "Lindenallee 12",
  postalCode: "12345",
  city: "Musterstadt",
  country: "DE",
  email: "post@muster.example",
  phone: "+49 30 1234567",
  representatives: ["Erika Mustermann"],
  register: { kind: "commercial", court: "Amtsgericht Musterstadt", number: "HRB 12345" },
};
const paths = (legalForm: string | null, imprint: Imprint) =>
  imprintProblems({ name: "Muster", legalForm, imprint }).map((problem) => problem.path);

test("CNT-04: a complete GmbH has no problems; each missing fact is named", () => {
  assert.deepEqual(paths("gmbh", base), []);
  const { register: _r, ...unregistered } = base;
  assert.deepEqual(paths("gmbh", unregistered), [
    "imprint.register.court",
    "imprint.register.number",
  ]);
  assert.deepEqual(paths("gmbh", { ...base, representatives: [" "] }), ["imprint.representatives"]);
  assert.deepEqual(paths("gmbh", { ...base, legalName: "Muster" }), ["imprint.legalName"]);
  assert.deepEqual(paths("gmbh", { ...base, email: "muster" }), ["imprint.email"]);
  assert.deepEqual(paths("gmbh", { ...base, phone: "" }), ["imprint.phone"]);
  assert.deepEqual(
    paths("gmbh", { ...base, phone: "", contactFormUrl: "https://muster.example/kontakt" }),
    [],
  );
  assert.deepEqual(paths(null, base), ["legalForm"]);
  assert.deepEqual(paths("erfunden", base), ["legalForm"]);
});

test("CNT-04: a PO box is no address", () => {
  for (const street of ["Postfach 12 34", "postfach 1", "P.O. Box 7", "PO Box 7", "Post Fach 3"])
    assert.deepEqual(paths("gmbh", { ...base, street }), ["imprint.street"], street);
  for (const street of ["Postfachweg 3", "Am Postplatz 1", "Boxhagener Straße 5"])
    assert.deepEqual(paths("gmbh", { ...base, street }), [], street);
});

test("CNT-04: every legal form can be completed and asks for what the law names", () => {
  const names: Record<string, string> = {
    ek: "Muster e. K.",
    egbr: "Muster eGbR",
    ohg: "Muster OHG",
    kg: "Muster KG",
    gmbh_co_kg: "Muster GmbH & Co. KG",
    ug_co_kg: "Muster UG (haftungsbeschränkt) & Co. KG",
    ag_co_kg: "Muster AG & Co. KG",
    gmbh_co_ohg: "Muster GmbH & Co. OHG",
    partg_mbb: "Muster & Partner mbB",
    ug: "Muster UG (haftungsbeschränkt)",
    gug: "Muster gUG (haftungsbeschränkt)",
    gmbh: "Muster GmbH",
    ggmbh: "Muster gGmbH",
    ag: "Muster AG",
    se: "Muster SE",
    kgaa: "Muster KGaA",
    gmbh_co_kgaa: "Muster GmbH & Co. KGaA",
    eg: "Musterbank eG",
    sce: "Muster SCE",
    ev: "Muster e.V.",
    vvag: "Muster Lebensversicherung a. G.",
    ewiv: "Muster EWIV",
  };
  for (const form of legalForms) {
    const legalName = names[form.code] ?? "Erika Mustermann";
    assert.ok(paths(form.code, {}).length > 4, form.code);
    const { register: _register, representatives: _people, ...naked } = base;
    const without = paths(form.code, { ...naked, legalName });
    assert.equal(without.includes("imprint.representatives"), form.representatives !== null);
    assert.equal(
      without.includes("imprint.register.number"),
      form.register?.required ?? false,
      form.code,
    );
    assert.equal(
      without.includes("imprint.generalPartner.legalName"),
      form.generalPartner ?? false,
    );
    const complete: Imprint = {
      ...base,
      legalName,
      foreignLegalForm: "B. V.",
      generalPartner: { legalName: "Muster GmbH", representatives: ["Erika Mustermann"] },
      headOffice: { legalName: "Muster Ltd.", address: "1 Main Street, Dublin" },
      supervisoryAuthority: { name: "BaFin" },
    };
    assert.deepEqual(paths(form.code, complete), [], form.code);
  }
});

test("CNT-04: licensed activities, professions, intermediaries and editors state more", () => {
  assert.deepEqual(paths("gmbh", { ...base, licensedActivity: true }), [
    "imprint.supervisoryAuthority.name",
  ]);
  const broker = { ...base, insuranceIntermediary: true, supervisoryAuthority: { name: "IHK" } };
  assert.deepEqual(paths("gmbh", broker), [
    "imprint.intermediaryRegister.status",
    "imprint.intermediaryRegister.number",
  ]);
  const number = (value: string) =>
    paths("gmbh", {
      ...broker,
      intermediaryRegister: { status: "Versicherungsmakler", number: value },
    });
  assert.deepEqual(number("D-ABCD-12345-67"), []);
  assert.deepEqual(number("12345"), ["imprint.intermediaryRegister.number"]);
  assert.equal(paths("gmbh", { ...base, regulatedProfession: true }).length, 5);
  assert.deepEqual(paths("gmbh", { ...base, journalistic: true, editor: { name: "E. M." } }), [
    "imprint.editor.address",
  ]);
});

test("CNT-04: numbers of the tax office have their form; the tax number is not one of them", () => {
  for (const vatId of ["DE123456789", "DE 123 456 789", "ATU12345678", "FR12345678901"])
    assert.deepEqual(paths("gmbh", { ...base, vatId }), [], vatId);
  for (const vatId of ["12/345/67890", "DE12345678", "123456789"])
    assert.deepEqual(paths("gmbh", { ...base, vatId }), ["imprint.vatId"], vatId);
  assert.deepEqual(paths("gmbh", { ...base, businessId: "DE123456789-00001" }), []);
  assert.deepEqual(paths("gmbh", { ...base, businessId: "DE123456789" }), ["imprint.businessId"]);
});

test("CNT-04: every problem speaks German and English", () => {
  for (const form of [...legalForms.map((each) => each.code), null])
    for (const imprint of [
      {},
      {
        licensedActivity: true,
        insuranceIntermediary: true,
        regulatedProfession: true,
        journalistic: true,
      },
    ])
      for (const { message, rule } of imprintProblems({ name: "M", legalForm: form, imprint })) {
        assert.ok(message.de.length > 10 && message.en.length > 10);
        assert.notEqual(message.de, message.en);
        assert.equal(rule, "CNT-04");
      }
});

test("CNT-04: the imprint names everything in lines, the legal name first, the address second", () => {
  const lines = imprintLines(
    {
      name: "Muster",
      legalForm: "gmbh_co_kg",
      imprint: {
        ...base,
        legalName: "Muster GmbH & Co. KG",
        generalPartner: {
          legalName: "Muster Verwaltungs-GmbH",
          representatives: ["Erika Mustermann", "Max Beispiel"],
          register: { kind: "commercial", court: "AG Musterstadt", number: "HRB 1" },
        },
        vatId: "DE123456789",
      },
    },
    "de",
  );
  assert.deepEqual(lines, [
    "Muster GmbH & Co. KG",
    "Lindenallee 12, 12345 Musterstadt",
    "Vertreten durch: Muster Verwaltungs-GmbH, Handelsregister: AG Musterstadt, HRB 1, diese vertreten durch Erika Mustermann, Max Beispiel",
    "Telefon: +49 30 1234567",
    "E-Mail: post@muster.example",
    "Handelsregister: Amtsgericht Musterstadt, HRB 12345",
    "USt-IdNr.: DE123456789",
  ]);
  const english = imprintLines(
    { name: "Muster", legalForm: "gmbh", imprint: { ...base, country: "AT", postalCode: "1010" } },
    "en",
  );
  assert.equal(english[1], "Lindenallee 12, 1010 Musterstadt, Austria");
  assert.equal(english[2], "Managing directors: Erika Mustermann");
  assert.deepEqual(imprintLines({ name: "Muster", legalForm: null, imprint: {} }, "de"), [
    "Muster",
  ]);
});

test("CNT-04 ORG-17: a one-person broker without an officer has a complete imprint", () => {
  const settings = { name: "Makler", legalForm: null, imprint: {}, ...completeSettings };
  assert.deepEqual(imprintProblems(settings), []);
  assert.equal(
    imprintLines(settings, "de").at(-1),
    "Vermittlerregister: Versicherungsmaklerin nach § 34d Abs. 1 GewO, D-ABCD-12345-67 www.vermittlerregister.info, DIHK, Breite Straße 29, 10178 Berlin",
  );
});
