import type { Account } from "../accounts/index.ts";
import {
  confirmDocument,
  documentHash,
  recordAssessment,
  saveEntry,
  type DocumentsDeps,
} from "../documents/index.ts";
import type { Actor } from "../platform/index.ts";

const DAY_MS = 24 * 3_600_000;

/** Two documents confirmed, measures with a chapter to write, a screening with its answers, assessments to go through. */
export async function fillDocuments(
  deps: DocumentsDeps,
  account: Account,
  actor: Actor,
): Promise<void> {
  const now = deps.clock.now();
  const at = (daysAgo: number): Date => new Date(now.getTime() - daysAgo * DAY_MS);
  const day = (ahead: number): string => at(-ahead).toISOString().slice(0, 10);
  const by: Actor = { ...actor, name: "Dr. Martina Beispiel" };
  await deps.db.account(account.id, async (tx) => {
    for (const [key, text] of chapters)
      await saveEntry(tx, account.id, {
        document: "measures",
        key,
        answer: "",
        text,
        setBy: by.name,
        setAt: at(38),
      });
    for (const [key, answer, text] of answers)
      await saveEntry(tx, account.id, {
        document: "screening",
        key,
        answer,
        text,
        setBy: by.name,
        setAt: at(38),
      });
    const then = { ...deps, clock: { now: () => at(36) } };
    for (const kind of ["contract", "notice", "records"] as const)
      await confirmDocument(tx, then, account.id, by, kind, await documentHash(tx, then, kind));
    for (const { made, review, ...input } of assessments)
      await recordAssessment(tx, account.id, by, { ...input, reviewOn: day(review) }, at(made));
  });
}

const chapters = [
  [
    "premises",
    "Die Server stehen im Rechenzentrum Musterstadt (ISO 27001, Zertifikat vom 3. März 2026). Zutritt haben vier Personen der IT mit Ausweis und zweitem Faktor; Besuche werden begleitet und protokolliert.",
  ],
  [
    "devices",
    "Gearbeitet wird nur an Dienstgeräten mit verschlüsselter Festplatte und Bildschirmsperre nach fünf Minuten. Updates verteilt die IT binnen 14 Tagen; private Geräte sind nicht zugelassen.",
  ],
  [
    "granting",
    "Rollen vergibt die Inhaberin auf schriftlichen Antrag der Abteilung. Wer ausscheidet, verliert den Zugang am selben Tag; jedes Quartal geht der Datenschutz die Liste durch.",
  ],
  [
    "transfer",
    "Exporte gehen nur an die Vertriebssteuerung, über das verschlüsselte Laufwerk. Ausdrucke kommen in die Datenschutztonne (DIN 66399, Stufe P-4); USB-Speicher sind gesperrt.",
  ],
  [
    "operations",
    "Höchstens 24 Stunden Datenverlust (RPO), ein Arbeitstag Stillstand (RTO). Wiederherstellung nach Handbuch durch zwei Personen der IT; Notstrom und Brandmeldung im Rechenzentrum.",
  ],
] as const;

const answers = [
  ["special", "no", "Die Themen sind Geldanlage und Vorsorge; Gesundheit kommt nicht vor."],
  ["vulnerable", "no", "Kinder werden nicht angesprochen; Beschäftigte stehen auf keiner Liste."],
  ["decisions", "no", "Welche E-Mail jemand liest, hat auf Konditionen keinen Einfluss."],
  ["scoring", "no", "Es gibt keine Punkte und keine Rangfolge."],
  ["matched", "no", "Es werden keine Merkmale zugekauft."],
  ["new", "no", "Werkzeuge mit künstlicher Intelligenz sind nicht angeschlossen."],
] as const;

const assessments = [
  {
    topic: "unsubscribe_list",
    arguments:
      "Dafür: Ohne die Adresse ließe sich ein Nein nicht beachten, etwa wenn ein Import sie wiederbringt. Dagegen: Sie ist ein personenbezogenes Datum ohne neuen Auftrag.\nGespeichert wird nur die Adresse, nichts sonst.",
    conclusion:
      "Wir bewahren die Adresse auf, weil Art. 21 Abs. 3 DSGVO es verlangt; Grund ist Art. 6 Abs. 1 lit. c, 17 Abs. 3 lit. b DSGVO.",
    made: 340,
    review: 25,
  },
  {
    topic: "blacklist",
    arguments:
      "Dafür: Wettbewerber und Testadressen verfälschen Zahlen. Dagegen: Wer sich selbst anmeldet, darf lesen.\nGesperrt werden nur Adressen mit einem benannten Grund.",
    conclusion:
      "Gesperrt wird auf berechtigtes Interesse, mit Grund und Wiedervorlage nach sechs Monaten.",
    made: 370,
    review: -5,
  },
  {
    topic: "existing_customers",
    arguments:
      "Dafür: Die Adresse stammt aus dem Abschluss, der Hinweis steht im Antrag und in jeder E-Mail. Dagegen: „ähnlich“ wird eng ausgelegt.\nÄhnlich sind für uns nur Produkte derselben Sparte.",
    conclusion:
      "E-Mails an Bestandskunden nur innerhalb der Sparte des Vertrags; Widerspruch gilt für alles.",
    made: 120,
    review: 245,
  },
] as const;
