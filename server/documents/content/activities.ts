import type { Locale } from "../../platform/index.ts";
import { joinsWebsite, measures, sayIn, type Facts } from "../facts.ts";
import { standingActivities } from "./standing-activities.ts";
import { inWords, periodOf } from "./parts.ts";

/** One processing activity of the controller (Art. 30(1) GDPR). */
export interface Activity {
  id: string;
  title: string;
  purpose: string;
  basis: string;
  people: string;
  data: string;
  recipients: string;
  period: string;
  /** Measures that are this activity's own. */
  measures: string;
}

/** The activities that the configuration shows: a new list, purpose or source stands here at once (ORG-10). */
export function activitiesOf(of: Facts, locale: Locale): Activity[] {
  return [
    ...newsletters(of, locale),
    ...measuring(of, locale),
    ...further(of, locale),
    ...standingActivities(of, locale),
  ];
}

const routes = (of: Facts, locale: Locale): string => {
  const say = sayIn(locale);
  const names = of.parties
    .filter(({ kind }) => kind !== "data_centre" && kind !== "mailbox")
    .map(({ name }) => name);
  const all = [...new Set(names)];
  return [
    say(
      "Empfänger selbst und ihr Mailanbieter",
      "the recipients themselves and their mail provider",
    ),
    ...all,
  ].join(", ");
};

function newsletters(of: Facts, locale: Locale): Activity[] {
  const say = sayIn(locale);
  const own = of.fields.map(({ label }) => label);
  const data = [
    say(
      "E-Mail-Adresse, Zeitpunkt und Quelle der Anmeldung, Einwilligung mit Wortlaut",
      "e-mail address, time and source of the sign-up, consent with its wording",
    ),
    say("freiwillig Name und Anrede", "name and salutation, voluntarily"),
    ...(own.length === 0
      ? []
      : [say(`eigene Felder: ${own.join(", ")}`, `own fields: ${own.join(", ")}`)]),
  ].join("; ");
  const lists: Activity[] = of.lists.map((each) => {
    const [name, topics, frequency] =
      locale === "de"
        ? [each.name, each.topics, each.frequency]
        : [
            each.nameEn || each.name,
            each.topicsEn || each.topics,
            each.frequencyEn || each.frequency,
          ];
    return {
      id: `list-${each.name}`,
      title: say(`Newsletter „${name}“`, `Newsletter “${name}”`),
      purpose: say(
        `Versand von Informationen und Angeboten${topics === "" ? "" : ` zu ${topics}`}${frequency === "" ? "" : ` (${frequency})`}`,
        `Sending information and offers${topics === "" ? "" : ` on ${topics}`}${frequency === "" ? "" : ` (${frequency})`}`,
      ),
      basis: say(
        "Einwilligung, Art. 6 Abs. 1 lit. a DSGVO, § 7 Abs. 2 Nr. 2 UWG",
        "consent, Art. 6(1)(a) GDPR, § 7(2) no. 2 UWG",
      ),
      people: say("Abonnenten", "subscribers"),
      data,
      recipients: routes(of, locale),
      period: say(
        `bis zur Abmeldung, danach ${periodOf(of, "subscriptions", locale)}; unbestätigte Anmeldungen ${periodOf(of, "unconfirmed", locale)}; Versandprotokoll ${periodOf(of, "delivery_log", locale)}`,
        `until the unsubscribe, then ${periodOf(of, "subscriptions", locale)}; unconfirmed sign-ups ${periodOf(of, "unconfirmed", locale)}; delivery log ${periodOf(of, "delivery_log", locale)}`,
      ),
      measures: say(
        "Double-Opt-in, Versandprüfung vor jeder E-Mail, Abmeldung mit einem Klick",
        "double opt-in, a gate before each mail, unsubscribing with one click",
      ),
    };
  });
  return [
    ...lists,
    {
      id: "proofs",
      title: say("Einwilligungsnachweise", "Proofs of consent"),
      purpose: say(
        `Nachweis der Einwilligungen${
          of.forms.length === 0
            ? ""
            : ` aus den Formularen ${inWords(
                of.forms.map((name) => `„${name}“`),
                locale,
              )}`
        }`,
        `Proving consents${
          of.forms.length === 0
            ? ""
            : ` of the forms ${inWords(
                of.forms.map((name) => `“${name}”`),
                locale,
              )}`
        }`,
      ),
      basis: say(
        "Art. 5 Abs. 2, Art. 7 Abs. 1 DSGVO; Art. 6 Abs. 1 lit. c und f DSGVO",
        "Art. 5(2), 7(1) GDPR; Art. 6(1)(c) and (f) GDPR",
      ),
      people: say(
        "Menschen, die sich angemeldet oder widersprochen haben",
        "people who signed up or objected",
      ),
      data: say(
        "Adresse, Wortlaut der Erklärung, Zeitpunkte, Bestätigungsmail, Weg der Erklärung",
        "address, wording of the declaration, times, opt-in mail, way of the declaration",
      ),
      recipients: say(
        "keine; auf Verlangen Aufsichtsbehörde und Gericht",
        "none; on demand authority and court",
      ),
      period: periodOf(of, "evidence", locale),
      measures: say(
        "je Person verschlüsselt, nach Widerruf versiegelt, Prüfsummen im Nachweisbuch",
        "encrypted per person, sealed after withdrawal, checksums in the ledger",
      ),
    },
  ];
}

function measuring(of: Facts, locale: Locale): Activity[] {
  const say = sayIn(locale);
  const { countingLevel: level, kMin: k } = of.account;
  const found: Activity[] = [];
  if (measures(of))
    found.push({
      id: "profiling",
      title: say(
        "Persönliche Auswertung von Öffnungen und Klicks",
        "Personal measuring of opens and clicks",
      ),
      purpose: say(
        "Themen und Zeitpunkte an das anpassen, was die Person liest",
        "Fitting topics and times to what the person reads",
      ),
      basis: say(
        "gesonderte Einwilligung, Art. 6 Abs. 1 lit. a DSGVO, § 25 Abs. 1 TDDDG",
        "separate consent, Art. 6(1)(a) GDPR, § 25(1) TDDDG",
      ),
      people: say("nur Empfänger, die es erlaubt haben", "only recipients who permitted it"),
      data: say(
        "Zeitpunkt von Öffnung und Klick, angeklickter Link; weder IP-Adresse noch Gerät",
        "time of open and click, the link clicked; neither IP address nor device",
      ),
      recipients: say("keine", "none"),
      period: say(
        `${periodOf(of, "events", locale)}; ein Widerruf löscht sofort`,
        `${periodOf(of, "events", locale)}; a withdrawal deletes at once`,
      ),
      measures: say(
        "Erlaubnis geprüft beim Erzeugen der E-Mail und bei jedem Abruf",
        "permission checked when the mail is made and at each request",
      ),
    });
  if (level !== "none")
    found.push({
      id: "counting",
      title: say("Anonyme Zählung", "Anonymous counting"),
      purpose: say(
        "Summen über alle Empfänger: wie viele geöffnet und geklickt haben",
        "Totals over all recipients: how many opened and clicked",
      ),
      basis:
        level === "unique"
          ? say(
              "Art. 6 Abs. 1 lit. f DSGVO bis zur Anonymisierung; Zugriff auf das Endgerät nach eigener, dokumentierter Einschätzung (§ 25 TDDDG)",
              "Art. 6(1)(f) GDPR until anonymised; access to the device by the house's own recorded assessment (§ 25 TDDDG)",
            )
          : say(
              "Art. 6 Abs. 1 lit. f DSGVO bis zur Anonymisierung; gleiche Links in jeder E-Mail",
              "Art. 6(1)(f) GDPR until anonymised; the same links in every mail",
            ),
      people: say("alle übrigen Empfänger", "all other recipients"),
      data:
        level === "unique"
          ? say(
              `frische Zufallszahlen ohne Bezug zur Person, Tagessummen; gezeigt ab ${k} Personen`,
              `fresh random numbers without reference to the person, totals of a day; shown from ${k} people on`,
            )
          : say(
              `Tagessummen; gezeigt ab ${k} Personen`,
              `totals of a day; shown from ${k} people on`,
            ),
      recipients: say("keine", "none"),
      period:
        level === "unique"
          ? say(
              "Zufallszahlen bis zum Abschluss nach 14 Tagen; Summen anonym",
              "random numbers until closing after 14 days; totals anonymous",
            )
          : say("Summen anonym", "totals anonymous"),
      measures: say(
        "keine Zuordnung zu Personen möglich, keine IP-Adressen gespeichert, Angriffstest vor jeder Fassung",
        "no attribution to people possible, no IP addresses stored, adversary test before each release",
      ),
    });
  if (joinsWebsite(of))
    found.push({
      id: "website",
      title: say("Ziele auf der Website", "Goals on the website"),
      purpose: say(
        `Erkennen, ob ein Mailing sein Ziel erreicht${of.goalHosts.length === 0 ? "" : ` (${of.goalHosts.join(", ")})`}`,
        `Seeing whether a mailing reached its goal${of.goalHosts.length === 0 ? "" : ` (${of.goalHosts.join(", ")})`}`,
      ),
      basis: say(
        "Einwilligung der Person, sonst nur Summen",
        "the person's consent, otherwise totals only",
      ),
      people: say(
        "Empfänger, die von einer E-Mail auf die Website kommen",
        "recipients who reach the website from a mail",
      ),
      data: say("Ziel, Zeitpunkt, Mailing", "goal, time, mailing"),
      recipients: say("keine", "none"),
      period: periodOf(of, "events", locale),
      measures: say(
        "kein Cookie, kein Zugriff auf das Gerät",
        "no cookie, no access to the device",
      ),
    });
  return found;
}

function further(of: Facts, locale: Locale): Activity[] {
  const say = sayIn(locale);
  const found: Activity[] = [];
  if (of.use.hasPurchases)
    found.push({
      id: "customers",
      title: say("E-Mails an Bestandskunden", "Mails to existing customers"),
      purpose: say(
        "Werbung für eigene ähnliche Waren und Leistungen",
        "Advertising own similar goods and services",
      ),
      basis: say("§ 7 Abs. 3 UWG, Art. 6 Abs. 1 lit. f DSGVO", "§ 7(3) UWG, Art. 6(1)(f) GDPR"),
      people: say(
        "Kundinnen und Kunden, die nicht widersprochen haben",
        "customers who have not objected",
      ),
      data: say(
        "Adresse, Kauf oder Vertrag, Warenart, Hinweis bei der Erhebung",
        "address, purchase or contract, kind of goods, notice at collection",
      ),
      recipients: routes(of, locale),
      period: periodOf(of, "purchases", locale),
      measures: say(
        "alle vier Voraussetzungen je E-Mail geprüft",
        "all four conditions checked for each mail",
      ),
    });
  if (of.coreSources.length > 0)
    found.push({
      id: "core",
      title: say("Kampagnen aus dem Kernsystem", "Campaigns of the core system"),
      purpose: say(
        `Mailings an Listen aus ${of.coreSources.join(", ")} und Rückmeldung der Ergebnisse`,
        `Mailings to lists of ${of.coreSources.join(", ")} and returning the results`,
      ),
      basis: say(
        "Art. 6 Abs. 1 lit. a oder f DSGVO, je Liste",
        "Art. 6(1)(a) or (f) GDPR, per list",
      ),
      people: say("Kundinnen und Kunden des Kernsystems", "customers of the core system"),
      data: say(
        "Personennummer, Adresse, Name, Felder der Liste",
        "person number, address, name, fields of the list",
      ),
      recipients: say(
        `${routes(of, locale)}; Kernsystem (Rückmeldung)`,
        `${routes(of, locale)}; core system (return)`,
      ),
      period: periodOf(of, "core_records", locale),
      measures: say("streng getrennt von den Newslettern", "strictly apart from the newsletters"),
    });
  if (of.use.hasPersonalMails)
    found.push({
      id: "correspondence",
      title: say("Persönliche und Vorgangsmails", "Personal and transactional mails"),
      purpose: say(
        "Anfragen beantworten, Vorgänge mitteilen",
        "Answering inquiries, telling of transactions",
      ),
      basis: say("Art. 6 Abs. 1 lit. b und f DSGVO", "Art. 6(1)(b) and (f) GDPR"),
      people: say("Kunden und Interessenten", "customers and prospects"),
      data: say(
        "Adresse, Betreff, Text, Herkunft der Daten",
        "address, subject, text, origin of the data",
      ),
      recipients: routes(of, locale),
      period: periodOf(of, "correspondence", locale),
      measures: say(
        "Messung nur mit Einwilligung, Grund und Herkunft in jeder E-Mail",
        "measuring with consent only, reason and origin in each mail",
      ),
    });
  return found;
}
