import type { DocumentBlock, DocumentSection } from "../../../contract/documents.ts";
import type { Locale } from "../../platform/index.ts";
import { joinsWebsite, measures, sayIn, type Facts, type Say } from "../facts.ts";
import { list, section, text } from "./parts.ts";

interface Risk {
  title: string;
  what: string;
  /** Likelihood and severity after the measures, in words. */
  rest: string;
  measures: string;
}

const low = (say: Say): string => say("gering", "low");
const middle = (say: Say): string => say("mittel", "medium");

/** Risks for the people concerned, with what the configuration does against each, and what remains. */
export function risksOf(of: Facts, locale: Locale): Risk[] {
  const say = sayIn(locale);
  const { countingLevel: level, kMin: k } = of.account;
  return [
    {
      title: say("Werbung ohne Einwilligung", "Advertising without consent"),
      what: say(
        "Jemand bekommt E-Mails, die er nicht wollte oder nicht mehr will.",
        "Somebody gets mail they did not want or want no more.",
      ),
      measures: say(
        "Double-Opt-in mit Nachweis, Prüfung vor jeder E-Mail auf höchstens fünf Sekunden alte Angaben, Abmeldung mit einem Klick.",
        "Double opt-in with proof, a gate before each mail on facts at most five seconds old, unsubscribing with one click.",
      ),
      rest: low(say),
    },
    ...(measures(of)
      ? [
          {
            title: say(
              "Verhalten wird ohne Erlaubnis ausgewertet",
              "Behaviour is analysed without permission",
            ),
            what: say(
              "Öffnungen und Klicks werden einer Person zugeordnet, die das nicht erlaubt hat.",
              "Opens and clicks are attributed to a person who did not permit it.",
            ),
            measures: say(
              "Eigene Erlaubnis, geprüft beim Erzeugen und bei jedem Abruf; ein Widerruf wirkt auch auf schon verschickte E-Mails und löscht.",
              "A permission of its own, checked when the mail is made and at each request; a withdrawal also works on mails already sent, and deletes.",
            ),
            rest: low(say),
          },
          {
            title: say("Profile werden zu genau", "Profiles become too detailed"),
            what: say(
              "Aus Klicks lassen sich Vorlieben oder besondere Kategorien ablesen.",
              "Preferences or special categories can be read from clicks.",
            ),
            measures: say(
              "Links lassen sich „nicht persönlich“ schalten; Auswertungen enden nach Frist; eine Person sieht und löscht ihre Ereignisse selbst.",
              "Links can be marked “not personal”; events end by period; a person sees and deletes their events themselves.",
            ),
            rest: middle(say),
          },
        ]
      : []),
    ...(level === "none"
      ? []
      : [
          {
            title: say("Anonyme Zählung verrät jemanden", "Anonymous counting gives somebody away"),
            what: say(
              "Wer die Datenbank hat, errät aus Summen, wer geöffnet hat.",
              "Whoever has the database guesses from totals who opened.",
            ),
            measures: say(
              `Keine Kennung je Person, Tagessummen, Zahlen erst ab ${k}, keine IP-Adressen; vor jeder Fassung greift ein Test das Verfahren an.`,
              `No identifier per person, totals of a day, figures from ${k} on only, no IP addresses; before each release a test attacks the method.`,
            ),
            rest: low(say),
          },
        ]),
    ...(joinsWebsite(of)
      ? [
          {
            title: say("E-Mail und Website werden verbunden", "Mail and website are joined"),
            what: say(
              "Ein Besuch der Website wird einer Person zugeordnet.",
              "A visit to the website is attributed to a person.",
            ),
            measures: say(
              "Nur mit Einwilligung, ohne Cookie; sonst bloße Summen.",
              "With consent only, without cookie; otherwise bare totals.",
            ),
            rest: middle(say),
          },
        ]
      : []),
    {
      title: say("Daten gelangen in falsche Hände", "Data fall into the wrong hands"),
      what: say(
        "Ein Konto wird übernommen, ein Export geht verloren, eine Sicherung wird gestohlen.",
        "An account is taken over, an export gets lost, a backup is stolen.",
      ),
      measures: say(
        "Zweiter Faktor, Rollen, protokollierte Einsichten, verschlüsselte Exporte und Sicherungen, Nachweise je Person verschlüsselt.",
        "Second factor, roles, logged looks, encrypted exports and backups, proofs encrypted per person.",
      ),
      rest: middle(say),
    },
    {
      title: say("Daten bleiben zu lange", "Data stay too long"),
      what: say(
        "Jemand ist abgemeldet oder gelöscht und taucht wieder auf.",
        "Somebody unsubscribed or was erased and comes back.",
      ),
      measures: say(
        "Fristen je Datenart laufen von selbst, Löschjournal überdauert Wiederherstellungen.",
        "Periods per class of data run by themselves, the erasure journal survives restores.",
      ),
      rest: low(say),
    },
    {
      title: say("Rechte lassen sich nicht ausüben", "Rights cannot be exercised"),
      what: say(
        "Auskunft, Widerspruch oder Löschung bleiben liegen.",
        "Access, objection or erasure are left lying.",
      ),
      measures: say(
        "„Verwalten“ ohne Anmeldung, Anliegen mit Frist und Alarm, Kopie auf Knopfdruck.",
        "“Manage” without sign-in, requests with deadline and alarm, a copy at the press of a button.",
      ),
      rest: low(say),
    },
  ];
}

export function risksTable(of: Facts, locale: Locale): DocumentBlock {
  const say = sayIn(locale);
  return {
    kind: "table",
    label: say("Risiken", "Risks"),
    head: [
      say("Risiko", "Risk"),
      say("Was geschehen könnte", "What could happen"),
      say("Was dagegen steht", "What stands against it"),
      say("Bleibt", "Remains"),
    ],
    rows: risksOf(of, locale).map(({ title, what, measures: against, rest }) => [
      title,
      what,
      against,
      rest,
    ]),
  };
}

/** Risks and benefits side by side, for somebody who has to weigh them. */
export function weighing(of: Facts, locale: Locale, part?: string): DocumentSection[] {
  const say = sayIn(locale);
  return [
    section(
      "benefits",
      say("Nutzen", "Benefits"),
      [
        list([
          say(
            "Menschen bekommen nur, was sie bestellt haben, und können es mit einem Klick ändern.",
            "People get only what they ordered and can change it with one click.",
          ),
          say(
            "Das Haus weiß, ob seine E-Mails gelesen werden, ohne einzelne Menschen zu beobachten, die das nicht erlaubt haben.",
            "The house knows whether its mails are read without watching single people who did not permit it.",
          ),
          ...(measures(of)
            ? [
                say(
                  "Wer es erlaubt, bekommt passendere Themen; er sieht, was gespeichert ist.",
                  "Whoever permits it gets more fitting topics, and sees what is stored.",
                ),
              ]
            : []),
          say(
            "Einwilligung, Nachweis, Frist und Auskunft entstehen im selben System und widersprechen sich nicht.",
            "Consent, proof, period and copy are made in the same system and do not contradict each other.",
          ),
        ]),
      ],
      part,
    ),
    section(
      "risks",
      say("Risiken für die Betroffenen", "Risks for the people concerned"),
      [
        text(
          say(
            "Eingeschätzt nach Eintritt und Schwere, nach den Maßnahmen der jetzigen Konfiguration. Die Einschätzung ist ein Vorschlag; das Urteil hat das Haus.",
            "Rated by likelihood and severity, after the measures of the present configuration. The rating is a proposal; the judgement is the house's.",
          ),
        ),
        risksTable(of, locale),
      ],
      part,
    ),
  ];
}
