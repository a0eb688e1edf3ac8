import { posix } from "node:path";
import type { ScannedFile } from "./source.ts";
import { lineAt } from "./source.ts";

/** One import of a file: `target` is a path from the root for relative imports, else the package name. */
export type Import = {
  specifier: string;
  target: string;
  relative: boolean;
  typeOnly: boolean;
  names: string;
  line: number;
};

const statement = /\b(?:import|export)\b(?<names>[^;"'()=]*?)\bfrom\s*(?=["'])/g;
const sideEffect = /\bimport\s*(?=["'])/g;
const call = /\bimport\s*\(\s*(?=["'`])/g;
const fileUrl = /\bnew\s+URL\s*\(\s*(?=["'`])/g;

/** Every static, dynamic and worker (`new URL("./x.ts", import.meta.url)`) import of a file. */
export function importsOf(file: ScannedFile): Import[] {
  const literalAt = new Map(file.literals.map((literal) => [literal.start, literal.text]));
  const found: Import[] = [];
  for (const pattern of [statement, sideEffect, call, fileUrl]) {
    for (const match of file.code.matchAll(pattern)) {
      const specifier = literalAt.get(match.index + match[0].length);
      if (specifier === undefined) continue;
      if (pattern === fileUrl && !/^\.{1,2}\/.*\.tsx?$/.test(specifier)) continue;
      const names = match.groups?.["names"]?.trim() ?? "";
      found.push({
        specifier,
        relative: specifier.startsWith("."),
        target: specifier.startsWith(".")
          ? posix.join(posix.dirname(file.path), specifier)
          : packageOf(specifier),
        typeOnly: /^type\b/.test(names),
        names,
        line: lineAt(file.text, match.index),
      });
    }
  }
  return found.toSorted((a, b) => a.line - b.line);
}

function packageOf(specifier: string): string {
  if (specifier.startsWith("node:")) return specifier;
  const parts = specifier.split("/");
  return specifier.startsWith("@") ? parts.slice(0, 2).join("/") : (parts[0] ?? specifier);
}
