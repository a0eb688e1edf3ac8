import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** One source file of the repository: `path` is relative to its root with forward slashes. */
export type SourceFile = { path: string; text: string };

/** A rule of the house that a file breaks, with the line it happens on (1-based). */
export type Finding = { path: string; line: number; message: string };

/** A string or template literal; `text` is what stands between the quotes. */
export type Literal = { start: number; text: string; quote: string; tag: string };

/**
 * A file read once: `code` has the length of `text`, with comments and the contents of strings
 * and regular expressions blanked, so that a search in it finds code and nothing else.
 */
export type ScannedFile = SourceFile & { code: string; literals: Literal[] };

const skippedFolders = new Set(["node_modules", "dist", ".git"]);

/** Reads every file below the named folders (missing ones are left out) that `wanted` accepts. */
export function readSources(
  root: string,
  folders: string[],
  wanted = (path: string) => /\.(ts|tsx|mjs)$/.test(path),
): SourceFile[] {
  const found: SourceFile[] = [];
  const walk = (folder: string) => {
    let entries;
    try {
      entries = readdirSync(join(root, folder), { withFileTypes: true });
    } catch {
      return;
    }
    for (const entry of entries.toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
      const path = `${folder}/${entry.name}`;
      if (entry.isDirectory() && !skippedFolders.has(entry.name)) walk(path);
      else if (entry.isFile() && wanted(path)) {
        found.push({ path, text: readFileSync(join(root, path), "utf8") });
      }
    }
  };
  for (const folder of folders) walk(folder);
  return found;
}

/** Line of an offset, 1-based. */
export function lineAt(text: string, offset: number): number {
  let line = 1;
  for (let at = text.indexOf("\n"); at !== -1 && at < offset; at = text.indexOf("\n", at + 1)) {
    line++;
  }
  return line;
}

/** A finding at every match of `pattern` in the code of a file. */
export function findings(
  file: ScannedFile,
  pattern: RegExp,
  message: string | ((match: RegExpMatchArray) => string | undefined),
): Finding[] {
  const found: Finding[] = [];
  for (const match of file.code.matchAll(pattern)) {
    const text = typeof message === "string" ? message : message(match);
    if (text) found.push({ path: file.path, line: lineAt(file.text, match.index), message: text });
  }
  return found;
}

const tagBefore = /([A-Za-z_$][\w$.]*)(?:<[^<>()]*>)?$/;
const regexMayFollow = /(?:^|[(,=:[!&|?{};+\-*%<>~^]|\b(?:return|typeof|case|in|of|void|delete))$/;

/** Blanks comments and literals; see {@link ScannedFile}. */
export function scan(file: SourceFile): ScannedFile {
  const { text } = file;
  const code = text.split("");
  const literals: Literal[] = [];
  const blank = (from: number, to: number) => {
    for (let i = from; i < to && i < code.length; i++) if (code[i] !== "\n") code[i] = " ";
  };

  /** Scans code from `at` until the brace that closes the template hole, or the end. */
  const scanCode = (from: number, inHole: boolean): number => {
    let depth = 0;
    let significant = "";
    let at = from;
    while (at < text.length) {
      const char = text[at] ?? "";
      const next = text[at + 1];
      if (char === "/" && (next === "/" || next === "*")) {
        const end = next === "/" ? text.indexOf("\n", at) : text.indexOf("*/", at + 2) + 2;
        const stop = end < 2 ? text.length : end;
        blank(at, stop);
        at = stop;
      } else if (char === '"' || char === "'") {
        at = scanString(at, char);
        significant = ")";
      } else if (char === "`") {
        at = scanTemplate(at);
        significant = ")";
      } else if (char === "/" && regexMayFollow.test(significant)) {
        at = scanRegex(at);
        significant = ")";
      } else {
        if (char === "{") depth++;
        if (char === "}" && depth-- === 0 && inHole) return at;
        if (/\S/.test(char)) {
          const glued = /[\w$]/.test(char) && at > 0 && /[\w$]/.test(text[at - 1] ?? "");
          significant = glued ? significant + char : char;
        }
        at++;
      }
    }
    return at;
  };

  const scanString = (start: number, quote: string): number => {
    let end = start + 1;
    while (end < text.length && text[end] !== quote && text[end] !== "\n") {
      end += text[end] === "\\" ? 2 : 1;
    }
    // An apostrophe in JSX text closes nothing: it is no string, go on behind it.
    if (text[end] !== quote) return start + 1;
    literals.push({ start, text: text.slice(start + 1, end), quote, tag: "" });
    blank(start + 1, end);
    return end + 1;
  };

  const scanTemplate = (start: number): number => {
    const tag = tagBefore.exec(text.slice(Math.max(0, start - 80), start))?.[1] ?? "";
    const literal: Literal = { start, text: "", quote: "`", tag };
    literals.push(literal);
    let at = start + 1;
    let from = at;
    while (at < text.length && text[at] !== "`") {
      if (text[at] === "\\") at += 2;
      else if (text[at] === "$" && text[at + 1] === "{") {
        literal.text += `${text.slice(from, at)}\${}`;
        blank(from, at);
        at = scanCode(at + 2, true) + 1;
        from = at;
      } else at++;
    }
    literal.text += text.slice(from, at);
    blank(from, at);
    return at + 1;
  };

  const scanRegex = (start: number): number => {
    let inClass = false;
    let end = start + 1;
    while (end < text.length && text[end] !== "\n") {
      const char = text[end];
      if (char === "\\") end++;
      else if (char === "[") inClass = true;
      else if (char === "]") inClass = false;
      else if (char === "/" && !inClass) break;
      end++;
    }
    if (text[end] !== "/") return start + 1;
    blank(start + 1, end);
    return end + 1;
  };

  scanCode(0, false);
  return { ...file, code: code.join(""), literals };
}

/** True for tests and everything that only tests use. */
export function isTest(path: string): boolean {
  return path.startsWith("test/") || /\.test\.tsx?$/.test(path);
}
