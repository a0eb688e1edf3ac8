import type { DocumentContent, DocumentSection } from "../../../contract/documents.ts";
import { accountVoice } from "../../accounts/index.ts";
import { sayIn, type Locale } from "../../platform/index.ts";
import { documentNames } from "../document.ts";
import { joinsWebsite, measures, type Facts } from "../facts.ts";
import { answersOf } from "./questions.ts";
import {
  list,
  periodOf,
  section,
  storagePlace,
  text,
  transfers,
  whoIsResponsible,
} from "./parts.ts";

/** Text blocks for the account's privacy notice, to copy as text or HTML (Art. 13 GDPR, DSR-01, T-18). */
export function noticeContent(of: Facts, locale: Locale): DocumentContent {
  const say = sayIn(accountVoice(of.account, locale));
  return {
    title: documentNames.notice.title[locale],
    intro: say(
      "Zum Übernehmen in die eigene Datenschutzerklärung. Die Bausteine sagen, was diese Konfiguration tut; ändert sich etwas, ändern sie sich mit.",
      "To copy into your privacy notice. The blocks say what this configuration does; when you change it, they change.",
    ),
    sections: [
      section(
        "controller",
        say("Verantwortlicher und Datenschutz", "Controller and data protection"),
        [whoIsResponsible(of, locale)],
      ),
      newsletter(of, locale),
      ...measuringBlocks(of, locale),
      ...furtherBlocks(of, locale),
      recipients(of, locale),
      periods(of, locale),
      rights(of, locale),
    ],
  };
}

function newsletter(of: Facts, locale: Locale): DocumentSection {
  const say = sayIn(accountVoice(of.account, locale));
  const names = of.lists.map(({ name, nameEn }) =>
    locale === "de" ? `„${name}“` : `“${nameEn || name}”`,
  );
  return section("newsletter", "Newsletter", [
    text(
      say(
        `Wenn Sie ${names.length < 2 ? `unseren Newsletter${names.length === 0 ? "" : ` ${names[0]}`}` : `einen unserer Newsletter (${names.join(", ")})`} bestellen, verarbeiten wir Ihre E-Mail-Adresse und, wenn Sie ihn angeben, Ihren Namen, um Ihnen die E-Mails zu senden. Rechtsgrundlage ist Ihre Einwilligung (Art. 6 Abs. 1 lit. a DSGVO, § 7 Abs. 2 Nr. 2 UWG). Sie ist freiwillig; ohne sie bekommen Sie keinen Newsletter, sonst entsteht Ihnen kein Nachteil.`,
        `When you order ${names.length < 2 ? `our newsletter${names.length === 0 ? "" : ` ${names[0]}`}` : `one of our newsletters (${names.join(", ")})`} we process your e-mail address and, if you give it, your name, in order to send the mails to you. The legal basis is your consent (Art. 6(1)(a) GDPR, § 7(2) no. 2 UWG). It is voluntary; without it you get no newsletter and suffer no other disadvantage.`,
        `Wenn du ${names.length < 2 ? `unseren Newsletter${names.length === 0 ? "" : ` ${names[0]}`}` : `einen unserer Newsletter (${names.join(", ")})`} bestellst, verarbeiten wir deine E-Mail-Adresse und, wenn du ihn angibst, deinen Namen, um dir die E-Mails zu senden. Rechtsgrundlage ist deine Einwilligung (Art. 6 Abs. 1 lit. a DSGVO, § 7 Abs. 2 Nr. 2 UWG). Diese Einwilligung ist freiwillig; ohne sie bekommst du keinen Newsletter, sonst entsteht dir kein Nachteil.`,
      ),
    ),
    text(
      say(
        `Nach der Anmeldung erhalten Sie eine E-Mail mit einem Link zur Bestätigung. Bestätigen Sie nicht, werden Ihre Angaben gelöscht. Als Nachweis speichern wir den Wortlaut Ihrer Erklärung, ihren Zeitpunkt, das Formular und die Bestätigungsmail (Art. 7 Abs. 1 DSGVO); nach Ihrem Widerruf bleibt er versiegelt aufbewahrt (${periodOf(of, "evidence", "de")}).`,
        `After signing up you get a mail with a link to confirm. If you do not confirm, your details are deleted. As proof we store the wording of your declaration, its time, the form and the opt-in mail (Art. 7(1) GDPR); after your withdrawal it is kept sealed (${periodOf(of, "evidence", "en")}).`,
        `Nach der Anmeldung erhältst du eine E-Mail mit einem Link zur Bestätigung. Bestätigst du nicht, werden deine Angaben gelöscht. Als Nachweis speichern wir den Wortlaut deiner Erklärung, ihren Zeitpunkt, das Formular und die Bestätigungsmail (Art. 7 Abs. 1 DSGVO); nach deinem Widerruf bleibt er versiegelt aufbewahrt (${periodOf(of, "evidence", "de")}).`,
      ),
    ),
    text(
      say(
        "Sie können Ihre Einwilligung jederzeit mit Wirkung für die Zukunft widerrufen: mit dem Abmeldelink in jeder E-Mail, unter „Verwalten“ oder formlos an die oben genannte Adresse.",
        "You can withdraw your consent at any time with effect for the future: with the unsubscribe link in each mail, under “Manage”, or informally to the address above.",
        "Du kannst deine Einwilligung jederzeit mit Wirkung für die Zukunft widerrufen: mit dem Abmeldelink in jeder E-Mail, unter „Verwalten“ oder formlos an die oben genannte Adresse.",
      ),
    ),
  ]);
}

function measuringBlocks(of: Facts, locale: Locale): DocumentSection[] {
  const say = sayIn(accountVoice(of.account, locale));
  const { countingLevel: level, kMin: k } = of.account;
  const found: DocumentSection[] = [];
  if (measures(of))
    found.push(
      section(
        "profiling",
        say(
          "Auswertung Ihrer Nutzung (nur mit Ihrer Erlaubnis)",
          "Analysis of your use (with your permission only)",
          "Auswertung deiner Nutzung (nur mit deiner Erlaubnis)",
        ),
        [
          text(
            say(
              "Wenn Sie es gesondert erlauben, werten wir aus, ob und wann Sie unsere E-Mails öffnen und welche Links Sie anklicken. Die E-Mails enthalten dafür eine kleine Messgrafik (Zählpixel) und persönliche Links. Wir nutzen das, um Ihnen passendere Themen zu einem passenden Zeitpunkt zu senden. Rechtsgrundlage ist Ihre Einwilligung (Art. 6 Abs. 1 lit. a DSGVO, § 25 Abs. 1 TDDDG).",
              "If you permit it separately, we analyse whether and when you open our mails and which links you click. For that the mails contain a small measuring image (pixel) and personal links. We use it to send you more fitting topics at a fitting time. The legal basis is your consent (Art. 6(1)(a) GDPR, § 25(1) TDDDG).",
              "Wenn du es gesondert erlaubst, werten wir aus, ob und wann du unsere E-Mails öffnest und welche Links du anklickst. Die E-Mails enthalten dafür eine kleine Messgrafik (Zählpixel) und persönliche Links. Wir nutzen das, um dir passendere Themen zu einem passenden Zeitpunkt zu senden. Rechtsgrundlage ist deine Einwilligung (Art. 6 Abs. 1 lit. a DSGVO, § 25 Abs. 1 TDDDG).",
            ),
          ),
          text(
            say(
              `Die Erlaubnis ist freiwillig und keine Bedingung für den Newsletter. Wir speichern weder IP-Adresse noch Gerät. Die Daten bewahren wir ${periodOf(of, "events", "de")} auf und löschen sie bei Widerruf sofort; ein Widerruf wirkt auch auf E-Mails, die Sie schon haben.`,
              `The permission is voluntary and no condition for the newsletter. We store neither IP address nor device. We keep the data for ${periodOf(of, "events", "en")} and delete them at once upon withdrawal; a withdrawal also works on mails you already have.`,
              `Die Erlaubnis ist freiwillig und keine Bedingung für den Newsletter. Wir speichern weder IP-Adresse noch Gerät. Die Daten bewahren wir ${periodOf(of, "events", "de")} auf und löschen sie bei Widerruf sofort; ein Widerruf wirkt auch auf E-Mails, die du schon hast.`,
            ),
          ),
        ],
      ),
    );
  found.push(
    section("counting", say("Anonyme Zählung", "Anonymous counting"), [
      text(
        level === "none"
          ? say(
              "Ohne Ihre Erlaubnis zählen wir weder Öffnungen noch Klicks.",
              "Without your permission we count neither opens nor clicks.",
              "Ohne deine Erlaubnis zählen wir weder Öffnungen noch Klicks.",
            )
          : level === "unique"
            ? say(
                `Ohne Ihre Erlaubnis zählen wir nur, wie viele Menschen insgesamt öffnen und klicken. Jede E-Mail enthält dafür frische Zufallszahlen in der Messgrafik und in den Links. Sie stehen bei uns nirgends neben Ihrem Namen oder Ihrer Adresse, werden nach 14 Tagen gelöscht und lassen keinen Schluss auf Sie zu; gezeigt werden nur Summen ab ${k} Personen. IP-Adressen speichern wir nicht. Rechtsgrundlage ist unser berechtigtes Interesse an Gesamtzahlen (Art. 6 Abs. 1 lit. f DSGVO).`,
                `Without your permission we only count how many people open and click altogether. For that each mail contains fresh random numbers in the measuring image and the links. They stand nowhere beside your name or address, are deleted after 14 days and allow no conclusion about you; only totals from ${k} people on are shown. We store no IP addresses. The legal basis is our legitimate interest in total figures (Art. 6(1)(f) GDPR).`,
                `Ohne deine Erlaubnis zählen wir nur, wie viele Menschen insgesamt öffnen und klicken. Jede E-Mail enthält dafür frische Zufallszahlen in der Messgrafik und in den Links. Diese Zahlen stehen bei uns nirgends neben deinem Namen oder deiner Adresse, werden nach 14 Tagen gelöscht und lassen keinen Schluss auf dich zu; gezeigt werden nur Summen ab ${k} Personen. IP-Adressen speichern wir nicht. Rechtsgrundlage ist unser berechtigtes Interesse an Gesamtzahlen (Art. 6 Abs. 1 lit. f DSGVO).`,
              )
            : say(
                `Ohne Ihre Erlaubnis zählen wir nur${level === "clicks_only" ? " Klicks" : " Öffnungen und Klicks"} insgesamt. Die Links${level === "clicks_only" ? "" : " und die Messgrafik"} sind dafür in jeder E-Mail gleich und enthalten nichts über Sie; gezeigt werden nur Summen ab ${k} Personen. IP-Adressen speichern wir nicht. Rechtsgrundlage ist unser berechtigtes Interesse an Gesamtzahlen (Art. 6 Abs. 1 lit. f DSGVO).`,
                `Without your permission we only count${level === "clicks_only" ? " clicks" : " opens and clicks"} altogether. The links${level === "clicks_only" ? "" : " and the measuring image"} are the same in each mail and contain nothing about you; only totals from ${k} people on are shown. We store no IP addresses. The legal basis is our legitimate interest in total figures (Art. 6(1)(f) GDPR).`,
                `Ohne deine Erlaubnis zählen wir nur${level === "clicks_only" ? " Klicks" : " Öffnungen und Klicks"} insgesamt. Die Links${level === "clicks_only" ? "" : " und die Messgrafik"} sind dafür in jeder E-Mail gleich und enthalten nichts über dich; gezeigt werden nur Summen ab ${k} Personen. IP-Adressen speichern wir nicht. Rechtsgrundlage ist unser berechtigtes Interesse an Gesamtzahlen (Art. 6 Abs. 1 lit. f DSGVO).`,
              ),
      ),
    ]),
  );
  if (joinsWebsite(of))
    found.push(
      section("website", say("Ziele auf unserer Website", "Goals on our website"), [
        text(
          say(
            "Kommen Sie über einen Link aus einer E-Mail auf unsere Website, erfahren wir in Summen, ob das Mailing sein Ziel erreicht hat, zum Beispiel eine Bestellung. Einer Person ordnen wir das nur zu, wenn sie es erlaubt hat. Dafür wird kein Cookie gesetzt.",
            "If you reach our website by a link in a mail, we learn in totals whether the mailing reached its goal, an order for example. We attribute it to a person only if they permitted it. No cookie is set for it.",
            "Kommst du über einen Link aus einer E-Mail auf unsere Website, erfahren wir in Summen, ob das Mailing sein Ziel erreicht hat, zum Beispiel eine Bestellung. Einer Person ordnen wir das nur zu, wenn sie es erlaubt hat. Dafür wird kein Cookie gesetzt.",
          ),
        ),
      ]),
    );
  return found;
}

function furtherBlocks(of: Facts, locale: Locale): DocumentSection[] {
  const say = sayIn(accountVoice(of.account, locale));
  const found: DocumentSection[] = [];
  if (of.use.hasPurchases)
    found.push(
      section("customers", say("E-Mails an unsere Kunden", "Mails to our customers"), [
        text(
          say(
            "Haben Sie bei uns etwas gekauft, können wir Ihnen eigene ähnliche Angebote per E-Mail senden (§ 7 Abs. 3 UWG, Art. 6 Abs. 1 lit. f DSGVO). Sie können dem jederzeit widersprechen, ohne dass andere als die Übermittlungskosten nach den Basistarifen entstehen.",
            "If you bought something from us, we may send you own similar offers by e-mail (§ 7(3) UWG, Art. 6(1)(f) GDPR). You can object at any time at no more than the basic transmission cost.",
            "Hast du bei uns etwas gekauft, können wir dir eigene ähnliche Angebote per E-Mail senden (§ 7 Abs. 3 UWG, Art. 6 Abs. 1 lit. f DSGVO). Du kannst dem jederzeit widersprechen, ohne dass andere als die Übermittlungskosten nach den Basistarifen entstehen.",
          ),
        ),
      ]),
    );
  if (of.use.hasPersonalMails)
    found.push(
      section("correspondence", say("Persönliche E-Mails", "Personal mails"), [
        text(
          say(
            `Schreiben Sie uns oder bearbeiten wir einen Vorgang mit Ihnen, verarbeiten wir Ihre Adresse und den Schriftwechsel (Art. 6 Abs. 1 lit. b und f DSGVO), ${periodOf(of, "correspondence", "de")} lang.`,
            `If you write to us or we work on something with you, we process your address and the correspondence (Art. 6(1)(b) and (f) GDPR), for ${periodOf(of, "correspondence", "en")}.`,
            `Schreibst du uns oder bearbeiten wir einen Vorgang mit dir, verarbeiten wir deine Adresse und den Schriftwechsel (Art. 6 Abs. 1 lit. b und f DSGVO), ${periodOf(of, "correspondence", "de")} lang.`,
          ),
        ),
      ]),
    );
  return found;
}

function recipients(of: Facts, locale: Locale): DocumentSection {
  const say = sayIn(accountVoice(of.account, locale));
  const names = of.parties.map(
    ({ name, role, place }) =>
      `${name} (${role[locale]}${place === null ? "" : `, ${place[locale]}`})`,
  );
  return section(
    "recipients",
    say("Empfänger und Ort der Speicherung", "Recipients and place of storage"),
    [
      text(
        say(
          `Die Daten liegen hier: ${storagePlace(of, "de")}. ${names.length === 0 ? "Dienstleister sind nicht beteiligt." : "Beteiligt sind, soweit nötig, diese Stellen:"}`,
          `The data lie here: ${storagePlace(of, "en")}. ${names.length === 0 ? "No service providers take part." : "Where needed, these take part:"}`,
        ),
      ),
      ...(names.length === 0 ? [] : [list(names)]),
      text(
        say(
          `Übermittlung in Drittländer: ${transfers(of, "de")}`,
          `Transfer to third countries: ${transfers(of, "en")}`,
        ),
      ),
    ],
  );
}

function periods(of: Facts, locale: Locale): DocumentSection {
  const say = sayIn(accountVoice(of.account, locale));
  return section("periods", say("Wie lange wir speichern", "How long we store"), [
    list([
      say(
        `Newsletter: bis zur Abmeldung, danach ${periodOf(of, "subscriptions", "de")}`,
        `Newsletter: until you unsubscribe, then ${periodOf(of, "subscriptions", "en")}`,
      ),
      say(
        `Unbestätigte Anmeldungen: ${periodOf(of, "unconfirmed", "de")} nach Ablauf des Links`,
        `Unconfirmed sign-ups: ${periodOf(of, "unconfirmed", "en")} after the link's end`,
      ),
      say(
        `Versandprotokoll: ${periodOf(of, "delivery_log", "de")}`,
        `Delivery log: ${periodOf(of, "delivery_log", "en")}`,
      ),
      ...(measures(of)
        ? [
            say(
              `Auswertung Ihrer Nutzung: ${periodOf(of, "events", "de")}`,
              `Analysis of your use: ${periodOf(of, "events", "en")}`,
              `Auswertung deiner Nutzung: ${periodOf(of, "events", "de")}`,
            ),
          ]
        : []),
      say(
        `Nachweise Ihrer Einwilligung: ${periodOf(of, "evidence", "de")}`,
        `Proofs of your consent: ${periodOf(of, "evidence", "en")}`,
        `Nachweise deiner Einwilligung: ${periodOf(of, "evidence", "de")}`,
      ),
      say(
        "Abmeldung oder Widerspruch: solange wir sie beachten müssen",
        "Unsubscribe or objection: as long as we have to honour it",
      ),
    ]),
  ]);
}

function rights(of: Facts, locale: Locale): DocumentSection {
  const say = sayIn(accountVoice(of.account, locale));
  const contact = of.account.privacy.contactEmail ?? "";
  // What the screening says of the house's own decisions is not contradicted here.
  const decides = answersOf(of).some(
    ({ question, answer }) => question.key === "decisions" && answer === "yes",
  );
  return section("rights", say("Ihre Rechte", "Your rights", "Deine Rechte"), [
    text(
      say(
        `Sie haben das Recht auf Auskunft (Art. 15), Berichtigung (Art. 16), Löschung (Art. 17), Einschränkung (Art. 18), Datenübertragbarkeit (Art. 20) und Widerspruch (Art. 21 DSGVO). Vieles davon geht mit einem Klick unter „Verwalten“ in jeder E-Mail${contact === "" ? "" : `; sonst genügt eine Nachricht an ${contact}`}.`,
        `You have the right of access (Art. 15), rectification (Art. 16), erasure (Art. 17), restriction (Art. 18), portability (Art. 20) and objection (Art. 21 GDPR). Much of it takes one click under “Manage” in each mail${contact === "" ? "" : `; otherwise a message to ${contact} will do`}.`,
        `Du hast das Recht auf Auskunft (Art. 15), Berichtigung (Art. 16), Löschung (Art. 17), Einschränkung (Art. 18), Datenübertragbarkeit (Art. 20) und Widerspruch (Art. 21 DSGVO). Vieles davon geht mit einem Klick unter „Verwalten“ in jeder E-Mail${contact === "" ? "" : `; sonst genügt eine Nachricht an ${contact}`}.`,
      ),
    ),
    text(
      say(
        "Der Verwendung Ihrer Daten für Werbung können Sie jederzeit widersprechen (Art. 21 Abs. 2 DSGVO). Wir verwenden sie dann nicht mehr dafür.",
        "You can object to the use of your data for advertising at any time (Art. 21(2) GDPR). We then no longer use them for it.",
        "Der Verwendung deiner Daten für Werbung kannst du jederzeit widersprechen (Art. 21 Abs. 2 DSGVO). Wir verwenden sie dann nicht mehr dafür.",
      ),
    ),
    text(
      say(
        "Sie können sich bei einer Datenschutz-Aufsichtsbehörde beschweren (Art. 77 DSGVO).",
        "You can lodge a complaint with a data protection authority (Art. 77 GDPR).",
        "Du kannst dich bei einer Datenschutz-Aufsichtsbehörde beschweren (Art. 77 DSGVO).",
      ),
    ),
    ...(decides
      ? []
      : [
          text(
            say(
              "Eine automatisierte Entscheidung nach Art. 22 DSGVO findet nicht statt.",
              "There is no automated decision under Art. 22 GDPR.",
            ),
          ),
        ]),
  ]);
}
