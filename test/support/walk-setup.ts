import assert from "node:assert/strict";
import type { Locator, Page } from "playwright-core";
import { settled } from "./browser.ts";
import { OWNER } from "./walk.ts";

/** Chooses between the two languages of the workplace. */
export type Say = (de: string, en: string) => string;

/** What differs between a broker who works alone and a bank. */
export interface House {
  legalForm: RegExp;
  legalName: string;
  imprint: Record<string, string>;
  fillActivity(page: Page, say: Say): Promise<void>;
  fillOfficer(page: Page, say: Say): Promise<void>;
  signer: string;
}

const address = {
  "imprint.street": "Lindenallee 12",
  "imprint.postalCode": "12345",
  "imprint.city": "Musterstadt",
  "imprint.email": "post@makler.example",
  "imprint.phone": "+49 30 1234567",
};

/** One person, no data protection officer, no register of companies: everything can be completed all the same. */
export const broker: House = {
  legalForm: /^(Einzelunternehmen|Einzelunternehmer|Sole|Einzel)/,
  legalName: "Erika Mustermann Versicherungsmaklerin",
  imprint: address,
  signer: "Erika Mustermann",
  async fillActivity(page, say) {
    await tick(page, say("Wir vermitteln Versicherungen", "We broker or advise on insurance"));
    await page
      .locator('[name="imprint.intermediaryRegister.status"]')
      .fill("Versicherungsmaklerin nach § 34d Abs. 1 GewO");
    await page.locator('[name="imprint.intermediaryRegister.number"]').fill("D-ABCD-12345-67");
    await page.locator('[name="imprint.intermediaryRegister.authority"]').fill("IHK Musterstadt");
    await page.locator('[name="imprint.supervisoryAuthority.name"]').fill("IHK Musterstadt");
    await page.locator('[name="imprint.supervisoryAuthority.address"]').fill("Kammerweg 1");
  },
  async fillOfficer(page, say) {
    await choose(page, say("Bei uns ist keine nötig", "We need none"));
    await page.locator('[name="privacy.dpo.fewerThan20"]').check();
    await page.locator('[name="privacy.dpo.noSpecialProcessing"]').check();
    await page
      .locator('[name="privacy.dpo.reason"]')
      .fill("Ich arbeite allein und habe keine Angestellten.");
  },
};

export const bank: House = {
  legalForm: /\(eG\)/,
  legalName: "Musterbank eG",
  imprint: {
    ...address,
    "imprint.representatives": "Dr. Renate Beispiel\nJörg Beispiel",
    "imprint.supervisoryBoardChair": "Prof. Karl Beispiel",
    "imprint.register.court": "Amtsgericht Musterstadt",
    "imprint.register.number": "GnR 1234",
  },
  signer: "Dr. Renate Beispiel",
  async fillActivity(page, say) {
    await tick(
      page,
      say("Unsere Tätigkeit bedarf einer Zulassung", "Our activity needs a licence"),
    );
    await page.locator('[name="imprint.supervisoryAuthority.name"]').fill("BaFin");
    await page
      .locator('[name="imprint.supervisoryAuthority.address"]')
      .fill("Graurheindorfer Straße 108, 53117 Bonn");
  },
  async fillOfficer(page, say) {
    await choose(page, say("Wir haben eine benannt", "We have appointed one"));
    await page.locator('[name="privacy.dpo.name"]').fill("Dr. Martina Beispiel");
    await page.locator('[name="privacy.dpo.email"]').fill("dsb@musterbank.example");
  },
};

export const button = (page: Page | Locator, name: string | RegExp): Locator =>
  page.getByRole("button", { name, ...(typeof name === "string" ? { exact: true } : {}) });

const tick = (page: Page, name: string): Promise<void> =>
  page.getByRole("checkbox", { name: new RegExp(`^${name}`) }).check();

/** Presses a card of a group of which one is chosen. */
export const choose = (page: Page | Locator, title: string): Promise<void> =>
  page.getByRole("radio", { name: new RegExp(`^${title}`) }).check();

/** Presses one part of a control that shows its radio buttons as one bar. */
export const segment = (page: Page | Locator, name: string): Promise<void> =>
  page
    .locator(".mantine-SegmentedControl-label")
    .filter({ hasText: new RegExp(`^${name}$`) })
    .click();

/** Opens a select and takes an entry. */
export async function pick(page: Page, label: string, entry: string | RegExp): Promise<void> {
  await page.getByRole("combobox", { name: label }).click();
  await page.getByRole("option", { name: entry }).first().click();
}

/** The first owner, and every step of the set-up, as the page asks for it. */
export async function setUpInBrowser(
  page: Page,
  at: { url: string; token: string; say: Say; house: House },
): Promise<void> {
  const { say, house } = at;
  await page.goto(`${at.url}/einrichten/${at.token}`);
  await page.locator("[name=organization]").fill("Musterbank");
  await page.locator("[name=name]").fill(OWNER.name);
  await page.locator("[name=email]").fill(OWNER.email);
  await page.locator("[name=new-password]").fill(OWNER.password);
  await button(page, say("Zugang anlegen und loslegen", "Create the login and begin")).click();
  await page.waitForURL(/\/einrichtung$/);
  await page.getByRole("link", { name: say("Ausfüllen", "Fill in") }).click();

  const next = button(page, say("Weiter", "Next"));
  const onStep = async (step: string) => {
    await page.waitForURL(new RegExp(`/einrichtung/${step}$`));
    await settled(page);
  };
  await onStep("name");
  await pick(page, say("Rechtsform", "Legal form"), house.legalForm);
  await page.locator('[name="imprint.legalName"]').fill(house.legalName);
  await next.click();

  await onStep("imprint");
  for (const [name, value] of Object.entries(house.imprint))
    await page.locator(`[name="${name}"]`).fill(value);
  await house.fillActivity(page, say);
  await next.click();

  await onStep("privacy");
  await page.locator('[name="privacy.noticeUrl"]').fill("https://www.musterbank.example/ds");
  await page.locator('[name="privacy.contactEmail"]').fill("datenschutz@musterbank.example");
  await house.fillOfficer(page, say);
  await next.click();

  await onStep("processing");
  await choose(page, say("Wir selbst", "We do"));
  await page.locator('[name="processing.operation.signer"]').fill(house.signer);
  await pick(page, say("Staat", "Country"), say("Deutschland", "Germany"));
  await page.locator('[name="processing.place.dataCentre"]').fill("Eigenes Büro, Musterstadt");
  await next.click();

  await onStep("responsibility");
  await button(page, say("Gelesen und zur Kenntnis genommen", "Read and taken note of")).click();
  await next.click();

  await onStep("sender");
  await page
    .getByLabel(say("Absenderadresse", "Sender address"))
    .fill("newsletter@musterbank.example");
  await button(page, say("Absender anlegen", "Create sender")).click();
  await next.click();

  await onStep("counting");
  assert.equal(await page.locator("input[type=radio]:checked").count(), 0, "nothing is preset");
  await page.locator("input[type=radio][value=shared]").check();
  await page.getByLabel(say("Warum so?", "Why this way?")).fill("Summen genügen uns.");
  await button(page, say("Wahl festhalten", "Record the choice")).click();
  await next.click();

  await onStep("appearance");
  await button(page, say("Einrichtung abschließen", "Finish the set-up")).click();
  await page.waitForURL(/\/einrichtung$/);
  await settled(page);
}
