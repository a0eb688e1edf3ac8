import { accountVoice, getAccount } from "../../accounts/index.ts";
import { notFound, type DataSubject, type Locale } from "../../platform/index.ts";
import type { CopyFile, CopyFormat, MakePaper } from "../../requests/index.ts";
import type { PrivacyDeps } from "../erase-data-subject.ts";
import { tablesZip } from "./copy-csv.ts";
import { copyDocument, type CopyDocument } from "./copy-document.ts";
import { copyPdf } from "./copy-pdf.ts";
import { copyWords } from "./copy-words.ts";
import { portableData } from "./portable.ts";

export type CopyDeps = PrivacyDeps & { makePaper: MakePaper };

/**
 * A person's data as a file: the whole copy for reading (PDF), for machines (JSON) and as tables (CSV in a ZIP archive)
 * after Art. 15, or what they may take along after Art. 20 (`portable`, valid against `portableSchema`).
 * @throws AppError 404 where nobody of this id is stored (portable)
 */
export function copyDataSubject(
  deps: CopyDeps,
): (subject: DataSubject & { locale: Locale }, format: CopyFormat) => Promise<CopyFile> {
  return async (subject, format) => {
    const { accountId, locale } = subject;
    const account = await deps.db.account(accountId, getAccount);
    const voice = accountVoice(account, locale);
    const words = copyWords[voice];
    const now = deps.clock.now();
    const day = now.toISOString().slice(0, 10);
    const json = (value: unknown) => Buffer.from(`${JSON.stringify(value, null, 2)}\n`);
    if (format === "portable") {
      const data = await portableData(deps, subject);
      if (!data) throw notFound("contact");
      return {
        name: `${words.portableFile}-${day}.json`,
        mediaType: "application/json; charset=utf-8",
        bytes: json(data),
      };
    }
    const copy = await copyDocument(deps, subject);
    const file = (ending: string, mediaType: string, bytes: Buffer): CopyFile => ({
      name: `${words.file}-${day}.${ending}`,
      mediaType,
      bytes,
    });
    if (format === "json") return file("json", "application/json; charset=utf-8", json(copy));
    if (format === "csv") return file("zip", "application/zip", tablesZip(tablesOf(copy), now));
    return file("pdf", "application/pdf", await copyPdf(copy, voice, deps.makePaper));
  };
}

function tablesOf(copy: CopyDocument): { name: string; rows: readonly unknown[] }[] {
  return [
    ...Object.values(copy.data).flatMap((tables) =>
      Object.entries(tables).map(([name, rows]) => ({ name, rows })),
    ),
    { name: "origins", rows: copy.origins },
    { name: "sources_and_recipients", rows: copy.sourcesAndRecipients },
    { name: "processors", rows: copy.processors },
    { name: "segments", rows: copy.segments.map((name) => ({ name })) },
    { name: "looked_at", rows: copy.lookedAt },
    { name: "retention", rows: copy.retention },
  ];
}
