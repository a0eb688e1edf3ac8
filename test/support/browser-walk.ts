import assert from "node:assert/strict";
import { createSetupLink } from "../../server/accounts/index.ts";
import { settled } from "./browser.ts";
import { BrowserWalkWindows } from "./browser-walk-windows.ts";
import { eventually } from "./sending.ts";
import { peopleCsv, untilRead } from "./walk.ts";
import { button, choose, pick, segment, setUpInBrowser, type House } from "./walk-setup.ts";

export const ANNA = "anna@leser.example";
export const BERT = "bert@leser.example";
const TESTER = "test@musterbank.example";
const SUBJECT = "Grüße: neue Konditionen";
const FILL_MS = 1600;

/** The main job as an operator and two readers do it, each in a browser of their own, in one language. */
export class BrowserWalk extends BrowserWalkWindows {
  #form = "";
  #mailing = "";

  async setUp(house: House): Promise<void> {
    const { db, clock } = this.running.app;
    const token = (await createSetupLink(db, clock))!;
    await setUpInBrowser(this.page, { url: this.running.url, token, say: this.say, house });
  }

  async approveWordings(): Promise<void> {
    const { say } = this;
    const page = await this.goTo("/datenschutz/einwilligungstexte");
    const paths = await page
      .locator("#main h2 a[href*='/einwilligungstexte/']")
      .evaluateAll((links) => links.map((link) => (link as { pathname?: string }).pathname ?? ""));
    // Newsletter and analysis come first; the other purposes wait until somebody needs them.
    for (const path of paths.slice(0, 2))
      for (const language of [say("Deutsch", "German"), say("Englisch", "English")]) {
        await this.goTo(path);
        await segment(page, language);
        const approve = say("Fassung 1 freigeben", "Approve version 1");
        await button(page, approve).click();
        await button(page.getByRole("dialog"), approve).click();
        await page.getByRole("dialog").waitFor({ state: "detached" });
        await button(page, approve).waitFor({ state: "detached" });
      }
  }

  async makeList(): Promise<void> {
    const { say } = this;
    const page = await this.goTo("/lists?new=1");
    const dialog = page.getByRole("dialog");
    const fill = async (language: "de" | "en", texts: [string, string][]) => {
      const column = dialog.locator(`fieldset[lang=${language}]`);
      for (const [name, text] of texts) await column.getByRole("textbox", { name }).fill(text);
    };
    const labels = ["Name", say("Thema", "Topic"), say("Rhythmus", "Frequency")] as const;
    await fill("de", [
      [labels[0], "Marktblick"],
      [labels[1], "Zinsen und Börse"],
      [labels[2], "jeden Freitag"],
    ]);
    await fill("en", [
      [labels[0], "Market view"],
      [labels[1], "interest rates"],
      [labels[2], "every Friday"],
    ]);
    await button(dialog, say("Liste anlegen", "Create the list")).click();
    await page.getByRole("heading", { level: 1, name: "Marktblick" }).waitFor();
  }

  async makeForm(): Promise<void> {
    const { say } = this;
    const page = await this.goTo("/lists/forms/new");
    await page.getByLabel(say("Name des Formulars", "Name of the form")).fill("Website");
    await page.getByRole("checkbox", { name: "Marktblick" }).check();
    await page.getByRole("checkbox", { name: say("Deutsch", "German") }).check();
    await page.getByRole("checkbox", { name: say("Englisch", "English") }).check();
    const tracking = page.getByRole("switch", {
      name: new RegExp(`^${say("Nach der Auswertung fragen", "Ask")}`),
    });
    await tracking.check();
    await button(page, say("Formular anlegen", "Create the form")).click();
    const open = page.getByRole("link", { name: say("Seite öffnen", "Open the page") });
    await open.waitFor();
    this.#form = (await open.getAttribute("href"))!;
  }

  /** A visitor asks for the newsletter, gets the mail, opens its link and presses the button. */
  async signUp(email: string, tracking: boolean): Promise<void> {
    const { say } = this;
    const { page } = this.reader;
    await page.goto(this.#form);
    assert.equal(await page.locator("html").getAttribute("lang"), this.locale);
    assert.equal(await page.locator("input:checked").count(), 0, "nothing is preset");
    await page.locator("input[name=email]").fill(email);
    await page.locator("input[name=lists]").check();
    if (tracking) await page.locator("input[name=profiling]").check();
    await page.waitForTimeout(FILL_MS);
    await button(page, say("Newsletter anfordern", "Request newsletter")).click();
    await page.locator("h1").waitFor();
    const link = await this.linkInMail(email, /\/b\//);
    await page.goto(link);
    await button(page, say("Jetzt bestätigen", "Confirm now")).click();
    await page
      .getByRole("heading", { name: say("Vielen Dank", "Thank you") })
      .first()
      .waitFor();
  }

  /** The log of proofs names wording and version; the proof itself is checked in the browser. */
  async lookAtLedger(): Promise<void> {
    const { say } = this;
    const page = await this.goTo("/datenschutz/nachweise?kind=profiling_granted");
    const entries = page.getByRole("row").filter({ has: page.getByRole("link") });
    assert.equal(await entries.count(), 1, "one agreed, one did not");
    await entries.getByRole("link").first().click();
    await page.waitForURL(/\/nachweise\/led_/);
    await settled(page);
    const words = await page.locator("#main").innerText();
    for (const part of [say("Fassung 1", "ersion 1"), "/f/frm_", say("unverändert", "unaltered")])
      assert.ok(words.includes(part), `${part} in ${words}`);
  }

  async importPeople(count: number): Promise<void> {
    const { say } = this;
    const page = await this.goTo("/contacts/import");
    const csv = peopleCsv(count, "kunde.example", ["ohne@kunde.example;Olga;Ohne;Frau;;Messe"]);
    await page
      .locator("input[type=file]")
      .setInputFiles({ name: "kunden.csv", mimeType: "text/csv", buffer: Buffer.from(csv) });
    await page.waitForURL(/\/contacts\/import\/imp_/);
    await settled(page);
    await button(page, say("Weiter", "Next")).click();
    await page.getByLabel(say("Herkunft", "Origin")).fill("Messe Köln 2026");
    await choose(page, say("Die Personen selbst", "The people themselves"));
    await choose(page, say("Ein Double-Opt-in", "A double opt-in"));
    await pick(
      page,
      say("Welchem Wortlaut haben", "Which wording did"),
      say("Einem anderen Text", "Another text"),
    );
    await page
      .getByLabel(say("Der Text, wörtlich", "The text, word for word"))
      .fill("Ja, ich möchte den Marktblick der Musterbank per E-Mail erhalten.");
    await page.getByRole("checkbox", { name: "Marktblick" }).check();
    await button(page, say("Speichern und prüfen", "Save and check")).click();
    const run = say(`${count + 1} Kontakte importieren`, `Import ${count + 1} contacts`);
    await button(page, run).waitFor();
    assert.ok(
      (await page.locator("#main").innerText()).includes(
        say(`${count} neue Einwilligungen`, `${count} new consents`),
      ),
    );
    await button(page, run).click();
    await page.getByText(say("Importiert", "Imported"), { exact: true }).first().waitFor();
  }

  async confirmTestAddress(): Promise<void> {
    const { say } = this;
    const page = await this.goTo("/einstellungen/testadressen");
    await page.getByLabel(say("E-Mail-Adresse", "E-mail address")).fill(TESTER);
    await button(page, say("Um Bestätigung bitten", "Ask for confirmation")).click();
    await page.getByText(TESTER, { exact: true }).waitFor();
    const link = await this.linkInMail(TESTER, /\/adresse-bestaetigen\//);
    const reader = this.reader.page;
    await reader.goto(link);
    await button(reader, say("Ja, diese Adresse bestätigen", "Yes, confirm this address")).click();
    await reader.getByRole("heading", { name: say("ist bestätigt", "is confirmed") }).waitFor();
  }

  /** A draft from a template, read in three states of permission, and tested. */
  async writeMailing(): Promise<void> {
    const { say } = this;
    const page = await this.goTo("/mailings?new=1");
    const dialog = page.getByRole("dialog");
    await dialog.getByRole("textbox", { name: "Name" }).fill("Marktblick November");
    await dialog.locator(".m-starter").first().click();
    await button(dialog, say("Anlegen", "Create")).click();
    await page.waitForURL(/\/mailings\/mlg_/);
    await settled(page);
    this.#mailing = new URL(page.url()).pathname;
    await this.chooseList();
    const subject = page.getByRole("textbox", { name: say("Betreff", "Subject") });
    await subject.fill(SUBJECT);
    await page.getByRole("tab", { name: say("Vorschau", "Preview") }).click();
    const preview = page.getByRole("tabpanel", { name: say("Vorschau", "Preview") });
    await segment(preview, say("Nur-Text", "Plain text"));
    const question = say("Dürfen wir auswerten", "May we analyse");
    for (const [state, measured, isAsked] of [
      [say("erlaubt", "granted"), say("wird persönlich gemessen", "is measured personally"), false],
      [say("nicht gefragt", "not asked"), say("nur anonym", "anonymously"), true],
      [say("abgelehnt", "refused"), say("nur anonym", "anonymously"), false],
    ] as const) {
      await segment(preview, state);
      await preview.getByText(measured).waitFor();
      await eventually(
        `the question is ${isAsked ? "" : "not "}shown: ${state}`,
        async () => (await preview.innerText()).includes(question) === isAsked,
      );
    }
    await button(page, say("Testmail senden", "Send a test mail")).click();
    await button(dialog, say("Testmail senden", "Send the test mail")).click();
    await button(dialog, say("Schließen", "Close")).last().click();
    await this.openMail(TESTER, "[Test]");
  }

  /** In the editor: beside the blocks stand the settings, where the recipients are chosen. */
  async chooseList(): Promise<void> {
    const { page, say } = this;
    await page.getByRole("tab", { name: say("Angaben", "Settings") }).click();
    await pick(page, say("Listen", "Lists"), "Marktblick");
    await page.keyboard.press("Escape");
  }

  /** Both readers and the imported get it; of the file one more is on the list, without evidence. */
  async checkAndSend(imported: number): Promise<void> {
    const { say } = this;
    const page = await this.goTo(`${this.#mailing}/check`);
    const recipients = imported + 2;
    const selected = imported > 0 ? recipients + 1 : recipients;
    await page.getByText(say(`von ${selected} Ausgewählten`, `of ${selected} selected`)).waitFor();
    await button(page, say("Jetzt senden", "Send now")).click();
    const report = page.getByRole("link", { name: say("Bericht ansehen", "View the report") });
    await report.waitFor({ timeout: 40_000 });
    await eventually("all are accepted", async () =>
      (await page.locator("#main").innerText()).includes(String(recipients)),
    );
    await untilRead();
  }

  /** In the mailbox mails load their pictures as at a reader's; then the first measured link is followed. */
  async read(): Promise<void> {
    for (const email of [ANNA, BERT]) {
      const isMeasured = (link: string) => /\/t\/[\w-]{43}$/.test(link);
      const pixel = this.page.waitForResponse((answer) => isMeasured(answer.url()), {
        // Anna's is sure to come, however busy the machine is.
        timeout: email === ANNA ? 60_000 : 5_000,
      });
      // A mailing of few people measures nobody without permission.
      const loaded = await Promise.all([pixel.catch(() => null), this.openMail(email, SUBJECT)]);
      const { page } = this.reader;
      if (!loaded[0]) {
        assert.equal(email, BERT);
        continue;
      }
      // Where it leads is outside, so it is not followed further.
      const link = await this.linkInMail(email, /\/t\//, SUBJECT);
      const click = await page.request.get(link, { maxRedirects: 0 });
      assert.equal(click.status(), 302);
      assert.match(click.headers()["location"] ?? "", /^https:\/\//);
    }
    await this.running.app.hits.flush();
  }

  /** Persons are those who agreed; anonymous figures are hidden while they are small. */
  async lookAtReport(isLarge: boolean): Promise<void> {
    const { say } = this;
    const page = await this.goTo(`${this.#mailing}/report`);
    const words = await page.locator("#main").innerText();
    if (isLarge) assert.match(words, /(weniger|fewer) (als|than) 10/i);
    else assert.match(words, /zu wenige|too few/i);
    await page.getByRole("tab", { name: say("Personen", "Persons") }).click();
    await page.getByRole("row").filter({ hasText: ANNA }).waitFor();
    assert.equal(await page.getByRole("row").filter({ hasText: BERT }).count(), 0);
    assert.equal(await page.getByRole("row").filter({ hasText: "kunde.example" }).count(), 0);
  }

  /** CON-26: both answers are equally easy, and only the press decides. */
  async answerQuestion(): Promise<void> {
    const { say } = this;
    const { page } = this.reader;
    await page.goto(await this.linkInMail(BERT, /\/q\//, SUBJECT));
    const yes = button(page, say("Ja, ich stimme zu", "Yes, I agree"));
    const no = button(page, say("Nein, ich lehne ab", "No, I decline"));
    const [left, right] = [(await yes.boundingBox())!, (await no.boundingBox())!];
    assert.deepEqual(
      [Math.round(left.width), Math.round(left.height)],
      [Math.round(right.width), Math.round(right.height)],
    );
    const look = (of: typeof yes) =>
      of.evaluate("(one) => [getComputedStyle(one).color, getComputedStyle(one).backgroundColor]");
    assert.deepEqual(await look(yes), await look(no));
    await yes.click();
    await page.locator("h1").waitFor();
    const ledger = await this.goTo("/datenschutz/nachweise?kind=profiling_granted");
    assert.equal(
      await ledger
        .getByRole("row")
        .filter({ has: ledger.getByRole("link") })
        .count(),
      2,
    );
  }

  async unsubscribe(): Promise<void> {
    const { say } = this;
    const { page } = this.reader;
    const link = await this.linkInMail(ANNA, /\/u\//, SUBJECT);
    await page.goto(link);
    await button(page, say("Jetzt abmelden", "Unsubscribe now")).click();
    await page
      .getByRole("heading", { name: say("abgemeldet", "unsubscribed") })
      .first()
      .waitFor();
  }

  async manage(): Promise<void> {
    const { say } = this;
    const { page } = this.reader;
    await page.goto(await this.linkInMail(BERT, /\/v\//, SUBJECT));
    assert.ok((await page.locator("main").innerText()).includes(say("Marktblick", "Market view")));
    await page.locator("form[action*='/tracking'] button").click();
    await page
      .getByRole("heading", { name: say("Auswertung Ihrer Nutzung ist aus", "your use is off") })
      .waitFor();
  }

  /** The next mailing knows at once who left, and who is measured no more. */
  async lookAfterwards(imported: number): Promise<void> {
    const { say } = this;
    const page = await this.goTo("/mailings?new=1");
    const dialog = page.getByRole("dialog");
    await dialog.locator(".m-starter").first().click();
    await button(dialog, say("Anlegen", "Create")).click();
    await page.waitForURL(/\/mailings\/mlg_/);
    await settled(page);
    await this.chooseList();
    const settings = page.getByRole("tabpanel", { name: say("Angaben", "Settings") });
    await settings.getByText(say("dürfen angeschrieben werden", "may be mailed")).first().waitFor();
    await eventually("the audience is without her", async () => {
      const words = (await settings.innerText()).replace(/\s+/g, " ");
      return (
        words.includes(say(`${imported + 1} dürfen`, `${imported + 1} may be mailed`)) &&
        words.includes(say("0 persönlich", "0 may be measured"))
      );
    });
  }

  /** Of the draft that is open: sent, paused under way, resumed, and ended for good. */
  async pauseAndCancel(): Promise<void> {
    const { say } = this;
    const { page } = this;
    await button(page, say("Zur Bordkarte", "To the boarding pass")).click();
    await page.waitForURL(/\/check$/);
    await settled(page);
    this.relay.delay = 400;
    await button(page, say("Jetzt senden", "Send now")).click();
    await button(page, say("Anhalten", "Pause")).click();
    const resume = button(page, say("Fortsetzen", "Resume"));
    await resume.waitFor();
    await page.getByText(say("Angehalten", "Paused"), { exact: true }).first().waitFor();
    await resume.click();
    const cancel = say("Versand beenden", "Stop for good");
    await button(page, cancel).click();
    // So many people are left out only by somebody who types how many.
    const dialog = page.getByRole("dialog");
    const asked = await dialog.locator(".mantine-InputWrapper-description").innerText();
    await dialog.getByRole("textbox").fill(/\d+/.exec(asked)![0]);
    await button(dialog, cancel).click();
    await page.getByText(say("Abgebrochen", "Cancelled"), { exact: true }).first().waitFor();
    this.relay.delay = 0;
  }
}
