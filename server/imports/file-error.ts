import { fileErrors, type FileErrorCode } from "../../contract/import-file-errors.ts";
import { AppError } from "../platform/index.ts";

/** What makes the rest of a file unreadable: where, and what was expected and found. */
export class FileError extends AppError {
  readonly reason: FileErrorCode;
  readonly line: number | null;
  readonly expected: string | undefined;
  readonly found: string | undefined;

  constructor(
    reason: FileErrorCode,
    where: { line?: number; expected?: string; found?: string } = {},
  ) {
    const text = describe(reason, where.line ?? null, where.expected, where.found);
    super(`file_${reason}`, 422, text.en, { extra: { line: where.line ?? null, text } });
    this.reason = reason;
    this.line = where.line ?? null;
    this.expected = where.expected;
    this.found = where.found;
  }
}

/** The sentence for people: "Zeile 17: … Erwartet: höchstens 200. Gefunden: 240." */
export function describe(
  reason: FileErrorCode,
  line: number | null,
  expected?: string,
  found?: string,
): { de: string; en: string } {
  const { label } = fileErrors[reason];
  const join = (head: string, label: string, words: [string, string]) =>
    [
      line === null ? label : `${head} ${line}: ${label}`,
      ...(expected === undefined ? [] : [`${words[0]}: ${expected}.`]),
      ...(found === undefined ? [] : [`${words[1]}: ${found}.`]),
    ].join(" ");
  return {
    de: join("Zeile", label.de, ["Erwartet", "Gefunden"]),
    en: join("Line", label.en, ["Expected", "Found"]),
  };
}
