import {
  confirmedKinds,
  documentKinds,
  type ConfirmedKind,
  type DocumentKind,
  type DocumentList,
  type DocumentSummary,
  type ImpactFileView,
} from "../../contract/documents.ts";
import { adversaryResults } from "../reports/index.ts";
import { notFound, type Database, type Locale, type Tx } from "../platform/index.ts";
import { contractContent } from "./content/contract.ts";
import { dossierContent } from "./content/dossier.ts";
import { impactContent } from "./content/impact.ts";
import { measuresContent } from "./content/measures.ts";
import { noticeContent } from "./content/notice.ts";
import { screen } from "./content/questions.ts";
import { recordsContent } from "./content/records.ts";
import { screeningContent } from "./content/screening.ts";
import {
  changesBetween,
  documentNames,
  hashOf,
  isConfirmedKind,
  openPoints,
  stateOf,
  type BothContents,
  type DocumentVersion,
  type Words,
} from "./document.ts";
import {
  findVersion,
  listImpactFiles,
  newestVersions,
  type ImpactFile,
} from "./documents.store.ts";
import { dayIn, readFacts, type Facts, type FactsDeps } from "./facts.ts";
import { readAssessments } from "./read-assessments.ts";
import { stateWords } from "./words.ts";

export interface DocumentsDeps extends FactsDeps {
  db: Database;
}

const builders: Record<ConfirmedKind, (of: Facts, locale: Locale) => BothContents[Locale]> = {
  records: recordsContent,
  contract: contractContent,
  measures: measuresContent,
  screening: screeningContent,
  notice: noticeContent,
};

/** A confirmed document as the configuration makes it now, in both languages. */
export const contentOf = (of: Facts, kind: ConfirmedKind): BothContents => ({
  de: builders[kind](of, "de"),
  en: builders[kind](of, "en"),
});

/** Names a document as the configuration makes it now; a confirmation says it. Hexadecimal. */
export async function documentHash(tx: Tx, deps: FactsDeps, kind: ConfirmedKind): Promise<string> {
  return hashOf(contentOf(await readFacts(tx, deps), kind)).toString("hex");
}

/** Where a document stands: state, what is missing, and what changed since somebody confirmed it. */
export function summarise(
  of: Facts,
  kind: DocumentKind,
  newest: DocumentVersion | undefined,
  today: string,
): DocumentSummary {
  const names = documentNames[kind];
  if (!isConfirmedKind(kind))
    return {
      kind,
      ...names,
      state: null,
      open: [],
      version: null,
      confirmedBy: null,
      confirmedAt: null,
      validUntil: null,
      changed: [],
    };
  const content = contentOf(of, kind);
  const open = bothOf(openPoints(content.de), openPoints(content.en));
  const changed = newest
    ? bothOf(
        changesBetween(newest.content.de, content.de).map(({ section }) => section),
        changesBetween(newest.content.en, content.en).map(({ section }) => section),
      )
    : [];
  return {
    kind,
    ...names,
    state: stateOf(newest, hashOf(content), open.length, today),
    open,
    version: newest?.version ?? null,
    confirmedBy: newest?.confirmedBy ?? null,
    confirmedAt: newest?.confirmedAt.toISOString() ?? null,
    validUntil: newest?.validUntil ?? null,
    changed,
  };
}

const bothOf = (de: string[], en: string[]): Words[] =>
  de.map((words, at) => ({ de: words, en: en[at] ?? words }));

export const presentFile = (file: ImpactFile): ImpactFileView => ({
  id: file.publicId,
  name: file.name,
  sizeBytes: file.sizeBytes,
  sha256: file.sha256.toString("hex"),
  uploadedBy: file.uploadedBy,
  uploadedAt: file.uploadedAt.toISOString(),
});

/** All documents: what is valid, what waits. */
export async function readDocuments(tx: Tx, deps: DocumentsDeps): Promise<DocumentList> {
  const of = await readFacts(tx, deps);
  const newest = await newestVersions(tx);
  const today = dayIn(deps.clock.now(), of.account.timezone);
  const { conceptVersion } = of;
  return {
    items: documentKinds.map((kind) =>
      summarise(
        of,
        kind,
        newest.find((each) => each.kind === kind),
        today,
      ),
    ),
    concept: {
      version: conceptVersion?.version ?? null,
      madeBy: conceptVersion?.madeBy ?? null,
      madeAt: conceptVersion?.madeAt.toISOString() ?? null,
      isCurrent: conceptVersion?.isCurrent ?? false,
    },
    impact: {
      required: screen(of).required,
      files: (await listImpactFiles(tx)).map(presentFile),
    },
  };
}

/** A document to be read: as it is now, or as it was confirmed. */
export interface Reading {
  of: Facts;
  content: BothContents;
  sha256: Buffer;
  newest: DocumentVersion | undefined;
  /** The version that was asked for; undefined: as things are now. */
  version: DocumentVersion | undefined;
  today: string;
}

/** @throws AppError 404 for a version that nobody confirmed */
export async function readDocument(
  tx: Tx,
  deps: DocumentsDeps,
  kind: DocumentKind,
  no?: number,
): Promise<Reading> {
  const of = await readFacts(tx, deps);
  const today = dayIn(deps.clock.now(), of.account.timezone);
  if (!isConfirmedKind(kind)) {
    if (no !== undefined) throw notFound("version");
    const content = await unconfirmed(tx, of, kind, today);
    return { of, content, sha256: hashOf(content), newest: undefined, version: undefined, today };
  }
  const newest = (await newestVersions(tx)).find((each) => each.kind === kind);
  const version = no === undefined ? undefined : await findVersion(tx, kind, no);
  if (no !== undefined && version === undefined) throw notFound("version");
  const content = version?.content ?? contentOf(of, kind);
  return { of, content, sha256: version?.sha256 ?? hashOf(content), newest, version, today };
}

async function unconfirmed(
  tx: Tx,
  of: Facts,
  kind: "impact" | "dossier",
  today: string,
): Promise<BothContents> {
  if (kind === "impact") return { de: impactContent(of, "de"), en: impactContent(of, "en") };
  const newest = await newestVersions(tx);
  const files = await listImpactFiles(tx);
  const assessments = await readAssessments(tx, today);
  const results = await adversaryResults();
  const inLocale = (locale: Locale) => {
    const { timezone } = of.account;
    const day = (at: Date): string =>
      new Intl.DateTimeFormat(locale === "de" ? "de-DE" : "en-GB", {
        dateStyle: "long",
        timeZone: timezone,
      }).format(at);
    return dossierContent(
      of,
      {
        states: confirmedKinds.map((each) => {
          const summary = summarise(
            of,
            each,
            newest.find((one) => one.kind === each),
            today,
          );
          return {
            title: summary.title[locale],
            state: stateWords(summary, locale, timezone),
          };
        }),
        results: results && { when: day(new Date(results.when)), rows: results.rows[locale] },
        assessments,
        files: files.map((file) => ({
          name: file.name,
          when: day(file.uploadedAt),
          by: file.uploadedBy,
          sha256: file.sha256.toString("hex"),
        })),
      },
      locale,
    );
  };
  return { de: inLocale("de"), en: inLocale("en") };
}
