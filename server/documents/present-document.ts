import type { DocumentKind, DocumentView } from "../../contract/documents.ts";
import { responsibilityText } from "../accounts/index.ts";
import type { Locale, Tx } from "../platform/index.ts";
import { chapters } from "./content/chapters.ts";
import { answersOf } from "./content/questions.ts";
import { changesBetween } from "./document.ts";
import { listVersions } from "./documents.store.ts";
import { readDocument, summarise, type DocumentsDeps } from "./read-documents.ts";

/** A document with everything the workplace shows of it. @throws AppError 404 for a version that does not exist */
export async function presentDocument(
  tx: Tx,
  deps: DocumentsDeps,
  kind: DocumentKind,
  locale: Locale,
  no?: number,
): Promise<DocumentView> {
  const { of, content, sha256, newest, version, today } = await readDocument(tx, deps, kind, no);
  const entries = of.entries.filter(({ document }) => document === "measures");
  return {
    ...summarise(of, kind, newest, today),
    locale,
    content: content[locale],
    sha256: sha256.toString("hex"),
    changes:
      newest === undefined || version !== undefined
        ? []
        : changesBetween(newest.content[locale], content[locale]),
    versions: (await listVersions(tx, kind)).map((each) => ({
      version: each.version,
      confirmedBy: each.confirmedBy,
      confirmedAt: each.confirmedAt.toISOString(),
      validUntil: each.validUntil,
      sha256: each.sha256.toString("hex"),
    })),
    responsibility: responsibilityText.text[locale],
    chapters:
      kind !== "measures"
        ? []
        : chapters.map(({ key, control, title, ask, example }) => {
            const entry = entries.find((each) => each.key === key);
            return {
              key,
              control,
              title: title[locale],
              ask: ask[locale],
              example: example[locale],
              text: entry?.text ?? "",
              setBy: entry?.setBy ?? null,
              setAt: entry?.setAt.toISOString() ?? null,
            };
          }),
    questions:
      kind !== "screening"
        ? []
        : answersOf(of).map(({ question, answer, reason, setBy }) => ({
            key: question.key,
            question: question.question[locale],
            help: question.help[locale],
            answer,
            reason,
            known: question.known !== undefined,
            setBy,
          })),
  };
}
