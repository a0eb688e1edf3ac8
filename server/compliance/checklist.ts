import type { CheckGroup } from "../../contract/compliance.ts";
import type { Locale } from "../platform/index.ts";

/** Where somebody goes on when an entry is not green. */
export interface NextStep {
  label: Record<Locale, string>;
  /** In the workplace. */
  path: string;
}

/** An entry of the checklist, whether or not its check is built yet. */
export interface ChecklistEntry {
  id: string;
  rules: string[];
  group: CheckGroup;
  /** Must be green before the first live mail, and stay so (CHK-A1). */
  blocking: boolean;
  label: Record<Locale, string>;
  next: NextStep;
}

const step = (path: string, de: string, en: string): NextStep => ({ path, label: { de, en } });

const steps = {
  imprint: step("/einstellungen/mandant/imprint", "Impressum ergänzen", "Complete the imprint"),
  privacy: step(
    "/einstellungen/mandant/privacy",
    "Datenschutzangaben ergänzen",
    "Complete data protection",
  ),
  processing: step(
    "/einstellungen/mandant/processing",
    "Betrieb und Speicherort klären",
    "Settle operation and storage",
  ),
  senders: step("/einstellungen/absender", "Absender einrichten", "Set up senders"),
  domains: step("/einstellungen/versanddomains", "DNS-Einträge ansehen", "See the DNS records"),
  relays: step("/einstellungen/versandwege", "Versandwege einrichten", "Set up ways out"),
  mailboxes: step("/einstellungen/postfaecher", "Postfach einrichten", "Set up a mailbox"),
  templates: step("/vorlagen", "Vorlagen öffnen", "Open templates"),
  web: step("/lists/forms", "Öffentliche Seiten ansehen", "Look at the public pages"),
  lists: step("/lists", "Listen und Texte öffnen", "Open lists and texts"),
  forms: step("/lists/forms", "Formulare öffnen", "Open forms"),
  retention: step("/datenschutz/aufbewahrung", "Fristen ansehen", "See the periods"),
  contacts: step("/contacts", "Kontakte ansehen", "Look at contacts"),
  core: step("/kampagnenlisten", "Kernsystem-Listen öffnen", "Open core-system lists"),
  people: step("/einstellungen/personen", "Personen und Rollen", "People and roles"),
  documents: step("/datenschutz/unterlagen", "Unterlagen bestätigen", "Confirm documents"),
  assessments: step(
    "/datenschutz/einschaetzungen",
    "Einschätzungen schreiben",
    "Write the assessments",
  ),
  backups: step("/einstellungen/sicherungen", "Sicherungen ansehen", "See the backups"),
  counting: step("/einstellungen/mandant/counting", "Zählung ansehen", "See the counting"),
  mailings: step("/mailings", "Testmail versenden", "Send a test mail"),
} as const;

const entry = (
  group: CheckGroup,
  next: keyof typeof steps,
  id: string,
  rules: string,
  de: string,
  en: string,
  blocking = true,
): ChecklistEntry => ({
  id,
  rules: rules.split(" "),
  group,
  blocking,
  label: { de, en },
  next: steps[next],
});

/** The whole checklist. What nobody looks at yet is "not checked" and blocks; nothing is green by omission. */
export const checklist: readonly ChecklistEntry[] = [
  entry(
    "house",
    "imprint",
    "CHK-01",
    "CNT-04",
    "Verantwortlicher und Impressum vollständig (§ 5 DDG)",
    "Controller and imprint complete (§ 5 DDG)",
  ),
  entry(
    "signup",
    "templates",
    "CHK-02",
    "CNT-04 DOI-03",
    "Impressum in allen Vorlagen, auch der Bestätigungsmail",
    "Imprint in all templates, the opt-in mail included",
  ),
  entry(
    "house",
    "privacy",
    "CHK-03",
    "CNT-05 DSR-01",
    "Datenschutzerklärung erreichbar",
    "Privacy notice reachable",
  ),
  entry(
    "house",
    "privacy",
    "CHK-04",
    "TRK-01 TRK-05",
    "Datenschutzerklärung beschreibt Zählpixel und Linkmessung",
    "Privacy notice describes measuring pixel and link measuring",
  ),
  entry(
    "house",
    "privacy",
    "CHK-05",
    "ORG-17",
    "Datenschutzkontakt hinterlegt",
    "Privacy contact on file",
  ),
  entry(
    "house",
    "processing",
    "CHK-06",
    "ORG-06",
    "AVV akzeptiert oder Eigenbetrieb erklärt",
    "Processor contract accepted or own operation declared",
  ),
  entry(
    "delivery",
    "senders",
    "CHK-07",
    "CNT-01 CNT-02",
    "Absendername verständlich, kein no-reply",
    "Sender name clear, no no-reply",
  ),
  entry(
    "delivery",
    "senders",
    "CHK-08",
    "CNT-03",
    "Antwortadresse wird gelesen",
    "Reply address is read",
  ),
  entry("delivery", "domains", "CHK-09", "SND-01", "SPF gültig", "SPF valid"),
  entry(
    "delivery",
    "domains",
    "CHK-10",
    "SND-01",
    "DKIM-Schlüssel stark genug, Signatur prüft",
    "DKIM key strong enough, signature verifies",
  ),
  entry(
    "delivery",
    "domains",
    "CHK-11",
    "SND-01",
    "DMARC vorhanden, Berichtsadresse, Ausrichtung",
    "DMARC published, report address, alignment",
  ),
  entry(
    "delivery",
    "domains",
    "CHK-12",
    "UNS-01",
    "Ein-Klick-Abmeldung in den Kopfzeilen, signiert",
    "One-click unsubscribe in the headers, signed",
  ),
  entry(
    "signup",
    "web",
    "CHK-13",
    "UNS-02",
    "Ein-Klick-Abmeldung funktioniert ohne Cookies und Umleitung",
    "One-click unsubscribe works without cookies and redirect",
  ),
  entry(
    "signup",
    "web",
    "CHK-14",
    "UNS-03 DOI-07",
    "Bloßes Öffnen eines Abmelde- oder Bestätigungslinks ändert nichts",
    "Merely opening an unsubscribe or confirmation link changes nothing",
  ),
  entry(
    "delivery",
    "relays",
    "CHK-15",
    "SND-03",
    "rDNS, HELO-Name und Impressum des Servers",
    "Reverse DNS, HELO name and the host's imprint",
  ),
  entry("delivery", "relays", "CHK-16", "SND-04", "TLS ausgehend", "TLS outgoing"),
  entry(
    "delivery",
    "mailboxes",
    "CHK-17",
    "SND-08 SND-13",
    "Unzustellbare Mails werden verarbeitet",
    "Bounces are processed",
  ),
  entry(
    "delivery",
    "domains",
    "CHK-18",
    "SND-07",
    "Postmaster-Dienste und Beschwerdemeldungen eingerichtet",
    "Postmaster tools and feedback loops set up",
    false,
  ),
  entry(
    "signup",
    "lists",
    "CHK-19",
    "CON-04 CON-07",
    "Mindestens eine Liste mit freigegebenem Einwilligungstext",
    "At least one list with an approved consent wording",
  ),
  entry(
    "signup",
    "forms",
    "CHK-20",
    "CON-02 CON-03 CON-11",
    "Anmeldeformular: nur E-Mail Pflicht, nichts angekreuzt, Widerruf und Datenschutz genannt",
    "Sign-up form: only e-mail required, nothing ticked, withdrawal and privacy notice named",
  ),
  entry(
    "signup",
    "forms",
    "CHK-21",
    "CON-08 TRK-03",
    "Profiling-Häkchen getrennt und freiwillig, Standard aus",
    "Profiling box separate and voluntary, off by default",
  ),
  entry(
    "signup",
    "forms",
    "CHK-22",
    "DOI-02 DOI-03 DOI-04 DOI-05 DOI-06 DOI-07 DOI-08 DOI-09",
    "Bestätigungsmail werbefrei, Betreff, Knopf, Ablauf",
    "Opt-in mail free of advertising, subject, button, expiry",
  ),
  entry(
    "signup",
    "web",
    "CHK-23",
    "UNS-07 UNS-08",
    "Texte nach der Abmeldung sind die freigegebenen",
    "Texts after unsubscribing are the approved ones",
  ),
  entry(
    "data",
    "retention",
    "CHK-24",
    "RET-01 RET-02 RET-03 RET-04 RET-05",
    "Löschfristen gesetzt",
    "Retention periods set",
  ),
  entry(
    "data",
    "contacts",
    "CHK-25",
    "TRK-04 CON-23",
    "Altbestand: Nachweis je Einwilligung und Profiling",
    "Existing stock: proof for each consent and permission",
  ),
  entry(
    "data",
    "core",
    "CHK-26",
    "CRM-14 CRM-15",
    "Rückkanal zum Kernsystem geschlossen",
    "Return channel to the core system closed",
  ),
  entry(
    "duties",
    "people",
    "CHK-27",
    "ORG-02 ORG-03",
    "Rollen, MFA, Vier-Augen",
    "Roles, MFA, four eyes",
  ),
  entry(
    "duties",
    "documents",
    "CHK-28",
    "ORG-01 ORG-06 ORG-09",
    "TOM ausgefüllt, Speicherort EU, Unterauftragnehmer gelistet",
    "Measures filled in, storage in the EU, sub-processors listed",
  ),
  entry(
    "duties",
    "documents",
    "CHK-29",
    "ORG-13",
    "DSFA-Vorprüfung gemacht",
    "DPIA screening done",
  ),
  entry(
    "duties",
    "documents",
    "CHK-30",
    "ORG-10",
    "Verarbeitungsverzeichnis erzeugt und bestätigt",
    "Records of processing generated and confirmed",
  ),
  entry(
    "data",
    "backups",
    "CHK-31",
    "ORG-07 RET-11",
    "Wiederherstellung geprüft, Löschjournal",
    "Restore tested, erasure journal",
  ),
  entry(
    "look",
    "imprint",
    "CHK-32",
    "A11Y-01",
    "Öffentliche Seiten barrierefrei",
    "Public pages accessible",
    false,
  ),
  entry(
    "signup",
    "web",
    "CHK-33",
    "DSR-12 DOI-14",
    "„Verwalten“ erreichbar, Profiling sichtbar, neue Adresse nur mit Bestätigung",
    "“Manage” reachable, profiling visible, new address only with confirmation",
  ),
  entry(
    "data",
    "counting",
    "CHK-34",
    "TRK-06 TRK-08",
    "Anonyme Zählung ohne Spuren, Schwelle für kleine Zahlen",
    "Anonymous counting without traces, threshold for small numbers",
  ),
  entry(
    "look",
    "mailings",
    "CHK-35",
    "CNT-18",
    "Testversand im eigenen Postfach von einem Menschen geprüft",
    "Test mailing looked at by a person in their own mailbox",
  ),
  entry(
    "duties",
    "assessments",
    "CHK-36",
    "TRK-07 UNS-17 UNS-24",
    "Hauseinschätzungen dokumentiert",
    "The organisation's own assessments documented",
  ),
];
