import { createHash } from "node:crypto";
import type {
  ConfirmedKind,
  DocumentBlock,
  DocumentChange,
  DocumentContent,
  DocumentKind,
  DocumentSection,
  DocumentState,
} from "../../contract/documents.ts";
import { confirmedKinds } from "../../contract/documents.ts";
import type { Locale } from "../platform/index.ts";

export type Words = Record<Locale, string>;
/** A document in both languages. */
export type BothContents = Record<Locale, DocumentContent>;

/** A document as somebody confirmed it. */
export interface DocumentVersion {
  kind: ConfirmedKind;
  version: number;
  content: BothContents;
  sha256: Buffer;
  confirmedBy: string;
  confirmedAt: Date;
  /** Last day, `2027-11-21`. */
  validUntil: string;
}

/** What each document is called, what it is for, and its rule. */
export const documentNames: Record<DocumentKind, { title: Words; about: Words; rule: string }> = {
  records: {
    title: { de: "Verarbeitungsverzeichnis", en: "Records of processing" },
    about: {
      de: "Welche Daten wozu verarbeitet werden, für wen, wohin sie gehen und wann sie enden (Art. 30 DSGVO).",
      en: "Which data are processed for what, where they go and when they end (Art. 30 GDPR).",
    },
    rule: "ORG-10",
  },
  contract: {
    title: { de: "Auftragsverarbeitung", en: "Processing on behalf" },
    about: {
      de: "Der Vertrag nach Art. 28 DSGVO mit Unterauftragnehmern und Orten, oder Ihre Erklärung des Eigenbetriebs.",
      en: "The contract under Art. 28 GDPR with sub-processors and places, or your statement of own operation.",
    },
    rule: "ORG-06",
  },
  measures: {
    title: {
      de: "Technische und organisatorische Maßnahmen",
      en: "Technical and organisational measures",
    },
    about: {
      de: "Die acht Kontrollen nach Art. 32 DSGVO: was Klarpost leistet, und was Ihr Haus leistet.",
      en: "The eight controls under Art. 32 GDPR: what Klarpost does, and what your house does.",
    },
    rule: "ORG-01",
  },
  screening: {
    title: { de: "DSFA-Vorprüfung", en: "DPIA screening" },
    about: {
      de: "Braucht es eine Datenschutz-Folgenabschätzung (Art. 35 DSGVO)? Mit Gründen.",
      en: "Is a data protection impact assessment needed (Art. 35 GDPR)? With reasons.",
    },
    rule: "ORG-13",
  },
  notice: {
    title: { de: "Bausteine der Datenschutzerklärung", en: "Text blocks of the privacy notice" },
    about: {
      de: "Was Ihre Datenschutzerklärung über Newsletter und Messung sagen muss (Art. 13 DSGVO), zum Übernehmen.",
      en: "What your privacy notice has to say about newsletter and measuring (Art. 13 GDPR), to copy.",
    },
    rule: "DSR-01",
  },
  impact: {
    title: { de: "Datenschutz-Folgenabschätzung", en: "Data protection impact assessment" },
    about: {
      de: "Vorlage nach Art. 35 Abs. 7 DSGVO, mit allem ausgefüllt, was das System über sich weiß.",
      en: "Template under Art. 35(7) GDPR, filled in with everything the system knows of itself.",
    },
    rule: "ORG-13",
  },
  dossier: {
    title: {
      de: "Unterlagen für Datenschutz und Recht",
      en: "Dossier for data protection and legal",
    },
    about: {
      de: "Alles in einem Dokument: Messverfahren mit Prüfergebnissen, Risiken und Nutzen, Datenflüsse, Verträge, Maßnahmen, DSFA.",
      en: "Everything in one document: counting method with test results, risks and benefits, data flows, contracts, measures, DPIA.",
    },
    rule: "T-18",
  },
};

export const isConfirmedKind = (kind: string): kind is ConfirmedKind =>
  (confirmedKinds as readonly string[]).includes(kind);

/** Names the content of both languages. What changes daily stands in no document, so that the hash holds. */
export const hashOf = (content: BothContents): Buffer =>
  createHash("sha256")
    .update(JSON.stringify([content.de, content.en]))
    .digest();

/** What somebody still has to say, in the words of the document. */
export const openPoints = (content: DocumentContent): string[] =>
  content.sections.flatMap((section) =>
    section.blocks.flatMap((block) =>
      block.kind === "open" ? [block.label ?? section.title] : [],
    ),
  );

/** A block in lines, each of which can be compared. */
export function linesOf(block: DocumentBlock): string[] {
  switch (block.kind) {
    case "text":
    case "open":
      return [block.text];
    case "list":
      return block.items;
    case "facts":
      return block.rows.map(({ label, value }) => `${label}: ${value}`);
    case "table":
      return block.rows.map((row) => row.join(" · "));
    case "figure":
      return block.picture.boxes.map(({ title, lines }) =>
        [title, lines.filter((line) => line !== "").join(", ")].filter(Boolean).join(": "),
      );
    case "signature":
      return block.lines;
  }
}

/** Sections of which something differs, with the lines that came and went. Pure. */
export function changesBetween(before: DocumentContent, now: DocumentContent): DocumentChange[] {
  const linesOfSection = (section: DocumentSection | undefined): string[] =>
    section === undefined ? [] : section.blocks.flatMap(linesOf);
  const ids = [...new Set([...now.sections, ...before.sections].map((section) => section.id))];
  return ids.flatMap((id) => {
    const [old, fresh] = [before, now].map(({ sections }) =>
      sections.find((section) => section.id === id),
    );
    const was = linesOfSection(old);
    const is = linesOfSection(fresh);
    const added = is.filter((line) => !was.includes(line));
    const removed = was.filter((line) => !is.includes(line));
    return added.length + removed.length === 0
      ? []
      : [{ section: (fresh ?? old)!.title, added, removed }];
  });
}

/** Where a document stands on a day (`2026-11-22`). Pure. */
export function stateOf(
  newest: Pick<DocumentVersion, "sha256" | "validUntil"> | undefined,
  sha256: Buffer,
  open: number,
  today: string,
): DocumentState {
  if (open > 0) return "incomplete";
  if (newest === undefined) return "never";
  if (!newest.sha256.equals(sha256)) return "changed";
  return newest.validUntil < today ? "expired" : "current";
}

/** A confirmation holds for twelve months (CHK-30): the last day, from the day it was given. */
export function validUntil(day: string): string {
  const end = new Date(`${day}T00:00:00Z`);
  end.setUTCFullYear(end.getUTCFullYear() + 1);
  // 29 February has no day a year later.
  end.setUTCDate(end.getUTCDate() - 1);
  return end.toISOString().slice(0, 10);
}
