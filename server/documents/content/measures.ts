import type {
  DocumentBlock,
  DocumentContent,
  DocumentSection,
} from "../../../contract/documents.ts";
import type { Locale } from "../../platform/index.ts";
import { documentNames } from "../document.ts";
import { isOwn, sayIn, type Facts, type Say } from "../facts.ts";
import { CHAPTER_LEAST, chapters } from "./chapters.ts";
import {
  inWords,
  list,
  open,
  partiesTable,
  periodOf,
  section,
  storagePlace,
  text,
} from "./parts.ts";

/** Technical and organisational measures by the eight controls (Art. 32 GDPR, ORG-01). */
export function measuresContent(of: Facts, locale: Locale): DocumentContent {
  const say = sayIn(locale);
  return {
    title: documentNames.measures.title[locale],
    intro: say(
      `Wie ${of.controller} die Daten in Klarpost schützt (Art. 32 DSGVO), nach den acht Kontrollen. Was die Software leistet, sagt sie aus ihrer Konfiguration selbst; was das Haus leistet, hat es dazugeschrieben.`,
      `How ${of.controller} protects the data in Klarpost (Art. 32 GDPR), by the eight controls. What the software does it says itself from its configuration; what the house does it has added.`,
    ),
    sections: [
      control("entry", say("1. Zutrittskontrolle", "1. Entry control"), [
        text(
          say(
            `Ort der Speicherung: ${storagePlace(of, locale)}.`,
            `Place of storage: ${storagePlace(of, locale)}.`,
          ),
        ),
      ]),
      control("access", say("2. Zugangskontrolle", "2. System access control"), [
        list(accessPoints(say)),
      ]),
      control("rights", say("3. Zugriffskontrolle", "3. Data access control"), [
        list(rightsPoints(say)),
      ]),
      control("transfer", say("4. Weitergabekontrolle", "4. Transfer control"), [
        list(transferPoints(of, say)),
      ]),
      control("input", say("5. Eingabekontrolle", "5. Input control"), [
        list(inputPoints(of, say, locale)),
      ]),
      control(
        "order",
        say("6. Auftragskontrolle", "6. Order control"),
        orderBlocks(of, say, locale),
      ),
      control("availability", say("7. Verfügbarkeitskontrolle", "7. Availability control"), [
        list(availabilityPoints(of, say)),
      ]),
      control("separation", say("8. Trennungskontrolle", "8. Separation control"), [
        list(separationPoints(of, say)),
      ]),
      control("review", say("Überprüfung (Art. 32 Abs. 1 lit. d)", "Review (Art. 32(1)(d))"), [
        list([
          say(
            "Die Checkliste prüft Konfiguration und Zustellung täglich selbst; ein rotes Pflichtergebnis hält den Versand an.",
            "The checklist looks at configuration and delivery daily by itself; a red mandatory result stops sending.",
          ),
          say(
            "Vor jeder Fassung der Software greift ein Test die anonyme Zählung an und wird nur bestanden, wenn er niemanden erkennt.",
            "Before each release of the software a test attacks the anonymous counting and passes only if it recognises nobody.",
          ),
        ]),
      ]),
    ],
  };

  function control(id: string, title: string, blocks: DocumentBlock[]): DocumentSection {
    return section(id, title, [...blocks, ...chaptersOf(of, id, locale)]);
  }
}

/** The house's own chapters of a control, or what they still have to say. */
function chaptersOf(of: Facts, control: string, locale: Locale): DocumentBlock[] {
  const say = sayIn(locale);
  return chapters
    .filter((each) => each.control === control)
    .flatMap(({ key, title, ask }): DocumentBlock[] => {
      const written = chapterText(of, key);
      if (written === null)
        return [
          open(
            say(
              `Noch zu schreiben – ${title.de}: ${ask.de}`,
              `Still to be written – ${title.en}: ${ask.en}`,
            ),
            title[locale],
          ),
        ];
      return [text(`${title[locale]}:`), ...written.split(/\n+/).map((line) => text(line.trim()))];
    });
}

/** What the house wrote in a chapter; null where that is nothing or too little. */
export function chapterText({ entries }: Pick<Facts, "entries">, key: string): string | null {
  const written =
    entries.find((entry) => entry.document === "measures" && entry.key === key)?.text.trim() ?? "";
  return written.length < CHAPTER_LEAST ? null : written;
}

/** Chapters that are still to be written (ORG-01, CHK-28). */
export const openChapters = (of: Pick<Facts, "entries">) =>
  chapters.filter(({ key }) => chapterText(of, key) === null);

const accessPoints = (say: Say): string[] => [
  say(
    "Anmeldung mit Passwort und zweitem Faktor (TOTP oder Passkey); im Echtbetrieb ist er für alle Pflicht, die Personendaten sehen.",
    "Sign-in with password and second factor (TOTP or passkey); in live operation it is mandatory for everybody who sees personal data.",
  ),
  say(
    "Passwörter mit Argon2id gespeichert, mindestens zwölf Zeichen, bekannte werden abgelehnt.",
    "Passwords stored with Argon2id, at least twelve characters, known ones are refused.",
  ),
  say(
    "Nach Fehlversuchen wachsende Pausen; Sitzungen enden nach zwölf Stunden ohne Tätigkeit, spätestens nach sieben Tagen.",
    "Growing pauses after failed tries; sessions end after twelve hours without activity, after seven days at the latest.",
  ),
  say(
    "Wahlweise Anmeldung über den Verzeichnisdienst des Hauses (OpenID Connect).",
    "Optional sign-on with the house's directory (OpenID Connect).",
  ),
];

const rightsPoints = (say: Say): string[] => [
  say(
    "Rollen mit festen Rechten; was nicht erlaubt ist, ist verboten. Wer erfasst, sieht keine Listen; wer schreibt, sieht keine Nachweise.",
    "Roles with fixed rights; what is not permitted is refused. Whoever records sees no lists; whoever writes sees no proofs.",
  ),
  say(
    "Große Mailings brauchen vier Augen oder Bedenkzeit.",
    "Large mailings need four eyes or time to think again.",
  ),
  say(
    "API-Schlüssel sind auf Zwecke und Zeit begrenzt und kommen an der Versandprüfung nicht vorbei.",
    "API keys are limited to purposes and time and cannot pass the gate.",
  ),
  say(
    "Jede Einsicht in Daten einer Person wird protokolliert.",
    "Every look at a person's data is logged.",
  ),
];

function transferPoints(of: Facts, say: Say): string[] {
  const names = of.parties
    .filter(({ kind }) => kind === "route")
    .map(({ name, place }) => (place === null ? name : `${name} (${say(place.de, place.en)})`));
  return [
    of.isSecure
      ? say(
          "Arbeitsplatz und öffentliche Seiten sind nur über TLS zu erreichen.",
          "Workplace and public pages are reached over TLS only.",
        )
      : say(
          "Diese Installation ist ohne TLS erreichbar. Das genügt nur zum Ausprobieren.",
          "This installation is reached without TLS. That will do for trying it out only.",
        ),
    say(
      "E-Mails gehen verschlüsselt hinaus, wo die Gegenseite es kann oder der Versandweg es verlangt.",
      "Mail leaves encrypted where the other side can or the sending route demands it.",
    ),
    names.length === 0
      ? say(
          "E-Mails gehen direkt an die Server der Empfänger.",
          "Mail goes straight to the recipients' servers.",
        )
      : say(`E-Mails gehen über: ${names.join(", ")}.`, `Mail goes over: ${names.join(", ")}.`),
    say(
      "Exporte brauchen einen Grund, sind verschlüsselt und nach 24 Stunden gelöscht; jeder steht im Protokoll.",
      "Exports need a reason, are encrypted and deleted after 24 hours; each stands in the log.",
    ),
    say(
      "Ausgehende Verbindungen werden beim Aufbau geprüft; Messfunktionen von Versandanbietern sind abgeschaltet.",
      "Outgoing connections are checked when made; measuring by sending providers is switched off.",
    ),
  ];
}

function inputPoints(of: Facts, say: Say, locale: Locale): string[] {
  return [
    say(
      `Ein Protokoll, an das nur angefügt werden kann, nennt zu jeder Änderung, Ausfuhr und Einsicht wer, was und wann (${periodOf(of, "audit_log", locale)}).`,
      `A log that can only be appended to names who, what and when for each change, export and look (${periodOf(of, "audit_log", locale)}).`,
    ),
    say(
      `Gescheiterte Anmeldungen und abgewiesene Aufrufe und Dateien stehen in einem Sicherheitsprotokoll, Adressen und Netze darin nur als Schlüsselwerte (${periodOf(of, "security_log", locale)}).`,
      `Failed sign-ins and refused calls and files stand in a security log, addresses and networks in it as keyed hashes only (${periodOf(of, "security_log", locale)}).`,
    ),
    say(
      "Einwilligungen stehen in einem Nachweisbuch mit Prüfsummen (Merkle-Baum), das auch die Eigentümerin der Datenbank nicht unbemerkt ändern kann.",
      "Consents stand in a ledger with checksums (Merkle tree) which not even the owner of the database can change unnoticed.",
    ),
    say(
      "Zu jedem Feld eines Kontakts ist gespeichert, woher es kommt.",
      "For each field of a contact it is stored where it comes from.",
    ),
  ];
}

function orderBlocks(of: Facts, say: Say, locale: Locale): DocumentBlock[] {
  const { operation } = of.account.processing;
  const who =
    operation === undefined
      ? open(
          say(
            "Noch nicht gesagt ist, wer diese Installation betreibt (Einstellungen, Mandant, Verarbeitung).",
            "Nobody has said yet who operates this installation (Settings, Account, Processing).",
          ),
        )
      : text(
          isOwn(of.account)
            ? say(
                "Eigenbetrieb: Für den Betrieb der Software gibt es keinen Auftragsverarbeiter.",
                "Own operation: there is no processor for operating the software.",
              )
            : say(
                "Betrieb durch einen Auftragsverarbeiter nach Art. 28 DSGVO; siehe Vertrag.",
                "Operated by a processor under Art. 28 GDPR; see the contract.",
              ),
        );
  return [who, ...(of.parties.length === 0 ? [] : [partiesTable(of, locale)])];
}

function availabilityPoints(of: Facts, say: Say): string[] {
  return [
    of.backups.nightly
      ? say(
          `Jede Nacht eine verschlüsselte Sicherung, höchstens ${of.backups.maxAgeDays} Tage aufbewahrt; die Wiederherstellung wird mindestens alle 90 Tage geprobt.`,
          `An encrypted backup every night, kept ${of.backups.maxAgeDays} days at most; restoring is tried at least every 90 days.`,
        )
      : say("Die nächtliche Sicherung ist ausgeschaltet.", "The nightly backup is switched off."),
    say(
      "Nach einer Wiederherstellung bleibt der Versand gesperrt, bis Löschungen und Widersprüche nachgetragen sind.",
      "After a restore sending stays locked until erasures and objections are applied again.",
    ),
    say(
      "Die Versandwarteschlange übersteht Abstürze: Niemand bekommt eine E-Mail doppelt, niemand wird vergessen.",
      "The sending queue survives crashes: nobody is mailed twice, nobody forgotten.",
    ),
    say(
      "Ein Notaus hält den ganzen Versand in unter zehn Sekunden an.",
      "An emergency stop halts all sending in under ten seconds.",
    ),
  ];
}

function separationPoints(of: Facts, say: Say): string[] {
  return [
    say(
      "Jeder Mandant ist in der Datenbank durch Zeilenrechte getrennt, zusätzlich zur Prüfung in der Anwendung.",
      "Each account is kept apart in the database by row-level security, beside the application's checks.",
    ),
    of.coreSources.length > 0
      ? say(
          `Newsletter und Kernsystem (${inWords(of.coreSources, "de")}) sind zwei Töpfe, die nichts über die Adresse verbindet.`,
          `Newsletters and core system (${inWords(of.coreSources, "en")}) are two pots that nothing joins by address.`,
        )
      : say(
          "Newsletter und Daten aus Kernsystemen liegen in getrennten Töpfen.",
          "Newsletters and data of core systems lie in separate pots.",
        ),
    say(
      "Testbetrieb und Echtbetrieb sind getrennt; im Testbetrieb gehen E-Mails nur in das eingebaute Postfach und an bestätigte Testadressen.",
      "Sandbox and live operation are apart; in sandbox mail goes to the built-in mailbox and to confirmed test addresses only.",
    ),
    say(
      "Einwilligungen, Nachweise, Messung und Versand liegen in eigenen Tabellen mit eigenen Rechten.",
      "Consents, proofs, measuring and sending lie in tables of their own with rights of their own.",
    ),
  ];
}
